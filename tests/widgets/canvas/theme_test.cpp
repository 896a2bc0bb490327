// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/theme.h"
#include "widgets/theme/theme_controller.h"

#include <QImage>

using namespace cellwright;
using namespace Qt::StringLiterals;

namespace {

double lightnessOf(QRgb colour) {
    return Theme::contrast(QColor::fromRgb(colour), Qt::black);
}

} // namespace

class ThemeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void textReads_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void textReads() {
        QFETCH(bool, dark);
        const Theme& theme = dark ? Theme::dark() : Theme::light();
        for (const QColor& surface : {theme.window, theme.base, theme.raised}) {
            QVERIFY(Theme::contrast(theme.text, surface) >= 7.0);
            QVERIFY(Theme::contrast(theme.mutedText, surface) >= 4.5);
            QVERIFY(Theme::contrast(theme.bad, surface) >= 4.5);
            QVERIFY(Theme::contrast(theme.good, surface) >= 4.5);
            QVERIFY(Theme::contrast(theme.warning, surface) >= 4.5);
        }
        QVERIFY(Theme::contrast(theme.accentText, theme.accent) >= 4.5);
        for (int i = 0; i < 8; ++i)
            QVERIFY2(Theme::contrast(theme.category(i), theme.base) >= 3.0, qPrintable(QString::number(i)));
        for (const QColor& mark : {theme.site, theme.host, theme.users, theme.label, theme.areaOutline,
                                   theme.link[0], theme.link[1], theme.link[2]})
            QVERIFY(Theme::contrast(mark, theme.canvas) >= 3.0);
    }

    void paletteTellsItsTheme() {
        QVERIFY(&Theme::of(Theme::light().palette()) == &Theme::light());
        QVERIFY(&Theme::of(Theme::dark().palette()) == &Theme::dark());
    }

    void sequentialMapRisesEvenly() {
        double last = lightnessOf(sequentialColour(0.0));
        for (int i = 1; i <= 64; ++i) {
            const double next = lightnessOf(sequentialColour(i / 64.0));
            QVERIFY2(next > last, qPrintable(QString::number(i)));
            last = next;
        }
        QCOMPARE(qAlpha(sequentialColour(std::nan(""))), 0);
        QCOMPARE(sequentialColour(-5), sequentialColour(0));
        QCOMPARE(sequentialColour(7), sequentialColour(1));
    }

    void precisionsOfOneWidthShareAColour() {
        const Theme& theme = Theme::light();
        QCOMPARE(theme.precision(Scheme::q4_0), theme.precision(Scheme::nf4));
        QCOMPARE(theme.precision(Scheme::f16), theme.precision(Scheme::bf16));
        QVERIFY(theme.precision(Scheme::q4_0) != theme.precision(Scheme::q8_0));
        QVERIFY(theme.precision(Scheme::f32) != theme.precision(Scheme::f16));
    }

    void everyIconDrawsSomething() {
        QVERIFY(iconNames().size() > 30);
        for (const QString& name : iconNames()) {
            const QImage image = themedIcon(name).pixmap(48, 48).toImage();
            int inked = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    inked += image.pixelColor(x, y).alpha() > 128;
            QVERIFY2(inked > 60, qPrintable(name));
        }
        QVERIFY(themedIcon(u"no such icon"_s).isNull());
    }

    void iconsFollowThePalette() {
        ThemeController controller;
        const QIcon icon = themedIcon(u"stop"_s);
        controller.setChoice(ThemeChoice::light);
        const QImage light = icon.pixmap(32, 32).toImage();
        controller.setChoice(ThemeChoice::dark);
        const QImage dark = icon.pixmap(32, 32).toImage();
        QVERIFY(light != dark);
        QVERIFY(&controller.theme() == &Theme::dark());
        controller.setChoice(ThemeChoice::system);
        QVERIFY2(&controller.theme() == &Theme::light(), "the offscreen platform is light");
    }

    void fontsScale() {
        QFont font;
        font.setPointSizeF(10);
        QCOMPARE(Theme::scaled(font, 1.5).pointSizeF(), 15.0);
        font.setPixelSize(10);
        QCOMPARE(Theme::scaled(font, 1.5, true).pixelSize(), 15);
        QVERIFY(QFontInfo(Theme::numberFont(font)).fixedPitch());
    }
};

CELLWRIGHT_TEST(ThemeTest)
#include "theme_test.moc"
