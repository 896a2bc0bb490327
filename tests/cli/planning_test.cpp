// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright {

using test::cli;

/// Spectrum and planning: radio bands, arfcn, tdd, pci, budget and load.
class PlanningCommandsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bandsAreListedWithTheirSource() {
        const auto all = cli(QStringLiteral("radio bands --json")).json().at("entries");
        QVERIFY(all.size() > 70);
        int candidates = 0;
        for (const auto& band : all) {
            QVERIFY(!band.at("source").get<std::string>().empty());
            candidates += band.at("status") == "candidate";
        }
        QVERIFY(candidates > 5);
        const auto n78 = cli(QStringLiteral("radio bands --name N78 --json")).json().at("entries").at(0);
        QCOMPARE(n78.at("duplex").get<std::string>(), std::string("TDD"));
        QCOMPARE(n78.at("downlink").at("low_hz").get<double>(), 3.3e9);
        const auto here = cli(QStringLiteral("radio bands --frequency 28GHz --bandwidth 400MHz --json"))
                              .json()
                              .at("entries");
        QCOMPARE(here.at(0).at("name").get<std::string>(), std::string("n261"));
        CELLWRIGHT_STATUS(cli(QStringLiteral("radio bands --name n4")), 2);
        const auto catalogue = cli(QStringLiteral("catalogue radios --json")).json().at("entries");
        int bands = 0;
        for (const auto& entry : catalogue)
            bands += entry.at("kind") == "band";
        QVERIFY(bands > 60);
    }
    void channelNumbersBothWays() {
        const auto number = cli(QStringLiteral("radio arfcn --arfcn 620000 --json")).json();
        QCOMPARE(number.at("frequency_hz").get<double>(), 3.3e9);
        QCOMPARE(number.at("bands").at(0).get<std::string>(), std::string("n78"));
        const auto near = cli(QStringLiteral("radio arfcn --frequency 3.5GHz --json")).json();
        QCOMPARE(near.at("arfcn").get<int>(), 633333);
        QCOMPARE(near.at("offset_hz").get<double>(), 5000.0);
        QCOMPARE(
            cli(QStringLiteral("radio arfcn --gscn 7884 --json")).json().at("frequency_hz").get<double>(),
            3.5544e9);
        CELLWRIGHT_STATUS(cli(QStringLiteral("radio arfcn")), 2);
        CELLWRIGHT_STATUS(cli(QStringLiteral("radio arfcn --frequency 200GHz")), 2);
    }
    void slotPatternsAreExplained() {
        const auto tdd = cli(QStringLiteral("radio tdd \"DDDSU 10:2:2\" --scs 30kHz --json")).json();
        QVERIFY(std::abs(tdd.at("downlink_share").get<double>() - 52.0 / 70.0) < 1e-12);
        QVERIFY(std::abs(tdd.at("guard_share").get<double>() - 2.0 / 70.0) < 1e-12);
        QCOMPARE(tdd.at("period_s").get<double>(), 2.5e-3);
        QCOMPARE(tdd.at("uplink_delay").at("steps").size(), std::size_t(9));
        double sum = 0.0;
        for (const auto& step : tdd.at("uplink_delay").at("steps"))
            sum += step.at("mean_s").get<double>();
        QVERIFY(std::abs(sum - tdd.at("uplink_delay").at("first_transmission_s").get<double>()) < 1e-12);
        const auto granted =
            cli(QStringLiteral("radio tdd \"DDDSU 10:2:2\" --configured-grant --json")).json();
        QVERIFY(granted.at("uplink_delay").at("mean_s") < tdd.at("uplink_delay").at("mean_s"));
        const auto wrong = cli(QStringLiteral("radio tdd \"DDDSU 10:2:3\""));
        CELLWRIGHT_STATUS(wrong, 2);
        QVERIFY(wrong.err.contains("15 symbols"));
        CELLWRIGHT_STATUS(cli(QStringLiteral("radio tdd")), 2);
        CELLWRIGHT_STATUS(cli(QStringLiteral("radio tdd --fdd --scs 15kHz")), 0);
    }
    void identitiesArePlannedAndChecked() {
        const test::Workplace place;
        place.prepare("sample hospital -o p.json");
        const auto before = place.run("radio pci p.json --json");
        QVERIFY(before.status == 0 || before.status == 1);
        const auto cells = before.json().at("cells").get<int>();
        QVERIFY(cells > 0);
        const auto plan = place.run("radio pci p.json --plan -o q.json --json");
        CELLWRIGHT_STATUS(plan, 0);
        QCOMPARE(plan.json().at("after").at("critical").get<int>(), 0);
        QVERIFY(plan.json().at("after").at("unset").empty());
        const auto after = place.run("radio pci q.json --json");
        CELLWRIGHT_STATUS(after, 0);
        QCOMPARE(after.json().at("findings").dump(), plan.json().at("after").at("findings").dump());
        CELLWRIGHT_STATUS(place.run("radio pci p.json -o r.json"), 2);
        CELLWRIGHT_STATUS(place.run("radio pci missing.json"), 3);
    }
    void budgetsAddUp() {
        const test::Workplace place;
        place.prepare("sample hospital -o p.json");
        const auto project = nlohmann::json::parse(place.read("p.json").toStdString());
        const auto sector = project.at("scenarios")
                                .at(0)
                                .at("topology")
                                .at("sites")
                                .at(0)
                                .at("sectors")
                                .at(0)
                                .at("id")
                                .get<int>();
        const auto line = "radio budget p.json --sector " + std::to_string(sector) + " --at 120,-40 --json";
        const auto run = place.run(line.c_str());
        CELLWRIGHT_STATUS(run, 0);
        const auto budget = run.json();
        double sum = 0.0;
        for (const auto& term : budget.at("downlink")) {
            const double value = term.contains("value_dbm") ? term.at("value_dbm").get<double>()
                                                            : term.at("value_db").get<double>();
            if (term.at("key") == "received_power") {
                QVERIFY(std::abs(value - sum) < 1e-9);
                break;
            }
            sum += value;
        }
        QVERIFY(budget.at("profile").size() > 10);
        // By hand: UMi at 3.5 GHz from 10 m down to 1.5 m (TR 38.901 tables 7.4.1-1 and 7.4.2-1), within the
        // breakpoint distance of 210 m; the mean of both states' gains by their probability.
        const double ground = std::hypot(120.0, -100.0), direct = std::hypot(ground, 8.5);
        const double sight = 18.0 / ground + std::exp(-ground / 36.0) * (1.0 - 18.0 / ground);
        const double los = 32.4 + 21.0 * std::log10(direct) + 20.0 * std::log10(3.5);
        const double nlos = 22.4 + 35.3 * std::log10(direct) + 21.3 * std::log10(3.5);
        const double mean = -10.0 * std::log10(sight * std::pow(10.0, -los / 10.0) +
                                               (1.0 - sight) * std::pow(10.0, -nlos / 10.0));
        const auto is = [&](const char* key, double value) {
            QVERIFY2(std::abs(budget.at(key).get<double>() - value) < 1e-6, key);
        };
        is("distance_2d_m", ground);
        is("distance_3d_m", direct);
        is("bearing_deg", 90.0 + std::atan2(100.0, 120.0) * 180.0 / M_PI);
        is("los_probability", sight);
        is("path_loss_db", mean);
        is("free_space_loss_db", 20.0 * std::log10(4.0 * M_PI * direct * 3.5e9 / 299792458.0));
        // Far below the table of the mapping, which begins at QPSK 251/1024.
        for (const auto& term : budget.at("downlink"))
            if (term.at("key") == "required_sinr")
                QVERIFY(term.at("source").get<std::string>().find("extrapolated") != std::string::npos);
        CELLWRIGHT_STATUS(place.run("radio budget p.json --sector 999999 --at 1,2"), 2);
        CELLWRIGHT_STATUS(place.run("radio budget p.json --sector 1 --at nowhere"), 2);
    }
    /// The budget is that of the assessment, also where loads follow from the traffic.
    void budgetsSeeTheCoupledLoads() {
        const test::Workplace place;
        place.prepare("sample hospital -o p.json");
        auto project = nlohmann::json::parse(place.read("p.json").toStdString());
        auto& scenario = project.at("scenarios").at(0);
        auto& sectors = scenario.at("topology").at("sites").at(0).at("sectors");
        const auto line = "radio budget p.json --json --at 120,-40 --sector " +
                          std::to_string(sectors.at(0).at("id").get<int>());
        const auto given = place.run(line.c_str()).json();
        scenario.at("assumptions")["coupled_load"] = true;
        place.write("p.json", QByteArray::fromStdString(project.dump()));
        const auto coupled = place.run(line.c_str()).json();
        QVERIFY(given.at("sinr_downlink_db") != coupled.at("sinr_downlink_db"));
        QCOMPARE(given.at("rsrp_dbm").dump(), coupled.at("rsrp_dbm").dump());
        sectors.at(0)["enabled"] = false;
        place.write("p.json", QByteArray::fromStdString(project.dump()));
        const auto off = place.run(line.c_str());
        CELLWRIGHT_STATUS(off, 3);
        QVERIFY(off.err.contains("not on the air"));
    }
    void ratesBeyondTheTableSayThatTheyAreExtrapolated() {
        const auto at = [](const char* sinr) {
            return cli(QStringLiteral("radio rate --bandwidth 100MHz --scs 30kHz --json --sinr-db ") +
                       QString::fromLatin1(sinr))
                .json();
        };
        for (const char* beyond : {"40", "-20"}) { // MCS 27 and MCS 0 of table 2 are not in Sionna's tables
            QVERIFY(at(beyond).at("source").get<std::string>().find("extrapolated") != std::string::npos);
            QCOMPARE(at(beyond).at("label").get<std::string>(), std::string("assumed"));
        }
        QVERIFY(at("15").at("source").get<std::string>().find("extrapolated") == std::string::npos);
        QCOMPARE(at("15").at("label").get<std::string>(), std::string("published"));
        QVERIFY(cli(QStringLiteral("radio rate --bandwidth 100MHz --scs 30kHz --sinr-db 40"))
                    .out.contains("extrapolated"));
    }
    /// One user close to one cell: the traffic of its requests over the peak rates of TS 38.306.
    void loadsFollowTheTraffic() {
        const test::Workplace place;
        place.prepare("sample hospital -o p.json");
        auto project = nlohmann::json::parse(place.read("p.json").toStdString());
        auto& scenario = project.at("scenarios").at(0);
        auto& topology = scenario.at("topology");
        topology.at("sites").at(0).at("sectors").erase(1);
        topology.at("sites").at(0).at("sectors").erase(1);
        for (const int site : {1, 2})
            topology.at("sites").at(std::size_t(site))["enabled"] = false;
        auto& group = topology.at("groups").at(1);
        group["points_m"] = nlohmann::json::array( // 40 m along the azimuth of 30 degrees
            {nlohmann::json::array({20.0, 60.0 + 20.0 * std::sqrt(3.0)})});
        group["count"] = 1;
        group["workload"] = scenario.at("workloads").at(0).at("id");
        topology["groups"] = nlohmann::json::array({nlohmann::json(group)});
        auto& workload = scenario.at("workloads").at(0);
        workload["request_rate_hz"] = 3.0;
        for (auto& deployment : scenario.at("deployments"))
            deployment["placement"] = "host";
        place.write("p.json", QByteArray::fromStdString(project.dump()));
        const auto run = place.run("radio load p.json --json");
        CELLWRIGHT_STATUS(run, 0);
        const auto loads = run.json();
        QVERIFY(loads.at("converged").get<bool>() && loads.at("unique").get<bool>());
        QCOMPARE(loads.at("cells").size(), std::size_t(1));
        // 273 blocks, 28 000 symbols a second, half of them each way, 10 % of the blocks lost; 256QAM
        // 948/1024 on two layers down and one up; 14 % and 8 % overhead.
        const double symbols = 273.0 * 12.0 * 28000.0 * 0.5 * 0.9 * 8.0 * 948.0 / 1024.0;
        // 4.5 bytes a token and 60 bytes a message: the prompt in one, the answer in 128.
        const double up = 3.0 * 8.0 * (512.0 * 4.5 + 60.0), down = 3.0 * 8.0 * 128.0 * (4.5 + 60.0);
        const auto& cell = loads.at("cells").at(0);
        const auto is = [&](const char* key, double value) {
            QVERIFY2(std::abs(cell.at(key).get<double>() / value - 1.0) < 1e-9,
                     (std::string(key) + " " + cell.at(key).dump()).c_str());
        };
        is("load_downlink", down / (symbols * 2.0 * 0.86));
        is("load_uplink", up / (symbols * 0.92));
        is("utilisation_downlink", down / (symbols * 2.0 * 0.86));
        is("utilisation_uplink", up / (symbols * 0.92));
        QVERIFY(loads.at("overloaded").empty());
        CELLWRIGHT_STATUS(run, 0);
        // 3000 times the requests are more than the downlink has.
        const double asked = 3000.0 * down / (symbols * 2.0 * 0.86);
        QVERIFY(asked > 1.1 && asked < 1.2);
        workload["request_rate_hz"] = 3.0 * 3000.0;
        place.write("p.json", QByteArray::fromStdString(project.dump()));
        const auto over = place.run("radio load p.json --json");
        CELLWRIGHT_STATUS(over, 1);
        const auto full = over.json().at("cells").at(0);
        QVERIFY(std::abs(full.at("utilisation_downlink").get<double>() / asked - 1.0) < 1e-9);
        QCOMPARE(full.at("load_downlink").get<double>(), 1.0);
        QVERIFY(std::abs(full.at("load_uplink").get<double>() * symbols * 0.92 / up / 3000.0 - 1.0) < 1e-9);
        QCOMPARE(over.json().at("overloaded").dump(), std::string("[11]"));
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::PlanningCommandsTest)
#include "planning_test.moc"
