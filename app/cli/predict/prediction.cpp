// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/predict/prediction.h"

#include <algorithm>

namespace cellwright::cli {
namespace {

PhaseFigures phase(const Request& request, const compute::Device& device, const llm::Model& model,
                   const llm::Accounting& accounting, bool prefill) {
    PhaseFigures figures;
    if ((prefill ? request.prompt : request.generate) == 0)
        return figures;
    NullRecorder none;
    const auto task = taskOf(request, model, accounting, prefill);
    const auto work = compute::record(none, task.work(), task.layers());
    figures.time = compute::predict(none, device, task, prefill ? "prefill" : "decode step");
    figures.energy = compute::predictEnergy(none, device, work, figures.time);
    const auto read = std::max(request.prompt, request.encoded);
    figures.tokensPerSecond = double(request.batch) * (prefill ? double(read) : 1.0) / figures.time.si();
    figures.uncertainty = compute::uncertainty(device, task);
    figures.parts = compute::breakdown(device, task);
    return figures;
}

constexpr double wholeWindow = 30.0; // s of sound, what Whisper's encoder always takes (Radford et al. 2022)

} // namespace

Request requestFor(Request asked, const llm::Model& model) {
    if (!model.generates())
        asked.generate = 0;
    if (!model.isEncoderDecoder())
        return asked;
    for (const auto& tower : model.towers) {
        llm::MediaTokens media{asked.prompt, asked.prompt};
        if (tower.kind == llm::Tower::Kind::audio)
            media = llm::audioTokens(tower, wholeWindow);
        asked.towerVectors.push_back(media.vectors);
        asked.encoded = media.tokens;
    }
    asked.prompt = std::min<std::int64_t>(asked.prompt, 1);
    return asked;
}

double PhaseFigures::fastest() const {
    return tokensPerSecond / (1.0 - std::min(uncertainty.halfWidth, 0.9));
}

compute::Task taskOf(const Request& request, const llm::Model& model, const llm::Accounting& accounting,
                     bool prefill) {
    compute::Task task;
    task.model = &model;
    task.accounting = &accounting;
    task.weights = request.weights;
    const auto range = accounting.whole();
    if (!prefill) {
        task.stretches.push_back(
            {range, llm::Step::decode(request.depth + request.prompt + 1, request.batch, request.encoded),
             request.generate});
        return task;
    }
    for (std::size_t i = 0; i < request.towerVectors.size(); ++i)
        task.stretches.push_back({llm::towerBlocks(model, int(i)),
                                  {llm::Step::Phase::encode, request.towerVectors[i], request.batch}});
    task.stretches.push_back(
        {range, {llm::Step::Phase::prefill, request.prompt, request.batch, request.depth, request.encoded}});
    return task;
}

Prediction predict(const Request& request, const compute::Device& device, const llm::Model& model,
                   const llm::Accounting& accounting) {
    Prediction result;
    result.prefill = phase(request, device, model, accounting, true);
    result.decode = phase(request, device, model, accounting, false);
    // The prefill gives the first token.
    const double steps = std::max(0.0, double(request.generate) - (request.prompt > 0 ? 1.0 : 0.0));
    result.endToEnd = result.prefill.time + steps * result.decode.time;
    result.energy = result.prefill.energy + steps * result.decode.energy;
    const auto range = accounting.whole();
    result.memory =
        accounting.weightBytes(range) +
        accounting.kvBytes(range, request.depth + request.prompt + request.generate, request.batch) +
        accounting.workspaceBytes(range, std::max<std::int64_t>(request.prompt, 1), request.batch);
    for (const auto* figures : {&result.prefill, &result.decode})
        for (const auto& note : figures->uncertainty.notes)
            if (std::ranges::find(result.notes, note) == result.notes.end())
                result.notes.push_back(note);
    return result;
}

} // namespace cellwright::cli
