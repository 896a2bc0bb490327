// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/file.h"
#include "data/store/project_store.h"
#include "tests/analytics/scenario/random_project.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

#include <functional>
#include <random>

namespace cellwright {

/// Changes a file as somebody with the sqlite3 program could, without any of our safeguards.
static void tamper(const std::filesystem::path& file, const std::string& sql) {
    sqlite3* connection = nullptr;
    if (sqlite3_open(file.c_str(), &connection) != SQLITE_OK)
        qFatal("cannot open");
    char* error = nullptr;
    if (sqlite3_exec(connection,
                     ("PRAGMA ignore_check_constraints=ON; PRAGMA writable_schema=ON;" + sql).c_str(),
                     nullptr, nullptr, &error) != SQLITE_OK)
        qFatal("%s", error);
    sqlite3_close(connection);
}

struct Tampering {
    const char* name;
    const char* sql;
    const char* message;
    const char* readerMessage = nullptr; ///< where a reader notices something else first
};
static const Tampering tamperings[] = {
    {"application", "PRAGMA application_id = 5",
     "this SQLite database is not a Cellwright project (give a .cellwright file)"},
    {"newer", "PRAGMA user_version = 7; UPDATE meta SET value = '3.1.4' WHERE key = 'opens_with'",
     "the file has version 7, this program (0.2.0) reads versions up to 2 (open it with Cellwright 3.1.4 or "
     "newer)"},
    {"newer with nonsense",
     "PRAGMA user_version = 7; UPDATE meta SET value = 'rm -rf' WHERE key = 'opens_with'",
     "(open it with a newer Cellwright)"},
    {"newer without a word", "PRAGMA user_version = 7; DROP TABLE meta", "(open it with a newer Cellwright)"},
    {"newer with a view",
     "PRAGMA user_version = 7; DROP TABLE meta; CREATE VIEW meta AS WITH RECURSIVE n(i) AS (SELECT 1 UNION "
     "ALL SELECT i + 1 FROM n) "
     "SELECT 'opens_with' AS key, i AS value FROM n",
     "(open it with a newer Cellwright)"},
    {"version zero", "PRAGMA user_version = 0", "version 0, which never existed"},
    {"negative version", "PRAGMA user_version = -3", "version -3, which never existed"},
    {"trigger", "CREATE TRIGGER t AFTER UPDATE ON cursor BEGIN DELETE FROM entity; END",
     "the tables are not those of a project of version 2"},
    {"view for a table",
     "DROP TABLE attachment; CREATE VIEW attachment AS SELECT 1 AS ordinal, 'a' AS id, 'model' AS kind, '{}' "
     "AS json",
     "the tables are not those"},
    {"extra table", "CREATE TABLE extra (x)", "the tables are not those"},
    {"missing table", "DROP TABLE journal", "the tables are not those"},
    {"changed table", "DROP TABLE cursor; CREATE TABLE cursor (one, position)", "the tables are not those"},
    {"extra index", "CREATE INDEX i ON journal (label)", "the tables are not those"},
    {"bad json", "UPDATE entity SET body = '{' WHERE kind = 'assumptions'",
     "the file is damaged (CHECK constraint failed in entity)",
     "the JSON breaks off or is malformed at line 1"},
    {"wrong type", "UPDATE entity SET body = '{\"block_error_rate\": \"x\"}' WHERE kind = 'assumptions'",
     "$.block_error_rate: expected a number, found a text"},
    {"out of range", "UPDATE entity SET body = '{\"block_error_rate\": 5}' WHERE kind = 'assumptions'",
     "$.block_error_rate: 5 is out of range"},
    {"wrong id", "UPDATE entity SET body = '{\"id\": 99}' WHERE kind = 'site' AND ordinal = 0",
     "says that it is number 99"},
    {"no id", "UPDATE entity SET body = '{}' WHERE kind = 'site' AND ordinal = 0", "the id is missing"},
    {"dangling",
     "PRAGMA foreign_keys = OFF; UPDATE entity SET scenario = 4711 WHERE kind = 'site' AND scenario = 1000",
     "refers to a row that does not exist"},
    {"unknown kind", "UPDATE entity SET kind = 'cow' WHERE kind = 'site'",
     "the file is damaged (CHECK constraint failed in entity)", "belongs nowhere"},
    {"order", "UPDATE entity SET ordinal = ordinal + 1 WHERE kind = 'site'", "it is out of order"},
    {"same place", "UPDATE entity SET ordinal = 0 WHERE kind = 'site'", "it is out of order"},
    {"scenario order", "UPDATE scenario SET ordinal = 8", "the scenarios are out of order"},
    {"no assumptions", "DELETE FROM entity WHERE kind = 'assumptions'",
     "a scenario lacks its assumptions or its properties"},
    {"no project", "DELETE FROM project", "the project's own row is missing"},
    {"name not text", "UPDATE project SET name = CAST(x'ff' AS TEXT)",
     "the project's name or description is not a text"},
    {"cursor beyond", "UPDATE cursor SET position = 9", "its undo history has gaps"},
    {"no cursor", "DELETE FROM cursor", "its undo history has gaps"},
    {"journal gap",
     "DELETE FROM journal WHERE position = 1; UPDATE journal SET position = 5 WHERE position = 3",
     "its undo history has gaps"},
    {"text encoding",
     "UPDATE entity SET body = '{\"name\": \"' || CAST(x'c328' AS TEXT) || '\"}' WHERE kind = 'properties'",
     "not valid UTF-8"},
};

class HostileFileTest : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    std::string sound_;

