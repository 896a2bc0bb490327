// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/maps/statistics.h"
#include "app/cli/command.h"
#include "app/cli/coverage_files.h"
#include "app/cli/options.h"
#include "app/cli/shared.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iostream>
#include <memory>

namespace cellwright::cli {
namespace {

constexpr std::size_t mostPixels = 16'000'000;
constexpr double usualPixels = 40'000.0; ///< where no resolution is given

struct Options {
    std::string project, scenario, layer = "sinr", group;
    OutputFile output;
    std::optional<Metres> resolution;
    Metres margin{500.0};
    std::optional<double> target;
    Decibels overlapMargin{6.0};
    DecibelMilliwatts overlapThreshold{-110.0};
    bool statistics = false, json = false;
};

/// The rectangle around everything that radiates or listens, with a margin.
Expected<maps::Frame> frameOf(const Scenario& scenario, const Options& options) {
    std::vector<Position> places;
    for (const auto& site : scenario.topology.sites)
        places.push_back(site.position);
    for (const auto& group : scenario.topology.groups) {
        places.insert(places.end(), group.area.begin(), group.area.end());
        places.insert(places.end(), group.points.begin(), group.points.end());
    }
    if (places.empty())
        return failure("the scenario has neither sites nor users to map", options.project, "add a site");
    const auto [left, right] = std::ranges::minmax(places, {}, [](const Position& p) { return p.x.si(); });
    const auto [low, high] = std::ranges::minmax(places, {}, [](const Position& p) { return p.y.si(); });
    const double margin = options.margin.si();
    const double width = (right.x - left.x).si() + 2.0 * margin,
                 height = (high.y - low.y).si() + 2.0 * margin;
    const double step = options.resolution.value_or(Metres(std::sqrt(width * height / usualPixels))).si();
    const double columns = std::max(1.0, std::ceil(width / step)),
                 rows = std::max(1.0, std::ceil(height / step));
    if (!(columns * rows <= double(mostPixels)))
        throw WrongUsage("the map would have more than 16 million pixels; give a coarser --resolution");
    return maps::Frame{
        {left.x - options.margin, low.y - options.margin}, Metres(step), int(columns), int(rows)};
}

UserGroupId groupOf(const Scenario& scenario, const std::string& name) {
    if (name.empty())
        return {};
    for (const auto& group : scenario.topology.groups)
        if (group.name == name)
            return group.id;
    throw WrongUsage("there is no user group \"" + name + "\"");
}

Json jsonOf(const maps::Distribution& d) {
    if (d.valued == 0)
        return {{"places", d.places}, {"valued", 0}};
    return {{"places", d.places}, {"valued", d.valued}, {"mean", d.mean}, {"min", d.minimum},
            {"p5", d.p5},         {"p25", d.p25},       {"p50", d.p50},   {"p75", d.p75},
            {"p95", d.p95},       {"max", d.maximum}};
}

/// What the layers' keys in the contract are called, with the unit.
std::string unitOf(maps::Layer layer) {
    switch (layer) {
    case maps::Layer::rsrp:
        return "dBm";
    case maps::Layer::sinr:
        return "dB";
    case maps::Layer::rateDown:
    case maps::Layer::rateUp:
        return "bit/s";
    case maps::Layer::ttft:
    case maps::Layer::tpot:
        return "s";
    case maps::Layer::energy:
        return "J";
    case maps::Layer::exposure:
        return "byte";
    default:
        return "";
    }
}

struct Result {
    maps::LayerMap map;
    maps::MapStatistics statistics;
    double seconds = 0.0;
    std::size_t cells = 0;
};

Json jsonOf(const Result& result, maps::Layer layer, bool statistics) {
    const auto& s = result.statistics;
    Json json = {{"layer", maps::infoOf(layer).key},
                 {"unit", unitOf(layer)},
                 {"cells", result.cells},
                 {"pixels", result.map.frame.size()},
                 {"width", result.map.frame.width},
                 {"height", result.map.frame.height},
                 {"resolution_m", result.map.frame.resolution.si()},
                 {"origin_m", {result.map.frame.origin.x.si(), result.map.frame.origin.y.si()}},
                 {"seconds", result.seconds},
                 {"percentiles", jsonOf(s.area)}};
    if (!statistics)
        return json;
    Json cdf = Json::array();
    for (const auto& point : maps::cdfOf(*result.map.columns.find(layer), 21))
        cdf.push_back({point.value, point.share});
    json["statistics"] = {{"target", s.target},        {"area_share", s.areaShare},
                          {"area_m2", s.squareMetres}, {"user_share", s.userShare},
                          {"users", jsonOf(s.users)},  {"range_m", s.range.si()},
                          {"cdf", std::move(cdf)}};
    return json;
}

void print(const Result& result, maps::Layer layer, const Options& options) {
    const auto& info = maps::infoOf(layer);
    const auto& s = result.statistics;
    const auto shown = [&](double value) {
        return info.kind.empty() ? roundedText(value, 4) : roundedSi(value, info.kind);
    };
    std::cout << info.name << ": " << result.map.frame.width << " x " << result.map.frame.height
              << " pixels of " << toDisplay(result.map.frame.resolution) << ", " << result.cells
              << " cells\n";
    if (s.area.valued > 0 && !info.categories)
        std::cout << "5 %: " << shown(s.area.p5) << "   median: " << shown(s.area.p50)
                  << "   95 %: " << shown(s.area.p95) << "   mean: " << shown(s.area.mean) << '\n';
    std::cout << roundedText(100.0 * double(s.area.valued) / double(std::max<std::size_t>(1, s.area.places)),
                             4)
              << " % of the area has a value\n";
    if (!options.statistics || info.categories)
        return;
    std::cout << (info.higherIsBetter ? "at least " : "at most ") << shown(s.target) << ": "
              << roundedText(100.0 * s.areaShare, 4) << " % of the area ("
              << roundedText(s.squareMetres / 1e6, 4) << " km2), " << roundedText(100.0 * s.userShare, 4)
              << " % of " << s.users.places << " users, up to " << toDisplay(s.range) << " from the site\n";
}

Expected<void> write(const Options& options, const maps::LayerMap& map, const radio::Network& network,
                     maps::Layer layer, const Scenario& scenario) {
    if (options.output.path.empty())
        return {};
    const auto files = coverageFiles(options.output.path, map, network, layer, scenario.topology.origin);
    if (!files)
        return tl::make_unexpected(files.error());
    for (const auto& file : *files)
        if (const auto written = writeText({file.path, options.output.force}, file.bytes); !written)
            return written;
    return {};
}

Expected<Status> coverage(const Options& options) {
    const auto layer = maps::layerFromKey(options.layer == "rate" ? "rate-down" : options.layer);
    if (!layer)
        throw WrongUsage(layer.error().what + "; " + layer.error().remedy);
    if (!options.output.path.empty()) {
        if (!isCoverageFile(options.output.path))
            throw WrongUsage("a map is written as .csv, .png or .tif");
        if (const auto free = checkOutput(options.output); !free)
            return tl::make_unexpected(free.error());
    }
    const auto input = readInput(options.project);
    if (!input)
        return tl::make_unexpected(input.error());
    const auto scenarios = chooseScenarios(input->project, options.scenario);
    if (scenarios.empty())
        return failure("the project has no scenario to map", options.project, "add a scenario");
    const auto& scenario = *scenarios.front();
    const auto frame = frameOf(scenario, options);
    if (!frame)
        return tl::make_unexpected(frame.error());
    const auto start = std::chrono::steady_clock::now();
    const auto engine = maps::MapEngine::make(scenario, input->facts,
                                              {.layers = {*layer},
                                               .group = groupOf(scenario, options.group),
                                               .overlapMargin = options.overlapMargin,
                                               .overlapThreshold = options.overlapThreshold});
    if (!engine)
        return failure(engine.error().what, options.project, engine.error().remedy);
    maps::ProgressiveMap map(*engine, *frame, 1);
    map.finish();
    Result result{map.map(), {}, 0.0, engine->network().cells.size()};
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    result.statistics =
        maps::statisticsOf(*engine, result.map, *layer, options.target.value_or(maps::infoOf(*layer).target));
    if (const auto written = write(options, result.map, engine->network(), *layer, scenario); !written)
        return tl::make_unexpected(written.error());
    if (options.json)
        printJson(jsonOf(result, *layer, options.statistics));
    else
        print(result, *layer, options);
    return Status::done;
}

} // namespace

void addCoverage(CLI::App& program, Action& action) {
    auto o = std::make_shared<Options>();
    auto* command = program.add_subcommand("coverage", "What users would get at every place, as a map");
    command->add_option("PROJECT", o->project, "Project file, or a project's JSON")
        ->required()
        ->type_name("");
    command->add_option("--scenario", o->scenario, "Its name; without, the first")->type_name("NAME");
    std::vector<std::string> keys{"rate"}; // short for the downlink's
    for (const auto& info : maps::allLayers())
        keys.emplace_back(info.key);
    command
        ->add_option("--layer", o->layer,
                     "What to map: rsrp, sinr, best-server, overlap, rate-down, rate-up, ttft, tpot, energy, "
                     "exposure or exposed-tokens (default: sinr)")
        ->check(CLI::IsMember(keys).description(""))
        ->type_name("LAYER");
    command->add_option("--group", o->group, "Whose device and requests (default: the first user group)")
        ->type_name("NAME");
    addQuantity(*command, "--resolution", o->resolution, positive,
                "Side of a pixel (default: 40,000 pixels)");
    addQuantity(*command, "--margin", o->margin, notNegative, "Around all sites and users");
    command->add_flag("--statistics", o->statistics,
                      "Shares of area and users that meet the target, and the CDF");
    addNumber(
        *command, "--target", [o](double value) { o->target = value; }, "", anyNumber,
        "In the layer's unit (SI, dB or dBm)");
    addQuantity(*command, "--overlap-margin", o->overlapMargin, notNegative,
                "Cells this far below the best count");
    addQuantity(*command, "--overlap-threshold", o->overlapThreshold, anyNumber, "Weaker cells do not count");
    addOutput(*command, o->output, "The map: .csv, .png with a world file, or .tif (GeoTIFF)");
    addJsonFlag(*command, o->json);
    command->callback([o, &action] { action = [o] { return coverage(*o); }; });
}

} // namespace cellwright::cli
