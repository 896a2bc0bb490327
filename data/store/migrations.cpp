// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/store/migrations.h"

#include "cellwright/version.h"
#include <string>

namespace cellwright {
namespace {

Expected<void> runStep(Database& database, const Migration& step) {
    Transaction transaction(database);
    return transaction.begin()
        .and_then([&] { return database.script(std::string(step.sql)); })
        .and_then([&] { return database.script("PRAGMA application_id = " + std::to_string(applicationId)); })
        .and_then([&] { return database.script("PRAGMA user_version = " + std::to_string(step.version)); })
        .and_then([&] {
            return database.run("INSERT INTO meta (key, value) VALUES ('opens_with', ?1) "
                                "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                                step.program);
        })
        .and_then([&] { return transaction.commit(); });
}

} // namespace

std::string_view programVersion() {
    return version;
}

Expected<void> migrate(Database& database, std::span<const Migration> migrations, int from) {
    Expected<void> result;
    for (const auto& step : migrations)
        if (result && step.version > from)
            result = runStep(database, step);
    return result;
}

} // namespace cellwright