    [[nodiscard]] std::filesystem::path file() const {
        return std::filesystem::path(folder_.path().toStdString()) / "plan.cellwright";
    }
    /// Opening must fail both ways, say where, and leave every byte.
    void checkRefused(const char* message, const char* readerMessage = nullptr) const {
        const auto before = readFile(file()).value();
        for (const auto access : {ProjectStore::Access::readWrite, ProjectStore::Access::readOnly}) {
            const auto store = ProjectStore::open(file(), access);
            QVERIFY(!store.has_value());
            const auto text = store.error().message();
            // SQLite evaluates CHECK constraints only where it may write; a reader finds the same when it
            // loads.
            const bool other = readerMessage && access == ProjectStore::Access::readOnly;
            QVERIFY2(text.find(other ? readerMessage : message) != std::string::npos, text.c_str());
            QVERIFY2(text.find("plan.cellwright") != std::string::npos, text.c_str());
            QVERIFY(!store.error().remedy.empty());
        }
        QVERIFY(readFile(file()).value() == before);
    }

private Q_SLOTS:
    void initTestCase() {
        Project project = test::RandomProject(2).project();
        project.scenarios.resize(std::max<std::size_t>(1, project.scenarios.size()));
        project.scenarios[0].id = {1000};
        auto& sites = project.scenarios[0].topology.sites;
        sites.resize(3);
        for (std::size_t i = 0; i < sites.size(); ++i)
            sites[i].id = {std::int64_t(i) + 1};
        {
            auto store = ProjectStore::create(file(), project);
            QVERIFY2(store.has_value(), store ? "" : store.error().message().c_str());
            for (const char* name : {"a", "b", "c"}) {
                auto after = store->project();
                after.name = name;
                QVERIFY(store->record(difference(store->project(), after, name)).has_value());
            }
        }
        sound_ = readFile(file()).value();
    }
    void init() { QVERIFY(writeFileAtomically(file(), sound_, true).has_value()); }

