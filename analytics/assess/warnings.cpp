// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/warnings.h"

#include "analytics/assess/modes/small_model.h"
#include "analytics/assess/modes/storage.h"
#include "analytics/radio/antenna/doubts.h"
#include "analytics/scenario/schema.h"
#include "analytics/transport/doubts.h"

#include <algorithm>
#include <map>

namespace cellwright::assessing {
namespace {

constexpr std::size_t named = 3; ///< sites that a warning names

std::string modelName(Propagation model) {
    return std::string(enumLabel(model));
}

/// What one limit concerns: sites in the order in which they are found, and users.
struct Case {
    std::vector<const radio::Mast*> masts;
    int users = 0;
    std::string remedy;
    void add(const radio::Mast& mast) {
        if (std::ranges::none_of(masts, [&](const auto* known) { return known->site == mast.site; }))
            masts.push_back(&mast);
    }
};

std::string sitesOf(const Case& one) {
    std::string text;
    for (std::size_t i = 0; i < std::min(named, one.masts.size()); ++i)
        text += (i == 0 ? "\"" : ", \"") + one.masts[i]->name + "\"";
    if (one.masts.size() > named)
        text += " and " + std::to_string(one.masts.size() - named) + " more";
    return text;
}

class Finder {
public:
    explicit Finder(const World& world)
        : world_(world)
        , network_(world.field().network()) {}

    std::vector<Warning> all() {
        for (const auto& mast : network_.masts)
            checkMast(mast);
        for (std::size_t g = 0; g < world_.field().groups().size(); ++g)
            checkGroup(g);
        std::vector<Warning> warnings;
        for (const auto& [what, one] : cases_) {
            const std::string users = one.users > 0 ? std::to_string(one.users) + " users of " : "";
            warnings.push_back(
                {{EntityKind::site, one.masts.front()->site.value},
                 what + ": " + users + (one.masts.size() == 1 ? "site " : "sites ") + sitesOf(one),
                 one.remedy});
        }
        return warnings;
    }

private:
    void add(const radio::Mast& mast, const std::string& what, const std::string& remedy, int users) {
        Case& one = cases_[what];
        one.add(mast);
        one.users += users;
        one.remedy = remedy;
    }

    [[nodiscard]] Hertz frequencyOf(const radio::Mast& mast) const {
        return network_.carriers[std::size_t(mast.carrier)].carrier.frequency;
    }

    void addRange(const radio::Mast& mast, const radio::PathLossRange& range, int users) {
        const auto* source = radio::pathLossLimits(mast.propagation).source;
        for (const auto& limit : range.limits())
            add(mast, modelName(mast.propagation) + ", " + limit + " (" + source + ")",
                "read these figures as extrapolated, or choose a model that reaches so far", users);
    }

    /// What does not depend on users.
    void checkMast(const radio::Mast& mast) {
        const auto& limits = radio::pathLossLimits(mast.propagation);
        auto range = radio::pathLossRange(mast.propagation, radio::PathChoice::los, Metres(limits.farthest),
                                          mast.height, Metres(limits.lowestUser), frequencyOf(mast));
        range.distance = range.userHeight = true;
        addRange(mast, range, 0);
        const auto weather = radio::weatherLimit(
            radio::weatherAt(world_.field().field().options().weather, mast.propagation), frequencyOf(mast));
        if (!weather.empty())
            add(mast, weather, "ignore rain and gases on these carriers", 0);
        checkAntennas(mast);
    }

    void checkAntennas(const radio::Mast& mast) {
        const auto& carrier = network_.carriers[std::size_t(mast.carrier)].carrier;
        for (int i = mast.firstCell; i < mast.firstCell + mast.cellCount; ++i) {
            const auto& cell = network_.cells[std::size_t(i)];
            for (const auto& doubt : radio::antennaDoubts(cell.sector, cell.pattern.get(), carrier))
                add(mast, doubt.what, doubt.remedy, 0);
        }
    }

    void checkGroup(std::size_t g) {
        const auto& group = world_.field().groups()[g];
        for (std::size_t user = 0; user < group.positions.size(); ++user) {
            const auto& link = world_.links(g)[user];
            if (link.cell < 0 || !link.covered)
                continue;
            const auto& mast = network_.masts[std::size_t(network_.cells[std::size_t(link.cell)].mast)];
            auto range = link.range;
            range.siteHeight = range.frequency = true;
            addRange(mast, range, 1);
            const auto wall =
                radio::penetrationLimit(mast.propagation, group.indoors[user].enclosure, frequencyOf(mast));
            if (!wall.empty())
                add(mast, wall, "read these figures as extrapolated, or choose another enclosure", 1);
        }
    }

