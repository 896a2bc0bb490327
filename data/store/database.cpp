// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/store/database.h"

#include <sqlite3.h>

namespace cellwright {
namespace {

constexpr int busyMilliseconds = 3000;
constexpr int longestValue = 192 << 20; ///< bytes of one text; the largest JSON that is read has 128 MiB

/// What an SQLite result code means for the person with the file.
Error explain(int code, const std::string& detail) {
    switch (code & 0xFF) {
    case SQLITE_NOTADB:
        return {"this is not a Cellwright project", {}, "give a .cellwright file"};
    case SQLITE_CORRUPT:
        return {
            "the file is damaged (" + detail + ")", {}, "restore a backup copy; this file was left as it is"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {"another program is using the file", {}, "close it there and try again"};
    case SQLITE_FULL:
        return {"the disk is full", {}, "free some space and try again"};
    case SQLITE_READONLY:
        return {"the file may not be written (" + detail + ")", {}, "save a copy elsewhere"};
    case SQLITE_CANTOPEN:
        return {
            "the file cannot be opened (" + detail + ")", {}, "check the path and the rights of the folder"};
    case SQLITE_TOOBIG:
        return {"the file holds a value beyond the limits", {}, "give a file that Cellwright wrote"};
    case SQLITE_CONSTRAINT:
        return {"the values break a rule of the file (" + detail + ")", {}, "correct them and try again"};
    default:
        return {detail, {}, "check the disk and the rights of the file"};
    }
}

} // namespace

std::int64_t ResultRow::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::string_view ResultRow::text(int column) const {
    const auto* bytes = sqlite3_column_text(statement_, column);
    const auto size = std::size_t(sqlite3_column_bytes(statement_, column));
    return bytes ? std::string_view(reinterpret_cast<const char*>(bytes), size) : std::string_view();
}

void Database::Close::operator()(sqlite3* connection) const {
    sqlite3_close_v2(connection);
}
void Database::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

Expected<Database> Database::open(const std::filesystem::path& path, Access access) {
    const int flags = access == Access::readOnly    ? SQLITE_OPEN_READONLY
                      : access == Access::readWrite ? SQLITE_OPEN_READWRITE
                                                    : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    // An absolute path never reads as one of SQLite's special names.
    std::error_code ignored;
    return openNamed(std::filesystem::absolute(path, ignored).string(), flags);
}

Expected<Database> Database::inMemory() {
    return openNamed(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY);
}

Expected<Database> Database::openNamed(const std::string& name, int flags) {
    Database database;
    database.name_ = name;
    sqlite3* connection = nullptr;
    const int code = sqlite3_open_v2(name.c_str(), &connection, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    database.connection_.reset(connection);
    if (code != SQLITE_OK)
        return database.fail(code);
    database.harden();
    return database;
}

void Database::harden() {
    auto* connection = connection_.get();
    for (const int setting : {SQLITE_DBCONFIG_DEFENSIVE, SQLITE_DBCONFIG_ENABLE_FKEY})
        sqlite3_db_config(connection, setting, 1, nullptr);
    // Definitions stay "trusted", because ours call json_valid(); file_check.cpp runs nothing that evaluates
    // them before it has proved that they are ours, word for word.
    for (const int setting :
         {SQLITE_DBCONFIG_ENABLE_TRIGGER, SQLITE_DBCONFIG_ENABLE_VIEW, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION,
          SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_DQS_DML})
        sqlite3_db_config(connection, setting, 0, nullptr);
    sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, longestValue);
    sqlite3_limit(connection, SQLITE_LIMIT_SQL_LENGTH, 1 << 20);
    sqlite3_limit(connection, SQLITE_LIMIT_COLUMN, 64);
    sqlite3_limit(connection, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(connection, SQLITE_LIMIT_WORKER_THREADS, 0);
    sqlite3_extended_result_codes(connection, 1);
    sqlite3_busy_timeout(connection, busyMilliseconds);
}

tl::unexpected<Error> Database::fail(int code) const {
    const char* detail = connection_ ? sqlite3_errmsg(connection_.get()) : sqlite3_errstr(code);
    Error error = explain(code, detail);
    error.where = name_ == ":memory:" ? std::string() : name_;
    return tl::make_unexpected(std::move(error));
}

Expected<void> Database::script(const std::string& sql) {
    if (!connection_)
        return failure("the file is not open");
    const int code = sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return fail(code);
    return {};
}

Expected<sqlite3_stmt*> Database::prepare(std::string_view sql) {
    if (!connection_)
        return failure("the file is not open");
    if (const auto known = statements_.find(sql); known != statements_.end())
        return known->second.get();
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(connection_.get(), sql.data(), int(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK)
        return fail(code);
    statements_.emplace(std::string(sql), Statement(statement));
    return statement;
}

void Database::bind(sqlite3_stmt* statement, int index, std::int64_t value) {
    sqlite3_bind_int64(statement, index, value);
}

void Database::bind(sqlite3_stmt* statement, int index, std::string_view value) {
    // The text outlives the statement's run; a null pointer would bind NULL instead of an empty text.
    sqlite3_bind_text64(statement, index, value.data() ? value.data() : "", value.size(), SQLITE_STATIC,
                        SQLITE_UTF8);
}

Expected<bool> Database::step(sqlite3_stmt* statement) {
    const int code = sqlite3_step(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return fail(code);
    return code == SQLITE_ROW;
}

void Database::reset(sqlite3_stmt* statement) {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
}

Expected<std::int64_t> Database::integer(std::string_view sql) {
    std::int64_t value = 0;
    const auto read = [&](const ResultRow& row) -> Expected<void> {
        value = row.integer(0);
        return {};
    };
    return query(sql, read).map([&] { return value; });
}

Expected<std::string> Database::text(std::string_view sql) {
    std::string value;
    const auto read = [&](const ResultRow& row) -> Expected<void> {
        value = row.text(0);
        return {};
    };
    return query(sql, read).map([&] { return value; });
}

Expected<void> Database::copyTo(Database& other) const {
    auto* backup = sqlite3_backup_init(other.connection_.get(), "main", connection_.get(), "main");
    if (!backup)
        return other.fail(sqlite3_errcode(other.connection_.get()));
    const int stepped = sqlite3_backup_step(backup, -1);
    const int finished = sqlite3_backup_finish(backup);
    if (stepped != SQLITE_DONE)
        return other.fail(finished != SQLITE_OK ? finished : stepped);
    return {};
}

Transaction::~Transaction() {
    if (open_)
        static_cast<void>(database_.script("ROLLBACK"));
}

Expected<void> Transaction::begin() {
    auto begun = database_.script("BEGIN IMMEDIATE");
    open_ = begun.has_value();
    return begun;
}

Expected<void> Transaction::commit() {
    auto committed = database_.script("COMMIT");
    open_ = !committed;
    return committed;
}

} // namespace cellwright