    void theSoundFileOpens() { QVERIFY(ProjectStore::open(file()).has_value()); }
    void tamperedFilesAreRefused_data() {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(std::size(tamperings)); ++i)
            QTest::newRow(tamperings[i].name) << i;
    }
    void tamperedFilesAreRefused() {
        QFETCH(int, index);
        tamper(file(), tamperings[index].sql);
        checkRefused(tamperings[index].message, tamperings[index].readerMessage);
    }
    void otherFilesAreRefused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("message");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("the file is empty");
        QTest::newRow("text") << QByteArray("hello") << QStringLiteral("this is not a Cellwright project");
        QTest::newRow("png") << QByteArray("\x89PNG\r\n", 6).repeated(100)
                             << QStringLiteral("this is not a Cellwright project");
        QTest::newRow("header only") << QByteArray("SQLite format 3\0", 16)
                                     << QStringLiteral("cut off within its header");
    }
    void otherFilesAreRefused() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, message);
        QVERIFY(writeFileAtomically(file(), bytes.toStdString(), true).has_value());
        checkRefused(message.toUtf8().constData());
    }
    void truncatedFilesAreRefused() {
        for (std::size_t length = 512; length < sound_.size(); length += 1024) {
            QVERIFY(writeFileAtomically(file(), sound_.substr(0, length), true).has_value());
            // Half of a last page reads as zeros; where these end a body, a reader sees its text break off.
            const auto store = ProjectStore::open(file(), ProjectStore::Access::readOnly);
            QVERIFY(!store.has_value());
            const bool body = store.error().what.find("the JSON breaks off") != std::string::npos;
            checkRefused("damaged", body ? "the JSON breaks off" : nullptr);
        }
    }
    void aFolderAndAPipeAreRefused() {
        const auto folder = ProjectStore::open(folder_.path().toStdString());
        QVERIFY(!folder.has_value());
        QCOMPARE(folder.error().what, std::string("this is not a regular file"));
        QVERIFY(!ProjectStore::open("/dev/zero").has_value());
    }
    void flippedBytesNeverCrashNorChangeTheFile() {
        std::mt19937_64 random(99);
        int refused = 0;
        for (int i = 0; i < 300; ++i) {
            auto bytes = sound_;
            for (int k = 0; k < 8; ++k)
                bytes[random() % bytes.size()] = char(random());
            QVERIFY(writeFileAtomically(file(), bytes, true).has_value());
            const auto store = ProjectStore::open(file(), ProjectStore::Access::readOnly);
            refused += store ? 0 : 1;
            QVERIFY(readFile(file()).value() == bytes);
        }
        QVERIFY(refused > 200);
    }
    void aJournalOfNonsenseOnlyStopsUndo() {
        tamper(file(),
               "UPDATE journal SET edit = '{\"changes\": [{\"change\": \"cow\"}]}' WHERE position = 3");
        auto store = ProjectStore::open(file());
        QVERIFY(store.has_value());
        const auto before = store->project();
        const auto undone = store->undo();
        QVERIFY(!undone.has_value());
        QVERIFY2(undone.error().message().find(
                     "undo history, edit 3: $.changes[0]: unknown change \"cow\"") != std::string::npos,
                 undone.error().message().c_str());
        QVERIFY(store->project() == before);
    }
    void aLogThatWasLeftIsTakenInAndRemoved() {
        tamper(file(), "PRAGMA journal_mode = WAL");
        QVERIFY(readProject(file()).has_value());
        QVERIFY(ProjectStore::open(file()).has_value());
        QCOMPARE(readFile(file()).value().substr(18, 2), std::string("\x01\x01"));
    }
    void aStrangeLogIsNotTakenIn() {
        QVERIFY(writeFileAtomically(file().string() + "-wal", std::string(8192, 'x')).has_value());
        const auto store = ProjectStore::open(file());
        QVERIFY2(store.has_value(), store ? "" : store.error().message().c_str());
    }
    void aStrangeJournalFileIsNotRolledIn() {
        QVERIFY(writeFileAtomically(file().string() + "-journal", std::string(4096, 'x')).has_value());
        const auto store = ProjectStore::open(file());
        QVERIFY2(store.has_value(), store ? "" : store.error().message().c_str());
        std::filesystem::remove(file().string() + "-journal");
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::HostileFileTest)
#include "hostile_file_test.moc"
