// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/measured/wanted.h"
#include "analytics/kernels/measuring/cases.h"
#include "tests/analytics/compute/measured/synthetic.h"
#include "tests/analytics/llm/structures.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>

namespace cellwright::compute::measured {
namespace {

/// A computer that multiplies q4_0, q8_0 and f16, and runs everything.
Abilities abilities() {
    return {
        [](Scheme s) { return s == Scheme::q4_0 || s == Scheme::q8_0 || s == Scheme::f16; },
        [](Scheme s, int rows, int cols) { return std::size_t(llm::tensorBytes(formatOf(s), rows, cols)); },
        [](const kernels::OperationCase&) { return true; }};
}

struct Asked {
    llm::Model model;
    llm::Accounting accounting;
    explicit Asked(llm::Model given, Scheme weights = Scheme::q4_0)
        : model(std::move(given))
        , accounting(*llm::Accounting::of(model, {weights})) {}
    [[nodiscard]] Task task(const llm::Step& step, std::int64_t steps = 1) const {
        Task task;
        task.model = &model;
        task.accounting = &accounting;
        task.stretches = {{accounting.whole(), step, steps}};
        return task;
    }
};

llm::Step prefill(std::int64_t tokens, std::int64_t batch = 1, std::int64_t depth = 0) {
    return {llm::Step::Phase::prefill, tokens, batch, depth};
}

bool has(const kernels::ProfileOptions& options, Scheme scheme, int rows, int cols, int tokens) {
    return std::ranges::find(options.products, kernels::Product{scheme, {rows, cols, tokens}}) !=
           options.products.end();
}
int count(const kernels::ProfileOptions& options, std::string_view kernel, int tokens, int depth) {
    return int(std::ranges::count_if(options.layers, [&](const auto& c) {
        return c.kernel == kernel && c.tokens == tokens && c.depth == depth;
    }));
}

} // namespace

class WantedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Whatever is asked for, the profiler takes what is wanted for it.
    void staysWithinWhatCanBeMeasured() {
        auto model = test::smallModel();
        model.vocabulary = 200'000;
        const Asked asked(model);
        const auto options = wantedFor(
            {asked.task(llm::Step::decode(3'000'000, 4096)), asked.task(prefill(1200, 1, 50'000'000))},
            abilities());
        QVERIFY(!options.products.empty() && !options.layers.empty());
        bool head = false;
        for (const auto& [weights, shape] : options.products) {
            QVERIFY(shape.rows > 0 && shape.tokens <= kernels::maximumTokens);
            QVERIFY(4.0 * shape.tokens * (double(shape.rows) + shape.cols) <= kernels::maximumVectors);
            head = head || (shape.tokens == 4096 && shape.rows > 10'000);
        }
        QVERIFY(head);
        for (const auto& layer : options.layers) {
            QVERIFY(layer.depth >= 0 && double(layer.depth) * layer.tokens <= 1 << 24);
            QVERIFY(layer.tokens >= 1 && layer.tokens <= kernels::maximumTokens);
            QVERIFY(layer.bytes() <= kernels::maximumOperation);
        }
    }
    void everyMatrixForOneTokenAndForAMicroBatch() {
        const Asked asked(test::smallModel());
        const auto options =
            wantedFor({asked.task(llm::Step::decode(1025), 64), asked.task(prefill(700))}, abilities());
        for (const int tokens : {1, 512, 188}) {
            QVERIFY(has(options, Scheme::q4_0, 2048, 2048, tokens));
            QVERIFY(has(options, Scheme::q4_0, 512, 2048, tokens));
            QVERIFY(has(options, Scheme::q4_0, 8192, 2048, tokens));
            QVERIFY(has(options, Scheme::q4_0, 2048, 8192, tokens));
        }
        // The head, which q4_0 keeps in q6_k: the nearest that can be measured, for the last token only.
        QVERIFY(has(options, Scheme::q8_0, 32000, 2048, 1));
        QVERIFY(!has(options, Scheme::q8_0, 32000, 2048, 512));
        QCOMPARE(options.products.size(), std::size_t(13));
        QVERIFY(options.quick);
    }
    void layersAndAttentionAtTheDepthsInQuestion() {
        const Asked asked(test::smallModel());
        const auto options = wantedFor(
            {asked.task(llm::Step::decode(1025), 65), asked.task(prefill(2048, 1, 100))}, abilities());
        QCOMPARE(count(options, kernels::layerKernel, 1, 1024 + 32), 1);
        QCOMPARE(count(options, kernels::attentionKernel, 1, 1024 + 32), 1);
        QCOMPARE(count(options, kernels::layerKernel, 512, 100), 1);
        QCOMPARE(count(options, kernels::attentionKernel, 512, 100), 1);
        QCOMPARE(count(options, kernels::attentionKernel, 512, 100 + 2048 - 512), 1);
        const auto layer =
            *std::ranges::find(options.layers, kernels::layerKernel, &kernels::OperationCase::kernel);
        QVERIFY(layer.weights == Scheme::q4_0 && layer.cache == Scheme::f16);
        QCOMPARE(layer.shape.hidden, 2048);
        QCOMPARE(layer.shape.cacheHeads, 8);
        QCOMPARE(layer.shape.intermediate, 8192);
        QVERIFY(std::ranges::count(options.layers, kernels::normKernel, &kernels::OperationCase::kernel) >=
                1);
    }
    void whatNobodyRunsIsLeftOut() {
        const Asked asked(test::smallModel());
        auto none = abilities();
        none.runs = [](const auto& c) { return c.kernel == kernels::attentionKernel; };
        const auto options = wantedFor({asked.task(llm::Step::decode(9))}, none);
        QCOMPARE(options.layers.size(), std::size_t(1));
        none.multiplies = [](Scheme) { return false; };
        QVERIFY(wantedFor({asked.task(llm::Step::decode(9))}, none).products.empty());
    }
    void largeMatricesAreCutToWhatFits() {
        auto model = test::smallModel();
        model.vocabulary = 400000;
        const Asked asked(model, Scheme::f16);
        const auto options = wantedFor({asked.task(llm::Step::decode(9))}, abilities());
        int rows = 0;
        for (const auto& p : options.products)
            rows = std::max(rows, p.shape.rows);
        QVERIFY(rows > 100000 && rows < 400000);
        QVERIFY(std::size_t(rows) * 2048 * 2 <= (512u << 20));
    }
    void expertsGetTheirShareOfTheTokens() {
        const Asked asked(llm::expertModel(), Scheme::f16);
        const auto options =
            wantedFor({asked.task(llm::Step::decode(9)), asked.task(prefill(40))}, abilities());
        // 40 tokens reach all 8 experts, which 2 of 8 are chosen of: 10 each.
        QVERIFY(has(options, Scheme::f16, 32, 64, 1));
        QVERIFY(has(options, Scheme::f16, 32, 64, 10));
        QCOMPARE(count(options, kernels::layerKernel, 1, 8), 0);
        QCOMPARE(count(options, kernels::attentionKernel, 1, 8), 1);
    }
    // What was measured as wanted makes every matrix of the prediction a measured one.
    void whatIsWantedIsEnough() {
        const Asked asked(test::smallModel());
        const std::vector<Task> tasks{asked.task(llm::Step::decode(300)), asked.task(prefill(700)),
                                      asked.task(prefill(100, 3))};
        auto all = abilities();
        all.multiplies = [](Scheme s) { return s == Scheme::q4_0 || s == Scheme::q6_k; };
        const test::Machine machine;
        auto profile = test::Machine::empty({2});
        for (const auto& p : wantedFor(tasks, all).products)
            machine.add(profile, p.weights, p.shape.rows, p.shape.cols, p.shape.tokens, 2);
        const auto kernels = test::modelOf(profile);
        for (const auto& task : tasks)
            for (const auto& pass : compose(kernels, asked.model, asked.accounting, task.stretches[0]).passes)
                for (const auto& item : pass.items)
                    QVERIFY2(item.kind != Item::Kind::product || item.each.measured,
                             std::string(item.name).c_str());
    }
};

} // namespace cellwright::compute::measured

CELLWRIGHT_TEST(cellwright::compute::measured::WantedTest)
#include "wanted_test.moc"
