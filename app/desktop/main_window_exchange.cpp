// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What the window exchanges with other programs: networks, maps, pictures of the ground.
#include "app/desktop/main_window.h"
#include "data/exchange/export.h"
#include "data/exchange/file.h"
#include "data/exchange/geo/geojson.h"
#include "data/exchange/geo/kml.h"
#include "data/exchange/lost.h"
#include "data/exchange/picture/svg.h"
#include "widgets/canvas/canvas_view.h"
#include "widgets/document/folders.h"
#include "widgets/exchange/backdrops.h"
#include "widgets/exchange/background_dialog.h"
#include "widgets/exchange/import_dialog.h"
#include "widgets/exchange/map_export.h"
#include "widgets/maps/map_panel.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QStatusBar>

namespace cellwright {

using namespace Qt::StringLiterals;

namespace {

std::filesystem::path native(const QString& path) {
    return path.toStdU16String();
}

/// The scenario in the format that the name of the file asks for.
Expected<std::string> dataFor(const QString& path, const Scenario& scenario) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == u"kml")
        return toKml(scenario);
    if (suffix == u"geojson" || suffix == u"json")
        return toGeoJson(scenario);
    if (suffix == u"csv")
        return sitesToCsv(scenario);
    if (suffix == u"svg")
        return toSvg(scenario);
    return failure("cannot tell the format from the name", path.toStdString(),
                   "end the name with .kml, .geojson, .csv or .svg");
}

/// What that format does not hold of the scenario, in sentences.
QStringList lostIn(const QString& path, const Scenario& scenario) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    QStringList all;
    if (suffix != u"svg")
        for (const auto& sentence : suffix == u"csv" ? lostInSiteTable(scenario) : lostOnMap(scenario))
            all += QString::fromStdString(sentence);
    return all;
}

} // namespace

void MainWindow::makeExchangeActions(QMenu* menu) {
    const auto add = [&](const char* id, const char* icon, const QString& text, const QKeySequence& key,
                         auto run) {
        menu->addAction(addAction(QLatin1StringView(id), QLatin1StringView(icon), text, key, run));
    };
    add("file.import", "import", tr("&Import sites, users, links or places…"), QKeySequence(u"Ctrl+I"_s),
        [this] { chooseImport(); });
    add("file.background", "", tr("&Background picture…"), {}, [this] { chooseBackground(); });
    add("file.map", "export", tr("Export the &map (GeoTIFF, PNG)…"), {}, [this] { chooseMapFile(); });
    add("file.data", "export", tr("Export the &network (KML, GeoJSON, CSV, SVG)…"), {},
        [this] { chooseDataFile(); });
}

void MainWindow::chooseImport() {
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Import"), documentsFolder(),
        tr("Networks and places (*.csv *.txt *.geojson *.json *.kml *.kmz *.graphml *.gz);;All files (*)"));
    if (!file.isEmpty())
        importFile(file);
}

void MainWindow::importFile(const QString& path) {
    auto* dialog = new ImportDialog(*document_, path, {}, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this] {
        canvas_->zoomToFit();
        hint_->setText(tr("Imported; Ctrl+Z takes it back."));
    });
    dialog->open();
}

void MainWindow::chooseBackground() {
    auto* dialog = new BackgroundDialog(*document_, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::refreshBackdrops() {
    auto [backdrops, problems] = backdropsOf(document_->project());
    canvas_->setBackdrops(std::move(backdrops));
    for (const auto& problem : problems)
        statusBar()->showMessage(problem, 15000);
}

void MainWindow::chooseMapFile() {
    const QString start = documentsFolder() + u'/' + layerName(canvas_->options().map.layer()) + u".tif"_s;
    const QString file =
        QFileDialog::getSaveFileName(this, tr("Export the map"), start,
                                     tr("GeoTIFF, values (*.tif);;PNG with world file, colours (*.png)"));
    if (!file.isEmpty())
        writeMap(file);
}

bool MainWindow::writeMap(const QString& path) {
    const auto written = exportMap(native(path), canvas_->map(), canvas_->options().map,
                                   document_->scenario().topology.origin);
    if (!written) {
        showError(written.error());
        return false;
    }
    QStringList names;
    for (const auto& name : *written)
        names << QString::fromStdString(name);
    hint_->setText(tr("Written: %1").arg(names.join(u", "_s)));
    return true;
}

void MainWindow::chooseDataFile() {
    const QString start =
        documentsFolder() + u'/' + QString::fromStdString(document_->scenario().name) + u".kml"_s;
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Export the network"), start,
        tr("KML (*.kml);;GeoJSON (*.geojson);;Table of sites (*.csv);;Drawing to scale (*.svg)"));
    if (!file.isEmpty())
        writeData(file);
}

bool MainWindow::writeData(const QString& path) {
    const auto text = dataFor(path, document_->scenario());
    const auto written =
        text ? writeFileAtomically(native(path), *text, true) : tl::make_unexpected(text.error());
    if (!written) {
        showError(written.error());
        return false;
    }
    const auto lost = lostIn(path, document_->scenario());
    hint_->setText(lost.isEmpty()
                       ? tr("Written: %1").arg(path)
                       : tr("Written: %1. It does not hold everything: %2").arg(path, lost.front()));
    hint_->setToolTip(lost.join(u'\n'));
    return true;
}

} // namespace cellwright
