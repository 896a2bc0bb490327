// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/nr/tables.h"

#include "analytics/quantity/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace cellwright::nr {
namespace {

// TS 38.214 table 5.1.3.1-1.
constexpr std::array<Mcs, 29> table1{
    {{2, 120}, {2, 157}, {2, 193}, {2, 251}, {2, 308}, {2, 379}, {2, 449}, {2, 526}, {2, 602}, {2, 679},
     {4, 340}, {4, 378}, {4, 434}, {4, 490}, {4, 553}, {4, 616}, {4, 658}, {6, 438}, {6, 466}, {6, 517},
     {6, 567}, {6, 616}, {6, 666}, {6, 719}, {6, 772}, {6, 822}, {6, 873}, {6, 910}, {6, 948}}};
// TS 38.214 table 5.1.3.1-2.
constexpr std::array<Mcs, 28> table2{
    {{2, 120},   {2, 193}, {2, 308}, {2, 449}, {2, 602}, {4, 378}, {4, 434},   {4, 490}, {4, 553}, {4, 616},
     {4, 658},   {6, 466}, {6, 517}, {6, 567}, {6, 616}, {6, 666}, {6, 719},   {6, 772}, {6, 822}, {6, 873},
     {8, 682.5}, {8, 711}, {8, 754}, {8, 797}, {8, 841}, {8, 885}, {8, 916.5}, {8, 948}}};
// TS 38.214 table 5.1.3.1-3.
constexpr std::array<Mcs, 29> table3{
    {{2, 30},  {2, 40},  {2, 50},  {2, 64},  {2, 78},  {2, 99},  {2, 120}, {2, 157}, {2, 193}, {2, 251},
     {2, 308}, {2, 379}, {2, 449}, {2, 526}, {2, 602}, {4, 340}, {4, 378}, {4, 434}, {4, 490}, {4, 553},
     {4, 616}, {6, 438}, {6, 466}, {6, 517}, {6, 567}, {6, 616}, {6, 666}, {6, 719}, {6, 772}}};

// TS 38.214 table 5.1.3.1-4.
constexpr std::array<Mcs, 27> table4{
    {{2, 120}, {2, 193}, {2, 449}, {4, 378},   {4, 490}, {4, 616},    {6, 466},   {6, 517},    {6, 567},
     {6, 616}, {6, 666}, {6, 719}, {6, 772},   {6, 822}, {6, 873},    {8, 682.5}, {8, 711},    {8, 754},
     {8, 797}, {8, 841}, {8, 885}, {8, 916.5}, {8, 948}, {10, 805.5}, {10, 853},  {10, 900.5}, {10, 948}}};
// clang-format off
// TS 38.214 table 5.2.2.1-2.
constexpr std::array<Mcs, 15> cqi1{{{2, 78}, {2, 120}, {2, 193}, {2, 308}, {2, 449}, {2, 602}, {4, 378},
    {4, 490}, {4, 616}, {6, 466}, {6, 567}, {6, 666}, {6, 772}, {6, 873}, {6, 948}}};
// TS 38.214 table 5.2.2.1-3.
constexpr std::array<Mcs, 15> cqi2{{{2, 78}, {2, 193}, {2, 449}, {4, 378}, {4, 490}, {4, 616}, {6, 466},
    {6, 567}, {6, 666}, {6, 772}, {6, 873}, {8, 711}, {8, 797}, {8, 885}, {8, 948}}};
// TS 38.214 table 5.2.2.1-4.
constexpr std::array<Mcs, 15> cqi3{{{2, 30}, {2, 50}, {2, 78}, {2, 120}, {2, 193}, {2, 308}, {2, 449},
    {2, 602}, {4, 378}, {4, 490}, {4, 616}, {6, 466}, {6, 567}, {6, 666}, {6, 772}}};
// TS 38.214 table 5.2.2.1-5.
constexpr std::array<Mcs, 15> cqi4{{{2, 78}, {2, 193}, {2, 449}, {4, 378}, {4, 616}, {6, 567}, {6, 666},
    {6, 772}, {6, 873}, {8, 711}, {8, 797}, {8, 885}, {8, 948}, {10, 853}, {10, 948}}};
// clang-format on

// TS 38.101-1 table 5.3.2-1 (FR1) and TS 38.101-2 table 5.3.2-1 (FR2-1, and FR2-2 with the bandwidths of
// n263).
constexpr auto fr1 = Range::fr1, low = Range::fr2_1, high = Range::fr2_2;
constexpr std::array allocationRows{
    Allocation{fr1, 15, 3, 15},       Allocation{fr1, 15, 5, 25},      Allocation{fr1, 15, 10, 52},
    Allocation{fr1, 15, 15, 79},      Allocation{fr1, 15, 20, 106},    Allocation{fr1, 15, 25, 133},
    Allocation{fr1, 15, 30, 160},     Allocation{fr1, 15, 35, 188},    Allocation{fr1, 15, 40, 216},
    Allocation{fr1, 15, 45, 242},     Allocation{fr1, 15, 50, 270},    Allocation{fr1, 30, 5, 11},
    Allocation{fr1, 30, 10, 24},      Allocation{fr1, 30, 15, 38},     Allocation{fr1, 30, 20, 51},
    Allocation{fr1, 30, 25, 65},      Allocation{fr1, 30, 30, 78},     Allocation{fr1, 30, 35, 92},
    Allocation{fr1, 30, 40, 106},     Allocation{fr1, 30, 45, 119},    Allocation{fr1, 30, 50, 133},
    Allocation{fr1, 30, 60, 162},     Allocation{fr1, 30, 70, 189},    Allocation{fr1, 30, 80, 217},
    Allocation{fr1, 30, 90, 245},     Allocation{fr1, 30, 100, 273},   Allocation{fr1, 60, 10, 11},
    Allocation{fr1, 60, 15, 18},      Allocation{fr1, 60, 20, 24},     Allocation{fr1, 60, 25, 31},
    Allocation{fr1, 60, 30, 38},      Allocation{fr1, 60, 35, 44},     Allocation{fr1, 60, 40, 51},
    Allocation{fr1, 60, 45, 58},      Allocation{fr1, 60, 50, 65},     Allocation{fr1, 60, 60, 79},
    Allocation{fr1, 60, 70, 93},      Allocation{fr1, 60, 80, 107},    Allocation{fr1, 60, 90, 121},
    Allocation{fr1, 60, 100, 135},    Allocation{low, 60, 50, 66},     Allocation{low, 60, 100, 132},
    Allocation{low, 60, 200, 264},    Allocation{low, 120, 50, 32},    Allocation{low, 120, 100, 66},
    Allocation{low, 120, 200, 132},   Allocation{low, 120, 400, 264},  Allocation{high, 120, 100, 66},
    Allocation{high, 120, 400, 264},  Allocation{high, 480, 400, 66},  Allocation{high, 480, 800, 124},
    Allocation{high, 480, 1600, 248}, Allocation{high, 960, 400, 33},  Allocation{high, 960, 800, 62},
    Allocation{high, 960, 1600, 124}, Allocation{high, 960, 2000, 148}};

// TS 38.214 table 5.1.3.2-1.
constexpr std::array<int, 93> smallSizes{
    24,   32,   40,   48,   56,   64,   72,   80,   88,   96,   104,  112,  120,  128,  136,  144,
    152,  160,  168,  176,  184,  192,  208,  224,  240,  256,  272,  288,  304,  320,  336,  352,
    368,  384,  408,  432,  456,  480,  504,  528,  552,  576,  608,  640,  672,  704,  736,  768,
    808,  848,  888,  928,  984,  1032, 1064, 1128, 1160, 1192, 1224, 1256, 1288, 1320, 1352, 1416,
    1480, 1544, 1608, 1672, 1736, 1800, 1864, 1928, 2024, 2088, 2152, 2216, 2280, 2408, 2472, 2536,
    2600, 2664, 2728, 2792, 2856, 2976, 3104, 3240, 3368, 3496, 3624, 3752, 3824};
static_assert(smallSizes.back() == 3824);

int smallBlock(double information) {
    const int n = std::max(3, int(std::floor(std::log2(information))) - 6);
    const double step = std::ldexp(1.0, n);
    const int quantized = std::max(24, int(step * std::floor(information / step)));
    return *std::ranges::lower_bound(smallSizes, quantized);
}

int largeBlock(double information, double codeRate) {
    const int n = int(std::floor(std::log2(information - 24.0))) - 5;
    const double step = std::ldexp(1.0, n);
    // Ties round up, as the clause says; the argument is positive.
    const double quantized = std::max(3840.0, step * std::floor((information - 24.0) / step + 0.5));
    const double largest = codeRate <= 0.25 ? 3816.0 : 8424.0;
    const bool segmented = codeRate <= 0.25 || quantized > 8424.0;
    const double segments = segmented ? std::ceil((quantized + 24.0) / largest) : 1.0;
    return int(8.0 * segments * std::ceil((quantized + 24.0) / (8.0 * segments)) - 24.0);
}

bool matches(double value, double nominal) {
    return std::abs(value - nominal) <= 1e-6 * nominal;
}

/// Whether a range uses a row of the tables.
bool applies(Range row, Range wanted) {
    if (wanted == Range::fr3)
        return row == fr1 || row == low;
    if (wanted == Range::subThz)
        return row == high || row == low;
    return row == wanted;
}

std::string tableOf(Range range) {
    const std::string name(toText(range));
    switch (range) {
    case Range::fr1:
        return name + " (TS 38.101-1 table 5.3.2-1)";
    case Range::fr3:
        return name + " (a candidate, with the tables of FR1 and FR2-1)";
    case Range::subThz:
        return name + " (a candidate, with the tables of FR2)";
    default:
        return name + " (TS 38.101-2 table 5.3.2-1)";
    }
}

/// "15 kHz, 30 kHz or 60 kHz".
std::string spacingsOf(Range range) {
    std::vector<std::string> all;
    for (const auto& row : allocationRows)
        if (const auto text = std::to_string(row.spacing) + " kHz";
            applies(row.range, range) && std::ranges::find(all, text) == all.end())
            all.push_back(text);
    std::string list = all.front();
    for (std::size_t i = 1; i < all.size(); ++i)
        list += (i + 1 == all.size() ? " or " : ", ") + all[i];
    return list;
}

} // namespace

