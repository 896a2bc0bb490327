// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "widgets/report/table.h"

#include <QImage>
#include <QPainter>
#include <QTest>

#include <numeric>

using namespace Qt::StringLiterals;
using namespace cellwright::report;

namespace {

const Style& style() {
    static const Style shared;
    return shared;
}

TableData rowsOf(int count, const QString& text = u"value"_s) {
    TableData data;
    data.columns = {{u"Name"_s, Align::left, 1.0}, {u"Number"_s, Align::right}};
    for (int i = 0; i < count; ++i)
        data.add({{text}, {QString::number(i)}});
    return data;
}

double sum(const std::vector<double>& widths) {
    return std::accumulate(widths.begin(), widths.end(), 0.0);
}

/// The columns of the picture (in layout units from the left) that carry ink.
std::pair<int, int> inkedColumns(const Table& table, double width, int room) {
    const int height = int(table.height(width));
    QImage image(int(width) + 2 * room, height, QImage::Format_Grayscale8);
    image.fill(Qt::white);
    QPainter painter(&image);
    table.paint(painter, QRectF(room, 0, width, height));
    painter.end();
    int first = image.width(), last = -1;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.constScanLine(y)[x] < 200) {
                first = std::min(first, x - room);
                last = std::max(last, x - room);
            }
    return {first, last};
}

} // namespace

class TableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fillsTheWidth_data() {
        QTest::addColumn<double>("width");
        QTest::addColumn<QString>("text");
        for (const double width : {1200.0, 2500.0, 4870.0})
            for (const QString& text :
                 {u"short"_s, u"many words in a cell that has to wrap "_s.repeated(6), QString(300, u'x')})
                QTest::addRow("%g, %d characters", width, int(text.size())) << width << text;
    }
    void fillsTheWidth() {
        QFETCH(double, width);
        QFETCH(QString, text);
        const Table table(rowsOf(3, text), style());
        const auto widths = table.columnWidths(width);
        QCOMPARE(widths.size(), std::size_t(2));
        QVERIFY2(std::abs(sum(widths) - width) < 1.0, qPrintable(QString::number(sum(widths))));
        for (const double each : widths)
            QCOMPARE_GT(each, 0.0);
    }
    void paintsNothingBeyondItsEdges() {
        const Table table(
            rowsOf(4,
                   u"words that wrap and anunbreakablewordthatisfarwiderthanthecolumncouldeverbe "_s.repeated(
                       3)),
            style());
        const auto [first, last] = inkedColumns(table, 1500.0, 200);
        QCOMPARE_GE(first, -5);
        QCOMPARE_LE(last, 1505);
    }
    void shortColumnsKeepTheirLine() {
        TableData data;
        data.columns = {{u"Figure"_s}, {u"Source"_s, Align::left, 1.0}};
        data.add(
            {{u"Memory for the model"_s}, {u"a long explanation of where this comes from "_s.repeated(10)}});
        const Table table(std::move(data), style());
        const double needed = textWidth(u"Memory for the model"_s, style().table).line;
        QCOMPARE_GT(table.columnWidths(4000.0).front(), needed);
    }
    void numbersDoNotWrap() {
        TableData data;
        data.columns = {{u"Size"_s, Align::right}, {u"Text"_s, Align::left, 1.0}};
        data.add({{u"2.23 MB"_s}, {u"words "_s.repeated(60)}});
        const Table table(std::move(data), style());
        QVERIFY(!table.data().rows[0].cells[0].text.contains(u' '));
    }
    void longCellsAreCutWithAnEllipsis() {
        const Table table(rowsOf(1, QString(100'000, u'a')), style());
        QCOMPARE(table.data().rows[0].cells[0].text.size(), Table::longestCell + 1);
        QVERIFY(table.data().rows[0].cells[0].text.endsWith(u'…'));
    }
    void controlCharactersDoNotReachThePage() {
        const Table table(rowsOf(1, u"a\nb\tc\x01"_s), style());
        QCOMPARE(table.data().rows[0].cells[0].text, u"a\u2028b c "_s);
    }
    void splitsBetweenRowsAndRepeatsTheHead() {
        const Table table(rowsOf(60), style());
        const double width = 3000.0, whole = table.height(width), room = whole / 3.0;
        const Block::Halves halves = table.split(width, room);
        QVERIFY(halves.first);
        QVERIFY(halves.rest);
        QCOMPARE_LE(halves.first->height(width), room);
        const double head = Table(rowsOf(0), style()).height(width);
        QCOMPARE(halves.first->height(width) + halves.rest->height(width), whole + head);
    }
    void keepsTheHeadOfAGroupWithItsRows() {
        TableData data = rowsOf(3);
        data.add({{u"Group"_s}}, Row::Kind::group);
        data.add({{u"a"_s}, {u"1"_s}});
        const double width = 3000.0;
        const Table table(std::move(data), style());
        const double lastRow =
            Table(rowsOf(1), style()).height(width) - Table(rowsOf(0), style()).height(width);
        const Block::Halves halves = table.split(width, table.height(width) - lastRow);
        QVERIFY(halves.first);
        QCOMPARE(halves.first->height(width), Table(rowsOf(3), style()).height(width));
    }
    void refusesToSplitWhereNoRowFits() {
        const Table table(rowsOf(60), style());
        QVERIFY(!table.split(3000.0, 50.0).first);
    }
};

CELLWRIGHT_TEST(TableTest)
#include "table_test.moc"
