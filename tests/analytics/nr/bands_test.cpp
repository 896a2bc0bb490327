// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/nr/bands.h"
#include "analytics/nr/raster.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>
#include <set>

namespace cellwright::nr {

class BandsTest : public QObject {
    Q_OBJECT
private:
    static bool has(const std::string& text, const char* part) {
        return text.find(part) != std::string::npos;
    }

private Q_SLOTS:
    void bandsAreNamedOnceAndSane() {
        std::set<std::string_view> names;
        for (const auto& band : bands()) {
            QVERIFY2(names.insert(band.name).second, std::string(band.name).c_str());
            QVERIFY(!band.source.empty());
            QCOMPARE(band.uplink.width() > Hertz(), band.duplex != Duplex::sdl);
            QCOMPARE(band.downlink.width() > Hertz(), band.duplex != Duplex::sul);
            if (band.duplex == Duplex::tdd)
                QCOMPARE(band.uplink, band.downlink);
            if (band.duplex == Duplex::fdd)
                QVERIFY(band.uplink.high <= band.downlink.low || band.downlink.high <= band.uplink.low);
            QCOMPARE(findBand(band.name), &band);
        }
    }
    /// First and last downlink channel numbers of TS 38.104 table 5.4.2.3-1.
    void bandsMatchTheirChannelNumbers() {
        const std::tuple<const char*, int, int> expected[] = {
            {"n1", 422000, 434000},     {"n3", 361000, 376000},     {"n5", 173800, 178800},
            {"n7", 524000, 538000},     {"n8", 185000, 192000},     {"n20", 158200, 164200},
            {"n28", 151600, 160600},    {"n38", 514000, 524000},    {"n40", 460000, 480000},
            {"n41", 499200, 538000},    {"n48", 636667, 646666},    {"n66", 422000, 440000},
            {"n71", 123400, 130400},    {"n77", 620000, 680000},    {"n78", 620000, 653333},
            {"n79", 693334, 733333},    {"n104", 828334, 875000},   {"n257", 2054166, 2104165},
            {"n258", 2016667, 2070832}, {"n260", 2229166, 2279165}, {"n261", 2070833, 2084999}};
        for (const auto& [name, first, last] : expected) {
            const auto* band = findBand(name);
            QVERIFY2(band, name);
            // The first and the last number that lie in the band.
            const auto low = nearestArfcn(band->downlink.low), high = nearestArfcn(band->downlink.high);
            QCOMPARE(low->number + (low->frequency < band->downlink.low ? 1 : 0), first);
            QCOMPARE(high->number - (high->frequency > band->downlink.high ? 1 : 0), last);
        }
    }
    void namesAreFoundInAnyCase() {
        QCOMPARE(findBand("N78"), findBand("n78"));
        QCOMPARE(findBand("78"), findBand("n78"));
        QVERIFY(!findBand("") && !findBand("n4") && !findBand("8GHz"));
        QVERIFY(findBand("FR3")->candidate);
    }
    void candidatesAreMarked() {
        int count = 0;
        for (const auto& band : bands())
            if (band.candidate) {
                ++count;
                QVERIFY(band.name.front() != 'n');
                QVERIFY(band.downlink.low.si() >= 7.125e9 && band.downlink.high.si() <= 350e9);
                QVERIFY(band.downlink.high.si() <= 24.25e9 || band.downlink.low.si() >= 71e9);
            }
        QVERIFY(count >= 8);
    }
    void carriersThatFitAreFine() {
        QVERIFY(!bandProblem({"n78", Hertz(3.5e9), Hertz(100e6), true}));
        QVERIFY(!bandProblem({"n1", Hertz(2.14e9), Hertz(20e6), false}));
        QVERIFY(!bandProblem({"", Hertz(1.0), Hertz(1.0), true}));
        QVERIFY(!bandProblem({"n78", Hertz(3.35e9), Hertz(100e6), true})); // up to the edge
        QVERIFY(!bandProblem({"fr3-15ghz", Hertz(15e9), Hertz(400e6), true}));
    }
    void carriersOutsideTheirBandAreExplained() {
        const auto low = bandProblem({"n78", Hertz(3.31e9), Hertz(100e6), true});
        QVERIFY(low && low->where == "frequency_hz");
        QVERIFY(has(low->what, "3.26 GHz") && has(low->what, "n78") &&
                has(low->remedy, "3.35 GHz to 3.75 GHz"));
        const auto far = bandProblem({"n78", Hertz(28e9), Hertz(100e6), true});
        QVERIFY(far && has(far->remedy, "n261"));
        const auto swapped = bandProblem({"n3", Hertz(1.75e9), Hertz(20e6), false});
        QVERIFY(swapped && has(swapped->remedy, "uplink of n3"));
        const auto wide = bandProblem({"n34", Hertz(2.0175e9), Hertz(20e6), true});
        QVERIFY(wide && has(wide->remedy, "at most 15 MHz"));
    }
    void duplexModesMustAgree() {
        const auto fdd = bandProblem({"n78", Hertz(3.5e9), Hertz(100e6), false});
        QVERIFY(fdd && fdd->where == "tdd" && has(fdd->what, "TDD"));
        const auto tdd = bandProblem({"n1", Hertz(2.14e9), Hertz(20e6), true});
        QVERIFY(tdd && has(tdd->remedy, "FDD"));
        QVERIFY(has(bandProblem({"n80", Hertz(1.74e9), Hertz(20e6), false})->what, "no downlink"));
        QVERIFY(has(bandProblem({"n75", Hertz(1.47e9), Hertz(20e6), false})->what, "no uplink"));
        QVERIFY(has(bandProblem({"n4", Hertz(2.14e9), Hertz(20e6), false})->what, "unknown"));
    }
    void bandsAroundAFrequency() {
        const auto found = bandsAround(Hertz(3.45e9), Hertz(3.55e9));
        QCOMPARE(found.size(), std::size_t(2)); // n78 within n77
        QCOMPARE(found.front()->name, std::string_view("n78"));
        QVERIFY(bandsAround(Hertz(50e9), Hertz(50.1e9)).empty());
    }
    /// Examples and limits of TS 38.104 table 5.4.2.1-1.
    void channelNumbersBothWays() {
        const std::pair<int, double> known[] = {{0, 0.0},
                                                {384000, 1.92e9},
                                                {599999, 2.999995e9},
                                                {600000, 3.0e9},
                                                {636667, 3.550005e9},
                                                {2016666, 24.24999e9},
                                                {2016667, 24.25008e9},
                                                {2054166, 26.50002e9},
                                                {3279165, 99.99996e9}};
        for (const auto& [number, hertz] : known) {
            QCOMPARE(frequencyOfArfcn(number)->si(), hertz);
            QCOMPARE(nearestArfcn(Hertz(hertz))->number, number);
            QCOMPARE(nearestArfcn(Hertz(hertz))->offset.si(), 0.0);
        }
        for (int number = 0; number <= lastArfcn; number += 997)
            QCOMPARE(nearestArfcn(*frequencyOfArfcn(number))->number, number);
        const auto near = nearestArfcn(Hertz(3.5e9));
        QCOMPARE(near->number, 633333);
        QCOMPARE(near->offset.si(), 5000.0);
        QVERIFY(!frequencyOfArfcn(-1) && !frequencyOfArfcn(lastArfcn + 1));
        QVERIFY(!nearestArfcn(Hertz(140e9)) && !nearestArfcn(Hertz(-1.0)) &&
                !nearestArfcn(Hertz(std::nan(""))));
    }
    void synchronizationRasterBothWays() {
        // N = 1 and M = 1, 3, 5; then the starts of the upper stretches (table 5.4.3.1-1).
        QCOMPARE(frequencyOfGscn(2)->si(), 1.25e6);
        QCOMPARE(frequencyOfGscn(3)->si(), 1.35e6);
        QCOMPARE(frequencyOfGscn(4)->si(), 1.45e6);
        QCOMPARE(frequencyOfGscn(7498)->si(), 2499 * 1.2e6 + 0.25e6);
        QCOMPARE(frequencyOfGscn(7499)->si(), 3.0e9);
        QCOMPARE(frequencyOfGscn(22256)->si(), 24.25008e9);
        QCOMPARE(frequencyOfGscn(7884)->si(), 3554.4e6); // NR-ARFCN 636960
        for (int number = firstGscn; number <= lastGscn; number += 7)
            QCOMPARE(nearestGscn(*frequencyOfGscn(number))->number, number);
        QVERIFY(!frequencyOfGscn(1) && !frequencyOfGscn(lastGscn + 1) && !nearestGscn(Hertz(200e9)));
    }
};

} // namespace cellwright::nr

CELLWRIGHT_TEST(cellwright::nr::BandsTest)
#include "bands_test.moc"
