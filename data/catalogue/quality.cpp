// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/quality.h"

#include "analytics/scenario/schema.h"

#include <nlohmann/json.hpp>

#include <map>

namespace cellwright::catalogue {

extern const std::string_view qualityJson;

namespace {

using Json = nlohmann::ordered_json;

quality::Measured measuredFrom(const std::string& name, const Json& entry) {
    quality::Measured model{name, {}, entry.value("aggregate", false)};
    model.lineage.family = entry.value("family", "");
    if (entry.contains("generation"))
        model.lineage.generation = entry.at("generation").get<double>();
    model.lineage.variant = entry.value("variant", "");
    model.lineage.parameters = entry.value("parameters", 0.0);
    return model;
}

/// What all rows of a table share.
quality::Row tableOf(const Json& table) {
    quality::Row row;
    row.setting = table.at("setting").get<std::string>();
    row.source = table.at("source").get<std::string>();
    row.label = table.at("label") == "published" ? Label::published : Label::unverified;
    return row;
}

void addRows(const Json& entry, quality::Row row, std::vector<quality::Row>& rows) {
    row.method = entry.at("method").get<std::string>();
    if (entry.contains("scheme"))
        row.scheme = parseEnum<Scheme>(entry.at("scheme").get<std::string>()).value();
    if (entry.contains("bits"))
        row.bits = entry.at("bits").get<double>();
    for (const auto& [metric, values] : entry.at("metrics").items()) {
        row.metric = metric;
        row.value = values.at(0).get<double>();
        row.delta = values.size() > 1 ? std::optional(values.at(1).get<double>()) : std::nullopt;
        rows.push_back(row);
    }
}

/// The file is compiled in and tested: a mistake in it is ours and must not pass silently.
quality::Tables load() {
    const auto document = Json::parse(qualityJson);
    quality::Tables tables;
    std::map<std::string, std::size_t> indexOf;
    for (const auto& [name, entry] : document.at("models").items()) {
        indexOf[name] = tables.models.size();
        tables.models.push_back(measuredFrom(name, entry));
    }
    for (const auto& table : document.at("tables"))
        for (const auto& entry : table.at("rows")) {
            auto row = tableOf(table);
            row.model = indexOf.at(entry.at("model").get<std::string>());
            addRows(entry, std::move(row), tables.rows);
        }
    return tables;
}

} // namespace

const quality::Tables& qualityTables() {
    static const quality::Tables tables = load();
    return tables;
}

} // namespace cellwright::catalogue
