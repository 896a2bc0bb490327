// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/nr_tables.h"

#include "analytics/quantity/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace cellwright::radio {
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

struct Allocation {
    bool fr2;
    int spacing;   // kHz
    int bandwidth; // MHz
    int blocks;
};
// TS 38.101-1 table 5.3.2-1 (FR1) and TS 38.101-2 table 5.3.2-1 (FR2-1).
constexpr std::array allocations{
    Allocation{false, 15, 5, 25},    Allocation{false, 15, 10, 52},  Allocation{false, 15, 15, 79},
    Allocation{false, 15, 20, 106},  Allocation{false, 15, 25, 133}, Allocation{false, 15, 30, 160},
    Allocation{false, 15, 35, 188},  Allocation{false, 15, 40, 216}, Allocation{false, 15, 45, 242},
    Allocation{false, 15, 50, 270},  Allocation{false, 30, 5, 11},   Allocation{false, 30, 10, 24},
    Allocation{false, 30, 15, 38},   Allocation{false, 30, 20, 51},  Allocation{false, 30, 25, 65},
    Allocation{false, 30, 30, 78},   Allocation{false, 30, 35, 92},  Allocation{false, 30, 40, 106},
    Allocation{false, 30, 45, 119},  Allocation{false, 30, 50, 133}, Allocation{false, 30, 60, 162},
    Allocation{false, 30, 70, 189},  Allocation{false, 30, 80, 217}, Allocation{false, 30, 90, 245},
    Allocation{false, 30, 100, 273}, Allocation{false, 60, 10, 11},  Allocation{false, 60, 15, 18},
    Allocation{false, 60, 20, 24},   Allocation{false, 60, 25, 31},  Allocation{false, 60, 30, 38},
    Allocation{false, 60, 35, 44},   Allocation{false, 60, 40, 51},  Allocation{false, 60, 45, 58},
    Allocation{false, 60, 50, 65},   Allocation{false, 60, 60, 79},  Allocation{false, 60, 70, 93},
    Allocation{false, 60, 80, 107},  Allocation{false, 60, 90, 121}, Allocation{false, 60, 100, 135},
    Allocation{true, 60, 50, 66},    Allocation{true, 60, 100, 132}, Allocation{true, 60, 200, 264},
    Allocation{true, 120, 50, 32},   Allocation{true, 120, 100, 66}, Allocation{true, 120, 200, 132},
    Allocation{true, 120, 400, 264}};

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

} // namespace

std::span<const Mcs> mcsTable(int table) {
    if (table == 2)
        return table2;
    return table == 3 ? std::span<const Mcs>(table3) : std::span<const Mcs>(table1);
}

Expected<int> resourceBlocks(Hertz frequency, Hertz bandwidth, Hertz subcarrierSpacing) {
    const bool fr2 = isFr2(frequency);
    std::string known;
    for (const auto& row : allocations) {
        if (row.fr2 != fr2 || !matches(subcarrierSpacing.si(), row.spacing * 1e3))
            continue;
        if (matches(bandwidth.si(), row.bandwidth * 1e6))
            return row.blocks;
        known += (known.empty() ? "" : ", ") + std::to_string(row.bandwidth);
    }
    const std::string range = fr2 ? "FR2 (TS 38.101-2 table 5.3.2-1)" : "FR1 (TS 38.101-1 table 5.3.2-1)";
    if (known.empty())
        return failure("subcarrier spacing " + toDisplay(subcarrierSpacing) + " does not exist in " + range,
                       "subcarrier spacing", fr2 ? "use 60 kHz or 120 kHz" : "use 15 kHz, 30 kHz or 60 kHz");
    return failure("bandwidth " + toDisplay(bandwidth) + " does not exist with " +
                       toDisplay(subcarrierSpacing) + " subcarriers in " + range,
                   "bandwidth", "use one of " + known + " MHz");
}

int transportBlockSize(const BlockShape& shape) {
    const int perBlock = std::max(0, 12 * shape.symbols - shape.dmrsElements - shape.overhead);
    const double elements = double(std::min(156, perBlock)) * shape.blocks;
    const double information = elements * shape.mcs.codeRate() * shape.mcs.bitsPerSymbol * shape.layers;
    if (!(information > 0.0))
        return 0;
    return information <= 3824.0 ? smallBlock(information) : largeBlock(information, shape.mcs.codeRate());
}

} // namespace cellwright::radio
