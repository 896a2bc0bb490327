// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quantity/scale.h"
#include "analytics/quantity/text.h"

#include <array>
#include <cmath>

namespace cellwright {
namespace {

struct KindUnits {
    std::string_view kind;
    std::span<const UnitSymbol> units;
    int shown; ///< how many of the units are used to write; the rest are only understood
};

// Within the shown units each kind ascends after the first (SI) one is placed in order of size.
constexpr UnitSymbol length[] = {{"m", 1}, {"mm", 1e-3}, {"cm", 1e-2}, {"km", 1e3}};
constexpr UnitSymbol time[] = {{"s", 1},     {"ns", 1e-9}, {"µs", 1e-6}, {"ms", 1e-3},
                               {"min", 60.}, {"us", 1e-6}, {"h", 3600.}, {"d", 86400.}};
constexpr UnitSymbol frequency[] = {{"Hz", 1},           {"kHz", 1e3},       {"MHz", 1e6}, {"GHz", 1e9},
                                    {"THz", 1e12},       {"mHz", 1e-3},      {"1/s", 1},   {"/s", 1},
                                    {"1/min", 1. / 60.}, {"1/h", 1. / 3600.}};
constexpr UnitSymbol energy[] = {{"J", 1},    {"nJ", 1e-9}, {"µJ", 1e-6},  {"mJ", 1e-3},  {"kJ", 1e3},
                                 {"MJ", 1e6}, {"uJ", 1e-6}, {"Wh", 3.6e3}, {"kWh", 3.6e6}};
constexpr UnitSymbol power[] = {{"W", 1}, {"µW", 1e-6}, {"mW", 1e-3}, {"kW", 1e3}, {"MW", 1e6}, {"uW", 1e-6}};
constexpr UnitSymbol bytes[] = {{"B", 1},          {"kB", 1e3},          {"MB", 1e6},
                                {"GB", 1e9},       {"TB", 1e12},         {"KiB", 1024.},
                                {"MiB", 1048576.}, {"GiB", 1073741824.}, {"TiB", 1099511627776.}};
constexpr UnitSymbol byteRate[] = {{"B/s", 1},     {"kB/s", 1e3},       {"MB/s", 1e6},         {"GB/s", 1e9},
                                   {"TB/s", 1e12}, {"MiB/s", 1048576.}, {"GiB/s", 1073741824.}};
constexpr UnitSymbol bits[] = {{"bit", 1}, {"kbit", 1e3}, {"Mbit", 1e6}, {"Gbit", 1e9}};
constexpr UnitSymbol bitRate[] = {{"bit/s", 1},    {"kbit/s", 1e3},  {"Mbit/s", 1e6},
                                  {"Gbit/s", 1e9}, {"Tbit/s", 1e12}, {"bps", 1},
                                  {"kbps", 1e3},   {"Mbps", 1e6},    {"Gbps", 1e9}};
constexpr UnitSymbol flop[] = {{"FLOP", 1},    {"kFLOP", 1e3},  {"MFLOP", 1e6},
                               {"GFLOP", 1e9}, {"TFLOP", 1e12}, {"PFLOP", 1e15}};
constexpr UnitSymbol flopRate[] = {{"FLOP/s", 1},    {"kFLOP/s", 1e3},  {"MFLOP/s", 1e6},
                                   {"GFLOP/s", 1e9}, {"TFLOP/s", 1e12}, {"PFLOP/s", 1e15}};
constexpr UnitSymbol speed[] = {{"m/s", 1}, {"km/h", 1. / 3.6}};
constexpr UnitSymbol perBit[] = {
    {"J/bit", 1}, {"pJ/bit", 1e-12}, {"nJ/bit", 1e-9}, {"µJ/bit", 1e-6}, {"uJ/bit", 1e-6}};
constexpr UnitSymbol perByte[] = {
    {"J/B", 1}, {"pJ/B", 1e-12}, {"nJ/B", 1e-9}, {"µJ/B", 1e-6}, {"uJ/B", 1e-6}};
constexpr UnitSymbol perFlop[] = {{"J/FLOP", 1}, {"pJ/FLOP", 1e-12}, {"nJ/FLOP", 1e-9}};
constexpr UnitSymbol temperature[] = {{"K", 1}};
constexpr UnitSymbol gain[] = {{"dB", 1}, {"dBi", 1}};
constexpr UnitSymbol level[] = {{"dBm", 1}};
constexpr UnitSymbol angle[] = {{"°", 1}, {"deg", 1}};
constexpr UnitSymbol share[] = {{"", 1}, {"%", 0.01}};

constexpr std::array kinds = {
    KindUnits{"length", length, 4},
    KindUnits{"time", time, 4},
    KindUnits{"frequency", frequency, 5},
    KindUnits{"energy", energy, 6},
    KindUnits{"power", power, 5},
    KindUnits{"bytes", bytes, 5},
    KindUnits{"byte rate", byteRate, 5},
    KindUnits{"bits", bits, 4},
    KindUnits{"bit rate", bitRate, 5},
    KindUnits{"flop", flop, 6},
    KindUnits{"flop rate", flopRate, 6},
    KindUnits{"speed", speed, 1},
    KindUnits{"energy per bit", perBit, 4},
    KindUnits{"energy per byte", perByte, 4},
    KindUnits{"energy per flop", perFlop, 3},
    KindUnits{"temperature", temperature, 1},
    KindUnits{"gain", gain, 1},
    KindUnits{"level", level, 1},
    KindUnits{"angle", angle, 1},
    KindUnits{"share", share, 1},
};

const KindUnits* find(std::string_view kind) {
    for (const auto& entry : kinds)
        if (entry.kind == kind)
            return &entry;
    return nullptr;
}

/// The largest shown unit not above the value; the smallest one for values below all of them.
UnitSymbol fittingUnit(double si, const KindUnits& kind) {
    const double magnitude = std::abs(si);
    if (magnitude == 0.0 || !std::isfinite(magnitude))
        return kind.units.front();
    UnitSymbol best = kind.units.front();
    for (const auto& unit : kind.units.first(std::size_t(kind.shown))) {
        const bool fits = unit.si <= magnitude;
        const bool bestFits = best.si <= magnitude;
        if (fits ? (!bestFits || unit.si > best.si) : (!bestFits && unit.si < best.si))
            best = unit;
    }
    return best;
}

std::string joined(const std::string& number, std::string_view unit) {
    if (unit.empty())
        return number;
    return unit == "°" ? number + std::string(unit) : number + " " + std::string(unit);
}

} // namespace

std::span<const UnitSymbol> unitsOf(std::string_view kind) {
    const auto* entry = find(kind);
    return entry ? entry->units : std::span<const UnitSymbol>{};
}

std::string exactSi(double si, std::string_view kind) {
    const auto* entry = find(kind);
    if (!entry)
        return exactText(si);
    const auto unit = fittingUnit(si, *entry);
    const double scaled = scaleFromSi(si, unit.si);
    // A scaled mantissa is only used where it reads back to the same double.
    if (scaleToSi(scaled, unit.si) == si)
        return joined(exactText(scaled), unit.symbol);
    return joined(exactText(si), entry->units.front().symbol);
}

std::string roundedSi(double si, std::string_view kind, int digits) {
    const auto* entry = find(kind);
    if (!entry)
        return roundedText(si, digits);
    const auto unit = fittingUnit(si, *entry);
    return joined(roundedText(si / unit.si, digits), unit.symbol);
}

} // namespace cellwright
