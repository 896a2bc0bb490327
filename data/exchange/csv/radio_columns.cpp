// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/csv/radio_columns.h"

#include "analytics/quantity/text.h"

#include <algorithm>

namespace cellwright {
namespace {

struct Band {
    std::string_view name;
    double low, high; ///< MHz, downlink
    bool tdd;
};
// TS 38.101-1 table 5.2-1 and TS 38.101-2 table 5.2-1 (downlink ranges).
constexpr Band bands[] = {
    {"n1", 2110, 2170, false},    {"n2", 1930, 1990, false},    {"n3", 1805, 1880, false},
    {"n5", 869, 894, false},      {"n7", 2620, 2690, false},    {"n8", 925, 960, false},
    {"n20", 791, 821, false},     {"n25", 1930, 1995, false},   {"n28", 758, 803, false},
    {"n38", 2570, 2620, true},    {"n40", 2300, 2400, true},    {"n41", 2496, 2690, true},
    {"n66", 2110, 2200, false},   {"n71", 617, 652, false},     {"n77", 3300, 4200, true},
    {"n78", 3300, 3800, true},    {"n79", 4400, 5000, true},    {"n257", 26500, 29500, true},
    {"n258", 24250, 27500, true}, {"n260", 37000, 40000, true}, {"n261", 27500, 28350, true},
};

const Band* bandNamed(std::string_view text) {
    std::string name;
    for (const char c : text)
        name += c == 'N' ? 'n' : c;
    const auto found =
        std::find_if(std::begin(bands), std::end(bands), [&](const Band& band) { return band.name == name; });
    return found == std::end(bands) ? nullptr : found;
}

/// What such a carrier usually looks like; each choice is a common channel of TS 38.101 for its range.
Carrier typicalCarrier(double frequency, bool tdd) {
    Carrier carrier;
    carrier.frequency = Hertz(frequency);
    carrier.tdd = tdd;
    const bool high = frequency >= 24.25e9;
    carrier.bandwidth = Hertz(tdd ? 100e6 : 20e6);
    carrier.subcarrierSpacing = Hertz(high ? 120e3 : tdd ? 30e3 : 15e3);
    carrier.name = roundedText(frequency / 1e6, 6) + " MHz";
    return carrier;
}

/// Channels below 2.3 GHz are paired in nearly all bands, those above are not.
bool usuallyTdd(double frequency) {
    return frequency >= 2.3e9 && !(frequency >= 2.62e9 && frequency <= 2.69e9);
}

bool hasUnit(std::string_view cell) {
    return cell.size() > 2 && (cell.ends_with("Hz") || cell.ends_with("hz"));
}

/// How many hertz a bare number of this column counts; 0 where the header does not say.
double headerUnit(std::string_view title) {
    std::string upper;
    for (const char c : title)
        upper += char(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    const auto says = [&](std::string_view unit) { return upper.find(unit) != std::string::npos; };
    return says("GHZ") ? 1e9 : says("MHZ") ? 1e6 : says("KHZ") ? 1e3 : says("HZ") ? 1.0 : 0.0;
}

/// TS 38.104 clause 5.4.2.1: the frequency of a channel number on the global raster, in hertz.
double frequencyOfChannel(double number) {
    return number < 600000.0    ? 5e3 * number
           : number < 2016667.0 ? 3e9 + 15e3 * (number - 600000.0)
                                : 24.25008e9 + 60e3 * (number - 2016667.0);
}

} // namespace

void CarrierFinder::warnOnce(std::string text) {
    if (std::find(warnings_.begin(), warnings_.end(), text) == warnings_.end())
        warnings_.push_back(std::move(text));
}

/// A frequency or bandwidth with a unit, in the unit of the header, or in megahertz as planners write it.
Expected<double> CarrierFinder::frequencyOf(const CsvTable::Row& row, const Columns& columns, Column column) {
    const auto cell = columns.text(row, column);
    const double min = column == Column::bandwidth ? 3e6 : 0.1e9,
                 max = column == Column::bandwidth ? 2e9 : 350e9;
    if (hasUnit(cell))
        return columns.numberIn(cell, row, column, min, max, "frequency");
    double unit = headerUnit(columns.title(column));
    if (unit == 0.0) {
        const auto bare = columns.numberIn(cell, row, column, 0.0, max);
        if (!bare)
            return bare;
        unit = *bare >= min ? 1.0 : *bare <= 100.0 && column != Column::bandwidth ? 1e9 : 1e6;
        warnOnce(columns.title(column) + " has no unit; " + std::string(cell) + " is read as " +
                 roundedSi(*bare * unit, "frequency"));
    }
    return columns.numberIn(cell, row, column, min / unit, max / unit).map([&](double value) {
        return value * unit;
    });
}

Expected<Carrier> CarrierFinder::describe(const CsvTable::Row& row, const Columns& columns) {
    const auto bandText = columns.text(row, Column::band);
    const Band* band = bandNamed(bandText);
    const auto fromBand = [&](Carrier carrier) {
        if (band)
            carrier.band = band->name;
        return carrier;
    };
    if (columns.text(row, Column::frequency).empty() && !columns.text(row, Column::arfcn).empty()) {
        const auto channel = columns.number(row, Column::arfcn, 100000.0, 3279165.0);
        if (!channel)
            return tl::make_unexpected(channel.error());
        const double frequency = frequencyOfChannel(*channel);
        if (band && (frequency < band->low * 1e6 || frequency > band->high * 1e6))
            return columns.fail(row, Column::arfcn,
                                "channel " + std::string(columns.text(row, Column::arfcn)) + " is at " +
                                    roundedSi(frequency, "frequency") + ", outside of the downlink of band " +
                                    std::string(band->name),
                                "give an NR-ARFCN of that band (TS 38.104 clause 5.4.2)");
        return fromBand(typicalCarrier(frequency, band ? band->tdd : usuallyTdd(frequency)));
    }
    if (!columns.text(row, Column::frequency).empty()) {
        const auto frequency = frequencyOf(row, columns, Column::frequency);
        if (!frequency)
            return tl::make_unexpected(frequency.error());
        return fromBand(typicalCarrier(*frequency, band ? band->tdd : usuallyTdd(*frequency)));
    }
    if (band) {
        auto carrier = typicalCarrier((band->low + band->high) / 2.0 * 1e6, band->tdd);
        carrier.name = band->name;
        carrier.band = band->name;
        warnOnce("band " + carrier.name + " is taken at its centre, " + toDisplay(carrier.frequency));
        return carrier;
    }
    if (bandText.starts_with('n') || bandText.starts_with('N'))
        return columns.fail(row, Column::band, "the band \"" + std::string(bandText) + "\" is unknown",
                            "use an NR band such as n78, or a column FREQUENCY");
    const auto frequency = frequencyOf(row, columns, Column::band);
    if (!frequency)
        return tl::make_unexpected(frequency.error());
    return typicalCarrier(*frequency, usuallyTdd(*frequency));
}

/// Name and subcarrier spacing, where the table has them.
Expected<void> CarrierFinder::readDetails(const CsvTable::Row& row, const Columns& columns,
                                          Carrier& carrier) {
    if (const auto name = columns.text(row, Column::carrierName); !name.empty())
        carrier.name = name;
    if (columns.text(row, Column::subcarrierSpacing).empty())
        return {};
    const auto spacing = columns.number(row, Column::subcarrierSpacing, 15.0, 960e3, "frequency");
    if (!spacing)
        return tl::make_unexpected(spacing.error());
    carrier.subcarrierSpacing = Hertz(*spacing < 1000.0 ? *spacing * 1e3 : *spacing); // kHz without a unit
    return {};
}

CarrierId CarrierFinder::add(Carrier carrier) {
    carrier.id = {nextId_++};
    carriers_.push_back(std::move(carrier));
    return carriers_.back().id;
}

Expected<CarrierId> CarrierFinder::carrierFor(const CsvTable::Row& row, const Columns& columns) {
    if (columns.text(row, Column::frequency).empty() && columns.text(row, Column::band).empty() &&
        columns.text(row, Column::arfcn).empty()) {
        if (carriers_.empty()) {
            Carrier usual;
            usual.name = "n78";
            add(usual);
        }
        const auto& first = carriers_.front();
        warnOnce("no frequency is given; " + first.name + " at " + toDisplay(first.frequency) + " with " +
                 toDisplay(first.bandwidth) + " is assumed");
        return first.id;
    }
    auto wanted = describe(row, columns);
    if (!wanted)
        return tl::make_unexpected(wanted.error());
    const bool bandwidthGiven = !columns.text(row, Column::bandwidth).empty();
    if (bandwidthGiven) {
        const auto bandwidth = frequencyOf(row, columns, Column::bandwidth);
        if (!bandwidth)
            return tl::make_unexpected(bandwidth.error());
        wanted->bandwidth = Hertz(*bandwidth);
    }
    if (const auto read = readDetails(row, columns, *wanted); !read)
        return tl::make_unexpected(read.error());
    for (const auto& known : carriers_)
        if (known.frequency == wanted->frequency &&
            (!bandwidthGiven || known.bandwidth == wanted->bandwidth) &&
            (columns.text(row, Column::carrierName).empty() || known.name == wanted->name))
            return known.id;
    if (!bandwidthGiven)
        warnOnce("the bandwidth of " + wanted->name + " is assumed: " + toDisplay(wanted->bandwidth));
    return add(*wanted);
}

} // namespace cellwright
