// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quality/lineage.h"

#include "analytics/quantity/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <tuple>
#include <vector>

namespace cellwright::quality {
namespace {

constexpr double otherFamily = 4.0, withinGeneration = 0.5, otherVariant = 0.5;
constexpr double roundedNames = 0.03;

constexpr std::array families{"bloom",   "deepseek", "falcon",    "gemma", "gpt", "llama",
                              "mistral", "mixtral",  "opt",       "palm",  "phi", "pythia",
                              "qwen",    "smollm",   "tinyllama", "vila"};
constexpr std::array silentWords{"awq",  "base", "bf16", "f16",   "fp16", "gguf",
                                 "gptq", "hf",   "meta", "model", "pt",   "text"};

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isLetter(char c) {
    return c >= 'a' && c <= 'z';
}
std::string lowered(std::string_view text) {
    std::string small(text.substr(0, 200));
    std::ranges::transform(small, small.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return small;
}

/// Runs of letters and digits; a point stays where a digit is on both sides ("3.1b").
std::vector<std::string> wordsOf(const std::string& text) {
    std::vector<std::string> words(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool point =
            text[i] == '.' && i > 0 && i + 1 < text.size() && isDigit(text[i - 1]) && isDigit(text[i + 1]);
        if (isLetter(text[i]) || isDigit(text[i]) || point)
            words.back() += text[i];
        else if (!words.back().empty())
            words.emplace_back();
    }
    std::erase(words, std::string());
    return words;
}

/// The number that a text is as a whole.
std::optional<double> numberOf(std::string_view text) {
    double value = 0.0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || !isDigit(text.front()) || problem != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// "7b", "135m", "8x7b": parameters as names give them.
std::optional<double> sizeOf(const std::string& word) {
    constexpr std::string_view suffixes = "mbt";
    const auto suffix = suffixes.find(word.back());
    if (suffix == std::string_view::npos || word.size() < 2)
        return std::nullopt;
    const std::string digits = word.substr(0, word.size() - 1);
    const auto times = digits.find('x');
    const auto last = numberOf(times == std::string::npos ? digits : digits.substr(times + 1));
    const auto first = times == std::string::npos ? std::optional(1.0) : numberOf(digits.substr(0, times));
    if (!last || !first)
        return std::nullopt;
    return *first * *last * std::pow(1000.0, double(suffix) + 2.0);
}

/// Splits "llama3.1" or "qwen2.5" into name and number.
std::pair<std::string, std::optional<double>> splitName(const std::string& word) {
    const auto letters = std::size_t(std::ranges::find_if_not(word, isLetter) - word.begin());
    return {word.substr(0, letters), numberOf(std::string_view(word).substr(letters))};
}

/// Where the family stands among the words: a known name, else the first that begins with a letter.
std::size_t familyAt(const std::vector<std::string>& words) {
    const auto known = std::ranges::find_if(words, [](const std::string& word) {
        return std::ranges::find(families, splitName(word).first) != families.end();
    });
    if (known != words.end())
        return std::size_t(known - words.begin());
    const auto named =
        std::ranges::find_if(words, [](const std::string& word) { return isLetter(word.front()); });
    return std::size_t((named == words.end() ? words.begin() : named) - words.begin());
}

bool isSilent(const std::string& word) {
    return std::ranges::find(silentWords, word) != silentWords.end();
}

} // namespace

Lineage lineageOf(std::string_view name) {
    Lineage lineage;
    std::string small = lowered(name);
    if (const auto folder = small.rfind('/'); folder != std::string::npos && folder + 1 < small.size())
        small.erase(0, folder + 1);
    const auto words = wordsOf(small);
    if (words.empty())
        return lineage;
    const std::size_t at = familyAt(words);
    std::tie(lineage.family, lineage.generation) = splitName(words[at]);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto& word = words[i];
        if (i == at || isSilent(word))
            continue;
        if (const auto size = sizeOf(word))
            lineage.parameters = *size;
        else if (const auto plain = numberOf(word); plain && i == at + 1 && !lineage.generation)
            lineage.generation = plain;
        else if (const auto version = word.front() == 'v' ? numberOf(word.substr(1)) : std::nullopt; version)
            lineage.generation = lineage.generation.value_or(*version);
        else
            lineage.variant += (lineage.variant.empty() ? "" : " ") + word;
    }
    if (lineage.family == "llama" && !lineage.generation)
        lineage.generation = 1.0;
    return lineage;
}

bool isTelling(std::string_view name) {
    const auto family = lineageOf(name).family;
    const auto last = lowered(name.substr(name.rfind('/') + 1));
    return std::ranges::find(families, family) != families.end() && last != family;
}

Distance distance(const Lineage& a, const Lineage& b) {
    Distance d;
    if (a.family != b.family)
        d.family = otherFamily;
    else if (a.generation != b.generation)
        d.generation =
            !a.generation || !b.generation
                ? withinGeneration
                : std::max(withinGeneration, std::abs(std::floor(*a.generation) - std::floor(*b.generation)));
    // A model of unknown size is as far away as any.
    d.size = a.parameters > 0 && b.parameters > 0 ? std::abs(std::log2(a.parameters / b.parameters))
                                                  : std::numeric_limits<double>::infinity();
    d.variant = a.variant == b.variant ? 0.0 : otherVariant;
    return d;
}

bool sameModel(const Lineage& a, const Lineage& b) {
    const auto d = distance(a, b);
    return d.family + d.generation + d.variant == 0.0 && d.size <= std::log2(1.0 + roundedNames);
}

std::string toText(const Distance& distance) {
    const std::array<std::pair<const char*, double>, 4> parts{{{"family", distance.family},
                                                               {"generation", distance.generation},
                                                               {"size", distance.size},
                                                               {"variant", distance.variant}}};
    std::string text;
    for (const auto& [name, part] : parts)
        if (part > 0.0)
            text += (text.empty() ? " = " : " + ") + std::string(name) + " " + roundedText(part, 2);
    return roundedText(distance.total(), 2) + text;
}

} // namespace cellwright::quality
