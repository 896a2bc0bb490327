// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/validate.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <limits>

namespace cellwright {

template <class T>
static T& add(std::vector<T>& list, std::int64_t id, std::string name) {
    T& entity = list.emplace_back();
    entity.id = {id};
    entity.name = std::move(name);
    return entity;
}

/// A scenario without problems: one of everything.
static Scenario sound() {
    Scenario scenario;
    scenario.id = {1};
    auto& topology = scenario.topology;
    add(topology.carriers, 1, "n78");
    add(add(topology.sites, 2, "Mast").sectors, 3, "A").carrier = {1};
    add(topology.hosts, 4, "Edge");
    auto& link = add(topology.links, 5, "Backhaul");
    link.from.site = {2};
    link.to.host = {4};
    auto& antenna = add(topology.antennas, 9, "Panel");
    antenna.horizontal.assign(AntennaPattern::directions, 0.0);
    antenna.vertical.assign(AntennaPattern::directions, 30.0);
    add(scenario.workloads, 6, "Chat");
    add(scenario.deployments, 7, "Split").host = {4};
    auto& group = add(topology.groups, 8, "Crowd");
    group.area = {{Metres(0), Metres(0)}, {Metres(9), Metres(0)}, {Metres(0), Metres(9)}};
    group.workload = {6};
    group.deployment = {7};
    return scenario;
}

struct BrokenCase {
    const char* name;
    void (*breakIt)(Scenario&);
    EntityRef entity;
    const char* field;
    const char* what;
};

static const BrokenCase cases[] = {
    {"height",
     [](Scenario& s) { s.topology.sites[0].height = Metres(3000); },
     {EntityKind::site, 2},
     "height_m",
     "Site \"Mast\" has \"Antenna height\" at 3 km, which is out of range"},
    {"nan",
     [](Scenario& s) { s.topology.sites[0].position.x = Metres(std::numeric_limits<double>::quiet_NaN()); },
     {EntityKind::site, 2},
     "position_m",
     "Site \"Mast\" has \"Position\" at undefined"},
    {"carrier",
     [](Scenario& s) { s.topology.sites[0].sectors[0].carrier = {9}; },
     {EntityKind::site, 2},
     "sectors",
     "Site \"Mast\" sector \"A\" refers to carrier 9, which does not exist"},
    {"sector power",
     [](Scenario& s) { s.topology.sites[0].sectors[0].power = DecibelMilliwatts(99); },
     {EntityKind::site, 2},
     "power_dbm",
     "sector \"A\" has \"Transmit power\" at 99 dBm"},
    {"sector id",
     [](Scenario& s) { s.topology.sites[0].sectors.push_back(s.topology.sites[0].sectors[0]); },
     {EntityKind::site, 2},
     "sectors",
     "has sector 3, an id that another sector has too"},
    {"pattern",
     [](Scenario& s) { s.topology.sites[0].sectors[0].pattern = {10}; },
     {EntityKind::site, 2},
     "sectors",
     "sector \"A\" refers to antenna 10, which does not exist"},
    {"cut",
     [](Scenario& s) { s.topology.antennas[0].vertical.resize(72); },
     {EntityKind::antenna, 9},
     "vertical_db",
     "Antenna \"Panel\" has 72 values in its vertical cut"},
    {"attenuation",
     [](Scenario& s) { s.topology.antennas[0].horizontal[5] = 1e4; },
     {EntityKind::antenna, 9},
     "horizontal_db",
     "Antenna \"Panel\" has \"Horizontal cut\" at 10000"},
    {"duplicate",
     [](Scenario& s) { s.topology.hosts.push_back(s.topology.hosts[0]); },
     {EntityKind::host, 4},
     "id",
     "Host \"Edge\" has the id 4, which another one has too"},
    {"no id", [](Scenario& s) { s.workloads[0].id = {0}; }, {EntityKind::workload, 0}, "id", "has the id 0"},
    {"spacing",
     [](Scenario& s) { s.topology.carriers[0].subcarrierSpacing = Hertz(45e3); },
     {EntityKind::carrier, 1},
     "subcarrier_spacing_hz",
     "has a subcarrier spacing of 45 kHz"},
    {"link end",
     [](Scenario& s) { s.topology.links[0].from.site = {77}; },
     {EntityKind::link, 5},
     "from",
     "Link \"Backhaul\" ends at site 77, which does not exist"},
    {"open end",
     [](Scenario& s) { s.topology.links[0].to = {}; },
     {EntityKind::link, 5},
     "to",
     "has an open end"},
    {"two ends",
     [](Scenario& s) { s.topology.links[0].to.site = {2}; },
     {EntityKind::link, 5},
     "to",
     "at a site and a host at once"},
    {"loop",
     [](Scenario& s) { s.topology.links[0].from = s.topology.links[0].to; },
     {EntityKind::link, 5},
     "to",
     "leads back to where it starts"},
    {"band",
     [](Scenario& s) { s.topology.carriers[0].band = "n79"; },
     {EntityKind::carrier, 1},
     "frequency_hz",
     "the downlink of band n79 is 4.4 GHz to 5 GHz"},
    {"unknown band",
     [](Scenario& s) { s.topology.carriers[0].band = "n4"; },
     {EntityKind::carrier, 1},
     "band",
     "names the band \"n4\", which is unknown"},
    {"duplex",
     [](Scenario& s) {
         s.topology.carriers[0].band = "n78";
         s.topology.carriers[0].tdd = false;
     },
     {EntityKind::carrier, 1},
     "tdd",
     "band n78 is TDD"},
    {"pattern",
     [](Scenario& s) { s.topology.carriers[0].tddPattern = "DDDSU 10:2:3"; },
     {EntityKind::carrier, 1},
     "tdd_pattern",
     "has 15 symbols"},
    {"pattern without TDD",
     [](Scenario& s) {
         s.topology.carriers[0].tdd = false;
         s.topology.carriers[0].tddPattern = "DDDSU 10:2:2";
     },
     {EntityKind::carrier, 1},
     "tdd_pattern",
     "has a TDD pattern but duplexes by frequency"},
    {"bandwidth part",
     [](Scenario& s) { s.topology.carriers[0].bandwidthPart = Hertz(200e6); },
     {EntityKind::carrier, 1},
     "bandwidth_part_hz",
     "a bandwidth part of 200 MHz in a channel of 100 MHz"},
    {"corners",
     [](Scenario& s) { s.topology.groups[0].area.pop_back(); },
     {EntityKind::userGroup, 8},
     "area_m",
     "has an area with 2 corners and no points"},
    {"no workload",
     [](Scenario& s) { s.topology.groups[0].workload = {}; },
     {EntityKind::userGroup, 8},
     "workload",
     "has no workload"},
    {"deployment",
     [](Scenario& s) { s.topology.groups[0].deployment = {70}; },
     {EntityKind::userGroup, 8},
     "deployment",
     "refers to deployment 70, which does not exist"},
    {"device",
     [](Scenario& s) { s.topology.groups[0].device.clear(); },
     {EntityKind::userGroup, 8},
     "device",
     "has no device"},
    {"zone",
     [](Scenario& s) { s.topology.hosts[0].zone = TrustZone::userDevice; },
     {EntityKind::host, 4},
     "zone",
     "zone of the user's device"},
    {"no host",
     [](Scenario& s) { s.deployments[0].host = {}; },
     {EntityKind::deployment, 7},
     "host",
     "has no host"},
    {"further host",
     [](Scenario& s) {
         s.deployments[0].addedHosts = {{.host = {99}, .role = HostRole::tensor}};
     },
     {EntityKind::deployment, 7},
     "added_hosts",
     "further host refers to host 99, which does not exist"},
    {"stages in disorder",
     [](Scenario& s) {
         const HostId host = s.topology.hosts[0].id;
         s.deployments[0].addedHosts = {{.host = host, .fromLayer = 20}, {.host = host, .fromLayer = 12}};
     },
     {EntityKind::deployment, 7},
     "added_hosts",
     "begins at layer 12, before the host in front of it at 20"},
    {"small model",
     [](Scenario& s) { s.deployments[0].cooperation = Cooperation::cascade; },
     {EntityKind::deployment, 7},
     "small_model",
     "has no small model"},
    {"prefix",
     [](Scenario& s) { s.workloads[0].prefixTokens = s.workloads[0].promptTokens + 1; },
     {EntityKind::workload, 6},
     "prefix_tokens",
     "longer than its prompt"},
    {"target",
     [](Scenario& s) { s.workloads[0].ttftTarget = Seconds(0); },
     {EntityKind::workload, 6},
     "ttft_target_s",
     "Target for the first token"},
    {"share",
     [](Scenario& s) { s.topology.groups[0].activeShare = 1.5; },
     {EntityKind::userGroup, 8},
     "active_share",
     "has \"Active share\" at 1.5"},
    {"assumption",
     [](Scenario& s) { s.assumptions.blockErrorRate = -1; },
     {EntityKind::assumptions, 1},
     "block_error_rate",
     "Assumptions has \"Block error rate\""},
    {"origin",
     [](Scenario& s) {
         s.topology.origin = GeoOrigin{95, 0};
     },
     {EntityKind::properties, 1},
     "origin",
     "not on the Earth"},
};

class ValidateTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSoundScenarioHasNoProblems() {
        const auto problems = validate(sound());
        QVERIFY2(problems.empty(), problems.empty() ? "" : problems[0].what.c_str());
        auto onDevice = sound();
        onDevice.deployments[0].placement = Placement::device;
        onDevice.deployments[0].host = {};
        QVERIFY(validate(onDevice).empty());
    }
    void eachFaultIsNamed_data() {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(std::size(cases)); ++i)
            QTest::newRow(cases[i].name) << i;
    }
    void eachFaultIsNamed() {
        QFETCH(int, index);
        const auto& broken = cases[index];
        auto scenario = sound();
        broken.breakIt(scenario);
        const auto problems = validate(scenario);
        QVERIFY(!problems.empty());
        const bool found = std::any_of(problems.begin(), problems.end(), [&](const Problem& problem) {
            return problem.entity == broken.entity && problem.field == broken.field &&
                   !problem.remedy.empty() && problem.what.find(broken.what) != std::string::npos;
        });
        QVERIFY2(found, problems[0].what.c_str());
    }
    void oneReportPerField() {
        auto scenario = sound();
        scenario.topology.groups[0].points.assign(1000, Position{Metres(1e9), Metres(1e9)});
        QCOMPARE(validate(scenario).size(), std::size_t(1));
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::ValidateTest)
#include "validate_test.moc"
