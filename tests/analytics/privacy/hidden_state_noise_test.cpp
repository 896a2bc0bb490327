// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/privacy/gaussian_mechanism.h"
#include "analytics/privacy/hidden_state_noise.h"
#include "tests/support/key_values.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::privacy {

using test::relativeError;

class HiddenStateNoiseTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void forcedSnrAgreesWithTheReference() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        int rows = 0;
        for (const auto& row : test::readCsv(*shared / "reference" / "leak.csv")) {
            if (row.at("kind") != "ldp_snr")
                continue;
            ++rows;
            const auto in = test::keyValues(row.at("inputs"));
            const auto snr = forcedSnr(none_, test::numberOf(in, "eps"), test::numberOf(in, "delta"),
                                       test::numberOf(in, "d"), 1.0);
            QVERIFY(snr && relativeError(snr->db(), std::stod(row.at("value"))) < 1e-9);
        }
        QCOMPARE(rows, 19);
        // T vectors cost another 10 log10 T.
        const double one = forcedSnr(none_, 8.0, 1e-5, 896.0, 1.0)->db();
        QVERIFY(std::abs(one - 10.0 * std::log10(512.0) - forcedSnr(none_, 8.0, 1e-5, 896.0, 512.0)->db()) <
                1e-9);
    }
    void anEmbeddingDependsOnItsOwnTokenOnly() {
        auto cut = request(0);
        QCOMPARE(*affectedVectors(none_, cut, Adjacency::oneToken), 1.0);
        QCOMPARE(*hiddenStateSensitivity(none_, cut, Adjacency::oneToken), 2.0 * 3.0);
        QCOMPARE(*affectedVectors(none_, cut, Adjacency::wholePrompt), 100.0);
        QCOMPARE(*recoveryRadius(none_, cut), 3.0);
    }
    void behindAttentionEveryLaterVectorDepends() {
        auto cut = request(1);
        QCOMPARE(*affectedVectors(none_, cut, Adjacency::oneToken), 100.0 + 27.0);
        QCOMPARE(*hiddenStateSensitivity(none_, cut, Adjacency::oneToken), 2.0 * 3.0 * std::sqrt(127.0));
        cut.position = 100.0;
        QCOMPARE(*affectedVectors(none_, cut, Adjacency::oneToken), 1.0 + 27.0);
        QCOMPARE(*affectedVectors(none_, cut, Adjacency::wholePrompt), 127.0);
        cut.generatedVectors = 0.0;
        cut.position = 37.0;
        QCOMPARE(*hiddenStateSensitivity(none_, cut, Adjacency::oneToken),
                 2.0 * 3.0 * std::sqrt(100.0 - 37.0 + 1.0));
    }
    void depthBeyondOneChangesNothing() {
        const auto shallow = noiseGuarantee(none_, request(1));
        const auto deep = noiseGuarantee(none_, request(30));
        QCOMPARE(shallow->epsilon, deep->epsilon);
        QVERIFY(noiseGuarantee(none_, request(0))->epsilon < shallow->epsilon);
    }
    void theGuaranteeIsTheCompositionOfItsReleases() {
        const auto cut = request(4);
        const auto guarantee = noiseGuarantee(none_, cut);
        QVERIFY(guarantee.has_value());
        const auto composed = composedGaussianEpsilon(cut.sigma, 2.0 * cut.clip, 127.0, cut.delta);
        QVERIFY(relativeError(guarantee->epsilon, *composed) < 1e-12);
        QCOMPARE(guarantee->adjacency, Adjacency::oneToken);
        QVERIFY(guarantee->balancedAccuracy > 0.5 && guarantee->balancedAccuracy <= 1.0);
    }
    void theAdjacencyIsSaidInWords() {
        QVERIFY(describe(Adjacency::oneToken).find("replace one token") != std::string_view::npos);
        QVERIFY(describe(Adjacency::wholePrompt).find("whole prompt") != std::string_view::npos);
    }
    void wrongArgumentsAreErrors() {
        const auto refused = [&](auto change) {
            auto cut = request(2);
            change(cut);
            return !noiseGuarantee(none_, cut) && !hiddenStateSensitivity(none_, cut, Adjacency::oneToken) &&
                   !recoveryRadius(none_, cut);
        };
        QVERIFY(refused([](auto& cut) { cut.clip = 0.0; }));
        QVERIFY(refused([](auto& cut) { cut.sigma = NAN; }));
        QVERIFY(refused([](auto& cut) { cut.delta = 1.0; }));
        QVERIFY(refused([](auto& cut) { cut.depth = -1; }));
        QVERIFY(refused([](auto& cut) { cut.promptTokens = 0.0; }));
        QVERIFY(refused([](auto& cut) { cut.generatedVectors = -1.0; }));
        QVERIFY(refused([](auto& cut) { cut.position = 101.0; }));
        QVERIFY(!forcedSnr(none_, 1.0, 1e-5, 0.0, 1.0) && !forcedSnr(none_, 1.0, 0.0, 896.0, 1.0));
    }
    void theDerivationShowsTheRootOfThePositions() {
        Trace trace;
        TracingRecorder rec(trace);
        NoisedCut<TracingRecorder> cut;
        cut.clip = rec.input(3.0, "C", "clip norm", Label::assumed, "deployment");
        cut.sigma = rec.input(20.0, "σ", "noise", Label::assumed, "deployment");
        cut.promptTokens = rec.input(100.0, "T", "prompt tokens", Label::assumed, "workload");
        cut.generatedVectors = Traced(27.0);
        cut.depth = 4;
        const auto guarantee = noiseGuarantee(rec, cut);
        const auto tree = rec.derivation(guarantee->sensitivity);
        QCOMPARE(tree.formula, std::string("2·C·√(n)"));
        QVERIFY(tree.inputs.size() == 2);
        QCOMPARE(valueOf(guarantee->epsilon), noiseGuarantee(none_, request(4))->epsilon);
    }

private:
    static NoisedCut<NullRecorder> request(int depth) {
        NoisedCut<NullRecorder> cut;
        cut.clip = 3.0;
        cut.sigma = 20.0;
        cut.depth = depth;
        cut.promptTokens = 100.0;
        cut.generatedVectors = 27.0;
        return cut;
    }
    NullRecorder none_;
};

} // namespace cellwright::privacy

CELLWRIGHT_TEST(cellwright::privacy::HiddenStateNoiseTest)
#include "hidden_state_noise_test.moc"
