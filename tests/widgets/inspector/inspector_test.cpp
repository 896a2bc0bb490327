// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "widgets/document/commands.h"
#include "widgets/document/selection.h"
#include "widgets/inspector/inspector_panel.h"
#include "widgets/inspector/quantity_edit.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cellwright {

namespace {

/// A scenario with one of everything, a panel on it, and ways to find editors as a person would: by their
/// names.
struct Fixture {
    Document document{project(), std::make_unique<MemoryJournal>()};
    Selection selection{document};
    EntityRef site, second, host, deployment, workload, users, link;
    InspectorPanel panel{document, selection};

    static Project project() {
        Project project;
        project.scenarios.emplace_back();
        project.scenarios.back().id = ScenarioId{1};
        project.scenarios.back().name = "Campus";
        return project;
    }
    Fixture() {
        site = commands::addSite(document, {Metres(0), Metres(0)});
        second = commands::addSite(document, {Metres(500), Metres(0)});
        host = commands::addHost(document, {Metres(900), Metres(0)});
        workload = commands::addWorkload(document);
        deployment = commands::addDeployment(document);
        users = commands::addUserArea(document, {{Metres(0), Metres(0)},
                                                 {Metres(300), Metres(0)},
                                                 {Metres(300), Metres(200)},
                                                 {Metres(0), Metres(200)}});
        link = commands::addLink(document, {SiteId{site.id}, {}}, {{}, HostId{host.id}});
        panel.setChoiceProvider([](std::string_view) {
            return std::vector<Choice>{{u"nvidia-l4"_s, u"NVIDIA L4"_s, {}},
                                       {u"nvidia-h100"_s, u"NVIDIA H100"_s, {}}};
        });
        panel.resize(320, 800);
        panel.show();
    }

    template <class W>
    W* editor(const QString& name) const {
        for (W* widget : panel.findChildren<W*>())
            if (widget->accessibleName() == name && !widget->isHidden() && widget->isVisibleTo(&panel))
                return widget;
        return nullptr;
    }
    template <class W>
    void click(const QString& name) const {
        // What was just added to a layout is shown by the event loop.
        QCoreApplication::processEvents();
        W* widget = editor<W>(name);
        QVERIFY2(widget, qPrintable(name));
        QTest::mouseClick(widget, Qt::LeftButton);
    }
    void type(const QString& name, const QString& text) const {
        QCoreApplication::processEvents();
        auto* edit = editor<QLineEdit>(name);
        QVERIFY2(edit, qPrintable(name));
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, text);
        QTest::keyClick(edit, Qt::Key_Return);
    }
    [[nodiscard]] QPushButton* button(const QString& text) const {
        const auto all = panel.findChildren<QPushButton*>();
        const auto found = std::find_if(all.begin(), all.end(),
                                        [&](const QPushButton* each) { return each->text() == text; });
        return found == all.end() ? nullptr : *found;
    }
    [[nodiscard]] const Site& siteNow() const { return *find<Site>(document.scenario(), site); }
};

} // namespace

class InspectorTest : public QObject {
    Q_OBJECT

