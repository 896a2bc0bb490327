// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quantity/text.h"
#include "analytics/radio/calibration/calibration.h"
#include "app/cli/radio/radio.h"

#include <cmath>
#include <memory>

namespace cellwright::cli {
namespace {

// Tolerances that independent simulators keep among each other.
constexpr double geometryTolerance = 0.6, couplingTolerance = 1.3; // dB

struct CalibrateOptions {
    radio::CalibrationSetup setup;
    std::int64_t seed = 1;
    bool json = false;
};

double largest(const radio::CalibrationPoints& ours, const radio::CalibrationPoints& published) {
    double most = 0.0;
    for (std::size_t i = 0; i < ours.size(); ++i)
        most = std::max(most, std::abs(ours[i] - published[i]));
    return most;
}

/// {"p5": …, "p95": …}
Json pointsJson(const radio::CalibrationPoints& points) {
    Json json = Json::object();
    for (std::size_t i = 0; i < points.size(); ++i)
        json["p" + std::to_string(int(std::lround(radio::calibrationShares[i] * 100.0)))] = points[i];
    return json;
}

Json referenceJson(const radio::CalibrationPoints& geometry, const radio::CalibrationPoints& coupling,
                   const radio::CalibrationReference& published) {
    const double g = largest(geometry, published.geometry), c = largest(coupling, published.coupling);
    return {{"source", "R1-165974, median of 3GPP's companies, as tabulated with QuaDRiGa 2.8"},
            {"label", "published"},
            {"geometry_db", pointsJson(published.geometry)},
            {"coupling_gain_db", pointsJson(published.coupling)},
            {"largest_geometry_difference_db", g},
            {"largest_coupling_difference_db", c},
            {"agrees", g <= geometryTolerance && c <= couplingTolerance}};
}

void printTable(const radio::CalibrationPoints& geometry, const radio::CalibrationPoints& coupling,
                const radio::CalibrationReference* published) {
    Table table(
        {number("Users below"), number("Geometry"), number("3GPP"), number("Coupling gain"), number("3GPP")});
    for (std::size_t i = 0; i < geometry.size(); ++i)
        table.add({percent(radio::calibrationShares[i]), toDisplay(Decibels(geometry[i])),
                   published ? toDisplay(Decibels(published->geometry[i])) : "-",
                   toDisplay(Decibels(coupling[i])),
                   published ? toDisplay(Decibels(published->coupling[i])) : "-"});
    table.print(std::cout);
}

Expected<Status> calibrateCommand(const CalibrateOptions& o) {
    auto setup = o.setup;
    setup.seed = std::uint64_t(o.seed);
    const auto result = radio::calibrate(setup);
    if (!result)
        throw WrongUsage(result.error().message());
    const auto geometry = radio::pointsOf(result->geometry), coupling = radio::pointsOf(result->coupling);
    const auto* published = radio::calibrationReference(setup.scenario, setup.frequency);
    if (!o.json) {
        printTable(geometry, coupling, published);
        return Status::done;
    }
    printJson({{"scenario", setup.scenario == Propagation::uma ? "uma" : "umi"},
               {"frequency_hz", setup.frequency.si()},
               {"inter_site_distance_m", radio::siteDistance(setup.scenario).si()},
               {"users", result->geometry.size()},
               {"drops", setup.drops},
               {"seed", o.seed},
               {"geometry_db", pointsJson(geometry)},
               {"coupling_gain_db", pointsJson(coupling)},
               {"reference", published ? referenceJson(geometry, coupling, *published) : Json(nullptr)},
               {"source", "TR 38.901 clause 7.8.1, table 7.8-1"}});
    return Status::done;
}

} // namespace

void addCalibrate(CLI::App& radio, Action& action) {
    auto o = std::make_shared<CalibrateOptions>();
    auto* command =
        radio.add_subcommand("calibrate", "3GPP's large-scale calibration: 19 sites of three sectors");
    addChoice(*command, "--scenario", o->setup.scenario,
              std::map<std::string, Propagation>{{"uma", Propagation::uma}, {"umi", Propagation::umi}},
              "500 m or 200 m between sites")
        ->required();
    addQuantity(*command, "--frequency", o->setup.frequency, positive,
                "Carrier; 6, 30 and 70 GHz were published");
    addCount(*command, "--drops", o->setup.drops, 1, 10000, "Drops of 570 users");
    addCount(*command, "--seed", o->seed, 0, 2147483647, "Of everything that is drawn");
    addJsonFlag(*command, o->json);
    command->callback([o, &action] { action = [o] { return calibrateCommand(*o); }; });
}

} // namespace cellwright::cli
