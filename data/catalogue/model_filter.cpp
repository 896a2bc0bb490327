// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/model_filter.h"

#include "analytics/llm/accounting.h"

#include <algorithm>
#include <mutex>
#include <set>
#include <string_view>

namespace cellwright::catalogue {
namespace {

// Ids, names and licences are ASCII; other characters are compared as they are.
char lowered(char c) {
    return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](char c) { return lowered(c); });
    return result;
}

/// "GPT-3 6.7B" as "gpt36.7b", so that "gpt3" and "llama2" find what they mean.
std::string squeezed(std::string_view text) {
    std::string result = lowered(text);
    std::erase_if(result, [](char c) { return c == '-' || c == ' ' || c == '_'; });
    return result;
}

std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : lowered(text) + ' ') {
        if (c != ' ' && c != '\t' && c != '\n')
            word += c;
        else if (!word.empty())
            words.push_back(std::exchange(word, {}));
    }
    return words;
}

std::string searchable(const ModelEntry& entry) {
    std::string all;
    for (const auto* text : {&entry.id, &entry.name, &entry.series, &entry.family, &entry.kind,
                             &entry.licence, &entry.repository})
        all += lowered(*text) + '\n';
    return all + squeezed(entry.id) + '\n' + squeezed(entry.name);
}

/// A filter as it is compared with each model.
struct Question {
    std::vector<std::string> words;
    std::string family;
    std::string licence;
    std::string kind;
    std::int64_t least = 0;
    std::optional<std::int64_t> most;

    explicit Question(const ModelFilter& filter)
        : words(wordsOf(filter.text))
        , family(lowered(filter.family))
        , licence(lowered(filter.licence))
        , kind(lowered(filter.kind))
        , least(filter.minParameters)
        , most(filter.maxParameters) {}

    [[nodiscard]] bool allows(std::int64_t parameters) const {
        if (parameters == 0)
            return least <= 0 && !most;
        return parameters >= least && (!most || parameters <= *most);
    }
    [[nodiscard]] bool allows(const ModelEntry& entry) const {
        return (family.empty() || lowered(entry.series) == family || lowered(entry.family) == family) &&
               (licence.empty() || lowered(entry.licence).find(licence) != std::string::npos) &&
               (kind.empty() || lowered(entry.kind) == kind) && allows(entry.count.total);
    }
    [[nodiscard]] bool finds(std::string_view text) const {
        return std::ranges::all_of(
            words, [&](const std::string& word) { return text.find(word) != std::string_view::npos; });
    }
};

void sizeModel(ModelRow& row, const llm::Precision& precision, std::int64_t context, std::int64_t batch) {
    const auto accounting = llm::Accounting::of(*row.model, precision);
    if (!accounting)
        return;
    const auto whole = accounting->whole();
    row.context = std::min(context, row.model->maxContext);
    row.weights = accounting->weightBytes(whole);
    row.kv = accounting->kvBytes(whole, row.context, batch);
    row.workspace = accounting->workspaceBytes(whole, row.context, batch);
    row.memory = *row.weights + *row.kv + *row.workspace;
}

template <class Member>
std::vector<std::string> distinct(Member member) {
    std::set<std::string> all;
    for (const auto& entry : modelEntries())
        if (!(entry.*member).empty())
            all.insert(entry.*member);
    return {all.begin(), all.end()};
}

} // namespace

ModelSearch::ModelSearch(std::span<const ModelEntry> entries) {
    candidates_.reserve(entries.size());
    for (const auto& entry : entries)
        candidates_.push_back(
            {{.entry = &entry, .model = entry.model, .count = entry.count}, searchable(entry), false});
}

void ModelSearch::size(Candidate& candidate) const {
    auto& row = candidate.row;
    row.weights = row.kv = row.workspace = row.memory = std::nullopt;
    candidate.sized = true;
    if (row.model)
        sizeModel(row, {use_.weights, use_.kv}, use_.context, use_.batch);
    else if (row.count.total > 0)
        row.weights = row.memory = weightBytesOfCount(row.count.total, use_.weights);
}

std::vector<ModelRow> ModelSearch::rows(const ModelFilter& filter) {
    const Use use{filter.weights, filter.kv, filter.context, filter.batch};
    if (use != use_)
        for (auto& candidate : candidates_)
            candidate.sized = false;
    use_ = use;
    const Question question(filter);
    std::vector<ModelRow> passed;
    for (auto& candidate : candidates_) {
        if (!question.allows(*candidate.row.entry) || !question.finds(candidate.words))
            continue;
        if (!candidate.sized)
            size(candidate);
        auto row = candidate.row;
        row.fits = !filter.memory || row.model;
        if (!filter.memory || (row.memory && *row.memory <= *filter.memory))
            passed.push_back(row);
    }
    return passed;
}

std::vector<ModelRow> filterModels(const ModelFilter& filter) {
    static std::mutex guard;
    const std::lock_guard lock(guard);
    static ModelSearch search(modelEntries());
    return search.rows(filter);
}

std::vector<std::string> modelSeries() {
    return distinct(&ModelEntry::series);
}

std::vector<std::string> modelLicences() {
    return distinct(&ModelEntry::licence);
}

} // namespace cellwright::catalogue
