// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <map>

namespace cellwright {
namespace {

using nlohmann::json;
using test::cli;

json qualityOf(const char* model, const char* scheme) {
    return cli(QStringLiteral("model %1 --weights %2 --json")
                   .arg(QLatin1String(model), QLatin1String(scheme)))
        .json()
        .at("quality");
}

} // namespace

class QualityCommandTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aMeasuredModelShowsItsOwnRows() {
        const auto quality = qualityOf("llama-2-70b", "q4_k_m");
        QCOMPARE(quality.at("exact").get<bool>(), true);
        QCOMPARE(quality.at("model").get<std::string>(), std::string("Llama-2-70B"));
        QCOMPARE(quality.at("distance").at("total").get<double>() < 0.05, true);
        const auto& row = quality.at("rows").at(0);
        for (const char* key : {"method", "metric", "kind", "value", "delta", "setting", "label", "source"})
            QVERIFY2(row.contains(key), key);
        QCOMPARE(row.at("value").get<double>(), 3.4725);
        QCOMPARE(row.at("label").get<std::string>(), std::string("published"));
    }
    void anotherModelShowsTheNearestAndItsDistance() {
        const auto quality = qualityOf("llama-3.1-8b", "q4_k_m");
        QCOMPARE(quality.at("exact").get<bool>(), false);
        QCOMPARE(quality.at("model").get<std::string>(), std::string("Llama-3-8B"));
        QCOMPARE(quality.at("distance").at("generation").get<double>(), 0.5);
        const auto out = cli(QStringLiteral("model llama-3.1-8b --weights q4_k_m")).out;
        QVERIFY(out.contains("No published table for Llama 3.1 8B"));
        QVERIFY(out.contains("distance 0.5 = generation 0.5"));
    }
    void whatNobodyMeasuredIsNull() {
        const auto quality = qualityOf("llama-2-7b", "fp8_e4m3");
        QVERIFY(quality.at("model").is_null() && quality.at("distance").is_null());
        QVERIFY(quality.at("rows").empty());
    }
    void quantizationsHaveBitsLayoutAndSource() {
        std::map<std::string, json> entries;
        const auto document = cli(QStringLiteral("catalogue quantizations --json")).json();
        for (const auto& entry : document.at("entries"))
            entries[entry.at("id")] = entry;
        const std::map<std::string, double> bits{{"q8_0", 8.5},   {"q6_k", 6.5625}, {"q5_0", 5.5},
                                                 {"q4_k_m", 4.5}, {"iq4_xs", 4.25}, {"q3_k_m", 3.4375},
                                                 {"q2_k", 2.625}, {"mxfp4", 4.25},  {"awq4", 4.15625}};
        for (const auto& [id, expected] : bits) {
            const auto& entry = entries.at(id);
            QCOMPARE(entry.at("bits_per_weight").get<double>(), expected);
            QVERIFY(entry.at("block_elements").get<int>() > 0 && entry.at("block_bytes").get<int>() > 0);
            QVERIFY(!entry.at("source").get<std::string>().empty());
        }
    }
    void theTablesAreListed() {
        const auto entries = cli(QStringLiteral("catalogue quality --json")).json().at("entries");
        QVERIFY(entries.size() >= 500);
        QVERIFY(entries.at(0).contains("setting") && entries.at(0).contains("source"));
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::QualityCommandTest)
#include "quality_test.moc"
