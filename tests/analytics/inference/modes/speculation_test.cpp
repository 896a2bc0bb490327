// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/inference/modes/cascade.h"
#include "analytics/inference/modes/speculation.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <array>
#include <cmath>
#include <random>

namespace cellwright::inference {

class SpeculationTest : public QObject {
    Q_OBJECT

    NullRecorder none;

    /// The α whose expected tokens are 1 + γ times a measured share of accepted drafts.
    double acceptanceOf(double length, double share) {
        double low = 0.0, high = 1.0;
        for (int i = 0; i < 100; ++i) {
            const double middle = (low + high) / 2.0;
            (tokensPerRound(none, middle, length) < 1.0 + length * share ? low : high) = middle;
        }
        return low;
    }

private Q_SLOTS:
    void expectedTokensAreLeviathans() {
        QVERIFY(std::abs(tokensPerRound(none, 0.8, 4.0) - 3.3616) < 1e-12);
        QCOMPARE(tokensPerRound(none, 0.0, 4.0), 1.0);
        QCOMPARE(tokensPerRound(none, 1.0, 4.0), 5.0);
        QCOMPARE(tokensPerRound(none, 0.7, 0.0), 1.0);
    }
    void expectedTokensAgreeWithDrawnOnes() {
        std::mt19937_64 random(8);
        std::bernoulli_distribution accepted(0.6);
        double sum = 0.0;
        constexpr int rounds = 200000;
        for (int i = 0; i < rounds; ++i) {
            int tokens = 1;
            while (tokens <= 5 && accepted(random))
                ++tokens;
            sum += tokens;
        }
        QVERIFY(std::abs(sum / rounds - tokensPerRound(none, 0.6, 5.0)) < 0.01);
    }
    /// Measured by DSSD (results.csv): OPT 125M drafts for 6.7B, 20 ms round trip.
    void agreesWithMeasuredRates() {
        struct Row {
            double length, share, draftRate, measured;
        };
        constexpr double largeRate = 8.09;
        for (const auto& row :
             {Row{4, 0.395, 116.4, 12.8}, Row{6, 0.392, 116.4, 14.2}, Row{4, 0.395, 13.0, 5.82}}) {
            SpeculationInputs<NullRecorder> in;
            in.draftLength = row.length;
            in.acceptance = acceptanceOf(row.length, row.share);
            in.draft = Seconds(1.0 / row.draftRate);
            in.verify = Seconds(1.0 / largeRate);
            in.roundTrip = Seconds(0.02);
            const double rate = 1.0 / speculativeTpot(none, in).si();
            QVERIFY2(std::abs(rate / row.measured - 1.0) < 0.25, qPrintable(QString::number(rate)));
            QCOMPARE(rate > largeRate, row.measured > largeRate); // a slow drafter loses
        }
    }
    void aSlowDrafterOrLinkIsNotUsed() {
        SpeculationCosts costs{0.7,           Seconds(0.005), Seconds(0.1), Seconds(0.001),
                               Seconds(0.02), Seconds(0.0005)};
        const auto fast = bestDraftLength(costs, 16);
        QVERIFY(fast.length > 0 && fast.perToken < fast.plain);
        auto slow = costs;
        slow.draft = Seconds(0.2);
        QCOMPARE(bestDraftLength(slow, 16).length, 0);
        auto far = costs;
        far.linkPerDraft = Seconds(1.0); // distributions over a weak uplink
        QCOMPARE(bestDraftLength(far, 16).length, 0);
        QCOMPARE(bestDraftLength(far, 16).perToken.si(), costs.verifyFixed.si());
    }
    void aBetterChannelNeverShortensTheDrafts() {
        SpeculationCosts costs{0.8, Seconds(0.004), Seconds(0.06), Seconds(0.0005), Seconds(0.01), Seconds()};
        int last = 0;
        for (const double perDraft : {0.1, 0.03, 0.01, 0.003, 0.001, 0.0}) {
            costs.linkPerDraft = Seconds(perDraft);
            const int length = bestDraftLength(costs, 32).length;
            QVERIFY(length >= last);
            last = length;
        }
        QVERIFY(last > 0);
    }
    void distributionsCostTheirBits() {
        QCOMPARE(draftBits(none, 4.0, 32000.0, 0.0).si(), 4 * 32.0);
        QCOMPARE(draftBits(none, 4.0, 32000.0, 16.0).si(), 4 * (32.0 + 32000.0 * 16.0));
    }
    void cascadesAndRoutersCostWhatTheySend() {
        QCOMPARE((cascadeCost<NullRecorder, Seconds>(none, Seconds(0.2), Seconds(2.0), 0.25).si()),
                 0.2 + 0.5);
        QCOMPARE((routerCost<NullRecorder, Joules>(none, Joules(1.0), Joules(9.0), 0.25).si()), 0.75 + 2.25);
    }
    void confidenceCurvesAreReadBetweenTheirPoints() {
        const std::array curve{ConfidencePoint{0.2, 0.05, 0.70}, ConfidencePoint{0.6, 0.258, 0.80},
                               ConfidencePoint{0.9, 0.70, 0.82}};
        QVERIFY(std::abs(atThreshold(curve, 0.4)->escalated - 0.154) < 1e-12);
        QCOMPARE(atThreshold(curve, 0.6)->quality, 0.80);
        QVERIFY(!atThreshold(curve, 0.1) && !atThreshold(curve, 0.95) && !atThreshold(curve, std::nan("")));
        QVERIFY(!atThreshold({}, 0.5));
        QCOMPARE(cheapestFor(curve, 0.79)->escalated, 0.258);
        QVERIFY(!cheapestFor(curve, 0.9));
    }
};

} // namespace cellwright::inference

CELLWRIGHT_TEST(cellwright::inference::SpeculationTest)
#include "speculation_test.moc"
