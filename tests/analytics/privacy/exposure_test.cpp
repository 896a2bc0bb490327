// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/privacy/exposure.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

namespace cellwright::privacy {

using Inputs = LedgerInputs<NullRecorder>;
using Row = Flow<NullRecorder>;

class ExposureTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void onTheDeviceNothingLeaves() {
        auto inputs = request(Placement::device);
        inputs.host = TrustZone::userDevice;
        QVERIFY(ledger(none_, inputs)->empty());
        QVERIFY(exposureByZone<NullRecorder>(none_, *ledger(none_, inputs)).empty());
        QVERIFY(exposureNotes(inputs).at(0).find("Nothing") != std::string::npos);
    }
    void onTheHostThePromptIsReadableAsItIs() {
        auto inputs = request(Placement::host);
        inputs.mediaTokens = 20.0;
        inputs.mediaBytes = Bytes(5e5);
        const auto rows = *ledger(none_, inputs);
        QCOMPARE(rows.size(), std::size_t(4));
        QCOMPARE(rows[0].dataClass, DataClass::rawText);
        QCOMPARE(rows[0].tokens, 80.0);
        QCOMPARE(rows[0].bytes.si(), 80.0 * 4.5);
        QCOMPARE(rows[0].recovery.probability, 1.0);
        QCOMPARE(rows[0].recovery.label, Label::computed);
        QCOMPARE(rows[1].dataClass, DataClass::media);
        QCOMPARE(rows[1].bytes.si(), 5e5);
        QCOMPARE(rows[2].dataClass, DataClass::kvCache);
        QCOMPARE(rows[2].kept.si(), 127.0 * 1000.0);
        QCOMPARE(rows[3].dataClass, DataClass::outputText);
        QCOMPARE(rows[3].to, TrustZone::userDevice);
        const auto zones = exposureByZone<NullRecorder>(none_, rows);
        QCOMPARE(zones.size(), std::size_t(2));
        QCOMPARE(zones[0].zone, TrustZone::userDevice);
        QCOMPARE(zones[0].tokens, 0.0);
        QCOMPARE(zones[0].bytes.si(), 28.0 * 4.5);
        QCOMPARE(zones[1].zone, TrustZone::cloudForeign);
        QCOMPARE(zones[1].bytes.si(), 80.0 * 4.5 + 5e5);
        QCOMPARE(zones[1].tokens, 128.0);
        QCOMPARE(zones[1].recoverableTokens, 128.0);
    }
    void aSplitExposesAsMuchAtEveryDepth() {
        for (const int cut : {0, 1, 8, 31}) {
            auto inputs = request(Placement::split);
            inputs.cut = cut;
            const auto rows = *ledger(none_, inputs);
            QCOMPARE(rows[0].dataClass, cut == 0 ? DataClass::embedding : DataClass::hiddenStates);
            QCOMPARE(rows[0].recovery.probability, 1.0);
            QCOMPARE(rows[0].recovery.label, Label::assumed);
            QCOMPARE(rows[0].bytes.si(), 100.0 * 8192.0);
            QCOMPARE(rows[1].dataClass, DataClass::outputTokens);
            QCOMPARE(rows[1].exposedTo, TrustZone::cloudForeign);
            QCOMPARE(rows[1].bytes.si(), 28.0 * 4.0);
            QCOMPARE(rows[2].tokens, 27.0);
            QVERIFY(rows[2].repeats);
            const auto host = exposureByZone<NullRecorder>(none_, rows).back();
            QCOMPARE(host.recoverableTokens, 128.0);
            QCOMPARE(host.bytes.si(), 127.0 * 8192.0);
        }
    }
    void logitsInsteadOfTokensHideNothing() {
        auto inputs = request(Placement::split);
        inputs.logitBytesPerToken = Bytes(256512.0);
        const auto rows = *ledger(none_, inputs);
        QCOMPARE(rows[1].dataClass, DataClass::logits);
        QCOMPARE(rows[1].bytes.si(), 28.0 * 256512.0);
        QCOMPARE(exposureByZone<NullRecorder>(none_, rows).back().recoverableTokens, 128.0);
    }
    void noiseCapsThePromptButNotTheAnswer() {
        auto inputs = request(Placement::split);
        inputs.noiseSigma = 30.0;
        inputs.prior = std::make_shared<const TokenPrior>(*TokenPrior::zipf(32000));
        const auto rows = *ledger(none_, inputs);
        QCOMPARE(rows[0].recovery.label, Label::guarantee);
        const double cap = rows[0].recovery.probability;
        const auto expected = recoveryCap(std::sqrt(127.0), 30.0, *inputs.prior);
        QCOMPARE(cap, expected->cap);
        QCOMPARE(*rows[0].recovery.priorOnly, inputs.prior->priorOnly());
        QCOMPARE(rows[1].recovery.probability, 1.0);
        const auto host = exposureByZone<NullRecorder>(none_, rows).back();
        QCOMPARE(host.recoverableTokens, 100.0 * cap + 28.0);
        inputs.cut = 0;
        QVERIFY((*ledger(none_, inputs))[0].recovery.probability < cap);
        inputs.noiseSigma = 1e-6;
        QCOMPARE((*ledger(none_, inputs))[0].recovery.probability, 1.0);
    }
    void protectionIsDescribedButNeverDiscounted() {
        auto inputs = request(Placement::split);
        inputs.trustedExecution = true;
        inputs.encryptedLink = false;
        const auto rows = *ledger(none_, inputs);
        QCOMPARE(rows[0].recovery.probability, 1.0);
        QVERIFY(rows[0].readers.find("enclave") != std::string::npos);
        QVERIFY(rows[0].readers.find("network path") != std::string::npos);
        QVERIFY(says(exposureNotes(inputs), "side channels"));
        QVERIFY(says(exposureNotes(inputs), "not encrypted"));
        inputs.encryptedLink = true;
        QVERIFY(says(exposureNotes(inputs), "not against the host"));
    }
    void noTextRanksByDepthOrCondensesToAFigure() {
        for (const auto placement : {Placement::device, Placement::host, Placement::split})
            for (const bool protection : {false, true}) {
                auto inputs = request(placement);
                inputs.trustedExecution = inputs.encryptedLink = protection;
                if (protection && placement == Placement::split) {
                    inputs.noiseSigma = 10.0;
                    inputs.prior = std::make_shared<const TokenPrior>(*TokenPrior::zipf(100));
                }
                auto texts = exposureNotes(inputs);
                const auto rows = *ledger(none_, inputs);
                for (const auto& row : rows)
                    texts.insert(texts.end(), {row.readers, row.retention, row.recovery.basis, row.note});
                QVERIFY(!says(texts, "score") && !says(texts, "deeper is") && !says(texts, "compliant"));
            }
        QVERIFY(says(exposureNotes(request(Placement::split)), "A deeper cut is not more private"));
    }
    void wrongInputsAreErrors() {
        const auto refused = [&](auto change) {
            auto inputs = request(Placement::split);
            change(inputs);
            const auto rows = ledger(none_, inputs);
            return !rows && !rows.error().remedy.empty();
        };
        QVERIFY(refused([](Inputs& i) { i.promptTokens = 0.0; }));
        QVERIFY(refused([](Inputs& i) { i.outputTokens = NAN; }));
        QVERIFY(refused([](Inputs& i) { i.mediaTokens = 101.0; }));
        QVERIFY(refused([](Inputs& i) { i.hiddenBytesPerToken = Bytes(-1.0); }));
        QVERIFY(refused([](Inputs& i) { i.mediaBytes = Bytes(INFINITY); }));
        QVERIFY(refused([](Inputs& i) { i.cut = -1; }));
        QVERIFY(refused([](Inputs& i) { i.host = TrustZone::userDevice; }));
        QVERIFY(refused([](Inputs& i) { i.noiseSigma = 1.0; }));
        QVERIFY(refused([](Inputs& i) {
            i.noiseSigma = -1.0;
            i.prior = std::make_shared<const TokenPrior>(*TokenPrior::zipf(10));
        }));
    }
    void theSumsOpenDownToTheInputs() {
        Trace trace;
        TracingRecorder rec(trace);
        LedgerInputs<TracingRecorder> inputs;
        inputs.placement = Placement::split;
        inputs.host = TrustZone::operatorEdge;
        inputs.cut = 8;
        inputs.promptTokens = rec.input(100.0, "T", "prompt tokens", Label::assumed, "workload");
        inputs.outputTokens = rec.input(28.0, "G", "output tokens", Label::assumed, "workload");
        inputs.hiddenBytesPerToken =
            rec.input(Bytes(8192.0), "b_h", "hidden state", Label::computed, "model");
        const auto rows = ledger(rec, inputs);
        const auto zones = exposureByZone<TracingRecorder>(rec, *rows);
        QCOMPARE(plain(zones.back().bytes).si(), 127.0 * 8192.0);
        const auto tree = rec.derivation(zones.back().bytes);
        QCOMPARE(tree.unit, std::string("B"));
        QVERIFY(toPlainText(tree).find("workload") != std::string::npos);
        QVERIFY(toPlainText(tree).find("b_h") != std::string::npos);
    }

