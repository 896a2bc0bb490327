// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/json.h"
#include "data/exchange/file.h"
#include "data/store/database.h"
#include "data/store/project_store.h"
#include "tests/data/store/random_session.h"
#include "tests/support/registry.h"

#include <QFileInfo>
#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>

namespace cellwright {

class ProjectStoreTest : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    [[nodiscard]] std::filesystem::path at(const char* name) const {
        return std::filesystem::path(folder_.path().toStdString()) / name;
    }
    static ProjectStore must(Expected<ProjectStore> store) {
        if (!store)
            qFatal("%s", store.error().message().c_str());
        return std::move(*store);
    }
    static Edit rename(const ProjectStore& store, const char* name) {
        auto after = store.project();
        after.name = name;
        return difference(store.project(), after, std::string("Rename to ") + name);
    }

private Q_SLOTS:
    void aNewFileHoldsItsProject() {
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const auto project = test::RandomProject(seed).project();
            const auto file = at(("new" + std::to_string(seed)).c_str());
            QVERIFY(must(ProjectStore::create(file, project)).project() == project);
            const auto store = must(ProjectStore::open(file));
            QVERIFY(store.project() == project);
            QVERIFY(!store.canUndo() && !store.canRedo() && !store.readOnly());
            QVERIFY(store.notices().empty());
        }
    }
    void anExistingFileIsNotReplacedByAccident() {
        const auto file = at("existing");
        QVERIFY(ProjectStore::create(file, test::RandomProject(1).project()).has_value());
        const auto bytes = readFile(file).value();
        const auto again = ProjectStore::create(file);
        QVERIFY(!again.has_value());
        QCOMPARE(again.error().what, std::string("the file exists"));
        QCOMPARE(readFile(file).value(), bytes);
        QVERIFY(must(ProjectStore::create(file, {}, true)).project() == Project{});
    }
    void aRandomSessionAgreesWithTheModelAndTheReopenedFile() {
        // In memory where that can be had, because five thousand syncs of a disk test the disk.
        const QTemporaryDir own(QFileInfo::exists(QStringLiteral("/dev/shm"))
                                    ? QStringLiteral("/dev/shm/session-XXXXXX")
                                    : folder_.filePath(QStringLiteral("session-XXXXXX")));
        const auto file = std::filesystem::path(own.path().toStdString()) / "plan.cellwright";
        auto project = test::RandomProject(5).project();
        auto store = must(ProjectStore::create(file, project));
        test::ModelStore model(project);
        test::RandomSession stored(12), modelled(12);
        for (int i = 1; i <= 5000; ++i) {
            const auto step = stored.step(store);
            QVERIFY2(step.has_value(), step ? "" : step.error().message().c_str());
            QVERIFY(modelled.step(model).has_value());
            QVERIFY(store.project() == model.project());
            QCOMPARE(store.canUndo(), model.canUndo());
            QCOMPARE(store.canRedo(), model.canRedo());
            if (i % 250 == 0) {
                { const auto closed = std::move(store); }
                store = must(ProjectStore::open(file));
                QVERIFY(store.project() == model.project());
                QVERIFY(store.history().labels == model.labels());
                QCOMPARE(store.history().position, model.position());
            }
        }
        while (store.canUndo())
            QVERIFY(store.undo().has_value());
        QVERIFY(store.project() == project);
    }
    void undoAndRedoReturnWhatTheyApplied() {
        auto store = must(ProjectStore::create(at("undo")));
        const auto edit = rename(store, "one");
        QVERIFY(store.record(edit).has_value());
        QVERIFY(store.record(rename(store, "two")).has_value());
        Project mirror = store.project();
        const auto back = store.undo();
        QVERIFY(apply(mirror, *back).has_value());
        QCOMPARE(mirror.name, std::string("one"));
        QVERIFY(store.undo() == inverse(edit));
        QVERIFY(!store.undo().has_value());
        QVERIFY(store.redo() == edit);
        QCOMPARE(store.history().labels, (std::vector<std::string>{"Rename to one", "Rename to two"}));
        QCOMPARE(store.history().position, std::size_t(1));
        QVERIFY(store.record(rename(store, "three")).has_value());
        QVERIFY(!store.canRedo());
        QVERIFY(!store.redo().has_value());
        QCOMPARE(store.history().labels, (std::vector<std::string>{"Rename to one", "Rename to three"}));
    }
    void anEditThatDoesNotFitChangesNothing() {
        auto store = must(ProjectStore::create(at("misfit"), test::RandomProject(7).project()));
        const auto before = store.project();
        const auto bytes = readFile(at("misfit")).value();
        ProjectChange change{{"not the name", "", {}}, {"other", "", {}}};
        QVERIFY(!store.record({"misfit", {change}}).has_value());
        auto after = before;
        after.name = "caf\xe9";
        const auto encoding = store.record(difference(before, after, "bad text"));
        QVERIFY(!encoding.has_value());
        QVERIFY2(encoding.error().what.find("UTF-8") != std::string::npos, encoding.error().what.c_str());
        after = before;
        after.scenarios.at(0).assumptions.blockErrorRate = 7.0;
        const auto range = store.record(difference(before, after, "bad number"));
        QVERIFY(!range.has_value());
        QVERIFY2(range.error().message().find("after.block_error_rate: 7 is out of range") !=
                     std::string::npos,
                 range.error().message().c_str());
        QVERIFY(store.record({"nothing", {}}).has_value());
        QVERIFY(store.project() == before);
        QVERIFY(!store.canUndo());
        QCOMPARE(readFile(at("misfit")).value(), bytes);
    }
    void theSecondWindowReadsOnly() {
        auto first = must(ProjectStore::create(at("locked")));
        QVERIFY(first.record(rename(first, "mine")).has_value());
        {
            auto second = must(ProjectStore::open(at("locked")));
            QVERIFY(second.readOnly());
            QCOMPARE(second.notices(),
                     std::vector<std::string>{"opened read-only: another window is editing this file"});
            QCOMPARE(second.project().name, std::string("mine"));
            const auto refused = second.record(rename(second, "theirs"));
            QVERIFY(!refused.has_value());
            QCOMPARE(refused.error().what, std::string("the project is open read-only"));
            QVERIFY(!second.undo().has_value());
            QVERIFY(!ProjectStore::create(at("locked"), {}, true).has_value());
            QCOMPARE(readProject(at("locked"))->name, std::string("mine"));
        }
        QVERIFY(first.record(rename(first, "still mine")).has_value());
        { const auto closed = std::move(first); }
        QVERIFY(!must(ProjectStore::open(at("locked"))).readOnly());
        QVERIFY(!std::filesystem::exists(at("locked.lock")));
    }
    void aFileWithoutWritePermissionOpensReadOnly() {
        if (::geteuid() == 0)
            QSKIP("root may write everything");
        QVERIFY(ProjectStore::create(at("protected")).has_value());
        ::chmod(at("protected").c_str(), 0444);
        const auto store = must(ProjectStore::open(at("protected")));
        QVERIFY(store.readOnly());
        QCOMPARE(store.notices().size(), std::size_t(1));
    }
    void aCopyIsTheWholeFileWithItsHistory() {
        auto store = must(ProjectStore::create(at("original"), test::RandomProject(3).project()));
        QVERIFY(store.record(rename(store, "one")).has_value());
        QVERIFY(store.saveCopyAs(at("copy")).has_value());
        QVERIFY(!store.saveCopyAs(at("copy")).has_value());
        QVERIFY(!store.saveCopyAs(at("original"), true).has_value());
        QVERIFY(!store.saveCopyAs(at("no/such/folder/x")).has_value());
        QVERIFY(store.record(rename(store, "two")).has_value());
        QVERIFY(store.saveCopyAs(at("copy"), true).has_value());
        QVERIFY(!std::filesystem::exists(at("copy-wal")));
        QCOMPARE(readFile(at("copy")).value().substr(18, 2), std::string("\x01\x01"));
        auto copy = must(ProjectStore::open(at("copy")));
        QVERIFY(copy.project() == store.project());
        QCOMPARE(copy.history().labels.size(), std::size_t(2));
        QVERIFY(copy.undo().has_value());
        QCOMPARE(copy.project().name, std::string("one"));
        QCOMPARE(store.project().name, std::string("two"));
        QVERIFY(!store.saveCopyAs(at("copy"), true).has_value());
    }
    void nothingIsLeftBesideTheFile() {
        const QTemporaryDir own;
        const std::filesystem::path folder = own.path().toStdString();
        {
            auto store = must(ProjectStore::create(folder / "a.cellwright"));
            QVERIFY(store.record(rename(store, "x")).has_value());
            QVERIFY(store.saveCopyAs(folder / "b.cellwright").has_value());
        }
        QCOMPARE(std::distance(std::filesystem::directory_iterator(folder), {}), std::ptrdiff_t(2));
    }
    void oldEditsAreForgottenBeyondTheLimit() {
        const auto file = at("long");
        { auto store = must(ProjectStore::create(file)); }
        {
            auto database = Database::open(file, Database::Access::readWrite);
            const auto edit = toJsonText(Edit{"e", {ProjectChange{{"a", "", {}}, {"a", "", {}}}}});
            QVERIFY(database->script("BEGIN").has_value());
            for (std::int64_t i = 1; i <= std::int64_t(ProjectStore::historyLimit); ++i)
                QVERIFY(database
                            ->run("INSERT INTO journal VALUES (?1, ?2, ?3)", i, std::string_view("e"),
                                  std::string_view(edit))
                            .has_value());
            QVERIFY(database->run("UPDATE cursor SET position = ?1", std::int64_t(ProjectStore::historyLimit))
                        .has_value());
            QVERIFY(database->script("COMMIT").has_value());
        }
        auto store = must(ProjectStore::open(file));
        QVERIFY(store.record(rename(store, "last")).has_value());
        QCOMPARE(store.history().labels.size(), ProjectStore::historyLimit);
        QCOMPARE(store.history().labels.back(), std::string("Rename to last"));
        { const auto closed = std::move(store); }
        const auto again = must(ProjectStore::open(file));
        QCOMPARE(again.history().labels.size(), ProjectStore::historyLimit);
        QCOMPARE(again.history().position, ProjectStore::historyLimit);
    }
    void projectsAreReadFromEitherForm() {
        const auto project = test::RandomProject(21).project();
        QVERIFY(ProjectStore::create(at("p.cellwright"), project).has_value());
        QVERIFY(writeFileAtomically(at("p.json"), "\n" + toJsonText(project, 1)).has_value());
        QVERIFY(readProject(at("p.cellwright")) == project);
        QVERIFY(readProject(at("p.json")) == project);
        const auto missing = readProject(at("missing"));
        QVERIFY(!missing.has_value());
        QCOMPARE(missing.error().what, std::string("the file does not exist"));
    }
    void anEditTakesMilliseconds() {
        auto store = must(ProjectStore::create(at("timed"), test::RandomProject(2).project()));
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < 100; ++i)
            QVERIFY(store.record(rename(store, i % 2 == 0 ? "a" : "b")).has_value());
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        qInfo("%.2f ms per edit", took.count() * 10.0);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::ProjectStoreTest)
#include "project_store_test.moc"
