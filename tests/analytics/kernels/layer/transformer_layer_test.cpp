// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/layer/transformer_layer.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <random>

namespace cellwright::kernels {

namespace {

using Doubles = std::vector<double>;

/// A small layer with random weights, packed and as numbers.
struct Sample {
    LayerShape shape{64, 4, 2, 32, 96, true, 1e-5f, 10000.0f, RotaryPairs::neighbours};
    std::vector<PackedMatrix> packed;
    std::vector<std::vector<float>> plain;
    std::vector<float> attentionNorm, feedForwardNorm;
    LayerWeights weights;
};

std::unique_ptr<Sample> sample(Format format, RotaryPairs pairs = RotaryPairs::neighbours,
                               bool gated = true) {
    auto s = std::make_unique<Sample>();
    s->shape.gated = gated;
    s->shape.rotaryPairs = pairs;
    std::mt19937 random(5);
    std::normal_distribution<float> normal;
    for (int m = 0; m < layerMatrices; ++m) {
        const MatrixSize size = sizeOf(s->shape, LayerMatrix(m));
        std::vector<float> w(std::size_t(size.rows) * std::size_t(size.cols));
        std::ranges::generate(w, [&] { return 0.15f * normal(random); });
        const auto tensor = encode(format, w);
        s->packed.push_back(PackedMatrix::fromTensor(format, size.rows, size.cols, tensor));
        s->plain.push_back(decode(format, tensor));
        s->weights.matrices[m] = s->packed.back().view();
    }
    for (auto* norm : {&s->attentionNorm, &s->feedForwardNorm}) {
        norm->resize(std::size_t(s->shape.hidden));
        std::ranges::generate(*norm, [&] { return 1.0f + 0.2f * normal(random); });
    }
    s->weights.attentionNorm = s->attentionNorm;
    s->weights.feedForwardNorm = s->feedForwardNorm;
    return s;
}

std::vector<float> inputs(int tokens, int hidden) {
    std::mt19937 random(6);
    std::normal_distribution<float> normal;
    std::vector<float> x(std::size_t(tokens) * std::size_t(hidden));
    std::ranges::generate(x, [&] { return normal(random); });
    return x;
}

Doubles times(const Sample& s, LayerMatrix matrix, const Doubles& x) {
    const MatrixSize size = sizeOf(s.shape, matrix);
    const auto& w = s.plain[std::size_t(matrix)];
    Doubles y(std::size_t(size.rows), 0.0);
    for (std::size_t r = 0; r < y.size(); ++r)
        for (std::size_t c = 0; c < x.size(); ++c)
            y[r] += double(w[r * x.size() + c]) * x[c];
    return y;
}

Doubles normalized(const Doubles& x, const std::vector<float>& weight, double epsilon) {
    double squares = 0.0;
    for (const double v : x)
        squares += v * v;
    Doubles y;
    for (std::size_t i = 0; i < x.size(); ++i)
        y.push_back(x[i] / std::sqrt(squares / double(x.size()) + epsilon) * weight[i]);
    return y;
}

void rotate(Doubles& x, const LayerShape& shape, int position) {
    const auto half = std::size_t(shape.headSize / 2);
    for (std::size_t head = 0; head < x.size(); head += 2 * half)
        for (std::size_t i = 0; i < half; ++i) {
            const double angle = position * std::pow(double(shape.rotaryBase), -double(i) / double(half));
            const bool near = shape.rotaryPairs == RotaryPairs::neighbours;
            double& a = x[head + (near ? 2 * i : i)];
            double& b = x[head + (near ? 2 * i + 1 : i + half)];
            const double turned = a * std::cos(angle) - b * std::sin(angle);
            b = a * std::sin(angle) + b * std::cos(angle);
            a = turned;
        }
}

/// Attention of one query over keys and values, all heads.
Doubles attended(const LayerShape& shape, const Doubles& q, const std::vector<Doubles>& keys,
                 const std::vector<Doubles>& values) {
    const auto size = std::size_t(shape.headSize);
    Doubles out(q.size(), 0.0);
    for (std::size_t h = 0; h < std::size_t(shape.heads); ++h) {
        const std::size_t from = h / std::size_t(shape.heads / shape.cacheHeads) * size;
        double sum = 0.0;
        for (std::size_t p = 0; p < keys.size(); ++p) {
            double score = 0.0;
            for (std::size_t i = 0; i < size; ++i)
                score += q[h * size + i] * keys[p][from + i];
            const double power = std::exp(score / std::sqrt(double(size)));
            sum += power;
            for (std::size_t i = 0; i < size; ++i)
                out[h * size + i] += power * values[p][from + i];
        }
        for (std::size_t i = 0; i < size; ++i)
            out[h * size + i] /= sum;
    }
    return out;
}

double gelu(double x) {
    return 0.5 * x * (1.0 + std::tanh(std::sqrt(2.0 / std::numbers::pi) * (x + 0.044715 * x * x * x)));
}

/// The layer in doubles, token after token.
Doubles reference(const Sample& s, const std::vector<float>& x) {
    const auto hidden = std::size_t(s.shape.hidden);
    std::vector<Doubles> keys, values;
    Doubles all;
    for (std::size_t at = 0; at < x.size(); at += hidden) {
        Doubles state(x.begin() + std::ptrdiff_t(at), x.begin() + std::ptrdiff_t(at + hidden));
        const Doubles in = normalized(state, s.attentionNorm, s.shape.epsilon);
        Doubles q = times(s, LayerMatrix::query, in), k = times(s, LayerMatrix::key, in);
        rotate(q, s.shape, int(keys.size()));
        rotate(k, s.shape, int(keys.size()));
        keys.push_back(k);
        values.push_back(times(s, LayerMatrix::value, in));
        const Doubles out = times(s, LayerMatrix::output, attended(s.shape, q, keys, values));
        for (std::size_t i = 0; i < hidden; ++i)
            state[i] += out[i];
        const Doubles middle = normalized(state, s.feedForwardNorm, s.shape.epsilon);
        const Doubles gate = times(s, LayerMatrix::gate, middle);
        const Doubles up = times(s, LayerMatrix::up, middle);
        Doubles inner(up.size());
        for (std::size_t i = 0; i < up.size(); ++i)
            inner[i] = s.shape.gated ? gate[i] / (1.0 + std::exp(-gate[i])) * up[i] : gelu(up[i]);
        const Doubles down = times(s, LayerMatrix::down, inner);
        for (std::size_t i = 0; i < hidden; ++i)
            all.push_back(state[i] + down[i]);
    }
    return all;
}

/// The largest error over the root mean square of what is expected.
double worstError(const std::vector<float>& found, const Doubles& expected) {
    double worst = 0.0, squares = 0.0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const double error = std::abs(double(found[i]) - expected[i]);
        worst = error <= worst ? worst : error; // NaN stays
        squares += expected[i] * expected[i];
    }
    return worst / std::sqrt(squares / double(expected.size()));
}

/// The root mean square of the errors over that of what is expected.
double meanError(const std::vector<float>& found, const Doubles& expected) {
    double errors = 0.0, squares = 0.0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        errors += std::pow(double(found[i]) - expected[i], 2);
        squares += expected[i] * expected[i];
    }
    return std::sqrt(errors / squares);
}

} // namespace

class TransformerLayerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agreesWithDoubles() {
        for (const RotaryPairs pairs : {RotaryPairs::neighbours, RotaryPairs::halves}) {
            const auto s = sample(Format::f16, pairs);
            for (const int tokens : {1, 5, 20}) {
                auto x = inputs(tokens, s->shape.hidden);
                const Doubles expected = reference(*s, x);
                KvCache cache({Format::f16, 2, 32, 32});
                ThreadPool pool(2);
                LayerBuffers buffers;
                QVERIFY(forward(s->shape, s->weights, x, cache, pool, buffers));
                const double error = worstError(x, expected);
                QVERIFY2(error < 2e-3, std::to_string(error).c_str()); // of f16 keys and values
                QCOMPARE(cache.length(), tokens);
            }
        }
    }
    void withoutGateAgreesWithDoubles() {
        const auto s = sample(Format::f16, RotaryPairs::halves, false);
        auto x = inputs(5, s->shape.hidden);
        const Doubles expected = reference(*s, x);
        KvCache cache({Format::f16, 2, 32, 32});
        ThreadPool pool(2);
        LayerBuffers buffers;
        QVERIFY(forward(s->shape, s->weights, x, cache, pool, buffers));
        QVERIFY(worstError(x, expected) < 2e-3);
    }
    // Weights and activations in blocks lose what their formats lose, and no more.
    void blockFormatsStayNear() {
        const auto s = sample(Format::q8_0);
        auto x = inputs(12, s->shape.hidden);
        const Doubles expected = reference(*s, x);
        KvCache cache({Format::q8_0, 2, 32, 32});
        ThreadPool pool(2);
        LayerBuffers buffers;
        QVERIFY(forward(s->shape, s->weights, x, cache, pool, buffers));
        // Rounding to 1/127 of the largest of 32 loses about 0.6 %, at each of four places in series.
        const double error = meanError(x, expected);
        QVERIFY2(error > 1e-4 && error < 0.03, std::to_string(error).c_str());
    }
    void promptAtOnceIsTokenByToken() {
        const auto s = sample(Format::f16);
        const int hidden = s->shape.hidden;
        auto whole = inputs(15, hidden), steps = whole;
        ThreadPool pool(2);
        LayerBuffers buffers;
        KvCache one({Format::f16, 2, 32, 16}), other({Format::f16, 2, 32, 16});
        QVERIFY(forward(s->shape, s->weights, whole, one, pool, buffers));
        for (int t = 0; t < 15; ++t)
            QVERIFY(forward(s->shape, s->weights,
                            std::span(steps).subspan(std::size_t(t * hidden), std::size_t(hidden)), other,
                            pool, buffers));
        QVERIFY(worstError(whole, Doubles(steps.begin(), steps.end())) < 1e-3);
    }
    void stopsWhenAsked() {
        const auto s = sample(Format::f16);
        auto x = inputs(2, s->shape.hidden);
        KvCache cache({Format::f16, 2, 32, 16});
        ThreadPool pool(1);
        LayerBuffers buffers;
        std::stop_source source;
        source.request_stop();
        QVERIFY(!forward(s->shape, s->weights, x, cache, pool, buffers, source.get_token()));
    }
    void matricesFitTogether() {
        const LayerShape llama; // of 8 billion parameters
        std::int64_t parameters = 0;
        for (int m = 0; m < layerMatrices; ++m) {
            const MatrixSize size = sizeOf(llama, LayerMatrix(m));
            parameters += std::int64_t(size.rows) * size.cols;
        }
        QCOMPARE(parameters, std::int64_t(218103808));
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::TransformerLayerTest)
#include "transformer_layer_test.moc"
