// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTest>

namespace cellwright {
namespace {

constexpr const char* sites = "NAME,LATITUDE,LONGITUDE,HEIGHT\nNorth,52.0,13.0,25\nSouth,51.995,13.0,25\n";
constexpr const char* users = "Latitude,Longitude\n52.001,13.001\n51.997,12.999\n51.996,13.002\n";

} // namespace

class ImportTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sitesAndUsersBecomeAPlan() {
        const test::Workplace place;
        place.write("sites.csv", sites);
        place.write("users.csv", users);
        const auto result = place.run("import network sites.csv users.csv -o p.cellwright --json");
        CELLWRIGHT_STATUS(result, 0);
        QCOMPARE(result.json().at("imported").get<int>(), 5);
        QVERIFY(result.json().at("skipped").empty());
        QVERIFY(!result.json().at("warnings").empty()); // every assumption is said
        const auto scenario = place.run("evaluate p.cellwright --json").json().at("scenarios")[0];
        QCOMPARE(scenario.at("groups")[0].at("users").get<int>(), 3);
        QCOMPARE(scenario.at("cells").size(), std::size_t(6));
        QVERIFY(scenario.at("groups")[0].at("model") == "Llama 3.1 8B");
    }

    void oneAfterTheOtherIsTheSame() {
        const test::Workplace place;
        place.write("sites.csv", sites);
        place.write("users.csv", users);
        place.prepare("import network sites.csv users.csv -o at-once.cellwright");
        place.prepare("import sites sites.csv -o p.cellwright");
        CELLWRIGHT_STATUS(place.run("import users users.csv --into p.cellwright"), 0);
        const auto stepwise = place.run("evaluate p.cellwright --json").json();
        const auto atOnce = place.run("evaluate at-once.cellwright --json").json();
        const auto first = [](const nlohmann::json& all) {
            return all.at("scenarios")[0].at("groups")[0].at("ttft_s").dump();
        };
        QCOMPARE(QByteArray::fromStdString(first(stepwise)), QByteArray::fromStdString(first(atOnce)));
    }

    void thePlanIsAsAsked() {
        const test::Workplace place;
        place.write("sites.csv", sites);
        place.write("users.csv", users);
        const auto result =
            place.run("import network sites.csv users.csv -o p.json --model gpt2-medium --placement split "
                      "--cut 5 --host-device nvidia-l40s --host-count 3 --user-device apple-a17-pro");
        CELLWRIGHT_STATUS(result, 0);
        QVERIFY(!result.out.contains("llama"));
        const auto scenario = nlohmann::json::parse(place.read("p.json").toStdString()).at("scenarios")[0];
        QVERIFY(scenario.at("deployments")[0].at("model") == "gpt2-medium");
        QVERIFY(scenario.at("deployments")[0].at("cut") == 5);
        QVERIFY(scenario.at("topology").at("hosts")[0].at("device") == "nvidia-l40s");
        QVERIFY(scenario.at("topology").at("hosts")[0].at("count") == 3);
        QVERIFY(scenario.at("topology").at("groups")[0].at("device") == "apple-a17-pro");
        CELLWRIGHT_STATUS(place.run("validate p.json"), 0);
    }

    void bareImportsAddNothing() {
        const test::Workplace place;
        place.write("sites.csv", sites);
        CELLWRIGHT_STATUS(place.run("import sites sites.csv -o p.json --bare"), 0);
        const auto scenario = nlohmann::json::parse(place.read("p.json").toStdString()).at("scenarios")[0];
        QVERIFY(scenario.value("deployments", nlohmann::json::array()).empty());
        QVERIFY(scenario.at("topology").value("hosts", nlohmann::json::array()).empty());
    }

    void modelsComeAlong() {
        const test::Workplace place;
        place.write(
            "config.json",
            R"({"model_type": "llama", "hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 4,
                        "num_attention_heads": 4, "vocab_size": 1000, "max_position_embeddings": 4096})");
        place.write("sites.csv", sites);
        place.write("users.csv", users);
        CELLWRIGHT_STATUS(place.run("import model config.json --id tiny -o p.cellwright"), 0);
        CELLWRIGHT_STATUS(place.run("import network sites.csv users.csv --into p.cellwright --model tiny"),
                          0);
        const auto result = place.run("evaluate p.cellwright --json");
        CELLWRIGHT_STATUS(result, 0);
        QCOMPARE(place.run("import model config.json --id tiny --into p.cellwright").status,
                 3); // twice the same id
    }

    void projectsAreAdded() {
        const test::Workplace place;
        place.prepare("sample hospital -o a.json");
        place.prepare("sample factory -o b.json");
        const auto result = place.run("import json a.json b.json -o both.cellwright --json");
        CELLWRIGHT_STATUS(result, 0);
        const auto count = [&](const char* line) { return place.run(line).json().at("scenarios").size(); };
        QCOMPARE(count("evaluate both.cellwright --json"),
                 count("evaluate a.json --json") + count("evaluate b.json --json"));
    }

    void melbourne() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        const test::Workplace place;
        const auto folder = QString::fromStdString((*shared / "data" / "eua").string());
        const auto line =
            QStringLiteral("import network \"%1/site-optus-melbCBD.csv\" \"%1/users-melbcbd-generated.csv\" "
                           "-o m.cellwright --json")
                .arg(folder);
        const auto imported = place.run(line.toUtf8().constData());
        CELLWRIGHT_STATUS(imported, 0);
        QCOMPARE(imported.json().at("imported").get<int>(), 125 + 816);
        QElapsedTimer timer;
        timer.start();
        const auto result = place.run("evaluate m.cellwright --json");
        QVERIFY2(timer.elapsed() < 20'000,
                 "assessing 816 users takes well under a second on an idle machine");
        QVERIFY2(result.status == 0 || result.status == 1, result.message());
        const auto scenario = result.json().at("scenarios")[0];
        QCOMPARE(scenario.at("cells").size(), std::size_t(375));
        QCOMPARE(scenario.at("groups")[0].at("users").get<int>(), 816);
        QVERIFY(scenario.at("groups")[0].at("model") == "Llama 3.1 8B");
        QVERIFY(scenario.at("feasible").get<bool>() == scenario.at("violations").empty());
        QVERIFY(scenario.at("groups")[0].at("tpot_s").at("p50").get<double>() > 0.0);
    }
};

CELLWRIGHT_TEST(ImportTest)

} // namespace cellwright

#include "import_test.moc"
