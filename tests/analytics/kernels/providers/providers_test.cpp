// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/machine.h"
#include "analytics/kernels/providers/provider.h"
#include "analytics/scenario/schema.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <set>

using namespace cellwright;
using namespace cellwright::kernels;

namespace {

constexpr std::string_view allIds[] = {"cellwright", "ggml", "onednn", "openblas", "eigen", "opencl"};
constexpr std::size_t someBytes = std::size_t(8) << 20;

std::vector<Scheme> allSchemes() {
    std::vector<Scheme> all;
    for (const auto& entry : EnumText<Scheme>::entries)
        all.push_back(entry.value);
    return all;
}

std::vector<float> randomValues(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    std::vector<float> values(count);
    for (float& v : values)
        v = normal(random);
    return values;
}

/// Largest relative error, in the Euclidean norm, that activations in the precision of the weights explain.
double tolerated(Scheme scheme) {
    switch (scheme) {
    case Scheme::f32:
        return 1e-5;
    case Scheme::f16:
        return 2e-3;
    case Scheme::bf16:
        return 5e-3;
    default:
        return 2e-2; // 8-bit activations
    }
}

/// |y - W x| / |W x|, of which the right side is computed in double.
double relativeError(const std::vector<float>& w, const Shape& shape, const std::vector<float>& x,
                     const std::vector<float>& y) {
    double difference = 0.0, size = 0.0;
    for (int t = 0; t < shape.tokens; ++t)
        for (int r = 0; r < shape.rows; ++r) {
            double sum = 0.0;
            for (int c = 0; c < shape.cols; ++c)
                sum += double(w[std::size_t(r) * std::size_t(shape.cols) + std::size_t(c)]) *
                       double(x[std::size_t(t) * std::size_t(shape.cols) + std::size_t(c)]);
            const double got = y[std::size_t(t) * std::size_t(shape.rows) + std::size_t(r)];
            difference += (got - sum) * (got - sum);
            size += sum * sum;
        }
    return std::isnan(difference) ? difference : std::sqrt(difference / size);
}

Provider* usable(std::string_view id) {
    const auto found = findProvider(id);
    return found ? *found : nullptr;
}

} // namespace

class ProvidersTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void listsAllOfThemAndOursFirst() {
        std::set<std::string> ids;
        for (const auto& provider : providers())
            ids.insert(provider->info().id);
        QCOMPARE(ids.size(), providers().size());
        QCOMPARE(providers().front()->info().id, std::string("cellwright"));
        for (const auto id : allIds)
            QVERIFY2(ids.contains(std::string(id)), id.data());
    }

    void saysWhatItIsOrWhyNot() {
        for (const auto& provider : providers()) {
            const ProviderInfo info = provider->info();
            QVERIFY(!info.name.empty());
            if (info.unavailable.empty())
                QVERIFY2(!info.version.empty(), info.id.c_str());
            else // a reason and a remedy
                QVERIFY2(info.unavailable.find("nstall") != std::string::npos, info.unavailable.c_str());
            QCOMPARE(findProvider(info.id).has_value(), info.unavailable.empty());
        }
    }

    void unknownProviderNamesTheKnown() {
        const auto found = findProvider("blis");
        QVERIFY(!found);
        QVERIFY(found.error().what.find("blis") != std::string::npos);
        for (const auto id : allIds)
            QVERIFY(found.error().remedy.find(id) != std::string::npos);
    }

    void products_data() {
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("scheme");
        for (const auto& provider : providers())
            for (const Scheme scheme : allSchemes())
                if (provider->multiplies(scheme)) {
                    const auto id = QString::fromStdString(provider->info().id);
                    QTest::addRow("%s %s", qPrintable(id), enumKey(scheme).data()) << id << int(scheme);
                }
    }
    /// Odd shapes, one and two threads, outputs poisoned, twice so that the second run meets other weights.
    void products() {
        QFETCH(const QString, id);
        QFETCH(const int, scheme);
        Provider* const provider = usable(id.toStdString());
        QVERIFY(provider);
        const auto cold = provider->weights(Scheme(scheme), someBytes, 7, {});
        QVERIFY(cold);
        QVERIFY(cold->bytes() >= someBytes);
        for (const int threads : {1, 2}) {
            ThreadPool pool(threads, usableCores());
            for (const Shape shape :
                 {Shape{64, 256, 1}, Shape{96, 768, 3}, Shape{41, 512, 1}, Shape{72, 256, 33}}) {
                const auto product = cold->product(shape, pool, {});
                QVERIFY(product);
                checkProduct(*product, shape, tolerated(Scheme(scheme)));
            }
        }
    }

    void matrixBytesGrowWithTheMatrix() {
        for (const auto& provider : providers())
            for (const Scheme scheme : allSchemes()) {
                const auto one = provider->matrixBytes(scheme, 256, 1024),
                           two = provider->matrixBytes(scheme, 512, 1024);
                QCOMPARE(one > 0, provider->multiplies(scheme));
                QCOMPARE(two, 2 * one);
            }
    }

    void blocksMustBeFilled() {
        Provider* const provider = usable("cellwright");
        QCOMPARE(provider->matrixBytes(Scheme::q4_k_m, 64, 128), std::size_t(0));
        ThreadPool pool(1);
        QVERIFY(!provider->weights(Scheme::q4_0, someBytes, 1, {})->product({64, 48, 1}, pool, {}));
    }

    void rotationChangesTheWeights() {
        for (const auto& provider : providers()) {
            if (!provider->multiplies(Scheme::f32))
                continue;
            ThreadPool pool(1);
            const Shape shape{64, 257, 1};
            const auto cold = provider->weights(Scheme::f32, someBytes, 3, {});
            const auto product = cold->product(shape, pool, {});
            const auto x = randomValues(257, 1);
            std::vector<float> y(64);
            product->run({x.data(), 1, y.data()}, {});
            const auto first = product->lastWeights();
            product->run({x.data(), 1, y.data()}, {});
            QCOMPARE(first.size(), std::size_t(64 * 257));
            QVERIFY2(first != product->lastWeights(), provider->info().id.c_str());
        }
    }

    void stopsOnRequest() {
        std::stop_source source;
        source.request_stop();
        for (const auto& provider : providers()) {
            if (!provider->multiplies(Scheme::f32))
                continue;
            QVERIFY(!provider->weights(Scheme::f32, someBytes, 1, source.get_token()));
            ThreadPool pool(2);
            const auto cold = provider->weights(Scheme::f32, someBytes, 1, {});
            const auto product = cold->product({64, 64, 2}, pool, {});
            const auto x = randomValues(128, 1);
            std::vector<float> y(128);
            QVERIFY2(!product->run({x.data(), 2, y.data()}, source.get_token()), provider->info().id.c_str());
            QVERIFY(product->run({x.data(), 2, y.data()}, {}));
        }
    }

    void operations_data() {
        QTest::addColumn<QString>("id");
        for (const auto& provider : providers())
            QTest::addRow("%s", provider->info().id.c_str()) << QString::fromStdString(provider->info().id);
    }
    /// Every operation that a provider has, with and without a gate, in schemes of one and of several types:
    /// it overwrites its poisoned result with numbers, and stops when asked to.
    void operations() {
        QFETCH(const QString, id);
        Provider* const provider = usable(id.toStdString());
        int ran = 0;
        for (const Scheme scheme : {Scheme::f16, Scheme::q4_0, Scheme::q4_k_m, Scheme::q3_k_m, Scheme::q2_k})
            for (const auto kernel : {layerKernel, attentionKernel, graphKernel})
                for (const Scheme cache : {Scheme::f16, Scheme::q8_0})
                    for (const int tokens : {1, 5}) {
                        OperationCase what{kernel, scheme, cache, smallLayer(), tokens, 37, 1};
                        what.shape.gated = cache == Scheme::f16;
                        what.threads = scheme == Scheme::q4_0 ? 2 : 1;
                        if (!provider || !provider->multiplies(scheme) || !provider->runs(what))
                            continue;
                        checkOperation(*provider, what);
                        ++ran;
                    }
        if (ran == 0)
            QSKIP(qPrintable(id + QStringLiteral(" has no operations here")));
    }

    /// Columns that fill no block of 256: llama.cpp falls back to blocks of 32.
    void layersOfAnyWidthHaveSomeFormat() {
        Provider* const provider = usable("ggml");
        if (!provider)
            QSKIP("ggml is not here");
        OperationCase what{layerKernel, Scheme::q4_k_m, Scheme::f16, smallLayer(), 1, 0, 1};
        what.shape.hidden = 224;
        what.shape.intermediate = 608;
        checkOperation(*provider, what);
    }

    void unavailableProviderRefuses() {
        for (const auto& provider : providers()) {
            if (provider->info().unavailable.empty())
                continue;
            const auto found = findProvider(provider->info().id);
            QVERIFY(!found);
            QCOMPARE(found.error().remedy, provider->info().unavailable);
            QVERIFY(!provider->multiplies(Scheme::f32));
            QVERIFY(!provider->weights(Scheme::f32, someBytes, 1, {}));
        }
    }

private:
    static LayerShape smallLayer() {
        LayerShape shape;
        shape.hidden = 256;
        shape.heads = 4;
        shape.cacheHeads = 2;
        shape.headSize = 64;
        shape.intermediate = 512;
        return shape;
    }
    static void checkOperation(Provider& provider, const OperationCase& what) {
        ThreadPool pool(what.threads);
        const auto cold = provider.weights(what.weights, someBytes, 3, {});
        const auto operation = cold->operation(what, pool, {});
        QVERIFY2(operation, what.text().c_str());
        QVERIFY(operation->layersPerRun() >= 1);
        for (int i = 0; i < 2; ++i) {
            operation->prepare();
            std::ranges::fill(operation->output(), std::numeric_limits<float>::quiet_NaN());
            QVERIFY2(operation->run({}, {}), what.text().c_str());
            QVERIFY(operation->seconds() > 0.0);
            for (const float v : operation->output())
                QVERIFY2(std::isfinite(v), what.text().c_str());
        }
        std::stop_source source;
        source.request_stop();
        operation->prepare();
        QVERIFY2(!operation->run({}, source.get_token()), what.text().c_str());
    }
    static void checkProduct(Runnable& product, const Shape& shape, double tolerance) {
        const auto x = randomValues(std::size_t(shape.cols) * std::size_t(shape.tokens), 5);
        for (int i = 0; i < 2; ++i) {
            std::vector<float> y(std::size_t(shape.rows) * std::size_t(shape.tokens),
                                 std::numeric_limits<float>::quiet_NaN());
            QVERIFY(product.run({x.data(), shape.tokens, y.data()}, {}));
            QVERIFY(product.seconds() >= 0.0);
            const double error = relativeError(product.lastWeights(), shape, x, y);
            QVERIFY2(error < tolerance, qPrintable(QStringLiteral("%1 x %2 x %3: %4")
                                                       .arg(shape.rows)
                                                       .arg(shape.cols)
                                                       .arg(shape.tokens)
                                                       .arg(error)));
        }
    }
};

CELLWRIGHT_TEST(ProvidersTest)
#include "providers_test.moc"
