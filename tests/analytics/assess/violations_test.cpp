// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/accounting.h"
#include "tests/analytics/assess/bench_scenario.h"
#include "tests/analytics/llm/structures.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>

namespace cellwright {

class ViolationsTest : public QObject {
    Q_OBJECT

    static const Violation* find(const Assessment& a, ViolationKind kind) {
        for (const auto& violation : a.violations)
            if (violation.kind == kind)
                return &violation;
        return nullptr;
    }

private Q_SLOTS:
    void aModelLargerThanTheDeviceNamesACutThatFits() {
        auto scenario = test::oneUser(Placement::split);
        scenario.deployments[0].model = "llama-3.1-8b";
        scenario.deployments[0].deviceWeights = Scheme::f16;
        scenario.deployments[0].cut = 32;
        const auto a = assess(scenario, test::facts());
        const auto* memory = find(a, ViolationKind::memory);
        QVERIFY(memory);
        QVERIFY(!a.feasible);
        QVERIFY(memory->value > memory->limit);
        QCOMPARE(memory->entity, (EntityRef{EntityKind::userGroup, 40}));
        // Follow the remedy: it must help, and one layer more must not.
        const auto words = QString::fromStdString(memory->remedy).split(QLatin1Char(' '));
        const int cut = words.at(words.indexOf(QStringLiteral("layer")) + 1).toInt();
        scenario.deployments[0].cut = cut;
        QVERIFY(!find(assess(scenario, test::facts()), ViolationKind::memory));
        scenario.deployments[0].cut = cut + 1;
        QVERIFY(find(assess(scenario, test::facts()), ViolationKind::memory));
    }
    void aHostTooSmallNamesAFormatThatFits() {
        auto scenario = test::oneUser(Placement::host);
        scenario.deployments[0].model = "qwen2.5-14b";
        const auto a = assess(scenario, test::facts());
        const auto* memory = find(a, ViolationKind::memory);
        QVERIFY(memory);
        QCOMPARE(memory->entity.kind, EntityKind::host);
        QVERIFY(memory->remedy.find("q8_0") != std::string::npos);
        scenario.deployments[0].hostWeights = Scheme::q8_0;
        QVERIFY(!find(assess(scenario, test::facts()), ViolationKind::memory));
    }
    void anUnstableQueueSaysHowManyAcceleratorsItTakes() {
        auto scenario = test::oneUser(Placement::host);
        scenario.workloads[0].requestRate = Hertz(10.0);
        auto a = assess(scenario, test::facts());
        const auto* unstable = find(a, ViolationKind::unstable);
        QVERIFY(unstable);
        QVERIFY(std::isinf(a.groups[0].ttft.mean.si()));
        QVERIFY(std::isfinite(a.groups[0].energy.total().si()));
        const auto words = QString::fromStdString(unstable->remedy).split(QLatin1Char(' '));
        scenario.topology.hosts[0].count = words.at(2).toInt();
        a = assess(scenario, test::facts());
        QVERIFY(std::none_of(a.violations.begin(), a.violations.end(), [](const Violation& v) {
            return v.kind == ViolationKind::unstable && v.entity.kind == EntityKind::host;
        }));
    }
    void aUserOutOfReachIsCounted() {
        auto scenario = test::oneUser(Placement::host);
        scenario.topology.groups[0].points.push_back({Metres(40000.0), Metres(40000.0)});
        scenario.topology.groups[0].count = 2;
        const auto a = assess(scenario, test::facts());
        const auto* coverage = find(a, ViolationKind::coverage);
        QVERIFY(coverage);
        QCOMPARE(coverage->value, 1.0);
        QCOMPARE(a.groups[0].covered, 1);
    }
    void aSiteWithoutALinkIsNamed() {
        auto scenario = test::oneUser(Placement::host);
        scenario.topology.links.clear();
        const auto a = assess(scenario, test::facts());
        QVERIFY(find(a, ViolationKind::disconnected));
        QCOMPARE(a.groups[0].covered, 0);
    }
    void aMissedTargetNamesItsLongestPhase() {
        auto scenario = test::oneUser(Placement::split);
        scenario.workloads[0].ttftTarget = Seconds(1e-3);
        const auto a = assess(scenario, test::facts());
        const auto* target = find(a, ViolationKind::target);
        QVERIFY(target);
        QCOMPARE(target->limit, 1e-3);
        QCOMPARE(target->value, a.groups[0].ttft.p95.si());
    }
    void unknownReferencesAreViolationsNotErrors() {
        auto scenario = test::oneUser(Placement::split);
        scenario.deployments[0].model = "no-such-model";
        auto a = assess(scenario, test::facts());
        QVERIFY(find(a, ViolationKind::invalid));
        QVERIFY(find(a, ViolationKind::invalid)->what.find("no-such-model") != std::string::npos);
        scenario = test::oneUser(Placement::split);
        scenario.deployments[0].cut = 999;
        QVERIFY(find(assess(scenario, test::facts()), ViolationKind::invalid));
        scenario = test::oneUser(Placement::split);
        scenario.workloads[0].promptTokens = 9'000'000;
        QVERIFY(find(assess(scenario, test::facts()), ViolationKind::invalid));
    }
    void modelsThatDoNotContinueAPromptAreNamed() {
        auto facts = test::facts();
        for (const auto& model : {llm::encoderModel(), llm::translationModel()}) {
            auto scenario = test::oneUser(Placement::host);
            facts.models["encoder"] = model;
            scenario.deployments[0].model = "encoder";
            const auto a = assess(scenario, facts);
            const auto* invalid = find(a, ViolationKind::invalid);
            QVERIFY(invalid && invalid->what.find("does not continue a prompt") != std::string::npos);
        }
    }
    void aTowerStaysBelowTheCut() {
        auto facts = test::facts();
        facts.models["vision"] = llm::visionModel();
        auto scenario = test::oneUser(Placement::split);
        scenario.deployments[0].model = "vision";
        scenario.deployments[0].cut = 3;
        const auto* beyond = find(assess(scenario, facts), ViolationKind::invalid);
        QVERIFY(beyond && beyond->limit == 2.0);
        scenario.deployments[0].cut = 2;
        const auto a = assess(scenario, facts);
        QVERIFY(a.feasible);
        // All layers run on the device: what the host keeps is norm, head, cache and scratch.
        const auto accounting = llm::Accounting::of(llm::visionModel()).value();
        QVERIFY(a.hosts[0].memory >= accounting.weightBytes(accounting.above(2)));
        QVERIFY(a.hosts[0].memory < accounting.weightBytes(accounting.above(1)) + Bytes(1e5));
    }
    void aTowerEncodesTheMediaWhereItStands() {
        auto facts = test::facts();
        facts.models["vision"] = llm::visionModel();
        auto scenario = test::oneUser(Placement::device);
        scenario.deployments[0].model = "vision";
        const auto ttft = [&](const Facts& with) { return assess(scenario, with).groups.at(0).ttft.mean; };
        scenario.workloads[0].mediaBytes = Bytes();
        const auto text = ttft(facts);
        scenario.workloads[0].mediaBytes = Bytes(1e5);
        QVERIFY(ttft(facts) > text);
        // Larger towers take longer, others of the model's size do not.
        auto wider = facts;
        for (auto& layer : wider.models["vision"].towers[0].layers)
            layer.feedForward.width *= 1000;
        QVERIFY(ttft(wider) > ttft(facts));
        // Without a tower the media cost a device nothing.
        scenario.deployments[0].model = "llama-3.2-1b";
        const auto plain = ttft(facts);
        scenario.workloads[0].mediaBytes = Bytes();
        QCOMPARE(ttft(facts), plain);
    }
    void everyViolationHasANumberOrAReasonAndARemedy() {
        auto scenario = test::oneUser(Placement::host);
        scenario.deployments[0].model = "llama-3.1-70b";
        scenario.workloads[0].requestRate = Hertz(100.0);
        scenario.topology.links[0].capacity = BitsPerSecond(1e5);
        const auto a = assess(scenario, test::facts());
        QVERIFY(a.violations.size() >= 3);
        for (const auto& violation : a.violations) {
            QVERIFY(!violation.what.empty());
            QVERIFY2(!violation.remedy.empty(), violation.what.c_str());
        }
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::ViolationsTest)
#include "violations_test.moc"
