// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/profile/model_work.h"

#include "app/cli/predict/prediction.h"

#include <algorithm>

namespace cellwright::cli {
namespace {

using kernels::Provider;

/// Formats of matrices that no provider multiplies; the nearest that one does is measured for them.
std::vector<std::string> notesOn(const llm::Accounting& accounting,
                                 const compute::measured::Abilities& abilities) {
    std::vector<std::string> notes;
    for (const auto& group : accounting.matrices(accounting.decoder())) {
        const bool known = std::ranges::any_of(llm::allSchemes(), [&](Scheme scheme) {
            return llm::usualFormat(scheme) == group.format && abilities.multiplies(scheme);
        });
        const std::string note = "no kernel here multiplies " + std::string(llm::formatName(group.format)) +
                                 ": the nearest format is measured for it";
        if (!known && std::ranges::find(notes, note) == notes.end())
            notes.push_back(note);
    }
    return notes;
}

} // namespace

compute::measured::Abilities abilitiesOf(std::vector<Provider*> providers) {
    return {[=](Scheme scheme) {
                return std::ranges::any_of(providers, [&](auto* p) { return p->multiplies(scheme); });
            },
            [=](Scheme scheme, int rows, int cols) {
                for (const auto* p : providers)
                    if (p->multiplies(scheme))
                        return p->matrixBytes(scheme, rows, cols);
                return std::size_t(0);
            },
            [=](const kernels::OperationCase& c) {
                return std::ranges::any_of(providers, [&](auto* p) { return p->runs(c); });
            }};
}

ModelWork workOf(const llm::Model& model, const llm::Accounting& accounting, Scheme weights, const Load& load,
                 const compute::measured::Abilities& abilities) {
    Request prompt, answer;
    prompt.weights = answer.weights = weights;
    prompt.prompt = load.prompt;
    answer.prompt = 0;
    answer.generate = 1;
    answer.depth = load.depth;
    std::vector<compute::Task> tasks{taskOf(requestFor(prompt, model), model, accounting, true)};
    if (model.generates())
        tasks.push_back(taskOf(requestFor(answer, model), model, accounting, false));
    const auto wanted = compute::measured::wantedFor(tasks, abilities);
    return {wanted.products, wanted.layers, notesOn(accounting, abilities)};
}

} // namespace cellwright::cli
