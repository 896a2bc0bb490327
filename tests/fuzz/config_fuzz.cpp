// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever bytes a config.json holds: a model that can be accounted for, or an error that says where and
// what.
#include "analytics/llm/accounting.h"
#include "analytics/llm/model.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace cellwright;
    const auto model = llm::fromHuggingFaceConfig({reinterpret_cast<const char*>(data), size});
    if (!model) {
        if (model.error().what.empty() || model.error().where.empty())
            std::abort();
        return 0;
    }
    const auto accounting = llm::Accounting::of(*model, {Scheme::q4_k_m});
    if (!accounting || accounting->parameters(accounting->whole()) != llm::countParameters(*model).total)
        std::abort();
    const auto work = accounting->prefill(accounting->whole(), 1000, 4);
    if (!(work.flop.si() > 0.0) || !(work.bytes().si() > 0.0))
        std::abort();
    return 0;
}
