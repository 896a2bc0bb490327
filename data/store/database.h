// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace cellwright {

/// One row of a result, valid during the callback only.
class ResultRow {
public:
    explicit ResultRow(sqlite3_stmt* statement)
        : statement_(statement) {}
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string_view text(int column) const;

private:
    sqlite3_stmt* statement_;
};

/// A connection to one SQLite file, hardened against hostile files: no triggers, views, extensions or
/// attached databases, defensive mode, small limits. Failures name the file. One thread at a time.
class Database {
public:
    enum class Access { readOnly, readWrite, create };
    static Expected<Database> open(const std::filesystem::path& path, Access access);
    static Expected<Database> inMemory();

    /// Runs statements without parameters or results.
    Expected<void> script(const std::string& sql);
    /// Runs one statement with parameters ?1, ?2 … ; integers and texts are understood.
    template <class... Args>
    Expected<void> run(std::string_view sql, const Args&... args) {
        return query(
            sql, [](const ResultRow&) { return Expected<void>{}; }, args...);
    }
    /// Calls onRow(const ResultRow&) -> Expected<void> for each row, until one fails.
    template <class F, class... Args>
    Expected<void> query(std::string_view sql, F&& onRow, const Args&... args) {
        const auto statement = prepare(sql);
        if (!statement)
            return tl::make_unexpected(statement.error());
        int index = 0;
        (bind(*statement, ++index, args), ...);
        Expected<bool> more;
        Expected<void> result;
        while (result && (more = step(*statement)) && *more)
            result = onRow(ResultRow(*statement));
        reset(*statement);
        return more ? result : tl::make_unexpected(more.error());
    }
    /// The one integer, or the one text, that a query yields.
    Expected<std::int64_t> integer(std::string_view sql);
    Expected<std::string> text(std::string_view sql);

    /// Makes the other database a copy of this one, page by page.
    Expected<void> copyTo(Database& other) const;
    [[nodiscard]] const std::string& name() const { return name_; }

private:
    struct Close {
        void operator()(sqlite3* connection) const;
    };
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

    static Expected<Database> openNamed(const std::string& name, int flags);
    void harden();
    Expected<sqlite3_stmt*> prepare(std::string_view sql);
    static void bind(sqlite3_stmt* statement, int index, std::int64_t value);
    static void bind(sqlite3_stmt* statement, int index, std::string_view value);
    Expected<bool> step(sqlite3_stmt* statement);
    static void reset(sqlite3_stmt* statement);
    [[nodiscard]] tl::unexpected<Error> fail(int code) const;

    std::string name_;
    std::unique_ptr<sqlite3, Close> connection_;
    std::map<std::string, Statement, std::less<>> statements_; ///< destroyed before the connection
};

/// Rolls back unless committed.
class Transaction {
public:
    explicit Transaction(Database& database)
        : database_(database) {}
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();
    Expected<void> begin();
    Expected<void> commit();

private:
    Database& database_;
    bool open_ = false;
};

} // namespace cellwright
