// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/exchange/csv/columns.h"
#include "data/exchange/words.h"

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cellwright {

/// The columns of a table whose titles are those of an entity's fields ("HOP_DELAY", "hop_delay_s") or other
/// words. The table and `where` must outlive it.
class TableWords {
public:
    TableWords(const CsvTable& table, const std::string& where)
        : table_(table)
        , where_(where) {
        for (std::size_t i = 0; i < table.header.size(); ++i)
            places_.try_emplace(plainName(table.header[i]), i);
    }

    [[nodiscard]] bool has(std::string_view key) const { return place(key) != nullptr; }
    /// Empty where there is no such column.
    [[nodiscard]] std::string text(const CsvTable::Row& row, std::string_view key) const {
        const auto* at = place(key);
        return at ? row.cells[*at] : std::string();
    }
    [[nodiscard]] std::string at(const CsvTable::Row& row, std::string_view key) const {
        const auto* found = place(key);
        return where_ + table_.rowMark + std::to_string(row.line) +
               (found ? ", column " + table_.header[*found] : std::string());
    }
    /// All fields of an entity that the row says. Fails with line and column.
    template <class T>
    Expected<void> read(const CsvTable::Row& row, T& object) const {
        return readWords(
            object, [&](const char* key) { return text(row, key); },
            [&](const char* key) { return at(row, key); });
    }
    /// Those of the titles that are neither fields of the entity nor one of `others`, in their order.
    template <class T>
    [[nodiscard]] std::vector<std::string> ignored(const std::vector<std::string>& titles,
                                                   const std::set<std::string>& others) const {
        auto known = others;
        T entity;
        forEachWord(entity, [&](const FieldInfo& info, const auto&) {
            known.insert(plainName(info.key));
            known.insert(plainName(columnTitle(info.key)));
        });
        std::vector<std::string> rest;
        for (const auto& title : titles)
            if (!known.contains(plainName(title)))
                rest.push_back(title);
        return rest;
    }

private:
    [[nodiscard]] const std::size_t* place(std::string_view key) const {
        for (const auto& name : {plainName(key), plainName(columnTitle(key))})
            if (const auto found = places_.find(name); found != places_.end())
                return &found->second;
        return nullptr;
    }

    const CsvTable& table_;
    const std::string& where_;
    std::unordered_map<std::string, std::size_t> places_;
};

} // namespace cellwright