    /// Does to an editor what changes its value, by keys or mouse. False if it is no editor or has no other
    /// value.
    static bool change(QWidget* widget) {
        if (auto* quantity = qobject_cast<QuantityEdit*>(widget)) {
            const auto before = quantity->value();
            if (!before)
                return false;
            QTest::keyClick(quantity, Qt::Key_Up);
            if (quantity->value() == before)
                QTest::keyClick(quantity, Qt::Key_Down);
            return quantity->value() != before;
        }
        if (auto* check = qobject_cast<QCheckBox*>(widget)) {
            QTest::mouseClick(check, Qt::LeftButton, {}, QPoint(6, check->height() / 2));
            return true;
        }
        auto* combo = qobject_cast<QComboBox*>(widget);
        if (!combo || qobject_cast<ChoiceCombo*>(widget) || combo->count() < 2)
            return false;
        QTest::keyClick(combo, combo->currentIndex() > 0 ? Qt::Key_Up : Qt::Key_Down);
        return true;
    }

private Q_SLOTS:
    void everyFieldHasANamedEditor() {
        Fixture f;
        for (const EntityRef ref : {f.site, f.host, f.users, f.link, f.workload, f.deployment}) {
            f.selection.set(ref);
            int editors = 0;
            for (QWidget* widget : f.panel.findChildren<QWidget*>()) {
                if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisibleTo(&f.panel) ||
                    qobject_cast<QScrollArea*>(widget) || widget->objectName().startsWith(u"qt_"_s) ||
                    qobject_cast<QComboBox*>(widget->parentWidget()))
                    continue;
                ++editors;
                const auto* button = qobject_cast<QAbstractButton*>(widget);
                QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                         widget->metaObject()->className());
            }
            QVERIFY(editors >= 5);
        }
    }
    void typingEditsTheDocumentInOneStep() {
        Fixture f;
        f.selection.set(f.site);
        const Project before = f.document.project();
        f.type(u"Antenna height"_s, u"32 m"_s);
        QCOMPARE(f.siteNow().height.si(), 32.0);
        f.type(u"Position, x"_s, u"1.5 km"_s);
        QCOMPARE(f.siteNow().position.x.si(), 1500.0);
        QCOMPARE(f.siteNow().position.y.si(), 0.0);
        f.type(u"Name"_s, u"Roof"_s);
        QCOMPARE(f.siteNow().name, std::string("Roof"));
        QVERIFY(f.document.undo() && f.document.undo() && f.document.undo());
        QVERIFY(f.document.project() == before);
        QCOMPARE(f.editor<QuantityEdit>(u"Antenna height"_s)->text(), u"25 m"_s);
    }
    /// Whatever the schema holds: each editor that changes the project does so in one step that undo takes
    /// back.
    void everyEditorIsOneUndoableStep() {
        Fixture f;
        int edits = 0;
        for (const EntityRef ref : {f.site, f.host, f.users, f.link, f.workload, f.deployment}) {
            f.selection.set(ref);
            QCoreApplication::processEvents();
            const Project before = f.document.project();
            for (QWidget* widget : f.panel.findChildren<QWidget*>()) {
                if (!widget->isVisibleTo(&f.panel) || !change(widget))
                    continue;
                const Project after = f.document.project();
                QVERIFY2(!(after == before), qPrintable(widget->accessibleName()));
                QVERIFY(f.document.undo());
                QVERIFY2(f.document.project() == before, qPrintable(widget->accessibleName()));
                QVERIFY(f.document.redo());
                QVERIFY2(f.document.project() == after, qPrintable(widget->accessibleName()));
                QVERIFY(f.document.undo());
                ++edits;
            }
        }
        QVERIFY2(edits >= 40, qPrintable(QString::number(edits)));
    }
    void newScenariosAndSwitchesRebuildThePanel() {
        Fixture f;
        f.selection.clear();
        commands::duplicateScenario(f.document, ScenarioId{1});
        QCoreApplication::processEvents();
        f.type(u"Name"_s, u"Second"_s);
        QCOMPARE(f.document.project().scenarios[1].name, std::string("Second"));
        f.document.setCurrentScenario(ScenarioId{1});
        QCoreApplication::processEvents();
        QCOMPARE(f.editor<QLineEdit>(u"Name"_s)->text(), u"Campus"_s);
        QVERIFY(commands::removeScenario(f.document, ScenarioId{1}));
        QVERIFY(f.document.undo());
    }
    void removingWhatIsShownLeavesNoEditorBehind() {
        Fixture f;
        f.selection.set(f.host);
        QVERIFY(commands::removeEntities(f.document, {f.host}));
        QCoreApplication::processEvents();
        QVERIFY(!f.editor<QComboBox>(u"Trust zone"_s));
        QVERIFY(f.document.undo());
        QVERIFY(f.panel.showEntity(f.host));
        QCoreApplication::processEvents();
        QVERIFY(f.editor<QComboBox>(u"Trust zone"_s));
    }
    void aPreviewIsShownWhileItLasts() {
        Fixture f;
        f.selection.set(f.site);
        f.document.preview(
            [](Scenario& scenario) { scenario.topology.sites.front().position.x = Metres(77); });
        QCOMPARE(f.editor<QuantityEdit>(u"Position, x"_s)->text(), u"77 m"_s);
        f.document.cancelPreview();
        QCOMPARE(f.editor<QuantityEdit>(u"Position, x"_s)->text(), u"0 m"_s);
    }
    void outOfRangeIsRefusedWithAMessage() {
        Fixture f;
        f.selection.set(f.site);
        const Project before = f.document.project();
        f.type(u"Antenna height"_s, u"3 km"_s);
        QVERIFY(f.document.project() == before);
        auto* edit = f.editor<QuantityEdit>(u"Antenna height"_s);
        const auto labels = f.panel.findChildren<QLabel*>();
        const auto shown = std::find_if(labels.begin(), labels.end(), [&](const QLabel* label) {
            return label->isVisibleTo(&f.panel) && label->text() == edit->problem();
        });
        QVERIFY(shown != labels.end());
        QTest::qWait(0);
        QVERIFY((*shown)->height() >= (*shown)->heightForWidth((*shown)->width()));
    }
    void combosAndChecksEdit() {
        Fixture f;
        f.selection.set(f.site);
        auto* propagation = f.editor<QComboBox>(u"Propagation"_s);
        QVERIFY(propagation);
        propagation->setFocus();
        QTest::keyClick(propagation, Qt::Key_Down);
        QCOMPARE(f.siteNow().propagation, Propagation::umi);
        QTest::mouseClick(f.editor<QCheckBox>(u"On air"_s), Qt::LeftButton, {}, QPoint(6, 8));
        QCOMPARE(f.siteNow().enabled, false);
        QCOMPARE(f.document.undoText(), u"Change on air"_s);
    }
    void entityAndEndpointChoicesFollowTheScenario() {
        Fixture f;
        f.selection.set(f.users);
        auto* combo = f.editor<QComboBox>(u"Workload"_s);
        QCOMPARE(combo->count(), 2);
        commands::addWorkload(f.document);
        QCOMPARE(combo->count(), 3);
        f.selection.set(f.link);
        auto* to = f.editor<QComboBox>(u"To"_s);
        QCOMPARE(to->count(), 3);
        to->setFocus();
        QTest::keyClick(to, Qt::Key_Up);
        const Link& link = f.document.scenario().topology.links.front();
        QCOMPARE(link.to.site.value, f.second.id);
        QVERIFY(!link.to.host);
    }
    void devicesAreSearchedByAnyPartOfTheName() {
        Fixture f;
        f.selection.set(f.host);
        auto* device = f.editor<ChoiceCombo>(u"Device"_s);
        QVERIFY(device);
        device->setFocus();
        device->lineEdit()->selectAll();
        QTest::keyClicks(device->lineEdit(), u"h100"_s);
        QTest::keyClick(device->lineEdit(), Qt::Key_Return);
        QCOMPARE(f.document.scenario().topology.hosts.front().device, std::string("nvidia-h100"));
        device->lineEdit()->selectAll();
        QTest::keyClicks(device->lineEdit(), u"no such thing"_s);
        QTest::keyClick(device->lineEdit(), Qt::Key_Return);
        QCOMPARE(f.document.scenario().topology.hosts.front().device, std::string("nvidia-h100"));
        QCOMPARE(device->currentText(), u"NVIDIA H100"_s);
    }
    void severalOfAKindAreEditedTogether() {
        Fixture f;
        f.selection.set(f.site);
        f.type(u"Antenna height"_s, u"40 m"_s);
        f.selection.set(EntityRefs{f.site, f.second});
        auto* height = f.editor<QuantityEdit>(u"Antenna height"_s);
        QVERIFY(height->isMixed());
        QVERIFY(!f.editor<QuantityEdit>(u"Position, y"_s)->isMixed());
        f.type(u"Antenna height"_s, u"20 m"_s);
        for (const Site& site : f.document.scenario().topology.sites)
            QCOMPARE(site.height.si(), 20.0);
        QVERIFY(f.document.undo());
        QCOMPARE(f.siteNow().height.si(), 40.0);
        f.selection.set(EntityRefs{f.site, f.host});
        QVERIFY(!f.editor<QuantityEdit>(u"Antenna height"_s));
    }
    void sectorsAreAddedCopiedEditedAndRemoved() {
        Fixture f;
        f.selection.set(f.site);
        const std::size_t before = f.siteNow().sectors.size();
        QTest::mouseClick(f.button(u"Add sector"_s), Qt::LeftButton);
        QCOMPARE(f.siteNow().sectors.size(), before + 1);
        f.click<QToolButton>(u"Duplicate sector"_s);
        QCOMPARE(f.siteNow().sectors.size(), before + 2);
        QCOMPARE(f.siteNow().sectors[1].azimuth.degrees(), f.siteNow().sectors[0].azimuth.degrees());
        QVERIFY(f.siteNow().sectors[1].id != f.siteNow().sectors[0].id);
        f.click<QToolButton>(u"A: 0°, 44 dBm"_s);
        f.type(u"Transmit power"_s, u"46 dBm"_s);
        QCOMPARE(f.siteNow().sectors[0].power.db(), 46.0);
        QVERIFY(f.editor<QToolButton>(u"A: 0°, 46 dBm"_s));
        f.click<QToolButton>(u"Remove sector"_s);
        QCOMPARE(f.siteNow().sectors.size(), before + 1);
    }
    void hostsOfAPlanAreAddedEditedAndRemoved() {
        Fixture f;
        const EntityRef second = commands::addHost(f.document, {Metres(1500), Metres(0)});
        f.selection.set(f.deployment);
        const auto now = [&] { return find<Deployment>(f.document.scenario(), f.deployment)->addedHosts; };
        QVERIFY(f.button(u"Add host"_s));
        QTest::mouseClick(f.button(u"Add host"_s), Qt::LeftButton);
        QCOMPARE(now().size(), std::size_t(1));
        QCOMPARE(now().front().host.value, second.id); // the one that the plan does not use yet
        QCOMPARE(now().front().role, HostRole::stage);
        const auto title = [&](const QString& doing) {
            return u"%1: %2"_s.arg(QString::fromStdString(find<Host>(f.document.scenario(), second)->name),
                                   doing);
        };
        f.click<QToolButton>(title(u"next layers from 16"_s));
        f.type(u"From layer"_s, u"20"_s);
        QCOMPARE(now().front().fromLayer, 20);
        auto* role = f.editor<QComboBox>(u"Does"_s);
        QVERIFY(role);
        QVERIFY(!f.editor<QuantityEdit>(u"Share of experts"_s));
        const int row = role->findText(u"Experts"_s);
        role->setCurrentIndex(row);
        Q_EMIT role->activated(row);
        QCoreApplication::processEvents();
        QCOMPARE(now().front().role, HostRole::experts);
        QVERIFY(f.editor<QuantityEdit>(u"Share of experts"_s));
        QVERIFY(!f.editor<QuantityEdit>(u"From layer"_s));
        f.click<QToolButton>(u"Remove host from the plan"_s);
        QVERIFY(now().empty());
        QVERIFY(f.document.undo());
        QCOMPARE(now().size(), std::size_t(1));
    }
    void nothingSelectedShowsTheScenario() {
        Fixture f;
        f.selection.clear();
        QVERIFY(f.panel.showEntity(f.deployment));
        f.type(u"Cut"_s, u"12"_s);
        QCOMPARE(f.document.scenario().deployments.front().cut, 12);
        f.type(u"Noise at the cut"_s, u"4"_s);
        QCOMPARE(*f.document.scenario().deployments.front().noiseSigma, 4.0);
        QVERIFY(f.panel.showEntity({EntityKind::assumptions, 1}));
        f.type(u"Block error rate"_s, u"1 %"_s);
        QCOMPARE(f.document.scenario().assumptions.blockErrorRate, 0.01);
        f.click<QToolButton>(u"Add workload"_s);
        QCOMPARE(f.document.scenario().workloads.size(), std::size_t(2));
        f.click<QToolButton>(u"Remove workload"_s);
        QCOMPARE(f.document.scenario().workloads.size(), std::size_t(1));
        QVERIFY(!f.panel.showEntity({EntityKind::host, 9999}));
    }
    void onlyVectorFormatsAreOfferedForTheCache() {
        Fixture f;
        QVERIFY(f.panel.showEntity(f.deployment));
        QVERIFY(f.editor<QComboBox>(u"KV cache"_s)->findText(u"Q4_K_M"_s) < 0);
        QVERIFY(f.editor<QComboBox>(u"Weights on the device"_s)->findText(u"Q4_K_M"_s) >= 0);
    }
    void tabGoesDownThePanel() {
        Fixture f;
        f.selection.set(f.users);
        QVERIFY(QTest::qWaitForWindowActive(&f.panel));
        QTest::qWait(0);
        auto* first = f.editor<QLineEdit>(u"Name"_s);
        first->setFocus();
        int last = -1;
        for (QWidget* at = first; at && at->accessibleName() != u"Deployment"_s; at = f.panel.focusWidget()) {
            const int y = at->mapTo(&f.panel, QPoint(0, 0)).y();
            QVERIFY2(y >= last, qPrintable(at->accessibleName()));
            last = y;
            QTest::keyClick(at, Qt::Key_Tab);
            QVERIFY(f.panel.focusWidget() != at);
        }
    }
    void noLabelIsCut() {
        Fixture f;
        for (const EntityRef ref : {f.site, f.host, f.users, f.link, f.deployment}) {
            f.selection.set(ref);
            QTest::qWait(1);
            for (const QLabel* label : f.panel.findChildren<QLabel*>()) {
                if (!label->isVisibleTo(&f.panel))
                    continue;
                const int needed =
                    label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height();
                QVERIFY2(label->height() >= needed, qPrintable(label->text()));
                QVERIFY2(label->wordWrap() || label->width() >= label->sizeHint().width(),
                         qPrintable(label->text()));
            }
        }
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::InspectorTest)
#include "inspector_test.moc"
