// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever bytes a config.json holds: a model whose counts and bytes agree with each other, or an error that
// says where and what.
#include "analytics/llm/accounting.h"
#include "analytics/llm/model.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace cellwright;

void require(bool holds) {
    if (!holds)
        std::abort();
}

/// Finite, and not below nothing.
bool isAmount(double value) {
    return value >= 0.0 && value < 1e300;
}

bool isWork(const llm::Work& work) {
    return isAmount(work.flop.si()) && isAmount(work.bytes().si());
}

void requireSense(const llm::Model& model) {
    const auto count = llm::countParameters(model);
    require(count.total >= 0 && count.active >= 0 && count.active <= count.total);
    require(count.embedding >= 0 && count.towers >= 0 && count.embedding + count.towers <= count.total);
    const auto accounting = llm::Accounting::of(model, {Scheme::q4_k_m});
    require(accounting.has_value());
    const auto whole = accounting->whole();
    require(accounting->parameters(whole) == count.total);
    require(isAmount(accounting->weightBytes(whole).si()) &&
            isAmount(accounting->kvBytesPerToken(whole).si()));
    require(isWork(accounting->prefill(whole, 1000, 4)) && isWork(accounting->decode(whole, 1000, 4)));
    for (const auto& tower : model.towers)
        require(llm::imageTokens(tower, 640, 480, 3).tokens >= 0 &&
                llm::audioTokens(tower, 12.0).tokens >= 0);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto model = llm::fromHuggingFaceConfig({reinterpret_cast<const char*>(data), size});
    if (model)
        requireSense(*model);
    else
        require(!model.error().what.empty() && !model.error().where.empty() && !model.error().remedy.empty());
    return 0;
}
