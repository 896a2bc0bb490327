// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/inference/messages.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright::inference {

class MessagesTest : public QObject {
    Q_OBJECT

    static MessageInputs<NullRecorder> inputs(Placement placement) {
        return {placement, 512.0, 32.0, Bytes(1e6), Bytes(4.5), Bytes(4096.0 * 2), Bytes(60.0)};
    }

private Q_SLOTS:
    void nothingLeavesTheDevice() {
        NullRecorder rec;
        const auto m = messages(rec, inputs(Placement::device));
        QCOMPARE(m.uplink.si(), 0.0);
        QCOMPARE(m.downlink.si(), 0.0);
    }
    void aHostGetsTextAndMedia() {
        NullRecorder rec;
        const auto m = messages(rec, inputs(Placement::host));
        QCOMPARE(m.prompt.si(), 512 * 4.5 + 1e6 + 60);
        QCOMPARE(m.uplink.si(), m.prompt.si());
        QCOMPARE(m.downlink.si(), 32 * (4.5 + 60));
    }
    void aSplitSendsEachPositionOnce() {
        // R11: P = 512, G = 32, d = 4096 in FP16 is 4.45 MB with KV caching, here without the headers.
        NullRecorder rec;
        auto in = inputs(Placement::split);
        in.header = Bytes(0.0);
        QCOMPARE(messages(rec, in).uplink.si(), 8192.0 * (512 + 31));
        QCOMPARE(messages(rec, in).downlink.si(), 32.0 * 4);
    }
    void theTraceEqualsTheNumber() {
        for (const auto placement : {Placement::host, Placement::split}) {
            NullRecorder none;
            const auto plainIn = inputs(placement);
            Trace trace;
            TracingRecorder rec(trace);
            const MessageInputs<TracingRecorder> in{
                placement,
                rec.input(plainIn.promptTokens, "P", "prompt", Label::assumed, "workload"),
                rec.input(plainIn.outputTokens, "G", "output", Label::assumed, "workload"),
                rec.input(plainIn.media, "D_media", "media", Label::assumed, "workload"),
                rec.input(plainIn.textPerToken, "b", "text", Label::assumed, "assumptions"),
                rec.input(plainIn.hiddenPerToken, "d", "hidden vector", Label::published, "model"),
                rec.input(plainIn.header, "h", "header", Label::assumed, "assumptions")};
            const auto traced = messages(rec, in);
            QCOMPARE(plain(traced.uplink).si(), messages(none, plainIn).uplink.si());
            QVERIFY(rec.derivation(traced.uplink).formula.starts_with("D_prompt + "));
        }
    }
};

} // namespace cellwright::inference

CELLWRIGHT_TEST(cellwright::inference::MessagesTest)
#include "messages_test.moc"
