// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "widgets/report/flow.h"
#include "widgets/report/table.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace cellwright::report;

namespace {

const QSizeF page(3000.0, 1000.0);

BlockPtr box(double height) {
    return std::make_unique<Drawing>(height, [](QPainter&, const QRectF&) {});
}

TextLook look() {
    return {Style().body, Qt::black};
}

bool inside(const std::vector<PageBlocks>& pages) {
    for (const PageBlocks& blocks : pages) {
        double bottom = 0.0;
        for (const Placed& placed : blocks) {
            if (placed.place.top() < bottom - 1e-6 || placed.place.bottom() > page.height() + 1e-6)
                return false;
            bottom = placed.place.bottom();
        }
    }
    return true;
}

} // namespace

class FlowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void placesBlocksBelowEachOther() {
        Flow flow;
        flow.add(box(200), 50);
        flow.add(box(300), 20);
        const auto pages = flow.paginate(page);
        QCOMPARE(pages.size(), std::size_t(1));
        QCOMPARE(pages[0][0].place, QRectF(0, 0, 3000, 200)); // no distance at the top of a page
        QCOMPARE(pages[0][1].place, QRectF(0, 220, 3000, 300));
    }
    void goesOnToTheNextPage() {
        Flow flow;
        flow.add(box(700), 0);
        flow.add(box(400), 10);
        const auto pages = flow.paginate(page);
        QCOMPARE(pages.size(), std::size_t(2));
        QCOMPARE(pages[1][0].place.top(), 0.0);
    }
    void headingsGoWithWhatTheyHead() {
        Flow flow;
        flow.add(box(800), 0);
        flow.add(box(50), 10, Flow::Keep::withNext);
        flow.add(box(50), 10, Flow::Keep::withNext);
        flow.add(box(200), 10);
        const auto pages = flow.paginate(page);
        QCOMPARE(pages.size(), std::size_t(2));
        QCOMPARE(pages[0].size(), std::size_t(1));
        QCOMPARE(pages[1].size(), std::size_t(3));
    }
    void roomIsDemandedOnce() {
        Flow flow;
        flow.requireRoom(500); // nothing above: no empty page
        flow.add(box(600), 0);
        flow.requireRoom(300);
        flow.add(box(100), 0);
        flow.requireRoom(400);
        flow.add(box(100), 0);
        const auto pages = flow.paginate(page);
        QCOMPARE(pages.size(), std::size_t(2));
        QCOMPARE(pages[0].size(), std::size_t(2));
    }
    void marksKnowTheirPages() {
        Flow flow;
        flow.mark(u"One"_s);
        flow.add(box(900), 0);
        flow.mark(u"Two"_s);
        flow.add(box(900), 0);
        flow.paginate(page);
        QCOMPARE(flow.marks().size(), std::size_t(2));
        QCOMPARE(flow.marks()[0].page, 0);
        QCOMPARE(flow.marks()[1].page, 1);
    }
    void paragraphsSplitBetweenLinesAndLoseNothing() {
        QString text;
        for (int i = 0; i < 400; ++i)
            text += u"word%1 "_s.arg(i);
        Flow flow;
        flow.add(box(800), 0);
        flow.add(std::make_unique<Paragraph>(text, look()), 0);
        const auto pages = flow.paginate(page);
        QVERIFY(pages.size() > 1);
        QVERIFY(inside(pages));
        double shown = 0.0;
        for (const auto& blocks : pages)
            for (const Placed& placed : blocks)
                shown += placed.place.height();
        QCOMPARE(shown, 800.0 + textHeight(text, look(), page.width()));
    }
    void wrappedLinesHoldAllWords() {
        const QString text = u"the quick brown fox jumps over the lazy dog "_s.repeated(20).trimmed();
        const QStringList lines = wrappedLines(text, look(), 900.0);
        QVERIFY(lines.size() > 3);
        QCOMPARE(lines.join(u' '), text);
        for (const QString& line : lines)
            QCOMPARE_LE(textWidth(line, look().font).line, 900.0);
    }
    void tooTallBlocksDoNotHangTheLayout() {
        Flow flow;
        flow.add(box(5000), 0);
        flow.add(box(100), 0);
        QCOMPARE(flow.paginate(page).size(), std::size_t(2));
    }
    /// Any order of blocks: nothing overlaps, nothing leaves the page, no page is empty, no heading ends one.
    void randomFlowsStayOnTheirPages() {
        QRandomGenerator random(20260101);
        for (int round = 0; round < 100; ++round) {
            Flow flow;
            std::vector<const Block*> headings;
            for (int i = 0; i < 30; ++i) {
                const int kind = int(random.bounded(4));
                if (kind == 0) {
                    auto heading = box(40);
                    headings.push_back(heading.get());
                    flow.add(std::move(heading), 20, Flow::Keep::withNext);
                    flow.add(box(60), 5);
                } else if (kind == 1) {
                    flow.add(box(random.bounded(50, 900)), 10);
                } else if (kind == 2) {
                    flow.add(
                        std::make_unique<Paragraph>(u"words "_s.repeated(random.bounded(1, 300)), look()),
                        10);
                } else {
                    TableData data;
                    data.columns = {{u"Column"_s}};
                    for (int row = random.bounded(1, 25); row > 0; --row)
                        data.add({{u"cell"_s}});
                    static const Style style;
                    flow.add<Table>(10, std::move(data), style);
                }
            }
            const auto pages = flow.paginate(page);
            QVERIFY(inside(pages));
            for (const PageBlocks& blocks : pages) {
                QVERIFY(!blocks.empty());
                QVERIFY(std::find(headings.begin(), headings.end(), blocks.back().block) == headings.end());
            }
        }
    }
};

CELLWRIGHT_TEST(FlowTest)
#include "flow_test.moc"