    void whatComesBackIsNoToken() {
        auto inputs = request(Placement::split);
        inputs.comesBack = true;
        const auto rows = *ledger(none_, inputs);
        for (const auto& row : rows)
            QVERIFY(row.dataClass == DataClass::hiddenStates || row.dataClass == DataClass::kvCache);
        const auto zones = exposureByZone<NullRecorder>(none_, rows);
        QCOMPARE(zones[0].zone, TrustZone::userDevice);
        QCOMPARE(zones[0].bytes.si(), 127 * 8192.0);
        // All tokens but the last reach the host all the same, as hidden states.
        QCOMPARE(zones[1].tokens, 127.0);
        QVERIFY(says(exposureNotes(inputs), "No token is computed outside the device"));
    }
    void everyHostOnTheWayLearnsEachTokenOnce() {
        auto inputs = request(Placement::split);
        inputs.host = TrustZone::premises;
        inputs.further = {{TrustZone::operatorEdge, Bytes(10.0)},
                          {TrustZone::operatorEdge, Bytes(10.0)},
                          {TrustZone::cloudDomestic, Bytes(10.0)}};
        const auto zones = exposureByZone<NullRecorder>(none_, *ledger(none_, inputs));
        QCOMPARE(zones.size(), std::size_t(4));
        QCOMPARE(zones[1].zone, TrustZone::premises);
        QCOMPARE(zones[1].tokens, 127.0);
        QCOMPARE(zones[2].tokens, 127.0); // two hosts in one zone
        QCOMPARE(zones[3].tokens, 128.0); // where they are computed
        QVERIFY(says(exposureNotes(inputs), "Every host on the way"));
    }
    void textThatPassesSeveralHostsComesBackAsTokens() {
        auto inputs = request(Placement::host);
        inputs.further = {{TrustZone::cloudDomestic, Bytes(0.0)}};
        const auto rows = *ledger(none_, inputs);
        const auto back = std::ranges::find(rows, DataClass::outputTokens, &Row::dataClass);
        QVERIFY(back != rows.end());
        QCOMPARE(back->to, TrustZone::cloudForeign);
        QCOMPARE(back->bytes.si(), 27 * 4.0);
        QVERIFY(!back->repeats);
    }
    void aHelpingHostIsListed() {
        auto inputs = request(Placement::host);
        inputs.host = TrustZone::premises;
        inputs.later = TrustZone::cloudDomestic;
        inputs.hostKvBytesPerToken = Bytes(0.0);
        inputs.helping = {{TrustZone::premises, TrustZone::cloudDomestic, DataClass::kvCache, 100.0,
                           Bytes(5000.0), Bytes(6000.0), "handed over"}};
        const auto rows = *ledger(none_, inputs);
        const auto zones = exposureByZone<NullRecorder>(none_, rows);
        QCOMPARE(zones.back().zone, TrustZone::cloudDomestic);
        QCOMPARE(zones.back().tokens, 128.0); // the prompt by its cache, and the answer that it computes
        QCOMPARE(zones.back().bytes.si(), 5000.0);
        QCOMPARE(zones[1].tokens, 100.0);
    }
    void withoutACacheTheSequenceIsSentAgain() {
        auto inputs = request(Placement::split);
        const auto cached = exposureByZone<NullRecorder>(none_, *ledger(none_, inputs));
        inputs.cached = false;
        const auto again = exposureByZone<NullRecorder>(none_, *ledger(none_, inputs));
        QCOMPARE(again[1].bytes.si(), 8192.0 * (28 * 100 + 28 * 27 / 2));
        QCOMPARE(again[1].tokens, cached[1].tokens); // the same tokens
    }
    void aWindowAndAPrefixAreLess() {
        auto inputs = request(Placement::split);
        inputs.keptTokens = 50.0;
        inputs.sharedTokens = 40.0;
        const auto rows = *ledger(none_, inputs);
        QCOMPARE(rows[0].bytes.si(), 60 * 8192.0);
        QCOMPARE(std::ranges::find(rows, DataClass::kvCache, &Row::dataClass)->kept.si(), 50 * 1000.0);
    }

private:
    static Inputs request(Placement placement) {
        Inputs inputs;
        inputs.placement = placement;
        inputs.cut = 8;
        inputs.host = TrustZone::cloudForeign;
        inputs.promptTokens = 100.0;
        inputs.outputTokens = 28.0;
        inputs.hiddenBytesPerToken = Bytes(8192.0);
        inputs.hostKvBytesPerToken = Bytes(1000.0);
        return inputs;
    }
    static bool says(const std::vector<std::string>& texts, std::string_view what) {
        for (const auto& text : texts)
            if (text.find(what) != std::string::npos)
                return true;
        return false;
    }
    NullRecorder none_;
};

} // namespace cellwright::privacy

CELLWRIGHT_TEST(cellwright::privacy::ExposureTest)
#include "exposure_test.moc"
