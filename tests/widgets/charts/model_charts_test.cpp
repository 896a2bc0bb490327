// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/modelstrip/sample_models.h"
#include "widgets/charts/chart_painting.h"
#include "widgets/charts/chart_panel.h"
#include "widgets/charts/model_charts.h"
#include "widgets/charts/stacked_bar_chart.h"

#include <QImage>
#include <QPainter>
#include <QTest>

#include <numeric>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

double sum(const ByKind& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

bool near(double a, double b) {
    return std::abs(a - b) <= 1e-9 * std::max({1.0, std::abs(a), std::abs(b)});
}

double total(const ChartData& chart, std::size_t bar) {
    double all = 0.0;
    for (const ChartPart& part : chart.parts)
        all += part.values[bar];
    return all;
}

std::size_t barNamed(const ChartData& chart, const QString& words) {
    for (std::size_t bar = 0; bar < chart.bars.size(); ++bar)
        if (chart.bars[bar].subject.contains(words))
            return bar;
    return chart.bars.size();
}

} // namespace

class ModelChartsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void kindsAddUpToTheAccounting_data() {
        QTest::addColumn<int>("which");
        QTest::addColumn<bool>("tied");
        for (const bool tied : {false, true}) {
            QTest::addRow("dense %d", int(tied)) << 0 << tied;
            QTest::addRow("tower %d", int(tied)) << 1 << tied;
            QTest::addRow("hybrid %d", int(tied)) << 2 << tied;
            QTest::addRow("encoder %d", int(tied)) << 3 << tied;
        }
    }
    void kindsAddUpToTheAccounting() {
        QFETCH(int, which);
        QFETCH(bool, tied);
        llm::Model model = which == 0   ? test::llama(8)
                           : which == 1 ? test::seeing()
                           : which == 2 ? test::hybrid()
                                        : test::encoder();
        model.tiedEmbeddings = tied && which != 3;
        using Phase = llm::Step::Phase;
        for (const Placement placement : {Placement::device, Placement::split}) {
            const StripData data = test::stripOf(model, placement);
            QVERIFY2(data.accounting.has_value(), data.problem.c_str());
            for (const StripPart& part : data.parts) {
                const llm::BlockRange range = part.range;
                QVERIFY(near(sum(storedByKind(data, range)), data.accounting->weightBytes(range).si()));
                const auto prefill = data.accounting->prefill(range, data.decoderPrompt());
                QVERIFY(near(sum(flopByKind(data, range, Phase::prefill)), prefill.flop.si()));
                if (!data.canBeCut())
                    continue;
                const auto answer =
                    data.accounting->generation(range, data.decoderPrompt(), data.outputTokens - 1);
                QVERIFY(near(sum(flopByKind(data, range, Phase::decode)), answer.flop.si()));
            }
        }
    }
    void aWindowIsFollowedExactly() {
        llm::Model model = test::llama(4);
        model.layers[1].attention()->window = 520;
        const StripData data = test::stripOf(model, Placement::host);
        const auto flop = flopByKind(data, data.accounting->whole(), llm::Step::Phase::decode);
        double attention = 0.0;
        for (std::int64_t step = 0; step < data.outputTokens - 1; ++step) {
            const auto seen = double(data.promptTokens + 1 + step);
            attention += 4.0 * 32 * 128 * (3.0 * seen + std::min(seen, 520.0));
        }
        QVERIFY(near(flop[std::size_t(llm::OperationKind::attention)], attention));
    }
    void memoryBarsAreWeightsCacheAndWorkspace() {
        const StripData data = test::stripOf(test::llama(8));
        const ChartData chart = modelChartData(ModelChart::bytes, data);
        QCOMPARE(chart.bars.size(), std::size_t(4));
        const llm::BlockRange range = data.parts.back().range;
        const double expected = data.accounting->weightBytes(range).si() +
                                data.accounting->kvBytes(range, 640).si() +
                                data.accounting->workspaceBytes(range, 512).si();
        const std::size_t memory = barNamed(chart, u"Edge: in memory"_s);
        QVERIFY(memory < chart.bars.size());
        QVERIFY(near(total(chart, memory), expected));
        const std::size_t moved = barNamed(chart, u"Edge: moved per token"_s);
        QVERIFY(near(total(chart, moved), data.accounting->decode(range, 640).bytes().si()));
        QVERIFY(chart.unitName == u"GB"_s);
    }
    void theBatchOfTheHostReadsItsWeightsOnce() {
        StripData data = test::stripOf(test::llama(8));
        data.deployment.batch = 4;
        const ChartData chart = modelChartData(ModelChart::bytes, data);
        const std::size_t moved = barNamed(chart, u"Edge: moved per token"_s);
        QVERIFY(chart.notes.join(u' ').contains(u"Edge: 4 requests at once"_s));
        QVERIFY(moved < chart.bars.size());
        QVERIFY(
            near(total(chart, moved), data.accounting->decode(data.parts.back().range, 640, 4).bytes().si()));
    }
    void towersHaveABarOfTheirOwn() {
        const StripData data = test::stripOf(test::seeing());
        const ChartData chart = modelChartData(ModelChart::flop, data);
        const std::size_t bar = barNamed(chart, u"336 × 336"_s);
        QVERIFY(bar < chart.bars.size());
        QVERIFY(near(total(chart, bar), data.accounting->encode(data.parts.front().range, 577).flop.si()));
    }
    void anEncoderHasNoBarOfTheAnswer() {
        const ChartData chart =
            modelChartData(ModelChart::flop, test::stripOf(test::encoder(), Placement::host));
        QCOMPARE(chart.bars.size(), std::size_t(1));
    }
    void expertsAreSeenInBothCharts() {
        for (const ModelChart kind : {ModelChart::bytes, ModelChart::flop}) {
            const ChartData chart = modelChartData(kind, test::stripOf(test::hybrid(), Placement::host));
            const auto has = [&](const QString& name) {
                return std::ranges::any_of(chart.parts, [&](const ChartPart& p) { return p.name == name; });
            };
            QVERIFY(has(u"Experts"_s));
            QVERIFY(has(u"State space"_s));
        }
    }
    void withoutAModelTheWordsSayWhy() {
        StripData data;
        data.problem = "The catalogue has no model \"x\".";
        ChartPanel panel;
        panel.setData(modelChartData(ModelChart::bytes, data));
        QVERIFY(!panel.chart());
        QCOMPARE(modelChartData(ModelChart::bytes, data).emptyText, u"The catalogue has no model \"x\"."_s);
    }
    void theSameKindHasTheSameColourInBothCharts() {
        const StripData data = test::stripOf(test::hybrid());
        QHash<QString, int> colours;
        for (const ModelChart kind : {ModelChart::bytes, ModelChart::flop})
            for (const ChartPart& part : modelChartData(kind, data).parts) {
                QVERIFY(part.colour >= 0);
                QCOMPARE(colours.value(part.name, part.colour), part.colour);
                colours.insert(part.name, part.colour);
            }
        // KV cache and attention share a colour on purpose; all others differ.
        QSet<int> distinct(colours.cbegin(), colours.cend());
        QVERIFY(distinct.size() >= colours.size() - 1);
    }
    void paintsForThePageAndSpeaksItsNumbers() {
        const ChartData chart = modelChartData(ModelChart::bytes, test::stripOf(test::llama(8)));
        const qreal height = chartHeight(chart, 480.0);
        QVERIFY(height > 100.0);
        QImage image(480, int(height), QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        paintChart(painter, QRectF(0, 0, 480, height), chart);
        painter.end();
        QSet<QRgb> colours;
        for (int x = 0; x < image.width(); x += 2)
            for (int y = 0; y < image.height(); y += 2)
                colours.insert(image.pixel(x, y));
        QVERIFY(colours.size() > 5);
        QVERIFY2(chart.inWords().contains(u"Feed-forward"_s), qPrintable(chart.inWords()));
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::ModelChartsTest)
#include "model_charts_test.moc"
