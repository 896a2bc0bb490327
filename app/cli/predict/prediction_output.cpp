// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/predict/prediction_output.h"

#include "analytics/compute/measured/composition.h"
#include "analytics/llm/formats/scheme.h"
#include "analytics/quantity/text.h"
#include "app/cli/shared.h"
#include "app/cli/table.h"

#include <algorithm>
#include <iostream>

namespace cellwright::cli {
namespace {

using compute::measured::Item;

void addParts(Json& list, const char* name, const PhaseFigures& phase) {
    for (const auto& part : phase.parts)
        list.push_back({{"phase", name}, {"name", part.name}, {"seconds", part.time.si()}});
}

Json operationJson(const Item& item, const compute::measured::Pass& pass) {
    Json json{{"name", item.name},
              {"tokens", item.tokens},
              {"times", item.times * pass.repeats},
              {"each_s", item.each.seconds},
              {"measured", item.each.measured}};
    if (item.kind == Item::Kind::product) {
        json["rows"] = item.rows;
        json["cols"] = item.cols;
    }
    if (item.kind != Item::Kind::element)
        json["format"] = llm::formatName(item.format);
    return json;
}

/// Every operation that a measured phase is put together from, and what whole layers correct it by.
void addOperations(Json& list, const char* name, const compute::measured::KernelModel& kernels,
                   const compute::Task& task) {
    for (const auto& stretch : task.stretches)
        for (const auto& pass : compose(kernels, *task.model, *task.accounting, stretch).passes)
            for (const auto& item : pass.items) {
                list.push_back(operationJson(item, pass));
                list.back()["phase"] = name;
                list.back()["layer_correction"] = pass.correction.factor;
            }
}

std::string rateText(const PhaseFigures& phase) {
    if (phase.tokensPerSecond <= 0.0)
        return "none";
    return roundedText(phase.tokensPerSecond) + " tokens/s, between " + roundedText(phase.slowest(), 3) +
           " and " + roundedText(phase.fastest(), 3) + " (give or take " +
           percent(phase.uncertainty.halfWidth, 2) + ")";
}

Json rangeJson(const PhaseFigures& phase) {
    return Json::array({phase.slowest(), phase.fastest()});
}

} // namespace

Json predictionJson(const Request& request, const Subject& subject, const Prediction& p) {
    const auto& device = subject.device;
    Json breakdown = Json::array();
    addParts(breakdown, "prefill", p.prefill);
    addParts(breakdown, "decode", p.decode);
    Json json{{"model", subject.model.id},
              {"device", device.id},
              {"runtime", compute::runtimeOf(device).name},
              {"weights", llm::schemeName(request.weights)},
              {"prompt", request.prompt},
              {"generate", request.generate},
              {"depth", request.depth},
              {"batch", request.batch},
              {"prefill_tokens_per_s", p.prefill.tokensPerSecond},
              {"decode_tokens_per_s", p.decode.tokensPerSecond},
              {"ttft_s", p.prefill.time.si()},
              {"tpot_s", p.decode.time.si()},
              {"e2e_s", p.endToEnd.si()},
              {"memory_bytes", p.memory.si()},
              {"memory_capacity_bytes", device.memoryCapacity.value.si()},
              {"fits", p.memory <= device.memoryCapacity.value},
              {"energy_j", p.energy.si()},
              {"energy_boundary", device.power.boundary},
              {"uncertainty",
               {{"prefill_rel", p.prefill.uncertainty.halfWidth},
                {"decode_rel", p.decode.uncertainty.halfWidth},
                {"prefill_tokens_per_s", rangeJson(p.prefill)},
                {"decode_tokens_per_s", rangeJson(p.decode)},
                {"source", p.decode.uncertainty.source},
                {"notes", p.notes}}},
              {"breakdown", std::move(breakdown)}};
    if (const auto& kernels = compute::runtimeOf(device).measured) {
        json["threads"] = kernels->threads();
        json["operations"] = Json::array();
        for (const bool prefill : {true, false})
            if ((prefill ? request.prompt : request.generate) > 0)
                addOperations(json["operations"], prefill ? "prefill" : "decode", *kernels,
                              taskOf(request, subject.model, subject.accounting, prefill));
    }
    return json;
}

void printPrediction(const Request& request, const Subject& subject, const Prediction& p) {
    const auto& device = subject.device;
    printPairs(
        std::cout,
        {{"model", subject.model.name + " in " + std::string(llm::schemeName(request.weights))},
         {"device", device.name + ", " + compute::runtimeOf(device).name},
         {"prefill", rateText(p.prefill)},
         {"decode", rateText(p.decode)},
         {"time to first token", toDisplay(p.prefill.time)},
         {"time per later token", request.generate > 0 ? toDisplay(p.decode.time) : std::string("none")},
         {"end to end", toDisplay(p.endToEnd)},
         {"memory", toDisplay(p.memory) + " of " + toDisplay(device.memoryCapacity.value)},
         {"energy", toDisplay(p.energy) + " (" + device.power.boundary + ")"}});
    const bool measured = compute::runtimeOf(device).measured.has_value();
    Table table({text(measured ? "What it consists of" : "What it would take alone"), number("Prefill"),
                 number("Decode step")});
    const auto& named = p.decode.parts.empty() ? p.prefill.parts : p.decode.parts;
    const auto timeIn = [](const PhaseFigures& phase, std::size_t i) {
        return i < phase.parts.size() ? toDisplay(phase.parts[i].time) : std::string();
    };
    for (std::size_t i = 0; i < named.size(); ++i)
        table.add({named[i].name, timeIn(p.prefill, i), timeIn(p.decode, i)});
    std::cout << '\n';
    table.print(std::cout, 0);
    for (const auto& note : p.notes)
        std::cout << "note: " << printable(note) << '\n';
}

} // namespace cellwright::cli
