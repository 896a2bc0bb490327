// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright {
namespace {

using nlohmann::json;

/// The value at a path of the evaluation's JSON, "groups[0].ttft_s.p95".
const json& valueAt(const json& scenario, const std::string& path) {
    std::string pointer = "/" + path;
    for (auto& c : pointer)
        c = c == '.' || c == '[' ? '/' : c;
    std::erase(pointer, ']');
    return scenario.at(json::json_pointer(pointer));
}

/// Every derivation has all keys, and inputs of its own kind.
void checkDerivation(const json& d, int& count) {
    for (const char* key :
         {"name", "symbol", "formula", "value", "unit", "source", "label", "substituted", "inputs"})
        QVERIFY2(d.contains(key), key);
    ++count;
    for (const auto& input : d.at("inputs"))
        checkDerivation(input, count);
}

void checkStatistic(const json& group, const char* key) {
    for (const char* part : {"mean", "p50", "p95"})
        QVERIFY2(group.at(key).at(part).get<double>() > 0.0, key);
    QVERIFY(group.at(key).at("p50").get<double>() <= group.at(key).at("p95").get<double>());
}

} // namespace

class ProjectsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void samplesAreFeasible_data() {
        QTest::addColumn<QByteArray>("id");
        for (const char* id : {"hospital", "factory"})
            QTest::newRow(id) << QByteArray(id);
    }
    void samplesAreFeasible() {
        QFETCH(QByteArray, id);
        const test::Workplace place;
        CELLWRIGHT_STATUS(place.run(("sample " + id + " -o s.cellwright").constData()), 0);
        CELLWRIGHT_STATUS(place.run("validate s.cellwright"), 0);
        const auto result = place.run("evaluate s.cellwright --json");
        CELLWRIGHT_STATUS(result, 0);
        for (const auto& scenario : result.json().at("scenarios")) {
            for (const char* key :
                 {"name", "feasible", "violations", "groups", "hosts", "cells", "links", "totals"})
                QVERIFY2(scenario.contains(key), key);
            QVERIFY(scenario.at("feasible").get<bool>());
            for (const auto& group : scenario.at("groups")) {
                for (const char* key : {"ttft_s", "tpot_s", "e2e_s"})
                    checkStatistic(group, key);
                for (const char* key : {"device", "radio", "transport", "compute", "total"})
                    QVERIFY2(group.at("energy_j").contains(key), key);
                for (const char* key : {"carbon_g", "cost", "memory_bytes", "privacy"})
                    QVERIFY2(group.contains(key), key);
            }
        }
    }

    void sampleListNamesThem() {
        const auto entries = test::cli(QStringLiteral("sample --list --json")).json().at("entries");
        QCOMPARE(entries.front().at("id").get<std::string>(), std::string("hospital"));
        QVERIFY(entries.size() >= 2);
    }

    void aProjectAndItsJsonAreTheSame() {
        const test::Workplace place;
        CELLWRIGHT_STATUS(place.run("sample hospital -o p.cellwright"), 0);
        CELLWRIGHT_STATUS(place.run("sample hospital -o p.json"), 0);
        CELLWRIGHT_STATUS(place.run("export p.cellwright --as json -o exported.json"), 0);
        QCOMPARE(place.read("exported.json"), place.read("p.json"));
        QCOMPARE(place.run("evaluate p.json --json").out, place.run("evaluate p.cellwright --json").out);
    }

    void oneScenarioByName() {
        const test::Workplace place;
        place.prepare("sample hospital -o p.json");
        const auto all = place.run("evaluate p.json --json").json().at("scenarios");
        QVERIFY(all.size() > 1);
        const auto name = all[1].at("name").get<std::string>();
        const auto one =
            place.run(("evaluate p.json --json --scenario \"" + name + "\"").c_str()).json().at("scenarios");
        QCOMPARE(one.size(), std::size_t(1));
        QVERIFY(one[0] == all[1]);
        const auto wrong = place.run("evaluate p.json --scenario nowhere");
        CELLWRIGHT_STATUS(wrong, 2);
        QVERIFY(wrong.err.contains(name.c_str())); // says which there are
    }

    void explanationsAreTheNumbers() {
        const test::Workplace place;
        place.prepare("sample hospital -o p.json");
        const auto scenario = place.run("evaluate p.json --json").json().at("scenarios")[0];
        const auto paths = place.run("explain p.json --list --json").json().at("paths");
        QVERIFY(paths.size() > 50);
        for (std::size_t i = 0; i < paths.size(); i += 12) {
            const auto path = paths[i].get<std::string>();
            const auto result = place.run(("explain p.json --json --quantity " + path).c_str());
            CELLWRIGHT_STATUS(result, 0);
            int count = 0;
            checkDerivation(result.json(), count);
            const auto& value = valueAt(scenario, path);
            QVERIFY2(value.is_null() || test::relativeError(result.json().at("value"), value) < 1e-9,
                     path.c_str());
        }
    }

    void explanationsReachTheInputs() {
        const test::Workplace place;
        place.prepare("sample hospital -o p.json");
        const auto tree = place.run("explain p.json --json --quantity groups[0].ttft_s.p95");
        int count = 0;
        checkDerivation(tree.json(), count);
        QVERIFY(count > 20);
        QVERIFY(tree.out.contains("38.901") || tree.out.contains("38.214"));
        const auto other = place.run("explain p.json --json --quantity scenarios[1].groups[0].ttft_s.p95");
        CELLWRIGHT_STATUS(other, 0);
        const auto second = place.run("evaluate p.json --json").json().at("scenarios")[1];
        QVERIFY(test::relativeError(other.json().at("value"), valueAt(second, "groups[0].ttft_s.p95")) <
                1e-9);
        const auto people = place.run("explain p.json --quantity groups[0].ttft_s.p95");
        QVERIFY(people.out.contains("="));
    }

    void plansThatCannotWorkAreNamed_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QByteArray>("kind");
        QTest::newRow("memory") << QByteArray("\"model\": \"llama-3.1-8b\"")
                                << QByteArray("\"model\": \"llama-3.1-70b\"") << QByteArray("memory");
        QTest::newRow("queue") << QByteArray("\"request_rate_hz\": ") << QByteArray("\"request_rate_hz\": 9")
                               << QByteArray("unstable");
        QTest::newRow("coverage") << QByteArray("\"outage_sinr_db\": -6.7")
                                  << QByteArray("\"outage_sinr_db\": 29") << QByteArray("coverage");
        QTest::newRow("model") << QByteArray("\"model\": \"llama-3.1-8b\"")
                               << QByteArray("\"model\": \"no-such-model\"") << QByteArray("invalid");
    }
    void plansThatCannotWorkAreNamed() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QByteArray, kind);
        const test::Workplace place;
        place.prepare("sample hospital -o p.json");
        const auto text = place.read("p.json");
        QVERIFY(text.contains(from));
        place.write("broken.json", QByteArray(text).replace(from, to));
        const auto result = place.run("evaluate broken.json --json");
        CELLWRIGHT_STATUS(result, 1);
        const auto first = result.json().at("scenarios")[0];
        QVERIFY(!first.at("feasible").get<bool>());
        bool found = false;
        for (const auto& violation : first.at("violations"))
            if (violation.at("kind") == kind.toStdString()) {
                found = true;
                QVERIFY(!violation.at("what").get<std::string>().empty());
                QVERIFY(!violation.at("remedy").get<std::string>().empty());
                const bool counted = kind != "invalid";
                QVERIFY(!counted || violation.at("value") != violation.at("limit"));
            }
        QVERIFY2(found, first.at("violations").dump().c_str());
        const auto people = place.run("evaluate broken.json");
        QVERIFY(people.out.contains("NOT feasible"));
        QVERIFY(people.out.contains("remedy: "));
    }

    void validationNamesTheProblem() {
        const test::Workplace place;
        place.prepare("sample hospital -o p.json");
        const auto text = place.read("p.json");
        const auto good = place.run("validate p.json --json");
        CELLWRIGHT_STATUS(good, 0);
        QVERIFY(good.json().at("valid").get<bool>());
        QVERIFY(good.json().at("problems").empty());
        place.write("dangling.json",
                    QByteArray(text).replace("\"model\": \"llama-3.1-8b\"", "\"model\": \"no-such-model\""));
        const auto bad = place.run("validate dangling.json --json");
        CELLWRIGHT_STATUS(bad, 1);
        QVERIFY(!bad.json().at("valid").get<bool>());
        QVERIFY(bad.json().at("problems")[0].at("what").get<std::string>().find("no-such-model") !=
                std::string::npos);
    }

    void tablesComeBack() {
        const test::Workplace place;
        place.prepare("sample hospital -o p.json");
        const auto exported = place.run("export p.json --as csv --table sites -o sites.csv --json");
        CELLWRIGHT_STATUS(exported, 0);
        const auto imported = place.run("import sites sites.csv -o again.json --bare --json");
        CELLWRIGHT_STATUS(imported, 0);
        QVERIFY(imported.json().at("imported") == exported.json().at("exported"));
    }
};

CELLWRIGHT_TEST(ProjectsTest)

} // namespace cellwright

#include "projects_test.moc"