std::span<const Mcs> mcsTable(int table) {
    switch (table) {
    case 2:
        return table2;
    case 3:
        return table3;
    case 4:
        return table4;
    default:
        return table1;
    }
}

std::span<const Mcs> cqiTable(int table) {
    switch (table) {
    case 2:
        return cqi2;
    case 3:
        return cqi3;
    case 4:
        return cqi4;
    default:
        return cqi1;
    }
}

Range rangeOf(Hertz frequency) {
    const double f = frequency.si();
    if (f >= 71e9)
        return Range::subThz;
    if (f >= 52.6e9)
        return Range::fr2_2;
    if (f >= 24.25e9)
        return Range::fr2_1;
    return f >= 7.125e9 ? Range::fr3 : Range::fr1;
}

std::string_view toText(Range range) {
    constexpr std::array<std::string_view, 5> names{"FR1", "FR3", "FR2-1", "FR2-2", "sub-THz"};
    return names[std::size_t(range)];
}

std::span<const Allocation> allocations() {
    return allocationRows;
}

Expected<int> resourceBlocks(Hertz frequency, Hertz bandwidth, Hertz subcarrierSpacing) {
    const auto range = rangeOf(frequency);
    std::vector<int> known;
    for (const auto& row : allocationRows) {
        if (!applies(row.range, range) || !matches(subcarrierSpacing.si(), row.spacing * 1e3))
            continue;
        if (matches(bandwidth.si(), row.bandwidth * 1e6))
            return row.blocks;
        known.push_back(row.bandwidth);
    }
    if (known.empty())
        return failure("subcarrier spacing " + toDisplay(subcarrierSpacing) + " does not exist in " +
                           tableOf(range),
                       "subcarrier spacing", "use " + spacingsOf(range));
    std::ranges::sort(known);
    const auto [first, last] = std::ranges::unique(known);
    known.erase(first, last);
    std::string list;
    for (const int width : known)
        list += (list.empty() ? "" : ", ") + std::to_string(width);
    return failure("bandwidth " + toDisplay(bandwidth) + " does not exist with " +
                       toDisplay(subcarrierSpacing) + " subcarriers in " + tableOf(range),
                   "bandwidth", "use one of " + list + " MHz");
}

