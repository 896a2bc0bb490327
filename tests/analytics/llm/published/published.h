// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace cellwright::llm {

/// A public model's `config.json`, without the fields that no count depends on, and its parameters as its
/// files hold them: the totals of the models' pages (safetensors metadata), papers and of `num_parameters()`,
/// written down as they are known and not looked up again at the source. Where the comment at a row says
/// "derived", no independent figure stands behind it: it is the sum over the tensors of the modelling code,
/// done by hand.
struct Published {
    const char* name;
    std::int64_t total;
    std::string_view config;
    std::int64_t active = 0; ///< 0: not checked
};

std::span<const Published> publishedDense();
std::span<const Published> publishedEarly();
std::span<const Published> publishedExperts();
std::span<const Published> publishedEncoders();
std::span<const Published> publishedMultimodal();
std::span<const Published> publishedStateSpace();

} // namespace cellwright::llm
