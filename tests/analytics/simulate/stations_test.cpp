// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Stations against queueing theory.
#include "analytics/simulate/events.h"
#include "analytics/simulate/random.h"
#include "analytics/simulate/stations.h"
#include "analytics/simulate/statistics.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>
#include <functional>
#include <limits>

namespace cellwright::simulate {

class StationsTest : public QObject {
    Q_OBJECT

    static constexpr int requests = 200000, warmUp = 5000;

    /// Waits in a queue with Poisson arrivals.
    static Observations waits(double rate, int servers, const std::function<double(Random&)>& service,
                              std::uint64_t seed = 1) {
        Random gaps(seed, 0), services(seed, 1);
        ServerPool pool(servers);
        Events<Job> events; // -1: an arrival, else the end of a service
        std::vector<double> arrived;
        Observations waited;
        const auto begun = [&](double now, const std::optional<Service>& next) {
            if (!next)
                return;
            if (next->job >= warmUp)
                waited.add(now - arrived[std::size_t(next->job)]);
            events.at(next->end, next->job);
        };
        events.at(gaps.exponential(1.0 / rate), -1);
        while (!events.empty()) {
            const auto event = events.take();
            if (event.what >= 0) {
                begun(event.time, pool.leave(event.time));
                continue;
            }
            arrived.push_back(event.time);
            begun(event.time, pool.arrive(event.time, Job(arrived.size() - 1), service(services)));
            if (int(arrived.size()) < requests)
                events.at(event.time + gaps.exponential(1.0 / rate), -1);
        }
        return waited;
    }
    /// Mean wait of M/M/c: Erlang's C formula over c mu - lambda.
    static double erlangC(double rate, double mu, int servers) {
        const double offered = rate / mu;
        double blocked = 1.0; // Erlang B by recursion
        for (int n = 1; n <= servers; ++n)
            blocked = offered * blocked / (n + offered * blocked);
        const double rho = offered / servers;
        return blocked / (1.0 - rho + rho * blocked) / (servers * mu - rate);
    }
    /// Times from arrival to the end of transfers over a shared link.
    static Observations transfers(double rate, double capacity,
                                  const std::function<double(Random&)>& amount) {
        Random gaps(2, 0), amounts(2, 1);
        SharedLink link(capacity);
        std::vector<double> arrived;
        Observations times;
        double arrival = gaps.exponential(1.0 / rate);
        while (int(times.count()) < requests - warmUp) {
            const auto end = link.next();
            if (!end || arrival < *end) {
                link.arrive(arrival, Job(arrived.size()), amount(amounts));
                arrived.push_back(arrival);
                arrival += gaps.exponential(1.0 / rate);
                continue;
            }
            const double now = *end;
            const Job job = link.leave(now);
            if (job >= warmUp)
                times.add(now - arrived[std::size_t(job)]);
        }
        return times;
    }

