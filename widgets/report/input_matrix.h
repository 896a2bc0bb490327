// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/report/content.h"
#include "widgets/report/field_text.h"
#include "widgets/report/table.h"

#include <algorithm>
#include <vector>

namespace cellwright::report {

/// One value where all scenarios agree, else each value with the numbers of its scenarios ("1, 3: 10
/// Gbit/s").
class Variants {
public:
    void add(std::size_t plan, const QString& text);
    [[nodiscard]] QString text(std::size_t plans) const;

private:
    struct Variant {
        QString text;
        std::vector<std::size_t> plans;
    };
    std::vector<Variant> variants_;
};

/// The entities of one kind over all scenarios: a row per entity, a column per field.
struct InputMatrix {
    struct FieldHead {
        QString label, help;
    };
    struct EntityRow {
        std::int64_t id;
        QString name;
        std::vector<Variants> values; ///< one per field
    };
    std::vector<FieldHead> fields;
    std::vector<EntityRow> rows;
    std::size_t plans = 0;

    [[nodiscard]] QString value(std::size_t row, std::size_t field) const {
        return rows[row].values[field].text(plans);
    }
    /// Whether all entities have the same value in the field, and are too many to repeat it.
    [[nodiscard]] bool isCommon(std::size_t field) const;
    /// "Antenna height: 25 m. On air: yes." for the common fields; empty without any.
    [[nodiscard]] QString commonValues() const;
    /// Entities down, fields across but for the common ones, at most `most` rows.
    [[nodiscard]] TableData tall(std::size_t most) const;
    /// Fields down, the entities of [from, to) across; with the fields' definitions where there is room for
    /// them.
    [[nodiscard]] TableData wide(std::size_t from, std::size_t to, const Style& style) const;
};

/// Whether V is the type of T's own id (references to other entities have other types).
template <class T, class V>
constexpr bool isOwnId = false;
template <class T, class V>
requires requires {
    T::id;
}
constexpr bool isOwnId<T, V> = std::same_as<decltype(T::id), V>;

/// `listOf(scenario)` is the list of entities; id and name fields are kept out of the fields.
template <class T, class ListOf>
InputMatrix inputMatrix(const Content& content, ListOf listOf) {
    InputMatrix matrix;
    matrix.plans = content.plans.size();
    const T prototype{};
    forEachField(prototype, [&](const FieldInfo& info, const auto& value) {
        if (!isOwnId<T, std::decay_t<decltype(value)>> && std::string_view(info.key) != "name")
            matrix.fields.push_back({schemaText(info.label), schemaText(info.help)});
    });
    for (std::size_t p = 0; p < content.plans.size(); ++p) {
        const Scenario& scenario = *content.plans[p].scenario;
        for (const T& entity : listOf(scenario)) {
            std::int64_t id = 1;
            QString name;
            std::vector<QString> texts;
            forEachField(entity, [&](const FieldInfo& info, const auto& value) {
                if constexpr (isOwnId<T, std::decay_t<decltype(value)>>)
                    id = value.value;
                else if (std::string_view(info.key) == "name")
                    name = fieldText(scenario, info, value);
                else
                    texts.push_back(fieldText(scenario, info, value));
            });
            auto row = std::find_if(matrix.rows.begin(), matrix.rows.end(),
                                    [&](const auto& each) { return each.id == id; });
            if (row == matrix.rows.end())
                row = matrix.rows.insert(row, {id, name, std::vector<Variants>(texts.size())});
            for (std::size_t f = 0; f < texts.size(); ++f)
                row->values[f].add(p, texts[f]);
        }
    }
    return matrix;
}

} // namespace cellwright::report
