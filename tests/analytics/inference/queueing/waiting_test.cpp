// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/inference/queueing/waiting.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::inference {

class WaitingTest : public QObject {
    Q_OBJECT

    static bool close(double a, double b, double tolerance) {
        return std::abs(a - b) <= tolerance * std::max(1e-12, std::abs(b));
    }
    /// Erlang's formula for M/D/1 with services of 1 (Crommelin 1932 for one server).
    static double constantServices(double load, double t) {
        double sum = 0.0, term = 0.0;
        for (int k = 0; k <= int(t); ++k) {
            const double x = load * (t - k);
            term = std::exp(x);
            for (int j = 1; j <= k; ++j)
                term *= -x / j;
            sum += term;
        }
        return (1.0 - load) * sum;
    }

private Q_SLOTS:
    void constantServicesAreThoseOfErlang() {
        for (const double load : {0.1, 0.4, 0.7}) {
            const QueuedKind kind{load, 1.0};
            const auto w = WaitingTime::inQueue({&kind, 1});
            QVERIFY(close(w.none(), 1.0 - load, 1e-9));
            QVERIFY(close(w.mean(), load / (2.0 * (1.0 - load)), 1e-12));
            for (const double t : {0.1, 0.5, 0.9, 1.5, 2.25, 4.0})
                QVERIFY2(std::abs(w.below(t) - constantServices(load, t)) < 0.002,
                         qPrintable(QString::number(t)));
        }
    }
    void theTableHasTheMomentsOfTheory() {
        // E[W²] = 2 E[W]² + λ E[S³] / (3 (1 - ρ)).
        const QueuedKind kinds[] = {{0.3, 0.5}, {0.1, 4.0}, {2.0, 0.01}};
        double load = 0.0, second = 0.0, third = 0.0;
        for (const auto& k : kinds) {
            load += k.rate * k.service;
            second += k.rate * k.service * k.service;
            third += k.rate * std::pow(k.service, 3.0);
        }
        const double mean = second / (2.0 * (1.0 - load));
        const auto moments = WaitingTime::inQueue(kinds).moments();
        QVERIFY(close(moments.mean, mean, 1e-12));
        const double expected = mean * mean + third / (3.0 * (1.0 - load));
        QVERIFY2(close(moments.variance, expected, 0.03),
                 qPrintable(QString::number(moments.variance / expected)));
    }
    void tablesEndInAnExponentialTail() {
        const QueuedKind kind{0.98, 1.0};
        const auto w = WaitingTime::inQueue({&kind, 1});
        const double far = w.longest();
        QVERIFY(far > 100.0 && w.below(far) > 0.9997 && w.below(2.0 * far) > w.below(far));
        QVERIFY(close(w.scaled(3.0).below(30.0), w.below(10.0), 1e-9));
        QVERIFY(close(w.scaled(3.0).mean(), 3.0 * w.mean(), 1e-12));
    }
    void nothingAndTooMuch() {
        QCOMPARE(WaitingTime().below(0.0), 1.0);
        QCOMPARE(WaitingTime::inQueue({}).mean(), 0.0);
        const QueuedKind kind{1.0, 1.0};
        QVERIFY(WaitingTime::inQueue({&kind, 1}).isEndless());
        QCOMPARE(WaitingTime::endless().below(1e9), 0.0);
    }
    void mixturesAddUp() {
        const WaitingTime::Piece pieces[] = {{0.0, 0.0, 0.5}, {1.0, 3.0, 0.5}};
        const auto w = WaitingTime::mixture(pieces);
        QCOMPARE(w.none(), 0.5);
        QCOMPARE(w.mean(), 1.0);
        QVERIFY(close(w.below(2.0), 0.75, 0.01));
        QCOMPARE(w.below(3.0), 1.0);
    }
    void erlangsFormula() {
        QVERIFY(close(erlangC(1.0, 0.4), 0.4, 1e-12));
        QVERIFY(close(erlangC(2.0, 0.5), 1.0 / 3.0, 1e-12)); // a = 1, c = 2
        QVERIFY(erlangC(2.5, 0.5) < erlangC(2.0, 0.5) && erlangC(2.5, 0.5) > erlangC(3.0, 0.5));
        QCOMPARE(erlangC(3.0, 1.0), 1.0);
    }
    void sharingIsThatOfTheory() {
        SharedLoad load;
        load.add(0.6, 1.0, 1.0);
        const auto e = sharingExcess(load, 1.0, 1.0);
        QVERIFY(close(e.mean, 1.5, 1e-9));                // 1 / (1 - 0.6) - 1
        const auto tiny = sharingExcess(load, 1.0, 1e-4); // as many as are found: geometric
        QVERIFY(close(tiny.variance / 1e-8, 0.6 / 0.16, 0.01));
        SharedLoad parts;
        parts.add(0.6 * 4.0, 0.25, 1.0);
        QVERIFY(close(parts.places(), 4.0, 1e-12));
        QVERIFY(sharingExcess(parts, 0.25, 1.0).mean < 0.3 * e.mean);
        parts.add(10.0, 1.0, 1.0);
        QVERIFY(std::isinf(sharingExcess(parts, 0.25, 1.0).mean));
        QCOMPARE(sharingExcess({}, 1.0, 1.0).mean, 0.0);
    }
    void pointsKeepTheMoments() {
        for (const auto& e : {Excess{0.4, 1.5, 4.0}, Excess{0.0, 2.0, 0.5}, Excess{0.9, 0.1, 0.09}}) {
            double weight = 0.0, mean = 0.0, second = 0.0;
            for (const auto& p : pointsOf(e)) {
                weight += p.weight;
                mean += p.weight * p.value;
                second += p.weight * p.value * p.value;
            }
            QVERIFY(close(weight, 1.0, 1e-9) && close(mean, e.mean, 1e-9));
            QVERIFY2(close(second - mean * mean, e.variance, 0.2),
                     qPrintable(QString::number(second - mean * mean)));
        }
        QCOMPARE(pointsOf({}).size(), 1u);
    }
    void periodicSourcesVaryLess() {
        QCOMPARE(arrivalVariability(1.0, 1.0, 0.5), 0.0);
        QCOMPARE(arrivalVariability(0.0, 0.0, 0.5), 1.0);
        double before = 0.0;
        for (const double sources : {2.0, 10.0, 100.0, 1000.0}) {
            const double now = arrivalVariability(1.0, sources, 0.5);
            QVERIFY(now > before && now < 1.0);
            before = now;
        }
        QVERIFY(arrivalVariability(1.0, 10.0, 0.9) < arrivalVariability(1.0, 10.0, 0.3));
    }
};

} // namespace cellwright::inference

CELLWRIGHT_TEST(cellwright::inference::WaitingTest)
#include "waiting_test.moc"
