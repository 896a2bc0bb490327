// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/rate/sinr_mapping.h"

#include "analytics/radio/rate/scheme_source.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace cellwright::radio {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// SNR in dB at a block error rate of 10 %, as the two link-level simulators tabulate it.
struct LinkLevel {
    nr::Mcs mcs;
    double sionna; // Sionna 1.x AWGN tables, PDSCH: mean over the MCS tables at the largest block (1000 or
                   // 2000 bits)
    double
        lena; // 5G-LENA EESM tables: base graph 1 at the largest block (about 8000 bits), else base graph 2
};
constexpr std::array<LinkLevel, 43> linkLevel{{
    {{2, 30.0}, missing, missing}, {{2, 40.0}, missing, missing}, {{2, 50.0}, missing, missing},
    {{2, 64.0}, missing, missing}, {{2, 78.0}, missing, missing}, {{2, 99.0}, missing, missing},
    {{2, 120.0}, missing, -1.01},  {{2, 157.0}, missing, -0.61},  {{2, 193.0}, missing, 0.21},
    {{2, 251.0}, -3.04, 1.2},      {{2, 308.0}, -1.9333, 1.95},   {{2, 379.0}, -1.155, 2.68},
    {{2, 449.0}, 0.1533, 3.44},    {{2, 526.0}, 1.04, 4.03},      {{2, 602.0}, 1.83, 4.83},
    {{2, 679.0}, 2.44, 5.61},      {{4, 340.0}, 2.995, 6.29},     {{4, 378.0}, 3.8367, 6.97},
    {{4, 434.0}, 4.65, 7.71},      {{4, 490.0}, 6.05, 8.5},       {{4, 553.0}, 6.29, 9.31},
    {{4, 616.0}, 7.8367, 10.26},   {{4, 658.0}, 7.945, 10.82},    {{6, 438.0}, 8.85, 11.57},
    {{6, 466.0}, 9.6067, 12.19},   {{6, 517.0}, 10.3933, 13.14},  {{6, 567.0}, 11.2233, 14.0},
    {{6, 616.0}, 12.5033, 14.83},  {{6, 666.0}, 13.32, 15.75},    {{6, 719.0}, 14.29, 16.62},
    {{6, 772.0}, 15.3333, 17.66},  {{6, 822.0}, 16.02, 18.47},    {{6, 873.0}, 17.375, 19.65},
    {{6, 910.0}, 18.35, 20.61},    {{6, 948.0}, 18.97, 22.64},    {{8, 682.5}, 18.51, 20.82},
    {{8, 711.0}, 18.87, 21.44},    {{8, 754.0}, 19.8, 22.44},     {{8, 797.0}, 20.8, 23.28},
    {{8, 841.0}, 22.13, 24.34},    {{8, 885.0}, 22.94, 25.25},    {{8, 916.5}, 23.88, 26.43},
    {{8, 948.0}, missing, 27.08},
}};

// TR 36.942 annex A.2: attenuation of Shannon's bound for implementation losses.
constexpr double shannonShareDown = 0.6;
constexpr double shannonShareUp = 0.4;

double shannonSnr(double efficiency) {
    return 10.0 * std::log10(std::exp2(efficiency) - 1.0);
}

double listedSnr(const LinkLevel& row, SinrMapping mapping) {
    return mapping == SinrMapping::sionnaAwgn ? row.sionna : row.lena;
}

double linkLevelThreshold(SinrMapping mapping, const nr::Mcs& mcs) {
    double nearest = std::numeric_limits<double>::infinity();
    double gap = 0.0;
    for (const auto& row : linkLevel) {
        const double snr = listedSnr(row, mapping);
        if (std::isnan(snr))
            continue;
        if (row.mcs == mcs)
            return snr;
        const double off = std::abs(row.mcs.efficiency() - mcs.efficiency());
        if (off < nearest) {
            nearest = off;
            gap = snr - shannonSnr(row.mcs.efficiency());
        }
    }
    return shannonSnr(mcs.efficiency()) + gap;
}

struct Ladder {
    std::vector<Scheme> steps;
    /// Of the steps from each one on, the one with the most efficiency for the power that it needs.
    std::vector<std::size_t> richest;
};

Scheme schemeOf(SinrMapping mapping, const nr::Mcs& mcs, int index, Direction direction) {
    const double least = threshold(mapping, mcs, direction);
    return {least, mcs.efficiency(), index, std::pow(10.0, least / 10.0)};
}

double perPower(const Scheme& scheme) {
    return scheme.efficiency / scheme.power;
}

void findRichest(Ladder& ladder) {
    ladder.richest.resize(ladder.steps.size());
    for (std::size_t i = ladder.steps.size(); i-- > 0;) {
        const bool last = i + 1 == ladder.steps.size();
        const bool later = !last && perPower(ladder.steps[ladder.richest[i + 1]]) > perPower(ladder.steps[i]);
        ladder.richest[i] = later ? ladder.richest[i + 1] : i;
    }
}

Ladder makeLadder(SinrMapping mapping, int table, Direction direction) {
    Ladder ladder;
    const auto rows = nr::mcsTable(table);
    auto& steps = ladder.steps;
    for (std::size_t i = 0; i < rows.size(); ++i)
        steps.push_back(schemeOf(mapping, rows[i], int(i), direction));
    std::ranges::sort(steps, [](const auto& a, const auto& b) {
        return a.threshold < b.threshold || (a.threshold == b.threshold && a.efficiency > b.efficiency);
    });
    double best = 0.0;
    std::erase_if(steps, [&](const auto& scheme) {
        const bool useless = scheme.efficiency <= best;
        best = std::max(best, scheme.efficiency);
        return useless;
    });
    findRichest(ladder);
    return ladder;
}

