// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "widgets/charts/roofline/dot_words.h"
#include "widgets/charts/roofline/limit_bars.h"
#include "widgets/charts/roofline/roofline_painter.h"
#include "widgets/charts/roofline/roofline_view.h"

#include <QFontMetricsF>
#include <QImage>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

kernels::KernelTiming timing(std::string_view kernel, Scheme weights, int tokens, double flopRate,
                             double byteRate, const std::string& provider = "cellwright") {
    kernels::KernelTiming made;
    made.kernel = kernel;
    made.weights = weights;
    made.rows = made.cols = 4096;
    made.tokens = tokens;
    made.threads = 2;
    made.median = Seconds(1.0);
    made.p10 = Seconds(0.8);
    made.p90 = Seconds(1.25);
    made.samples = 9;
    made.flopRate = FlopPerSecond(flopRate);
    made.byteRate = BytesPerSecond(byteRate);
    made.provider = provider;
    return made;
}

kernels::Profile profileOf(std::vector<kernels::KernelTiming> timings) {
    kernels::Profile profile;
    profile.readBandwidth = {{2, BytesPerSecond(32e9), 0.02, 9}};
    profile.peaks = {{"f32", 2, FlopPerSecond(230e9), 0.01, 9},
                     {"bf16", 2, FlopPerSecond(460e9), 0.01, 9},
                     {"int8", 2, FlopPerSecond(920e9), 0.01, 9}};
    profile.kernels = std::move(timings);
    return profile;
}

/// The same kernels as a full profile has: vectors and matrices in four formats.
kernels::Profile wholeProfile() {
    return profileOf({timing(kernels::matVec, Scheme::q4_0, 1, 100e9, 28e9),
                      timing(kernels::matVec, Scheme::q4_k_m, 1, 90e9, 25e9, "ggml"),
                      timing(kernels::matVec, Scheme::f16, 1, 30e9, 30e9),
                      timing(kernels::matVec, Scheme::f32, 1, 15e9, 30e9, "openblas"),
                      timing(kernels::matMat, Scheme::q4_0, 8, 300e9, 10e9),
                      timing(kernels::matMat, Scheme::q4_0, 512, 460e9, 0.25e9),
                      timing(kernels::matMat, Scheme::bf16, 512, 450e9, 0.9e9, "onednn")});
}

QRectF textBox(const RooflinePainter::Label& label) {
    return label.place;
}

} // namespace

class RooflineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void vectorsAreHeldAgainstMemoryMatricesAgainstTheirUnit() {
        const RooflineData data = rooflineData(wholeProfile(), 2);
        QCOMPARE(data.dots.size(), std::size_t(7));
        QVERIFY(data.dots[0].limit->memory);
        QVERIFY(std::abs(data.dots[0].limit->share - 28.0 / 32.0) < 1e-12);
        QVERIFY(!data.dots[5].limit->memory);
        QCOMPARE(data.dots[5].limit->name, u"int8"_s);
        QVERIFY(std::abs(data.dots[5].limit->share - 0.5) < 1e-12);
        QCOMPARE(data.dots[6].limit->name, u"bf16"_s);
    }
    void fewTokensAreHeldAgainstTheLowerOfBoth() {
        // 8 tokens of q4_0: 30 FLOP/B, of which memory feeds 960 GFLOP/s; of f32 4 FLOP/B, of which it feeds
        // 128.
        const auto profile = profileOf({timing(kernels::matMat, Scheme::q4_0, 8, 300e9, 10e9),
                                        timing(kernels::matMat, Scheme::f32, 8, 64e9, 16e9)});
        const RooflineData data = rooflineData(profile, 2);
        QVERIFY(!data.dots[0].limit->memory);
        QVERIFY(data.dots[1].limit->memory);
        QVERIFY(std::abs(data.dots[1].limit->share - 0.5) < 1e-12);
    }
    void whatWasNotMeasuredIsNoLimit() {
        auto profile = wholeProfile();
        profile.peaks.pop_back(); // int8
        const auto dots = rooflineData(profile, 2).dots;
        QVERIFY(!dots[5].limit);
        QVERIFY(dots[6].limit);
        QVERIFY(dotShare(dots[5]).isEmpty());
        profile.readBandwidth.clear();
        for (const RooflineDot& dot : rooflineData(profile, 2).dots)
            QVERIFY(!dot.limit);
    }
    void whiskersAreTheDecilesOfTheRate() {
        const RooflineDot dot = rooflineData(wholeProfile(), 2).dots[0];
        QVERIFY(std::abs(dot.low.si() - 100e9 / 1.25) < 1.0);
        QVERIFY(std::abs(dot.high.si() - 100e9 / 0.8) < 1.0);
        QVERIFY(std::abs(dot.intensity - 100.0 / 28.0) < 1e-12);
    }
    void activationsHaveNoLimit() {
        kernels::Profile profile = wholeProfile();
        kernels::OperationTiming norm;
        norm.kernel = kernels::normKernel;
        norm.threads = 2;
        norm.median = norm.p10 = norm.p90 = Seconds(1e-6);
        norm.flopRate = FlopPerSecond(1e9);
        norm.byteRate = BytesPerSecond(90e9);
        kernels::OperationTiming graph = norm;
        graph.kernel = kernels::graphKernel;
        graph.flopRate = FlopPerSecond(0.0);
        graph.byteRate = BytesPerSecond(0.0);
        profile.operations = {norm, graph};
        const RooflineData data = rooflineData(profile, 2);
        QCOMPARE(data.dots.size(), std::size_t(8)); // nothing to draw of what has no operations
        QVERIFY(!data.dots.back().limit);
        QCOMPARE(measurements(profile).size(), std::size_t(9));
    }
    void otherThreadsAreLeftOut() {
        QVERIFY(rooflineData(wholeProfile(), 1).empty());
        QCOMPARE(measuredThreads(wholeProfile()), std::vector<int>{2});
        QCOMPARE(mostThreads({}), 0);
    }
    void linesAndDotsLieWhereTheLogarithmsSay() {
        const QFont font = QFont();
        RooflinePainter painter(rooflineData(wholeProfile(), 2), Theme::light(), font);
        painter.layout(QRectF(0, 0, 900, 500));
        const auto& dots = painter.data().dots;
        // Ten times the operations per byte is always as far to the right.
        const QPointF f16 = painter.positionOf(dots[2]), f32 = painter.positionOf(dots[3]);
        QVERIFY(std::abs((f16.x() - f32.x()) / std::log10(2.0) -
                         (painter.positionOf(dots[5]).x() - f16.x()) / std::log10(dots[5].intensity)) < 1e-6);
        QVERIFY(f16.y() < f32.y()); // faster is higher
        for (const RooflineDot& dot : dots) {
            QVERIFY(painter.plot().contains(painter.positionOf(dot)));
            QVERIFY(painter.dotAt(painter.positionOf(dot) + QPointF(1, 1)) != nullptr);
        }
        QVERIFY(!painter.dotAt(QPointF(2, 2)));
    }
    void namesOfLinesDoNotCoverEachOther_data() {
        QTest::addColumn<QSize>("size");
        QTest::newRow("small") << QSize(560, 300);
        QTest::newRow("usual") << QSize(1100, 420);
        QTest::newRow("flat") << QSize(1100, 240);
    }
    void namesOfLinesDoNotCoverEachOther() {
        QFETCH(QSize, size);
        RooflinePainter painter(rooflineData(wholeProfile(), 2), Theme::light(), QFont());
        painter.layout(QRectF(QPointF(), size));
        const auto labels = painter.labels();
        QCOMPARE(labels.size(), std::size_t(4));
        for (std::size_t a = 0; a < 3; ++a)
            for (std::size_t b = a + 1; b < 3; ++b)
                QVERIFY(!textBox(labels[a]).intersects(textBox(labels[b])));
    }
    void ticksAreDecades() {
        std::vector<double> labelled;
        for (const LogTick& tick : logTicks(0.5, 2e3))
            if (tick.labelled)
                labelled.push_back(tick.value);
        QCOMPARE(labelled.size(), std::size_t(4));
        QVERIFY(std::abs(labelled.front() - 1.0) < 1e-12);
        // A short axis has names between the decades as well.
        QVERIFY(std::ranges::count_if(logTicks(1.0, 20.0), &LogTick::labelled) == 5);
    }
    void formatsOfAsManyBitsDifferInColour() {
        for (const Theme* theme : {&Theme::light(), &Theme::dark()}) {
            const FormatColours colours(rooflineData(wholeProfile(), 2), *theme);
            for (const auto& a : colours.entries()) {
                QVERIFY2(Theme::contrast(a.colour, theme->base) > 2.0, qPrintable(a.format));
                for (const auto& b : colours.entries())
                    QVERIFY(a.format == b.format || a.colour != b.colour);
            }
        }
    }
    void providersDifferInShape() {
        const std::vector<std::string> all{"cellwright", "onednn", "openblas", "eigen",
                                           "ggml",       "opencl", "another"};
        for (const auto& a : all)
            for (const auto& b : all)
                QVERIFY(a == b || providerMark(a, {}, 5.0) != providerMark(b, {}, 5.0));
        QCOMPARE(providersOf(rooflineData(wholeProfile(), 2)).front(), std::string("cellwright"));
    }
    void barsAreGroupedByFormatWithProvidersBesideEachOther() {
        auto profile = wholeProfile();
        profile.kernels.push_back(timing(kernels::matVec, Scheme::q4_0, 1, 50e9, 14e9, "ggml"));
        const auto groups = limitGroups(rooflineData(profile, 2));
        QCOMPARE(groups.size(), std::size_t(5));
        QCOMPARE(groups[0].format, u"Q4_0"_s);
        QCOMPARE(groups[0].rows.size(), std::size_t(3));
        QCOMPARE(groups[0].rows[0].bars.size(), std::size_t(2));
        QCOMPARE(groups[0].rows[0].bars[0].provider, std::string("cellwright"));
        QVERIFY(groups[0].rows[0].bars[0].share > groups[0].rows[0].bars[1].share);
        QVERIFY(groups[0].rows[2].shape.endsWith(u"512"_s));
    }
    void wordsSayTimeRateAndShare() {
        const RooflineData data = rooflineData(wholeProfile(), 2);
        const QString words = dotInWords(data.dots[0]);
        for (const QString& part : {u"Matrix × vector, Q4_0 by Cellwright"_s, u"4096 × 4096 × 1"_s, u"1 s"_s,
                                    u"28 GB/s"_s, u"% of memory"_s})
            QVERIFY2(words.contains(part), qPrintable(words));
        QVERIFY(rooflineInWords(data).contains(u"int8 peak 920 GFLOP/s"_s));
    }
    void anEmptyChartIsDrawn() {
        RooflineView view;
        view.resize(500, 300);
        view.setData({});
        QVERIFY(!view.grab().isNull());
        LimitBars bars;
        bars.setData({});
        QVERIFY(!bars.grab().isNull());
        QTest::keyClick(&view, Qt::Key_Right);
        QVERIFY(!view.selected());
    }
    void hoveringAndClickingFindTheDot() {
        RooflineView view;
        view.resize(900, 500);
        view.setData(rooflineData(wholeProfile(), 2));
        view.show();
        const QSignalSpy chosen(&view, &RooflineView::rowSelected);
        const std::size_t row = view.data().dots[5].row;
        QTest::mouseMove(&view, view.positionOf(row).toPoint());
        QCOMPARE(view.cursor().shape(), Qt::PointingHandCursor);
        QTest::mouseClick(&view, Qt::LeftButton, {}, view.positionOf(row).toPoint());
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(view.selected(), std::optional(row));
        QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(3, 3)); // beside all dots: nothing changes
        QCOMPARE(chosen.count(), 1);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::RooflineTest)
#include "roofline_test.moc"
