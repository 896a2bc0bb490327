// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/antenna/antenna.h"
#include "analytics/radio/antenna/antenna_kernel.h"
#include "analytics/radio/cell_field.h"
#include "analytics/radio/link_budget.h"
#include "analytics/radio/sinr_raster.h"
#include "analytics/scenario/schema.h"
#include "tests/analytics/radio/antenna/sample_pattern.h"
#include "tests/analytics/radio/sample_network.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>
#include <functional>

namespace cellwright::radio {

struct Kind {
    const char* name;
    std::function<void(Sector&)> make;
};
static const std::vector<Kind>& kinds() {
    static const std::vector<Kind> all{
        {"element", [](Sector&) {}},
        {"omni",
         [](Sector& s) {
             s.antenna = Antenna::omni;
             s.antennaGain = Decibels(6.0);
         }},
        {"column",
         [](Sector& s) {
             s.panelRows = 10;
             s.downtilt = Degrees(0.0);
             s.electricalTilt = Degrees(12.0);
         }},
        {"tilted panel",
         [](Sector& s) {
             s.panelRows = 4;
             s.panelColumns = 8;
             s.electricalTilt = Degrees(-3.0);
         }},
        {"two beams", [](Sector& s) { s.panelColumns = 8, s.beams = 2; }},
        {"five beams", [](Sector& s) { s.panelRows = 8, s.panelColumns = 8, s.beams = 5; }},
        {"grid of beams", [](Sector& s) { s.panelRows = 2, s.panelColumns = 4, s.beams = 4; }},
        {"fine grid", [](Sector& s) { s.panelColumns = 4, s.beams = 11; }},
        {"imported",
         [](Sector& s) {
             s.pattern = {70};
             s.electricalTilt = Degrees(1.5);
         }},
    };
    return all;
}

class AntennaKernelTest : public QObject {
    Q_OBJECT

