// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/profiler.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QProcess>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <set>
#include <thread>

namespace cellwright::kernels {

namespace {

ProfileOptions small() {
    ProfileOptions options;
    options.weights = {Scheme::q4_0};
    options.shapes = {{512, 1024, 1}};
    options.threads = {1};
    options.budget = Seconds(0.6);
    return options;
}

} // namespace

class ProfilerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void measuresASmallSelection() {
        auto options = small();
        options.weights = {Scheme::q4_0, Scheme::f16};
        options.shapes = {{512, 1024, 1}, {512, 1024, 16}};
        double last = 0.0;
        bool falling = false, text = false;
        const auto profile = run(options, [&](double fraction, const std::string& what) {
            falling = falling || fraction < last || fraction > 1.0;
            text = text || what.find("q4_0 512 × 1024 × 16") != std::string::npos;
            last = fraction;
        });
        QVERIFY2(profile.has_value(), profile ? "" : profile.error().message().c_str());
        QVERIFY(!falling);
        QVERIFY(text);
        QCOMPARE(last, 1.0);
        QCOMPARE(profile->kernels.size(), std::size_t(4));
        for (const auto& k : profile->kernels) {
            QVERIFY(k.samples >= 1);
            QVERIFY(k.p10 <= k.median && k.median <= k.p90);
            QVERIFY(std::abs(k.flopRate.si() * k.median.si() / (2.0 * 512 * 1024 * k.tokens) - 1.0) < 1e-9);
            QVERIFY(k.flopRate.si() > 1e7 && k.flopRate.si() < 1e14);
            QCOMPARE(k.kernel, std::string(k.tokens == 1 ? matVec : matMat));
            QCOMPARE(k.provider, std::string(ownProvider));
        }
        QVERIFY(profile->operations.empty()); // just what was asked for
        QCOMPARE(profile->readBandwidth.size(), std::size_t(1));
        QVERIFY(profile->readBandwidth[0].bandwidth.si() > 1e8);
        QVERIFY(!profile->peaks.empty());
        for (const auto& peak : profile->peaks)
            QVERIFY(peak.rate.si() > 1e8 && peak.rate.si() < 1e14 && peak.threads == 1);
        QVERIFY(profile->noise.rounds + profile->noise.disturbedRounds >= 3);
        QVERIFY(!profile->machine.date.empty());
        QVERIFY(!profile->providers.empty());
        QCOMPARE(profile->providers.front().id, std::string(ownProvider));
        const auto back = profileFromJson(toJsonText(*profile));
        QVERIFY2(back.has_value(), back ? "" : back.error().message().c_str());
    }
    void measuresLayersOfAModel() {
        auto options = small();
        options.shapes.clear();
        OperationCase layer{layerKernel, Scheme::q8_0};
        layer.shape.hidden = 256;
        layer.shape.heads = 4;
        layer.shape.cacheHeads = 2;
        layer.shape.headSize = 64;
        layer.shape.intermediate = 512;
        layer.depth = 30;
        OperationCase attention = layer;
        attention.kernel = attentionKernel;
        attention.shape.cacheHeads = 4; // a cache of another shape
        options.layers = {layer, attention};
        const auto profile = run(options);
        QVERIFY2(profile.has_value(), profile ? "" : profile.error().message().c_str());
        QCOMPARE(profile->operations.size(), std::size_t(2));
        QCOMPARE(profile->operations.front().hidden, 256);
        QCOMPARE(profile->operations.front().depth, 30);
        QCOMPARE(profile->operations.front().weights, Scheme::q8_0);
        QCOMPARE(profile->operations.back().cacheHeads, 4);
        QCOMPARE(profile->kernels.size(), std::size_t(4)); // its matrices, equal ones once
        QVERIFY(profileFromJson(toJsonText(*profile)).has_value());
    }
    void measuresOperationsByName() {
        auto options = small();
        for (const auto kernel : {normKernel, softmaxKernel, activationKernel, layerKernel})
            options.kernels.emplace_back(kernel);
        options.budget = Seconds(1.5);
        const auto profile = run(options);
        QVERIFY2(profile.has_value(), profile ? "" : profile.error().message().c_str());
        QCOMPARE(profile->kernels.size(), std::size_t(1));
        std::set<std::string> kernels;
        for (const auto& o : profile->operations) {
            kernels.insert(o.kernel);
            QVERIFY(o.samples >= 1);
            QVERIFY(o.p10 <= o.median && o.median <= o.p90);
            QVERIFY(o.flopRate.si() > 1e6 && o.flopRate.si() < 1e14);
            QVERIFY(o.byteRate.si() > 1e6 && o.byteRate.si() < 1e14);
        }
        QCOMPARE(kernels.size(), std::size_t(4));
    }
    void measuresProvidersSideBySide() {
        auto options = small();
        options.weights = {Scheme::f32};
        options.providers = {"cellwright", "eigen"};
        const auto profile = run(options);
        QVERIFY2(profile.has_value(), profile ? "" : profile.error().message().c_str());
        QCOMPARE(profile->kernels.size(), std::size_t(2));
        QCOMPARE(profile->kernels.front().provider, std::string("cellwright"));
        QCOMPARE(profile->kernels.back().provider, std::string("eigen"));
        QVERIFY(std::abs(profile->kernels.front().samples - profile->kernels.back().samples) <= 1);
    }
    void steadyWorkEndsEarly() {
        auto options = small();
        options.budget = Seconds(60.0);
        bool reached = false;
        const auto profile = run(options, [&](double fraction, const std::string& text) {
            reached = reached || (fraction > 0.9 && text != "done");
        });
        QVERIFY(profile.has_value());
        // On a machine too noisy for that it takes its time and says that nothing settled.
        QVERIFY(!reached || !profile->kernels.front().settled || profile->noise.disturbed);
    }
    void aBusyProgramIsNoticed() {
        // What other programs use is told from the system's account, in which this thread is one of ours: the
        // busy program must be another process. A shell that counts is enough.
        QProcess busy;
        busy.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), QStringLiteral("while :; do :; done")});
        if (!busy.waitForStarted())
            QSKIP("no shell to keep a core busy");
        auto options = small();
        options.budget = Seconds(1.5);
        options.shapes = {{512, 1024, 1}, {2048, 2048, 1}, {1024, 1024, 64}, {1024, 1024, 16}};
        const auto profile = run(options);
        busy.kill();
        busy.waitForFinished();
        QVERIFY(profile.has_value());
        if (profile->noise.otherCores < 0.0)
            QSKIP("this system keeps no account of its processors");
        QVERIFY2(profile->noise.disturbed, qPrintable(QString::number(profile->noise.otherCores)));
        QVERIFY(!profile->noise.reasons.empty());
    }
    void refusesBeforeItMeasures() {
        bool measured = false;
        const auto progress = [&](double, const std::string&) { measured = true; };
        auto options = small();
        options.providers = {"fftw"};
        QVERIFY(!run(options, progress).has_value());
        options = small();
        options.weights = {Scheme::nf4};
        QVERIFY(!run(options, progress).has_value());
        options = small();
        options.threads = {100000};
        QVERIFY(!run(options, progress).has_value());
        options = small();
        options.layers = {OperationCase{layerKernel, Scheme::q8_0}};
        options.layers.front().shape.headSize = 7;
        QVERIFY(!run(options, progress).has_value());
        QVERIFY(!measured);
    }
    /// Whatever is under way when the stop is requested, hardly anything new begins after it.
    void cancelsWhateverIsUnderWay_data() {
        QTest::addColumn<QString>("during");
        QTest::newRow("weights") << "preparing weights";
        QTest::newRow("operations") << "preparing operations";
        QTest::newRow("warm-up") << "warm-up: q4_0 4096 × 4096 × 64";
        QTest::newRow("a large layer") << "warm-up: layer";
        QTest::newRow("attention") << "warm-up: attention";
        QTest::newRow("rounds") << "q8_0 4096";
    }
    void cancelsWhateverIsUnderWay() {
        QFETCH(QString, during);
        ProfileOptions options;
        options.weights = {Scheme::q4_0, Scheme::q8_0};
        std::stop_source source;
        int after = 0;
        const auto result = run(
            options,
            [&](double, const std::string& text) {
                after += source.stop_requested();
                if (QString::fromStdString(text).startsWith(during))
                    source.request_stop();
            },
            source.get_token());
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().what, std::string("cancelled"));
        QVERIFY2(after <= 1, qPrintable(QString::number(after)));
    }
    void cancelsFromAnotherThread() {
        std::stop_source source;
        std::atomic<int> after{0};
        std::jthread worker([&] {
            QTest::qSleep(700);
            source.request_stop();
        });
        const auto result = run(
            {}, [&](double, const std::string&) { after += source.stop_requested(); }, source.get_token());
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().what, std::string("cancelled"));
        QVERIFY(after <= 1);
    }
    void cancelledBeforeItBegins() {
        std::stop_source source;
        source.request_stop();
        QVERIFY(!run({}, {}, source.get_token()).has_value());
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::ProfilerTest)
#include "profiler_test.moc"
