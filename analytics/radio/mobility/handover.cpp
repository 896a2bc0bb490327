// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/mobility/handover.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>

namespace cellwright::radio {
namespace {

/// The bounding box of a group's users, at least as large as a step.
struct Box {
    double west, south, east, north;
};
Box boxOf(std::span<const Position> places) {
    Box box{places[0].x.si(), places[0].y.si(), places[0].x.si(), places[0].y.si()};
    for (const auto& at : places)
        box = {std::min(box.west, at.x.si()), std::min(box.south, at.y.si()), std::max(box.east, at.x.si()),
               std::max(box.north, at.y.si())};
    return box;
}

/// A coordinate that walks on and turns back at both ends.
double folded(double value, double low, double high) {
    const double width = high - low;
    if (width <= 0.0)
        return low;
    const double turn = std::fmod(std::abs(value - low), 2.0 * width);
    return low + (turn > width ? 2.0 * width - turn : turn);
}

/// How far a walk must go to meet borders: twice the mean distance between sites.
double walkLength(const Network& network) {
    std::vector<Position> sites;
    for (const auto& mast : network.masts)
        sites.push_back(mast.position);
    const Box box = boxOf(sites);
    const double area = (box.east - box.west) * (box.north - box.south);
    const double across = std::max(box.east - box.west, box.north - box.south);
    const double spacing = std::max(std::sqrt(area / double(sites.size())), across / double(sites.size()));
    return 2.0 * std::clamp(spacing, 50.0, 20e3);
}

/// Walker by walker, step by step.
std::vector<Position> walks(std::span<const Position> places, double step, const HandoverOptions& options) {
    constexpr double golden = 0.6180339887498949;
    const Box box = boxOf(places);
    std::vector<Position> path;
    for (int w = 0; w < options.walkers; ++w) {
        const auto& start = places[std::size_t(w) * places.size() / std::size_t(options.walkers)];
        const double heading = 2.0 * std::numbers::pi * std::fmod(golden * (w + 0.5), 1.0);
        for (int s = 0; s < options.stepsPerWalk; ++s)
            path.push_back(
                {Metres(folded(start.x.si() + step * s * std::cos(heading), box.west, box.east)),
                 Metres(folded(start.y.si() + step * s * std::sin(heading), box.south, box.north))});
    }
    return path;
}

/// RSRP and bias as log2 of milliwatts, cell by cell.
std::vector<std::vector<float>> ranks(const UserField& users, std::size_t group,
                                      std::span<const Position> path) {
    const auto& network = users.network();
    std::vector<std::vector<float>> all;
    for (std::size_t m = 0; m < network.masts.size(); ++m) {
        const auto& mast = network.masts[m];
        const auto gains =
            users.field().mastGains(int(m), path, receiverOf(users.groups()[group].group), Beam::strongest);
        for (int i = 0; i < mast.cellCount; ++i) {
            const auto& cell = network.cells[std::size_t(mast.firstCell + i)];
            const double elements = 12.0 * network.carriers[std::size_t(cell.carrier)].down.blocks;
            const auto level = cell.sector.power + cell.sector.bias - toDecibels(elements);
            const float power = milliwatts(level);
            auto& row = all.emplace_back(path.size());
            for (std::size_t p = 0; p < path.size(); ++p)
                row[p] = power * gains[std::size_t(i) * path.size() + p];
        }
    }
    return all;
}

/// The cell that leads at each place.
std::vector<int> leaders(const std::vector<std::vector<float>>& ranks) {
    std::vector<int> leader(ranks.front().size(), 0);
    auto best = ranks.front();
    for (std::size_t c = 1; c < ranks.size(); ++c)
        for (std::size_t p = 0; p < best.size(); ++p) {
            leader[p] = ranks[c][p] > best[p] ? int(c) : leader[p];
            best[p] = std::max(best[p], ranks[c][p]);
        }
    return leader;
}

/// One walk under event A3. Between two steps levels in decibels are taken as straight lines, so that the
/// time for which the event holds does not depend on where the steps lie.
class Walker {
public:
    Walker(const std::vector<std::vector<float>>& ranks, double hysteresis, double held)
        : ranks_(ranks)
        , leader_(leaders(ranks))
        , hysteresis_(std::log2(hysteresis))
        , held_(held) {}

    template <class F>
    void walk(std::size_t first, std::size_t steps, F&& changed) const {
        int serving = leader_[first];
        std::optional<double> entered; // steps from `first` on to where the event began
        for (std::size_t p = first + 1; p < first + steps; ++p) {
            const double here = double(p - first);
            if (entered && above(leader_[p], serving, p) <= 0.0) { // it ended on the way here
                const auto last = leader_[p - 1];
                const double end = here - 1.0 + crossing(last, serving, p);
                if (end - *entered >= held_) {
                    changed(serving, last);
                    serving = last;
                }
                entered.reset();
            }
            const int target = leader_[p];
            if (target == serving || above(target, serving, p) <= 0.0)
                continue;
            if (!entered)
                entered = here - 1.0 + crossing(target, serving, p);
            if (here - *entered < held_)
                continue;
            changed(serving, target);
            serving = target;
            entered.reset();
        }
    }

private:
    /// By how much one cell is above another and the hysteresis, in log2; a target that is the serving cell
    /// is not.
    [[nodiscard]] double above(int target, int serving, std::size_t at) const {
        return std::log2(double(ranks_[std::size_t(target)][at])) -
               std::log2(double(ranks_[std::size_t(serving)][at])) - hysteresis_;
    }
    /// The part of the step to `at` after which that changes its sign.
    [[nodiscard]] double crossing(int target, int serving, std::size_t at) const {
        const double before = above(target, serving, at - 1), after = above(target, serving, at);
        const double part = before / (before - after);
        return part >= 0.0 && part <= 1.0 ? part : 0.0;
    }

    const std::vector<std::vector<float>>& ranks_;
    std::vector<int> leader_;
    double hysteresis_;
    double held_; ///< in steps
};

} // namespace

Handovers countHandovers(const UserField& users, std::size_t group, MetresPerSecond speed,
                         const HandoverOptions& options) {
    Handovers result;
    const auto& places = users.groups()[group].positions;
    if (places.empty() || users.network().cells.size() < 2 || !(speed.si() > 0.0))
        return result;
    const double step = walkLength(users.network()) / (options.stepsPerWalk - 1);
    const auto path = walks(places, step, options);
    const auto levels = ranks(users, group, path);
    const double hold =
        std::min(speed.si() * options.timeToTrigger.si() / step, double(options.stepsPerWalk));
    const Walker walker(levels, toLinear(options.hysteresis), hold);
    std::map<std::pair<int, int>, int> counts;
    const auto steps = std::size_t(options.stepsPerWalk);
    for (int w = 0; w < options.walkers; ++w)
        walker.walk(std::size_t(w) * steps, steps, [&](int from, int to) {
            ++counts[{from, to}];
            ++result.counted;
        });
    result.walked = Metres(step * double(steps - 1) * options.walkers);
    result.perMetre = result.counted / result.walked.si();
    for (const auto& [pair, count] : counts)
        result.changes.push_back({pair.first, pair.second, count / result.walked.si()});
    return result;
}

} // namespace cellwright::radio
