// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/nr/tables.h"
#include "analytics/radio/rate/nr_rate.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>
#include <limits>
#include <map>

namespace cellwright::radio {

using namespace nr;

class NrTest : public QObject {
    Q_OBJECT
private:
    using Row = std::map<std::string, std::string>;
    static std::vector<Row> rows(const std::string& kind) {
        std::vector<Row> found;
        for (auto& row : test::readCsv(*test::sharedFolder() / "reference" / "nr.csv"))
            if (row.at("kind") == kind)
                found.push_back(row);
        return found;
    }
    static LinkRate<NullRecorder> rate(double sinr, const CarrierShape& shape, double blocks,
                                       SinrMapping mapping = defaultMapping) {
        NullRecorder rec;
        return linkRate(rec, Decibels(sinr), shape, blocks, 0.1, mapping, Direction::down);
    }

private Q_SLOTS:
    void peakRatesMatch() {
        if (!test::sharedFolder())
            QSKIP("no shared reference data beside the checkout");
        for (const auto& row : rows("peak_rate")) {
            NullRecorder rec;
            const auto& name = row.at("table_or_case");
            const auto direction = name.find(" UL ") != std::string::npos ? Direction::up : Direction::down;
            const double spacing = 15e3 * std::exp2(std::stod(row.at("mu_scs")));
            const double efficiency = std::stod(row.at("Qm")) * std::stod(row.at("code_rate_x1024")) / 1024.0;
            const auto peak = elementRate(rec, std::stod(row.at("layers")), efficiency,
                                          std::stod(row.at("n_prb")), Hertz(spacing),
                                          controlOverhead(name.find("FR2") != std::string::npos, direction));
            QVERIFY2(std::abs(peak.si() / 1e6 - std::stod(row.at("value"))) < 0.51e-4, name.c_str());
        }
    }
    void theAnchorOfThePeakRate() {
        NullRecorder rec;
        const auto peak = elementRate(rec, 4.0, 8.0 * 948.0 / 1024.0, 273.0, Hertz(30e3), 0.14);
        QVERIFY(std::abs(peak.si() / 1e6 - 2337.0) < 0.001);
    }
    void highSinrReachesThePeak() {
        const CarrierShape shape{.blocks = 273, .timeShare = 0.75, .mcsTable = 2, .maxLayers = 4};
        const auto best = rate(60.0, shape, 273.0);
        QCOMPARE(best.layers, 4);
        QCOMPARE(best.mcs, 27);
        QVERIFY(test::relativeError(best.rate.si(), 2337.0001e6 * 0.75 * 0.9) < 1e-6);
    }
    void rateNeverFallsWithSinr() {
        for (const auto mapping :
             {SinrMapping::attenuatedShannon, SinrMapping::sionnaAwgn, SinrMapping::lenaEesm})
            for (int table = 1; table <= 3; ++table) {
                const CarrierShape shape{.mcsTable = table, .maxLayers = 4};
                double before = 0.0;
                for (double sinr = -30.0; sinr < 45.0; sinr += 0.1) {
                    const double now = rate(sinr, shape, 273.0, mapping).rate.si();
                    QVERIFY(now >= before && now > 0.0);
                    before = now;
                }
            }
    }
    void rateIsProportionalToBlocks() {
        const CarrierShape shape{};
        QVERIFY(test::relativeError(4.0 * rate(10, shape, 273.0 / 4).rate.si(),
                                    rate(10, shape, 273.0).rate.si()) < 1e-12);
    }
    void layersShareThePower() {
        const CarrierShape shape{.mcsTable = 2, .maxLayers = 4};
        QCOMPARE(rate(-15.0, shape, 273.0).layers, 1); // repetition gains nothing from layers
        QCOMPARE(rate(40.0, shape, 273.0).layers, 4);
        const auto two = chooseMcs(defaultMapping, 2, 25.0 - 10.0 * std::log10(2.0), Direction::down);
        const CarrierShape atMostTwo{.mcsTable = 2, .maxLayers = 2};
        QVERIFY(std::abs(rate(25.0, atMostTwo, 273.0).efficiency - 2.0 * two.efficiency) < 1e-12);
    }
    void nothingIsCarriedWithoutSignal() {
        const CarrierShape shape{.maxLayers = 4};
        QCOMPARE(rate(-std::numeric_limits<double>::infinity(), shape, 273.0).rate.si(), 0.0);
        QCOMPARE(chooseMcs(defaultMapping, 1, std::nan(""), Direction::down).efficiency, 0.0);
    }
    void tddSharesTheSymbols() {
        Carrier carrier;
        const auto down = carrierShape(carrier, Direction::down), up = carrierShape(carrier, Direction::up);
        QVERIFY(down && up);
        QCOMPARE(down->timeShare + up->timeShare, 1.0);
        QCOMPARE(down->overhead, 0.14);
        QCOMPARE(up->overhead, 0.08);
        carrier.tdd = false;
        QCOMPARE(carrierShape(carrier, Direction::up)->timeShare, 1.0);
        carrier.bandwidth = Hertz(37e6);
        carrier.name = "odd";
        QVERIFY(carrierShape(carrier, Direction::up).error().where.find("odd") != std::string::npos);
    }
    void patternsDecideTheShares() {
        Carrier carrier;
        carrier.tddPattern = "DDDSU 10:2:2";
        const auto down = carrierShape(carrier, Direction::down), up = carrierShape(carrier, Direction::up);
        QCOMPARE(down->timeShare, 52.0 / 70.0);
        QCOMPARE(up->timeShare, 16.0 / 70.0); // the guard belongs to nobody
        QVERIFY(down->timeShareSource.find("DDDSU 10:2:2") != std::string::npos);
        carrier.tddPattern = "DDDSU 10:2:1";
        const auto wrong = carrierShape(carrier, Direction::down);
        QVERIFY(!wrong && wrong.error().message().find("13 symbols") != std::string::npos);
        QVERIFY(!slotPattern(carrier));
        carrier.tdd = false; // then there is no pattern to follow
        QCOMPARE(carrierShape(carrier, Direction::down)->timeShare, 1.0);
        QCOMPARE(slotPattern(carrier)->uplinkShare(), 1.0);
        carrier.tdd = true;
        carrier.tddPattern.clear();
        QVERIFY(std::abs(slotPattern(carrier)->downlinkShare() - carrier.downlinkShare) < 0.01);
    }
    void bandwidthPartsBoundOneUser() {
        Carrier carrier;
        QCOMPARE(carrierShape(carrier, Direction::down)->userBlocks, 273);
        carrier.bandwidthPart = Hertz(20e6);
        QCOMPARE(carrierShape(carrier, Direction::down)->userBlocks, 55);
        QCOMPARE(carrierShape(carrier, Direction::down)->blocks, 273);
        carrier.bandwidthPart = Hertz(200e6);
        QCOMPARE(carrierShape(carrier, Direction::up)->userBlocks, 273);
    }
    void whatNoSourceListsIsAssumed() {
        const auto derived = [](int table, double sinrDb, SinrMapping mapping, bool borrowed = false) {
            const CarrierShape shape{.mcsTable = table, .borrowed = borrowed};
            Trace trace;
            TracingRecorder rec(trace);
            const auto sinr = rec.input(Decibels(sinrDb), "SINR", "SINR", Label::assumed, "test");
            const Of<double, TracingRecorder> blocks(273.0), errors(0.1);
            return toPlainText(
                rec.derivation(linkRate(rec, sinr, shape, blocks, errors, mapping, Direction::down).rate));
        };
        const char* extrapolated = "extrapolated at the same gap to Shannon's limit";
        QVERIFY(derived(4, 60.0, SinrMapping::sionnaAwgn).find(extrapolated) != std::string::npos);
        QVERIFY(derived(1, 10.0, SinrMapping::sionnaAwgn).find(extrapolated) == std::string::npos);
        QVERIFY(derived(4, 60.0, SinrMapping::attenuatedShannon).find(extrapolated) == std::string::npos);
        QVERIFY(derived(1, 10.0, SinrMapping::sionnaAwgn, true) != derived(1, 10.0, SinrMapping::sionnaAwgn));
        Carrier carrier;
        QCOMPARE(carrierShape(carrier, Direction::up)->tableLabel(), Label::published);
        carrier.frequency = Hertz(10e9); // FR3
        QCOMPARE(carrierShape(carrier, Direction::down)->tableLabel(), Label::assumed);
    }
    void thousandTwentyFourQam() {
        Carrier carrier;
        carrier.mcsTable = 4;
        QCOMPARE(carrierShape(carrier, Direction::down)->mcsTable, 4);
        QCOMPARE(carrierShape(carrier, Direction::up)->mcsTable, 2);
        const CarrierShape wide{.mcsTable = 4, .maxLayers = 1}, narrow{.mcsTable = 2, .maxLayers = 1};
        QCOMPARE(rate(60.0, wide, 273.0).mcs, 26);
        QVERIFY(std::abs(rate(60.0, wide, 273.0).rate.si() / rate(60.0, narrow, 273.0).rate.si() - 1.25) <
                1e-9);
        QVERIFY(rate(20.0, wide, 273.0).rate.si() > 0.0);
    }
};

} // namespace cellwright::radio

CELLWRIGHT_TEST(cellwright::radio::NrTest)
#include "nr_test.moc"
