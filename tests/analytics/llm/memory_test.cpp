// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/memory.h"
#include "analytics/llm/search.h"
#include "tests/analytics/llm/samples.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright::llm {
namespace {

ServingMemory<NullRecorder> memoryOf(const Model& model, const ServingLoad& load,
                                     const Precision& precision = {}) {
    NullRecorder none;
    const auto accounting = Accounting::of(model, precision).value();
    return servingMemory(none, model, accounting, accounting.whole(), load);
}
ServingLoad loaded(std::int64_t prompt, std::int64_t context, std::int64_t batch) {
    ServingLoad load;
    load.prompt = prompt;
    load.context = context;
    load.batch = batch;
    return load;
}
bool near(double a, double b) {
    return std::abs(a - b) <= 1e-12 * std::abs(b);
}

} // namespace

class MemoryTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void partsAddUpToTheAccounting() {
        const auto model = llama31_8b();
        const auto a = Accounting::of(model).value();
        const auto m = memoryOf(model, loaded(1000, 1200, 3));
        QCOMPARE(m.weights, a.weightBytes(a.whole()));
        QCOMPARE(m.kvCache, a.kvBytes(a.whole(), 1200, 3));
        QCOMPARE(m.kvWaste, Bytes());
        QVERIFY(near((m.workspace + m.logits).si(), a.workspaceBytes(a.whole(), 1000, 3).si()));
        QCOMPARE(m.logits.si(), 3.0 * 4 * 128256);
        QCOMPARE(m.overhead, Bytes());
        QVERIFY(near(m.total.si(), (m.weights + m.kvCache + m.workspace + m.logits).si()));
    }
    void pagesAreWholeAndWasteIsShown() {
        const auto model = llama2_7b();
        auto load = loaded(512, 513, 2);
        load.layout = KvLayout::paged;
        const double token = 524288.0;
        auto m = memoryOf(model, load);
        QCOMPARE(m.kvCache.si(), 2 * 528 * token);
        QCOMPARE(m.kvWaste.si(), 2 * 15 * token);
        load.pageTokens = 1;
        QCOMPARE(memoryOf(model, load).kvWaste, Bytes());
        load.pageTokens = 256;
        QCOMPARE(memoryOf(model, load).kvCache.si(), 2 * 768 * token);
    }
    void contiguousRoomIsTakenAtOnce() {
        auto load = loaded(512, 640, 2);
        load.capacity = 4096;
        const auto m = memoryOf(llama2_7b(), load);
        QCOMPARE(m.kvCache.si(), 2 * 4096 * 524288.0);
        QCOMPARE(m.kvWaste.si(), 2 * 3456 * 524288.0);
        load.capacity = 10; // less than is in use
        QCOMPARE(memoryOf(llama2_7b(), load).kvCache.si(), 2 * 640 * 524288.0);
    }
    void windowsLimitTheCache() {
        const auto model = gemma2_2b();
        const auto a = Accounting::of(model).value();
        const auto m = memoryOf(model, loaded(512, 8000, 1));
        QCOMPARE(m.kvCache, a.kvBytes(a.whole(), 8000));
        QVERIFY(m.kvCache.si() < 8000 * a.kvBytesPerToken(a.whole()).si());
    }
    void llamaCppLogsComeBack_data() {
        QTest::addColumn<int>("positions");
        QTest::addColumn<double>("mebibytes");
        // github.com/fedora-copr/logdetective, pull request 106: Mistral 7B, CUDA0 compute buffer.
        QTest::newRow("2048") << 2048 << 164.0;
        QTest::newRow("32768") << 32768 << 2144.0;
    }
    void llamaCppLogsComeBack() {
        QFETCH(int, positions);
        QFETCH(double, mebibytes);
        const auto mistral = parsed(llamaConfig(4096, 32, 32, 8, 14336, 32768));
        auto load = loaded(512, positions, 1);
        load.runtime = Runtime::llamaCpp;
        const auto m = memoryOf(mistral, load);
        QCOMPARE(m.workspace.si(), mebibytes * 1048576.0);
        QCOMPARE(m.kvCache.si(), double(positions) * 131072.0);
    }
    void llamaCppAllocatesInSteps() {
        auto load = loaded(100, 513, 2);
        load.runtime = Runtime::llamaCpp;
        QCOMPARE(memoryOf(llama2_7b(), load).kvCache.si(), 2 * 768 * 524288.0);
        // A large vocabulary outweighs the scores of a short context.
        load = loaded(512, 512, 1);
        load.runtime = Runtime::llamaCpp;
        QCOMPARE(memoryOf(llama31_8b(), load).workspace.si(), 512.0 * 4 * (128256 + 4096));
        // The side without the head computes no logits.
        NullRecorder none;
        const auto model = llama31_8b();
        const auto a = Accounting::of(model).value();
        const auto below = servingMemory(none, model, a, a.below(3), load);
        QCOMPARE(below.logits, Bytes());
        QCOMPARE(below.workspace.si(), 512.0 * 4 * (33 * 512 + 4 * 4096));
    }
    void cutsShareTheMemory() {
        const auto model = llama31_8b();
        const auto a = Accounting::of(model).value();
        NullRecorder none;
        const auto load = loaded(512, 640, 2);
        const auto all = servingMemory(none, model, a, a.whole(), load);
        const auto below = servingMemory(none, model, a, a.below(9), load);
        const auto above = servingMemory(none, model, a, a.above(9), load);
        QVERIFY(near((below.weights + above.weights).si(), all.weights.si()));
        QVERIFY(near((below.kvCache + above.kvCache).si(), all.kvCache.si()));
        QCOMPARE(below.logits, Bytes());
    }
    void encodedVectorsAreCached() {
        auto model = llama32_1b();
        for (auto& layer : model.layers)
            layer.cross = *layer.attention();
        auto load = loaded(10, 20, 2);
        const auto without = memoryOf(model, load).kvCache;
        load.encoded = 1500;
        QCOMPARE((memoryOf(model, load).kvCache - without).si(), 2.0 * 1500 * 16 * 2 * 512 * 2);
        Trace trace;
        TracingRecorder rec(trace);
        const auto a = Accounting::of(model).value();
        QVERIFY(near(plain(servingMemory(rec, model, a, a.whole(), load).total).si(),
                     memoryOf(model, load).total.si()));
    }
    void totalsOpen_data() {
        QTest::addColumn<int>("runtime");
        QTest::addColumn<bool>("paged");
        for (int runtime = 0; runtime < 3; ++runtime)
            for (const bool paged : {false, true})
                QTest::addRow("runtime %d, %s", runtime, paged ? "paged" : "contiguous") << runtime << paged;
    }
    void totalsOpen() {
        QFETCH(int, runtime);
        QFETCH(bool, paged);
        auto load = loaded(700, 5001, 3);
        load.runtime = Runtime(runtime);
        load.layout = paged ? KvLayout::paged : KvLayout::contiguous;
        load.capacity = 7000;
        for (const auto& model : {llama31_8b(), gpt2Medium(), gemma2_2b()}) {
            const auto a = Accounting::of(model, {Scheme::q4_k_m, Scheme::q8_0}).value();
            for (const BlockRange range : {a.whole(), a.below(4), a.above(4)})
                compare(model, a, range, load);
        }
    }
    void largestFitsAreLargest() {
        // Against trying every count, on a model small enough for it.
        const auto model = parsed(llamaConfig(64, 2, 4, 2, 128, 500));
        const auto a = Accounting::of(model).value();
        for (const auto runtime : {Runtime::cellwright, Runtime::llamaCpp})
            for (const auto layout : {KvLayout::contiguous, KvLayout::paged})
                for (const double memory : {0.0, 2e5, 4e5, 5e5, 1e6, 3e6}) {
                    auto load = loaded(8, 40, 2);
                    load.runtime = runtime;
                    load.layout = layout;
                    compareSearch(model, a, load, Bytes(memory));
                }
    }
    void fitsGrowWithTheMemory() {
        const auto model = llama31_8b();
        const auto a = Accounting::of(model).value();
        std::int64_t batch = 0, context = 0;
        for (double memory = 15e9; memory < 120e9; memory *= 1.3) {
            const auto more = largestBatch(model, a, a.whole(), loaded(512, 640, 1), Bytes(memory));
            const auto longer = largestContext(model, a, a.whole(), loaded(512, 640, 1), Bytes(memory));
            QVERIFY(more >= batch && longer >= context);
            batch = more;
            context = longer;
        }
        QVERIFY(batch > 100 && context > 100'000);
    }
    void windowsLetContextsGrowWithoutEnd() {
        auto model = llama32_1b();
        for (auto& layer : model.layers)
            layer.attention()->window = 1024;
        const auto a = Accounting::of(model).value();
        QCOMPARE(largestContext(model, a, a.whole(), {}, Bytes(10e9)), Limits::context);
    }
    void extremeLoadsAreBounded() {
        auto load = loaded(-5, std::int64_t(1) << 62, std::int64_t(1) << 62);
        load.pageTokens = 0;
        load.layout = KvLayout::paged;
        const auto m = memoryOf(llama2_7b(), load);
        QCOMPARE(m.kvCache.si(), 524288.0 * 1e9 * 1e9);
        QVERIFY(std::isfinite(m.total.si()));
    }
    void searchFindsTheLastThatHolds() {
        for (std::int64_t last = 0; last < 40; ++last)
            for (std::int64_t most : {0, 1, 7, 39, 100})
                QCOMPARE(largest(most, [&](std::int64_t n) { return n <= last; }), std::min(last, most));
    }
    void runtimesHaveNames() {
        for (const char* name : {"cellwright", "llama.cpp", "fastertransformer"})
            QCOMPARE(runtimeName(parseRuntime(name).value()), std::string_view(name));
        const auto unknown = parseRuntime("vllm");
        QVERIFY(!unknown && unknown.error().message().find("llama.cpp") != std::string::npos);
    }

private:
    static void compare(const Model& model, const Accounting& a, BlockRange range, const ServingLoad& load) {
        NullRecorder none;
        const auto plainly = servingMemory(none, model, a, range, load);
        Trace trace;
        TracingRecorder rec(trace);
        const auto traced = servingMemory(rec, model, a, range, load);
        QVERIFY(near(plain(traced.total).si(), plainly.total.si()));
        QVERIFY(near(plain(traced.kvCache).si(), plainly.kvCache.si()));
        QVERIFY(std::abs((plain(traced.kvWaste) - plainly.kvWaste).si()) < 1.0);
        QCOMPARE(plain(traced.workspace), plainly.workspace);
        QCOMPARE(plain(traced.overhead), plainly.overhead);
        const auto tree = rec.derivation(traced.total);
        QVERIFY(near(tree.value, plainly.total.si()));
        QCOMPARE(tree.unit, std::string("B"));
    }
    static void compareSearch(const Model& model, const Accounting& a, const ServingLoad& load,
                              Bytes memory) {
        NullRecorder none;
        std::int64_t batch = 0, context = 0;
        auto tried = load;
        for (tried.batch = 1; servingMemory(none, model, a, a.whole(), tried).total <= memory; ++tried.batch)
            batch = tried.batch;
        tried = load;
        for (tried.context = 1; servingMemory(none, model, a, a.whole(), tried).total <= memory;
             ++tried.context)
            context = tried.context;
        QCOMPARE(largestBatch(model, a, a.whole(), load, memory), batch);
        QCOMPARE(largestContext(model, a, a.whole(), load, memory), context);
    }
};

} // namespace cellwright::llm

CELLWRIGHT_TEST(cellwright::llm::MemoryTest)
#include "memory_test.moc"
