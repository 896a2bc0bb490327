// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/explainer.h"
#include "analytics/assess/exposure.h"
#include "analytics/assess/memory.h"
#include "analytics/assess/mobility.h"

#include <algorithm>

namespace cellwright::assessing {

Expected<Derivation> Explainer::group(std::size_t g, const std::string& rest, std::string_view text) {
    const auto& plan = world_.plans()[g];
    if (!plan)
        return tl::make_unexpected(unknown(text, "this group's plan is incomplete: see the violations"));
    if (rest == "memory_bytes")
        return rec_.derivation(deviceMemory(rec_, *plan));
    if (rest == "memory_capacity_bytes")
        return capacity(*plan->device);
    if (rest == "privacy.guarantee.epsilon")
        return requestEpsilon(rec_, *plan).map([&](const auto& e) { return rec_.derivation(e); });
    if (rest == "privacy.recovery_cap_uniform_tokens")
        return uniformRecoveryCap(rec_, *plan).map([&](const auto& c) { return rec_.derivation(c); });
    if (rest.starts_with("stages["))
        return stage(*plan, rest, text);
    if (rest.starts_with("privacy.ledger["))
        return ledgerRow(g, *plan, rest, text);
    for (const std::string_view mode : {"cooperation.", "media.", "storage."})
        if (rest.starts_with(mode))
            return modeFigure(g, mode, rest.substr(mode.size()), text);
    if (rest.starts_with("uncertainty."))
        return uncertainty(*plan, rest, text);
    if (rest.starts_with("mobility.") && working_.assessment.groups[g].mobility) {
        const auto figures = mobilityFigures(rec_, world_, g, working_.users[g]);
        for (const auto& [key, value] : figures)
            if (rest == "mobility." + std::string(key))
                return rec_.derivation(value);
    }
    if (rest.starts_with(memoryPartsPath))
        return memoryPart(rec_.derivation(deviceMemory(rec_, *plan)), rest, text);
    if (rest.starts_with("ttft_parts_s.") || rest.starts_with("tpot_parts_s."))
        return phase(g, rest, text);
    for (const auto& figure : figureTexts)
        if (rest == figure.path || rest.starts_with(std::string(figure.path) + "."))
            return statistic(g, figure, rest.substr(std::min(rest.size(), figure.path.size())), text);
    return tl::make_unexpected(unknown(text, "see `explain --list` for all paths"));
}

/// The traced result of one served user.
Expected<UserResult<TracingRecorder>> Explainer::traced(std::size_t g, std::size_t place) {
    const auto& plan = *world_.plans()[g];
    const auto model = requestModel(rec_, world_, plan);
    return evaluateUser(rec_, world_, g, working_.users[g].index[place], model);
}

/// Times of a stage, out of the model of the request.
Expected<Derivation> Explainer::stage(const Plan& plan, const std::string& rest, std::string_view text) {
    const auto model = requestModel(rec_, world_, plan);
    for (std::size_t i = 0; i < model.request.stages.size(); ++i) {
        const auto& times = model.request.stages[i];
        const std::string row = "stages[" + std::to_string(i) + "].";
        if (rest == row + "prefill_s")
            return rec_.derivation(times.prefill.size() == 1
                                       ? times.prefill.front()
                                       : rec_.name(rec_.sum<Of<Seconds, TracingRecorder>>(times.prefill),
                                                   "t_prefill", "prefill, all chunks"));
        if (rest == row + "decode_s")
            return rec_.derivation(times.decode);
        if (rest == row + "memory_bytes")
            return rec_.derivation(stageMemory(rec_, plan, plan.stages[i]));
    }
    return tl::make_unexpected(unknown(text, "a stage opens prefill_s, decode_s and memory_bytes"));
}

Expected<Derivation> Explainer::userFigure(std::size_t g, std::size_t place, const Pick& pick) {
    return traced(g, place).map([&](const auto& user) {
        auto derivation = rec_.derivation(pick(user));
        derivation.name += ", user " + std::to_string(working_.users[g].index[place] + 1) + " of \"" +
                           world_.plans()[g]->group->name + "\"";
        return derivation;
    });
}

Expected<Derivation> Explainer::statistic(std::size_t g, const FigureText& figure, std::string suffix,
                                          std::string_view text) {
    const auto& users = working_.users[g];
    if (users.results.empty())
        return tl::make_unexpected(unknown(text, "no user of this group is served"));
    const Pick pick = [&](const auto& user) { return valueOf(user, figure.figure); };
    if (figure.percentiles && (suffix == ".p50" || suffix == ".p95"))
        return percentile(g, figure, suffix == ".p50" ? 0.5 : 0.95, pick);
    if ((figure.percentiles && suffix != ".mean") || (!figure.percentiles && !suffix.empty()))
        return tl::make_unexpected(
            unknown(text, figure.percentiles ? "add .mean, .p50 or .p95" : "it has no parts"));
    const auto values = users.values(figure.figure);
    return mean(g, std::string(figure.name), users.mean(figure.figure), values, pick);
}

Expected<Derivation> Explainer::percentile(std::size_t g, const FigureText& figure, double share,
                                           const Pick& pick) {
    const auto& users = working_.users[g];
    const auto ranked = users.rankedOutcome(figure.figure, share);
    const bool differs = users.differs(figure.figure);
    const Pick ofOutcome = [&](const auto& user) {
        return valueOf(outcomesOf(user)[ranked.outcome], figure.figure);
    };
    auto one = userFigure(g, ranked.place, differs ? ofOutcome : pick);
    if (!one)
        return one;
    const auto n = users.results.size();
    Derivation d;
    d.name =
        (share == 0.5 ? "median " : "95th percentile of the ") + std::string(figure.name) + " over the users";
    d.symbol = one->symbol + (share == 0.5 ? "_p50" : "_p95");
    d.formula = differs ? "least value that this share of the requests of " + std::to_string(n) +
                              " served users do not exceed"
                        : "value of rank " + std::to_string(nearestRank(share, n)) + " of " +
                              std::to_string(n) + " served users, ascending";
    d.substituted = roundedSi(one->value, one->kind, 6);
    d.value = one->value;
    d.unit = one->unit;
    d.kind = one->kind;
    d.source = "nearest rank";
    d.inputs.push_back(std::move(*one));
    return d;
}

/// A mean is opened at the users with the smallest, the median and the largest value: all would be a
/// book.
Expected<Derivation> Explainer::mean(std::size_t g, const std::string& name, double value,
                                     const std::vector<double>& values, const Pick& pick) {
    std::vector<std::size_t> order(values.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<std::size_t> shown{order.front(), order[order.size() / 2], order.back()};
    std::sort(shown.begin(), shown.end());
    shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
    Derivation d;
    d.name = "mean " + name + " over the users";
    d.value = value;
    d.source = "arithmetic mean of " + std::to_string(values.size()) +
               " served users; shown: those with the smallest, the median and the largest value";
    for (const auto place : shown) {
        auto one = userFigure(g, place, pick);
        if (!one)
            return one;
        d.unit = one->unit;
        d.kind = one->kind;
        d.symbol = "mean(" + one->symbol + ")";
        d.inputs.push_back(std::move(*one));
    }
    d.formula = "Σ / " + std::to_string(values.size());
    d.substituted =
        roundedSi(value * double(values.size()), d.kind, 6) + " / " + std::to_string(values.size());
    return d;
}

Expected<Derivation> Explainer::phase(std::size_t g, const std::string& rest, std::string_view text) {
    const bool first = rest.starts_with("ttft");
    const auto key = rest.substr(rest.find('.') + 1);
    const auto& users = working_.users[g];
    for (std::size_t i = 0; i < inference::phaseCount && !users.results.empty(); ++i) {
        if (inference::phaseKey(inference::Phase(i)) != key)
            continue;
        std::vector<double> values;
        double sum = 0.0;
        for (const auto& user : users.results) {
            values.push_back((first ? user.timing.first : user.timing.later)[i].si());
            sum += values.back();
        }
        return mean(
            g, std::string(inference::phaseName(inference::Phase(i))), sum / double(values.size()), values,
            [&](const auto& user) { return (first ? user.timing.first : user.timing.later)[i].si(); });
    }
    return tl::make_unexpected(unknown(text, "see `explain --list` for all paths"));
}

namespace {

template <class R>
const ModeFigures<R>& figuresOf(const UserResult<R>& user, std::string_view mode) {
    return mode == "media." ? user.media : mode == "storage." ? user.storage : user.cooperation;
}

} // namespace

Expected<Derivation> Explainer::modeFigure(std::size_t g, std::string_view mode, const std::string& key,
                                           std::string_view text) {
    const auto& users = working_.users[g].results;
    for (std::size_t i = 0; !users.empty() && i < figuresOf(users.front(), mode).size(); ++i) {
        const auto& figure = figuresOf(users.front(), mode)[i];
        if (figure.key != key)
            continue;
        std::vector<double> values;
        double sum = 0.0;
        for (const auto& user : users) {
            values.push_back(figuresOf(user, mode)[i].value);
            sum += values.back();
        }
        return mean(g, std::string(figure.name), sum / double(users.size()), values,
                    [=](const auto& user) { return figuresOf(user, mode)[i].value; });
    }
    return tl::make_unexpected(unknown(text, "see `explain --list` for all paths"));
}

/// The ledger's rows are computed again with the recorder; a row opens its bytes and its tokens.
Expected<Derivation> Explainer::ledgerRow(std::size_t g, const Plan& plan, const std::string& rest,
                                          std::string_view text) {
    const auto rows = ledgerRows(rec_, plan, world_.assumptions(), world_.meanDraftLength(g));
    if (!rows)
        return tl::make_unexpected(rows.error());
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const std::string row = "privacy.ledger[" + std::to_string(i) + "].";
        if (rest == row + "bytes")
            return rec_.derivation(rec_.name((*rows)[i].bytes, "D", "bytes of this row of the ledger"));
        if (rest == row + "tokens")
            return rec_.derivation(rec_.name((*rows)[i].tokens, "n", "tokens of this row of the ledger"));
    }
    return tl::make_unexpected(unknown(text, "a row of the ledger opens bytes and tokens"));
}

/// The larger of what the predictions of the stages may be off.
Expected<Derivation> Explainer::uncertainty(const Plan& plan, const std::string& rest,
                                            std::string_view text) {
    const bool prefill = rest == "uncertainty.prefill_rel";
    if (!prefill && rest != "uncertainty.decode_rel")
        return tl::make_unexpected(unknown(text, "uncertainty opens prefill_rel and decode_rel"));
    const auto of = [&](const Stage& stage) {
        const auto& device = *(prefill ? stage.promptSeat() : stage.seat()).device;
        const auto u =
            compute::uncertainty(device, prefill ? promptTask(plan, stage, 0) : decodeTask(plan, stage));
        return rec_.input(u.halfWidth, "u", "half width of the interval on " + device.name, u.label, u.source,
                          "share");
    };
    Traced widest = of(plan.stages.front());
    for (std::size_t i = 1; i < plan.stages.size(); ++i)
        widest = max(widest, of(plan.stages[i]));
    return rec_.derivation(
        rec_.name(widest, "u", "uncertainty of the computing times", "the widest of all places", "share"));
}

} // namespace cellwright::assessing
