// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/accounting.h"
#include "analytics/llm/formats/scheme.h"
#include "analytics/nr/bands.h"
#include "analytics/quantity/text.h"
#include "analytics/radio/rate/sinr_mapping.h"
#include "analytics/scenario/schema.h"
#include "app/cli/catalogue_models.h"
#include "app/cli/command.h"
#include "app/cli/devices/library.h"
#include "app/cli/model/model_quality.h"
#include "app/cli/options.h"
#include "app/cli/shared.h"
#include "app/cli/table.h"
#include "data/catalogue/devices.h"
#include "data/catalogue/models.h"
#include "data/catalogue/quality.h"
#include "data/library/library.h"

#include <array>
#include <iostream>
#include <memory>

namespace cellwright::cli {
namespace {

/// One list of what is known: the same entries as a document and as a table.
struct Listing {
    Json entries = Json::array();
    Table table;
};

template <class Q>
Json figure(const compute::Sourced<Q>& sourced) {
    return {{"value", detail::stored(sourced.value)},
            {"label", toText(sourced.label)},
            {"source", sourced.source}};
}

Json peaksOf(const compute::Device& device) {
    constexpr std::array names{"f32", "f16", "fp8", "int8"};
    Json peaks = Json::object();
    for (const auto& peak : device.peaks)
        peaks[names[std::size_t(peak.format)]] = figure(peak.rate);
    return peaks;
}

Json uncertaintyOf(const compute::ErrorFigures& error) {
    return {{"prefill_rel", error.prefill},
            {"decode_rel", error.decode},
            {"label", toText(error.label)},
            {"source", error.source}};
}

Json runtimesOf(const compute::Device& device) {
    Json runtimes = Json::array();
    for (const auto& runtime : device.runtimes)
        runtimes.push_back({{"name", runtime.name}, {"uncertainty", uncertaintyOf(runtime.error)}});
    return runtimes;
}

std::string runtimeNames(const compute::Device& device) {
    std::string names;
    for (const auto& runtime : device.runtimes)
        names += (names.empty() ? "" : ", ") + runtime.name;
    return names;
}

void addDevice(Listing& list, const compute::Device& d, bool yours) {
    list.entries.push_back({{"id", d.id},
                            {"name", d.name},
                            {"kind", catalogue::kindName(d.kind)},
                            {"yours", yours},
                            {"vendor", d.vendor},
                            {"runtime", compute::runtimeOf(d).name},
                            {"runtimes", runtimesOf(d)},
                            {"memory_capacity_bytes", figure(d.memoryCapacity)},
                            {"memory_bandwidth_bytes_per_s", figure(d.memoryBandwidth)},
                            {"peak_flop_per_s", peaksOf(d)},
                            {"uncertainty", uncertaintyOf(compute::runtimeOf(d).error)}});
    list.table.add({d.id, d.name + (yours ? " (yours)" : ""), std::string(catalogue::kindName(d.kind)),
                    toDisplay(d.memoryCapacity.value, 3), toDisplay(d.memoryBandwidth.value, 3),
                    runtimeNames(d), d.memoryBandwidth.source});
}

Listing devices() {
    Listing list{Json::array(),
                 Table({text("Id"), text("Name"), text("Kind"), number("Memory"), number("Bandwidth"),
                        text("Runtime"), text("Source of the bandwidth")})};
    const auto own = library::list();
    for (const auto& refused : own.refused)
        warn("not listed: " + refused.message());
    for (const auto& entry : own.entries)
        addDevice(list, entry.device, true);
    for (const auto& device : catalogue::devices())
        addDevice(list, device, false);
    return list;
}

void addRadio(Listing& list, std::string_view id, const std::string& kind, std::string_view name, Label label,
              std::string_view source) {
    list.entries.push_back(
        {{"id", id}, {"kind", kind}, {"name", name}, {"label", toText(label)}, {"source", source}});
    list.table.add(
        {std::string(id), kind, std::string(name), std::string(toText(label)), std::string(source)});
}

Listing radios() {
    Listing list{Json::array(),
                 Table({text("Id"), text("Kind"), text("Name"), text("Label"), text("Source")})};
    for (const auto& entry : EnumText<Propagation>::entries)
        addRadio(list, entry.key, "path loss", entry.label, Label::published,
                 "TR 38.901 tables 7.4.1-1 and 7.4.2-1");
    addRadio(list, "sector", "antenna", "Sector antenna", Label::published, "TR 38.901 table 7.3-1");
    for (const auto& band : nr::bands())
        addRadio(list, band.name, band.candidate ? "candidate band" : "band",
                 std::string(nr::toText(band.duplex)) + ", downlink " +
                     (band.downlink.width() > Hertz()
                          ? toDisplay(band.downlink.low, 7) + " to " + toDisplay(band.downlink.high, 7)
                          : std::string("none")),
                 band.candidate ? Label::unverified : Label::published, band.source);
    for (int table = 1; table <= nr::mcsTables; ++table)
        addRadio(list, std::to_string(table), "MCS table", "NR MCS table " + std::to_string(table),
                 Label::published, "TS 38.214 table 5.1.3.1-" + std::to_string(table));
    for (const auto mapping : {radio::SinrMapping::attenuatedShannon, radio::SinrMapping::sionnaAwgn,
                               radio::SinrMapping::lenaEesm})
        addRadio(list, radio::idOf(mapping), "SINR mapping", radio::toText(mapping), radio::labelOf(mapping),
                 radio::sourceOf(mapping));
    return list;
}

/// Who defines how a scheme stores its weights.
std::string_view layoutSource(Scheme scheme) {
    switch (scheme) {
    case Scheme::f32:
    case Scheme::f16:
        return "IEEE 754 binary32 and binary16";
    case Scheme::bf16:
        return "bfloat16: the upper half of IEEE 754 binary32";
    case Scheme::fp8_e4m3:
        return "OCP 8-bit floating point E4M3, one scale per tensor";
    case Scheme::int8:
    case Scheme::int4:
        return "integers with one f32 scale per row";
    case Scheme::nf4:
        return "QLoRA (Dettmers et al. 2023): 64 weights per scale, scales quantized again";
    case Scheme::gptq4:
        return "GPTQ checkpoints: as AWQ, and a group index per column and a bias per row";
    case Scheme::awq4:
        return "AWQ checkpoints: 128 weights per f16 scale and 4-bit zero";
    case Scheme::mxfp4:
        return "OCP microscaling FP4 for experts, all else q8_0: llama.cpp's MXFP4_MOE";
    default:
        return "GGUF block layout (ggml), mix of formats as llama.cpp's quantizer";
    }
}

/// The role that most weights of a scheme have: feed-forward matrices, in mxfp4 those of experts.
llm::TensorRole commonRole(Scheme scheme) {
    return scheme == Scheme::mxfp4 ? llm::TensorRole::expertUp : llm::TensorRole::up;
}

/// Over all tensors of a model that many quote: a mix keeps more bits than its commonest format.
double bitsInLlama(Scheme scheme) {
    static const auto model = catalogue::findModel("llama-3.1-8b").value();
    const auto accounting = llm::Accounting::of(model, {scheme}).value();
    return accounting.bitsPerWeight(accounting.whole());
}

std::string blockText(llm::TensorFormat format) {
    const auto elements = llm::blockElements(format);
    return elements == 1 ? std::to_string(llm::blockBytes(format)) + " B each"
                         : std::to_string(elements) + " in " + std::to_string(llm::blockBytes(format)) + " B";
}

Listing quantizations() {
    Listing list{Json::array(),
                 Table({text("Id"), text("Name"), number("Bits per weight"), number("In Llama 3.1 8B"),
                        text("Layout"), text("For KV cache"), text("Source")})};
    for (const auto scheme : llm::allSchemes()) {
        // A wide matrix in the middle of a model.
        const auto format = llm::formatFor(scheme, {commonRole(scheme), 4096, 16, 32, false, true, false});
        const bool cache = llm::vectorFormat(scheme, "KV cache").has_value();
        const double whole = bitsInLlama(scheme);
        list.entries.push_back({{"id", llm::schemeName(scheme)},
                                {"name", enumLabel(scheme)},
                                {"bits_per_weight", llm::bitsPerWeight(format)},
                                {"bits_per_weight_llama_3_1_8b", whole},
                                {"format", llm::formatName(format)},
                                {"block_elements", llm::blockElements(format)},
                                {"block_bytes", llm::blockBytes(format)},
                                {"kv_cache", cache},
                                {"source", layoutSource(scheme)}});
        list.table.add({std::string(llm::schemeName(scheme)), std::string(enumLabel(scheme)),
                        roundedText(llm::bitsPerWeight(format)), roundedText(whole), blockText(format),
                        cache ? "yes" : "no", std::string(layoutSource(scheme))});
    }
    return list;
}

Listing qualities() {
    const auto& tables = catalogue::qualityTables();
    Listing list{Json::array(), Table({text("Model"), text("Method"), text("Metric"), number("Value"),
                                       text("Label"), text("Source")})};
    for (const auto& row : tables.rows) {
        list.entries.push_back(qualityRowJson(tables, row));
        list.table.add({tables.models[row.model].name, row.method, row.metric, roundedText(row.value, 4),
                        std::string(toText(row.label)), row.source});
    }
    return list;
}

struct Kind {
    const char* name;
    const char* about;
    Listing (*list)();
};
constexpr std::array kinds{Kind{"devices", "Computers that can run them", devices},
                           Kind{"radios", "Path losses, antennas and link tables", radios},
                           Kind{"quantizations", "How weights and caches can be kept", quantizations},
                           Kind{"quality", "What quantization costs, as published", qualities}};

void addKind(CLI::App& catalogue, const Kind& kind, Action& action) {
    auto json = std::make_shared<bool>(false);
    auto* command = catalogue.add_subcommand(kind.name, kind.about);
    addJsonFlag(*command, *json);
    auto change = std::make_shared<LibraryChange>();
    if (kind.list == devices)
        addLibraryChange(*command, *change);
    command->callback([json, change, &kind, &action] {
        action = [json, change, &kind]() -> Expected<Status> {
            if (const auto done = apply(*change); !done)
                return tl::make_unexpected(done.error());
            auto listing = kind.list();
            if (*json)
                printJson({{"entries", std::move(listing.entries)}});
            else
                listing.table.print(std::cout, 0);
            return Status::done;
        };
    });
}

} // namespace

void addCatalogue(CLI::App& program, Action& action) {
    auto* catalogue = program.add_subcommand("catalogue", "What is known, with sources");
    catalogue->require_subcommand(1);
    addCatalogueModels(*catalogue, action);
    for (const auto& kind : kinds)
        addKind(*catalogue, kind, action);
}

} // namespace cellwright::cli
