// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/propagation/path_loss.h"
#include "analytics/scenario/schema.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>
#include <map>
#include <numbers>

namespace cellwright::radio {

class PathLossTest : public QObject {
    Q_OBJECT
private:
    static LinkGeometry<NullRecorder> geometry(double ground, double site = 25.0, double user = 1.5,
                                               Propagation model = Propagation::uma) {
        NullRecorder rec;
        return linkGeometry(rec, model, Metres(ground), Metres(site), Metres(user));
    }
    static double loss(Propagation model, PathChoice choice, double ground, double user = 1.5,
                       double gigahertz = 3.5) {
        NullRecorder rec;
        return pathLoss(rec, model, choice, geometry(ground, model == Propagation::uma ? 25.0 : 10.0, user),
                        Hertz(gigahertz * 1e9))
            .db();
    }

private Q_SLOTS:
    void matchesTheReferenceVectors() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        const std::map<std::string, Propagation> models{{"UMa", Propagation::uma},
                                                        {"UMi-SC", Propagation::umi},
                                                        {"RMa", Propagation::rma},
                                                        {"InH-Office-open", Propagation::inhOpen},
                                                        {"InH-Office-mixed", Propagation::inhMixed},
                                                        {"InF-SL", Propagation::infSparseLow},
                                                        {"InF-DL", Propagation::infDenseLow},
                                                        {"InF-SH", Propagation::infSparseHigh},
                                                        {"InF-DH", Propagation::infDenseHigh}};
        int compared = 0, sightOnly = 0;
        for (const auto& row : test::readCsv(*shared / "reference" / "pathloss.csv")) {
            const auto& scenario = row.at("scenario");
            const auto model = models.at(scenario);
            const auto number = [&row](const char* column) { return std::stod(row.at(column)); };
            NullRecorder rec;
            const auto link = geometry(number("d2D_m"), number("h_bs_m"), number("h_ut_m"), model);
            const Hertz frequency(number("f_GHz") * 1e9);
            const auto los = pathLossLos(rec, model, link, frequency);
            const auto nlos = pathLossNlos(rec, model, link, frequency, los);
            const auto where =
                scenario + " " + row.at("f_GHz") + " GHz " + row.at("d2D_m") + " m " + row.at("h_ut_m");
            QVERIFY2(std::abs(link.direct.si() - number("d3D_m")) < 1e-5, where.c_str());
            QVERIFY2(std::abs(los.db() - number("PL_los_dB")) < 1e-5, where.c_str());
            QVERIFY2(std::abs(nlos.db() - number("PL_nlos_dB")) < 1e-5, where.c_str());
            QVERIFY2(std::abs(losProbability(rec, model, link) - number("p_los")) < 1e-7, where.c_str());
            // The farthest rows of InF are 600 m away on the ground, a few centimetres more in space.
            const bool beyond =
                link.direct.si() > pathLossLimits(model).farthest && pathLossLimits(model).inSpace;
            const auto ok = [&](PathChoice choice) {
                return pathLossRange(model, choice, link.ground, link.siteHeight, link.userHeight, frequency)
                    .ok();
            };
            const bool without = row.at("valid_38901_range") == "yes";
            QCOMPARE(ok(PathChoice::los), !beyond);
            QCOMPARE(ok(PathChoice::nlos), without && !beyond);
            QCOMPARE(ok(PathChoice::expected), without && !beyond);
            sightOnly += !without;
            ++compared;
        }
        QVERIFY(compared > 900 && sightOnly > 0);
    }
    void knownValues() {
        QVERIFY(std::abs(loss(Propagation::uma, PathChoice::los, 100) - 83.138) < 1e-3);
        QVERIFY(std::abs(loss(Propagation::uma, PathChoice::nlos, 100) - 103.038) < 1e-3);
        QVERIFY(std::abs(loss(Propagation::uma, PathChoice::los, 1000) - 109.406) < 1e-3);
        QVERIFY(std::abs(loss(Propagation::uma, PathChoice::nlos, 1000) - 141.666) < 1e-3);
    }
    void classicModelsByHand() {
        const auto classic = [](Propagation model, double ground, double site, double megahertz) {
            NullRecorder rec;
            return pathLoss(rec, model, PathChoice::nlos, geometry(ground, site, 1.5, model),
                            Hertz(megahertz * 1e6))
                .db();
        };
        // 20 log10(4 pi d f / c); Hata at 1 km is what does not depend on the distance.
        const double wave = 299792458.0 / 3.5e9, away = std::hypot(100.0, 23.5);
        QVERIFY(std::abs(classic(Propagation::freeSpace, 100, 25, 3500) -
                         20.0 * std::log10(4.0 * std::numbers::pi * away / wave)) < 1e-9);
        QVERIFY(std::abs(classic(Propagation::okumuraHata, 1000, 30, 900) - 126.40) < 0.01);
        QVERIFY(std::abs(classic(Propagation::cost231, 1000, 30, 1800) - 136.20) < 0.05);
        const double slope = 44.9 - 6.55 * std::log10(30.0);
        QVERIFY(std::abs(classic(Propagation::okumuraHata, 10000, 30, 900) -
                         classic(Propagation::okumuraHata, 1000, 30, 900) - slope) < 1e-9);
    }
    void allModelsStayFiniteAndOrdered() {
        for (const auto& entry : EnumText<Propagation>::entries)
            for (double d = 0.0; d < 9000.0; d = d * 1.3 + 0.5) {
                NullRecorder rec;
                const double site = pathLossLimits(entry.value).usualSite;
                const auto link = geometry(d, site, 1.5, entry.value);
                const auto los = pathLossLos(rec, entry.value, link, Hertz(1.9e9));
                const auto nlos = pathLossNlos(rec, entry.value, link, Hertz(1.9e9), los);
                const double p = losProbability(rec, entry.value, link);
                QVERIFY2(std::isfinite(los.db()) && nlos.db() >= los.db(), entry.key.data());
                QVERIFY2(p >= 0.0 && p <= 1.0, entry.key.data());
            }
    }
    void antennasWithinClutterAreDefined() {
        for (const double site : {0.5, 1.5, 3.0})
            for (const double user : {0.5, 1.5, 7.0}) {
                NullRecorder rec;
                const auto model = Propagation::infDenseHigh;
                const double p = losProbability(rec, model, geometry(20.0, site, user, model));
                QVERIFY(p >= 0.0 && p <= 1.0);
            }
    }
    void breakpointByHand() {
        NullRecorder rec;
        const double expected = 4.0 * 24.0 * 0.5 * 3.5e9 / 299792458.0;
        QCOMPARE(breakpointDistance(rec, Propagation::uma, geometry(500), Hertz(3.5e9)).si(), expected);
    }
    void continuousAtTheBreakpoint() {
        NullRecorder rec;
        for (const auto model : {Propagation::uma, Propagation::umi}) {
            const double height = model == Propagation::uma ? 25.0 : 10.0;
            const double breakpoint =
                breakpointDistance(rec, Propagation::uma, geometry(500, height), Hertz(3.5e9)).si();
            const double step = loss(model, PathChoice::los, breakpoint * 1.000001) -
                                loss(model, PathChoice::los, breakpoint * 0.999999);
            QVERIFY(step >= 0.0 && step < 1e-3);
        }
    }
    void growsWithDistanceAndFrequency() {
        for (const auto model : {Propagation::uma, Propagation::umi})
            for (const auto choice : {PathChoice::los, PathChoice::nlos, PathChoice::expected}) {
                double before = 0.0;
                for (double d = 10.0; d < 5000.0; d *= 1.05) {
                    const double now = loss(model, choice, d);
                    QVERIFY(now > before);
                    QVERIFY(loss(model, choice, d, 1.5, 28.0) > now);
                    before = now;
                }
            }
    }
    void expectedLiesBetweenTheStates() {
        for (double d = 10.0; d < 5000.0; d *= 1.1)
            for (const auto model : {Propagation::uma, Propagation::umi}) {
                const double mean = loss(model, PathChoice::expected, d);
                QVERIFY(mean >= loss(model, PathChoice::los, d) - 1e-9);
                QVERIFY(mean <= loss(model, PathChoice::nlos, d) + 1e-9);
            }
    }
    void highUsersSeeMore() {
        NullRecorder rec;
        const double low = losProbability(rec, Propagation::uma, geometry(300, 25, 13.0));
        const double high = losProbability(rec, Propagation::uma, geometry(300, 25, 22.5));
        const double d = 300.0, c = std::pow(0.95, 1.5);
        QVERIFY(std::abs(high - low * (1.0 + c * 1.25 * 27.0 * std::exp(-d / 150.0))) < 1e-12);
        for (double at = 1.0; at < 5000.0; at *= 1.1)
            for (const double user : {0.0, 1.5, 14.0, 22.5, 40.0}) {
                const double p = losProbability(rec, Propagation::uma, geometry(at, 25, user));
                QVERIFY(p >= 0.0 && p <= 1.0);
            }
    }
    void zeroDistanceAndEqualHeightsStayFinite() {
        for (const double site : {0.0, 1.0, 1.5, 25.0})
            for (const auto model : {Propagation::uma, Propagation::umi}) {
                NullRecorder rec;
                const auto link = geometry(0.0, site, 1.5);
                QCOMPARE(link.ground.si(), 10.0);
                QVERIFY(std::isfinite(pathLoss(rec, model, PathChoice::expected, link, Hertz(3.5e9)).db()));
            }
    }
    void rangeNamesTheLimit() {
        const auto range = [](double d, double site, double user, double f) {
            return pathLossRange(Propagation::uma, PathChoice::los, Metres(d), Metres(site), Metres(user),
                                 Hertz(f));
        };
        QVERIFY(range(100, 25, 1.5, 3.5e9).ok());
        QVERIFY(!range(9, 25, 1.5, 3.5e9).distance && !range(5001, 25, 1.5, 3.5e9).distance);
        QVERIFY(!range(100, 40, 1.5, 3.5e9).siteHeight);
        QVERIFY(!range(100, 25, 1.0, 3.5e9).userHeight && !range(100, 25, 30, 3.5e9).userHeight);
        QVERIFY(!range(100, 25, 1.5, 0.4e9).frequency && !range(100, 25, 1.5, 101e9).frequency);
        QVERIFY(!range(std::nan(""), 25, 1.5, 3.5e9).ok());
        QVERIFY(range(5001, 25, 1.0, 3.5e9).text().find("5 km; user height") != std::string::npos);
        QVERIFY(range(100, 25, 1.5, 3.5e9).text().empty());
    }
    void ruralSightReachesFarther() {
        const auto at = [](PathChoice choice, double d) {
            return pathLossRange(Propagation::rma, choice, Metres(d), Metres(35), Metres(1.5), Hertz(0.7e9));
        };
        QVERIFY(at(PathChoice::los, 9000).ok() && !at(PathChoice::los, 10001).ok());
        for (const auto choice : {PathChoice::nlos, PathChoice::expected}) {
            QVERIFY(at(choice, 5000).ok());
            QCOMPARE(at(choice, 5001).text(), std::string("ground distance outside 10 m to 5 km"));
        }
    }
    void explainsItself() {
        Trace trace;
        TracingRecorder rec(trace);
        const Of<Hertz, TracingRecorder> frequency =
            rec.input(Hertz(3.5e9), "f_c", "carrier frequency", Label::assumed, "carrier");
        const Of<Metres, TracingRecorder> ground =
            rec.input(Metres(300.0), "d2D", "distance", Label::assumed, "test");
        const Of<Metres, TracingRecorder> site =
            rec.input(Metres(25.0), "h_BS", "site", Label::assumed, "test");
        const Of<Metres, TracingRecorder> user =
            rec.input(Metres(1.5), "h_UT", "user", Label::assumed, "test");
        const auto link = linkGeometry(rec, Propagation::uma, ground, site, user);
        const auto traced = pathLoss(rec, Propagation::uma, PathChoice::expected, link, frequency);
        QCOMPARE(valueOf(traced.db()), loss(Propagation::uma, PathChoice::expected, 300));
        const auto text = toPlainText(rec.derivation(traced));
        for (const char* part : {"P_LOS", "PL_LOS", "PL_NLOS", "table 7.4.2-1", "carrier frequency"})
            QVERIFY2(text.find(part) != std::string::npos, part);
    }
};

} // namespace cellwright::radio

CELLWRIGHT_TEST(cellwright::radio::PathLossTest)
#include "path_loss_test.moc"
