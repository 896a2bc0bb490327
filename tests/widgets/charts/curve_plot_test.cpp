// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "widgets/charts/curve_plot.h"
#include "widgets/theme/theme.h"

#include <QTest>

using namespace cellwright;
using namespace Qt::StringLiterals;

class CurvePlotTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void curvesAreDrawnInTheColoursOfTheTheme() {
        CurvePlot plot;
        plot.resize(400, 250);
        plot.setEmptyText(u"nothing yet"_s);
        QVERIFY(plot.curves().empty());
        plot.setCurves({{u"A"_s, {{0, 0.1}, {1, 0.9}}}, {u"B"_s, {{0, 0.2}, {2, 1.0}}, 1, true, false}},
                       {u"Time (s)"_s}, {u"Share"_s, true, true, false});
        QCOMPARE(plot.curves().size(), std::size_t(2));
        const QImage image = plot.grab().toImage();
        int coloured = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                coloured += image.pixelColor(x, y) == Theme::of(plot.palette()).category(0);
        QVERIFY(coloured > 50);
        plot.setCurves({}, {}, {});
        QCOMPARE(plot.accessibleDescription(), u"nothing yet"_s);
    }
};

CELLWRIGHT_TEST(CurvePlotTest)
#include "curve_plot_test.moc"
