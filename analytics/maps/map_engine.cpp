// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/maps/map_engine.h"

#include "analytics/assess/exposure.h"
#include "analytics/assess/user.h"
#include "analytics/radio/user_positions.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace cellwright::maps {
namespace {

constexpr float nothing = std::numeric_limits<float>::quiet_NaN();

bool wantsRates(Layer layer) {
    return layer >= Layer::rateDown;
}

/// Sums of the ledger over every zone but the user's own.
struct Exposure {
    double bytes = 0.0, tokens = 0.0;
};
Exposure exposureOf(const PrivacyResult& privacy) {
    NullRecorder rec;
    Exposure sum;
    for (const auto& zone : privacy::exposureByZone<NullRecorder>(rec, privacy.ledger))
        if (zone.zone != TrustZone::userDevice) {
            sum.bytes += zone.bytes.si();
            sum.tokens += zone.recoverableTokens;
        }
    return sum;
}

} // namespace

/// Everything that is worked out once. The world refers to the scenario and the facts beside it.
struct MapEngine::State {
    Scenario scenario;
    Facts facts;
    MapOptions options;
    std::size_t group = 0;
    radio::Receiver receiver;
    std::optional<radio::UserField> ownUsers; ///< where the world cannot be used
    std::optional<radio::CellField> ownField; ///< where no users are needed
    std::optional<assessing::World> world;
    std::optional<radio::ReceiverField> heard; ///< of the field, for the receiver
    std::optional<assessing::RequestModel<NullRecorder>> model;
    Exposure exposure;

    [[nodiscard]] bool wants(bool (*which)(Layer)) const {
        return std::ranges::any_of(options.layers, which);
    }
    [[nodiscard]] const UserGroup* groupOrNone() const {
        const auto& groups = scenario.topology.groups;
        return group < groups.size() ? &groups[group] : nullptr;
    }
    [[nodiscard]] const radio::UserField* users() const {
        return world && world->usable() ? &world->field() : ownUsers ? &*ownUsers : nullptr;
    }
    [[nodiscard]] const radio::CellField& field() const { return users() ? users()->field() : *ownField; }

    Expected<void> chooseGroup();
    Expected<void> prepareRadio();
    Expected<void> prepareRequests();
    /// A layer at a place that has a link.
    [[nodiscard]] double valueOf(Layer layer, const radio::UserLink& link,
                                 const assessing::UserResult<NullRecorder>* result) const;
    void addRequests(std::span<const Position> places, const radio::RadioLevels& levels,
                     MapColumns& out) const;
    void countOverlap(std::span<const Position> places, const radio::RadioLevels& levels,
                      std::vector<float>& out) const;
};

Expected<void> MapEngine::State::chooseGroup() {
    const auto& groups = scenario.topology.groups;
    if (options.group) {
        const auto found = std::ranges::find(groups, options.group, &UserGroup::id);
        if (found == groups.end())
            return failure("there is no user group " + std::to_string(options.group.value), {},
                           "choose one of the scenario's groups");
        group = std::size_t(found - groups.begin());
    }
    if (groups.empty() && wants(needsRequest))
        return failure("the scenario has no user group, so nobody asks anything", {},
                       "draw an area of users, with a workload and a deployment");
    if (const auto* chosen = groupOrNone())
        receiver = radio::receiverOf(*chosen);
    return {};
}

Expected<void> MapEngine::State::prepareRadio() {
    const auto radioOptions = radio::radioOptions(scenario.assumptions);
    if (wants(wantsRates) || scenario.assumptions.coupledLoad)
        world.emplace(scenario, facts);
    if (users())
        return {};
    if (wants(wantsRates)) {
        auto made = radio::UserField::make(scenario.topology, radioOptions);
        if (!made)
            return tl::make_unexpected(made.error());
        ownUsers = std::move(*made);
        return {};
    }
    auto made = radio::CellField::make(scenario.topology, radioOptions);
    if (!made)
        return tl::make_unexpected(made.error());
    ownField = std::move(*made);
    return {};
}

Expected<void> MapEngine::State::prepareRequests() {
    if (!wants(needsRequest))
        return {};
    const auto* plan = world->usable() && world->plans()[group] ? &*world->plans()[group] : nullptr;
    if (!plan) {
        const auto& problems = world->problems();
        return failure(problems.empty() ? "the plan of the group cannot be made" : problems.front().what, {},
                       problems.empty() ? "" : problems.front().remedy);
    }
    NullRecorder rec;
    model = assessing::requestModel(rec, *world, *plan);
    auto privacy = assessing::privacyResult(*plan, world->assumptions(), world->meanDraftLength(group));
    if (!privacy)
        return tl::make_unexpected(privacy.error());
    exposure = exposureOf(*privacy);
    return {};
}

double MapEngine::State::valueOf(Layer layer, const radio::UserLink& link,
                                 const assessing::UserResult<NullRecorder>* result) const {
    switch (layer) {
    case Layer::rateDown:
        return link.covered ? link.down.rateShared.si() : 0.0;
    case Layer::rateUp:
        return link.covered ? link.up.rateShared.si() : 0.0;
    case Layer::ttft:
        return result ? result->timing.ttft.si() : double(nothing);
    case Layer::tpot:
        return result ? result->timing.tpot.si() : double(nothing);
    case Layer::energy:
        return result ? result->energy.total.si() / model->outputTokens : double(nothing);
    case Layer::exposure:
        return result ? exposure.bytes : double(nothing);
    case Layer::exposedTokens:
        return result ? exposure.tokens : double(nothing);
    default:
        return double(nothing);
    }
}