    const World& world_;
    const radio::Network& network_;
    std::map<std::string, Case> cases_;
};

} // namespace

std::vector<Warning> couplingWarnings(const LoadCouplingResult& coupling) {
    std::vector<Warning> all;
    if (!coupling.coupled)
        return all;
    if (!coupling.converged)
        all.push_back(
            {{},
             "loads and interference did not settle in " +
                 std::to_string(std::max(coupling.iterationsDownlink, coupling.iterationsUplink)) +
                 " iterations",
             "read loads and rates as those of the last iteration, or carry less traffic per cell"});
    if (!coupling.unique)
        all.push_back({{},
                       "several states of loads and interference agree: the least loaded one is shown",
                       "carry less traffic in the cells that are almost full"});
    return all;
}

std::vector<Warning> grantWarnings(const radio::Network& network, const Assumptions& assumptions) {
    std::vector<Warning> all;
    for (const auto& [carrier, down, up] : network.carriers)
        if (carrier.configuredGrant && assumptions.uplinkGrantDelay)
            all.push_back({{EntityKind::carrier, carrier.id.value},
                           "carrier \"" + carrier.name +
                               "\" has a configured grant, but the uplink grant delay is given",
                           "empty the uplink grant delay: it then follows from the carrier"});
    return all;
}

namespace {

/// Settings of a deployment that a plan has no use for.
void addIdle(const Plan& plan, std::vector<Warning>& all) {
    const auto& d = *plan.deployment;
    const auto add = [&](std::string what, std::string remedy) {
        all.push_back({{EntityKind::deployment, d.id.value},
                       "deployment \"" + d.name + "\": " + std::move(what),
                       std::move(remedy)});
    };
    if (!plan.usesHost() && !d.addedHosts.empty())
        add("its further hosts do nothing, since all layers are on the device", "place layers on a host");
    if (d.tailLayers > 0 && d.placement != Placement::split)
        add("last layers on the device take a split, so they are not there", "choose the placement split");
    if (!d.kvCaching && d.promptChunk > 0)
        add("without a KV cache prompts are processed whole, not in chunks", "turn KV caching on");
    if (!d.kvCaching && d.kvWindow > 0)
        add("without a KV cache its window does nothing", "turn KV caching on");
    if (d.kvCaching && d.kvWindow > 0 && plan.keepsWholeCache())
        add("layers of " + plan.listed->name +
                " that keep a compressed cache or a state keep it whole: the "
                "window is for the others",
            "read memory and work of those layers as without a window");
    if (plan.workload->prefixTokens > 0 && plan.prefix() == 0)
        add("the common prefix of \"" + plan.workload->name + "\" is computed with every prompt: " +
                (!d.kvCaching       ? "nothing is kept without a KV cache"
                 : plan.comesBack() ? "its vectors have to come back to the device"
                                    : "no host processes the prompt"),
            plan.comesBack() ? "let a host have the last layers"
                             : "let a host with a KV cache process prompts");
}

/// Of every deployment once, by the first group that has it.
std::vector<Warning> planWarnings(const World& world) {
    std::vector<Warning> all;
    std::vector<std::pair<const Deployment*, const Workload*>> seen;
    for (const auto& plan : world.plans())
        if (plan && std::ranges::find(seen, std::pair(plan->deployment, plan->workload)) == seen.end()) {
            seen.emplace_back(plan->deployment, plan->workload);
            addIdle(*plan, all);
        }
    return all;
}

} // namespace

std::vector<Warning> findWarnings(const World& world) {
    auto found = Finder(world).all();
    for (auto& warning : planWarnings(world))
        found.push_back(std::move(warning));
    for (auto& warning : couplingWarnings(world.loadCoupling()))
        found.push_back(std::move(warning));
    for (auto& warning : grantWarnings(world.field().network(), world.assumptions()))
        found.push_back(std::move(warning));
    for (const auto& plan : world.plans())
        if (const auto doubt = plan ? vocabularyDoubt(*plan) : std::string(); !doubt.empty())
            found.push_back({{EntityKind::deployment, plan->deployment->id.value},
                             doubt,
                             "compare the tokenizers of the two models"});
    for (const auto& plan : world.plans())
        for (auto& [what, remedy] :
             plan ? idleChoices(*plan) : std::vector<std::pair<std::string, std::string>>())
            found.push_back(
                {{EntityKind::deployment, plan->deployment->id.value}, std::move(what), std::move(remedy)});
    for (auto& doubt : transport::doubts(world.scenario().topology, world.assumptions()))
        found.push_back(
            {{EntityKind::link, doubt.link.value}, std::move(doubt.what), std::move(doubt.remedy)});
    return found;
}

} // namespace cellwright::assessing
