// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/json.h"
#include "analytics/scenario/validate.h"
#include "data/catalogue/facts.h"
#include "data/samples/samples.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright {

class SamplesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everySampleIsValidAndWorks() {
        const auto facts = catalogue::factsFor();
        QVERIFY(facts.has_value());
        for (const auto& sample : samples::all()) {
            const auto project = sample.make();
            QVERIFY(!project.scenarios.empty());
            for (const auto& scenario : project.scenarios) {
                const auto problems = validate(scenario);
                QVERIFY2(problems.empty(), problems.empty() ? "" : problems.front().what.c_str());
                const auto assessment = assess(scenario, *facts);
                QVERIFY2(assessment.feasible,
                         assessment.violations.empty() ? "" : assessment.violations.front().what.c_str());
                QCOMPARE(assessment.totals.covered, assessment.totals.users);
            }
        }
    }
    void samplesSurviveTheirJson() {
        for (const auto& sample : samples::all()) {
            const auto project = sample.make();
            const auto back = projectFromJson(toJsonText(project), "sample");
            QVERIFY2(back.has_value(), back ? "" : back.error().message().c_str());
            QVERIFY(*back == project);
        }
    }
    void targetsSayWhereTheyComeFrom() {
        for (const auto& sample : samples::all())
            for (const auto& scenario : sample.make().scenarios)
                for (const auto& workload : scenario.workloads)
                    QVERIFY(!workload.targetSource.empty());
    }
    void anUnknownSampleNamesTheKnownOnes() {
        const auto none = samples::find("beach");
        QVERIFY(!none.has_value());
        QVERIFY(none.error().remedy.find("hospital") != std::string::npos);
        QCOMPARE(samples::find("factory")->make().name, std::string("Factory with humanoid robots"));
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::SamplesTest)
#include "samples_test.moc"