void MapEngine::State::addRequests(std::span<const Position> places, const radio::RadioLevels& levels,
                                   MapColumns& out) const {
    const UserGroup nobody;
    const auto* known = groupOrNone();
    const auto links = radio::evaluatePlaces(*users(), known ? *known : nobody, places, levels);
    NullRecorder rec;
    for (std::size_t i = 0; i < places.size(); ++i) {
        std::optional<assessing::UserResult<NullRecorder>> result;
        if (model && world->serves(group, links[i]))
            if (auto made = assessing::evaluateLink(rec, *world, group, links[i], *model))
                result = std::move(*made);
        for (std::size_t c = 0; c < out.layers.size(); ++c)
            if (wantsRates(out.layers[c]) && (links[i].cell >= 0 || result))
                out.values[c][i] = float(valueOf(out.layers[c], links[i], result ? &*result : nullptr));
    }
}

void MapEngine::State::countOverlap(std::span<const Position> places, const radio::RadioLevels& levels,
                                    std::vector<float>& out) const {
    std::vector<float> limit(places.size());
    const auto margin = float(options.overlapMargin.db()), threshold = float(options.overlapThreshold.db());
    for (std::size_t i = 0; i < places.size(); ++i)
        limit[i] = std::max(levels.rsrp[i] - margin, threshold);
    const auto counts = heard->cellsAbove(places, limit);
    for (std::size_t i = 0; i < places.size(); ++i)
        out[i] = levels.cell[i] < 0 ? nothing : float(counts[i]);
}

Expected<MapEngine> MapEngine::make(Scenario scenario, Facts facts, const MapOptions& options) {
    auto state = std::make_shared<State>();
    state->scenario = std::move(scenario);
    state->facts = std::move(facts);
    state->options = options;
    auto prepared = state->chooseGroup().and_then([&] { return state->prepareRadio(); }).and_then([&] {
        return state->prepareRequests();
    });
    if (!prepared)
        return tl::make_unexpected(prepared.error());
    state->heard.emplace(state->field().forReceiver(state->receiver));
    MapEngine engine;
    engine.state_ = std::move(state);
    return engine;
}

void MapEngine::evaluate(std::span<const Position> places, MapColumns& out) const {
    const auto& state = *state_;
    out.layers = state.options.layers;
    out.resize(places.size());
    radio::RadioLevels levels;
    state.heard->evaluate(places, {}, levels);
    out.cell = levels.cell;
    for (std::size_t c = 0; c < out.layers.size(); ++c)
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (levels.cell[i] < 0)
                continue;
            if (out.layers[c] == Layer::rsrp)
                out.values[c][i] = levels.rsrp[i];
            else if (out.layers[c] == Layer::sinr)
                out.values[c][i] = levels.sinr[i];
            else if (out.layers[c] == Layer::bestServer)
                out.values[c][i] = float(levels.cell[i]);
        }
    if (const auto overlap = std::ranges::find(out.layers, Layer::overlap); overlap != out.layers.end())
        state.countOverlap(places, levels, out.values[std::size_t(overlap - out.layers.begin())]);
    if (state.wants(wantsRates))
        state.addRequests(places, levels, out);
}

Reading MapEngine::at(Position place) const {
    MapColumns columns;
    evaluate(std::span(&place, 1), columns);
    Reading reading;
    for (std::size_t c = 0; c < columns.layers.size(); ++c)
        if (!std::isnan(columns.values[c][0]))
            reading.values.emplace_back(columns.layers[c], double(columns.values[c][0]));
    reading.cell = columns.cell[0];
    if (reading.cell < 0)
        return reading;
    const auto& cell = network().cells[std::size_t(reading.cell)];
    const auto& mast = network().masts[std::size_t(cell.mast)];
    const double east = (mast.position.x - place.x).si(), north = (mast.position.y - place.y).si();
    reading.site = cell.site;
    reading.sector = cell.sector.id;
    reading.server = mast.name + " " + cell.sector.name;
    reading.distance = Metres(std::hypot(east, north));
    const double bearing = std::atan2(east, north) * 180.0 / std::numbers::pi;
    reading.bearing = Degrees(bearing < 0.0 ? bearing + 360.0 : bearing);
    return reading;
}

const MapOptions& MapEngine::options() const {
    return state_->options;
}

const radio::Network& MapEngine::network() const {
    return state_->field().network();
}

std::vector<Position> MapEngine::users() const {
    const auto* group = state_->groupOrNone();
    return group ? radio::userPositions(*group) : std::vector<Position>{};
}

const std::vector<float>* MapColumns::find(Layer layer) const {
    const auto found = std::ranges::find(layers, layer);
    return found == layers.end() ? nullptr : &values[std::size_t(found - layers.begin())];
}

void MapColumns::resize(std::size_t places) {
    values.assign(layers.size(), std::vector<float>(places, nothing));
    cell.assign(places, -1);
}

} // namespace cellwright::maps
