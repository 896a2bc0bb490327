// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/nr/tdd.h"

#include "analytics/quantity/text.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace cellwright::nr {
namespace {

constexpr const char* where = "TDD pattern";
constexpr const char* example = "write it like DDDSU 10:2:2";

double shareOf(const SlotPattern& pattern, int Slot::*part) {
    int sum = 0;
    for (const auto& slot : pattern.sequence)
        sum += slot.*part;
    return pattern.sequence.empty() ? 0.0
                                    : double(sum) / double(symbolsPerSlot * int(pattern.sequence.size()));
}

bool isBlank(char c) {
    return std::isspace(static_cast<unsigned char>(c)) != 0;
}

/// The words of a text, without the blanks between them.
std::vector<std::string_view> wordsOf(std::string_view text) {
    std::vector<std::string_view> words;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto end = std::find_if(text.begin() + std::ptrdiff_t(at), text.end(), isBlank) - text.begin();
        if (std::size_t(end) > at)
            words.push_back(text.substr(at, std::size_t(end) - at));
        at = std::size_t(end) + 1;
    }
    return words;
}

/// "10:2:2", or nothing.
std::optional<Slot> splitOf(std::string_view word) {
    Slot slot;
    const char* at = word.data();
    const char* end = at + word.size();
    for (int* part : {&slot.down, &slot.guard, &slot.up}) {
        const auto [next, code] = std::from_chars(at, end, *part);
        if (code != std::errc() || *part < 0 || (part != &slot.up && (next == end || *next != ':')))
            return std::nullopt;
        at = part == &slot.up ? next : next + 1;
    }
    return at == end ? std::optional(slot) : std::nullopt;
}

/// The splits of the special slots, one for each.
Expected<std::vector<Slot>> splitsOf(std::span<const std::string_view> words, std::size_t specials) {
    std::vector<Slot> splits;
    for (const auto word : words) {
        const auto slot = splitOf(word);
        if (!slot)
            return failure("\"" + std::string(word) + "\" is not a split of a special slot", where,
                           "write the symbols down:guard:up, such as 10:2:2");
        const auto sum = std::int64_t(slot->down) + slot->guard + slot->up;
        if (sum != symbolsPerSlot)
            return failure("the split " + std::string(word) + " has " + std::to_string(sum) + " symbols",
                           where, "a slot has 14 symbols, such as 10:2:2");
        splits.push_back(*slot);
    }
    if (specials == 0 && !splits.empty())
        return failure("there is a split but no special slot", where, "add an S, or leave out the split");
    if (specials > 0 && splits.empty())
        return failure("the special slot has no split", where,
                       "add its symbols down:guard:up, such as 10:2:2");
    if (splits.size() > 1 && splits.size() != specials)
        return failure(std::to_string(splits.size()) + " splits for " + std::to_string(specials) +
                           " special slots",
                       where, "give one split for all special slots, or one for each");
    splits.resize(specials, splits.empty() ? Slot{} : splits.front());
    return splits;
}

std::vector<Slot> slotsOf(std::string_view letters, const std::vector<Slot>& splits) {
    std::vector<Slot> slots;
    std::size_t special = 0;
    for (const char c : letters)
        slots.push_back(c == 'D'   ? Slot{symbolsPerSlot, 0, 0}
                        : c == 'U' ? Slot{0, 0, symbolsPerSlot}
                                   : splits[special++]);
    return slots;
}

/// Downlink that runs into uplink, also over the end of the period: the place of the uplink's slot.
std::optional<std::size_t> missingGuard(const std::vector<Slot>& slots) {
    bool down = false;
    for (std::size_t i = 0; i < 2 * slots.size(); ++i) {
        const auto& slot = slots[i % slots.size()];
        down = slot.down > 0 || down;
        if (down && slot.guard == 0 && slot.up > 0)
            return i % slots.size();
        down = down && slot.guard == 0 && slot.up == 0;
    }
    return std::nullopt;
}

Expected<void> checkPeriod(const SlotPattern& pattern) {
    const double periods = 20e-3 / pattern.period().si();
    if (std::abs(periods - std::round(periods)) < 1e-9)
        return {};
    return failure("its " + std::to_string(pattern.sequence.size()) + " slots of " +
                       toDisplay(pattern.subcarrierSpacing) + " last " + toDisplay(pattern.period()) +
                       ", which does not divide 20 ms",
                   where,
                   "use a number of slots that fills 0.5, 1, 2, 2.5, 4, 5 or 10 ms (TS 38.213 clause 11.1)");
}

Expected<void> checkDirections(const SlotPattern& pattern) {
    if (pattern.downlinkShare() <= 0.0)
        return failure("it has no downlink", where, "add slots D");
    if (pattern.uplinkShare() <= 0.0)
        return failure("it has no uplink", where, "add slots U");
    if (const auto at = missingGuard(pattern.sequence))
        return failure("downlink runs into the uplink of slot " + std::to_string(*at + 1) +
                           " without a guard symbol",
                       where, "put a special slot with guard symbols between them, such as DDDSU 10:2:2");
    return {};
}

} // namespace

double SlotPattern::downlinkShare() const {
    return shareOf(*this, &Slot::down);
}
double SlotPattern::guardShare() const {
    return shareOf(*this, &Slot::guard);
}
double SlotPattern::uplinkShare() const {
    return shareOf(*this, &Slot::up);
}

Expected<SlotPattern> parseTddPattern(std::string_view text, Hertz subcarrierSpacing) {
    const auto words = wordsOf(text);
    if (words.empty())
        return failure("it is empty", where, example);
    const auto letters = words.front();
    const auto odd = letters.find_first_not_of("DSU");
    if (odd != std::string_view::npos)
        return failure("\"" + std::string(letters.substr(odd, 1)) + "\" at place " + std::to_string(odd + 1) +
                           " is no kind of slot",
                       where, "use D, S and U: " + std::string(example));
    if (letters.size() > 1280) // 20 ms of the shortest slots
        return failure("it has " + std::to_string(letters.size()) + " slots", where,
                       "a period lasts at most 20 ms");
    const auto specials = std::size_t(std::ranges::count(letters, 'S'));
    auto splits = splitsOf(std::span(words).subspan(1), specials);
    if (!splits)
        return tl::make_unexpected(splits.error());
    SlotPattern pattern{slotsOf(letters, *splits), subcarrierSpacing};
    if (auto fine = checkPeriod(pattern); !fine)
        return tl::make_unexpected(fine.error());
    if (auto fine = checkDirections(pattern); !fine)
        return tl::make_unexpected(fine.error());
    return pattern;
}

SlotPattern patternByShare(double downlinkShare, Hertz subcarrierSpacing) {
    constexpr int slots = 5, symbols = slots * symbolsPerSlot;
    const int down = std::clamp(int(std::lround(downlinkShare * symbols)), 1, symbols - 1);
    SlotPattern pattern{{}, subcarrierSpacing};
    for (int i = 0; i < slots; ++i) {
        const int part = std::clamp(down - i * symbolsPerSlot, 0, symbolsPerSlot);
        pattern.sequence.push_back({part, 0, symbolsPerSlot - part});
    }
    return pattern;
}

SlotPattern fddPattern(Hertz subcarrierSpacing) {
    return {{{symbolsPerSlot, 0, symbolsPerSlot}}, subcarrierSpacing};
}

} // namespace cellwright::nr
