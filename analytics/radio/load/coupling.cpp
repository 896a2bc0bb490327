// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/load/coupling.h"

#include "analytics/radio/link_budget.h"
#include "analytics/radio/load/cell_time.h"
#include "analytics/radio/load/uplink.h"
#include "analytics/radio/received_levels.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>

namespace cellwright::radio {
namespace {

constexpr std::size_t mostInterferers = 256;
constexpr double sameLoads = 1e-4; // between the iterations from below and from above

using Loads = std::vector<double>;
using Function = std::function<Loads(const Loads&)>;

double mean(const Loads& loads) {
    return loads.empty() ? 0.0 : std::accumulate(loads.begin(), loads.end(), 0.0) / double(loads.size());
}

/// One user that has something to send. Powers are in watts.
struct Talker {
    int cell;
    std::size_t time; ///< in Coupling::times_
    double bits;      ///< per second
};
struct Listener : Talker {
    double signal = 0.0, noise = 0.0, rest = 0.0;
    std::size_t first = 0, last = 0; ///< of its disturbers
};
struct Sender : Talker {
    double whole = 0.0;  ///< received by its gNB with all power in one block, times the blocks
    double target = 0.0; ///< what power control aims at, likewise
};

struct Iteration {
    Loads load, demand;
    int count = 0;
    bool converged = false;
};

/// ρ <- min(1, f(ρ)) until it stays, or is good enough.
template <class Enough>
Iteration iterate(const Function& f, Loads start, const CouplingOptions& options, Enough&& enough) {
    Iteration state{std::move(start), {}, 0, false};
    while (!state.converged && state.count < options.mostIterations && !enough(state.load)) {
        state.demand = f(state.load);
        double change = 0.0;
        for (std::size_t i = 0; i < state.load.size(); ++i) {
            const double next = std::min(1.0, state.demand[i]);
            change = std::max(change, std::abs(next - state.load[i]));
            state.load[i] = next;
        }
        state.converged = change <= options.tolerance;
        ++state.count;
    }
    return state;
}

CoupledLoads solve(const Function& f, std::size_t cells, const CouplingOptions& options) {
    const auto found = iterate(f, Loads(cells, 0.0), options, [](const Loads&) { return false; });
    return {found.load, found.demand, found.count, found.converged, true};
}

bool alike(const Loads& low, const Loads& high) {
    return std::ranges::equal(low, high, [](double a, double b) { return std::abs(a - b) <= sameLoads; });
}

/// Whether the iteration from full load ends where the one from silence did. It falls and stays above every
/// fixed point, so that it need not be followed further than to where the two cannot be told apart.
bool unique(const Function& f, const CoupledLoads& low, const CouplingOptions& options) {
    const auto high = iterate(f, Loads(low.load.size(), 1.0), options,
                              [&](const Loads& loads) { return alike(low.load, loads); });
    return alike(low.load, high.load);
}

class Coupling {
public:
    Coupling(const UserField& users, const Demands& demands)
        : users_(users)
        , network_(users.network())
        , levels_(users.network()) {
        NullRecorder rec;
        for (const auto& cell : network_.cells)
            noise_.push_back(toWatts(noisePower(rec, network_.carriers[std::size_t(cell.carrier)].occupied(),
                                                cell.sector.noiseFigure))
                                 .si());
        for (std::size_t g = 0; g < users.groups().size() && g < demands.size(); ++g)
            for (std::size_t u = 0; u < users.groups()[g].positions.size() && u < demands[g].size(); ++u)
                add(g, u, demands[g][u]);
    }

