// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/cell_field.h"
#include "analytics/radio/fading/fading.h"
#include "analytics/radio/link_budget.h"
#include "analytics/radio/sinr_raster.h"
#include "analytics/radio/user_field.h"
#include "analytics/scenario/schema.h"
#include "tests/analytics/radio/sample_network.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>

namespace cellwright::radio {

class FadingTest : public QObject {
    Q_OBJECT
private:
    static RadioOptions options(int seed, PathChoice path = PathChoice::expected) {
        RadioOptions made;
        made.path = path;
        made.fadingSeed = seed;
        return made;
    }
    static double loss(const Network& network, int mast, Position at, PathChoice choice,
                       const Receiver& receiver = {}) {
        NullRecorder rec;
        return mastLink(rec, network, mast, at, receiver, choice).loss.db();
    }
    /// Deviations in dB of one state from its mean loss, at many places.
    static std::vector<double> deviations(Propagation model, PathChoice choice,
                                          const Receiver& receiver = {}) {
        const auto topology = test::sampleTopology(1, model);
        const auto plain = makeNetwork(topology).value(), faded = makeNetwork(topology, options(4)).value();
        std::vector<double> all;
        for (const auto& at : test::randomPoints(20000, 4000.0))
            all.push_back(loss(faded, 0, at, choice, receiver) - loss(plain, 0, at, choice, receiver));
        return all;
    }
    static double spread(const std::vector<double>& all) {
        double sum = 0.0, squares = 0.0;
        for (const double x : all) {
            sum += x;
            squares += x * x;
        }
        const double mean = sum / double(all.size());
        return std::abs(mean) > 0.35 ? -1.0 : std::sqrt(squares / double(all.size()) - mean * mean);
    }

private Q_SLOTS:
    void spreadsAreThoseOfTheTables() {
        const auto check = [](Propagation model, PathChoice choice, double sigma, Enclosure enclosure) {
            Receiver receiver;
            receiver.indoors.enclosure = enclosure;
            return std::abs(spread(deviations(model, choice, receiver)) - sigma) < 0.15;
        };
        const auto open = Enclosure::none;
        QVERIFY(check(Propagation::uma, PathChoice::los, 4.0, open));
        QVERIFY(check(Propagation::uma, PathChoice::nlos, 6.0, open));
        QVERIFY(check(Propagation::umi, PathChoice::nlos, 7.82, open));
        QVERIFY(check(Propagation::inhOpen, PathChoice::nlos, 8.03, open));
        QVERIFY(check(Propagation::infDenseLow, PathChoice::nlos, 7.2, open));
        QVERIFY(check(Propagation::infSparseHigh, PathChoice::los, 4.3, open));
        QVERIFY(check(Propagation::uma, PathChoice::los, 7.0, Enclosure::highLossBuilding));
        QVERIFY(check(Propagation::uma, PathChoice::nlos, 6.0, Enclosure::car));
        QVERIFY(check(Propagation::freeSpace, PathChoice::los, 0.0, open));
    }
    void ruralSpreadGrowsBeyondTheBreakpoint() {
        const auto topology = test::sampleTopology(1, Propagation::rma);
        const auto plain = makeNetwork(topology).value(), faded = makeNetwork(topology, options(4)).value();
        std::vector<double> near, far; // the breakpoint of 10 m, 1.5 m and 3.5 GHz is at 1,101 m
        for (const auto& at : test::randomPoints(30000, 4000.0)) {
            const double away = std::hypot(at.x.si(), at.y.si());
            (away < 1100.0 ? near : far)
                .push_back(loss(faded, 0, at, PathChoice::los) - loss(plain, 0, at, PathChoice::los));
        }
        QVERIFY(std::abs(spread(near) - 4.0) < 0.25);
        QVERIFY(std::abs(spread(far) - 6.0) < 0.2);
    }
    void sitesAreHalfCorrelatedAndSectorsWholly() {
        std::vector<double> one, other;
        for (const auto& at : test::randomPoints(40000, 10000.0)) {
            const auto x = float(at.x.si()), y = float(at.y.si());
            one.push_back(fadingSample(1, {100}, Propagation::uma, false, x, y).nlos);
            other.push_back(fadingSample(1, {101}, Propagation::uma, false, x, y).nlos);
        }
        double product = 0.0;
        for (std::size_t i = 0; i < one.size(); ++i)
            product += one[i] * other[i];
        QVERIFY(std::abs(product / double(one.size()) - 0.5) < 0.03);
        // One mast serves all sectors of a site, and all carriers' masts of a site have one seed.
        QCOMPARE(fadingSeeds(1, {5}, FadingField::los), fadingSeeds(1, {5}, FadingField::los));
        QVERIFY(fadingSeeds(1, {5}, FadingField::los) != fadingSeeds(2, {5}, FadingField::los));
        QVERIFY(fadingSeeds(1, {5}, FadingField::los) != fadingSeeds(1, {5}, FadingField::nlos));
        QVERIFY(fadingSeeds(1, {5}, FadingField::sight).first !=
                fadingSeeds(1, {6}, FadingField::sight).first);
    }
    void sightIsAsLikelyAsTheTableSays() {
        NullRecorder rec;
        for (const double away : {40.0, 100.0, 300.0}) {
            const auto link = linkGeometry(rec, Propagation::umi, Metres(away), Metres(10.0), Metres(1.5));
            const double probability = losProbability(rec, Propagation::umi, link);
            int seen = 0;
            const auto places = test::randomPoints(20000, 20000.0);
            for (const auto& at : places)
                seen +=
                    fadingSample(3, {1}, Propagation::umi, false, float(at.x.si()), float(at.y.si())).sight +
                        sightDeviate(probability) >
                    0.0;
            QVERIFY(std::abs(double(seen) / double(places.size()) - probability) < 0.015);
        }
    }
    void sureSightIsThatStateAlone() {
        NullRecorder rec;
        const auto near = linkGeometry(rec, Propagation::uma, Metres(12.0), Metres(25.0), Metres(1.5));
        const FadingSample sample{1.0, -2.0, 0.0};
        const auto los = fadedLoss(rec, Propagation::uma, PathChoice::los, near, Hertz(3.5e9), sample, false);
        const auto drawn =
            fadedLoss(rec, Propagation::uma, PathChoice::expected, near, Hertz(3.5e9), sample, false);
        QVERIFY(std::abs(los.db() - pathLossLos(rec, Propagation::uma, near, Hertz(3.5e9)).db() - 4.0) <
                1e-9);
        QVERIFY(std::abs(drawn.db() - los.db()) < 0.1);
    }
    /// Eq. 7.6-18 by hand: F = 0 and G = 0 leave half the sight, a quarter of the power.
    void halfASightByHand() {
        NullRecorder rec;
        auto link = linkGeometry(rec, Propagation::uma, Metres(200.0), Metres(25.0), Metres(1.5));
        const double f = sightDeviate(losProbability(rec, Propagation::uma, link));
        const FadingSample sample{0.0, 0.0, -f};
        const auto los = pathLossLos(rec, Propagation::uma, link, Hertz(3.5e9));
        const auto nlos = pathLossNlos(rec, Propagation::uma, link, Hertz(3.5e9), los);
        const auto drawn =
            fadedLoss(rec, Propagation::uma, PathChoice::expected, link, Hertz(3.5e9), sample, false);
        const double gain =
            0.25 * std::pow(10.0, -los.db() / 10.0) + 0.75 * std::pow(10.0, -nlos.db() / 10.0);
        QVERIFY(std::abs(drawn.db() + 10.0 * std::log10(gain)) < 1e-9);
    }
    void fastLoopsEqualTheTemplate_data() {
        QTest::addColumn<int>("propagation");
        QTest::addColumn<int>("enclosure");
        for (int propagation = 0; propagation < int(EnumText<Propagation>::entries.size()); ++propagation)
            for (int enclosure = 0; enclosure < int(EnumText<Enclosure>::entries.size()); ++enclosure)
                QTest::addRow("%d %d", propagation, enclosure) << propagation << enclosure;
    }
    void fastLoopsEqualTheTemplate() {
        QFETCH(int, propagation);
        QFETCH(int, enclosure);
        auto topology = test::sampleTopology(5, Propagation(propagation));
        topology.carriers[0].frequency = Hertz(28e9);
        topology.carriers[0].bandwidth = Hertz(100e6);
        topology.carriers[0].subcarrierSpacing = Hertz(120e3);
        for (const bool fading : {false, true})
            for (const bool wet : {false, true}) {
                RadioOptions made;
                if (fading)
                    made.fadingSeed = 9;
                made.weather.gases = wet;
                made.weather.rainRate = wet ? 25.0 : 0.0;
                const auto cells = CellField::make(topology, made).value();
                Receiver receiver;
                receiver.indoors = {Enclosure(enclosure), 0.6, 0.7};
                const auto points = test::randomPoints(400, 900.0);
                const auto fast = cells.evaluate(points, receiver);
                for (std::size_t i = 0; i < points.size(); ++i) {
                    NullRecorder rec;
                    const auto exact = downlink(rec, cells.network(), points[i], receiver, made.path);
                    QVERIFY(std::abs(double(fast.rsrp[i]) - exact.rsrp.db()) < (fading ? 0.05 : 0.01));
                }
            }
    }
    void usersAndMapsSeeTheSame() {
        auto topology = test::sampleTopology(4);
        topology.groups.push_back(test::squareGroup(1, 600.0, 200));
        const auto users = UserField::make(topology, options(2)).value();
        const auto& group = users.groups()[0];
        const auto map = users.field().evaluate(group.positions, receiverOf(group.group));
        QCOMPARE(map.rsrp, group.levels.rsrp);
        const auto other = UserField::make(topology, options(3)).value();
        QVERIFY(other.groups()[0].levels.rsrp != group.levels.rsrp);
    }
    void aMovedSiteKeepsItsHills() {
        auto topology = test::sampleTopology(3);
        SinrRaster::Frame frame{{Metres(-500.0), Metres(-500.0)}, Metres(20.0), 50, 50};
        auto raster = SinrRaster::make(topology, frame, {}, options(2)).value();
        topology.sites[1].position.x += Metres(35.0);
        raster.update(topology).value();
        const auto fresh = SinrRaster::make(topology, frame, {}, options(2)).value();
        QCOMPARE(raster.levels().rsrp, fresh.levels().rsrp);
    }
    void usersInsideHearLess() {
        auto topology = test::sampleTopology(4);
        auto group = test::squareGroup(1, 600.0, 300);
        group.enclosure = Enclosure::mixedBuildings;
        group.indoorShare = 0.8;
        topology.groups.push_back(group);
        const auto users = UserField::make(topology, {}).value();
        const auto& made = users.groups()[0];
        const auto open = users.field().evaluate(made.positions, {});
        int inside = 0;
        for (std::size_t i = 0; i < made.positions.size(); ++i) {
            NullRecorder rec;
            const auto exact =
                downlink(rec, users.network(), made.positions[i], receiverOf(group, i), PathChoice::expected);
            QVERIFY(std::abs(double(made.levels.rsrp[i]) - exact.rsrp.db()) < 0.01);
            const double lost = double(open.rsrp[i] - made.levels.rsrp[i]);
            const bool walls = made.indoors[i].enclosure != Enclosure::none;
            inside += walls;
            QVERIFY(walls ? lost > 5.0 : std::abs(lost) < 1e-3);
        }
        QVERIFY(std::abs(inside - 240) <= 3);
    }
    void uplinkGoesThroughTheSameWalls() {
        auto topology = test::sampleTopology(2);
        auto group = test::squareGroup(1, 600.0, 50);
        topology.groups.push_back(group);
        topology.groups[0].activeShare = 1.0;
        const auto open = UserField::make(topology, {}).value();
        topology.groups[0].enclosure = Enclosure::highLossBuilding;
        const auto walled = UserField::make(topology, {}).value();
        for (std::size_t cell = 0; cell < open.uplinkInterference().size(); ++cell)
            if (open.uplinkInterference()[cell].total > Watts())
                QVERIFY(walled.uplinkInterference()[cell].total <
                        open.uplinkInterference()[cell].total * 0.05);
    }
    void explainsItself() {
        auto topology = test::sampleTopology(3);
        RadioOptions made = options(6);
        made.weather.rainRate = 30.0;
        const auto network = makeNetwork(topology, made).value();
        Receiver receiver;
        receiver.indoors = {Enclosure::lowLossBuilding, 0.5, 1.0};
        Trace trace;
        TracingRecorder rec(trace);
        const Position at{Metres(120.0), Metres(-80.0)};
        const auto traced = downlink(rec, network, at, receiver, PathChoice::expected);
        NullRecorder none;
        const auto plainly = downlink(none, network, at, receiver, PathChoice::expected);
        const auto derivation = rec.derivation(traced.sinr);
        QVERIFY(std::abs(derivation.value - plainly.sinr.db()) < 1e-9);
        const auto json = textOf(derivation);
        for (const char* symbol : {"LOS_soft", "σ_SF", "γ_rain", "PL_tw", "N(0,σ_P)", "d2D-in"})
            QVERIFY2(json.find(symbol) != std::string::npos, symbol);
    }

private:
    static std::string textOf(const Derivation& derivation) {
        std::string all = derivation.symbol + "\n";
        for (const auto& input : derivation.inputs)
            all += textOf(input);
        return all;
    }
};

CELLWRIGHT_TEST(FadingTest)

} // namespace cellwright::radio
#include "fading_test.moc"
