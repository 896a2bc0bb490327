// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/simulate/batching.h"
#include "analytics/simulate/events.h"
#include "analytics/simulate/random.h"
#include "analytics/simulate/statistics.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>
#include <map>

namespace cellwright::simulate {
namespace {

struct Told {
    double first = -1.0, last = -1.0;
};

/// Runs requests (with their arrival times, rising) through a server to the end.
std::map<Job, Told> run(BatchingServer& server,
                        const std::vector<std::pair<double, BatchingServer::Request>>& requests,
                        int* most = nullptr, std::int64_t* mostCached = nullptr) {
    std::map<Job, Told> told;
    std::vector<BatchingServer::Token> tokens;
    std::optional<double> end;
    std::size_t next = 0;
    while (next < requests.size() || end) {
        if (next < requests.size() && (!end || requests[next].first < *end)) {
            const auto started = server.arrive(requests[next].first, requests[next].second);
            if (started)
                end = started;
            ++next;
        } else {
            const double now = *end;
            tokens.clear();
            end = server.finish(now, tokens);
            for (const auto& token : tokens) {
                if (token.first)
                    told[token.job].first = now;
                if (token.last)
                    told[token.job].last = now;
            }
        }
        if (most)
            *most = std::max(*most, int(server.running()));
        if (mostCached)
            *mostCached = std::max(*mostCached, server.cached());
    }
    return told;
}

} // namespace

class BatchingTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneRequestByHand() {
        BatchingServer server({0.1, 0.001, 0.01, 0.0001}, {8, 512, 10000});
        const auto told = run(server, {{1.0, {7, 600, 3}}});
        // Chunks of 512 and 88, then two steps over 600 and 601 cached tokens.
        const double first = 1.0 + (0.1 + 0.512) + (0.1 + 0.088);
        QVERIFY(std::abs(told.at(7).first - first) < 1e-12);
        QVERIFY(std::abs(told.at(7).last - (first + 0.11 + 0.06 + 0.11 + 0.0601)) < 1e-12);
        QCOMPARE(server.cached(), 0);
    }
    void aNewPromptJoinsRunningSequences() {
        BatchingServer server({1.0, 0.0, 0.0, 0.0}, {8, 512, 10000});
        const auto told = run(server, {{0.0, {0, 10, 4}}, {0.5, {1, 10, 2}}});
        QCOMPARE(told.at(0).first, 1.0);
        QCOMPARE(told.at(1).first, 2.0); // with the second token of the other
        QCOMPARE(told.at(1).last, 3.0);
        QCOMPARE(told.at(0).last, 4.0);
    }
    void aFullPoolMakesRequestsWait() {
        BatchingServer server({1.0, 0.0, 0.0, 0.0}, {8, 512, 30});
        QVERIFY(server.canServe({0, 20, 10}) && !server.canServe({0, 20, 11}));
        const auto told = run(server, {{0.0, {0, 10, 10}}, {0.0, {1, 10, 5}}});
        QCOMPARE(told.at(0).last, 10.0);
        QCOMPARE(told.at(1).first, 11.0); // once the first has left
    }
    void stepwiseTokensJoinWhenTheyAreBack() {
        BatchingServer server({1.0, 0.0, 0.0, 0.0}, {8, 512, 10000});
        std::vector<BatchingServer::Token> tokens;
        BatchingServer::Request away{0, 10, 3};
        away.stepwise = true;
        QCOMPARE(*server.arrive(0.0, away), 1.0);
        QVERIFY(!server.finish(1.0, tokens)); // its first token is on its way; nothing to do
        QVERIFY(tokens.size() == 1 && tokens[0].first);
        QCOMPARE(*server.arrive(2.0, {1, 10, 2}), 3.0);
        QVERIFY(!server.resume(2.5, 0)); // waits for the iteration that runs
        tokens.clear();
        QCOMPARE(*server.finish(3.0, tokens), 4.0);
        QVERIFY(tokens.size() == 1 && tokens[0].job == 1);
        tokens.clear();
        QVERIFY(!server.finish(4.0, tokens));
        QCOMPARE(tokens.size(), 2u);
        QCOMPARE(server.running(), 1u); // the first, on its way
        QCOMPARE(*server.resume(7.0, 0), 8.0);
        tokens.clear();
        QVERIFY(!server.finish(8.0, tokens));
        QVERIFY(tokens.size() == 1 && tokens[0].last);
        QCOMPARE(server.cached(), 0);
        QCOMPARE(server.busy(), 4.0);
    }
    void requestsAwayKeepTheirPlace() {
        BatchingServer server({1.0, 0.0, 0.0, 0.0}, {1, 512, 10000});
        std::vector<BatchingServer::Token> tokens;
        BatchingServer::Request away{0, 10, 2};
        away.stepwise = true;
        server.arrive(0.0, away);
        server.finish(1.0, tokens);
        QVERIFY(!server.arrive(1.5, {1, 10, 1})); // one sequence is admitted, and away
        QCOMPARE(server.waiting(), 1u);
        server.resume(2.0, 0);
        QCOMPARE(*server.finish(3.0, tokens), 4.0); // now the second
        QCOMPARE(server.waiting(), 0u);
    }
    void modelsTakeTurns() {
        BatchingServer server({{1.0, 0.0, 0.0, 0.0}, {0.5, 0.0, 0.0, 0.0}}, {8, 512, 10000});
        BatchingServer::Request other{1, 10, 2};
        other.model = 1;
        const auto told = run(server, {{0.0, {0, 10, 3}}, {0.0, other}});
        QCOMPARE(told.at(0).first, 1.0);
        QCOMPARE(told.at(1).first, 2.5); // both models have something to do
        QCOMPARE(told.at(1).last, 4.0);
        QCOMPARE(told.at(0).last, 4.0);
    }
    void thePoolCountsWhatRequestsNeed() {
        BatchingServer server({1.0, 0.0, 0.0, 0.0}, {8, 512, 1000});
        BatchingServer::Request large{0, 10, 5};
        large.cache = 600;
        BatchingServer::Request larger = large;
        larger.cache = 1001;
        QVERIFY(server.canServe(large) && !server.canServe(larger));
        auto second = large;
        second.job = 1;
        const auto told = run(server, {{0.0, large}, {0.0, second}});
        QCOMPARE(told.at(0).last, 5.0);
        QCOMPARE(told.at(1).first, 6.0);
    }
    void oneSequenceAtATimeIsAQueue() {
        // M/D/1: prompt and answer of every request take 1 s together.
        BatchingServer server({0.1, 0.0, 0.0, 0.0}, {1, 512, 10000});
        Random gaps(4, 0);
        std::vector<std::pair<double, BatchingServer::Request>> requests;
        double time = 0.0;
        for (int i = 0; i < 60000; ++i)
            requests.push_back({time += gaps.exponential(1.0 / 0.6), {i, 5, 10}});
        const auto told = run(server, requests);
        Observations times;
        for (const auto& [at, request] : requests)
            if (request.job > 1000)
                times.add(told.at(request.job).last - at);
        QVERIFY2(times.mean().holds(1.0 + 0.6 / 0.8), qPrintable(QString::number(times.mean().value)));
    }
    void limitsHoldAndEveryRequestEnds() {
        Random random(9, 0);
        for (int round = 0; round < 20; ++round) {
            const BatchingLimits limits{1 + int(random.below(12)), 1 + int(random.below(600)),
                                        std::int64_t(2000 + random.below(4000))};
            BatchingServer server({0.01, 1e-5, 1e-3, 1e-7}, limits);
            std::vector<std::pair<double, BatchingServer::Request>> requests;
            double time = 0.0;
            for (int i = 0; i < 300; ++i)
                requests.push_back({time += random.exponential(0.2),
                                    {i, 1 + int(random.below(900)), 1 + int(random.below(60))}});
            int most = 0;
            std::int64_t cached = 0;
            const auto told = run(server, requests, &most, &cached);
            QVERIFY(most <= limits.sequences && cached <= limits.cache);
            QCOMPARE(told.size(), requests.size());
            for (const auto& [at, request] : requests) {
                const auto& t = told.at(request.job);
                QVERIFY(t.first > at && (request.output == 1 ? t.last == t.first : t.last > t.first));
            }
            QCOMPARE(server.cached(), 0);
            QCOMPARE(server.running(), 0u);
        }
    }
};

} // namespace cellwright::simulate

CELLWRIGHT_TEST(cellwright::simulate::BatchingTest)
#include "batching_test.moc"
