// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/formats/blocks.h"
#include "analytics/kernels/layer/attention.h"
#include "analytics/kernels/products/simd.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace cellwright::kernels {

namespace {

using Floats = std::vector<float>;

Floats randomFloats(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    Floats values(count);
    std::ranges::generate(values, [&] { return normal(random); });
    return values;
}

struct Case {
    Format format;
    int heads, cacheHeads, size, tokens, length, threads;
    [[nodiscard]] std::string text() const {
        return std::string(formatName(format)) + " " + std::to_string(heads) + "/" +
               std::to_string(cacheHeads) + " x " + std::to_string(size) + ", " + std::to_string(tokens) +
               " of " + std::to_string(length) + " on " + std::to_string(threads);
    }
};

/// What a cache of a format keeps.
Floats kept(Format format, const Floats& x) {
    return decode(format, encode(format, x));
}

/// Queries as they meet the keys: divided by the root of the size, and bytes with a scale for q8_0.
Floats asMet(const Case& c, Floats q) {
    for (float& value : q)
        value *= 1.0f / std::sqrt(float(c.size));
    for (std::size_t i = 0; c.format == Format::q8_0 && i < q.size(); i += 32) {
        const auto block = std::span(q).subspan(i, 32);
        const float top = std::abs(*std::ranges::max_element(block, {}, [](float v) { return std::abs(v); }));
        for (float& value : block)
            value = std::nearbyint(value * (127.0f / top)) * (top / 127.0f);
    }
    return q;
}

struct Inputs {
    Floats q, k, v;
};

Inputs inputsOf(const Case& c) {
    const auto count = [&](int positions, int heads) {
        return std::size_t(positions) * std::size_t(heads) * std::size_t(c.size);
    };
    Inputs in{randomFloats(count(c.tokens, c.heads), 1), randomFloats(count(c.length, c.cacheHeads), 2),
              randomFloats(count(c.length, c.cacheHeads), 3)};
    for (float& value : in.q)
        value *= 2.0f; // some positions count much more than others
    return in;
}

/// One head's attention of one token, in doubles.
std::vector<double> reference(const Case& c, const Floats& q, const Floats& k, const Floats& v, int token,
                              int head) {
    const auto size = std::size_t(c.size);
    const auto row = [&](const Floats& x, int position, int of, int heads) {
        return x.data() + (std::size_t(position) * std::size_t(heads) + std::size_t(of)) * size;
    };
    const int visible = c.length - c.tokens + token + 1, cacheHead = head / (c.heads / c.cacheHeads);
    std::vector<double> out(size, 0.0);
    double sum = 0.0;
    for (int p = 0; p < visible; ++p) {
        double score = 0.0;
        for (std::size_t i = 0; i < size; ++i)
            score += double(row(q, token, head, c.heads)[i]) * row(k, p, cacheHead, c.cacheHeads)[i];
        const double power = std::exp(score);
        sum += power;
        for (std::size_t i = 0; i < size; ++i)
            out[i] += power * row(v, p, cacheHead, c.cacheHeads)[i];
    }
    for (double& value : out)
        value /= sum;
    return out;
}

double worstError(const Case& c) {
    const Inputs in = inputsOf(c);
    KvCache cache({c.format, c.cacheHeads, c.size, c.length + 5});
    cache.append(in.k, in.v);
    Floats out(in.q.size() + 16, std::numeric_limits<float>::quiet_NaN());
    ThreadPool pool(c.threads);
    Scratch scratch;
    if (!attend(cache, {in.q.data(), c.tokens, c.heads, out.data()}, pool, scratch))
        return std::numeric_limits<double>::infinity();
    const Floats q = asMet(c, in.q), k = kept(c.format, in.k), v = kept(c.format, in.v);
    double worst = 0.0;
    for (int token = 0; token < c.tokens; ++token)
        for (int head = 0; head < c.heads; ++head) {
            const auto expected = reference(c, q, k, v, token, head);
            const float* const found = out.data() + std::size_t(token * c.heads + head) * std::size_t(c.size);
            for (std::size_t i = 0; i < expected.size(); ++i) {
                const double error = std::abs(double(found[i]) - expected[i]);
                worst = error <= worst ? worst : error; // NaN stays
            }
        }
    for (std::size_t i = in.q.size(); i < out.size(); ++i)
        if (!std::isnan(out[i]))
            return std::numeric_limits<double>::infinity();
    return worst;
}

std::vector<Case> cases() {
    std::vector<Case> all;
    for (const Format format : {Format::f16, Format::q8_0}) {
        all.push_back({format, 1, 1, 32, 1, 1, 1});
        all.push_back({format, 4, 1, 64, 1, 17, 2});
        all.push_back({format, 6, 2, 96, 1, 300, 3});  // the last tile has a few positions
        all.push_back({format, 7, 1, 64, 2, 530, 2});  // 14 rows: a tile of 8, two of 3
        all.push_back({format, 8, 8, 128, 1, 257, 2}); // no grouping
        all.push_back({format, 2, 1, 64, 1, 2000, 3}); // parts of the positions
        all.push_back({format, 4, 2, 64, 19, 19, 2});  // a prompt from the beginning
        all.push_back({format, 4, 2, 32, 33, 290, 3}); // a prompt after a prompt, across blocks
        all.push_back({format, 3, 3, 160, 5, 40, 1});
    }
    return all;
}

} // namespace

class AttentionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { simd::forceTarget(0); }

    void agreesWithDoubles_data() {
        QTest::addColumn<qint64>("target");
        for (const auto& target : simd::targets())
            QTest::newRow(target.name.c_str()) << qint64(target.bit);
    }
    void agreesWithDoubles() {
        QFETCH(qint64, target);
        simd::forceTarget(target);
        for (const auto& c : cases()) {
            const double error = worstError(c);
            QVERIFY2(error < 2e-5, (c.text() + ": " + std::to_string(error)).c_str());
        }
    }
    void appendingOneByOneIsTheSame() {
        for (const Format format : {Format::f16, Format::q8_0}) {
            const Case c{format, 4, 2, 64, 1, 50, 2};
            const Inputs in = inputsOf(c);
            KvCache whole({format, 2, 64, 50}), steps({format, 2, 64, 50});
            whole.append(in.k, in.v);
            for (std::size_t at = 0; at < in.k.size(); at += 128)
                steps.append(std::span(in.k).subspan(at, 128), std::span(in.v).subspan(at, 128));
            QCOMPARE(steps.length(), 50);
            Floats a(in.q.size()), b(in.q.size());
            ThreadPool pool(2);
            Scratch scratch;
            attend(whole, {in.q.data(), 1, 4, a.data()}, pool, scratch);
            attend(steps, {in.q.data(), 1, 4, b.data()}, pool, scratch);
            QVERIFY(a == b);
        }
    }
    // What lies behind the end, and what was taken back, is not seen.
    void truncatingForgets() {
        const Case c{Format::f16, 2, 1, 32, 1, 20, 1};
        const Inputs in = inputsOf(c);
        KvCache cache({Format::f16, 1, 32, 40});
        cache.append(in.k, in.v);
        Floats before(in.q.size()), after(in.q.size());
        ThreadPool pool(1);
        Scratch scratch;
        attend(cache, {in.q.data(), 1, 2, before.data()}, pool, scratch);
        cache.append(randomFloats(32 * 15, 8), randomFloats(32 * 15, 9));
        cache.truncate(20);
        QCOMPARE(cache.length(), 20);
        attend(cache, {in.q.data(), 1, 2, after.data()}, pool, scratch);
        QVERIFY(before == after);
    }
    void scoresBeyondFloatPowersDoNotOverflow() {
        const Floats q(64, 30.0f), k(64 * 3, 30.0f);
        Floats v(64 * 3, 1.0f), out(64);
        KvCache cache({Format::f16, 1, 64, 3});
        cache.append(k, v);
        ThreadPool pool(1);
        Scratch scratch;
        attend(cache, {q.data(), 1, 1, out.data()}, pool, scratch);
        for (const float value : out)
            QVERIFY(std::abs(value - 1.0f) < 1e-6f);
    }
    void sizesAreThoseOfTheFormat() {
        const KvCache half({Format::f16, 8, 128, 1024}), bytes({Format::q8_0, 8, 128, 1024});
        QCOMPARE(half.bytes(1024), std::size_t(8 * 1024 * 2 * 128 * 2));
        QCOMPARE(bytes.bytes(1024), std::size_t(8 * 1024 * 2 * 136));
        QVERIFY(half.bytes(1) > half.valueBytes() * 8 * 2); // keys come in groups of 16
    }
    void stopsWhenAsked() {
        const Case c{Format::f16, 2, 1, 32, 1, 20, 1};
        const Inputs in = inputsOf(c);
        KvCache cache({Format::f16, 1, 32, 20});
        cache.append(in.k, in.v);
        Floats out(in.q.size());
        ThreadPool pool(2);
        Scratch scratch;
        std::stop_source source;
        source.request_stop();
        QVERIFY(!attend(cache, {in.q.data(), 1, 2, out.data()}, pool, scratch, source.get_token()));
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::AttentionTest)
#include "attention_test.moc"