    static Topology topologyOf(const Kind& kind, Propagation propagation) {
        auto topology = test::sampleTopology(4, propagation);
        topology.antennas = {test::samplePattern(70)};
        for (auto& site : topology.sites)
            for (auto& sector : site.sectors)
                kind.make(sector);
        return topology;
    }

private Q_SLOTS:
    void everyAntennaEqualsTheTemplate_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("propagation");
        for (int kind = 0; kind < int(kinds().size()); ++kind)
            for (int p = 0; p < int(EnumText<Propagation>::entries.size()); ++p)
                QTest::addRow("%s %d", kinds()[std::size_t(kind)].name, p) << kind << p;
    }
    void everyAntennaEqualsTheTemplate() {
        QFETCH(int, kind);
        QFETCH(int, propagation);
        const auto topology = topologyOf(kinds()[std::size_t(kind)], Propagation(propagation));
        const auto cells = CellField::make(topology).value();
        Receiver receiver;
        receiver.antennaGain = Decibels(2.0);
        receiver.bodyLoss = Decibels(3.0);
        const auto points = test::randomPoints(300, 800.0);
        const auto fast = cells.evaluate(points, receiver);
        int other = 0;
        NullRecorder rec;
        for (std::size_t i = 0; i < points.size(); ++i) {
            const auto exact = downlink(rec, cells.network(), points[i], receiver, PathChoice::expected);
            QVERIFY2(std::abs(double(fast.rsrp[i]) - exact.rsrp.db()) < 0.01,
                     qPrintable(QString::number(double(fast.rsrp[i]) - exact.rsrp.db())));
            if (fast.cell[i] != exact.cell)
                ++other; // a tie within rounding
            else
                QVERIFY2(std::abs(double(fast.sinr[i]) - exact.sinr.db()) < 0.01,
                         qPrintable(QString::number(double(fast.sinr[i]) - exact.sinr.db())));
        }
        QVERIFY(other <= 2);
    }
    void bothGainsEqualTheTemplate_data() { everyKind(); }
    void bothGainsEqualTheTemplate() {
        QFETCH(int, kind);
        const auto cells =
            CellField::make(topologyOf(kinds()[std::size_t(kind)], Propagation::freeSpace)).value();
        const auto points = test::randomPoints(700, 600.0, 5);
        NullRecorder rec;
        for (const auto beam : {Beam::strongest, Beam::mean}) {
            const auto gains = cells.mastGains(1, points, {}, beam);
            for (std::size_t i = 0; i < points.size(); ++i)
                for (int c = 0; c < 3; ++c) {
                    const auto link = mastLink(rec, cells.network(), 1, points[i], {}, PathChoice::expected);
                    const double exact = couplingGain(rec, cells.network(), 3 + c, link, {}, beam).db();
                    const double own = 10.0 * std::log10(double(gains[std::size_t(c) * points.size() + i]));
                    // Close to a null single precision sees as much of it as there is to see.
                    const double depth = link.loss.db() + exact;
                    QVERIFY2(std::abs(own - exact) < (depth > -30.0 ? 0.01 : 0.5),
                             qPrintable(QStringLiteral("%1 %2").arg(own).arg(exact)));
                }
        }
    }
    void tracedEqualsPlain_data() { everyKind(); }
    void tracedEqualsPlain() {
        QFETCH(int, kind);
        const auto cells = CellField::make(topologyOf(kinds()[std::size_t(kind)], Propagation::umi)).value();
        for (const auto& at : test::randomPoints(6, 500.0)) {
            NullRecorder rec;
            const auto exact = downlink(rec, cells.network(), at, Receiver{}, PathChoice::expected);
            Trace trace;
            TracingRecorder tracer(trace);
            const auto traced = downlink(tracer, cells.network(), at, Receiver{}, PathChoice::expected);
            QCOMPARE(traced.cell, exact.cell);
            QVERIFY(std::abs(valueOf(traced.sinr.db()) - exact.sinr.db()) < 1e-9);
        }
    }
    void rastersKeepBothGains_data() { everyKind(); }
    void rastersKeepBothGains() {
        QFETCH(int, kind);
        auto topology = topologyOf(kinds()[std::size_t(kind)], Propagation::uma);
        const SinrRaster::Frame frame{{Metres(-500.0), Metres(-400.0)}, Metres(25.0), 40, 32};
        auto raster = SinrRaster::make(topology, frame).value();
        const auto same = [&] {
            const auto fresh = SinrRaster::make(topology, frame).value();
            return fresh.levels().cell == raster.levels().cell && fresh.levels().sinr == raster.levels().sinr;
        };
        QCOMPARE(raster.update(topology).value(), 0);
        QVERIFY(same());
        topology.sites[1].sectors[0].electricalTilt = Degrees(4.0);
        topology.sites[2].sectors[1].beams = 3;
        topology.antennas[0].vertical[8] += 1.0;
        QVERIFY(raster.update(topology).value() >= 2);
        QVERIFY(same());
        topology.sites[0].sectors[2].bias = Decibels(6.0);
        topology.sites[0].sectors[1].enabled = false;
        QCOMPARE(raster.update(topology).value(), 0);
        QVERIFY(same());
    }
    void deviceGainAddsToEveryLink() {
        const auto cells = CellField::make(test::sampleTopology(3)).value();
        const auto points = test::randomPoints(100, 400.0);
        Receiver better;
        better.antennaGain = Decibels(4.0);
        const auto before = cells.evaluate(points, {}), after = cells.evaluate(points, better);
        for (std::size_t i = 0; i < points.size(); ++i) {
            QVERIFY(std::abs(after.rsrp[i] - before.rsrp[i] - 4.0f) < 0.001f);
            QVERIFY(after.sinr[i] >= before.sinr[i] - 0.001f);
        }
    }
    void biasMovesTheBorderOnly() {
        auto topology = test::sampleTopology(4);
        const auto points = test::randomPoints(600, 700.0);
        const auto before = CellField::make(topology).value().evaluate(points, Receiver{});
        topology.sites[1].sectors[0].bias = Decibels(8.0);
        const auto field = CellField::make(topology).value();
        const auto after = field.evaluate(points, Receiver{});
        int moved = 0;
        NullRecorder rec;
        for (std::size_t i = 0; i < points.size(); ++i) {
            moved += after.cell[i] != before.cell[i];
            if (after.cell[i] != before.cell[i])
                QVERIFY(after.cell[i] == 3 && after.rsrp[i] <= before.rsrp[i] &&
                        after.rsrp[i] >= before.rsrp[i] - 8.01f);
            else
                QCOMPARE(after.sinr[i], before.sinr[i]);
            const auto exact = downlink(rec, field.network(), points[i], {}, PathChoice::expected);
            if (exact.cell == after.cell[i])
                QVERIFY(std::abs(exact.sinr.db() - double(after.sinr[i])) < 0.01);
        }
        QVERIFY(moved > 5);
    }
    void sectorsThatAreOffAreSilent() {
        auto topology = test::sampleTopology(2);
        for (auto& sector : topology.sites[0].sectors)
            sector.enabled = false;
        const auto field = CellField::make(topology).value();
        QCOMPARE(field.network().cells.size(), std::size_t(3));
        topology.sites[1].sectors[0].pattern = {12};
        const auto missing = CellField::make(topology);
        QVERIFY(!missing && missing.error().what.find("antenna") != std::string::npos);
    }

private:
    static void everyKind() {
        QTest::addColumn<int>("kind");
        for (int kind = 0; kind < int(kinds().size()); ++kind)
            QTest::addRow("%s", kinds()[std::size_t(kind)].name) << kind;
    }
};

} // namespace cellwright::radio

CELLWRIGHT_TEST(cellwright::radio::AntennaKernelTest)
#include "antenna_kernel_test.moc"