std::vector<Ladder> makeLadders() {
    std::vector<Ladder> made;
    for (const auto mapping :
         {SinrMapping::attenuatedShannon, SinrMapping::sionnaAwgn, SinrMapping::lenaEesm})
        for (int table = 1; table <= nr::mcsTables; ++table)
            for (const auto direction : {Direction::down, Direction::up})
                made.push_back(makeLadder(mapping, table, direction));
    return made;
}

} // namespace

std::string_view toText(SinrMapping mapping) {
    switch (mapping) {
    case SinrMapping::attenuatedShannon:
        return "attenuated Shannon";
    case SinrMapping::lenaEesm:
        return "5G-LENA EESM, 10 % BLER";
    case SinrMapping::sionnaAwgn:
        break;
    }
    return "Sionna AWGN, 10 % BLER";
}

std::string_view sourceOf(SinrMapping mapping) {
    switch (mapping) {
    case SinrMapping::attenuatedShannon:
        return "TR 36.942 annex A.2, factor 0.6 down and 0.4 up";
    case SinrMapping::lenaEesm:
        return "5G-LENA EESM link-level tables, SNR at 10 % block errors, largest block";
    case SinrMapping::sionnaAwgn:
        break;
    }
    return "Sionna 1.x AWGN block error tables, SNR at 10 % block errors, largest block";
}

Label labelOf(SinrMapping mapping) {
    return mapping == SinrMapping::attenuatedShannon ? Label::unverified : Label::published;
}

std::string_view idOf(SinrMapping mapping) {
    switch (mapping) {
    case SinrMapping::attenuatedShannon:
        return "attenuated-shannon";
    case SinrMapping::lenaEesm:
        return "lena-eesm";
    case SinrMapping::sionnaAwgn:
        break;
    }
    return "sionna-awgn";
}

Expected<SinrMapping> parseMapping(std::string_view id) {
    for (const auto mapping :
         {SinrMapping::attenuatedShannon, SinrMapping::sionnaAwgn, SinrMapping::lenaEesm})
        if (idOf(mapping) == id)
            return mapping;
    return failure("unknown SINR mapping \"" + std::string(id) + "\"", "SINR mapping",
                   "use attenuated-shannon, sionna-awgn or lena-eesm");
}

double threshold(SinrMapping mapping, const nr::Mcs& mcs, Direction direction) {
    if (mapping == SinrMapping::attenuatedShannon)
        return shannonSnr(mcs.efficiency() /
                          (direction == Direction::down ? shannonShareDown : shannonShareUp));
    return linkLevelThreshold(mapping, mcs);
}

bool listed(SinrMapping mapping, const nr::Mcs& mcs) {
    return mapping == SinrMapping::attenuatedShannon || std::ranges::any_of(linkLevel, [&](const auto& row) {
               return row.mcs == mcs && !std::isnan(listedSnr(row, mapping));
           });
}

std::string thresholdSource(SinrMapping mapping, const nr::Mcs& mcs) {
    const std::string source(sourceOf(mapping));
    return listed(mapping, mcs) ? source : source + ", extrapolated at the same gap to Shannon's limit";
}

Label thresholdLabel(SinrMapping mapping, const nr::Mcs& mcs) {
    return listed(mapping, mcs) ? labelOf(mapping) : Label::assumed;
}

namespace {

const Ladder& ladderOf(SinrMapping mapping, int table, Direction direction) {
    static const auto ladders = makeLadders();
    const int row = table >= 1 && table <= nr::mcsTables ? table - 1 : 0;
    return ladders[std::size_t((int(mapping) * nr::mcsTables + row) * 2 + int(direction))];
}

} // namespace

std::span<const Scheme> schemes(SinrMapping mapping, int table, Direction direction) {
    return ladderOf(mapping, table, direction).steps;
}

Choice chooseMcs(SinrMapping mapping, int table, double sinrDb, Direction direction) {
    const auto steps = schemes(mapping, table, direction);
    const auto above = std::ranges::upper_bound(steps, sinrDb, {}, &Scheme::threshold);
    if (!std::isnan(sinrDb) && above != steps.begin()) {
        const auto& step = *std::prev(above);
        return {step.index, step.threshold, step.efficiency, false};
    }
    const auto& lowest = steps.front();
    const double share = std::isnan(sinrDb) ? 0.0 : std::pow(10.0, (sinrDb - lowest.threshold) / 10.0);
    return {lowest.index, lowest.threshold, lowest.efficiency * share, true};
}

Choice concentrateMcs(SinrMapping mapping, int table, double sinrDb, Direction direction) {
    auto best = chooseMcs(mapping, table, sinrDb, direction);
    if (!(sinrDb > -std::numeric_limits<double>::infinity()))
        return best;
    const auto& [steps, richest] = ladderOf(mapping, table, direction);
    const auto above = std::ranges::upper_bound(steps, sinrDb, {}, &Scheme::threshold);
    if (above == steps.end())
        return best;
    const auto& step = steps[richest[std::size_t(above - steps.begin())]];
    const double carried = step.efficiency * std::pow(10.0, (sinrDb - step.threshold) / 10.0);
    if (carried > best.efficiency * (1.0 + 1e-12))
        best = {step.index, step.threshold, carried, false, true};
    return best;
}

} // namespace cellwright::radio
