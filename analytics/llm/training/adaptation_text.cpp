// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Adaptations as text, and what they may be.
#include "analytics/llm/training/adaptation.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace cellwright::llm {
namespace {

constexpr std::int64_t maxRank = 65'536;
constexpr std::int64_t maxVirtualTokens = 1'000'000;

constexpr std::array<std::pair<std::string_view, bool Targets::*>, 9> targetNames{
    {{"q", &Targets::query},
     {"k", &Targets::key},
     {"v", &Targets::value},
     {"o", &Targets::output},
     {"gate", &Targets::gate},
     {"up", &Targets::up},
     {"down", &Targets::down},
     {"ssm", &Targets::stateSpace},
     {"experts", &Targets::experts}}};
constexpr Targets none{false, false, false, false, false, false, false, false, false};

void merge(Targets& into, const Targets& other) {
    for (const auto& [name, member] : targetNames)
        into.*member = into.*member || other.*member;
}

bool addTarget(std::string_view name, Targets& targets) {
    if (name.ends_with("_proj"))
        name.remove_suffix(5);
    if (name == "all")
        merge(targets, Targets::allLinear());
    if (name == "attention")
        merge(targets, Targets::attention());
    if (name == "mlp")
        targets.gate = targets.up = targets.down = true;
    if (name == "all" || name == "attention" || name == "mlp")
        return true;
    const auto found = std::ranges::find(targetNames, name, [](const auto& entry) { return entry.first; });
    if (found == targetNames.end())
        return false;
    targets.*(found->second) = true;
    return true;
}

/// The part before the separator; the rest stays.
std::string_view take(std::string_view& text, char separator) {
    const auto end = std::min(text.find(separator), text.size());
    const auto part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

tl::unexpected<Error> refuse(std::string_view text, const std::string& remedy) {
    return failure("\"" + std::string(text.substr(0, 80)) + "\" is no way to adapt a model", "adaptation",
                   remedy);
}

Expected<std::int64_t> countIn(std::string_view text, std::string_view whole, std::int64_t most,
                               const std::string& form) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 1 || value > most)
        return refuse(whole, form + " with a whole number from 1 to " + std::to_string(most));
    return value;
}

Expected<Targets> targetsIn(std::string_view list, std::string_view whole) {
    Targets targets = none;
    while (!list.empty())
        if (!addTarget(take(list, ','), targets))
            return refuse(whole,
                          "targets among q k v o gate up down ssm experts attention mlp all, with commas");
    Targets lonely = none;
    lonely.experts = true;
    if (targets == lonely)
        return refuse(whole, "gate, up or down beside experts: lora:8:mlp,experts");
    return targets;
}

Expected<Adaptation> lowRankIn(std::string_view rest, std::string_view whole) {
    const bool targeted = rest.find(':') != std::string_view::npos;
    const auto rank = countIn(take(rest, ':'), whole, maxRank, "lora:RANK[:TARGETS]");
    if (!rank)
        return tl::make_unexpected(rank.error());
    if (!targeted)
        return LowRank{*rank, {}};
    if (rest.empty())
        return refuse(whole, "lora:8:q,v");
    return targetsIn(rest, whole).map([&](const Targets& targets) {
        return Adaptation(LowRank{*rank, targets});
    });
}

Expected<Adaptation> bottleneckIn(std::string_view rest, std::string_view whole) {
    const auto width = countIn(take(rest, ':'), whole, maxRank, "adapter:WIDTH[:pfeiffer]");
    if (!width)
        return tl::make_unexpected(width.error());
    if (!rest.empty() && rest != "pfeiffer" && rest != "houlsby")
        return refuse(whole, "adapter:WIDTH, adapter:WIDTH:houlsby or adapter:WIDTH:pfeiffer");
    return Bottleneck{*width, rest == "pfeiffer" ? 1 : 2};
}

std::string targetsText(const Targets& targets) {
    std::string text;
    for (const auto& [name, member] : targetNames)
        if (targets.*member)
            text.append(text.empty() ? "" : ",").append(name);
    return text;
}

