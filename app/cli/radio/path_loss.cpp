// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/propagation/path_loss.h"

#include "analytics/quantity/text.h"
#include "analytics/radio/atmosphere/weather.h"
#include "analytics/radio/fading/fading.h"
#include "analytics/radio/propagation/enclosure.h"
#include "analytics/scenario/schema.h"
#include "app/cli/radio/radio.h"

#include <memory>

namespace cellwright::cli {
namespace {

struct PathLossOptions {
    Propagation model = Propagation::uma;
    radio::PathChoice state = radio::PathChoice::los;
    Hertz frequency{3.5e9};
    Metres distance;
    std::optional<Metres> siteHeight;
    Metres userHeight{1.5};
    Enclosure enclosure = Enclosure::none;
    std::optional<Metres> depth;
    bool gases = false;
    double rainRate = 0.0;
    bool json = false;

    [[nodiscard]] Metres height() const {
        return siteHeight.value_or(Metres(radio::pathLossLimits(model).usualSite));
    }
    [[nodiscard]] radio::Indoors indoors() const {
        radio::Indoors user{enclosure};
        if (depth)
            user.depth = depth->si() / radio::deepest(model).si();
        return user;
    }
    [[nodiscard]] radio::Weather weather() const {
        radio::Weather made;
        made.gases = gases;
        made.rainRate = rainRate;
        return radio::weatherAt(made, model);
    }
};

/// What the models do not vouch for, each as a sentence.
std::vector<std::string> warningsOf(const PathLossOptions& o) {
    std::vector<std::string> all;
    const auto range =
        radio::pathLossRange(o.model, o.state, o.distance, o.height(), o.userHeight, o.frequency);
    const std::string model(enumLabel(o.model));
    for (const auto& limit : range.limits())
        all.push_back(model + ": " + limit + " (" + radio::pathLossLimits(o.model).source + ")");
    for (const auto& limit : {radio::penetrationLimit(o.model, o.enclosure, o.frequency),
                              radio::weatherLimit(o.weather(), o.frequency)})
        if (!limit.empty())
            all.push_back(limit);
    return all;
}

/// The parts of one loss.
struct Losses {
    Decibels path, wall, air;
    [[nodiscard]] Decibels total() const { return path + wall + air; }
};
Losses lossesOf(const PathLossOptions& o, const radio::LinkGeometry<NullRecorder>& link) {
    NullRecorder none;
    return {radio::pathLoss(none, o.model, o.state, link, o.frequency),
            radio::penetrationLoss(none, o.model, o.indoors(), o.frequency, false),
            radio::airAttenuation(none, radio::airLoss(o.weather(), o.frequency), link.direct)};
}

double spreadOf(const PathLossOptions& o, const radio::LinkGeometry<NullRecorder>& link, double breakpoint) {
    const auto statistics = radio::fadingStatistics(o.model, radio::inBuilding(o.model, o.enclosure));
    if (o.state == radio::PathChoice::nlos)
        return statistics.nlosSpread;
    return link.ground.si() > breakpoint ? statistics.losFarSpread : statistics.losSpread;
}

Expected<Status> pathLossCommand(const PathLossOptions& o) {
    NullRecorder none;
    Metres inside = radio::meanDepth(o.model, o.enclosure);
    if (o.depth && inside > Metres())
        inside = *o.depth;
    const auto link = radio::linkGeometry(none, o.model, o.distance, o.height(), o.userHeight, inside);
    const auto losses = lossesOf(o, link);
    const double los = radio::losProbability(none, o.model, link);
    const auto breakpoint = radio::breakpointDistance(none, o.model, link, o.frequency);
    const double spread = spreadOf(o, link, breakpoint.si());
    const bool expected = o.state == radio::PathChoice::expected && radio::hasSight(o.model);
    const auto range =
        radio::pathLossRange(o.model, o.state, o.distance, o.height(), o.userHeight, o.frequency);
    const auto warnings = warningsOf(o);
    for (const auto& warning : warnings)
        warn("outside the range: " + warning);
    const bool standard = radio::hasSight(o.model), broken = radio::hasBreakpoint(o.model);
    return answer(o.json,
                  {{"path_loss_db", losses.path.db()},
                   {"los_probability", los},
                   {"breakpoint_m", broken ? Json(breakpoint.si()) : Json(nullptr)},
                   {"distance_3d_m", link.direct.si()},
                   {"penetration_loss_db", losses.wall.db()},
                   {"air_loss_db", losses.air.db()},
                   {"total_loss_db", losses.total().db()},
                   {"shadow_fading_db", expected ? Json(nullptr) : Json(spread)},
                   {"in_range", range.ok()},
                   {"warnings", warnings},
                   {"source", standard ? "TR 38.901 tables 7.4.1-1 and 7.4.2-1"
                                       : radio::pathLossLimits(o.model).source}},
                  {{"path loss", toDisplay(losses.path, 6)},
                   {"probability of line of sight", percent(los)},
                   {"breakpoint", broken ? toDisplay(breakpoint) : "none"},
                   {"distance in space", toDisplay(link.direct)},
                   {"penetration loss", toDisplay(losses.wall, 6)},
                   {"loss in air and rain", toDisplay(losses.air, 6)},
                   {"all losses", toDisplay(losses.total(), 6)},
                   {"spread of shadow fading", expected ? "differs by state" : toDisplay(Decibels(spread))}});
}

template <class Enum>
std::map<std::string, Enum> choicesOf() {
    std::map<std::string, Enum> choices;
    for (const auto& entry : EnumText<Enum>::entries)
        choices.emplace(entry.key, entry.value);
    return choices;
}

void addSurroundings(CLI::App& command, PathLossOptions& o) {
    addChoice(command, "--enclosure", o.enclosure, choicesOf<Enclosure>(), "What the user is inside of")
        ->default_str("none");
    addQuantity(command, "--depth", o.depth, notNegative, "Distance inside the building (default: the mean)");
    command.add_flag("--gas", o.gases, "Count what air takes (ITU-R P.676)");
    addQuantity(command, "--rain-rate", o.rainRate, notNegative, "Rain in mm/h (ITU-R P.838)");
}

} // namespace

void addPathLoss(CLI::App& radio, Action& action) {
    auto o = std::make_shared<PathLossOptions>();
    auto* command = radio.add_subcommand("pathloss", "One path loss of TR 38.901 and what adds to it");
    addChoice(*command, "--model", o->model, choicesOf<Propagation>(), "Environment")->required();
    addChoice(*command, "--state", o->state,
              {{"los", radio::PathChoice::los},
               {"nlos", radio::PathChoice::nlos},
               {"expected", radio::PathChoice::expected}},
              "Line of sight, none, or the mean power of both by their probability")
        ->required();
    addQuantity(*command, "--frequency", o->frequency, positive, "Carrier frequency")
        ->required()
        ->default_str("");
    addQuantity(*command, "--distance-2d", o->distance, notNegative, "Distance on the ground")
        ->required()
        ->default_str("");
    addQuantity(*command, "--bs-height", o->siteHeight, positive,
                "Of the site's antenna (default: usual for the model)");
    addQuantity(*command, "--ue-height", o->userHeight, positive, "Of the user's antenna");
    addSurroundings(*command, *o);
    addJsonFlag(*command, o->json);
    command->callback([o, &action] { action = [o] { return pathLossCommand(*o); }; });
}

} // namespace cellwright::cli
