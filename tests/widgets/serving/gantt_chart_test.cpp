// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "widgets/serving/gantt_chart.h"
#include "widgets/theme/theme.h"

#include <QTest>

using namespace cellwright;
using namespace Qt::StringLiterals;

namespace {

std::vector<GanttRow> twoRows() {
    return {{u"Device"_s, {{0.0, 1.0, u"chunk 1"_s, 0}, {1.0, 2.0, u"chunk 2"_s, 0}}},
            {u"Edge server"_s, {{3.0, 4.0, u"chunk 2"_s, 1}, {1.0, 2.0, u"chunk 1"_s, 1}}}};
}

} // namespace

class GanttChartTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bubblesAreTheIdleShare() {
        const auto rows = twoRows();
        QCOMPARE(rows[0].bubble(), 0.0);
        QCOMPARE(rows[1].bubble(), 1.0 / 3.0);
        QCOMPARE(rows[1].busy(), 2.0);
        QCOMPARE(GanttRow{}.bubble(), 0.0);
    }
    void barsLieOnOneTimeAxis() {
        GanttChart chart;
        chart.resize(700, 200);
        chart.setRows(twoRows());
        const auto device = chart.rectangleOf(0, 1), edge = chart.rectangleOf(1, 0);
        QVERIFY(std::abs(device.left() - edge.left()) < 1e-9); // both begin at 1 s; rows are put in order
        QVERIFY(edge.top() > device.bottom());
        QVERIFY(std::abs(device.width() * 4 -
                         (chart.rectangleOf(1, 1).right() - chart.rectangleOf(0, 0).left())) < 1.0);
        const QImage image = chart.grab().toImage();
        const Theme& theme = Theme::of(chart.palette());
        QCOMPARE(image.pixelColor((device.topLeft() + QPointF(4, 4)).toPoint()), theme.category(0));
        QCOMPARE(image.pixelColor((edge.topLeft() + QPointF(4, 4)).toPoint()), theme.category(1));
        QVERIFY(chart.accessibleDescription().contains(u"Edge server: chunk 2"_s));
    }
    void emptyChartsSayWhy() {
        GanttChart chart;
        chart.resize(400, 120);
        chart.setEmptyText(u"No user is served."_s);
        const QImage empty = chart.grab().toImage();
        chart.setEmptyText({});
        QVERIFY(chart.grab().toImage() != empty);
    }
};

CELLWRIGHT_TEST(GanttChartTest)
#include "gantt_chart_test.moc"
