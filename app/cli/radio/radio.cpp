// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/radio/radio.h"

#include "analytics/quantity/text.h"
#include "analytics/radio/rate/nr_rate.h"
#include "analytics/radio/rate/scheme_source.h"
#include "app/cli/command.h"

#include <cmath>
#include <memory>

namespace cellwright::cli {
namespace {

// ---- rate, tbs and peak-rate

/// A carrier as the command line gives it. Subcarriers of 120 kHz and more exist above 24.25 GHz only.
struct CarrierOptions {
    Hertz bandwidth, spacing;
    std::optional<Hertz> frequency;
    [[nodiscard]] Hertz at() const {
        return frequency.value_or(spacing.si() >= 120e3 ? Hertz(28e9) : Hertz(3.5e9));
    }
};

void addCarrier(CLI::App& command, CarrierOptions& carrier) {
    addQuantity(command, "--bandwidth", carrier.bandwidth, positive, "Channel bandwidth")
        ->required()
        ->default_str("");
    addQuantity(command, "--scs", carrier.spacing, positive, "Subcarrier spacing")
        ->required()
        ->default_str("");
    addQuantity(
        command, "--frequency", carrier.frequency, positive,
        "Carrier frequency, for the frequency range (default: 3.5 GHz, or 28 GHz from 120 kHz spacing on)");
}

int blocksOf(const CarrierOptions& carrier) {
    const auto blocks = nr::resourceBlocks(carrier.at(), carrier.bandwidth, carrier.spacing);
    if (!blocks)
        throw WrongUsage(blocks.error().message());
    return *blocks;
}

/// The allocation of a transport block: TS 38.214 clause 5.1.3.2.
struct BlockOptions {
    int symbols = 14;
    int dmrs = 12;
    int overhead = 0;
};

void addBlock(CLI::App& command, BlockOptions& block) {
    addCount(command, "--symbols", block.symbols, 1, 14, "OFDM symbols of the allocation");
    addCount(command, "--dmrs-re", block.dmrs, 0, 156, "DM-RS resource elements per PRB");
    addChoice(command, "--overhead", block.overhead, {{"0", 0}, {"6", 6}, {"12", 12}, {"18", 18}},
              "xOverhead")
        ->default_str("0");
}

CLI::Option* addMcsTable(CLI::App& command, int& table) {
    return addCount(command, "--mcs-table", table, 1, nr::mcsTables,
                    "MCS table: 1 64QAM, 2 256QAM, 3 low spectral efficiency, 4 1024QAM (downlink)");
}

struct RateOptions {
    double sinrDb = 0.0;
    CarrierOptions carrier;
    BlockOptions block;
    int layers = 1;
    int table = 2;
    double blockErrors = 0.1;
    std::string mapping{radio::idOf(radio::defaultMapping)};
    bool uplink = false;
    bool json = false;
};

/// The largest CQI whose scheme the SINR of a layer carries; 0 is out of range (TS 38.214 clause 5.2.2.1).
int reportedCqi(int table, SinrMapping mapping, double sinrDb, radio::Direction direction) {
    const auto rows = nr::cqiTable(table);
    int cqi = 0;
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (radio::threshold(mapping, rows[i], direction) <= sinrDb)
            cqi = int(i) + 1;
    return cqi;
}

Expected<Status> rateCommand(const RateOptions& o) {
    NullRecorder none;
    const auto mapping = radio::parseMapping(o.mapping);
    if (!mapping)
        throw WrongUsage("--mapping: " + mapping.error().message());
    if (o.uplink && nr::uplinkTable(o.table) != o.table)
        throw WrongUsage("--mcs-table: there is no 1024QAM in the uplink (use 1, 2 or 3)");
    const auto direction = o.uplink ? radio::Direction::up : radio::Direction::down;
    const int blocks = blocksOf(o.carrier);
    const radio::CarrierShape shape{.blocks = blocks,
                                    .userBlocks = blocks,
                                    .subcarrierSpacing = o.carrier.spacing,
                                    .overhead = radio::controlOverhead(nr::isFr2(o.carrier.at()), direction),
                                    .mcsTable = o.table,
                                    .maxLayers = o.layers};
    const auto link = radio::linkRate(none, Decibels(o.sinrDb), shape, double(shape.blocks), o.blockErrors,
                                      *mapping, direction);
    const auto& mcs = nr::mcsTable(o.table)[std::size_t(link.mcs)];
    const int bits = nr::transportBlockSize(
        {shape.blocks, o.block.symbols, o.block.dmrs, o.block.overhead, link.layers, mcs});
    const int cqi = reportedCqi(o.table, *mapping, o.sinrDb - 10.0 * std::log10(link.layers), direction);
    return answer(
        o.json,
        {{"mcs", link.mcs},
         {"cqi", cqi},
         {"modulation_order", mcs.bitsPerSymbol},
         {"code_rate", mcs.codeRate()},
         {"layers", link.layers},
         {"spectral_efficiency", link.efficiency},
         {"tbs_bits", bits},
         {"rate_bps", link.rate.si()},
         {"prbs", shape.blocks},
         {"repeated", link.repeated},
         {"mapping", radio::toText(*mapping)},
         {"source", radio::thresholdSource(*mapping, mcs)},
         {"label", toText(radio::thresholdLabel(*mapping, mcs))}},
        {{"rate", toDisplay(link.rate) + " over " + std::to_string(shape.blocks) + " PRBs"},
         {"scheme", "MCS " + std::to_string(link.mcs) + " of table " + std::to_string(o.table) + ", " +
                        std::to_string(link.layers) + " layers" + (link.repeated ? ", repeated" : "")},
         {"CQI", std::to_string(cqi) + (cqi == 0 ? ", out of range" : "")},
         {"spectral efficiency", roundedText(link.efficiency) + " bit/s/Hz over all layers"},
         {"transport block", std::to_string(bits) + " bit per slot"},
         {"mapping", std::string(radio::toText(*mapping)) +
                         (radio::listed(*mapping, mcs) ? "" : ", extrapolated to this scheme")}});
}

void addRate(CLI::App& radio, Action& action) {
    auto o = std::make_shared<RateOptions>();
    auto* command = radio.add_subcommand("rate", "Rate of one link at a SINR");
    addNumber(
        *command, "--sinr-db", [o](double db) { o->sinrDb = db; }, "gain", {-200.0, 200.0},
        "Signal over interference and noise per PRB")
        ->required();
    addCarrier(*command, o->carrier);
    addCount(*command, "--layers", o->layers, 1, 8, "Layers at most; as many are used as pay");
    addMcsTable(*command, o->table);
    addNumber(
        *command, "--bler", [o](double share) { o->blockErrors = share; }, "share", {0.0, 0.9},
        "Share of first transmissions that are lost")
        ->default_str("0.1");
    command
        ->add_option("--mapping", o->mapping, "From SINR to MCS: attenuated-shannon, sionna-awgn, lena-eesm")
        ->type_name("NAME")
        ->capture_default_str();
    command->add_flag("--uplink", o->uplink, "Uplink, not downlink");
    addBlock(*command, o->block);
    addJsonFlag(*command, o->json);
    command->callback([o, &action] { action = [o] { return rateCommand(*o); }; });
}

struct TbsOptions {
    BlockOptions block;
    int table = 1;
    int mcs = 0;
    int blocks = 1;
    int layers = 1;
    bool json = false;
};

Expected<Status> tbsCommand(const TbsOptions& o) {
    const auto table = nr::mcsTable(o.table);
    if (std::size_t(o.mcs) >= table.size())
        throw WrongUsage("--mcs: table " + std::to_string(o.table) + " has no MCS " + std::to_string(o.mcs) +
                         " (use 0 to " + std::to_string(table.size() - 1) + ")");
    if (12 * o.block.symbols <= o.block.dmrs + o.block.overhead)
        throw WrongUsage(
            "no resource element is left for data (give more --symbols, or less --dmrs-re and --overhead)");
    const auto& mcs = table[std::size_t(o.mcs)];
    const int bits =
        nr::transportBlockSize({o.blocks, o.block.symbols, o.block.dmrs, o.block.overhead, o.layers, mcs});
    return answer(o.json,
                  {{"tbs_bits", bits},
                   {"modulation_order", mcs.bitsPerSymbol},
                   {"code_rate", mcs.codeRate()},
                   {"source", "TS 38.214 clause 5.1.3.2"}},
                  {{"transport block", std::to_string(bits) + " bit"},
                   {"modulation", std::to_string(mcs.bitsPerSymbol) + " bit per symbol"},
                   {"code rate", roundedText(mcs.codeRate())}});
}

void addTbs(CLI::App& radio, Action& action) {
    auto o = std::make_shared<TbsOptions>();
    auto* command = radio.add_subcommand("tbs", "Size of one transport block, TS 38.214 clause 5.1.3.2");
    addMcsTable(*command, o->table)->required();
    addCount(*command, "--mcs", o->mcs, 0, 31, "Row of the table")->required();
    addCount(*command, "--prbs", o->blocks, 1, 275, "Physical resource blocks")->required();
    addCount(*command, "--layers", o->layers, 1, 8, "Layers");
    addBlock(*command, o->block);
    addJsonFlag(*command, o->json);
    command->callback([o, &action] { action = [o] { return tbsCommand(*o); }; });
}

struct PeakOptions {
    CarrierOptions carrier;
    int layers = 1;
    int qm = 8;
    double scaling = 1.0;
    bool uplink = false;
    bool json = false;
};

Expected<Status> peakCommand(const PeakOptions& o) {
    constexpr double highestCodeRate = 948.0 / 1024.0; // TS 38.306 clause 4.1.2, R_max
    NullRecorder none;
    if (o.uplink && o.qm > 8)
        throw WrongUsage("--qm: there is no 1024QAM in the uplink (use up to 8)");
    const int blocks = blocksOf(o.carrier);
    const auto direction = o.uplink ? radio::Direction::up : radio::Direction::down;
    const double overhead = radio::controlOverhead(nr::isFr2(o.carrier.at()), direction);
    const auto rate = o.scaling * radio::elementRate(none, double(o.layers), o.qm * highestCodeRate,
                                                     double(blocks), o.carrier.spacing, overhead);
    return answer(o.json,
                  {{"rate_bps", rate.si()},
                   {"prbs", blocks},
                   {"overhead", overhead},
                   {"source", "TS 38.306 clause 4.1.2"}},
                  {{"peak rate", toDisplay(rate, 6)},
                   {"resource blocks", std::to_string(blocks)},
                   {"overhead", percent(overhead)}});
}

void addPeak(CLI::App& radio, Action& action) {
    auto o = std::make_shared<PeakOptions>();
    auto* command = radio.add_subcommand("peak-rate", "Highest rate of a carrier, TS 38.306 clause 4.1.2");
    addCarrier(*command, o->carrier);
    addCount(*command, "--layers", o->layers, 1, 8, "Layers")->required()->default_str("");
    addChoice(*command, "--qm", o->qm, {{"1", 1}, {"2", 2}, {"4", 4}, {"6", 6}, {"8", 8}, {"10", 10}},
              "Bits per symbol")
        ->required();
    addChoice(*command, "--scaling", o->scaling, {{"1", 1.0}, {"0.8", 0.8}, {"0.75", 0.75}, {"0.4", 0.4}},
              "Scaling factor of the device")
        ->default_str("1");
    command->add_flag("--uplink", o->uplink, "Uplink, not downlink");
    addJsonFlag(*command, o->json);
    command->callback([o, &action] { action = [o] { return peakCommand(*o); }; });
}

} // namespace

void addRadio(CLI::App& program, Action& action) {
    auto* radio = program.add_subcommand(
        "radio", "One path loss, link, transport block or peak rate; 3GPP's calibration");
    radio->require_subcommand(1);
    addPathLoss(*radio, action);
    addRate(*radio, action);
    addTbs(*radio, action);
    addPeak(*radio, action);
    addCalibrate(*radio, action);
    addBands(*radio, action);
    addChannel(*radio, action);
    addSlots(*radio, action);
    addPci(*radio, action);
    addBudget(*radio, action);
    addLoad(*radio, action);
    addGrid(*radio, action);
}

} // namespace cellwright::cli
