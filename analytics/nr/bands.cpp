// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/nr/bands.h"

#include "analytics/quantity/text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

namespace cellwright::nr {
namespace {

constexpr std::string_view table1 = "TS 38.104 table 5.2-1";
constexpr std::string_view table2 = "TS 38.104 table 5.2-2";
constexpr std::string_view space = "TS 38.108 table 5.2-1";
constexpr std::string_view range3 = "between FR1 and FR2 of TS 38.104 table 5.1-1";
constexpr std::string_view wrc27 = "WRC-27 agenda item 1.7 (Resolution 256, WRC-23)";
constexpr std::string_view wrc31 = "preliminary agenda of WRC-31, item 2.1 (Resolution 814, WRC-23)";
constexpr std::string_view above = "above the bands of TS 38.104 table 5.2-2";
constexpr std::string_view footnote = "ITU Radio Regulations, footnote 5.564A (land mobile)";

constexpr FrequencyRange megahertz(double low, double high) {
    return {Hertz(low * 1e6), Hertz(high * 1e6)};
}
constexpr Band paired(std::string_view name, double upLow, double upHigh, double downLow, double downHigh,
                      std::string_view source = table1, std::string_view note = {}) {
    return {name, Duplex::fdd, megahertz(upLow, upHigh), megahertz(downLow, downHigh), false, source, note};
}
constexpr Band unpaired(std::string_view name, double low, double high, std::string_view source = table1,
                        std::string_view note = {}) {
    return {name, Duplex::tdd, megahertz(low, high), megahertz(low, high), false, source, note};
}
constexpr Band downOnly(std::string_view name, double low, double high) {
    return {name, Duplex::sdl, {}, megahertz(low, high), false, table1, {}};
}
constexpr Band upOnly(std::string_view name, double low, double high) {
    return {name, Duplex::sul, megahertz(low, high), {}, false, table1, {}};
}
constexpr Band candidate(std::string_view name, double low, double high, std::string_view source,
                         std::string_view note) {
    return {name, Duplex::tdd, megahertz(low, high), megahertz(low, high), true, source, note};
}

constexpr std::array all{
    paired("n1", 1920, 1980, 2110, 2170),
    paired("n2", 1850, 1910, 1930, 1990),
    paired("n3", 1710, 1785, 1805, 1880),
    paired("n5", 824, 849, 869, 894),
    paired("n7", 2500, 2570, 2620, 2690),
    paired("n8", 880, 915, 925, 960),
    paired("n12", 699, 716, 729, 746),
    paired("n13", 777, 787, 746, 756),
    paired("n14", 788, 798, 758, 768),
    paired("n18", 815, 830, 860, 875),
    paired("n20", 832, 862, 791, 821),
    paired("n24", 1626.5, 1660.5, 1525, 1559),
    paired("n25", 1850, 1915, 1930, 1995),
    paired("n26", 814, 849, 859, 894),
    paired("n28", 703, 748, 758, 803),
    downOnly("n29", 717, 728),
    paired("n30", 2305, 2315, 2350, 2360),
    paired("n31", 452.5, 457.5, 462.5, 467.5),
    unpaired("n34", 2010, 2025),
    unpaired("n38", 2570, 2620),
    unpaired("n39", 1880, 1920),
    unpaired("n40", 2300, 2400),
    unpaired("n41", 2496, 2690),
    unpaired("n46", 5150, 5925, table1, "shared spectrum"),
    unpaired("n47", 5855, 5925, table1, "sidelink of vehicles"),
    unpaired("n48", 3550, 3700),
    unpaired("n50", 1432, 1517),
    unpaired("n51", 1427, 1432),
    unpaired("n53", 2483.5, 2495),
    unpaired("n54", 1670, 1675),
    paired("n65", 1920, 2010, 2110, 2200),
    paired("n66", 1710, 1780, 2110, 2200),
    downOnly("n67", 738, 758),
    paired("n70", 1695, 1710, 1995, 2020),
    paired("n71", 663, 698, 617, 652),
    paired("n72", 451, 456, 461, 466),
    paired("n74", 1427, 1470, 1475, 1518),
    downOnly("n75", 1432, 1517),
    downOnly("n76", 1427, 1432),
    unpaired("n77", 3300, 4200),
    unpaired("n78", 3300, 3800),
    unpaired("n79", 4400, 5000),
    upOnly("n80", 1710, 1785),
    upOnly("n81", 880, 915),
    upOnly("n82", 832, 862),
    upOnly("n83", 703, 748),
    upOnly("n84", 1920, 1980),
    paired("n85", 698, 716, 728, 746),
    upOnly("n86", 1710, 1780),
    upOnly("n89", 824, 849),
    unpaired("n90", 2496, 2690),
    paired("n91", 832, 862, 1427, 1432),
    paired("n92", 832, 862, 1432, 1517),
    paired("n93", 880, 915, 1427, 1432),
    paired("n94", 880, 915, 1432, 1517),
    upOnly("n95", 2010, 2025),
    unpaired("n96", 5925, 7125, table1, "shared spectrum"),
    upOnly("n97", 2300, 2400),
    upOnly("n98", 1880, 1920),
    upOnly("n99", 1626.5, 1660.5),
    paired("n100", 874.4, 880, 919.4, 925, table1, "railways"),
    unpaired("n101", 1900, 1910, table1, "railways"),
    unpaired("n102", 5925, 6425, table1, "shared spectrum"),
    unpaired("n104", 6425, 7125),
    paired("n105", 663, 703, 612, 652),
    paired("n106", 896, 901, 935, 940),
    paired("n109", 703, 733, 1432, 1517),
    paired("n254", 1610, 1626.5, 2483.5, 2500, space, "satellites"),
    paired("n255", 1626.5, 1660.5, 1525, 1559, space, "satellites"),
    paired("n256", 1980, 2010, 2170, 2200, space, "satellites"),
    unpaired("n257", 26500, 29500, table2),
    unpaired("n258", 24250, 27500, table2),
    unpaired("n259", 39500, 43500, table2),
    unpaired("n260", 37000, 40000, table2),
    unpaired("n261", 27500, 28350, table2),
    unpaired("n262", 47200, 48200, table2),
    unpaired("n263", 57000, 71000, table2, "unlicensed"),
    candidate("fr3", 7125, 24250, range3, "the whole range between FR1 and FR2"),
    candidate("fr3-8ghz", 7125, 8400, wrc27, "studied in parts, by region"),
    candidate("fr3-15ghz", 14800, 15350, wrc27, "studied worldwide"),
    candidate("sub-thz", 71000, 350000, above, "the whole range above FR2-2"),
    candidate("sub-thz-105ghz", 102000, 109500, wrc31, "studied for IMT"),
    candidate("sub-thz-158ghz", 151500, 164000, wrc31, "studied for IMT"),
    candidate("sub-thz-171ghz", 167000, 174800, wrc31, "studied for IMT"),
    candidate("sub-thz-218ghz", 209000, 226000, wrc31, "studied for IMT"),
    candidate("sub-thz-264ghz", 252000, 275000, wrc31, "studied for IMT"),
    candidate("sub-thz-286ghz", 275000, 296000, footnote, "open to land mobile service"),
    candidate("sub-thz-326ghz", 318000, 333000, footnote, "open to land mobile service"),
};

bool sameName(std::string_view a, std::string_view b) {
    return std::ranges::equal(
        a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

/// "3.3 to 3.8 GHz".
std::string rangeText(const FrequencyRange& range) {
    return toDisplay(range.low, 7) + " to " + toDisplay(range.high, 7);
}

FrequencyRange channelOf(const CarrierClaim& carrier) {
    return {carrier.frequency - carrier.bandwidth / 2.0, carrier.frequency + carrier.bandwidth / 2.0};
}

/// "n78 or n77 has this frequency", for carriers that name the wrong band.
std::string othersText(const CarrierClaim& carrier) {
    const auto channel = channelOf(carrier);
    std::string names;
    for (const auto* band : bandsAround(channel.low, channel.high))
        if (!band->candidate && (band->duplex == (carrier.tdd ? Duplex::tdd : Duplex::fdd)))
            names += (names.empty() ? "" : ", ") + std::string(band->name);
    return names.empty() ? names : "; this channel fits into " + names;
}

Error error(std::string what, std::string where, std::string remedy) {
    return {std::move(what), std::move(where), std::move(remedy)};
}

std::optional<Error> directionProblem(const Band& band, bool tdd) {
    const std::string name(band.name);
    if (band.duplex == Duplex::sul)
        return error("is in band " + name + ", which is a supplementary uplink: it has no downlink", "band",
                     "choose a band with a downlink");
    if (band.duplex == Duplex::sdl)
        return error("is in band " + name + ", which is a supplementary downlink: it has no uplink", "band",
                     "choose a band with an uplink");
    if (tdd != (band.duplex == Duplex::tdd))
        return error("duplexes by " + std::string(tdd ? "time" : "frequency") + ", band " + name + " is " +
                         std::string(toText(band.duplex)),
                     "tdd", "make it " + std::string(toText(band.duplex)) + " or choose another band");
    return std::nullopt;
}

} // namespace

std::string_view toText(Duplex duplex) {
    constexpr std::array<std::string_view, 4> names{"FDD", "TDD", "SDL", "SUL"};
    return names[std::size_t(duplex)];
}

std::span<const Band> bands() {
    return all;
}

const Band* findBand(std::string_view name) {
    const bool bare =
        !name.empty() && std::ranges::all_of(name, [](unsigned char c) { return std::isdigit(c); });
    for (const auto& band : all)
        if (sameName(band.name, name) || (bare && band.name.substr(1) == name && band.name.front() == 'n'))
            return &band;
    return nullptr;
}

std::vector<const Band*> bandsAround(Hertz low, Hertz high) {
    std::vector<const Band*> found;
    for (const auto& band : all)
        if ((band.duplex == Duplex::sul ? band.uplink : band.downlink).contains(low, high))
            found.push_back(&band);
    const auto width = [](const Band* band) {
        return std::max(band->uplink.width(), band->downlink.width());
    };
    std::ranges::stable_sort(found, {}, width);
    return found;
}

std::optional<Error> bandProblem(const CarrierClaim& carrier) {
    if (carrier.band.empty())
        return std::nullopt;
    const auto* band = findBand(carrier.band);
    if (!band)
        return error("names the band \"" + std::string(carrier.band) + "\", which is unknown", "band",
                     "name a band of TS 38.104 such as n78, a candidate such as fr3, or none");
    if (auto problem = directionProblem(*band, carrier.tdd))
        return problem;
    const auto channel = channelOf(carrier);
    if (band->downlink.contains(channel.low, channel.high))
        return std::nullopt;
    const std::string name(band->name);
    const bool swapped = band->duplex == Duplex::fdd && band->uplink.contains(channel.low, channel.high);
    const bool wide = carrier.bandwidth > band->downlink.width();
    return error(
        "has its channel from " + rangeText(channel) + ", the downlink of band " + name + " is " +
            rangeText(band->downlink),
        "frequency_hz",
        swapped ? "give the downlink's centre frequency, this is the uplink of " + name
        : wide  ? "give at most " + toDisplay(band->downlink.width()) + " of bandwidth" + othersText(carrier)
               : "give a centre from " + toDisplay(band->downlink.low + carrier.bandwidth / 2.0, 7) + " to " +
                     toDisplay(band->downlink.high - carrier.bandwidth / 2.0, 7) + othersText(carrier));
}

} // namespace cellwright::nr
