// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quality/metric.h"

#include <algorithm>
#include <array>

namespace cellwright::quality {
namespace {

struct Entry {
    std::string_view id;
    Kind kind;
    std::string_view name;
    std::string_view unit = {};
};
constexpr std::array entries{
    Entry{"ppl_wikitext2", Kind::perplexity, "perplexity, wikitext-2"},
    Entry{"ppl_wikitext2_ctx2048", Kind::perplexity, "perplexity, wikitext-2, context 2048"},
    Entry{"ppl_wikitext2_SQsetting", Kind::perplexity, "perplexity, wikitext-2, SmoothQuant's setting"},
    Entry{"ppl_wikitext", Kind::perplexity, "perplexity, wikitext"},
    Entry{"word_ppl_wikitext", Kind::perplexity, "perplexity per word, wikitext"},
    Entry{"ppl_C4", Kind::perplexity, "perplexity, C4"},
    Entry{"ppl_PileCC", Kind::perplexity, "perplexity, Pile Common Crawl"},
    Entry{"delta_ppl", Kind::perplexity, "change of perplexity, wikitext-2"},
    Entry{"KLD_mean", Kind::divergence, "mean KL divergence per token"},
    Entry{"mean_delta_p_percent", Kind::divergence, "mean change of the right token's probability", "%"},
    Entry{"RMS_delta_p_percent", Kind::divergence, "RMS change of the right token's probability", "%"},
    Entry{"same_top1_percent", Kind::divergence, "same most probable token", "%"},
    Entry{"zero_shot_avg_percent", Kind::accuracy, "accuracy, mean of zero-shot tasks", "%"},
    Entry{"MMLU_5shot_percent", Kind::accuracy, "accuracy, MMLU with 5 examples", "%"},
    Entry{"MME", Kind::accuracy, "MME score"},
};

} // namespace

Metric metricOf(std::string_view id) {
    const auto found = std::ranges::find(entries, id, &Entry::id);
    if (found == entries.end())
        return {Kind::accuracy, "accuracy, " + std::string(id), "%"};
    return {found->kind, std::string(found->name), std::string(found->unit)};
}

std::string_view toText(Kind kind) {
    switch (kind) {
    case Kind::perplexity:
        return "perplexity";
    case Kind::divergence:
        return "divergence";
    case Kind::accuracy:
        break;
    }
    return "accuracy";
}

} // namespace cellwright::quality
