// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/document/fixture.h"
#include "widgets/sites/hex_grid_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>

using namespace cellwright;
using namespace cellwright::test;

class HexGridDialogTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theDrawingShowsItBeforeItIsThere() {
        const auto document = smallDocument();
        const Project before = document->project();
        HexGridDialog dialog(*document, at(100, 200));
        QVERIFY(document->previewing());
        QCOMPARE(document->scenario().topology.sites.size(), std::size_t(2 + 19));
        dialog.reject();
        QVERIFY(document->project() == before);
        QVERIFY(!document->canUndo());
        QVERIFY(dialog.added().empty());
    }

    void addingIsOneStep() {
        const auto document = smallDocument();
        const Project before = document->project();
        HexGridDialog dialog(*document, at(100, 200));
        radio::HexGrid grid = dialog.grid();
        grid.sites = 7;
        grid.interSiteDistance = Metres(1732);
        dialog.setGrid(grid);
        dialog.accept();
        QCOMPARE(dialog.added().size(), std::size_t(7));
        const auto& sites = document->scenario().topology.sites;
        QCOMPARE(sites.size(), std::size_t(9));
        QVERIFY(sites[2].position == at(100, 200));
        QCOMPARE(sites[2].sectors[0].carrier.value, std::int64_t(1));
        QVERIFY(document->undo());
        QVERIFY(document->project() == before);
        QVERIFY(!document->canUndo());
    }

    void aCarrierIsAddedWhereThereIsNone() {
        Project project = smallProject();
        project.scenarios[0].topology.carriers.clear();
        project.scenarios[0].topology.sites.clear();
        Document document(std::move(project), std::make_unique<MemoryJournal>());
        HexGridDialog dialog(document, {});
        dialog.accept();
        const auto& topology = document.scenario().topology;
        QCOMPARE(topology.carriers.size(), std::size_t(1));
        QCOMPARE(topology.sites[5].sectors[1].carrier, topology.carriers[0].id);
        for (const auto& site : topology.sites)
            QVERIFY(site.id.value != topology.carriers[0].id.value);
    }

    void wrapAroundSaysWhyItCannotBe() {
        const auto document = smallDocument();
        HexGridDialog dialog(*document, {});
        auto* wrap = dialog.findChild<QCheckBox*>();
        QVERIFY(wrap && wrap->isEnabled());
        wrap->setChecked(true);
        QCOMPARE(document->scenario().topology.sites.size(), std::size_t(2 + 7 * 19));
        radio::HexGrid grid = dialog.grid();
        grid.sites = 20;
        dialog.setGrid(grid);
        QVERIFY(!wrap->isEnabled());
        QVERIFY(!wrap->isChecked());
        bool said = false;
        for (const auto* label : dialog.findChildren<QLabel*>())
            said = said || label->text().contains(QStringLiteral("whole rings"));
        QVERIFY(said);
        QCOMPARE(document->scenario().topology.sites.size(), std::size_t(2 + 20));
        dialog.reject();
    }

    void theEnvironmentSetsTheUsualHeight() {
        const auto document = smallDocument();
        HexGridDialog dialog(*document, {});
        QCOMPARE(dialog.grid().site.height.si(), 25.0);
        radio::HexGrid grid = dialog.grid();
        grid.firstPci = 5;
        dialog.setGrid(grid);
        QCOMPARE(document->scenario().topology.sites[2].sectors[1].pci, std::optional(6));
        dialog.reject();
    }
};

CELLWRIGHT_TEST(HexGridDialogTest)
#include "hex_grid_dialog_test.moc"
