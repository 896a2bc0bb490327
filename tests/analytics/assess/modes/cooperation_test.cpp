// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/modes/speculation.h"
#include "analytics/assess/modes/speculation_curve.h"
#include "analytics/assess/world.h"
#include "tests/analytics/assess/modes/modes_support.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>

namespace cellwright {
namespace {

using test::groupOf, test::near, test::openEverything, test::violates;

double figure(const GroupResult& group, std::string_view key) {
    return test::figure(group.cooperation->figures, key);
}

/// Llama 3.1 8B on the host, Llama 3.2 1B on the device beside it.
Scenario twoModels(Cooperation kind) {
    auto s = test::oneUser(Placement::host);
    auto& d = s.deployments[0];
    d.model = "llama-3.1-8b";
    d.hostWeights = Scheme::q8_0;
    d.cooperation = kind;
    d.smallModel = "llama-3.2-1b";
    s.topology.groups[0].device = "apple-m4";
    return s;
}

} // namespace

class CooperationTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRoundIsItsPartsOverItsTokens() {
        auto s = twoModels(Cooperation::speculation);
        const auto with = groupOf(s);
        QVERIFY(with.cooperation.has_value());
        QVERIFY(near(figure(with, "tokens_per_round"), 3.3616));
        QCOMPARE(figure(with, "draft_length"), 4.0);
        QVERIFY(with.tpot.mean.si() >= figure(with, "round_s") / 3.3616 - 1e-12);
        double parts = 0.0;
        for (const auto& part : with.tpotParts)
            parts += part.value.si();
        QVERIFY(near(parts, with.tpot.mean.si()));
        QVERIFY(near(figure(with, "speedup"), figure(with, "plain_tpot_s") / with.tpot.mean.si()));
        s.deployments[0].cooperation = Cooperation::none;
        const auto without = groupOf(s);
        QVERIFY(near(figure(with, "plain_tpot_s"), without.tpot.mean.si()));
        for (const auto& part : without.ttftParts) // the wait apart, which follows the host's load
            if (part.key != "queue")
                QVERIFY(near(std::ranges::find(with.ttftParts, part.key, &Part<Seconds>::key)->value.si(),
                             part.value.si()));
        QVERIFY(!without.cooperation.has_value());
    }
    void withoutDraftsTokensStreamAsEver() {
        auto s = twoModels(Cooperation::speculation);
        s.deployments[0].draftLength = 0;
        const auto none = groupOf(s);
        s.deployments[0].cooperation = Cooperation::none;
        const auto plain = groupOf(s);
        QVERIFY(near(none.tpot.mean.si(), plain.tpot.mean.si()));
        QVERIFY(near(none.energy.total().si(), plain.energy.total().si()));
        QCOMPARE(figure(none, "speedup"), 1.0);
    }
    void theBestDraftLengthIsNotBeaten() {
        auto s = twoModels(Cooperation::speculation);
        s.deployments[0].acceptance = 0.9;
        s.deployments[0].draftLength.reset();
        const auto best = groupOf(s);
        double least = INFINITY;
        int length = -1;
        for (int n = 0; n <= assessing::longestDraft; ++n) {
            s.deployments[0].draftLength = n;
            if (const double tpot = groupOf(s).tpot.mean.si(); tpot < least) {
                least = tpot;
                length = n;
            }
        }
        QCOMPARE(figure(best, "draft_length"), double(length));
        QVERIFY(near(best.tpot.mean.si(), least));
        QVERIFY(length > 0);
    }
    void aSlowDrafterLosesAndIsLeftOut() {
        auto s = twoModels(Cooperation::speculation);
        s.topology.groups[0].device = "raspberry-pi-5";
        s.deployments[0].smallWeights = Scheme::q8_0;
        const auto slow = groupOf(s);
        QVERIFY(figure(slow, "speedup") < 1.0);
        s.deployments[0].draftLength.reset();
        const auto chosen = groupOf(s);
        QCOMPARE(figure(chosen, "draft_length"), 0.0);
        QVERIFY(near(chosen.tpot.mean.si(), figure(slow, "plain_tpot_s")));
    }
    void distributionsCostAirtimeAndShortenDrafts() {
        auto s = twoModels(Cooperation::speculation);
        const auto ids = groupOf(s);
        s.deployments[0].distributionBits = 16;
        const auto whole = groupOf(s);
        const auto up = [](const GroupResult& g) {
            return std::ranges::find(g.tpotParts, "radio_uplink", &Part<Seconds>::key)->value.si();
        };
        const double bits = 4.0 * 128256.0 * 16.0 / whole.rateUplink.mean.si() / 3.3616;
        QVERIFY(near(up(whole) - up(ids), bits, 1e-6));
        QVERIFY(whole.energy.radio > ids.energy.radio);
        QVERIFY(whole.privacy.ledger.size() > ids.privacy.ledger.size());
    }
    void theHostWorksLessPerTokenAndTheDeviceMore() {
        auto s = twoModels(Cooperation::speculation);
        const auto with = assess(s, test::facts());
        s.deployments[0].cooperation = Cooperation::none;
        const auto without = assess(s, test::facts());
        QVERIFY(with.hosts[0].utilisation < without.hosts[0].utilisation);
        QVERIFY(with.groups[0].deviceMemory.si() > 5e8 && without.groups[0].deviceMemory.si() == 0.0);
        QVERIFY(with.groups[0].energy.device > without.groups[0].energy.device);
    }
    void draftsAppearInTheLedger() {
        const auto group = groupOf(twoModels(Cooperation::speculation));
        double taken = 0.0, refused = 0.0;
        for (const auto& row : group.privacy.ledger)
            if (row.dataClass == privacy::DataClass::tokenIds)
                (row.repeats ? taken : refused) += row.tokens;
        const double rounds = 127.0 / 3.3616;
        QVERIFY(near(taken + refused, 4.0 * rounds));
        QVERIFY(near(taken, 2.3616 * rounds));
    }
    void aCascadeFollowsItsShares() {
        auto s = twoModels(Cooperation::cascade);
        s.deployments[0].escalatedShare = 0.25;
        const auto both = groupOf(s);
        const double kept = figure(both, "kept_e2e_s"), plain = figure(both, "plain_e2e_s");
        QVERIFY(near(both.endToEnd.mean.si(), kept + 0.25 * plain));
        QVERIFY(near(figure(both, "escalated_e2e_s"), kept + plain));
        QVERIFY(near(both.endToEnd.p50.si(), kept));
        QVERIFY(near(both.endToEnd.p95.si(), kept + plain));
        auto device = s;
        device.deployments[0].cooperation = Cooperation::none;
        device.deployments[0].placement = Placement::device;
        device.deployments[0].model = "llama-3.2-1b";
        device.deployments[0].deviceWeights = device.deployments[0].smallWeights;
        const auto small = groupOf(device);
        QVERIFY(near(small.endToEnd.mean.si(), kept));
        QVERIFY(near(both.ttft.p50.si(), small.ttft.mean.si()));
        double first = 0.0;
        for (const auto& part : both.ttftParts)
            first += part.value.si();
        QVERIFY(near(first, both.ttft.mean.si()));
    }
    void aCascadeThatNeverOrAlwaysEscalatesIsOneOfItsModels() {
        auto s = twoModels(Cooperation::cascade);
        s.deployments[0].escalatedShare = 0.0;
        const auto never = assess(s, test::facts());
        QVERIFY(never.groups[0].energy.compute.si() == 0.0 && never.hosts[0].requestRate.si() == 0.0);
        QCOMPARE(never.links[0].offered.si(), 0.0);
        s.deployments[0].escalatedShare = 1.0;
        const auto always = assess(s, test::facts());
        s.deployments[0].cooperation = Cooperation::none;
        const auto host = assess(s, test::facts());
        QVERIFY(near(always.hosts[0].utilisation, host.hosts[0].utilisation));
        QVERIFY(near(always.groups[0].energy.compute.si(), host.groups[0].energy.compute.si()));
        QVERIFY(always.groups[0].ttft.mean > host.groups[0].ttft.mean);
    }
    void percentilesOfACascadeTurnAtItsShare() {
        auto s = twoModels(Cooperation::cascade);
        s.deployments[0].escalatedShare = 0.05;
        const auto rare = groupOf(s);
        QVERIFY(near(rare.ttft.p95.si(), rare.ttft.p50.si()));
        s.deployments[0].escalatedShare = 0.06;
        const auto more = groupOf(s);
        QVERIFY(more.ttft.p95.si() > 2.0 * more.ttft.p50.si());
    }
    void exposureFollowsTheShare() {
        auto s = twoModels(Cooperation::cascade);
        s.deployments[0].escalatedShare = 0.25;
        const auto some = groupOf(s);
        s.deployments[0].cooperation = Cooperation::none;
        const auto all = groupOf(s);
        QCOMPARE(some.privacy.ledger.size(), all.privacy.ledger.size());
        QVERIFY(near(some.privacy.ledger[0].tokens, 0.25 * all.privacy.ledger[0].tokens));
    }
    void everyFigureOpens() {
        for (const auto kind : {Cooperation::speculation, Cooperation::cascade}) {
            auto s = twoModels(kind);
            openEverything(s);
            s.deployments[0].draftLength.reset();
            s.deployments[0].distributionBits = 8;
            openEverything(s);
        }
    }
    void whatCannotCooperateIsSaid() {
        auto s = twoModels(Cooperation::speculation);
        s.deployments[0].smallModel = "nothing";
        QVERIFY(violates(s, "is unknown"));
        s.deployments[0].smallModel = "qwen2.5-0.5b";
        QVERIFY(violates(s, "cannot check"));
        s = twoModels(Cooperation::speculation);
        s.deployments[0].placement = Placement::split;
        QVERIFY(violates(s, "not whole on one host"));
        s.deployments[0].placement = Placement::device;
        QVERIFY(violates(s, "both models are on the device"));
        s = twoModels(Cooperation::speculation);
        s.deployments[0].smallModel = "llama-3.1-8b";
        s.deployments[0].smallWeights = Scheme::f32;
        s.topology.groups[0].device = "raspberry-pi-5";
        QVERIFY(violates(s, "too much"));
    }
    void theCurveIsWhatTheAssessmentSays() {
        auto s = twoModels(Cooperation::speculation);
        s.workloads[0].requestRate = Hertz(1e-7); // queues follow from what the scenario itself drafts
        const auto curve = speculationCurve(s, test::facts(), 0);
        QVERIFY(curve.has_value());
        QCOMPARE(curve->byLength.size(), std::size_t(17));
        for (const auto& point : curve->byLength) {
            s.deployments[0].draftLength = point.draftLength;
            QVERIFY(near(groupOf(s).tpot.mean.si(), point.perToken.si(), 1e-5));
        }
        QVERIFY(curve->best().perToken <= curve->plain);
        QCOMPARE(curve->chosen, 4);
        for (std::size_t i = 1; i < curve->byChannel.size(); ++i)
            QVERIFY(curve->byChannel[i].best.perToken <= curve->byChannel[i - 1].best.perToken);
        s.deployments[0].cooperation = Cooperation::none;
        QVERIFY(!speculationCurve(s, test::facts(), 0).has_value());
        QVERIFY(!speculationCurve(s, test::facts(), 7).has_value());
    }
    /// R14: what DSSD measured (results.csv: OPT 125M drafts for OPT 6.7B, 100 Mbit/s, 20 ms round trip),
    /// with the rates of both models as measured and the rest by the formulas of the assessment.
    void agreesWithMeasuredRounds() {
        struct Row {
            int length;
            double share, draftRate, measured;
        };
        constexpr double largeRate = 8.09;
        const auto scenario = twoModels(Cooperation::speculation);
        const assessing::World world(scenario, test::facts());
        Assumptions assumptions;
        inference::Network<NullRecorder> network;
        network.uplinkRate = network.downlinkRate = network.there.rate = network.back.rate =
            BitsPerSecond(100e6);
        network.there.delay = network.back.delay = Seconds(0.01);
        for (const auto& row :
             {Row{4, 0.395, 116.4, 12.8}, Row{6, 0.392, 116.4, 14.2}, Row{4, 0.395, 13.0, 5.82}}) {
            auto plan = *world.plans()[0];
            auto deployment = *plan.deployment;
            deployment.acceptance = inference::acceptanceOfShare(row.share, row.length);
            plan.deployment = &deployment;
            auto costs =
                assessing::speculationCosts(plan, assumptions, Seconds(1.0 / row.draftRate), network);
            const std::vector<Seconds> verify(std::size_t(row.length + 1), Seconds(1.0 / largeRate));
            const double tokens = 1.0 + row.length * row.share;
            const Seconds round = costs.draft * double(row.length) + costs.linkFixed +
                                  costs.linkPerDraft * double(row.length) + verify.back();
            const double rate = tokens / round.si();
            QVERIFY2(std::abs(rate / row.measured - 1.0) < 0.25, qPrintable(QString::number(rate)));
            const auto chosen = inference::bestDraftLength(costs, verify, verify.front());
            QCOMPARE(chosen.length > 0, row.measured > largeRate);
        }
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::CooperationTest)
#include "cooperation_test.moc"