struct TextOf {
    std::string operator()(const FullTuning&) const { return "full"; }
    std::string operator()(const LastLayers& last) const { return "last:" + std::to_string(last.layers); }
    std::string operator()(const HeadOnly&) const { return "head"; }
    std::string operator()(const Frozen&) const { return "none"; }
    std::string operator()(const LowRank& lora) const {
        return "lora:" + std::to_string(lora.rank) + ":" + targetsText(lora.targets);
    }
    std::string operator()(const Bottleneck& adapter) const {
        return "adapter:" + std::to_string(adapter.width) + (adapter.perLayer == 1 ? ":pfeiffer" : "");
    }
    std::string operator()(const VirtualTokens& tokens) const {
        return (tokens.everyLayer ? "prefix:" : "prompt:") + std::to_string(tokens.count);
    }
};

std::optional<std::string> sizeProblem(const Model& model, const Adaptation& adaptation) {
    const auto outside = [](std::int64_t value, std::int64_t most) { return value < 1 || value > most; };
    if (const auto* lora = std::get_if<LowRank>(&adaptation); lora && outside(lora->rank, maxRank))
        return "a rank from 1 to " + std::to_string(maxRank);
    if (const auto* adapter = std::get_if<Bottleneck>(&adaptation);
        adapter && (outside(adapter->width, maxRank) || outside(adapter->perLayer, 2)))
        return "a width from 1 to " + std::to_string(maxRank) + " and one or two adapters per layer";
    if (const auto* tokens = std::get_if<VirtualTokens>(&adaptation);
        tokens && outside(tokens->count, maxVirtualTokens))
        return "from 1 to " + std::to_string(maxVirtualTokens) + " virtual tokens";
    const auto layers = std::int64_t(model.layers.size());
    if (const auto* last = std::get_if<LastLayers>(&adaptation); last && outside(last->layers, layers))
        return "from 1 to " + std::to_string(layers) + " layers";
    return std::nullopt;
}

} // namespace

Targets Targets::attention() {
    Targets targets = none;
    targets.query = targets.key = targets.value = targets.output = true;
    return targets;
}
Targets Targets::allLinear() {
    Targets targets = attention();
    targets.gate = targets.up = targets.down = targets.stateSpace = true;
    return targets;
}

Expected<Adaptation> parseAdaptation(std::string_view text) {
    auto rest = text;
    const auto kind = take(rest, ':');
    if (rest.empty() && kind == text) {
        if (kind == "full")
            return FullTuning{};
        if (kind == "head")
            return HeadOnly{};
        if (kind == "none")
            return Frozen{};
    }
    if (kind == "lora")
        return lowRankIn(rest, text);
    if (kind == "adapter")
        return bottleneckIn(rest, text);
    if (kind == "last")
        return countIn(rest, text, Limits::layers, "last:LAYERS").map([](std::int64_t layers) {
            return Adaptation(LastLayers{layers});
        });
    if (kind == "prefix" || kind == "prompt")
        return countIn(rest, text, maxVirtualTokens, std::string(kind) + ":TOKENS")
            .map([kind](std::int64_t count) {
                return Adaptation(VirtualTokens{count, kind == "prefix"});
            });
    return refuse(text, "full, last:K, head, none, lora:R[:q,v], adapter:M[:pfeiffer], prefix:P or prompt:P");
}

std::string adaptationText(const Adaptation& adaptation) {
    return std::visit(TextOf{}, adaptation);
}

Expected<void> checkAdaptation(const Model& model, const Adaptation& adaptation) {
    const std::string name = adaptationText(adaptation);
    if (const auto problem = sizeProblem(model, adaptation))
        return failure(name + " is out of range", "adaptation", *problem);
    double sum = 0.0;
    for (int block = 0; block < blockCount(model); ++block)
        for (const auto& tensor : trainedTensors(model, block, adaptation))
            sum += double(tensor.count) * double(tensor.rows) * double(tensor.cols);
    if (sum > Limits::parameters)
        return failure(name + " would train more than 7e16 parameters", "adaptation", "a smaller size");
    if (sum == 0.0 && !std::holds_alternative<Frozen>(adaptation))
        return failure("the model has nothing that " + name + " could train", "adaptation",
                       "matrices that the model has, or another way to adapt it");
    return {};
}

} // namespace cellwright::llm
