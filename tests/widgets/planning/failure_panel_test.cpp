// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/facts.h"
#include "tests/support/registry.h"
#include "tests/widgets/canvas/demo.h"
#include "widgets/planning/failure_panel.h"
#include "widgets/planning/failure_words.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTextBrowser>
#include <QTreeWidget>

using namespace cellwright;
using namespace cellwright::test;
using namespace Qt::StringLiterals;

namespace {

struct Fixture {
    Fixture()
        : document(documentOf(demoScenario()))
        , selection(*document)
        , panel(*document, selection) {
        QObject::connect(&panel, &FailurePanel::overlayChanged, &panel,
                         [this](const Overlay& o) { overlay = o; });
        const auto facts = catalogue::factsFor();
        panel.setFacts(std::make_shared<const Facts>(facts.value()));
        panel.resize(900, 240);
        panel.show();
    }
    std::unique_ptr<Document> document;
    Selection selection;
    FailurePanel panel;
    Overlay overlay;
};

constexpr EntityRef mec{EntityKind::host, 2};

} // namespace

class FailurePanelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whoLosesServiceIsSaidAndMarked() {
        Fixture f;
        QSignalSpy answered(&f.panel, &FailurePanel::answered);
        f.panel.ask(mec);
        QVERIFY(answered.wait(30000));
        QVERIFY(f.panel.impact());
        QVERIFY2(f.panel.impact()->lost > 0, "the only host that serves them");
        QVERIFY(f.panel.findChild<QTextBrowser*>()->toPlainText().contains(u"lose service"_s));
        QCOMPARE(f.overlay.marks.front().entity, mec);
        QVERIFY(f.overlay.marks.size() >= 2);
        QVERIFY2(!f.document->canUndo(), "a question changes nothing");
    }

    void allSingleFailuresAreATable() {
        Fixture f;
        QSignalSpy answered(&f.panel, &FailurePanel::answeredAll);
        f.panel.askAll();
        QVERIFY(answered.wait(60000));
        const auto& topology = f.document->scenario().topology;
        QCOMPARE(f.panel.rows().size(),
                 topology.sites.size() + topology.hosts.size() + topology.links.size());
        auto* table = f.panel.findChild<QTreeWidget*>();
        QCOMPARE(table->topLevelItemCount(), int(f.panel.rows().size()));
        QVERIFY2(table->topLevelItem(0)->text(1).toInt() >=
                     table->topLevelItem(table->topLevelItemCount() - 1)->text(1).toInt(),
                 "the worst first");
        QSignalSpy one(&f.panel, &FailurePanel::answered);
        table->topLevelItem(0)->setSelected(true);
        QVERIFY(one.wait(30000));
    }

    void aChangedScenarioOutdatesTheAnswers() {
        Fixture f;
        QSignalSpy answered(&f.panel, &FailurePanel::answered);
        f.panel.ask(mec);
        QVERIFY(answered.wait(30000));
        commands::moveEntities(*f.document, {mec}, at(10, 0));
        QVERIFY(!f.panel.impact());
        QVERIFY(f.overlay.empty());
    }

    void whatCannotFailIsNotAsked() {
        Fixture f;
        QPushButton* ask = nullptr;
        for (auto* button : f.panel.findChildren<QPushButton*>())
            if (button->text().contains(u"&selected"_s))
                ask = button;
        QVERIFY(ask && !ask->isEnabled());
        QVERIFY(!ask->toolTip().isEmpty());
        f.selection.set(EntityRef{EntityKind::userGroup, 6});
        QVERIFY(!ask->isEnabled());
        f.selection.set(mec);
        QVERIFY(ask->isEnabled());
    }

    void sentencesNameUsersDelaysAndTargets() {
        const GroupImpact group{.name = "Wards",
                                .servedBefore = 60,
                                .lost = 12,
                                .rerouted = 3,
                                .meanDelayChange = Seconds(0.002),
                                .worstDelayChange = Seconds(0.005),
                                .brokenTargets = {"time to first token"}};
        const QString all = impactSentences(group).join(u'|');
        for (const auto& words : {u"12 of 60"_s, u"+2 ms"_s, u"+5 ms"_s, u"time to first token"_s})
            QVERIFY2(all.contains(words), qPrintable(all));
        QVERIFY(impactText({.name = "A <b> & c"}).contains(u"A &lt;b&gt; &amp; c"_s));
        QCOMPARE(delayChangeText(Seconds(0)), u"–"_s);
        QCOMPARE(delayChangeText(Seconds(-0.001)), u"−1 ms"_s);
    }
};

CELLWRIGHT_TEST(FailurePanelTest)
#include "failure_panel_test.moc"
