// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/energy/base_station.h"
#include "tests/support/key_values.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::energy {

using test::relativeError;

class BaseStationTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agreesWithTheReference() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        int rows = 0;
        for (const auto& row : test::readCsv(*shared / "reference" / "energy.csv")) {
            const auto computed = valueFor(row.at("kind"), test::keyValues(row.at("inputs")));
            if (!computed)
                continue;
            ++rows;
            QVERIFY2(relativeError(*computed, std::stod(row.at("value"))) < 1e-9, row.at("inputs").c_str());
        }
        QCOMPARE(rows, 25 + 30 + 48);
    }
    void constantsAgreeWithTheirTable() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        int rows = 0;
        for (const auto& row : test::readCsv(*shared / "reference" / "power.csv")) {
            const auto& name = row.at("class_or_state");
            if (!row.at("model").starts_with("EARTH linear") || !classes().contains(name))
                continue;
            ++rows;
            QVERIFY2(relativeError(constant(name, row.at("parameter")), std::stod(row.at("value"))) < 1e-12,
                     name.c_str());
        }
        QCOMPARE(rows, 25);
    }
    void marginalIsWhatLoadAdds() {
        const auto macro = earthStation(StationClass::macro);
        const Seconds time(10.0);
        const auto marginal = baseStationShare(none_, macro, Attribution::marginal, 0.6, 0.1, time);
        const double with = stationPower(none_, macro, 0.6)->si(),
                     without = stationPower(none_, macro, 0.5)->si();
        QVERIFY(relativeError(marginal->si(), (with - without) * 10.0) < 1e-12);
    }
    void attributionalSharesAddUpToTheWhole() {
        const auto micro = earthStation(StationClass::micro);
        Joules total(0.0);
        for (const double prbs : {0.1, 0.25, 0.05})
            total += *baseStationShare(none_, micro, Attribution::attributional, 0.4, prbs, Seconds(3.0));
        QVERIFY(relativeError(total.si(), stationPower(none_, micro, 0.4)->si() * 3.0) < 1e-12);
        QCOMPARE(baseStationShare(none_, micro, Attribution::attributional, 0.0, 0.0, Seconds(3.0))->si(),
                 0.0);
        QVERIFY(*baseStationShare(none_, micro, Attribution::attributional, 0.4, 0.1, Seconds(1.0)) >
                *baseStationShare(none_, micro, Attribution::marginal, 0.4, 0.1, Seconds(1.0)));
    }
    void attributionNamesItsBoundary() {
        QCOMPARE(boundaryOf(Attribution::marginal), Boundary::baseStationMarginal);
        QCOMPARE(boundaryOf(Attribution::attributional), Boundary::baseStationAttributional);
    }
    void whatIsRememberedIsLabelledUnverified() {
        QCOMPARE(earthStation(StationClass::pico).label, Label::unverified);
        QCOMPARE(earthStation(StationClass::macro).label, Label::published);
        Trace trace;
        TracingRecorder rec(trace);
        const auto power = uplinkRelativePower(rec, *stationStates(1, 1), Traced(0.5));
        const auto tree = rec.derivation(*power);
        QCOMPARE(tree.inputs.at(0).label, Label::unverified);
        const auto joules =
            baseStationShare(rec, earthStation(StationClass::macro), Attribution::attributional, Traced(0.5),
                             Traced(0.1), Seconds(1.0));
        QVERIFY(toPlainText(rec.derivation(*joules)).find("Auer") != std::string::npos);
    }
    void wrongArgumentsAreErrors() {
        const auto macro = earthStation(StationClass::macro);
        for (const double bad : {-0.1, 1.1, double(NAN)}) {
            QVERIFY(!stationPower(none_, macro, bad));
            QVERIFY(!baseStationShare(none_, macro, Attribution::marginal, bad, 0.0, Seconds(1.0)));
            QVERIFY(!uplinkRelativePower(none_, *stationStates(1, 1), bad));
            QVERIFY(!downlinkRelativePower(none_, *stationStates(1, 1), 1.0, bad, 1.0, AmplifierModel::dual));
        }
        QVERIFY(!baseStationShare(none_, macro, Attribution::marginal, 0.2, 0.3, Seconds(1.0)));
        QVERIFY(!baseStationShare(none_, macro, Attribution::marginal, 0.2, 0.1, Seconds(-1.0)));
        QVERIFY(!stationStates(3, 1) && !stationStates(1, 0) && !stationStates(2, 4));
        auto broken = macro;
        broken.transceivers = 0.0;
        QVERIFY(!stationPower(none_, broken, 0.5));
    }

private:
    using Values = std::map<std::string, std::string>;
    static const std::map<std::string, StationClass>& classes() {
        static const std::map<std::string, StationClass> all = {
            {"macro", StationClass::macro},         {"rrh", StationClass::remoteRadioHead},
            {"RRH", StationClass::remoteRadioHead}, {"micro", StationClass::micro},
            {"pico", StationClass::pico},           {"femto", StationClass::femto}};
        return all;
    }
    static double constant(const std::string& name, const std::string& parameter) {
        const auto station = earthStation(classes().at(name));
        const std::map<std::string, double> values = {{"N_TRX", station.transceivers},
                                                      {"Pmax", station.maximumOutput.si()},
                                                      {"P0", station.idle.si()},
                                                      {"delta_p", station.slope},
                                                      {"P_sleep", station.sleep.si()}};
        return values.at(parameter);
    }
    std::optional<double> valueFor(const std::string& kind, const Values& in) {
        if (kind == "earth")
            return earth(in);
        if (kind != "tr38864" && kind != "tr38864_dl")
            return std::nullopt;
        const auto states = *stationStates(int(test::numberOf(in, "cat")), int(test::numberOf(in, "set")));
        if (kind == "tr38864_dl")
            return *downlinkRelativePower(
                none_, states, test::numberOf(in, "sa"), test::numberOf(in, "sf"), test::numberOf(in, "sp"),
                in.at("eta") == "dual" ? AmplifierModel::dual : AmplifierModel::single);
        const std::map<std::string, double> powers = {{"deep", states.deepSleep},
                                                      {"light", states.lightSleep},
                                                      {"micro", states.microSleep},
                                                      {"DL", states.downlink},
                                                      {"UL", states.uplink}};
        return powers.at(in.at("state"));
    }
    double earth(const Values& in) {
        for (const auto& [name, stationClass] : classes())
            if (in.contains(name)) {
                const auto station = earthStation(stationClass);
                return in.contains("sleep") ? sleepingStationPower(none_, station).si()
                                            : stationPower(none_, station, test::numberOf(in, "load"))->si();
            }
        return NAN;
    }
    NullRecorder none_;
};

} // namespace cellwright::energy

CELLWRIGHT_TEST(cellwright::energy::BaseStationTest)
#include "base_station_test.moc"
