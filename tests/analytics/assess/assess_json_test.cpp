// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analytics/assess/bench_scenario.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <nlohmann/json.hpp>

namespace cellwright {

class AssessJsonTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theContractsKeysAreThere() {
        const auto json = nlohmann::json::parse(toJsonText(assess(test::splitHospital(), test::facts())));
        for (const char* key :
             {"name", "feasible", "violations", "groups", "hosts", "cells", "links", "totals"})
            QVERIFY2(json.contains(key), key);
        const auto& group = json["groups"][0];
        for (const char* key : {"ttft_s", "tpot_s", "e2e_s"})
            for (const char* statistic : {"mean", "p50", "p95"})
                QVERIFY(group[key][statistic].is_number());
        for (const char* key : {"device", "radio", "transport", "compute", "total"})
            QVERIFY(group["energy_j"][key].is_number());
        for (const char* key : {"carbon_g", "cost", "memory_bytes", "privacy"})
            QVERIFY2(group.contains(key), key);
    }
    void everyEnergyFigureNamesItsBoundary() {
        const auto json = nlohmann::json::parse(toJsonText(assess(test::splitHospital(), test::facts())));
        const auto& energy = json["groups"][0]["energy_j"];
        for (const auto& [key, value] : energy.items())
            if (key != "boundaries" && key != "total")
                QVERIFY2(energy["boundaries"].contains(key), key.c_str());
    }
    void anUnboundedFigureIsNull() {
        auto scenario = test::oneUser(Placement::host);
        scenario.workloads[0].requestRate = Hertz(10.0);
        const auto json = nlohmann::json::parse(toJsonText(assess(scenario, test::facts())));
        QVERIFY(json["groups"][0]["ttft_s"]["mean"].is_null());
        QVERIFY(json["hosts"][0]["wait_s"].is_null());
        QVERIFY(json["groups"][0]["energy_j"]["total"].is_number());
    }
    void noSinglePrivacyScoreExists() {
        const auto json = nlohmann::json::parse(toJsonText(assess(test::splitHospital(), test::facts())));
        const auto& privacy = json["groups"][0]["privacy"];
        QVERIFY(privacy["ledger"].is_array() && !privacy["ledger"].empty());
        for (const auto& [key, value] : privacy.items())
            QVERIFY2(key.find("score") == std::string::npos && !value.is_number(), key.c_str());
        for (const auto& row : privacy["ledger"])
            QVERIFY(!row["recovery"]["label"].get<std::string>().empty());
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::AssessJsonTest)
#include "assess_json_test.moc"
