// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/inference/queue.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <array>
#include <random>

namespace cellwright::inference {

class QueueTest : public QObject {
    Q_OBJECT

    /// Mean wait of a single server by Lindley's recursion over Poisson arrivals of two kinds.
    static double simulatedWait(double rateA, double serviceA, double rateB, double serviceB) {
        std::mt19937_64 random(11);
        std::exponential_distribution<double> gap(rateA + rateB);
        std::bernoulli_distribution isA(rateA / (rateA + rateB));
        double wait = 0.0, sum = 0.0;
        constexpr int requests = 400000;
        for (int i = 0; i < requests; ++i) {
            sum += wait;
            wait = std::max(0.0, wait + (isA(random) ? serviceA : serviceB) - gap(random));
        }
        return sum / requests;
    }

private Q_SLOTS:
    void deterministicServiceIsTheTextbookCase() {
        NullRecorder rec;
        const std::array arrivals{Arrival{Hertz(0.5), Seconds(1.0)}};
        QCOMPARE(utilisation(rec, arrivals, 1), 0.5);
        QCOMPARE(meanWait(rec, arrivals, 1).si(), 0.5 * 1.0 / (2 * (1 - 0.5))); // M/D/1
    }
    void theMixtureAgreesWithSimulation() {
        NullRecorder rec;
        const std::array arrivals{Arrival{Hertz(0.4), Seconds(1.0)}, Arrival{Hertz(0.1), Seconds(3.0)}};
        const double analytic = meanWait(rec, arrivals, 1).si();
        const double simulated = simulatedWait(0.4, 1.0, 0.1, 3.0);
        QVERIFY2(std::abs(analytic - simulated) / simulated < 0.03,
                 qPrintable(QStringLiteral("%1 against %2").arg(analytic).arg(simulated)));
    }
    void replicasShareTheArrivals() {
        NullRecorder rec;
        const std::array two{Arrival{Hertz(1.0), Seconds(1.0)}};
        const std::array one{Arrival{Hertz(0.5), Seconds(1.0)}};
        QCOMPARE(meanWait(rec, two, 2).si(), meanWait(rec, one, 1).si());
    }
    void overloadHasNoEnd() {
        NullRecorder rec;
        const std::array arrivals{Arrival{Hertz(1.0), Seconds(1.0)}};
        QVERIFY(std::isinf(meanWait(rec, arrivals, 1).si()));
        QCOMPARE(meanWait(rec, {}, 1).si(), 0.0);
    }
    void theTraceShowsTheFormula() {
        Trace trace;
        TracingRecorder rec(trace);
        const std::array arrivals{Arrival{Hertz(0.5), Seconds(1.0)}};
        const auto wait = meanWait(rec, arrivals, 1);
        QCOMPARE(plain(wait).si(), 0.5);
        QCOMPARE(rec.derivation(wait).formula, std::string("λ·S·S / n / (2·(1 - ρ))"));
    }
    void periodicUsersWaitLess() {
        NullRecorder rec;
        const Arrival poisson{Hertz(0.6), Seconds(1.0)};
        auto periodic = poisson;
        periodic.periodic = 1.0;
        QCOMPARE(meanWait(rec, {&periodic, 1}, 1).si(), 0.0); // D/D/1
        periodic.periodic = 20.0;
        const double twenty = meanWait(rec, {&periodic, 1}, 1).si();
        periodic.periodic = 1e6;
        const double many = meanWait(rec, {&periodic, 1}, 1).si();
        const double all = meanWait(rec, {&poisson, 1}, 1).si();
        QVERIFY(twenty > 0.0 && twenty < many && many < all && many > 0.99 * all);
        QVERIFY(variabilityOf({&periodic, 1}, 1) < variabilityOf({&periodic, 1}, 4)); // a random part of a stream
        Trace trace;
        TracingRecorder tracing(trace);
        const auto traced = meanWait(tracing, {&periodic, 1}, 1);
        QCOMPARE(valueOf(traced.si()), many);
    }
};

} // namespace cellwright::inference

CELLWRIGHT_TEST(cellwright::inference::QueueTest)
#include "queue_test.moc"
