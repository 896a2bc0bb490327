// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/model_entries.h"

#include "data/catalogue/model_json.h"
#include "data/catalogue/models.h"

#include <algorithm>

namespace cellwright::catalogue {

extern const std::string_view modelsJson;

namespace {

const ModelList& shipped() {
    // The file is compiled in and tested: a mistake in it is ours and must not pass silently.
    static const ModelList list = parseModelList(modelsJson, "models.json").value();
    return list;
}

} // namespace

std::span<const ModelEntry> modelEntries() {
    return shipped().entries;
}

std::span<const llm::Model> models() {
    return shipped().models;
}

const ModelEntry* entryOf(const llm::Model& model) {
    const auto all = modelEntries();
    const auto found = std::ranges::find(all, &model, &ModelEntry::model);
    return found == all.end() ? nullptr : &*found;
}

const ModelEntry* findStatedModel(std::string_view id) {
    const auto all = modelEntries();
    const auto found =
        std::ranges::find_if(all, [&](const ModelEntry& e) { return e.isStated() && e.id == id; });
    return found == all.end() ? nullptr : &*found;
}

Bytes weightBytesOfCount(std::int64_t parameters, Scheme scheme) {
    // A wide feed-forward matrix in the middle of a model: most weights of a scheme are kept like it.
    const llm::TensorPlace place{.role = llm::TensorRole::up, .cols = 4096, .layer = 16, .layers = 32};
    return Bytes(double(parameters) * llm::bitsPerWeight(llm::formatFor(scheme, place)) / 8.0);
}

} // namespace cellwright::catalogue
