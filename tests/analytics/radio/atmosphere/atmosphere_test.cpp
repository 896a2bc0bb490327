// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/atmosphere/gas.h"
#include "analytics/radio/atmosphere/rain.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <map>

namespace cellwright::radio {

namespace {

double number(const std::map<std::string, std::string>& row, const char* column) {
    return std::stod(row.at(column));
}

Air airOf(const std::map<std::string, std::string>& row) {
    return {number(row, "P_hPa"), Kelvin(number(row, "T_K")), number(row, "rho_g_m3")};
}

double computed(const std::map<std::string, std::string>& row) {
    const std::string& what = row.at("quantity");
    const Hertz frequency(number(row, "f_GHz") * 1e9);
    if (what == "gamma_oxygen")
        return gasAttenuation(frequency, airOf(row)).oxygen;
    if (what == "gamma_water")
        return gasAttenuation(frequency, airOf(row)).water;
    if (what == "gamma_total")
        return gasAttenuation(frequency, airOf(row)).total();
    const double rate = number(row, "R_mm_h");
    if (what == "gamma_rain_H")
        return rainAttenuation(frequency, rate, {0.0, 0.0});
    if (what == "gamma_rain_V")
        return rainAttenuation(frequency, rate, {90.0, 0.0});
    return rainAttenuation(frequency, rate, {number(row, "tau_deg"), number(row, "elev_deg")});
}

} // namespace

class AtmosphereTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agreesWithTheValidationExamples() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        int rows = 0;
        for (const auto& row : test::readCsv(*shared / "reference" / "itu.csv")) {
            const double error = test::relativeError(computed(row), number(row, "value"));
            QVERIFY2(error < 1e-6,
                     (row.at("quantity") + " at " + row.at("f_GHz") + " GHz: off by " + std::to_string(error))
                         .c_str());
            ++rows;
        }
        QVERIFY(rows > 500);
    }
    void sixtyGigahertzIsOxygen() {
        const auto at60 = gasAttenuation(Hertz(60e9)), at30 = gasAttenuation(Hertz(30e9));
        QVERIFY(at60.oxygen > 14.0 && at60.oxygen < 15.0);
        QVERIFY(at60.oxygen > 50.0 * at60.water);
        QVERIFY(at30.total() < 0.2);
    }
    void dryAirHasNoWater() {
        QCOMPARE(gasAttenuation(Hertz(22.2e9), {1013.25, Kelvin(288.15), 0.0}).water, 0.0);
    }
    void moreRainTakesMore() {
        QCOMPARE(rainAttenuation(Hertz(28e9), 0.0), 0.0);
        double before = 0.0;
        for (const double rate : {1.0, 5.0, 25.0, 100.0}) {
            const double now = rainAttenuation(Hertz(28e9), rate);
            QVERIFY(now > before);
            before = now;
        }
    }
    void circularLiesBetween() {
        for (const double f : {6e9, 28e9, 80e9}) {
            const double h = rainAttenuation(Hertz(f), 30.0, {0.0, 0.0});
            const double v = rainAttenuation(Hertz(f), 30.0, {90.0, 0.0});
            const double c = rainAttenuation(Hertz(f), 30.0, {45.0, 0.0});
            QVERIFY(c < std::max(h, v) && c > std::min(h, v));
        }
    }
};

} // namespace cellwright::radio

CELLWRIGHT_TEST(cellwright::radio::AtmosphereTest)
#include "atmosphere_test.moc"
