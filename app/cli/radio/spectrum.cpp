// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/nr/access.h"
#include "analytics/nr/bands.h"
#include "analytics/nr/raster.h"
#include "analytics/quantity/text.h"
#include "app/cli/radio/radio.h"

#include <memory>

namespace cellwright::cli {
namespace {

// ---- bands

Json rangeJson(const nr::FrequencyRange& range) {
    if (range.width() <= Hertz())
        return nullptr;
    return {{"low_hz", range.low.si()}, {"high_hz", range.high.si()}};
}

std::string rangeText(const nr::FrequencyRange& range) {
    return range.width() <= Hertz() ? "-" : toDisplay(range.low, 7) + " to " + toDisplay(range.high, 7);
}

struct BandOptions {
    std::string name;
    std::optional<Hertz> frequency;
    Hertz bandwidth{0.0};
    bool json = false;
};

std::vector<const nr::Band*> chosenBands(const BandOptions& o) {
    if (!o.name.empty()) {
        const auto* band = nr::findBand(o.name);
        if (!band)
            throw WrongUsage("--name: there is no band \"" + o.name + "\" (see `radio bands` for all)");
        return {band};
    }
    if (o.frequency)
        return nr::bandsAround(*o.frequency - o.bandwidth / 2.0, *o.frequency + o.bandwidth / 2.0);
    std::vector<const nr::Band*> all;
    for (const auto& band : nr::bands())
        all.push_back(&band);
    return all;
}

Expected<Status> bandsCommand(const BandOptions& o) {
    Json entries = Json::array();
    Table table(
        {text("Band"), text("Duplex"), text("Uplink"), text("Downlink"), text("Status"), text("Source")});
    for (const auto* band : chosenBands(o)) {
        const auto status = band->candidate ? "candidate" : "standard";
        entries.push_back({{"name", band->name},
                           {"duplex", nr::toText(band->duplex)},
                           {"uplink", rangeJson(band->uplink)},
                           {"downlink", rangeJson(band->downlink)},
                           {"status", status},
                           {"note", band->note},
                           {"source", band->source}});
        table.add({std::string(band->name), std::string(nr::toText(band->duplex)), rangeText(band->uplink),
                   rangeText(band->downlink),
                   std::string(status) + (band->note.empty() ? "" : ", ") + std::string(band->note),
                   std::string(band->source)});
    }
    if (o.json)
        printJson({{"entries", std::move(entries)}});
    else
        table.print(std::cout, 0);
    return Status::done;
}

// ---- arfcn

struct ChannelOptions {
    std::optional<Hertz> frequency;
    std::int64_t arfcn = -1, gscn = -1;
    bool json = false;
};

template <class T>
const T& orRefuse(const Expected<T>& value) {
    if (!value)
        throw WrongUsage(value.error().message());
    return *value;
}

Hertz askedFrequency(const ChannelOptions& o) {
    if (int(o.frequency.has_value()) + int(o.arfcn >= 0) + int(o.gscn >= 0) != 1)
        throw WrongUsage("give one of --frequency, --arfcn and --gscn");
    if (o.frequency)
        return *o.frequency;
    return o.arfcn >= 0 ? orRefuse(nr::frequencyOfArfcn(int(o.arfcn)))
                        : orRefuse(nr::frequencyOfGscn(int(o.gscn)));
}

Expected<Status> channelCommand(const ChannelOptions& o) {
    const auto frequency = askedFrequency(o);
    const auto channel = orRefuse(nr::nearestArfcn(frequency)), block = orRefuse(nr::nearestGscn(frequency));
    std::string names;
    Json bands = Json::array();
    for (const auto* band : nr::bandsAround(frequency, frequency)) {
        names += (names.empty() ? "" : ", ") + std::string(band->name);
        bands.push_back(band->name);
    }
    const auto point = [](const nr::RasterPoint& p) {
        return std::to_string(p.number) + " at " + toDisplay(p.frequency, 9) +
               (p.offset == Hertz() ? "" : ", " + toDisplay(p.offset) + " off");
    };
    return answer(o.json,
                  {{"frequency_hz", frequency.si()},
                   {"arfcn", channel.number},
                   {"arfcn_frequency_hz", channel.frequency.si()},
                   {"offset_hz", channel.offset.si()},
                   {"gscn", block.number},
                   {"gscn_frequency_hz", block.frequency.si()},
                   {"bands", std::move(bands)},
                   {"source", "TS 38.104 tables 5.4.2.1-1 and 5.4.3.1-1"}},
                  {{"frequency", toDisplay(frequency, 9)},
                   {"NR-ARFCN", point(channel)},
                   {"GSCN", point(block)},
                   {"bands", names.empty() ? "none" : names}});
}

// ---- tdd

struct SlotOptions {
    std::string pattern;
    Hertz spacing{30e3};
    bool configured = false, fdd = false, json = false;
    double errors = 0.1;
};

Json delayJson(const nr::AccessDelay& delay, double errors) {
    Json steps = Json::array();
    for (const auto& step : delay.steps)
        steps.push_back({{"symbol", step.symbol},
                         {"name", step.name},
                         {"mean_s", step.mean.si()},
                         {"source", step.source}});
    return {{"mean_s", delay.total(errors).si()},
            {"first_transmission_s", delay.firstTransmission().si()},
            {"retransmission_s", delay.retransmission.si()},
            {"steps", std::move(steps)}};
}

Expected<Status> tddCommand(const SlotOptions& o) {
    if (o.fdd == !o.pattern.empty())
        throw WrongUsage("give a PATTERN or --fdd");
    const auto pattern =
        o.fdd ? nr::fddPattern(o.spacing) : orRefuse(nr::parseTddPattern(o.pattern, o.spacing));
    const auto delays = orRefuse(nr::accessDelays(pattern, o.configured));
    return answer(
        o.json,
        {{"slots", pattern.sequence.size()},
         {"period_s", pattern.period().si()},
         {"downlink_share", pattern.downlinkShare()},
         {"guard_share", pattern.guardShare()},
         {"uplink_share", pattern.uplinkShare()},
         {"uplink_delay", delayJson(delays.up, o.errors)},
         {"downlink_delay", delayJson(delays.down, o.errors)},
         {"source", "TS 38.213 clause 11.1; TS 38.214 tables 5.3-1 and 6.4-1; TR 37.910 clause 5.7.1"}},
        {{"period", toDisplay(pattern.period()) + ", " + std::to_string(pattern.sequence.size()) + " slots"},
         {"downlink", percent(pattern.downlinkShare())},
         {"guard", percent(pattern.guardShare())},
         {"uplink", percent(pattern.uplinkShare())},
         {"uplink delay", toDisplay(delays.up.total(o.errors)) + " before the airtime of further blocks"},
         {"downlink delay", toDisplay(delays.down.total(o.errors))}});
}

} // namespace

void addBands(CLI::App& radio, Action& action) {
    auto o = std::make_shared<BandOptions>();
    auto* command = radio.add_subcommand("bands", "Operating bands of TS 38.104, and candidates of 6G");
    command->add_option("--name", o->name, "One band, such as n78")->type_name("NAME");
    addQuantity(*command, "--frequency", o->frequency, positive, "Bands that hold this frequency");
    addQuantity(*command, "--bandwidth", o->bandwidth, notNegative, "With this channel around it");
    addJsonFlag(*command, o->json);
    command->callback([o, &action] { action = [o] { return bandsCommand(*o); }; });
}

void addChannel(CLI::App& radio, Action& action) {
    auto o = std::make_shared<ChannelOptions>();
    auto* command =
        radio.add_subcommand("arfcn", "Channel numbers of a frequency, or the frequency of a number");
    addQuantity(*command, "--frequency", o->frequency, notNegative, "Frequency");
    addCount(*command, "--arfcn", o->arfcn, 0, nr::lastArfcn, "NR-ARFCN (TS 38.104 clause 5.4.2.1)")
        ->default_str("");
    addCount(*command, "--gscn", o->gscn, nr::firstGscn, nr::lastGscn, "GSCN (TS 38.104 clause 5.4.3.1)")
        ->default_str("");
    addJsonFlag(*command, o->json);
    command->callback([o, &action] { action = [o] { return channelCommand(*o); }; });
}

void addSlots(CLI::App& radio, Action& action) {
    auto o = std::make_shared<SlotOptions>();
    auto* command = radio.add_subcommand("tdd", "Shares and access delays of a slot pattern");
    command->add_option("PATTERN", o->pattern, "Slots and special symbols, such as \"DDDSU 10:2:2\"")
        ->type_name("");
    addQuantity(*command, "--scs", o->spacing, positive, "Subcarrier spacing");
    command->add_flag("--fdd", o->fdd, "All symbols both ways, in place of a pattern");
    command->add_flag("--configured-grant", o->configured, "Uplink without scheduling requests");
    addNumber(
        *command, "--bler", [o](double share) { o->errors = share; }, "share", {0.0, 0.9},
        "Share of transmissions that are lost")
        ->default_str("0.1");
    addJsonFlag(*command, o->json);
    command->callback([o, &action] { action = [o] { return tddCommand(*o); }; });
}

} // namespace cellwright::cli
