// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/inference/messages.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <numeric>

namespace cellwright::inference {

class MessagesTest : public QObject {
    Q_OBJECT

    static MessageInputs<NullRecorder> inputs(Payload up, Payload down) {
        MessageInputs<NullRecorder> in;
        in.up = up;
        in.down = down;
        in.promptTokens = 512.0;
        in.outputTokens = 32.0;
        in.chunks = {512.0};
        in.media = Bytes(1e6);
        in.textPerToken = Bytes(4.5);
        in.hiddenPerToken = Bytes(4096.0 * 2);
        in.header = Bytes(60.0);
        return in;
    }
    static MessageInputs<NullRecorder> bare(Payload down) {
        auto in = inputs(Payload::vectors, down);
        in.header = Bytes(0.0);
        return in;
    }
    static double sum(const std::vector<Bytes>& parts) {
        return std::accumulate(parts.begin(), parts.end(), Bytes()).si();
    }

private Q_SLOTS:
    void aHostGetsTextAndMedia() {
        NullRecorder rec;
        const auto m = messages(rec, inputs(Payload::text, Payload::text));
        QCOMPARE(m.prompt.si(), 512 * 4.5 + 1e6 + 60);
        QCOMPARE(m.uplink.si(), m.prompt.si());
        QCOMPARE(m.downlink.si(), 32 * (4.5 + 60));
    }
    void aSplitSendsEachPositionOnce() {
        // R11: P = 512, G = 32, d = 4096 in FP16 is 4.45 MB with KV caching, here without the headers.
        NullRecorder rec;
        const auto m = messages(rec, bare(Payload::tokenIds));
        QCOMPARE(m.uplink.si(), 8192.0 * (512 + 31));
        QCOMPARE(m.downlink.si(), 32.0 * 4);
    }
    void withoutACacheTheSequenceIsSentAgain() {
        // R11: 138.3 MB, 31.1 times as much.
        NullRecorder rec;
        auto in = bare(Payload::tokenIds);
        const double cached = messages(rec, in).uplink.si();
        in.cached = false;
        const double all = messages(rec, in).uplink.si();
        QCOMPARE(all, 8192.0 * (32 * 512 + 32 * 31 / 2));
        QCOMPARE(qRound(all / 1e5), 1383);
        QCOMPARE(qRound(all / cached * 10.0), 311);
    }
    void aUShapeSendsAsMuchBack() {
        NullRecorder rec;
        const auto m = messages(rec, bare(Payload::vectors));
        QCOMPARE(m.downlink.si(), m.uplink.si());
        QCOMPARE(m.answer.si(), 8192.0 * 512);
        QCOMPARE(m.token.si(), 8192.0);
    }
    void chunksAddUpToThePrompt() {
        NullRecorder rec;
        auto in = inputs(Payload::vectors, Payload::vectors);
        const auto whole = messages(rec, in);
        in.chunks = {200.0, 200.0, 112.0};
        const auto m = messages(rec, in);
        QCOMPARE(m.promptParts.size(), std::size_t(3));
        QCOMPARE(sum(m.promptParts), m.prompt.si());
        QCOMPARE(sum(m.answerParts), m.answer.si());
        QCOMPARE(sum(m.passParts), m.passed.si());
        QCOMPARE(m.prompt.si(), whole.prompt.si() + 2 * 60.0); // two more headers
        QCOMPARE(m.uplink.si(), whole.uplink.si() + 2 * 60.0);
    }
    void textIsSentAtOnceHoweverItIsProcessed() {
        NullRecorder rec;
        auto in = inputs(Payload::text, Payload::text);
        in.chunks = {256.0, 256.0};
        const auto m = messages(rec, in);
        QCOMPARE(m.promptParts[0].si(), m.prompt.si());
        QCOMPARE(m.promptParts[1].si(), 0.0);
        QCOMPARE(m.answerParts[0].si(), 0.0);
        QCOMPARE(m.answerParts[1].si(), m.token.si());
    }
    void theTraceEqualsTheNumber() {
        for (const auto up : {Payload::text, Payload::vectors}) {
            NullRecorder none;
            const auto plainIn = inputs(up, up == Payload::text ? Payload::text : Payload::tokenIds);
            Trace trace;
            TracingRecorder rec(trace);
            MessageInputs<TracingRecorder> in;
            in.up = plainIn.up;
            in.down = plainIn.down;
            in.promptTokens = rec.input(plainIn.promptTokens, "P", "prompt", Label::assumed, "workload");
            in.outputTokens = rec.input(plainIn.outputTokens, "G", "output", Label::assumed, "workload");
            in.chunks = {in.promptTokens};
            in.media = rec.input(plainIn.media, "D_media", "media", Label::assumed, "workload");
            in.textPerToken = rec.input(plainIn.textPerToken, "b", "text", Label::assumed, "assumptions");
            in.hiddenPerToken =
                rec.input(plainIn.hiddenPerToken, "d", "hidden vector", Label::published, "model");
            in.header = rec.input(plainIn.header, "h", "header", Label::assumed, "assumptions");
            const auto traced = messages(rec, in);
            QCOMPARE(plain(traced.uplink).si(), messages(none, plainIn).uplink.si());
            QVERIFY(rec.derivation(traced.uplink).formula.starts_with("D_prompt + "));
        }
    }
};

} // namespace cellwright::inference

CELLWRIGHT_TEST(cellwright::inference::MessagesTest)
#include "messages_test.moc"
