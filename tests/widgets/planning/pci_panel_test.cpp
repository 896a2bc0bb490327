// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/canvas/demo.h"
#include "widgets/planning/pci_panel.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTreeWidget>

using namespace cellwright;
using namespace cellwright::test;

namespace {

/// Seven sites whose cells all have the same identity: as bad as it gets.
Scenario collided() {
    Scenario scenario = demoScenario();
    for (auto& site : scenario.topology.sites)
        for (auto& sector : site.sectors)
            sector.pci = 7;
    return scenario;
}

struct Fixture {
    explicit Fixture(Scenario scenario)
        : document(documentOf(std::move(scenario)))
        , panel(*document) {
        QObject::connect(&panel, &PciPanel::overlayChanged, &panel,
                         [this](const Overlay& o) { overlay = o; });
        checked.emplace(&panel, &PciPanel::checked);
        panel.resize(800, 240);
        panel.show();
    }
    bool waitChecked() { return !checked->isEmpty() || checked->wait(30000); }

    std::unique_ptr<Document> document;
    PciPanel panel;
    Overlay overlay;
    std::optional<QSignalSpy> checked;
};

} // namespace

class PciPanelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void conflictsAreListedAndDrawn() {
        Fixture f(collided());
        QVERIFY(f.waitChecked());
        QVERIFY(f.panel.report().count(radio::PciSeverity::critical) > 0);
        auto* table = f.panel.findChild<QTreeWidget*>();
        QVERIFY(table->topLevelItemCount() > 0);
        QCOMPARE(int(f.overlay.lines.size()), table->topLevelItemCount());
        QVERIFY(f.overlay.lines.front().gravity == Gravity::critical);
        table->topLevelItem(0)->setSelected(true);
        QCOMPARE(f.overlay.lines.size(), std::size_t(1));
        f.panel.hide();
        QVERIFY2(f.overlay.empty(), "a closed panel leaves nothing on the drawing");
    }

    void suggestionsAreOneStep() {
        Fixture f(collided());
        QVERIFY(f.waitChecked());
        const Project before = f.document->project();
        QSignalSpy suggested(&f.panel, &PciPanel::suggested);
        f.panel.suggest();
        QVERIFY(suggested.wait(30000));
        QVERIFY(!f.panel.plan().changes.empty());
        QVERIFY2(f.document->project() == before, "a suggestion changes nothing");
        QVERIFY(f.panel.apply());
        QVERIFY(f.document->undoText().contains(QStringLiteral("identities")));
        f.checked->clear();
        QVERIFY(f.checked->wait(30000));
        QVERIFY(f.panel.report().count(radio::PciSeverity::critical) == 0);
        QVERIFY(f.document->undo());
        QVERIFY(f.document->project() == before);
        QVERIFY2(!f.panel.apply(), "an outdated plan is not applied");
    }

    void lockedSitesKeepTheirs() {
        Scenario scenario = collided();
        scenario.topology.sites[0].locked = true;
        Fixture f(std::move(scenario));
        QSignalSpy suggested(&f.panel, &PciPanel::suggested);
        f.panel.suggest();
        QVERIFY(suggested.wait(30000));
        QVERIFY(f.panel.apply());
        for (const auto& sector : f.document->scenario().topology.sites[0].sectors)
            QCOMPARE(sector.pci, std::optional(7));
    }

    void nothingOnTheAirIsSaid() {
        Fixture f(emptyScenario());
        QVERIFY(f.waitChecked());
        QVERIFY(f.panel.report().findings.empty());
        QSignalSpy suggested(&f.panel, &PciPanel::suggested);
        f.panel.suggest();
        QVERIFY(suggested.wait(30000));
        QVERIFY(!f.panel.apply());
    }
};

CELLWRIGHT_TEST(PciPanelTest)
#include "pci_panel_test.moc"
