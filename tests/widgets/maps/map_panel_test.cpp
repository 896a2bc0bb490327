// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/canvas/demo.h"
#include "widgets/inspector/quantity_edit.h"
#include "widgets/maps/cdf_plot.h"
#include "widgets/maps/legend_editor.h"
#include "widgets/maps/map_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

using namespace cellwright;
using namespace cellwright::test;
using namespace Qt::StringLiterals;
using maps::Layer;

namespace {

template <class W>
W* named(QWidget& in, const QString& name) {
    for (auto* widget : in.findChildren<W*>())
        if (widget->accessibleName() == name && !widget->isHidden())
            return widget;
    return nullptr;
}

std::shared_ptr<const MapData> sinrMap() {
    auto map = std::make_shared<MapData>();
    map->question = {.layer = Layer::sinr};
    map->frame = {.origin = {}, .resolution = Metres(100), .width = 2, .height = 2};
    map->values = {-5.0F, 5.0F, 15.0F, 25.0F};
    map->cell = {0, 0, 0, 0};
    map->userValues = {10.0F};
    return map;
}

} // namespace

class MapPanelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void choosingAMapIsTold() {
        const auto document = documentOf(demoScenario());
        MapPanel panel(*document);
        panel.show();
        QSignalSpy told(&panel, &MapPanel::settingsChanged);
        auto* layers = panel.findChildren<QComboBox*>().at(0);
        QCOMPARE(layers->count(), int(maps::layerCount));
        layers->setCurrentIndex(int(Layer::ttft));
        Q_EMIT layers->activated(int(Layer::ttft));
        QCOMPARE(told.count(), 1);
        QVERIFY(panel.settings().layer() == Layer::ttft);
        panel.setSettings(panel.settings());
        QCOMPARE(told.count(), 1);
    }

    void statisticsFollowTheTarget() {
        const auto document = documentOf(demoScenario());
        MapPanel panel(*document);
        panel.show();
        panel.setMap(sinrMap(), true, {});
        QTRY_COMPARE(panel.shares().areaShare, 0.75);
        QCOMPARE(panel.shares().userShare, 1.0);
        auto* target = named<QuantityEdit>(panel, u"Target"_s);
        QVERIFY(target);
        target->selectAll();
        QTest::keyClicks(target, u"12 dB"_s);
        QVERIFY(target->commit());
        QTRY_COMPARE(panel.shares().areaShare, 0.5);
        QCOMPARE(panel.shares().userShare, 0.0);
        bool shown = false;
        for (const auto* label : panel.findChildren<QLabel*>())
            shown = shown || label->text() == u"50 %"_s;
        QVERIFY(shown);
    }

    void unfinishedMapsDoNotShakeTheNumbers() {
        const auto document = documentOf(demoScenario());
        MapPanel panel(*document);
        panel.show();
        panel.setMap(sinrMap(), true, {});
        QTRY_COMPARE(panel.shares().areaShare, 0.75);
        auto coarse = std::make_shared<MapData>(*sinrMap());
        coarse->values = {25.0F, 25.0F, 25.0F, 25.0F};
        panel.setMap(coarse, false, {});
        QTest::qWait(150);
        QCOMPARE(panel.shares().areaShare, 0.75);
        panel.setMap(std::make_shared<MapData>(), true, u"No map: there is no carrier"_s);
        QTRY_COMPARE(panel.shares().area.places, std::size_t(0));
        bool said = false;
        for (const auto* label : panel.findChildren<QLabel*>())
            said = said || (label->isVisible() && label->text().contains(u"no carrier"_s));
        QVERIFY(said);
    }

    void legendIsEdited() {
        LegendEditor legend;
        legend.show();
        QSignalSpy told(&legend, &LegendEditor::styleChanged);
        legend.setStyle(Layer::sinr, styleFor(Layer::sinr));
        auto* upper = named<QuantityEdit>(legend, u"Upper end of the scale"_s);
        QVERIFY(upper);
        upper->selectAll();
        QTest::keyClicks(upper, u"20"_s);
        QVERIFY(upper->commit());
        QCOMPARE(legend.style().high, 20.0);
        auto* ranges = named<QComboBox>(legend, u"Ranges of the legend"_s);
        Q_EMIT ranges->activated(ranges->findData(3));
        QCOMPARE(legend.style().bounds.size(), std::size_t(2));
        auto* bound = named<QuantityEdit>(legend, u"Lower bound of range 2"_s);
        QVERIFY(bound);
        QTRY_VERIFY(bound->isVisible()); // the rows are new
        bound->selectAll();
        QTest::keyClicks(bound, u"1"_s);
        QVERIFY(bound->commit());
        QCOMPARE(legend.style().bounds[0], 1.0);
        auto* palette = named<QComboBox>(legend, u"Colours of the map"_s);
        Q_EMIT palette->activated(2);
        QVERIFY(legend.style().palette == palettes[2]);
        QCOMPARE(told.count(), 4);
        legend.findChild<QPushButton*>()->click();
        QVERIFY(legend.style() == styleFor(Layer::sinr));
    }

    void legendOfNamesHasNothingToEdit() {
        LegendEditor legend;
        legend.setStyle(Layer::bestServer, styleFor(Layer::bestServer));
        for (const auto* box : legend.findChildren<QComboBox*>())
            QVERIFY(!box->isEnabled());
    }

    void shadowingIsAnEditOfTheScenario() {
        const auto document = documentOf(demoScenario());
        MapPanel panel(*document);
        panel.show();
        QCheckBox* shadowing = nullptr;
        for (auto* box : panel.findChildren<QCheckBox*>())
            if (box->text().remove(u'&') == u"Shadowing"_s)
                shadowing = box;
        QVERIFY(shadowing);
        shadowing->click();
        QVERIFY(document->scenario().assumptions.shadowing);
        QVERIFY(document->undo());
        QVERIFY(!shadowing->isChecked());
    }

    void theGroupIsChosenAmongThoseThatThereAre() {
        const auto document = documentOf(demoScenario());
        MapPanel panel(*document);
        auto* groups = panel.findChildren<QComboBox*>().at(1);
        QCOMPARE(groups->count(), 2);
        Q_EMIT groups->activated(1);
        QCOMPARE(panel.settings().question.group.value, std::int64_t(7));
        commands::removeEntities(*document, {{EntityKind::userGroup, 7}});
        QCOMPARE(groups->count(), 1);
        QVERIFY2(!panel.settings().question.group, "nobody maps for a group that is gone");
        commands::removeEntities(*document, {{EntityKind::userGroup, 6}});
        QVERIFY(!groups->isEnabled());
        QVERIFY(!groups->toolTip().isEmpty());
    }

    void distributionIsPainted() {
        CdfPlot plot;
        plot.resize(300, 180);
        const QImage empty = plot.grab().toImage();
        MapSettings settings;
        const auto map = sinrMap();
        plot.setCurves(settings, sharesOf(*map, settings.target()));
        QVERIFY(plot.grab().toImage() != empty);
        QVERIFY(plot.accessibleDescription().contains(u"dB"_s));
        plot.clear();
        QVERIFY(plot.grab().toImage() == empty);
    }
};

CELLWRIGHT_TEST(MapPanelTest)
#include "map_panel_test.moc"
