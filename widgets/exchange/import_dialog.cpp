// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/exchange/import_dialog.h"

#include "data/exchange/file.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QIntValidator>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTextBrowser>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

constexpr int pauseMilliseconds = 400;
constexpr std::size_t mostLines = 12;

QString words(std::string_view text) {
    return QCoreApplication::translate("Importers", std::string(text).c_str());
}

std::optional<int> numberIn(const QLineEdit& line) {
    bool fine = false;
    const int number = line.text().toInt(&fine);
    return fine ? std::optional(number) : std::nullopt;
}

QString listOf(const std::vector<std::string>& lines) {
    QString html = u"<ul>"_s;
    for (std::size_t i = 0; i < std::min(lines.size(), mostLines); ++i)
        html += u"<li>%1</li>"_s.arg(QString::fromStdString(lines[i]).toHtmlEscaped());
    if (lines.size() > mostLines)
        html += u"<li>%1</li>"_s.arg(ImportDialog::tr("… and %1 more").arg(lines.size() - mostLines));
    return html + u"</ul>"_s;
}

ImportDialog::Trial trialOf(const QString& path, const std::string& kind, const ImportSettings& settings,
                          bool complete, Scenario scenario) {
    const std::filesystem::path file = path.toStdU16String();
    const auto text = readFile(file);
    if (!text)
        return {tl::make_unexpected(text.error()), {}};
    const std::string where = QFileInfo(path).fileName().toStdString();
    auto read = kind.empty() ? Expected<Importer>(Importer{{}, {}, &importAnything}) : importerOf(kind);
    if (!read)
        return {tl::make_unexpected(read.error()), {}};
    auto result = read->read(*text, where, scenario, settings);
    if (result && complete)
        std::ranges::move(addMissingParts(scenario), std::back_inserter(result->warnings));
    return {std::move(result), std::move(scenario)};
}

} // namespace

ImportDialog::ImportDialog(Document& document, const QString& path, const QString& kind, QWidget* parent)
    : QDialog(parent)
    , document_(document)
    , path_(path)
    , job_(this)
    , kind_(new QComboBox)
    , crs_(new QLineEdit)
    , radio_(new QLineEdit)
    , country_(new QLineEdit)
    , network_(new QLineEdit)
    , cells_(new QWidget)
    , complete_(new QCheckBox(tr("Add what is &missing to assess it: a workload, a host, links to it")))
    , outcome_(new QTextBrowser)
    , buttons_(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel))
    , pause_(new QTimer(this)) {
    setWindowTitle(tr("Import %1").arg(QFileInfo(path).fileName()));
    makeFields();
    kind_->setCurrentIndex(std::max(0, kind_->findData(kind)));
    buttons_->button(QDialogButtonBox::Ok)->setText(tr("&Import"));
    connect(buttons_, &QDialogButtonBox::accepted, this, &ImportDialog::accept);
    connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
    pause_->setSingleShot(true);
    pause_->setInterval(pauseMilliseconds);
    connect(pause_, &QTimer::timeout, this, &ImportDialog::tryIt);
    resize(560, 420);
    tryIt();
}

ImportDialog::~ImportDialog() = default;

void ImportDialog::makeFields() {
    kind_->addItem(tr("Whatever the file turns out to be"), QString());
    for (const auto& importer : importers())
        kind_->addItem(words(importer.description),
                       QString::fromLatin1(importer.kind.data(), qsizetype(importer.kind.size())));
    crs_->setPlaceholderText(tr("as the file says, else WGS 84; for instance EPSG:25833"));
    crs_->setAccessibleName(tr("Coordinate system"));
    radio_->setPlaceholderText(tr("any, or NR, LTE, UMTS, GSM"));
    for (auto* line : {country_, network_}) {
        line->setValidator(new QIntValidator(0, 999, line));
        line->setPlaceholderText(tr("any"));
    }
    complete_->setChecked(true);
    outcome_->setAccessibleName(tr("What would come of the import"));
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&What it holds"), kind_);
    form->addRow(tr("&Coordinate system"), crs_);
    auto* cellForm = new QFormLayout(cells_);
    cellForm->setContentsMargins(0, 0, 0, 0);
    cellForm->addRow(tr("&Radio"), radio_);
    cellForm->addRow(tr("C&ountry code (MCC)"), country_);
    cellForm->addRow(tr("&Network code (MNC)"), network_);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(cells_);
    layout->addWidget(complete_);
    layout->addWidget(outcome_, 1);
    layout->addWidget(buttons_);
    const auto again = [this] { pause_->start(); };
    connect(kind_, &QComboBox::currentIndexChanged, this, [this] {
        cells_->setVisible(kind_->currentData().toString() == u"opencellid");
        pause_->start();
    });
    for (auto* line : {crs_, radio_, country_, network_})
        connect(line, &QLineEdit::textChanged, this, again);
    connect(complete_, &QCheckBox::toggled, this, again);
    cells_->setVisible(false);
}

void ImportDialog::setCrs(const QString& crs) {
    crs_->setText(crs);
}

ImportSettings ImportDialog::settings() const {
    return {.crs = crs_->text().trimmed().toStdString(),
            .radio = radio_->text().trimmed().toStdString(),
            .mcc = numberIn(*country_),
            .mnc = numberIn(*network_)};
}

void ImportDialog::tryIt() {
    trial_.reset();
    showTrial();
    job_.run([path = path_, kind = kind_->currentData().toString().toStdString(), settings = settings(),
              complete = complete_->isChecked(), scenario = document_.scenario()](
                 const auto&) { return trialOf(path, kind, settings, complete, scenario); },
             [this](const Trial& trial) { take(trial); });
}

void ImportDialog::take(const Trial& trial) {
    trial_ = trial;
    showTrial();
    Q_EMIT tried();
}

void ImportDialog::showTrial() {
    const bool fine = trial_ && trial_->result && trial_->result->imported > 0;
    buttons_->button(QDialogButtonBox::Ok)->setEnabled(fine);
    if (!trial_) {
        outcome_->setHtml(tr("Reading…"));
        return;
    }
    if (!trial_->result) {
        const Error& error = trial_->result.error();
        outcome_->setHtml(u"<p><b>%1</b></p><p>%2</p><p>%3</p>"_s.arg(
            QString::fromStdString(error.what).toHtmlEscaped(),
            QString::fromStdString(error.where).toHtmlEscaped(),
            QString::fromStdString(error.remedy).toHtmlEscaped()));
        return;
    }
    const ImportResult& result = *trial_->result;
    QString html = u"<p><b>%1</b></p>"_s.arg(tr("%1 would be imported.").arg(result.imported));
    if (!result.warnings.empty())
        html += tr("Note:") + listOf(result.warnings);
    if (!result.skipped.empty())
        html += tr("%1 left out:").arg(result.skipped.size()) + listOf(result.skipped);
    outcome_->setHtml(html);
}

void ImportDialog::accept() {
    if (!trial_ || !trial_->result || trial_->result->imported == 0)
        return;
    const QString label = tr("Import %1").arg(QFileInfo(path_).fileName());
    if (document_.edit(label, [this](Scenario& scenario) { scenario = trial_->scenario; }))
        QDialog::accept();
}

} // namespace cellwright
