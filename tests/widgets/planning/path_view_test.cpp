// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/world.h"
#include "data/catalogue/facts.h"
#include "tests/support/registry.h"
#include "tests/widgets/canvas/demo.h"
#include "widgets/planning/path_chart.h"
#include "widgets/planning/path_view.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QTreeWidget>

#include <algorithm>

using namespace cellwright;
using namespace cellwright::test;
using namespace Qt::StringLiterals;

class PathViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theStrongestSectorOfTheSiteIsShown() {
        const auto document = documentOf(demoScenario());
        PathView view(*document);
        view.resize(900, 240);
        view.show();
        QSignalSpy computed(&view, &PathView::computed);
        view.setPath(at(0, 0), at(300, 173)); // 60 degrees from north: between 30 and 150
        QVERIFY(computed.wait(30000));
        QVERIFY(view.profile());
        QVERIFY(std::abs(view.profile()->ground.si() - std::hypot(300, 173)) < 1e-6);
        QVERIFY(std::abs(view.profile()->bearing.degrees() - 60.0) < 0.1);
        QVERIFY(std::abs(view.profile()->offAzimuth.degrees()) < 45.0);
        auto* sectors = view.findChildren<QComboBox*>().at(0);
        QCOMPARE(sectors->count(), 3);
        QCOMPARE(sectors->currentData().toLongLong(), qlonglong(view.profile()->sector.value));
    }

    void theBudgetHasBothDirections() {
        const auto document = documentOf(demoScenario());
        PathView view(*document);
        QSignalSpy computed(&view, &PathView::computed);
        view.setPath(at(0, 0), at(300, 173));
        QVERIFY(computed.wait(30000));
        auto* budget = view.findChild<QTreeWidget*>();
        QVERIFY(budget->topLevelItemCount() >= 5);
        int down = 0, up = 0;
        for (int i = 0; i < budget->topLevelItemCount(); ++i) {
            QVERIFY(!budget->topLevelItem(i)->text(0).isEmpty());
            down += !budget->topLevelItem(i)->text(1).isEmpty();
            up += !budget->topLevelItem(i)->text(2).isEmpty();
        }
        QVERIFY(down >= 5 && up >= 5);
    }

    void itFollowsTheScenario() {
        const auto document = documentOf(demoScenario());
        PathView view(*document);
        QSignalSpy computed(&view, &PathView::computed);
        view.setPath(at(0, 0), at(300, 0));
        QVERIFY(computed.wait(30000));
        const double before = view.profile()->ground.si();
        commands::moveEntities(
            *document, {{EntityKind::site, document->scenario().topology.sites[0].id.value}}, at(-100, 0));
        QVERIFY(computed.wait(30000));
        QVERIFY(std::abs(view.profile()->ground.si() - before - 100.0) < 1e-6);
    }

    void coupledLoadsAreThoseOfTheAssessment() {
        Scenario scenario = demoScenario();
        const auto facts = catalogue::factsFor();
        QVERIFY(facts.has_value());
        scenario.assumptions.coupledLoad = true;
        scenario.workloads[0].requestRate = Hertz(1.0);
        for (auto& site : scenario.topology.sites)
            for (auto& sector : site.sectors)
                sector.load = 0.0;
        const auto document = documentOf(scenario);
        PathView view(*document);
        QSignalSpy computed(&view, &PathView::computed);
        view.setPath(at(0, 0), at(-300, -250));
        QVERIFY(computed.wait(30000));
        const double entered = view.profile()->link.down.sinr.db();
        view.setFacts(std::make_shared<const Facts>(*facts));
        QVERIFY(computed.wait(30000));
        const double coupled = view.profile()->link.down.sinr.db();
        const assessing::World world(document->scenario(), *facts);
        QVERIFY(world.usable());
        const auto& cells = world.field().network().cells;
        const auto cell = std::ranges::find(cells, view.profile()->sector,
                                            [](const radio::Cell& each) { return each.sector.id; });
        const auto expected = radio::pathProfile(world.field(), int(cell - cells.begin()), at(-300, -250),
                                                 document->scenario().topology.groups.at(0));
        QVERIFY(expected.has_value());
        QCOMPARE(coupled, expected->link.down.sinr.db());
        QVERIFY2(coupled < entered - 0.1,
                 qPrintable(QString::number(coupled) + u' ' + QString::number(entered)));
    }

    void noSiteIsExplained() {
        const auto document = documentOf(emptyScenario());
        PathView view(*document);
        view.show();
        view.setPath(at(0, 0), at(300, 0));
        QVERIFY(!view.profile());
        bool said = false;
        for (const auto* label : view.findChildren<QLabel*>())
            said = said || (label->isVisible() && label->text().contains(u"on the air"_s));
        QVERIFY(said);
    }

    void theChartShowsThePath() {
        PathChart chart;
        chart.resize(400, 200);
        const QImage empty = chart.grab().toImage();
        radio::PathProfile profile;
        profile.ground = Metres(1000);
        for (int i = 0; i <= 10; ++i)
            profile.points.push_back({Metres(100.0 * i), Metres(25.0 - 2.35 * i), Metres(0.01 * i * (10 - i)),
                                      Metres(std::sqrt(0.0857 * 100 * i * (1000 - 100.0 * i) / 1000))});
        chart.setProfile(profile);
        QVERIFY(chart.grab().toImage() != empty);
        QVERIFY(chart.accessibleDescription().contains(u"1 km"_s));
    }
};

CELLWRIGHT_TEST(PathViewTest)
#include "path_view_test.moc"