    static Observations transfersThroughAir(double rate, double part,
                                            const std::function<double(Random&)>& amount) {
        Random gaps(3, 0), amounts(3, 1);
        SharedAir air;
        std::vector<double> arrived;
        Observations times;
        double arrival = gaps.exponential(1.0 / rate);
        while (int(times.count()) < requests - warmUp) {
            const auto end = air.next();
            if (!end || arrival < *end) {
                air.arrive(arrival, Job(arrived.size()), amount(amounts), part);
                arrived.push_back(arrival);
                arrival += gaps.exponential(1.0 / rate);
                continue;
            }
            const double now = *end;
            const Job job = air.leave(now);
            if (job >= warmUp)
                times.add(now - arrived[std::size_t(job)]);
        }
        return times;
    }

private Q_SLOTS:
    void exponentialServiceAgreesWithMM1() {
        for (const double rho : {0.3, 0.7}) {
            const auto simulated = waits(rho, 1, [](Random& r) { return r.exponential(1.0); }).mean();
            QVERIFY2(simulated.holds(rho / (1.0 - rho)), qPrintable(QString::number(simulated.value)));
        }
    }
    void constantServiceAgreesWithMD1() {
        const auto simulated = waits(0.6, 1, [](Random&) { return 1.0; }).mean();
        QVERIFY(simulated.holds(0.6 / (2.0 * 0.4)));
    }
    void mixedServiceAgreesWithMG1() {
        // Pollaczek and Khinchine: lambda E[S^2] / (2 (1 - rho)).
        const auto service = [](Random& r) { return r.uniform() < 0.8 ? 0.5 : 3.0; };
        const double second = 0.8 * 0.25 + 0.2 * 9.0;
        const auto simulated = waits(0.5, 1, service).mean();
        QVERIFY(simulated.holds(0.5 * second / (2.0 * 0.5)));
    }
    void severalServersAgreeWithErlangC() {
        for (const int servers : {2, 5, 20}) {
            const double rate = 0.8 * servers;
            const auto simulated = waits(rate, servers, [](Random& r) { return r.exponential(1.0); }).mean();
            QVERIFY2(simulated.holds(erlangC(rate, 1.0, servers)),
                     qPrintable(QString::number(simulated.value)));
        }
    }
    void waitsOfMM1AreExponentialBeyondZero() {
        const auto simulated = waits(0.5, 1, [](Random& r) { return r.exponential(1.0); });
        QVERIFY(simulated.quantile(0.95).holds(std::log(0.5 / 0.05) / 0.5));
        QVERIFY(simulated.shareAbove(0.0).holds(0.5));
        QVERIFY(simulated.shareAbove(2.0).holds(0.5 * std::exp(-1.0)));
    }
    void sharedLinksDependOnTheMeanAmountOnly() {
        // M/G/1 processor sharing: E[T] = E[S] / (1 - rho) for every distribution.
        const auto constant = transfers(0.6, 10.0, [](Random&) { return 10.0; }).mean();
        const auto mixed =
            transfers(0.6, 10.0, [](Random& r) { return r.uniform() < 0.9 ? 5.0 : 55.0; }).mean();
        QVERIFY2(constant.holds(2.5), qPrintable(QString::number(constant.value)));
        QVERIFY2(mixed.holds(2.5), qPrintable(QString::number(mixed.value)));
    }
    void sharedLinksByHand() {
        SharedLink link(10.0, 8.0);
        link.arrive(0.0, 0, 16.0);
        QCOMPARE(*link.next(), 2.0); // its own limit
        link.arrive(1.0, 1, 5.0);    // both get 5 from now on; 8 are left of the first
        QCOMPARE(*link.next(), 2.0);
        QCOMPARE(link.leave(2.0), 1);
        QCOMPARE(*link.next(), 2.0 + 3.0 / 8.0);
        QCOMPARE(link.leave(*link.next()), 0);
        QVERIFY(!link.next());
    }
    void airByHand() {
        SharedAir air;
        air.arrive(0.0, 0, 4.0, 0.5);
        air.arrive(1.0, 1, 2.0, 0.5); // both fit
        QCOMPARE(*air.next(), 3.0);
        QCOMPARE(air.slowdown(0.5), 1.5);
        air.hold(2.0, 1.0); // twice as much as there is: half as fast
        QCOMPARE(*air.next(), 4.0);
        QCOMPARE(air.leave(4.0), 1);
        air.release(4.0, 1.0); // one second of work is left of the first, which now has enough
        QCOMPARE(*air.next(), 5.0);
        QCOMPARE(air.leave(5.0), 0);
        QVERIFY(!air.next());
        QCOMPARE(air.slowdown(0.5), 1.0);
        QCOMPARE(air.busy(6.0), 0.5 + 1.0 + 2.0 + 0.5);
    }
    void airOfTransfersThatWantAllOfItIsASharedLink() {
        // M/G/1 processor sharing: E[T] = E[S] / (1 - rho).
        const auto times =
            transfersThroughAir(0.6, 1.0, [](Random& r) { return r.uniform() < 0.9 ? 0.5 : 5.5; });
        QVERIFY2(times.mean().holds(2.5), qPrintable(QString::number(times.mean().value)));
    }
    void airOfSmallPartsIsSeveralServersThatAreShared() {
        // Of parts of 1/c: the mean of M/M/c whatever the amounts (Erlang C; insensitive under sharing).
        const double rate = 0.7 * 4;
        const auto times = transfersThroughAir(rate, 0.25, [](Random&) { return 1.0; });
        const double expected = 1.0 + erlangC(rate, 1.0, 4);
        QVERIFY2(times.mean().holds(expected), qPrintable(QString::number(times.mean().value)));
    }
    void equalSeedsGiveEqualCourses() {
        const auto service = [](Random& r) { return r.exponential(1.0); };
        QVERIFY(waits(0.7, 2, service, 5).values() == waits(0.7, 2, service, 5).values());
        QVERIFY(waits(0.7, 2, service, 5).values() != waits(0.7, 2, service, 6).values());
    }
    void streamsAreEvenAndIndependent() {
        Random a(1, 1), b(1, 2);
        double sum = 0.0, product = 0.0;
        constexpr int n = 100000;
        for (int i = 0; i < n; ++i) {
            const double x = a.uniform(), y = b.uniform();
            QVERIFY(x > 0.0 && x <= 1.0);
            sum += x;
            product += (x - 0.5) * (y - 0.5);
        }
        QVERIFY(std::abs(sum / n - 0.5) < 0.004);
        QVERIFY(std::abs(product / n) < 0.001); // four standard deviations
    }
    void studentsTIsThatOfTheTables() {
        QVERIFY(std::abs(studentQuantile(0.025, 10) - 2.2281) < 1e-3);
        QVERIFY(std::abs(studentQuantile(0.005, 31) - 2.7440) < 1e-3);
        QVERIFY(std::abs(studentQuantile(0.025, 1e6) - 1.95996) < 1e-3);
    }
    void fewObservationsAreNoEvidence() {
        Observations few;
        QVERIFY(std::isnan(few.mean().value));
        few.add(1.0);
        QVERIFY(few.mean().holds(1e9) && few.mean().value == 1.0);
    }
};

} // namespace cellwright::simulate

CELLWRIGHT_TEST(cellwright::simulate::StationsTest)
#include "stations_test.moc"
