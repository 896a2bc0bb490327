// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analytics/compute/measured/synthetic.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>

namespace cellwright::compute::measured {

using llm::TensorFormat;
using test::Machine;
using test::modelOf;

class KernelModelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void schemesStandForTheirFormats() {
        QVERIFY(formatOf(Scheme::q4_k_m) == TensorFormat::q4_k);
        QVERIFY(formatOf(Scheme::q5_k_m) == TensorFormat::q5_k);
        QVERIFY(formatOf(Scheme::q6_k) == TensorFormat::q6_k);
        QVERIFY(formatOf(Scheme::q8_0) == TensorFormat::q8_0);
        QVERIFY(formatOf(Scheme::int8) == TensorFormat::int8);
        QVERIFY(formatOf(Scheme::mxfp4) == TensorFormat::mxfp4);
        const TensorFormat known[] = {TensorFormat::f16, TensorFormat::q8_0, TensorFormat::q4_k};
        QVERIFY(*nearestFormat(known, TensorFormat::q8_0) == TensorFormat::q8_0);
        QVERIFY(*nearestFormat(known, TensorFormat::q5_k) == TensorFormat::q4_k);
        QVERIFY(*nearestFormat(known, TensorFormat::f32) == TensorFormat::f16);
        QVERIFY(nearestFormat({}, TensorFormat::f32) == nullptr);
    }
    void measuredShapesTakeWhatTheyTook() {
        Machine machine;
        machine.scatter = 0.2;
        const auto profile = machine.usual();
        for (const int threads : {1, 2}) {
            const auto model = modelOf(profile, {.threads = threads});
            for (const auto& k : profile.kernels) {
                if (k.threads != threads)
                    continue;
                const auto e = model.product(formatOf(k.weights), k.rows, k.cols, k.tokens);
                QVERIFY(e.measured);
                QCOMPARE(e.seconds, k.median.si());
            }
        }
        QCOMPARE(modelOf(profile).threads(), 2);
        QCOMPARE(modelOf(profile).source(),
                 std::string("measured on Synthetic processor, 2 threads, 2026-03-01"));
        QCOMPARE(modelOf(profile).readBandwidth().si(), 25e9 * std::sqrt(2.0));
    }
    // Shapes that were not measured follow the roofline behind those that were.
    void otherShapesFollow() {
        const Machine machine;
        const auto model = modelOf(machine.usual());
        for (const int rows : {512, 2048, 11008, 32000})
            for (const int cols : {1024, 3072, 8192})
                for (const int tokens : {1, 12, 128, 512}) {
                    const double bytes = double(llm::tensorBytes(TensorFormat::q4_0, rows, cols));
                    const double expected = timeOf(machine.products(2), 2.0 * rows * cols * tokens, bytes);
                    const auto e = model.product(TensorFormat::q4_0, rows, cols, tokens);
                    QVERIFY(!e.measured);
                    QVERIFY2(std::abs(e.seconds / expected - 1.0) < 0.12,
                             qPrintable(QStringLiteral("%1 x %2 x %3: %4")
                                            .arg(rows)
                                            .arg(cols)
                                            .arg(tokens)
                                            .arg(e.seconds / expected)));
                }
    }
    void moreTakesLonger() {
        const auto model = modelOf(Machine{}.usual());
        for (const auto format : {TensorFormat::q4_0, TensorFormat::f16}) {
            double before = 0.0;
            for (int tokens = 1; tokens <= 512; tokens += tokens < 16 ? 1 : 16) {
                const double t = model.product(format, 3000, 5000, tokens).seconds;
                QVERIFY2(t >= 0.97 * before, std::to_string(tokens).c_str());
                before = t;
            }
            for (const int tokens : {1, 100}) {
                double rows = 0.0, cols = 0.0;
                for (int size = 256; size <= 32768; size *= 2) {
                    const double byRows = model.product(format, size, 4096, tokens).seconds;
                    const double byCols = model.product(format, 4096, size, tokens).seconds;
                    QVERIFY(byRows > rows && byCols > cols);
                    rows = byRows;
                    cols = byCols;
                }
            }
        }
        double before = 0.0;
        for (double positions = 64; positions < 1e5; positions *= 1.7) {
            const double t =
                model.attention(TensorFormat::f16, 1, 8192 * positions, 2048 * positions).seconds;
            QVERIFY(t > before);
            before = t;
        }
    }
    void threadsBetweenMeasuredOnesAreInterpolated() {
        Machine machine;
        const auto profile = machine.usual({Scheme::q4_0}, {1, 4});
        const auto one = modelOf(profile, {.threads = 1}), two = modelOf(profile, {.threads = 2}),
                   four = modelOf(profile, {.threads = 4});
        QVERIFY(two.interpolated() && !four.interpolated());
        const auto at = [](const KernelModel& m) { return m.product(TensorFormat::q4_0, 4096, 4096, 64); };
        QVERIFY(std::abs(at(two).seconds / std::sqrt(at(one).seconds * at(four).seconds) - 1.0) < 1e-9);
        QVERIFY(at(two).deviation > at(four).deviation);
        for (const int threads : {3, 4})
            QVERIFY(at(modelOf(profile, {.threads = threads})).seconds < at(two).seconds);
        for (const int threads : {5, 64}) {
            const auto none =
                KernelModel::of(std::make_shared<kernels::Profile>(profile), {.threads = threads});
            QVERIFY(!none.has_value());
            QVERIFY(none.error().what.find(std::to_string(threads) + " threads") != std::string::npos);
        }
    }
    void theNearestFormatStandsForOthers() {
        const auto model = modelOf(Machine{}.usual());
        QVERIFY(model.standIn(TensorFormat::q4_0) == TensorFormat::q4_0);
        QVERIFY(model.standIn(TensorFormat::q4_k) == TensorFormat::q4_0);
        QVERIFY(model.standIn(TensorFormat::f32) == TensorFormat::f16);
        const auto own = model.product(TensorFormat::q4_0, 4096, 4096, 1);
        const auto other = model.product(TensorFormat::q5_k, 4096, 4096, 1);
        QVERIFY(!other.measured);
        QVERIFY(other.deviation > own.deviation + 0.1);
        QVERIFY(other.seconds > own.seconds); // more bytes
    }
    void anotherProviderAnswersForItself() {
        Machine ours, theirs;
        theirs.byteRate = 10e9;
        auto profile = ours.usual();
        for (const int tokens : {1, 8, 512})
            theirs.add(profile, Scheme::q4_0, 4096, 4096, tokens, 2, "ggml");
        const auto ggml = modelOf(profile, {.provider = "ggml"});
        QVERIFY(ggml.product(TensorFormat::q4_0, 4096, 4096, 1).seconds >
                1.5 * modelOf(profile).product(TensorFormat::q4_0, 4096, 4096, 1).seconds);
        QVERIFY(!ggml.borrowed(TensorFormat::q4_0));
        QVERIFY(ggml.borrowed(TensorFormat::f16)); // only ours was measured
        QCOMPARE(ggml.product(TensorFormat::f16, 4096, 4096, 1).seconds,
                 modelOf(profile).product(TensorFormat::f16, 4096, 4096, 1).seconds);
        QVERIFY(ggml.attentionBorrowed() && ggml.attentionMeasured());
        QVERIFY(ggml.source().find("ggml") != std::string::npos);
        QVERIFY(!KernelModel::of(std::make_shared<kernels::Profile>(profile), {.provider = "abacus"}));
    }
    void shippedRatiosMakeLlamaOfOurs() {
        const auto profile = Machine{}.usual();
        const auto ours = modelOf(profile), llama = modelOf(profile, {.asLlama = true, .llamaGraph = true});
        for (const auto format : {TensorFormat::q4_0, TensorFormat::f16})
            for (const int tokens : {1, 512}) {
                const auto ratio = llamaRatio(format);
                const auto a = ours.product(format, 4096, 4096, tokens);
                const auto b = llama.product(format, 4096, 4096, tokens);
                QVERIFY(std::abs(b.seconds / a.seconds - (tokens == 1 ? ratio.decode : ratio.prefill)) <
                        1e-9);
                QVERIFY(b.deviation > a.deviation);
                QVERIFY(!b.measured);
            }
    }
    void layersTeachACorrection() {
        Machine machine;
        machine.layerFactor = 1.2;
        auto profile = machine.usual();
        QCOMPARE(modelOf(profile).correction(true, {}).factor, 1.0);
        machine.addLayer(profile, Scheme::q4_0, 1, 1024, 2);
        const auto model = modelOf(profile);
        const auto samples = compositionOf(profile);
        QCOMPARE(samples.size(), std::size_t(1));
        QVERIFY(std::abs(samples[0].measured / samples[0].composed - 1.2) < 1e-9);
        QVERIFY(std::abs(samples[0].relativeError() - (1.0 / 1.2 - 1.0)) < 1e-9);
        const auto here = model.correction(true, samples[0].place);
        QVERIFY(std::abs(here.factor - 1.2) < 1e-9);
        Place away = samples[0].place;
        away[0] += 1.0;
        const auto near = model.correction(true, away);
        away[0] += 6.0;
        const auto far = model.correction(true, away);
        QVERIFY(near.factor > 1.1 && near.factor < 1.2);
        QVERIFY(far.factor > 1.0 && far.factor < near.factor);
        QVERIFY(here.deviation < near.deviation && near.deviation < far.deviation);
        QCOMPARE(model.correction(false, samples[0].place).factor, 1.0); // nothing of prefill was measured
    }
    void operationsBesideProductsFollowTheirMeasurements() {
        auto profile = Machine{}.usual();
        const auto before = modelOf(profile).element(Element::norm, 16384.0);
        kernels::OperationTiming o;
        o.kernel = kernels::normKernel;
        o.hidden = 2048;
        o.threads = 2;
        Machine::setTime(o, 40e-6);
        profile.operations.push_back(o);
        o.kernel = kernels::graphKernel;
        o.hidden = 0;
        Machine::setTime(o, 30e-6);
        profile.operations.push_back(o);
        const auto model = modelOf(profile);
        const auto norm = model.element(Element::norm, 2.0 * 4.0 * 2048.0);
        QVERIFY(norm.measured);
        QCOMPARE(norm.seconds, 40e-6);
        QVERIFY(norm.deviation < before.deviation);
        QCOMPARE(model.element(Element::add, 16384.0).seconds, before.seconds);
        QCOMPARE(model.perPass(), 30e-6);
        QCOMPARE(modelOf(profile, {.threads = 1}).perPass(), 0.0);
    }
};

} // namespace cellwright::compute::measured

CELLWRIGHT_TEST(cellwright::compute::measured::KernelModelTest)
#include "kernel_model_test.moc"
