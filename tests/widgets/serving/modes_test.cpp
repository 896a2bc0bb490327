// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/facts.h"
#include "tests/support/registry.h"
#include "tests/widgets/canvas/demo.h"
#include "widgets/serving/modes_dialog.h"

#include <QTest>

using namespace cellwright;
using namespace cellwright::test;
using namespace Qt::StringLiterals;

namespace {

std::shared_ptr<const KnownModels> knownModels() {
    static const auto models = std::make_shared<const KnownModels>(catalogue::factsFor().value().models);
    return models;
}

Scenario served() {
    Scenario scenario = demoScenario();
    scenario.deployments[0].model = "qwen2.5-7b";
    return scenario;
}

} // namespace

class ModesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyWayIsAScenarioThatCanBeAssessed() {
        const auto facts = catalogue::factsFor();
        const Scenario scenario = served();
        const auto small = smallerModels(scenario, *knownModels());
        QVERIFY(!small.empty());
        for (const ServingMode mode : allServingModes) {
            QCOMPARE(whyNot(scenario, *knownModels(), mode, small.back()), QString());
            Scenario other = scenario;
            other.deployments[0] =
                inMode(scenario, *knownModels(), scenario.deployments[0], mode, small.back());
            QVERIFY(other.deployments[0] != scenario.deployments[0] || mode == ServingMode::split);
            for (const auto& violation : assess(other, *facts).violations)
                QVERIFY2(violation.kind != ViolationKind::invalid,
                         qPrintable(modeName(mode) + u": "_s + QString::fromStdString(violation.what)));
        }
    }
    void aWayForgetsTheOneBefore() {
        const Scenario scenario = served();
        const auto small = smallerModels(scenario, *knownModels());
        for (const ServingMode before : allServingModes)
            for (const ServingMode mode : allServingModes) {
                const auto through =
                    inMode(scenario, *knownModels(),
                           inMode(scenario, *knownModels(), scenario.deployments[0], before, small.back()),
                           mode, small.back());
                QCOMPARE(through.placement == Placement::device, mode == ServingMode::device);
                QCOMPARE(through.tailLayers > 0, mode == ServingMode::uShape);
                QCOMPARE(!through.addedHosts.empty(), mode == ServingMode::severalHosts);
                QCOMPARE(through.cooperation == Cooperation::speculation, mode == ServingMode::speculation);
            }
    }
    void reasonsAreGiven() {
        Scenario scenario = served();
        QVERIFY(!whyNot(scenario, *knownModels(), ServingMode::speculation, "").isEmpty());
        scenario.topology.hosts.resize(1);
        QVERIFY(!whyNot(scenario, *knownModels(), ServingMode::severalHosts, "").isEmpty());
        scenario.topology.hosts.clear();
        QVERIFY(!whyNot(scenario, *knownModels(), ServingMode::host, "").isEmpty());
        QVERIFY(whyNot(scenario, *knownModels(), ServingMode::device, "").isEmpty());
        scenario.deployments[0].model = "bert-base";
        QVERIFY(!whyNot(scenario, *knownModels(), ServingMode::device, "").isEmpty());
    }
    void smallerModelsSpeakTheSame() {
        const Scenario scenario = served();
        const auto& models = *knownModels();
        for (const auto& id : smallerModels(scenario, models)) {
            QVERIFY(id != scenario.deployments[0].model);
            QVERIFY2(std::abs(models.at(id).vocabulary - models.at("qwen2.5-7b").vocabulary) <= 128,
                     id.c_str());
        }
    }
    void theDialogMakesOneEdit() {
        const auto document = documentOf(served());
        const Project before = document->project();
        ModesDialog dialog(*document, knownModels());
        for (const ServingMode mode : allServingModes)
            dialog.setChosen(mode, mode == ServingMode::device || mode == ServingMode::uShape);
        dialog.accept();
        QCOMPARE(dialog.added().size(), std::size_t(2));
        const auto& scenarios = document->project().scenarios;
        QCOMPARE(scenarios.size(), std::size_t(3));
        QCOMPARE(scenarios[1].name, std::string("On the device"));
        QCOMPARE(scenarios[1].deployments[0].placement, Placement::device);
        QCOMPARE(scenarios[2].deployments[0].tailLayers, 1);
        QVERIFY(scenarios[1].topology == scenarios[0].topology);
        QVERIFY(document->undo());
        QVERIFY(document->project() == before);
    }
};

CELLWRIGHT_TEST(ModesTest)
#include "modes_test.moc"
