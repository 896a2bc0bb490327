// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/explain/recorder.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright {
namespace {

template <class R>
Of<Seconds, R> transferTime(R& rec, const Of<Bytes, R>& data, const Of<BitsPerSecond, R>& rate) {
    return rec.name(toBits(data) / rate, "t", "time on the link", "data over rate");
}

template <class R>
Of<Seconds, R> total(R& rec, Bytes bytes, BitsPerSecond bits) {
    const auto data = rec.input(bytes, "D", "payload", Label::assumed, "workload");
    const auto rate = rec.input(bits, "R", "rate", Label::measured, "profile");
    const auto once = transferTime(rec, Of<Bytes, R>(data), Of<BitsPerSecond, R>(rate));
    return rec.name(once + once * typename R::Number(2.0), "T", "three transfers");
}

} // namespace

class RecorderTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bothRecordersAgreeAndTheFormulaIsTheOneComputed() {
        NullRecorder none;
        const Seconds expected = total(none, Bytes(1000.0), BitsPerSecond(4000.0));
        QCOMPARE(expected.si(), 6.0);

        Trace trace;
        TracingRecorder recorder(trace);
        const auto traced = total(recorder, Bytes(1000.0), BitsPerSecond(4000.0));
        QCOMPARE(plain(traced).si(), expected.si());
        const auto tree = recorder.derivation(traced);
        QCOMPARE(tree.formula, std::string("t + t·2"));
        QCOMPARE(tree.unit, std::string("s"));
        QCOMPARE(tree.inputs.size(), std::size_t(1));
        QCOMPARE(tree.inputs[0].formula, std::string("8·D / R"));
        QCOMPARE(tree.inputs[0].substituted, std::string("8·1 kB / 4 kbit/s"));
        QCOMPARE(tree.inputs[0].inputs.size(), std::size_t(2));
        QCOMPARE(tree.inputs[0].inputs[1].label, Label::measured);
    }
    void parenthesesFollowTheArithmetic() {
        Trace trace;
        TracingRecorder rec(trace);
        const Traced a = rec.input(2.0, "a", "a", Label::assumed, "");
        const Traced b = rec.input(3.0, "b", "b", Label::assumed, "");
        QCOMPARE(rec.derivation(rec.name((a + b) * a - (a - b), "x", "x")).formula,
                 std::string("(a + b)·a - (a - b)"));
        QCOMPARE(rec.derivation(rec.name(a / (b * a), "x", "x")).formula, std::string("a / (b·a)"));
        QCOMPARE(rec.derivation(rec.name(pow(a + b, 2.0), "x", "x")).formula, std::string("(a + b)^2"));
        QCOMPARE(rec.derivation(rec.name(max(a, -b), "x", "x")).formula, std::string("max(a, -b)"));
    }
    void aSharedPartIsExpandedOnce() {
        Trace trace;
        TracingRecorder rec(trace);
        const Traced a = rec.name(rec.input(2.0, "a", "a", Label::assumed, "") * Traced(2.0), "c", "c");
        const Traced left = rec.name(a + Traced(1.0), "l", "l");
        const Traced right = rec.name(a - Traced(1.0), "r", "r");
        const auto tree = rec.derivation(rec.name(left * right, "p", "p"));
        QVERIFY(!tree.inputs[0].inputs[0].repeated);
        QVERIFY(tree.inputs[1].inputs[0].repeated);
        QVERIFY(toPlainText(tree).find("shown above") != std::string::npos);
    }
    void manyTermsBecomeOneSigma() {
        Trace trace;
        TracingRecorder rec(trace);
        std::vector<Seconds> plainTerms;
        std::vector<Of<Seconds, TracingRecorder>> terms;
        for (int i = 0; i < 32; ++i) {
            plainTerms.emplace_back(double(i));
            terms.push_back(
                rec.input(plainTerms.back(), "t_" + std::to_string(i), "layer", Label::measured, ""));
        }
        NullRecorder none;
        const auto traced = rec.name(rec.sum<Of<Seconds, TracingRecorder>>(terms), "T", "all layers");
        QCOMPARE(plain(traced).si(), none.sum<Seconds>(plainTerms).si());
        QCOMPARE(rec.derivation(traced).formula, std::string("Σ of 32 terms: t_0 + … + t_31"));
        QCOMPARE(rec.derivation(traced).inputs.size(), std::size_t(32));
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::RecorderTest)
#include "recorder_test.moc"
