// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/document/fixture.h"

using namespace cellwright;
using namespace cellwright::test;
using namespace Qt::StringLiterals;

namespace {

using Command = std::function<void(Document&)>;

const EntityRef north{EntityKind::site, 2};
const EntityRef mec{EntityKind::host, 6};
const EntityRef users{EntityKind::userGroup, 12};

struct Row {
    const char* name;
    Command run;
};

std::vector<Row> allCommands() {
    return {
        {"add site", [](Document& d) { commands::addSite(d, at(10, 20)); }},
        {"add host", [](Document& d) { commands::addHost(d, at(10, 20)); }},
        {"add cloud", [](Document& d) { commands::addHost(d, at(10, 20), HostTier::cloud); }},
        {"add link", [](Document& d) { commands::addLink(d, {.site = {4}}, {.host = {6}}); }},
        {"add area",
         [](Document& d) {
             commands::addUserArea(d, {at(0, 0), at(9, 0), at(0, 9)});
         }},
        {"add carrier", [](Document& d) { commands::addCarrier(d); }},
        {"add workload", [](Document& d) { commands::addWorkload(d); }},
        {"add deployment", [](Document& d) { commands::addDeployment(d); }},
        {"move",
         [](Document& d) {
             commands::moveEntities(d, {north, mec, users}, at(5, -7));
         }},
        {"remove site", [](Document& d) { commands::removeEntities(d, {north}); }},
        {"remove all", [](Document& d) { commands::removeEntities(d, entitiesOf(d.scenario())); }},
        {"remove carrier",
         [](Document& d) {
             commands::removeEntities(d, {{EntityKind::carrier, 1}});
         }},
        {"remove workload",
         [](Document& d) {
             commands::removeEntities(d, {{EntityKind::workload, 10}});
         }},
        {"duplicate",
         [](Document& d) {
             commands::duplicateEntities(d, {north, mec, users}, at(10, 10));
         }},
        {"set field",
         [](Document& d) { commands::setField(d, u"Height"_s, {north}, &Site::height, Metres(31)); }},
        {"set assumptions",
         [](Document& d) { commands::setAssumptions(d, u"BLER"_s, {.blockErrorRate = 0.2}); }},
        {"set properties",
         [](Document& d) { commands::setProperties(d, u"Name"_s, {.name = "Other", .origin = {}}); }},
        {"add scenario", [](Document& d) { commands::addScenario(d, {}); }},
        {"duplicate scenario", [](Document& d) { commands::duplicateScenario(d, {1}); }},
        {"remove scenario", [](Document& d) { commands::removeScenario(d, {1}); }},
    };
}

} // namespace

class CommandsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyCommandUndoesAndRedoes_data() {
        QTest::addColumn<int>("row");
        int row = 0;
        for (const auto& command : allCommands())
            QTest::newRow(command.name) << row++;
    }
    void everyCommandUndoesAndRedoes() {
        QFETCH(int, row);
        const auto document = smallDocument();
        const Project before = document->project();
        allCommands()[std::size_t(row)].run(*document);
        const Project after = document->project();
        QVERIFY2(!(after == before), "the command must change something");
        QVERIFY(document->undo());
        QVERIFY(document->project() == before);
        QVERIFY2(!document->canUndo(), "one command is one step");
        QVERIFY(document->redo());
        QVERIFY(document->project() == after);
    }

    void siteHasThreeSectorsOnTheFirstCarrier() {
        Document document(Project{.scenarios = {Scenario{.id = {1}}}}, std::make_unique<MemoryJournal>());
        const EntityRef ref = commands::addSite(document, at(1, 2));
        const Topology& topology = document.scenario().topology;
        QCOMPARE(topology.carriers.size(), std::size_t(1));
        const Site* site = find<Site>(document.scenario(), ref);
        QVERIFY(site);
        QCOMPARE(site->sectors.size(), std::size_t(3));
        QCOMPARE(site->sectors[2].azimuth.degrees(), 240.0);
        for (const auto& sector : site->sectors)
            QVERIFY(sector.carrier == topology.carriers.front().id);
        QVERIFY(site->sectors[0].id != site->sectors[1].id);
        QVERIFY(document.undo());
        QVERIFY2(document.scenario().topology.carriers.empty(),
                 "the default carrier belongs to the same step");
    }

    void namesAreFresh() {
        const auto document = smallDocument();
        const EntityRef a = commands::addSite(*document, at(0, 0));
        const EntityRef b = commands::addSite(*document, at(1, 0));
        QCOMPARE(find<Site>(document->scenario(), a)->name, std::string("Site 3"));
        QCOMPARE(find<Site>(document->scenario(), b)->name, std::string("Site 4"));
    }

    void linkIsNotDoubled() {
        const auto document = smallDocument();
        QVERIFY(!commands::addLink(*document, {.site = {2}}, {.site = {2}}));
        const EntityRef present = commands::addLink(*document, {.host = {6}}, {.site = {2}});
        QCOMPARE(present.id, std::int64_t(8));
        QVERIFY(!document->canUndo());
    }

    void areaBringsWorkloadAndDeployment() {
        Document document(Project{.scenarios = {Scenario{.id = {1}}}}, std::make_unique<MemoryJournal>());
        QVERIFY(!commands::addUserArea(document, {at(0, 0), at(1, 1)}));
        const EntityRef ref = commands::addUserArea(document, {at(0, 0), at(1, 1), at(0, 1)});
        const Scenario& scenario = document.scenario();
        const UserGroup* group = find<UserGroup>(scenario, ref);
        QVERIFY(findById(scenario.workloads, group->workload));
        const Deployment* deployment = findById(scenario.deployments, group->deployment);
        QVERIFY(deployment);
        QVERIFY2(deployment->placement == Placement::device, "there is no host to split with");
    }

    void moveShiftsPositionsAndCorners() {
        const auto document = smallDocument();
        commands::moveEntities(*document, {north, users, {EntityKind::link, 8}}, at(5, -7));
        QVERIFY(document->scenario().topology.sites.front().position == at(5, 293));
        QVERIFY(document->scenario().topology.groups.front().area.front() == at(-95, -107));
        QVERIFY(document->scenario().topology.hosts.front().position == at(200, 0));
    }

    void removalTakesLinksAndReferencesAlong() {
        const auto document = smallDocument();
        QVERIFY(commands::removeEntities(*document, {mec}));
        QVERIFY(document->scenario().topology.links.empty());
        QVERIFY(!document->scenario().deployments.front().host);
        QVERIFY2(document->undoText().contains(u"MEC"_s), qPrintable(document->undoText()));
        QVERIFY2(document->undoText().contains(u"2 links"_s), qPrintable(document->undoText()));
    }

    void removedCarrierTakesItsSectors() {
        const auto document = smallDocument();
        QVERIFY(commands::removeEntities(*document, {{EntityKind::carrier, 1}}));
        for (const auto& site : document->scenario().topology.sites)
            QVERIFY(site.sectors.empty());
        QCOMPARE(document->scenario().topology.sites.size(), std::size_t(2));
    }

    void removedAntennaLeavesItsSectors() {
        const auto document = smallDocument();
        document->edit(u"Import"_s, [](Scenario& scenario) {
            scenario.topology.antennas.push_back({.id = {70}, .name = "panel"});
            scenario.topology.sites.front().sectors.front().pattern = {70};
        });
        QVERIFY(commands::removeEntities(*document, {{EntityKind::antenna, 70}}));
        QVERIFY(document->scenario().topology.antennas.empty());
        QVERIFY(!document->scenario().topology.sites.front().sectors.empty());
        QVERIFY(!document->scenario().topology.sites.front().sectors.front().pattern);
    }

    void duplicateKeepsTheNetworkConnected() {
        const auto document = smallDocument();
        const EntityRefs copies = commands::duplicateEntities(*document, {north, mec}, at(50, 0));
        QCOMPARE(copies.size(), std::size_t(3));
        const Topology& topology = document->scenario().topology;
        const Link& link = topology.links.back();
        QVERIFY(link.from.site == topology.sites.back().id);
        QVERIFY(link.to.host == topology.hosts.back().id);
        QVERIFY(topology.sites.back().position == at(50, 300));
        QVERIFY(topology.sites.back().sectors.front().id != topology.sites.front().sectors.front().id);
    }

    void removingTheCurrentScenarioShowsAnother() {
        const auto document = smallDocument();
        const ScenarioId copy = commands::duplicateScenario(*document, {1});
        QVERIFY(document->currentScenario() == copy);
        QVERIFY(document->scenario().name != "Base");
        QVERIFY(commands::removeScenario(*document, copy));
        QCOMPARE(document->currentScenario().value, std::int64_t(1));
        QVERIFY(document->undo());
        QCOMPARE(document->project().scenarios.size(), std::size_t(2));
    }

    void setFieldReachesEveryEntityOfItsType() {
        const auto document = smallDocument();
        commands::setField(*document, u"Height"_s, {north, {EntityKind::site, 4}, mec}, &Site::height,
                           Metres(33));
        for (const auto& site : document->scenario().topology.sites)
            QCOMPARE(site.height.si(), 33.0);
    }
};

CELLWRIGHT_TEST(CommandsTest)
#include "commands_test.moc"
