// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cellwright::quality {

/// What is known of a model when its quality is compared with another's.
struct Lineage {
    std::string family;               ///< "llama", "qwen", in small letters
    std::optional<double> generation; ///< 3.1; absent where the name has none
    std::string variant;     ///< what it was trained for afterwards: "instruct", "alpaca"; empty: base
    double parameters = 0.0; ///< 0: not known

    bool operator==(const Lineage&) const = default;
};

/// Reads "Meta-Llama-3.1-8B-Instruct" or "mistral-7b-v0.1": the family is a known name or else the first
/// word, the generation the number after it or a version (v0.1), the size a number with m, b or t. Of "llama"
/// without a number the first generation is meant. Words that say nothing (hf, meta, base, the number formats
/// of files) are left out of the variant.
Lineage lineageOf(std::string_view name);
/// The name tells of which family a model is, and more than that: "llama-2-7b", but neither "checkpoint-500"
/// nor "llama".
bool isTelling(std::string_view name);

/// How far two models are apart. The sum of the parts, each a plain count:
///  * family: 4 where it differs (as much as sixteen times the size);
///  * generation, within a family: 1 for each whole generation, 0.5 within one (3 and 3.1) or where one of
///    the two states none;
///  * size: the binary logarithm of the ratio of the parameters;
///  * variant: 0.5 where one is trained further than the other or for something else.
/// What the models were trained on, and for how long, is not in it: few say so.
struct Distance {
    double family = 0.0;
    double generation = 0.0;
    double size = 0.0;
    double variant = 0.0;

    [[nodiscard]] double total() const { return family + generation + size + variant; }
    bool operator==(const Distance&) const = default;
};
Distance distance(const Lineage& a, const Lineage& b);

/// Both names mean the same weights: no distance but up to 3 % in the number of parameters, which names
/// round.
bool sameModel(const Lineage& a, const Lineage& b);

/// "1.5 = generation 1 + size 0.5"; "0" for the same model.
std::string toText(const Distance& distance);

} // namespace cellwright::quality
