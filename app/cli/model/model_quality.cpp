// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model/model_quality.h"

#include "analytics/llm/formats/scheme.h"
#include "analytics/quality/metric.h"
#include "analytics/quantity/text.h"
#include "app/cli/table.h"
#include "data/catalogue/quality.h"

#include <iostream>

namespace cellwright::cli {
namespace {

template <class T>
Json orNull(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

quality::Answer answerFor(const llm::Model& model, Scheme weights) {
    return quality::qualityOf(catalogue::qualityTables(), quality::subjectOf(model), weights);
}

Json distanceJson(const quality::Distance& distance) {
    return {{"total", distance.total()},
            {"family", distance.family},
            {"generation", distance.generation},
            {"size", distance.size},
            {"variant", distance.variant}};
}

std::string signedText(double value) {
    return (value > 0.0 ? "+" : "") + roundedText(value, 4);
}

} // namespace

Json qualityRowJson(const quality::Tables& tables, const quality::Row& row) {
    const auto metric = quality::metricOf(row.metric);
    return {{"model", tables.models[row.model].name},
            {"method", row.method},
            {"scheme", row.scheme ? Json(llm::schemeName(*row.scheme)) : Json(nullptr)},
            {"bits_per_weight", orNull(row.bits)},
            {"metric", row.metric},
            {"kind", quality::toText(metric.kind)},
            {"value", row.value},
            {"delta", orNull(row.delta)},
            {"unit", metric.unit},
            {"setting", row.setting},
            {"label", toText(row.label)},
            {"source", row.source}};
}

Json qualityJson(const llm::Model& model, Scheme weights) {
    const auto answer = answerFor(model, weights);
    Json rows = Json::array();
    for (const auto& row : answer.rows)
        rows.push_back(qualityRowJson(catalogue::qualityTables(), row));
    return {{"statement", answer.statement},
            {"exact", answer.exact},
            {"model", answer.measured ? Json(answer.measured->name) : Json(nullptr)},
            {"distance", answer.measured ? distanceJson(answer.distance) : Json(nullptr)},
            {"rows", std::move(rows)}};
}

void printQuality(std::ostream& out, const llm::Model& model, Scheme weights) {
    const auto answer = answerFor(model, weights);
    out << "\nQuality: " << printable(answer.statement) << '\n';
    if (answer.rows.empty())
        return;
    Table table({text("Method"), text("Metric"), number("Value"), number("Change"), text("Setting"),
                 text("Label"), text("Source")});
    for (const auto& row : answer.rows) {
        const auto metric = quality::metricOf(row.metric);
        const std::string unit = metric.unit.empty() ? "" : " " + metric.unit;
        table.add({row.method, metric.name, roundedText(row.value, 4) + unit,
                   row.delta ? signedText(*row.delta) : "", row.setting, std::string(toText(row.label)),
                   row.source});
    }
    table.print(out, 0);
}

} // namespace cellwright::cli
