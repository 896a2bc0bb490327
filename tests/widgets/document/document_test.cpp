// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/document/fixture.h"

#include <QSignalSpy>

using namespace cellwright;
using namespace cellwright::test;
using namespace Qt::StringLiterals;

namespace {

void rename(Scenario& scenario, const char* name) {
    scenario.topology.sites.front().name = name;
}

/// The last event that the document sent.
struct Listener {
    explicit Listener(Document& document) {
        QObject::connect(&document, &Document::changed, &document, [this](const ChangeEvent& event) {
            last = event;
            ++count;
        });
        QObject::connect(&document, &Document::failed, &document,
                         [this](const Error& error) { failures.push_back(error); });
    }
    ChangeEvent last;
    int count = 0;
    std::vector<Error> failures;
};

} // namespace

class DocumentTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void startsWithFirstScenario() {
        const auto document = smallDocument();
        QCOMPARE(document->scenario().name, std::string("Base"));
        QVERIFY(!document->canUndo());
        QVERIFY(!document->undo());
        QVERIFY(document->undoText().isEmpty());
    }

    void emptyProjectHasEmptyScenario() {
        Document document(Project{}, std::make_unique<MemoryJournal>());
        QVERIFY(document.scenario() == Scenario{});
        QVERIFY(!document.edit(u"Nothing"_s, [](Scenario& scenario) { scenario.name = "x"; }));
        document.preview([](Scenario& scenario) { scenario.name = "x"; });
        QVERIFY(!document.previewing());
    }

    void performRecordsAndTells() {
        const auto document = smallDocument();
        Listener listener(*document);
        QSignalSpy history(document.get(), &Document::historyChanged);
        QVERIFY(document->edit(u"Rename"_s, [](Scenario& scenario) { rename(scenario, "West"); }));
        QCOMPARE(listener.count, 1);
        QCOMPARE(history.count(), 1);
        QVERIFY(listener.last.touches(EntityRef{EntityKind::site, 2}));
        QVERIFY(!listener.last.touches(EntityKind::host));
        QVERIFY(!listener.last.structural);
        QVERIFY(!listener.last.transient);
        QCOMPARE(document->undoText(), u"Rename"_s);
        QVERIFY(document->undo());
        QVERIFY(document->project() == smallProject());
        QCOMPARE(document->redoText(), u"Rename"_s);
        QVERIFY(document->redo());
        QCOMPARE(document->scenario().topology.sites.front().name, std::string("West"));
    }

    void changeWithoutEffectIsNoEdit() {
        const auto document = smallDocument();
        Listener listener(*document);
        QVERIFY(!document->edit(u"Rename"_s, [](Scenario& scenario) { rename(scenario, "North"); }));
        QCOMPARE(listener.count, 0);
        QVERIFY(!document->canUndo());
    }

    void newEditForgetsRedo() {
        const auto document = smallDocument();
        document->edit(u"One"_s, [](Scenario& scenario) { rename(scenario, "1"); });
        document->undo();
        document->edit(u"Two"_s, [](Scenario& scenario) { rename(scenario, "2"); });
        QVERIFY(!document->canRedo());
    }

    void previewIsTransientAndBecomesOneEdit() {
        const auto document = smallDocument();
        Listener listener(*document);
        for (const char* name : {"a", "ab", "abc"})
            document->preview([name](Scenario& scenario) { rename(scenario, name); });
        QVERIFY(listener.last.transient);
        QCOMPARE(document->scenario().topology.sites.front().name, std::string("abc"));
        QVERIFY(document->recorded() == smallProject());
        QVERIFY(!document->canUndo());
        QVERIFY(document->commitPreview(u"Type"_s));
        QVERIFY(!listener.last.transient);
        QVERIFY(!document->previewing());
        document->undo();
        QVERIFY(document->project() == smallProject());
        QVERIFY(!document->canUndo());
    }

    void eachPreviewStartsFromTheRecord() {
        const auto document = smallDocument();
        const auto shift = [](Scenario& scenario) { scenario.topology.sites.front().height += Metres(1); };
        document->preview(shift);
        document->preview(shift);
        QCOMPARE(document->scenario().topology.sites.front().height.si(), 26.0);
    }

    void previewCanBeCancelled() {
        const auto document = smallDocument();
        Listener listener(*document);
        document->preview([](Scenario& scenario) { rename(scenario, "x"); });
        document->cancelPreview();
        QVERIFY(document->project() == smallProject());
        QVERIFY(listener.last.touches(EntityRef{EntityKind::site, 2}));
        QVERIFY(!listener.last.transient);
        QVERIFY(!document->commitPreview(u"Nothing"_s));
    }

    void editEndsPreview() {
        const auto document = smallDocument();
        document->preview([](Scenario& scenario) { rename(scenario, "x"); });
        document->edit(u"Height"_s,
                       [](Scenario& scenario) { scenario.topology.sites.front().height = Metres(30); });
        QVERIFY(!document->previewing());
        QCOMPARE(document->scenario().topology.sites.front().name, std::string("North"));
    }

    void failureToRecordLeavesProject() {
        bool full = true;
        Document document(smallProject(), std::make_unique<StubbornJournal>(full));
        Listener listener(document);
        QVERIFY(!document.edit(u"Rename"_s, [](Scenario& scenario) { rename(scenario, "x"); }));
        QVERIFY(document.project() == smallProject());
        QCOMPARE(listener.failures.size(), std::size_t(1));
        QCOMPARE(listener.failures.front().what, std::string("the disk is full"));
        QCOMPARE(listener.count, 0);

        document.preview([](Scenario& scenario) { rename(scenario, "x"); });
        QVERIFY(!document.commitPreview(u"Rename"_s));
        QVERIFY(document.project() == smallProject());
        QVERIFY(!listener.last.transient);

        full = false;
        QVERIFY(document.edit(u"Rename"_s, [](Scenario& scenario) { rename(scenario, "x"); }));
        full = true;
        const Project changed = document.project();
        QVERIFY(!document.undo());
        QVERIFY(document.project() == changed);
    }

    void whatTheFileCannotHoldIsRefused() {
        const auto document = smallDocument();
        Listener listener(*document);
        QVERIFY(!document->edit(
            u"Height"_s, [](Scenario& scenario) { scenario.topology.sites.front().height = Metres(-3); }));
        QVERIFY(document->project() == smallProject());
        QCOMPARE(listener.failures.size(), std::size_t(1));
        QVERIFY(!listener.failures.front().what.empty());
    }

    void undoGoesToTheScenarioItIsAbout() {
        Project project = smallProject();
        project.scenarios.push_back(smallScenario());
        project.scenarios.back().id = {2};
        Document document(project, std::make_unique<MemoryJournal>());
        Listener listener(document);
        document.setCurrentScenario({2});
        QVERIFY(listener.last.scenarioSwitched);
        document.edit(u"Rename"_s, [](Scenario& scenario) { rename(scenario, "x"); });
        document.setCurrentScenario({1});
        QVERIFY(document.undo());
        QCOMPARE(document.currentScenario().value, std::int64_t(2));
        QVERIFY(listener.last.scenarioSwitched);
    }

    void unknownScenarioIsIgnored() {
        const auto document = smallDocument();
        document->setCurrentScenario({99});
        QCOMPARE(document->currentScenario().value, std::int64_t(1));
    }

    void projectPropertiesAreTold() {
        const auto document = smallDocument();
        Listener listener(*document);
        QVERIFY(document->perform(u"Rename project"_s, [](Project& project) { project.name = "Other"; }));
        QVERIFY(listener.last.projectProperties);
        document->undo();
        QVERIFY(document->project() == smallProject());
    }
};

CELLWRIGHT_TEST(DocumentTest)
#include "document_test.moc"
