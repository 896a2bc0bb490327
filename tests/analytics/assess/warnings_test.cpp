// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/warnings.h"
#include "tests/analytics/assess/bench_scenario.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>

namespace cellwright {

class WarningsTest : public QObject {
    Q_OBJECT

    static const Warning* find(const Assessment& a, const char* words) {
        for (const auto& warning : a.warnings)
            if (warning.what.find(words) != std::string::npos)
                return &warning;
        return nullptr;
    }

private Q_SLOTS:
    void aPathWithinItsModelHasNone() {
        const auto a = assess(test::oneUser(Placement::host), test::facts());
        QVERIFY(a.warnings.empty());
    }
    void aCarrierBeyondTheModelIsNamedOnce() {
        auto scenario = test::oneUser(Placement::host);
        scenario.topology.carriers[0].frequency = Hertz(140e9);
        scenario.topology.carriers[0].bandwidth = Hertz(400e6);
        scenario.topology.carriers[0].subcarrierSpacing = Hertz(120e3);
        auto second = scenario.topology.sites[0];
        second.id = {12};
        second.name = "Other";
        second.position.x += Metres(400.0);
        second.sectors[0].id = {13};
        scenario.topology.sites.push_back(second);
        const auto a = assess(scenario, test::facts());
        const auto* warning = find(a, "100 GHz");
        QVERIFY(warning);
        QVERIFY(warning->what.find("\"Site\", \"Other\"") != std::string::npos);
        QVERIFY(warning->what.find("TR 38.901 table 7.4.1-1") != std::string::npos);
        QCOMPARE(warning->entity, (EntityRef{EntityKind::site, 10}));
        QCOMPARE(std::ranges::count_if(
                     a.warnings, [](const auto& w) { return w.what.find("frequency") != std::string::npos; }),
                 1);
        QVERIFY(!warning->remedy.empty());
    }
    void warningsDoNotForbid() {
        auto scenario = test::oneUser(Placement::host);
        scenario.topology.sites[0].height = Metres(40.0);
        const auto a = assess(scenario, test::facts());
        QVERIFY(a.feasible);
        const auto* warning = find(a, "site height");
        QVERIFY(warning);
        QVERIFY(toJsonText(a, 1).find("\"warnings\"") != std::string::npos);
    }
    void usersBeyondTheModelAreCounted() {
        auto scenario = test::oneUser(Placement::host);
        scenario.topology.groups[0].points = {
            {Metres(), Metres(100.0)}, {Metres(), Metres(3.0)}, {Metres(), Metres(5.0)}};
        scenario.topology.groups[0].count = 3;
        const auto a = assess(scenario, test::facts());
        const auto* warning = find(a, "ground distance");
        QVERIFY(warning);
        QVERIFY2(warning->what.find("2 users of site \"Site\"") != std::string::npos, warning->what.c_str());
    }
    void wallsThatTheModelDoesNotKnowAreNamed() {
        auto scenario = test::oneUser(Placement::host);
        scenario.topology.sites[0].propagation = Propagation::rma;
        scenario.topology.sites[0].height = Metres(35.0);
        scenario.topology.groups[0].enclosure = Enclosure::highLossBuilding;
        QVERIFY(find(assess(scenario, test::facts()), "only low-loss buildings"));
        scenario.topology.groups[0].enclosure = Enclosure::lowLossBuilding;
        QVERIFY(!find(assess(scenario, test::facts()), "buildings"));
    }
    void airBelowItsRecommendationsIsNamed() {
        auto scenario = test::oneUser(Placement::host);
        scenario.topology.carriers[0].frequency = Hertz(0.7e9);
        scenario.topology.carriers[0].bandwidth = Hertz(20e6);
        scenario.topology.carriers[0].subcarrierSpacing = Hertz(15e3);
        QVERIFY(!find(assess(scenario, test::facts()), "P.676"));
        scenario.assumptions.rainRate = 20.0;
        QVERIFY(find(assess(scenario, test::facts()), "P.676"));
    }
    void loadsThatDidNotSettleAreNamed() {
        LoadCouplingResult coupling{.coupled = true, .iterationsDownlink = 200, .iterationsUplink = 12};
        QVERIFY(assessing::couplingWarnings(coupling).empty());
        coupling.converged = false;
        const auto unsettled = assessing::couplingWarnings(coupling);
        QCOMPARE(unsettled.size(), std::size_t(1));
        QCOMPARE(unsettled[0].what, std::string("loads and interference did not settle in 200 iterations"));
        coupling.unique = false;
        const auto both = assessing::couplingWarnings(coupling);
        QCOMPARE(both.size(), std::size_t(2));
        QVERIFY(both[1].what.find("least loaded one is shown") != std::string::npos);
        coupling.coupled = false;
        QVERIFY(assessing::couplingWarnings(coupling).empty());
    }
    void fieldsWithoutEffectAreNamedWithTheirSites() {
        auto scenario = test::oneUser(Placement::host);
        auto& sector = scenario.topology.sites[0].sectors[0];
        sector.electricalTilt = Degrees(6.0);
        sector.beams = 4;
        auto a = assess(scenario, test::facts());
        const auto* tilt = find(a, "electrical tilt has no effect on a panel with one row: site \"Site\"");
        QVERIFY(tilt && find(a, "beams have no effect"));
        QCOMPARE(tilt->entity, (EntityRef{EntityKind::site, 10}));
        QVERIFY(!tilt->remedy.empty());
        sector.panelRows = 8;
        sector.panelColumns = 8;
        a = assess(scenario, test::facts());
        QVERIFY(!find(a, "no effect"));
    }
    void grantsThatTheGivenDelayHidesAreNamed() {
        auto scenario = test::oneUser(Placement::host);
        scenario.topology.carriers[0].configuredGrant = true;
        const auto a = assess(scenario, test::facts());
        const auto* hidden = find(a, "carrier \"n78\" has a configured grant");
        QVERIFY(hidden);
        QCOMPARE(hidden->entity, (EntityRef{EntityKind::carrier, 1}));
        scenario.assumptions.uplinkGrantDelay.reset();
        QVERIFY(!find(assess(scenario, test::facts()), "configured grant"));
    }
    void assumptionsReachTheFigures() {
        auto scenario = test::oneUser(Placement::host);
        scenario.topology.carriers[0].frequency = Hertz(26e9);
        scenario.topology.carriers[0].subcarrierSpacing = Hertz(120e3);
        const auto dry = assess(scenario, test::facts()).groups[0].sinrDownlink.mean.db();
        scenario.assumptions.rainRate = 50.0;
        const auto rain = assess(scenario, test::facts()).groups[0].sinrDownlink.mean.db();
        QVERIFY(rain < dry - 0.5 && rain > dry - 2.0); // 8 dB/km over 100 m
        scenario.assumptions.rainRate = 0.0;
        scenario.assumptions.gasAbsorption = true;
        QVERIFY(assess(scenario, test::facts()).groups[0].sinrDownlink.mean.db() < dry);
        scenario.assumptions.gasAbsorption = false;
        scenario.assumptions.shadowing = true;
        const auto first = assess(scenario, test::facts()).groups[0].sinrDownlink.mean.db();
        scenario.assumptions.shadowingSeed = 2;
        QVERIFY(assess(scenario, test::facts()).groups[0].sinrDownlink.mean.db() != first);
        scenario.assumptions.shadowing = false;
        scenario.topology.groups[0].enclosure = Enclosure::car;
        QVERIFY(std::abs(assess(scenario, test::facts()).groups[0].sinrDownlink.mean.db() - dry + 9.0) <
                1e-6);
    }
};

CELLWRIGHT_TEST(WarningsTest)

} // namespace cellwright
#include "warnings_test.moc"
