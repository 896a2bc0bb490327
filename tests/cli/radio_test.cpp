// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright {

using test::cli;

class RadioCommandsTest : public QObject {
    Q_OBJECT
    static double number(const QString& line, const char* key) {
        return cli(line + QStringLiteral(" --json")).json().at(key).get<double>();
    }

private Q_SLOTS:
    void lossesAddUp() {
        const auto line = QStringLiteral(
            "radio pathloss --model umi --state nlos --frequency 28GHz "
            "--distance-2d 150m --enclosure low_loss_building --depth 4m --gas --rain-rate 25");
        const auto result = cli(line + QStringLiteral(" --json"));
        CELLWRIGHT_STATUS(result, 0);
        const auto json = result.json();
        const double path = json.at("path_loss_db"), wall = json.at("penetration_loss_db");
        const double air = json.at("air_loss_db");
        QVERIFY(std::abs(json.at("total_loss_db").get<double>() - path - wall - air) < 1e-9);
        // Coated panes are absent from low-loss walls: 5 + 7.6 dB of glass over 30 % of the wall, and 4 m at
        // 0.5 dB.
        QVERIFY(std::abs(wall - (5.0 + 7.6 - 10.0 * std::log10(0.3) + 2.0)) < 1e-3);
        // 0.10 dB/km of gas and about 4.3 dB/km of rain over 150 m.
        QVERIFY(air > 0.5 && air < 0.8);
        QCOMPARE(json.at("shadow_fading_db").get<double>(), 7.0); // of users in buildings
        QVERIFY(json.at("warnings").empty());
        QVERIFY(cli(line).out.contains("penetration loss"));
    }
    void wallsAndWeatherAreOffUnlessAsked() {
        const auto line =
            QStringLiteral("radio pathloss --model uma --state los --frequency 60GHz --distance-2d 500m");
        QCOMPARE(number(line, "total_loss_db"), number(line, "path_loss_db"));
        QVERIFY(number(line + QStringLiteral(" --gas"), "air_loss_db") > 6.0); // the oxygen line
    }
    void itDoesNotRainInside() {
        const auto line = QStringLiteral("radio pathloss --state los --frequency 60GHz --distance-2d 50m "
                                         "--rain-rate 50 --model ");
        QVERIFY(number(line + QStringLiteral("umi"), "air_loss_db") > 0.5);
        for (const char* model : {"inh-open", "inf-dh"})
            QCOMPARE(number(line + QLatin1String(model), "air_loss_db"), 0.0);
    }
    void onlyOutdoorModelsHaveABreakpoint() {
        const auto line = QStringLiteral("radio pathloss --state los --frequency 3.5GHz --distance-2d 50m ");
        QVERIFY(number(line + QStringLiteral("--model rma"), "breakpoint_m") > 100.0);
        for (const char* model : {"inh-open", "inf-sl", "free-space", "cost231"}) {
            const auto run = cli(line + QStringLiteral("--json --model ") + QLatin1String(model));
            CELLWRIGHT_STATUS(run, 0);
            QVERIFY2(run.json().at("breakpoint_m").is_null(), model);
        }
    }
    void ruralSightReachesFartherThanNone() {
        const auto line =
            QStringLiteral("radio pathloss --model rma --frequency 1GHz --distance-2d 8km --json --state ");
        QVERIFY(cli(line + QStringLiteral("los")).json().at("in_range").get<bool>());
        for (const char* state : {"nlos", "expected"}) {
            const auto run = cli(line + QLatin1String(state));
            QVERIFY2(!run.json().at("in_range").get<bool>() && run.err.contains("5 km"), state);
        }
    }
    void everyLimitIsNamed() {
        const auto result =
            cli(QStringLiteral("radio pathloss --model uma --state nlos --frequency 140GHz "
                               "--distance-2d 7km --ue-height 40m --bs-height 60m --enclosure car "
                               "--json"));
        CELLWRIGHT_STATUS(result, 0);
        const auto warnings = result.json().at("warnings");
        QCOMPARE(warnings.size(), std::size_t(5));
        for (const char* word : {"5 km", "60 GHz", "100 GHz", "22.5 m", "TR 38.901"})
            QVERIFY2(result.err.contains(word), word);
        QVERIFY(!result.json().at("in_range").get<bool>());
    }
    void everyModelOfTheContractIsKnown() {
        for (const char* model :
             {"uma", "umi", "rma", "inh-open", "inh-mixed", "inf-sl", "inf-dl", "inf-sh", "inf-dh"})
            for (const char* state : {"los", "nlos"})
                CELLWRIGHT_STATUS(
                    cli(QStringLiteral("radio pathloss --model %1 --state %2 --frequency 3.5GHz "
                                       "--distance-2d 50m --json")
                            .arg(QLatin1String(model), QLatin1String(state))),
                    0);
    }
    void calibrationComparesWithWhatWasPublished() {
        const auto result =
            cli(QStringLiteral("radio calibrate --scenario umi --frequency 6e9 --drops 30 --seed 3 --json"));
        CELLWRIGHT_STATUS(result, 0);
        const auto json = result.json();
        QCOMPARE(json.at("users").get<int>(), 30 * 570);
        QVERIFY(std::abs(json.at("geometry_db").at("p50").get<double>() - 7.3) < 0.6);
        QVERIFY(std::abs(json.at("coupling_gain_db").at("p50").get<double>() + 112.2) < 1.3);
        QVERIFY(json.at("reference").at("agrees").get<bool>());
        QCOMPARE(
            cli(QStringLiteral("radio calibrate --scenario umi --frequency 6e9 --drops 30 --seed 3 --json"))
                .out,
            result.out);
    }
    void calibrationElsewhereHasNoReference() {
        const auto result =
            cli(QStringLiteral("radio calibrate --scenario uma --frequency 3.5GHz --drops 1 --json"));
        CELLWRIGHT_STATUS(result, 0);
        QVERIFY(result.json().at("reference").is_null());
        CELLWRIGHT_STATUS(cli(QStringLiteral("radio calibrate --scenario rma --frequency 6GHz")), 2);
        CELLWRIGHT_STATUS(cli(QStringLiteral("radio calibrate --scenario uma --frequency 300GHz")), 2);
    }
};

CELLWRIGHT_TEST(RadioCommandsTest)

} // namespace cellwright
#include "radio_test.moc"