int partBlocks(int blocks, Hertz part, Hertz subcarrierSpacing) {
    const double fit = std::floor(part.si() / (12.0 * subcarrierSpacing.si()) * (1.0 + 1e-12));
    return fit >= blocks ? blocks : std::max(1, int(fit));
}

Expected<int> numerology(Hertz subcarrierSpacing) {
    for (const int mu : {0, 1, 2, 3, 5, 6})
        if (matches(subcarrierSpacing.si(), std::ldexp(15e3, mu)))
            return mu;
    return failure("there is no data with subcarriers of " + toDisplay(subcarrierSpacing),
                   "subcarrier spacing", "use 15, 30, 60, 120, 480 or 960 kHz (TS 38.211 table 4.2-1)");
}

int transportBlockSize(const BlockShape& shape) {
    const int perBlock = std::max(0, 12 * shape.symbols - shape.dmrsElements - shape.overhead);
    const double elements = double(std::min(156, perBlock)) * shape.blocks;
    const double information = elements * shape.mcs.codeRate() * shape.mcs.bitsPerSymbol * shape.layers;
    if (!(information > 0.0))
        return 0;
    return information <= 3824.0 ? smallBlock(information) : largeBlock(information, shape.mcs.codeRate());
}

} // namespace cellwright::nr
