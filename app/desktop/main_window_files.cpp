// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does with files: copies, imports, the report, pictures.
#include "app/desktop/main_window.h"
#include "app/desktop/project_files.h"
#include "app/desktop/settings.h"
#include "data/exchange/file.h"
#include "data/exchange/import.h"
#include "widgets/canvas/canvas_view.h"
#include "widgets/document/commands.h"
#include "widgets/document/folders.h"
#include "widgets/document/store_journal.h"
#include "widgets/report/picture.h"
#include "widgets/report/report.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QInputDialog>
#include <QLabel>
#include <QMessageBox>

#include <algorithm>

namespace cellwright {

using namespace Qt::StringLiterals;

namespace {

std::filesystem::path native(const QString& path) {
    return path.toStdU16String();
}

QString withSuffix(QString path, const QString& suffix) {
    if (!path.isEmpty() && QFileInfo(path).suffix().isEmpty())
        path += suffix;
    return path;
}

QString listed(const std::vector<std::string>& lines, std::size_t most = 12) {
    QStringList shown;
    for (std::size_t i = 0; i < std::min(lines.size(), most); ++i)
        shown << QString::fromStdString(lines[i]);
    if (lines.size() > most)
        shown << QObject::tr("… and %1 more").arg(lines.size() - most);
    return shown.join(u'\n');
}

} // namespace

void MainWindow::saveCopy() {
    const QString start =
        project_files::isDraft(path())
            ? documentsFolder() + u'/' + QString::fromStdString(document_->project().name) + u".cellwright"_s
            : path();
    const QString target =
        withSuffix(QFileDialog::getSaveFileName(this, tr("Save a copy"), start, project_files::saveFilter()),
                   u".cellwright"_s);
    if (target.isEmpty())
        return;
    // The dialog has asked before replacing a file.
    if (const auto saved = journal_->store().saveCopyAs(native(target), true); !saved) {
        showError(saved.error());
        return;
    }
    Settings::addRecentFile(target);
    Q_EMIT fileRequested(target);
}

bool MainWindow::writeReport(const QString& path) {
    Project shown = document_->project();
    if (!compare_)
        std::erase_if(shown.scenarios,
                      [this](const Scenario& s) { return s.id != document_->currentScenario(); });
    // What is on the screen is what is reported, unless a newer edit is still being assessed.
    auto assessments = assessments_;
    if (assessor_->busy() || assessments.size() != shown.scenarios.size()) {
        assessments.clear();
        for (const auto& scenario : shown.scenarios)
            assessments.push_back(assess(scenario, *facts_));
    }
    QGuiApplication::setOverrideCursor(Qt::WaitCursor);
    ReportOptions options;
    options.heatMaps = canvas_->options().map.shown;
    if (const MapSettings& map = canvas_->options().map; map.shown)
        options.map = map;
    const auto written = cellwright::writeReport(native(path), shown, assessments, *facts_, options, true);
    QGuiApplication::restoreOverrideCursor();
    if (!written)
        showError(written.error());
    return written.has_value();
}

void MainWindow::exportReport() {
    const QString start =
        documentsFolder() + u'/' + QString::fromStdString(document_->project().name) + u".pdf"_s;
    const QString target = withSuffix(
        QFileDialog::getSaveFileName(this, tr("Export the report"), start, tr("PDF (*.pdf)")), u".pdf"_s);
    if (!target.isEmpty() && writeReport(target))
        hint_->setText(tr("The report is in %1").arg(target));
}

void MainWindow::exportPicture() {
    const QString start =
        documentsFolder() + u'/' + QString::fromStdString(document_->project().name) + u".png"_s;
    const QString target = withSuffix(QFileDialog::getSaveFileName(this, tr("Export the drawing"), start,
                                                                   tr("Pictures (*.png *.svg *.pdf)")),
                                      u".png"_s);
    if (target.isEmpty())
        return;
    if (const auto written = renderPicture(native(target), document_->scenario(), {}, true); !written)
        showError(written.error());
}

bool MainWindow::importTable(const QString& kind, const QString& file) {
    const auto importer = importerOf(kind.toStdString());
    const auto text = importer ? readFile(native(file)) : tl::make_unexpected(importer.error());
    if (!text) {
        showError(text.error());
        return false;
    }
    Scenario scenario = document_->scenario();
    auto result = importer->read(*text, file.toStdString(), scenario, {});
    if (!result) {
        showError(result.error());
        return false;
    }
    auto added = addMissingParts(scenario);
    std::move(added.begin(), added.end(), std::back_inserter(result->warnings));
    const bool changed = document_->edit(tr("Import %1 from %2").arg(kind, QFileInfo(file).fileName()),
                                         [&](Scenario& current) { current = scenario; });
    canvas_->zoomToFit();
    hint_->setText(tr("%1 imported").arg(result->imported));
    if (changed && (!result->warnings.empty() || !result->skipped.empty())) {
        auto* note = new QMessageBox(QMessageBox::Information, tr("Import"),
                                     tr("%1 imported.").arg(result->imported), QMessageBox::Ok, this);
        note->setInformativeText(listed(result->warnings));
        if (!result->skipped.empty())
            note->setDetailedText(tr("Skipped:\n") + listed(result->skipped, 200));
        note->setAttribute(Qt::WA_DeleteOnClose);
        note->open();
    }
    return changed;
}

bool MainWindow::attach(const Project::Attachment& attachment, const QString& label) {
    const auto& present = document_->project().attachments;
    const bool taken = std::ranges::any_of(present, [&](const auto& other) {
        return other.id == attachment.id && other.kind != attachment.kind;
    });
    if (taken) // a model must not push out a device of the same name
        return false;
    return document_->perform(label, [&](Project& project) {
        std::erase_if(project.attachments, [&](const auto& other) { return other.id == attachment.id; });
        project.attachments.push_back(attachment);
    });
}

void MainWindow::renameScenario() {
    bool accepted = false;
    const QString name =
        QInputDialog::getText(this, tr("Rename the scenario"), tr("Name:"), QLineEdit::Normal,
                              QString::fromStdString(document_->scenario().name), &accepted);
    if (accepted && !name.trimmed().isEmpty())
        document_->edit(tr("Rename the scenario"),
                        [&](Scenario& scenario) { scenario.name = name.trimmed().toStdString(); });
}

} // namespace cellwright
