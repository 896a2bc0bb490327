// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analytics/assess/bench_scenario.h"
#include "tests/analytics/assess/openings.h"
#include "tests/analytics/compute/samples.h"
#include "tests/analytics/llm/structures.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace cellwright {
namespace {

int leaves(const Derivation& d) {
    if (d.inputs.empty())
        return 1;
    int count = 0;
    for (const auto& input : d.inputs)
        count += leaves(input);
    return count;
}

bool everyLeafHasASource(const Derivation& d) {
    if (d.inputs.empty() && !d.repeated)
        return !d.source.empty() && !d.name.empty();
    return std::all_of(d.inputs.begin(), d.inputs.end(), everyLeafHasASource);
}

} // namespace

class ExplainTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFigureOpensToItsOwnValue() {
        for (const auto& sample : samples::all())
            for (const auto& scenario : sample.make().scenarios)
                test::openEverything(scenario, test::facts());
    }
    void everyStructureOfAModelOpensToo() {
        auto facts = test::facts();
        for (const auto placement : {Placement::device, Placement::host, Placement::split})
            for (const auto& model : {llm::expertModel(), llm::latentModel(), llm::mambaModel(),
                                      llm::hybridModel(), llm::visionModel()}) {
                auto scenario = test::oneUser(placement);
                facts.models["structure"] = model;
                scenario.deployments[0].model = "structure";
                scenario.deployments[0].cut = 1;
                scenario.deployments[0].batch = 3;
                scenario.workloads[0].mediaBytes = Bytes(1000.0);
                QVERIFY(assess(scenario, facts).feasible);
                test::openEverything(scenario, facts);
            }
    }
    void measuredComputersOpenToTheirKernels() {
        auto facts = test::facts();
        facts.devices["measured"] = *compute::deviceFromProfile(compute::test::roundProfile());
        for (const auto placement : {Placement::device, Placement::host, Placement::split})
            for (const auto& model : {llm::visionModel(), llm::expertModel(), llm::hybridModel()}) {
                auto scenario = test::oneUser(placement);
                facts.models["structure"] = model;
                scenario.deployments[0].model = "structure";
                scenario.deployments[0].cut = 1;
                scenario.deployments[0].batch = 3;
                scenario.workloads[0].mediaBytes = Bytes(1000.0);
                scenario.topology.groups[0].device = "measured";
                scenario.topology.hosts[0].device = "measured";
                const auto assessment = assess(scenario, facts);
                QVERIFY(assessment.groups[0].prefillUncertainty > 0.0);
                test::openEverything(scenario, facts);
                const auto opened = explain(scenario, facts, "groups[0].ttft_s.p95");
                QVERIFY(everyLeafHasASource(*opened));
                QVERIFY(toPlainText(*opened).find("measured on Test processor") != std::string::npos);
            }
    }
    void aNoisedPlanOpensItsLedgerAndItsGuarantee() {
        auto scenario = test::oneUser(Placement::split);
        scenario.deployments[0].noiseSigma = 20.0;
        const auto assessment = assess(scenario, test::facts());
        const auto json = nlohmann::json::parse(toJsonText(assessment));
        for (const std::string path :
             {"groups[0].privacy.ledger[0].tokens", "groups[0].privacy.guarantee.epsilon",
              "groups[0].privacy.recovery_cap_uniform_tokens"}) {
            const auto opened = explain(scenario, test::facts(), path);
            QVERIFY2(opened.has_value(), path.c_str());
            QVERIFY(std::abs(opened->value - test::valueAt(json, path)) <= 1e-9 * std::abs(opened->value));
        }
        QCOMPARE(explain(scenario, test::facts(), "groups[0].privacy.guarantee.epsilon")->label,
                 Label::guarantee);
    }
    void aDerivationReachesFactsAndInputs() {
        const auto opened = explain(test::splitHospital(), test::facts(), "groups[0].ttft_s.p95");
        QVERIFY(opened.has_value());
        QVERIFY(leaves(*opened) > 50);
        QVERIFY(everyLeafHasASource(*opened));
        const auto text = toPlainText(*opened);
        for (const char* part :
             {"TR 38.901 table 7.4.1-1", "prompt tokens", "smooth roofline", "uplink grant"})
            QVERIFY2(text.find(part) != std::string::npos, part);
    }
    void wrongPathsSayWhatIsThere_data() {
        QTest::addColumn<QString>("path");
        for (const char* path :
             {"", "groups", "groups[9].ttft_s.p95", "groups[0].nonsense", "groups[x].ttft_s.p95",
              "groups[0].ttft_s.p99", "hosts[0].colour", "cells[0].x", "links[77].delay_s", "totals.joy",
              "groups[0].privacy.guarantee.epsilon", "groups[99999999999999999999].cost"})
            QTest::newRow(*path ? path : "empty") << QString::fromLatin1(path);
    }
    void wrongPathsSayWhatIsThere() {
        QFETCH(QString, path);
        const auto opened = explain(test::splitHospital(), test::facts(), path.toStdString());
        QVERIFY(!opened.has_value());
        QVERIFY(!opened.error().remedy.empty());
    }
    void aBrokenScenarioIsNotExplained() {
        auto scenario = test::splitHospital();
        scenario.topology.sites[0].height = Metres(-3.0);
        QVERIFY(!explain(scenario, test::facts(), "totals.power_w").has_value());
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::ExplainTest)
#include "explain_test.moc"
