// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/formats/scheme.h"
#include "analytics/llm/model.h"
#include "analytics/quantity/quantity.h"
#include "data/catalogue/model_entries.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cellwright::catalogue {

/// What somebody looks for in the catalogue, and how the models would be used. Fields left as they are
/// restrict nothing. Upper and lower case are the same everywhere.
struct ModelFilter {
    std::string text;    ///< words; all occur in id, name, series, family, kind, licence or repository
    std::string family;  ///< series ("Llama") or model_type ("qwen3_moe")
    std::string licence; ///< a part of it: "apache", "MIT"
    std::string kind;    ///< one of modelKinds()
    std::int64_t minParameters = 0; ///< totals; models of unknown size pass neither bound
    std::optional<std::int64_t> maxParameters;
    std::optional<Bytes> memory; ///< leaves the models that need no more
    Scheme weights = Scheme::f16;
    Scheme kv = Scheme::f16;
    std::int64_t context = 4096; ///< tokens in the KV cache; models that handle fewer are sized at their own
    std::int64_t batch = 1;
};

/// A model that passed, with what it needs in use.
struct ModelRow {
    const ModelEntry* entry = nullptr;
    const llm::Model* model = nullptr; ///< null where the architecture is not public
    llm::ParameterCount count;
    std::int64_t context = 0;     ///< tokens that kv and workspace are for
    std::optional<Bytes> weights; ///< absent where no size is public; from the count without an architecture
    std::optional<Bytes> kv;      ///< absent without an architecture
    std::optional<Bytes> workspace; ///< the rule of Accounting::workspaceBytes for a prompt of the context
    /// Weights + KV cache + workspace, the rule of llm::memoryNeed. Without an architecture the weights
    /// alone: a lower bound.
    std::optional<Bytes> memory;
    /// With ModelFilter::memory: false only for rows without an architecture whose weights would fit; whether
    /// the model does is unknown.
    bool fits = true;
};

/// Searches a list of models as fast as somebody types: words and counts are prepared once, and what the
/// models need is kept until another precision, context or batch is asked for. Not for use by two threads at
/// once.
class ModelSearch {
public:
    /// The entries must outlive the search.
    explicit ModelSearch(std::span<const ModelEntry> entries);
    /// In the order of the entries.
    [[nodiscard]] std::vector<ModelRow> rows(const ModelFilter& filter);

private:
    struct Use {
        Scheme weights = Scheme::f16;
        Scheme kv = Scheme::f16;
        std::int64_t context = 0;
        std::int64_t batch = 0;
        bool operator==(const Use&) const = default;
    };
    struct Candidate {
        ModelRow row;
        std::string words;
        bool sized = false;
    };
    void size(Candidate& candidate) const;
    std::vector<Candidate> candidates_;
    Use use_;
};

/// The shipped models that pass. Can be called from any thread.
std::vector<ModelRow> filterModels(const ModelFilter& filter);

/// The series of the shipped models, each once, in alphabetical order; and their licences.
std::vector<std::string> modelSeries();
std::vector<std::string> modelLicences();

} // namespace cellwright::catalogue