    [[nodiscard]] Loads down(const Loads& loads) const {
        Loads demand(network_.cells.size(), 0.0);
        const double others = mean(loads);
        for (const auto& listener : down_) {
            double disturbance = listener.noise + listener.rest * others;
            for (std::size_t i = listener.first; i < listener.last; ++i)
                disturbance += loads[std::size_t(disturbers_[i].first)] * disturbers_[i].second;
            demand[std::size_t(listener.cell)] +=
                listener.bits * times_[listener.time].down(listener.signal / disturbance).si();
        }
        return demand;
    }
    [[nodiscard]] Loads up(const Loads& loads) const {
        Loads demand(network_.cells.size(), 0.0), disturbance(network_.cells.size(), 0.0);
        for (std::size_t i = 0; i < disturbance.size(); ++i) {
            const auto powers = users_.meanPowers(int(i));
            for (std::size_t j = 0; j < disturbance.size(); ++j)
                if (j != i)
                    disturbance[i] += loads[j] * powers[j];
            disturbance[i] += noise_[i];
        }
        for (const auto& sender : up_) {
            const double heard = disturbance[std::size_t(sender.cell)];
            demand[std::size_t(sender.cell)] +=
                sender.bits * times_[sender.time].up(sender.whole / heard, sender.target / heard).si();
        }
        return demand;
    }

private:
    void add(std::size_t g, std::size_t u, const UserDemand& demand) {
        const auto& group = users_.groups()[g];
        const int cell = group.levels.cell[u];
        if (cell < 0 || (demand.down.si() <= 0.0 && demand.up.si() <= 0.0))
            return;
        const auto receiver = group.receiver(u);
        const auto path = users_.field().options().path;
        const auto levels = levels_.at(group.positions[u], receiver, path, Beam::strongest);
        const DecibelMilliwatts own(levels[std::size_t(cell)]);
        const auto time = timeOf(cell, g);
        if (demand.up.si() > 0.0)
            up_.push_back(sender({cell, time, demand.up.si()}, group.group, own));
        if (demand.down.si() <= 0.0)
            return;
        Listener listener{{cell, time, demand.down.si()}, toWatts(own).si()};
        hear(listener,
             network_.hasBeams() ? levels_.at(group.positions[u], receiver, path, Beam::mean) : levels,
             receiver);
        down_.push_back(listener);
    }

    /// Users of one group share a cell in the same way.
    std::size_t timeOf(int cell, std::size_t group) {
        const auto [found, fresh] = timeIndex_.try_emplace({cell, group}, times_.size());
        if (fresh)
            times_.emplace_back(users_, cell, group);
        return found->second;
    }

    [[nodiscard]] Sender sender(const Talker& talker, const UserGroup& group, DecibelMilliwatts own) const {
        NullRecorder rec;
        const auto& cell = network_.cells[std::size_t(talker.cell)];
        const auto& carrier = network_.carriers[std::size_t(cell.carrier)];
        const auto coupling = own - cell.sector.power;
        const auto received = [&](DecibelMilliwatts power) {
            return toWatts(power + coupling).si() * carrier.up.blocks;
        };
        return {talker, received(group.power),
                carrier.carrier.uplinkTarget ? received(blockPower(rec, carrier.carrier, coupling))
                                             : std::numeric_limits<double>::infinity()};
    }

    /// Noise, and the cells that disturb the listener.
    void hear(Listener& listener, const std::vector<double>& levels, const Receiver& receiver) {
        NullRecorder rec;
        const auto& cell = network_.cells[std::size_t(listener.cell)];
        const auto& carrier = network_.carriers[std::size_t(cell.carrier)];
        listener.noise = toWatts(noisePower(rec, carrier.occupied(), receiver.noiseFigure)).si();
        std::vector<std::pair<int, double>> all;
        for (std::size_t i = 0; i < levels.size(); ++i)
            if (int(i) != listener.cell && network_.cells[i].carrier == cell.carrier)
                all.emplace_back(int(i), toWatts(DecibelMilliwatts(levels[i])).si());
        if (all.size() > mostInterferers) {
            std::ranges::nth_element(all, all.begin() + std::ptrdiff_t(mostInterferers),
                                     std::ranges::greater(), &std::pair<int, double>::second);
            for (std::size_t i = mostInterferers; i < all.size(); ++i)
                listener.rest += all[i].second;
            all.resize(mostInterferers);
        }
        listener.first = disturbers_.size();
        disturbers_.insert(disturbers_.end(), all.begin(), all.end());
        listener.last = disturbers_.size();
    }

    const UserField& users_;
    const Network& network_;
    ReceivedLevels levels_;
    std::vector<double> noise_; ///< of each gNB, watts
    std::vector<CellTime> times_;
    std::map<std::pair<int, std::size_t>, std::size_t> timeIndex_;
    std::vector<std::pair<int, double>> disturbers_; ///< cell, watts at full load; listener by listener
    std::vector<Listener> down_;
    std::vector<Sender> up_;
};

} // namespace

std::vector<int> CoupledLoads::overloaded() const {
    std::vector<int> cells;
    for (std::size_t i = 0; i < demand.size(); ++i)
        if (demand[i] > 1.0)
            cells.push_back(int(i));
    return cells;
}

CellLoads coupleLoads(const UserField& users, const Demands& demands, const CouplingOptions& options) {
    const Coupling coupling(users, demands);
    const auto cells = users.network().cells.size();
    const Function down = [&](const Loads& loads) { return coupling.down(loads); };
    const Function up = [&](const Loads& loads) { return coupling.up(loads); };
    CellLoads found{solve(down, cells, options), solve(up, cells, options)};
    found.up.unique = unique(up, found.up, options);
    return found;
}

} // namespace cellwright::radio
