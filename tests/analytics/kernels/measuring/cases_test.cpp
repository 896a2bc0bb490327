// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/measuring/cases.h"
#include "analytics/kernels/providers/provider.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <set>

namespace cellwright::kernels {

namespace {

const Limits twoCores{2, 2, Bytes(32u << 20)};

std::vector<Provider*> own() {
    return *chooseProviders({});
}
Expected<std::vector<Case>> casesOf(const ProfileOptions& options, const Limits& limits = twoCores) {
    return chooseCases(options, limits, own());
}
std::vector<OperationCase> operationsOf(const ProfileOptions& options) {
    return *chooseOperations(options, twoCores, *casesOf(options), own());
}
bool has(const std::vector<OperationCase>& all, std::string_view kernel, int depth = -1) {
    return std::ranges::any_of(
        all, [&](const auto& o) { return o.kernel == kernel && (depth < 0 || o.depth == depth); });
}

} // namespace

class CasesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void choosesTheDefaults() {
        const auto cases = casesOf({});
        QVERIFY(cases.has_value());
        std::set<Scheme> schemes;
        std::set<int> threads, tokens;
        for (const auto& c : *cases) {
            schemes.insert(c.weights);
            threads.insert(c.threads);
            tokens.insert(c.shape.tokens);
        }
        QVERIFY(schemes == (std::set{Scheme::f32, Scheme::f16, Scheme::q8_0, Scheme::q4_0}));
        QVERIFY(threads == (std::set{1, 2}));
        QVERIFY(tokens.contains(1) && tokens.contains(512));
    }
    void aFullProfileCoversModelsFromATenthToEightBillion() {
        ProfileOptions full;
        full.quick = false;
        const auto cases = casesOf(full);
        QVERIFY(cases.has_value());
        QVERIFY(cases->size() > casesOf({})->size());
        int narrow = 1 << 30, wide = 0;
        std::set<int> tokens;
        std::set<Scheme> schemes;
        for (const auto& c : *cases) {
            narrow = std::min(narrow, c.shape.cols);
            wide = std::max(wide, c.shape.cols);
            tokens.insert(c.shape.tokens);
            schemes.insert(c.weights);
        }
        QCOMPARE(narrow, 576);
        QCOMPARE(wide, 14336);
        for (const int count : {1, 2, 4, 8, 16, 32, 128, 512})
            QVERIFY2(tokens.contains(count), qPrintable(QString::number(count)));
        QCOMPARE(schemes.size(), std::size_t(7));
        // 576 columns do not fill the blocks of 256 that q4_k keeps.
        QVERIFY(std::ranges::none_of(
            *cases, [](const auto& c) { return c.weights == Scheme::q4_k_m && c.shape.cols == 576; }));
    }
    void choosesJustWhatIsAsked() {
        ProfileOptions options;
        options.weights = {Scheme::q4_0, Scheme::f16};
        options.shapes = {{4096, 14336, 1}, {4096, 4096, 512}, {4096, 4096, 512}};
        options.threads = {2, 2};
        QCOMPARE(casesOf(options)->size(), std::size_t(4));
        options.kernels = {std::string(matVec)};
        const auto vectors = casesOf(options);
        QCOMPARE(vectors->size(), std::size_t(2));
        QCOMPARE(vectors->front().text(), std::string("q4_0 4096 × 14336 × 1, 2 threads"));
        QVERIFY(operationsOf(options).empty());
    }
    void choosesProductsOfAModel() {
        ProfileOptions options;
        options.products = {{Scheme::q4_k_m, {1024, 2048, 1}}, {Scheme::q6_k, {2048, 1024, 128}}};
        options.threads = {1};
        const auto cases = casesOf(options);
        QCOMPARE(cases->size(), std::size_t(2));
        QCOMPARE(cases->back().weights, Scheme::q6_k);
        QVERIFY(operationsOf(options).empty());
        options.shapes = {{64, 64, 1}};
        options.weights = {Scheme::f16};
        QCOMPARE(casesOf(options)->size(), std::size_t(3));
    }
    void layersBringTheirMatrices() {
        ProfileOptions options;
        OperationCase layer;
        layer.shape.gated = false;
        layer.tokens = 16;
        layer.threads = 99; // counts for nothing
        options.layers = {layer, layer};
        const auto cases = casesOf(options);
        QVERIFY(cases.has_value());
        // Queries and output are alike, keys and values too; there is no gate.
        QCOMPARE(cases->size(), std::size_t(4 * 2));
        QVERIFY(std::ranges::all_of(*cases, [](const auto& c) { return c.shape.tokens == 16; }));
        const auto operations = operationsOf(options);
        QCOMPARE(operations.size(), std::size_t(2));
        QCOMPARE(operations.front().threads, 1);
        QCOMPARE(operations.back().threads, 2);
        options.layers.front().kernel = attentionKernel;
        options.layers.pop_back();
        QVERIFY(casesOf(options)->empty());
        QCOMPARE(operationsOf(options).size(), std::size_t(2));
        QCOMPARE(operationsOf(options).front().shape.hidden, 0); // attention has none
    }
    void refusesLayersThatCannotBe() {
        OperationCase layer;
        const auto refused = [&](OperationCase what) {
            ProfileOptions options;
            options.layers = {what};
            const auto all = chooseOperations(options, twoCores, {}, own());
            return !all && !all.error().remedy.empty();
        };
        QVERIFY(!refused(layer));
        layer.shape.headSize = 72;
        QVERIFY(refused(layer));
        layer = {};
        layer.tokens = 0;
        QVERIFY(refused(layer));
        layer = {};
        layer.depth = -1;
        QVERIFY(refused(layer));
        layer = {};
        layer.weights = Scheme::nf4;
        QVERIFY(refused(layer));
        layer = {};
        layer.cache = Scheme::q4_0;
        QVERIFY(refused(layer));
        layer = {};
        layer.kernel = "fft";
        QVERIFY(refused(layer));
        layer = {};
        layer.depth = 1 << 20;
        layer.shape.cacheHeads = 32;
        QVERIFY(refused(layer)); // 17 GB
    }
    void everyFormatCanBeChosen() {
        ProfileOptions options;
        options.weights = {Scheme::f32,  Scheme::f16,    Scheme::bf16, Scheme::q8_0,
                           Scheme::q4_0, Scheme::q4_k_m, Scheme::q6_k};
        options.shapes = {{256, 512, 1}};
        options.threads = {1};
        QCOMPARE(casesOf(options)->size(), std::size_t(7));
        options.shapes = {{256, 288, 1}}; // fills blocks of 32, not of 256
        options.weights = {Scheme::q4_k_m};
        QVERIFY(!casesOf(options).has_value());
    }
    void refusesWhatCannotBe_data() {
        QTest::addColumn<int>("what");
        QTest::addColumn<QString>("message");
        QTest::newRow("scheme") << 0 << "no kernel for nf4";
        QTest::newRow("columns") << 1 << "blocks of 32";
        QTest::newRow("rows") << 2 << "at least one row";
        QTest::newRow("huge") << 3 << "larger than any layer";
        QTest::newRow("memory") << 4 << "more than 512 MiB";
        QTest::newRow("threads") << 5 << "3 threads are not possible";
        QTest::newRow("kernel") << 6 << "unknown kernel \"fft\"";
        QTest::newRow("vectors") << 8 << "more than 1 GB";
        QTest::newRow("nothing left") << 7 << "no such kernel";
    }
    void refusesWhatCannotBe() {
        QFETCH(int, what);
        QFETCH(QString, message);
        ProfileOptions options;
        options.weights = {what == 0 ? Scheme::nf4 : Scheme::q8_0};
        const Shape shapes[] = {
            {64, 64, 1}, {64, 33, 1}, {0, 64, 1}, {1 << 21, 64, 1}, {1 << 16, 1 << 15, 1}};
        options.shapes = {shapes[what < 5 ? what : 0]};
        if (what == 5)
            options.threads = {3};
        if (what == 6)
            options.kernels = {"fft"};
        if (what == 8)
            options.shapes = {{1 << 17, 64, 4096}};
        if (what == 7)
            options.kernels = {std::string(matMat)};
        const auto cases = casesOf(options);
        QVERIFY(!cases.has_value());
        const QString found = QString::fromStdString(cases.error().message());
        QVERIFY2(found.contains(message), qPrintable(found));
        QVERIFY(!cases.error().remedy.empty());
    }
    void choosesThreads_data() {
        QTest::addColumn<int>("cores");
        QTest::addColumn<int>("fast");
        QTest::addColumn<bool>("sweep");
        QTest::addColumn<QList<int>>("expected");
        QTest::newRow("one core") << 1 << 0 << false << QList<int>{1};
        QTest::newRow("one core swept") << 1 << 0 << true << QList<int>{1};
        QTest::newRow("eight cores") << 8 << 0 << false << QList<int>{1, 8};
        QTest::newRow("eight cores swept") << 8 << 0 << true << QList<int>{1, 2, 4, 8};
        QTest::newRow("twelve cores swept") << 12 << 0 << true << QList<int>{1, 2, 4, 8, 12};
        QTest::newRow("hybrid") << 14 << 6 << false << QList<int>{1, 6, 14};
        QTest::newRow("hybrid swept") << 14 << 6 << true << QList<int>{1, 2, 4, 6, 8, 14};
    }
    void choosesThreads() {
        QFETCH(int, cores);
        QFETCH(int, fast);
        QFETCH(bool, sweep);
        QFETCH(QList<int>, expected);
        Limits limits{cores, 2 * cores, Bytes(0.0)};
        limits.fastCores = fast;
        ProfileOptions options;
        options.sweep = sweep;
        const auto threads = chooseThreads(options, limits);
        QCOMPARE(QList<int>(threads->begin(), threads->end()), expected);
        options.threads = {2 * cores, 1, 2 * cores};
        QCOMPARE(chooseThreads(options, limits)->size(), std::size_t(2)); // named ones, each once
    }
    void choosesProviders() {
        QCOMPARE(own().size(), std::size_t(1));
        ProfileOptions options;
        options.providers = {"all", "cellwright"};
        const auto all = chooseProviders(options);
        QVERIFY(all.has_value() && !all->empty());
        QCOMPARE(all->front()->info().id, std::string(ownProvider));
        for (const Provider* provider : *all)
            QVERIFY(provider->info().unavailable.empty());
        options.providers = {"fftw"};
        QVERIFY(chooseProviders(options).error().message().find("fftw") != std::string::npos);
    }
    void otherProvidersHaveOtherSchemes() {
        ProfileOptions options;
        options.providers = {"eigen"};
        const auto eigen = *chooseProviders(options);
        const auto cases = chooseCases(options, twoCores, eigen);
        QVERIFY(cases.has_value());
        QVERIFY(std::ranges::all_of(*cases, [](const auto& c) { return c.weights == Scheme::f32; }));
        options.weights = {Scheme::q4_0};
        QVERIFY(chooseCases(options, twoCores, eigen).error().message().find("no kernel for q4_0") !=
                std::string::npos);
    }
    void choosesLayersAndAttention() {
        const auto operations = operationsOf({});
        QVERIFY(has(operations, layerKernel, 1024) && has(operations, attentionKernel, 1024));
        QCOMPARE(operations.front().weights, Scheme::q4_0);
        QCOMPARE(operations.front().text(), std::string("layer q4_0 1024, 1 token, 1 thread"));
        ProfileOptions options;
        options.shapes = {{512, 1024, 1}};
        options.kernels = {std::string(attentionKernel)};
        for (const auto& o : operationsOf(options))
            QCOMPARE(o.kernel, attentionKernel);
        QCOMPARE(casesOf(options)->size(), std::size_t(8)); // four schemes, one and two threads
        options.quick = false;
        QVERIFY(has(operationsOf(options), attentionKernel, 32000));
    }
    void aFullProfileHasEveryOperation() {
        ProfileOptions full;
        full.quick = false;
        const auto operations = operationsOf(full);
        std::set<std::pair<int, Scheme>> layers;
        for (const auto kernel : operationKernels)
            QVERIFY2(has(operations, kernel), std::string(kernel).c_str());
        for (const auto& o : operations) {
            QCOMPARE(withOwnSizes(o), o);
            if (o.kernel == layerKernel)
                layers.insert({o.shape.hidden, o.weights});
        }
        QCOMPARE(layers.size(), std::size_t(2 * 7)); // two sizes in every scheme
        for (std::size_t i = 0; i < operations.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                QVERIFY(!(operations[i] == operations[j]));
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::CasesTest)
#include "cases_test.moc"
