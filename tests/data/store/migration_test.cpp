// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/file.h"
#include "data/store/file_check.h"
#include "data/store/migrations.h"
#include "data/store/store_state.h"
#include "tests/analytics/scenario/random_project.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

namespace cellwright {

/// The shipped steps and one more, as a later program would have them.
static std::vector<Migration> later(std::string_view sql) {
    const auto shipped = shippedMigrations();
    std::vector<Migration> all(shipped.begin(), shipped.end());
    all.push_back({int(all.size()) + 1, "9.8.7", sql});
    return all;
}

class MigrationTest : public QObject {
    Q_OBJECT

    static int versionOf(const std::filesystem::path& file) {
        return int(Database::open(file, Database::Access::readOnly)->integer("PRAGMA user_version").value());
    }

private Q_SLOTS:
    void stepsAreNumberedFromOne() {
        int expected = 1;
        for (const auto& step : shippedMigrations()) {
            QCOMPARE(step.version, expected++);
            QVERIFY(!step.program.empty() && !step.sql.empty());
        }
    }
    void aFreshFilePassesItsOwnCheck() {
        auto database = Database::inMemory();
        QVERIFY(migrate(*database, shippedMigrations(), 0).has_value());
        const auto checked = checkDatabase(*database, shippedMigrations());
        QVERIFY2(checked.has_value(), checked ? "" : checked.error().message().c_str());
        QCOMPARE(*checked, int(shippedMigrations().size()));
    }
    void aFailedStepLeavesTheVersionBefore() {
        auto database = Database::inMemory();
        const auto steps = later("CREATE TABLE note (body TEXT) STRICT; INSERT INTO nowhere VALUES (1)");
        QVERIFY(!migrate(*database, steps, 0).has_value());
        QCOMPARE(database->integer("PRAGMA user_version").value(), std::int64_t(shippedMigrations().size()));
        QVERIFY(checkDatabase(*database, shippedMigrations()).has_value());
    }
    void anOldFileIsMigratedOnACopyAndTheOriginalKept() {
        const QTemporaryDir folder;
        const auto file = std::filesystem::path(folder.path().toStdString()) / "plan.cellwright";
        const auto project = test::RandomProject(4).project();
        QVERIFY(ProjectStore::create(file, project).has_value());
        const auto original = readFile(file).value();
        const auto steps = later("CREATE TABLE note (body TEXT NOT NULL) STRICT");
        {
            auto store = StoreOpener::open(file, ProjectStore::Access::readWrite, steps);
            QVERIFY2(store.has_value(), store ? "" : store.error().message().c_str());
            QVERIFY(store->project() == project);
            QCOMPARE(store->notices(),
                     std::vector<std::string>{"the file was brought up to date from version 2; the original "
                                              "is kept as plan.cellwright.v2.bak"});
            auto after = store->project();
            after.name = "newer";
            QVERIFY(store->record(difference(store->project(), after, "Rename")).has_value());
        }
        QCOMPARE(versionOf(file), 3);
        QCOMPARE(readFile(file.string() + ".v2.bak").value(), original);
        // The program of today refuses what the program of tomorrow wrote, and says which one that is.
        const auto refused = ProjectStore::open(file);
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().remedy, std::string("open it with Cellwright 9.8.7 or newer"));
        QVERIFY(StoreOpener::open(file, ProjectStore::Access::readWrite, steps)->notices().empty());
    }
    void aFileOfVersionOneKeepsItsEntitiesAndTakesAntennas() {
        const QTemporaryDir folder;
        const auto file = std::filesystem::path(folder.path().toStdString()) / "plan.cellwright";
        auto project = test::RandomProject(4).project();
        for (auto& scenario : project.scenarios)
            scenario.topology.antennas.clear(); // version 1 knew none
        QVERIFY(!project.scenarios.empty());
        QVERIFY(StoreOpener::create(file, project, false, shippedMigrations().first(1)).has_value());
        QCOMPARE(versionOf(file), 1);
        auto store = ProjectStore::open(file);
        QVERIFY2(store.has_value(), store ? "" : store.error().message().c_str());
        QVERIFY(store->project() == project);
        QCOMPARE(versionOf(file), 2);
        auto after = project;
        after.scenarios.front().topology.antennas.push_back(
            {.id = {77}, .name = "panel", .horizontal = {0, 1.5}, .vertical = {2}});
        QVERIFY(store->record(difference(project, after, "Import")).has_value());
        store = tl::make_unexpected(Error{}); // closes the file
        const auto again = ProjectStore::open(file);
        QVERIFY(again.has_value() && again->project() == after);
    }
    void aReaderMigratesInMemory() {
        const QTemporaryDir folder;
        const auto file = std::filesystem::path(folder.path().toStdString()) / "plan.cellwright";
        const auto project = test::RandomProject(4).project();
        QVERIFY(ProjectStore::create(file, project).has_value());
        const auto original = readFile(file).value();
        const auto steps = later("CREATE TABLE note (body TEXT NOT NULL) STRICT");
        const auto store = StoreOpener::open(file, ProjectStore::Access::readOnly, steps);
        QVERIFY2(store.has_value(), store ? "" : store.error().message().c_str());
        QVERIFY(store->project() == project && store->readOnly());
        QCOMPARE(readFile(file).value(), original);
        QCOMPARE(std::distance(std::filesystem::directory_iterator(folder.path().toStdString()), {}),
                 std::ptrdiff_t(1));
    }
    void aMigrationThatFailsLeavesTheFile() {
        const QTemporaryDir folder;
        const auto file = std::filesystem::path(folder.path().toStdString()) / "plan.cellwright";
        QVERIFY(ProjectStore::create(file).has_value());
        const auto original = readFile(file).value();
        const auto store =
            StoreOpener::open(file, ProjectStore::Access::readWrite, later("UPDATE project SET one = 2"));
        QVERIFY(!store.has_value());
        QVERIFY2(store.error().what.find("cannot be brought up to date") != std::string::npos,
                 store.error().what.c_str());
        QCOMPARE(readFile(file).value(), original);
        QCOMPARE(std::distance(std::filesystem::directory_iterator(folder.path().toStdString()), {}),
                 std::ptrdiff_t(1));
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::MigrationTest)
#include "migration_test.moc"
