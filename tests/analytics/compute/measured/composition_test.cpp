// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analytics/compute/measured/synthetic.h"
#include "tests/analytics/llm/structures.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>

namespace cellwright::compute::measured {

using test::Machine;
using test::modelOf;
using test::smallModel;

namespace {

llm::Accounting accountingOf(const llm::Model& model, Scheme weights = Scheme::q4_0) {
    return *llm::Accounting::of(model, {.weights = weights, .segments = {}, .mix = nullptr});
}
llm::Step prefill(std::int64_t tokens, std::int64_t batch = 1, std::int64_t depth = 0) {
    return {llm::Step::Phase::prefill, tokens, batch, depth};
}
Composition whole(const KernelModel& kernels, const llm::Model& model, const llm::Step& step,
                  std::int64_t steps = 1, Scheme weights = Scheme::q4_0) {
    const auto accounting = accountingOf(model, weights);
    return compose(kernels, model, accounting, {accounting.whole(), step, steps});
}
bool near(double a, double b, double share = 1e-9) {
    return std::abs(a / b - 1.0) <= share;
}

/// A profile of exactly what a model consists of.
kernels::Profile exactProfile(const Machine& machine, const llm::Model& model, Scheme weights,
                              std::vector<int> tokens) {
    auto profile = machine.usual({Scheme::f16}, {2});
    const auto accounting = accountingOf(model, weights);
    for (const auto& m : accounting.matrices(accounting.whole()))
        for (const int n : tokens)
            for (const Scheme scheme : {Scheme::q4_0, Scheme::q8_0, Scheme::q6_k})
                if (formatOf(scheme) == m.format)
                    machine.add(profile, scheme, int(m.rows), int(m.cols), n, 2);
    return profile;
}

} // namespace

class CompositionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // By hand: seven matrices per layer and the head, as they were measured.
    void productsAreTheSumOfTheMatrices() {
        const auto model = smallModel();
        const Machine machine;
        const auto profile = exactProfile(machine, model, Scheme::q4_0, {1});
        const auto kernels = modelOf(profile);
        const auto c = whole(kernels, model, llm::Step::decode(100));
        double sum = 0.0;
        const auto accounting = accountingOf(model);
        for (const auto& m : accounting.matrices(accounting.whole()))
            sum += m.count * timeOf(machine.products(2), 2.0 * double(m.rows * m.cols),
                                    double(llm::tensorBytes(m.format, m.rows, m.cols)));
        QVERIFY2(near(c.secondsOf(Item::Kind::product), sum),
                 std::to_string(c.secondsOf(Item::Kind::product) / sum).c_str());
        QVERIFY(near(c.secondsOf(Item::Kind::product) + c.secondsOf(Item::Kind::attention) +
                         c.secondsOf(Item::Kind::element),
                     c.seconds()));
        for (const auto& item : c.passes[0].items)
            if (item.kind == Item::Kind::product)
                QVERIFY(item.each.measured);
    }
    void promptsGoInMicroBatches() {
        const auto model = smallModel();
        const auto kernels = modelOf(Machine{}.usual());
        const auto time = [&](std::int64_t tokens, std::int64_t depth) {
            return whole(kernels, model, prefill(tokens, 1, depth));
        };
        QCOMPARE(time(512, 0).passes.size(), std::size_t(1));
        QCOMPARE(time(700, 0).passes.size(), std::size_t(2));
        QCOMPARE(time(700, 0).passes[1].tokens, 188.0);
        QCOMPARE(time(2048, 0).passes[0].repeats, 4.0);
        // The head is for the last token only: once in two micro-batches as in one.
        const double head = kernels.product(llm::TensorFormat::q6_k, 32000, 2048, 1).seconds;
        QVERIFY(
            near(time(1024, 0).seconds() + head, time(512, 0).seconds() + time(512, 512).seconds(), 1e-6));
        QVERIFY(near(time(700, 0).seconds() + head, time(512, 0).seconds() + time(188, 512).seconds(), 1e-6));
        double sum = -7.0 * head;
        for (int i = 0; i < 8; ++i)
            sum += time(512, 512 * i).seconds();
        QVERIFY(near(time(4096, 0).seconds(), sum, 2e-3));
    }
    void batchesShareTheWeights() {
        const auto model = smallModel();
        const auto kernels = modelOf(Machine{}.usual());
        const auto decode = [&](std::int64_t batch) {
            return whole(kernels, model, llm::Step::decode(500, batch)).seconds();
        };
        QVERIFY(decode(2) < 2.0 * decode(1));
        QVERIFY(decode(16) > decode(4));
        const auto four = whole(kernels, model, prefill(64, 4));
        QCOMPARE(four.passes.size(), std::size_t(1));
        QCOMPARE(four.passes[0].tokens, 256.0);
        const auto long4 = whole(kernels, model, prefill(512, 4));
        QCOMPARE(long4.passes[0].repeats, 4.0);
    }
    void theMeanOverGeneratedTokens() {
        const auto model = smallModel();
        const auto kernels = modelOf(Machine{}.usual());
        double sum = 0.0;
        constexpr int steps = 64;
        for (int i = 0; i < steps; ++i)
            sum += whole(kernels, model, llm::Step::decode(1000 + i + 1)).seconds();
        const auto mean = whole(kernels, model, llm::Step::decode(1001), steps);
        QVERIFY(near(mean.seconds(), sum / steps, 2e-3));
        QVERIFY(mean.seconds() > whole(kernels, model, llm::Step::decode(1001)).seconds());
    }
    void aMeasuredLayerMakesThePredictionExact() {
        const auto model = smallModel();
        Machine machine;
        machine.layerFactor = 1.17;
        auto profile = machine.usual({Scheme::q4_0, Scheme::f16}, {2});
        const auto plain = whole(modelOf(profile), model, llm::Step::decode(1025));
        machine.addLayer(profile, Scheme::q4_0, 1, 1024, 2);
        machine.addLayer(profile, Scheme::q4_0, 512, 0, 2);
        const auto kernels = modelOf(profile);
        const auto accounting = accountingOf(model);
        const llm::BlockRange layers{accounting.blockOfLayer(0), accounting.blockOfLayer(4)};
        const auto decode = compose(kernels, model, accounting, {layers, llm::Step::decode(1025)});
        const double measured = profile.operations[profile.operations.size() - 2].median.si();
        QVERIFY2(near(decode.seconds(), 4.0 * measured, 1e-6),
                 std::to_string(decode.seconds() / measured / 4.0).c_str());
        const auto prompt = compose(kernels, model, accounting, {layers, prefill(512)});
        QVERIFY(near(prompt.seconds(), 4.0 * profile.operations.back().median.si(), 1e-6));
        const auto all = whole(kernels, model, llm::Step::decode(1025));
        QVERIFY(all.seconds() > plain.seconds());
        QVERIFY(all.deviation(0.0) < plain.deviation(0.0));
        // Near depths profit, and other formats a little.
        const auto deeper = compose(kernels, model, accounting, {layers, llm::Step::decode(1500)});
        QVERIFY(deeper.passes[0].correction.factor > 1.15);
        const auto f16 = whole(kernels, model, llm::Step::decode(1025), 1, Scheme::f16);
        QVERIFY(f16.passes[0].correction.factor > 1.0);
        QVERIFY(f16.passes[0].correction.factor < deeper.passes[0].correction.factor);
    }
    void llamaSkipsWhatTheLastLayerNeedNot() {
        const auto model = smallModel();
        const auto profile = Machine{}.usual();
        const auto plain = modelOf(profile), llama = modelOf(profile, {.llamaGraph = true});
        const double all = whole(plain, model, prefill(512)).seconds();
        const double less = whole(llama, model, prefill(512)).seconds();
        QVERIFY(less < 0.9 * all && less > 0.75 * all); // most of a quarter of the layers
        QVERIFY(near(whole(plain, model, llm::Step::decode(9)).seconds(),
                     whole(llama, model, llm::Step::decode(9)).seconds()));
        const auto accounting = accountingOf(model); // without the output, every token is wanted
        const auto part = accounting.below(4);
        QVERIFY(near(compose(plain, model, accounting, {part, prefill(512)}).seconds(),
                     compose(llama, model, accounting, {part, prefill(512)}).seconds()));
    }
    void everyStructureHasATime() {
        const auto kernels = modelOf(Machine{}.usual());
        for (const auto& model : {llm::expertModel(), llm::latentModel(), llm::mambaModel(),
                                  llm::hybridModel(), llm::visionModel()}) {
            const auto accounting = accountingOf(model);
            for (const auto& step : {prefill(40), llm::Step::decode(60), llm::Step::decode(60, 3),
                                     llm::Step{llm::Step::Phase::encode, 16, 1}}) {
                const auto c = compose(kernels, model, accounting, {accounting.whole(), step});
                const bool idle = step.phase == llm::Step::Phase::encode && model.towers.empty();
                QVERIFY(std::isfinite(c.seconds()));
                QVERIFY(idle ? c.seconds() == 0.0 : c.seconds() > 0.0);
                // Cuts part the time, but for what two passes cost more than one.
                double sides = 0.0;
                for (const auto range : {accounting.below(1), accounting.above(1)})
                    sides += compose(kernels, model, accounting, {range, step}).seconds();
                QVERIFY(idle || near(sides, c.seconds(), 0.02));
            }
        }
    }
    void expertsAreReadAsOftenAsTheyAreChosen() {
        const auto kernels = modelOf(Machine{}.usual());
        const auto model = llm::expertModel();
        const auto c = whole(kernels, model, prefill(40));
        const auto one = whole(kernels, model, llm::Step::decode(40));
        const auto& experts =
            *std::ranges::find_if(model.layers, [](const auto& l) { return l.experts.has_value(); })->experts;
        const auto timesOf = [&](const Composition& composition) {
            double most = 0.0;
            for (const auto& item : composition.passes[0].items)
                if (item.kind == Item::Kind::product && item.cols == model.hidden &&
                    item.rows == experts.width)
                    most = std::max(most, item.times);
            return most;
        };
        const double layers =
            double(std::ranges::count_if(model.layers, [](const auto& l) { return l.experts.has_value(); }));
        const double matrices = experts.gated ? 2.0 : 1.0; // up, and the gate alike
        QVERIFY(near(timesOf(one), layers * matrices * double(experts.perToken)));
        QVERIFY(near(timesOf(c),
                     layers * matrices *
                         llm::distinctExperts(double(experts.count), double(experts.perToken), 40),
                     1e-9));
    }
    void whatIsTracedIsWhatIsComputed() {
        auto profile = Machine{}.usual();
        Machine{}.addLayer(profile, Scheme::q4_0, 1, 1024, 2);
        const auto kernels = modelOf(profile);
        for (const auto& model : {smallModel(), llm::expertModel(), llm::mambaModel(), llm::latentModel()})
            for (const auto& step : {prefill(700), prefill(30, 2), llm::Step::decode(1000)}) {
                const auto c = whole(kernels, model, step, step.phase == llm::Step::Phase::decode ? 20 : 1);
                Trace trace;
                TracingRecorder rec(trace);
                const auto tree = rec.derivation(timeOf(rec, c, kernels, "time"));
                NullRecorder none;
                QVERIFY(near(tree.value, timeOf(none, c, kernels, "time").si()));
                QVERIFY(near(tree.value, c.seconds()));
                const auto text = toPlainText(tree);
                for (const char* part : {"attn_q", "(fitted)", "measured on Synthetic processor"})
                    QVERIFY2(text.find(part) != std::string::npos || !model.layers[0].attention(), part);
            }
    }
    void theIntervalCoversTheTruth() {
        int covered = 0, all = 0;
        for (unsigned seed = 1; seed <= 12; ++seed) {
            Machine noisy;
            noisy.scatter = 0.08;
            noisy.random.seed(seed);
            const auto kernels = modelOf(noisy.usual({Scheme::q4_0}, {2}));
            for (const auto& [hidden, wide] : {std::pair(1024, 4096), std::pair(3072, 8192)}) {
                const auto model = smallModel(6, hidden, wide);
                Machine truth;
                truth.scatter = 0.08;
                truth.random.seed(seed + 100);
                const auto exact = modelOf(exactProfile(truth, model, Scheme::q4_0, {1, 512}));
                for (const auto& step : {llm::Step::decode(10), prefill(512)}) {
                    const auto guess = whole(kernels, model, step);
                    const double miss = std::abs(guess.seconds() / whole(exact, model, step).seconds() - 1.0);
                    const double half = 1.5 * guess.deviation(0.04);
                    QVERIFY(half < 0.5);
                    covered += miss <= half;
                    ++all;
                }
            }
        }
        QVERIFY2(covered >= 0.8 * all, qPrintable(QStringLiteral("%1 of %2").arg(covered).arg(all)));
    }
};

} // namespace cellwright::compute::measured

CELLWRIGHT_TEST(cellwright::compute::measured::CompositionTest)
#include "composition_test.moc"
