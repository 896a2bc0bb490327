// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/pci.h"
#include "tests/analytics/radio/sample_network.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <set>

namespace cellwright::radio {

class PciTest : public QObject {
    Q_OBJECT
private:
    /// Sites in a row, `apart` metres from each other, with one sector each that looks along the row.
    static Topology row(std::vector<std::optional<int>> identities, double apart = 400.0) {
        auto topology = test::sampleTopology(0);
        for (std::size_t i = 0; i < identities.size(); ++i) {
            Site site;
            site.id = {100 + std::int64_t(i)};
            site.name = "Site " + std::to_string(i);
            site.position = {Metres(apart * double(i)), Metres(0.0)};
            site.sectors = {test::sampleSector(1000 + std::int64_t(i), topology.carriers[0].id, 90.0)};
            site.sectors[0].pci = identities[i];
            topology.sites.push_back(site);
        }
        return topology;
    }
    static PciReport check(const Topology& topology) { return checkPci(topology).value(); }
    static const PciFinding* find(const PciReport& report, PciConflict kind) {
        const auto found = std::ranges::find(report.findings, kind, &PciFinding::kind);
        return found == report.findings.end() ? nullptr : &*found;
    }
    static std::set<int> identities(const Topology& topology) {
        std::set<int> all;
        for (const auto& site : topology.sites)
            for (const auto& sector : site.sectors)
                all.insert(sector.pci.value_or(-1));
        return all;
    }

private Q_SLOTS:
    void neighboursWithTheSameIdentityCollide() {
        const auto report = check(row({7, 7}));
        QCOMPARE(report.neighbours.size(), std::size_t(1));
        QVERIFY(report.neighbours[0].overlap > 0.05);
        QCOMPARE(report.neighbours[0].distance.si(), 400.0);
        const auto* collision = find(report, PciConflict::collision);
        QVERIFY(collision);
        QCOMPARE(collision->severity, PciSeverity::critical);
        QCOMPARE(collision->pci, 7);
        QVERIFY(collision->what.find("Site 0") != std::string::npos &&
                collision->what.find("400 m") != std::string::npos);
        QVERIFY(!find(report, PciConflict::mod3)); // said once, as the gravest
        QCOMPARE(report.count(PciSeverity::critical), 1);
    }
    void twoNeighboursOfOneCellConfuseIt() {
        // 0 and 2 are too far apart to share places, 1 lies between them.
        auto topology = row({7, 20, 7, 40}, 2000.0);
        const auto report = check(topology);
        const auto* confusion = find(report, PciConflict::confusion);
        QVERIFY(confusion && !find(report, PciConflict::collision));
        QCOMPARE(confusion->via.value, 1001);
        QCOMPARE(confusion->first.value, 1000);
        QCOMPARE(confusion->second.value, 1002);
        QVERIFY(confusion->what.find("Site 1") != std::string::npos);
    }
    void remaindersAreCompared() {
        const std::pair<std::vector<std::optional<int>>, PciConflict> cases[] = {
            {{0, 3}, PciConflict::mod3},
            {{0, 4}, PciConflict::mod4},
            {{0, 6}, PciConflict::mod6},
            {{0, 30}, PciConflict::mod30}};
        for (const auto& [pair, kind] : cases)
            QVERIFY2(find(check(row(pair)), kind), std::string(pciKey(kind)).c_str());
        const auto fine = check(row({0, 1}));
        QVERIFY(fine.findings.empty());
        QCOMPARE(find(check(row({0, 3})), PciConflict::mod3)->severity, PciSeverity::warning);
        QCOMPARE(find(check(row({0, 4})), PciConflict::mod4)->severity, PciSeverity::notice);
    }
    void carriersDoNotDisturbEachOther() {
        auto topology = row({7, 7});
        auto other = topology.carriers[0];
        other.id = {2};
        other.frequency = Hertz(2.6e9);
        topology.carriers.push_back(other);
        topology.sites[1].sectors[0].carrier = {2};
        const auto report = check(topology);
        QVERIFY(report.neighbours.empty() && report.findings.empty());
        QCOMPARE(report.cells, 2);
    }
    void farCellsMayShareAnIdentity() {
        QVERIFY(check(row({7, 8, 9, 10, 11, 7}, 3000.0)).count(PciSeverity::critical) == 0);
    }
    void silentCellsAndMissingIdentities() {
        auto topology = row({7, std::nullopt, 7});
        const auto report = check(topology);
        QCOMPARE(report.unset, std::vector<SectorId>{SectorId{1001}});
        topology.sites[2].enabled = false;
        QVERIFY(!find(check(topology), PciConflict::confusion));
        QVERIFY(check(Topology{}).neighbours.empty());
    }
    void plansAreFreeOfConflicts() {
        auto topology = test::sampleTopology(12);
        const auto before = check(topology);
        QCOMPARE(before.unset.size(), std::size_t(36));
        const auto plan = planPci(topology).value();
        QCOMPARE(plan.changes.size(), std::size_t(36));
        QVERIFY(plan.after.unset.empty());
        QCOMPARE(plan.after.count(PciSeverity::critical), 0);
        const auto made = withPci(topology, plan.changes);
        QCOMPARE(check(made).findings, plan.after.findings);
        // Sectors of one site get the three primary sequences.
        for (const auto& site : made.sites) {
            std::set<int> remainders;
            for (const auto& sector : site.sectors)
                remainders.insert(*sector.pci % 3);
            QCOMPARE(remainders.size(), std::size_t(3));
        }
        QCOMPARE(identities(made).size(), std::size_t(36)); // nothing is reused while there are fresh ones
        QCOMPARE(planPci(topology)->changes, plan.changes);
    }
    void plansKeepWhatIsRightAndWhatIsLocked() {
        auto topology = row({0, 1, 2});
        QVERIFY(planPci(topology)->changes.empty());
        topology = row({7, 7, 20});
        topology.sites[0].locked = true;
        const auto plan = planPci(topology).value();
        QCOMPARE(plan.after.count(PciSeverity::critical), 0);
        for (const auto& change : plan.changes)
            QVERIFY(change.sector.value != 1000);
        topology.sites[1].locked = true; // both sides of the collision: nothing can be done
        QVERIFY(planPci(topology)->after.count(PciSeverity::critical) > 0);
    }
    void namesAreStable() {
        QCOMPARE(pciKey(PciConflict::mod30), std::string_view("mod30"));
        QCOMPARE(toText(PciSeverity::critical), std::string_view("critical"));
        QVERIFY(!pciName(PciConflict::confusion).empty());
    }
};

} // namespace cellwright::radio

CELLWRIGHT_TEST(cellwright::radio::PciTest)
#include "pci_test.moc"
