// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/csv/radio_columns.h"

#include "analytics/nr/bands.h"
#include "analytics/nr/raster.h"
#include "analytics/quantity/text.h"

#include <algorithm>
#include <cmath>

namespace cellwright {
namespace {

/// A band by its name; bare numbers are no names (28 may mean 28 GHz).
const nr::Band* bandNamed(std::string_view text) {
    const bool number = !text.empty() && text.front() >= '0' && text.front() <= '9';
    return text.empty() || number ? nullptr : nr::findBand(text);
}

bool isTdd(const nr::Band& band) {
    return band.duplex == nr::Duplex::tdd;
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

/// Whether a bare number without unit may be the number of a band as well as a frequency.
bool bandOrFrequency(std::string_view cell, std::string_view title) {
    const bool whole = !cell.empty() && cell.find_first_not_of("0123456789") == std::string_view::npos;
    return whole && headerUnit(title) == 0.0 && nr::findBand("n" + std::string(cell)) != nullptr;
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

/// The frequency of a channel number of LTE's size is refused rather than guessed: those of NR begin at
/// 123400 (n71).
Expected<double> CarrierFinder::channelFrequency(const CsvTable::Row& row, const Columns& columns) {
    const auto channel = columns.number(row, Column::arfcn, 100000.0, double(nr::lastArfcn));
    if (!channel)
        return channel;
    if (*channel != std::floor(*channel))
        return columns.fail(row, Column::arfcn, "this is not a whole number", "give an NR-ARFCN");
    const auto frequency = nr::frequencyOfArfcn(int(*channel));
    if (!frequency)
        return columns.fail(row, Column::arfcn, frequency.error().what, frequency.error().remedy);
    return frequency->si();
}

Expected<Carrier> CarrierFinder::describe(const CsvTable::Row& row, const Columns& columns) {
    const auto bandText = columns.text(row, Column::band);
    const bool inHertz =
        headerUnit(columns.title(Column::band)) != 0.0; // BAND_GHZ: a frequency, never a name
    const nr::Band* band = inHertz ? nullptr : bandNamed(bandText);
    if (band && !(band->downlink.width().si() > 0.0))
        return columns.fail(row, Column::band, "band " + std::string(band->name) + " has no downlink",
                            "name the band that it supplements");
    const auto fromBand = [&](Carrier carrier) {
        if (band)
            carrier.band = band->name;
        return carrier;
    };
    if (columns.text(row, Column::frequency).empty() && !columns.text(row, Column::arfcn).empty()) {
        const auto frequency = channelFrequency(row, columns);
        if (!frequency)
            return tl::make_unexpected(frequency.error());
        if (band && !band->downlink.contains(Hertz(*frequency), Hertz(*frequency)))
            return columns.fail(row, Column::arfcn,
                                "channel " + std::string(columns.text(row, Column::arfcn)) + " is at " +
                                    roundedSi(*frequency, "frequency") +
                                    ", outside of the downlink of band " + std::string(band->name),
                                "give an NR-ARFCN of that band (TS 38.104 clause 5.4.2)");
        return fromBand(typicalCarrier(*frequency, band ? isTdd(*band) : usuallyTdd(*frequency)));
    }
    if (!columns.text(row, Column::frequency).empty()) {
        const auto frequency = frequencyOf(row, columns, Column::frequency);
        if (!frequency)
            return tl::make_unexpected(frequency.error());
        return fromBand(typicalCarrier(*frequency, band ? isTdd(*band) : usuallyTdd(*frequency)));
    }
    if (band) {
        auto carrier = typicalCarrier((band->downlink.low + band->downlink.high).si() / 2.0, isTdd(*band));
        carrier.name = band->name;
        carrier.band = band->name;
        warnOnce("band " + carrier.name + " is taken at its centre, " + toDisplay(carrier.frequency));
        return carrier;
    }
    if (bandText.starts_with('n') || bandText.starts_with('N'))
        return columns.fail(row, Column::band, "the band \"" + std::string(bandText) + "\" is unknown",
                            "use an NR band such as n78, or a column FREQUENCY");
    if (bandOrFrequency(bandText, columns.title(Column::band))) {
        const std::string number(bandText);
        const auto asFrequency = number + (number.size() < 3 ? " GHz" : " MHz");
        return columns.fail(row, Column::band,
                            number + " can mean the band n" + number + " or " + asFrequency,
                            "write n" + number + ", or " + asFrequency);
    }
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
