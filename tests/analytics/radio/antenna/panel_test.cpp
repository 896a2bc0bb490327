// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/antenna/antenna.h"
#include "analytics/radio/antenna/panel.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>
#include <complex>

namespace cellwright::radio {

static double power(int elements, double cosine, double steer) {
    NullRecorder rec;
    return arrayPower(rec, elements, cosine, steer);
}
static double gain(const Sector& sector, double azimuth, double zenith, Beam beam = Beam::strongest) {
    NullRecorder rec;
    return antennaGain(rec, sector, nullptr, LocalAngles<NullRecorder>{azimuth, zenith}, beam).db();
}
static Sector column(int rows, double tilt) {
    Sector sector;
    sector.panelRows = rows;
    sector.electricalTilt = Degrees(tilt);
    return sector;
}

class PanelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void matchesTheReferenceVectors() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        int compared = 0;
        for (const auto& row : test::readCsv(*shared / "reference" / "antenna.csv")) {
            const auto& model = row.at("model");
            if (!model.starts_with("10x1 array"))
                continue;
            const double tilt = model.find("tilt 96") != std::string::npos ? 6.0 : 12.0;
            const double own =
                gain(column(10, tilt), std::stod(row.at("azimuth_deg")), std::stod(row.at("zenith_deg")));
            QVERIFY(std::abs(own - std::stod(row.at("gain_dBi"))) < 1e-5);
            ++compared;
        }
        QVERIFY(compared > 100);
    }
    void theColumnOfThreeGppsCalibration() {
        // Ten elements add 10 dB where they are steered to; the element is 0.41 dB down there.
        QVERIFY(std::abs(gain(column(10, 12.0), 0.0, 102.0) - 17.59) < 0.005);
        QCOMPARE(gain(column(1, 12.0), 0.0, 90.0), 8.0); // one element has no beam to tilt
    }
    void equalsTheSumOverElements() {
        for (const int elements : {2, 3, 8, 13})
            for (double cosine = -1.0; cosine <= 1.0; cosine += 0.0371)
                for (const double steer : {-0.3, 0.0, 0.71}) {
                    std::complex<double> sum;
                    for (int m = 0; m < elements; ++m)
                        sum += std::polar(1.0, M_PI * m * (cosine - steer));
                    const double expected = std::max(std::norm(sum) / elements, deepestNull * elements);
                    QVERIFY(std::abs(power(elements, cosine, steer) - expected) < 1e-9);
                }
    }
    void peaksWhereItIsSteered() {
        for (const int elements : {1, 2, 8, 64}) {
            QCOMPARE(power(elements, 0.25, 0.25), double(elements));
            for (double cosine = -1.0; cosine <= 1.0; cosine += 0.01)
                QVERIFY(power(elements, cosine, 0.25) <= elements * (1.0 + 1e-12));
        }
        QVERIFY(power(8, 0.25 + 2.0 / 8, 0.25) <= 8e-9); // the first null
    }
    void arraysKeepTheTotalPower() {
        // Over all directions of the half circle the mean of the array's power is that of one element.
        for (const int elements : {1, 4, 9}) {
            double sum = 0.0;
            for (int i = 0; i < 2000; ++i)
                sum += power(elements, -1.0 + (i + 0.5) / 1000.0, 0.37);
            QVERIFY(std::abs(sum / 2000.0 - 1.0) < 1e-6);
        }
    }
    void beamsAreOrthogonal() {
        for (const int columns : {4, 7, 8})
            for (const int beams : {1, 2, 3, columns})
                for (int a = 0; a < beams; ++a)
                    for (int b = 0; b < beams; ++b) {
                        const double other =
                            power(columns, beamCosine(a, beams, columns), beamCosine(b, beams, columns));
                        QVERIFY(a == b ? other == columns : other < 1e-8);
                    }
        QCOMPARE(beamCosine(0, 1, 8), 0.0);
        QCOMPARE(beamCosine(0, 8, 8), -7.0 / 8.0);
        QCOMPARE(beamCosine(0, 16, 8), -15.0 / 16.0);
    }
    void theNearestBeamIsTheStrongest_data() {
        QTest::addColumn<int>("columns");
        QTest::addColumn<int>("beams");
        for (const int columns : {2, 3, 8})
            for (const int beams : {1, 2, 4, 8, 12})
                QTest::addRow("%d %d", columns, beams) << columns << beams;
    }
    void theNearestBeamIsTheStrongest() {
        QFETCH(int, columns);
        QFETCH(int, beams);
        for (double cosine = -0.9999; cosine < 1.0; cosine += 0.0101) {
            double most = 0.0;
            for (int b = 0; b < beams; ++b)
                most = std::max(most, power(columns, cosine, beamCosine(b, beams, columns)));
            const int chosen = strongestBeam(cosine, beams, columns);
            QVERIFY(chosen >= 0 && chosen < beams);
            QVERIFY(power(columns, cosine, beamCosine(chosen, beams, columns)) >= most * (1.0 - 1e-9));
        }
    }
    void theMeanOfAllBeamsIsEven() {
        Sector sector;
        sector.panelColumns = sector.beams = 8;
        Sector element;
        for (double azimuth = -90.0; azimuth <= 90.0; azimuth += 7.0) {
            QVERIFY(std::abs(gain(sector, azimuth, 95.0, Beam::mean) - gain(element, azimuth, 95.0)) < 1e-6);
            QVERIFY(gain(sector, azimuth, 95.0) >= gain(sector, azimuth, 95.0, Beam::mean));
        }
        QVERIFY(hasBeams(sector) && !hasBeams(element));
        sector.beams = 1;
        QVERIFY(!hasBeams(sector));
        QCOMPARE(gain(sector, 20.0, 90.0), gain(sector, 20.0, 90.0, Beam::mean));
    }
    void omniIsTheSameEverywhere() {
        Sector sector;
        sector.antenna = Antenna::omni;
        sector.antennaGain = Decibels(5.0);
        sector.panelRows = 8;
        for (double azimuth = -180.0; azimuth <= 180.0; azimuth += 30.0)
            QCOMPARE(gain(sector, azimuth, 60.0 + azimuth / 6.0), 5.0);
    }
    void theDerivationShowsTheParts() {
        Sector sector = column(8, 6.0);
        sector.panelColumns = sector.beams = 4;
        Trace trace;
        TracingRecorder rec(trace);
        const auto traced = antennaGain(
            rec, sector, nullptr,
            LocalAngles<TracingRecorder>{rec.input(20.0, "φ", "azimuth", Label::assumed, "test", "angle"),
                                         rec.input(97.0, "θ", "zenith", Label::assumed, "test", "angle")},
            Beam::mean);
        QVERIFY(std::abs(plain(traced).db() - gain(sector, 20.0, 97.0, Beam::mean)) < 1e-9);
    }
};

} // namespace cellwright::radio

CELLWRIGHT_TEST(cellwright::radio::PanelTest)
#include "panel_test.moc"
