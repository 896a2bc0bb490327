// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/accounting.h"
#include "tests/analytics/llm/samples.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright::llm {
namespace {

Accounting account(const Model& model, const Precision& precision = {}) {
    return Accounting::of(model, precision).value();
}
/// Two layers of 4 heads of 16 on 64 channels, 2 key-value heads, gated width 128, vocabulary 1000, f16.
Accounting small(const std::string& extra = {}) {
    return account(parsed(llamaConfig(64, 2, 4, 2, 128, 1000, extra)));
}
std::vector<Precision> precisions() {
    return {{Scheme::f16},
            {Scheme::q4_k_m, Scheme::q8_0, Scheme::int8},
            {Scheme::gptq4, Scheme::fp8_e4m3, Scheme::f32}};
}

} // namespace

class AccountingTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void llama2FlopEqualsTheClosedForm() {
        const auto a = account(llama2_7b());
        const double P = 512, L = 32, d = 4096, ffn = 11008, V = 32000;
        const double matrices = L * (4 * d * d + 3 * d * ffn);
        const double prefill = 2 * matrices * P + 4 * L * d * P * (P + 1) / 2 + 2 * V * d;
        QCOMPARE(a.prefill(a.whole(), 512).flop.si(), prefill);
        const double decode = 2 * matrices + 4 * L * d * 513 + 2 * V * d;
        QCOMPARE(a.decode(a.whole(), 513).flop.si(), decode);
    }
    void bytesOfADecodeStepAreThoseOfAllWeightsButOneRowOfTheTable() {
        const auto model = llama2_7b();
        const auto a = account(model);
        const double total = double(countParameters(model).total);
        const auto work = a.decode(a.whole(), 100, 3);
        QCOMPARE(work.weightBytes.si(), 2.0 * (total - 32000.0 * 4096.0 + 3 * 4096.0));
        QCOMPARE(work.kvBytesRead.si(), 3.0 * 100 * 524288);
        QCOMPARE(work.kvBytesWritten.si(), 3.0 * 524288);
    }
    void kvCacheCountsSharedHeadsOnce() {
        const auto mha = account(gpt3_6_7b());
        QCOMPARE(mha.kvBytesPerToken(mha.whole()).si(), 524288.0); // 2·32·4096·2 B
        const auto gqa = account(llama31_8b());
        QCOMPARE(gqa.kvBytesPerToken(gqa.whole()).si(), 131072.0); // 2·32·8·128·2 B
        QCOMPARE(gqa.kvBytes(gqa.whole(), 1000, 4).si(), 131072.0 * 4000);
        const auto q8 = account(llama31_8b(), {Scheme::f16, Scheme::q8_0, Scheme::f16});
        QCOMPARE(q8.kvBytesPerToken(q8.whole()).si(), 131072.0 / 32 * 17);
    }
    void slidingWindowsLimitPositionsAndCache() {
        const auto a = account(gemma2_2b());
        const double perLayer = 2.0 * 4 * 256 * 2;
        QCOMPARE(a.kvBytes(a.whole(), 8192).si(), perLayer * (13 * 4096 + 13 * 8192));
        QCOMPARE(a.decode(a.whole(), 8192).kvBytesRead.si(), perLayer * (13 * 4096 + 13 * 8192));
        const double full = 4.0 * 8 * 256;
        const double step = a.decode(a.whole(), 8192).flop.si() - a.decode(a.whole(), 8191).flop.si();
        QCOMPARE(step, 13 * full);
        // Position by position: min(c, 4096) in half of the layers, c in the others.
        double positions = 0;
        for (int c = 1; c <= 6000; ++c)
            positions += 13.0 * std::min(c, 4096) + 13.0 * c;
        const double matrices = a.prefill(a.whole(), 1).flop.si() - 26 * full;
        const double head = 2.0 * 256000 * 2304;
        QCOMPARE(a.prefill(a.whole(), 6000).flop.si(), (matrices - head) * 6000 + head + full * positions);
    }
    void everyRangeIsTheSumOfItsBlocks() {
        for (const auto& model : {llama32_1b(), gpt2Medium(), gemma2_2b()})
            for (const auto& precision : precisions()) {
                const auto a = account(model, precision);
                for (const BlockRange range : {a.whole(), a.below(3), a.above(3), BlockRange{2, 7}}) {
                    Work prefill, decode;
                    std::int64_t parameters = 0;
                    Bytes kv;
                    for (int block = range.first; block < range.last; ++block) {
                        const BlockRange one{block, block + 1};
                        prefill = prefill + a.prefill(one, 100, 2, 5000);
                        decode = decode + a.decode(one, 700, 3);
                        parameters += a.parameters(one);
                        kv += a.kvBytes(one, 5000, 2);
                    }
                    QCOMPARE(a.prefill(range, 100, 2, 5000), prefill);
                    QCOMPARE(a.decode(range, 700, 3), decode);
                    QCOMPARE(a.parameters(range), parameters);
                    QCOMPARE(a.kvBytes(range, 5000, 2), kv);
                }
            }
    }
    void everyCutAddsUpToTheWhole() {
        const auto model = llama31_8b();
        const auto a = account(model, {Scheme::q4_k_m});
        for (int cut = 0; cut <= a.layers(); ++cut) {
            QCOMPARE(a.parameters(a.below(cut)) + a.parameters(a.above(cut)), countParameters(model).total);
            QCOMPARE(a.weightBytes(a.below(cut)) + a.weightBytes(a.above(cut)), a.weightBytes(a.whole()));
            QCOMPARE(a.prefill(a.below(cut), 512) + a.prefill(a.above(cut), 512), a.prefill(a.whole(), 512));
        }
    }
    void aTiedTableIsStoredOnBothSidesOfACutButOnceInTheWhole() {
        const auto model = llama32_1b();
        const auto a = account(model);
        const Bytes table(2.0 * 128256 * 2048);
        QCOMPARE(a.weightBytes(a.whole()).si(), 2.0 * 1235814400);
        QCOMPARE(a.weightBytes(a.below(8)) + a.weightBytes(a.above(8)), a.weightBytes(a.whole()) + table);
        QCOMPARE(a.bitsPerWeight(a.whole()), 16.0);
        QCOMPARE(a.bitsPerWeight(a.above(8)), 16.0);
        // Reading is not sharing: the head reads the table in every step.
        QCOMPARE(a.decode(a.whole(), 1).weightBytes.si(), 2.0 * (1235814400 + 2048));
    }
    void aGenerationIsTheSumOfItsSteps() {
        const auto a = account(gemma2_2b(), {Scheme::q4_0});
        Work sum;
        for (int step = 1; step <= 200; ++step)
            sum = sum + a.decode(a.whole(), 4000 + step, 2);
        QCOMPARE(a.generation(a.whole(), 4000, 200, 2), sum);
    }
    void aPrefillInTwoPartsComputesTheSameAttention() {
        const auto a = account(gemma2_2b());
        const auto layers = BlockRange{1, a.layers() + 1};
        const auto whole = a.prefill(layers, 6000, 2);
        const auto parts = a.prefill(layers, 2500, 2) + a.prefill(layers, 3500, 2, 2500);
        QCOMPARE(parts.flop, whole.flop);
        QCOMPARE(parts.kvBytesWritten, whole.kvBytesWritten);
        QCOMPARE(parts.weightBytes, whole.weightBytes * 2.0);
    }
    void theHeadIsAppliedToTheLastPromptTokenOnly() {
        const auto a = small();
        const BlockRange head{3, 4};
        QCOMPARE(a.prefill(head, 500, 2).flop.si(), 2.0 * 2 * 1000 * 64);
        QCOMPARE(a.prefill(head, 1, 2), a.prefill(head, 500, 2));
    }
    void activationTrafficAndLaunchesFollowTheStatedRule() {
        const auto a = small();
        // Matrices: q, k, v, o, gate, up, down in and out; two norms, one rotation of queries and keys,
        // storing keys and values, attention in and out, two additions of three vectors, gate and up in and
        // the product out.
        const double d = 64, q = 64, kv = 32, f = 128;
        const double elements = (d + q) + 2 * (d + kv) + (q + d) + 2 * (d + f) + (f + d) + 2 * 2 * d +
                                2 * (q + kv) + 2 * kv + 2 * q + 6 * d + 3 * f;
        const auto layer = a.prefill({1, 2}, 10);
        QCOMPARE(layer.activationBytes.si(), 2.0 * 10 * elements);
        QCOMPARE(layer.operations, 7.0 + 2 + 2 + 1 + 1 + 2 + 1);
        QCOMPARE(a.decode({0, 1}, 5).operations, 1.0);
        QCOMPARE(a.decode({3, 4}, 5).operations, 2.0);
        QCOMPARE(a.workspaceBytes({1, 2}, 100, 3).si(), 2.0 * (2 * d + 2 * q + 2 * kv + 2 * f) * 100 * 3);
        QCOMPARE(a.workspaceBytes({1, 2}, 5000), a.workspaceBytes({1, 2}, Accounting::microBatch));
        QCOMPARE(a.workspaceBytes({2, 4}, 1) - a.workspaceBytes({2, 3}, 1), Bytes(4.0 * 1000));
    }
    void whatLeavesABlockIsAHiddenVectorOrATokenId() {
        const auto a = account(llama31_8b(), {Scheme::q4_0, Scheme::f16, Scheme::int8});
        QCOMPARE(a.outputBytesPerToken(0).si(), 4096.0 + 4);
        QCOMPARE(a.outputBytesPerToken(32).si(), 4096.0 + 4);
        QCOMPARE(a.outputBytesPerToken(33).si(), 4.0);
    }
    void matricesOfARangeAreGrouped() {
        const auto a = account(llama31_8b(), {Scheme::q4_k_m});
        std::int64_t elements = 0;
        int count = 0;
        for (const auto& group : a.matrices(a.whole())) {
            elements += group.count * group.rows * group.cols;
            count += group.count;
            QCOMPARE(group.lastTokenOnly, group.name == "output");
        }
        QCOMPARE(count, 32 * 7 + 1);
        QCOMPARE(2.0 * double(elements) + 4.0 * 32 * 4096, a.decode(a.whole(), 1).flop.si());
        const auto head = a.matrices({33, 34});
        QCOMPARE(head.size(), std::size_t(1));
        QCOMPARE(head[0], (MatrixGroup{"output", 128256, 4096, TensorFormat::q6_k, 1, true}));
    }
    void segmentsChangeTheWeightsOfTheirBlocksOnly() {
        const auto model = llama31_8b();
        const auto mixed = account(model, {Scheme::f16, Scheme::f16, Scheme::f16, {{{0, 9}, Scheme::q4_0}}});
        const auto f16 = account(model);
        const auto q4 = account(model, {Scheme::q4_0});
        QCOMPARE(mixed.weightBytes(mixed.below(8)), q4.weightBytes(q4.below(8)));
        QCOMPARE(mixed.weightBytes(mixed.above(8)), f16.weightBytes(f16.above(8)));
        QCOMPARE(mixed.decode(mixed.below(8), 9).weightBytes, q4.decode(q4.below(8), 9).weightBytes);
        // A tied table in two formats is two tables.
        const auto tied = llama32_1b();
        const auto twice = account(tied, {Scheme::f16, Scheme::f16, Scheme::f16, {{{0, 1}, Scheme::q4_0}}});
        QCOMPARE(twice.weightBytes(twice.whole()),
                 twice.weightBytes(twice.below(5)) + twice.weightBytes(twice.above(5)));
    }
    void valuesOutOfBoundsAreCutToThem() {
        const auto a = small();
        QCOMPARE(a.prefill({-5, 99}, 10), a.prefill(a.whole(), 10));
        QCOMPARE(a.prefill({3, 1}, 10), Work{});
        QCOMPARE(a.prefill(a.whole(), -1), Work{});
        QCOMPARE(a.prefill(a.whole(), 10, 0), Work{});
        QCOMPARE(a.generation(a.whole(), 10, 0), Work{});
        QCOMPARE(a.kvBytes(a.whole(), -3).si(), 0.0);
        QVERIFY(std::isfinite(a.prefill(a.whole(), INT64_MAX, INT64_MAX, INT64_MAX).flop.si()));
        QCOMPARE(a.tensors(99).size(), std::size_t(0));
        QCOMPARE(a.parameters({7, 9}), std::int64_t(0));
    }
    void blocksHaveNames() {
        const auto a = small();
        QCOMPARE(a.blocks(), 4);
        QCOMPARE(a.blockName(0), std::string("embedding"));
        QCOMPARE(a.blockName(1), std::string("layer 0"));
        QCOMPARE(a.blockName(3), std::string("output head"));
    }
};

} // namespace cellwright::llm

CELLWRIGHT_TEST(cellwright::llm::AccountingTest)
#include "accounting_test.moc"
