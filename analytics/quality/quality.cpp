// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quality/quality.h"

#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"

#include <algorithm>
#include <cmath>

namespace cellwright::quality {
namespace {

constexpr double sameBits = 0.05;

/// The models that have rows of the wanted method, the nearest first; those of equal distance stay in order.
template <class Wanted>
std::optional<std::size_t> nearestWith(const Tables& tables, const Subject& subject, const Wanted& wanted) {
    std::optional<std::size_t> best;
    for (const auto& row : tables.rows) {
        const auto& model = tables.models[row.model];
        if (!wanted(row) || model.aggregate)
            continue;
        const auto away = [&](std::size_t index) {
            return distance(subject.lineage, tables.models[index].lineage).total();
        };
        if (!best || away(row.model) < away(*best))
            best = row.model;
    }
    return best;
}

bool hasTable(const Tables& tables, const Subject& subject) {
    return std::ranges::any_of(tables.rows, [&](const Row& row) {
        const auto& model = tables.models[row.model];
        return !model.aggregate && sameModel(subject.lineage, model.lineage);
    });
}

std::string statementOf(const Answer& answer, const std::string& name, const std::string& method,
                        bool hasOthers) {
    if (answer.exact)
        return "Published for " + answer.measured->name + ".";
    const std::string none = hasOthers ? "The tables of " + name + " have no " + method
                                       : "No published table for " + name + " in " + method;
    if (!answer.measured)
        return none + ", and no other model has one.";
    return none + "; the nearest model that has one is " + answer.measured->name + ", distance " +
           toText(answer.distance) + ".";
}

template <class Wanted>
Answer answerFor(const Tables& tables, const Subject& subject, const std::string& method,
                 const Wanted& wanted) {
    Answer answer;
    if (const auto nearest = nearestWith(tables, subject, wanted)) {
        answer.measured = tables.models[*nearest];
        answer.distance = distance(subject.lineage, answer.measured->lineage);
        answer.exact = sameModel(subject.lineage, answer.measured->lineage);
        std::ranges::copy_if(tables.rows, std::back_inserter(answer.rows),
                             [&](const Row& row) { return row.model == *nearest && wanted(row); });
    }
    answer.statement = statementOf(answer, subject.name, method, !answer.exact && hasTable(tables, subject));
    return answer;
}

} // namespace

namespace {

Lineage namedLineage(const llm::Model& model) {
    // An id like llama-3.1-8b is made to be read; that of a file is its folder's, and a name may be anything.
    for (const auto& text : {model.id, model.name})
        if (isTelling(text))
            return lineageOf(text);
    const bool nameless = model.name.empty() || model.name == model.family;
    if (!nameless || model.family.empty())
        return lineageOf(model.id.empty() ? model.name : model.id);
    // Many generations and fine-tunes have one architecture ("llama").
    Lineage lineage;
    lineage.family = lineageOf(model.family).family;
    lineage.variant = "unknown";
    return lineage;
}

} // namespace

Subject subjectOf(const llm::Model& model) {
    Subject subject{model.name.empty() ? model.id : model.name, namedLineage(model)};
    subject.lineage.parameters = double(llm::countParameters(model).total);
    if (subject.name.empty())
        subject.name = "this model";
    return subject;
}

Answer qualityOf(const Tables& tables, const Subject& subject, Scheme scheme) {
    return answerFor(tables, subject, std::string(enumLabel(scheme)),
                     [&](const Row& row) { return row.scheme == scheme; });
}

Answer qualityAtBits(const Tables& tables, const Subject& subject, double bitsPerWeight) {
    return answerFor(tables, subject, roundedText(bitsPerWeight) + " bits per weight", [&](const Row& row) {
        return row.bits && std::abs(*row.bits - bitsPerWeight) <= sameBits;
    });
}

CutAnswer qualityOfCut(const Tables& tables, const Subject& subject, Scheme device, Scheme host) {
    CutAnswer answer{
        {}, qualityOf(tables, subject, device), qualityOf(tables, subject, host), device != host};
    answer.statement = answer.mixed ? "Nobody published a number for " + std::string(enumLabel(device)) +
                                          " below the cut and " + std::string(enumLabel(host)) +
                                          " above it; here are the two on the whole model."
                                    : answer.device.statement;
    return answer;
}

} // namespace cellwright::quality
