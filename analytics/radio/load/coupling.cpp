// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/load/coupling.h"

#include "analytics/radio/link_budget.h"
#include "analytics/radio/user_link.h"

#include <algorithm>
#include <cmath>
#include <functional>
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

/// One user that has something to send.
struct Talker {
    int cell;
    std::size_t group;
    double bits; ///< per second
    Decibels coupling;
    double signal, noise, rest;                     ///< watts
    std::vector<std::pair<int, double>> disturbers; ///< cell, watts at full load
};

struct Iteration {
    Loads load, demand;
    int count = 0;
    bool converged = false;
};

/// ρ <- min(1, f(ρ)) until it stays.
Iteration iterate(const Function& f, Loads start, const CouplingOptions& options) {
    Iteration state{std::move(start), {}, 0, false};
    while (!state.converged && state.count < options.mostIterations) {
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
    const auto found = iterate(f, Loads(cells, 0.0), options);
    return {found.load, found.demand, found.count, found.converged, true};
}

/// Whether the iteration from full load ends where the one from silence did.
bool unique(const Function& f, const CoupledLoads& low, const CouplingOptions& options) {
    const auto high = iterate(f, Loads(low.load.size(), 1.0), options);
    return std::ranges::equal(low.load, high.load,
                              [](double a, double b) { return std::abs(a - b) <= sameLoads; });
}

class Coupling {
public:
    Coupling(const UserField& users, const Demands& demands)
        : users_(users)
        , network_(users.network()) {
        for (std::size_t g = 0; g < users.groups().size() && g < demands.size(); ++g)
            for (std::size_t u = 0; u < users.groups()[g].positions.size() && u < demands[g].size(); ++u)
                add(g, u, demands[g][u]);
    }

    [[nodiscard]] Loads down(const Loads& loads) const {
        Loads demand(network_.cells.size(), 0.0);
        const double others = mean(loads);
        for (const auto& talker : down_) {
            double disturbance = talker.noise + talker.rest * others;
            for (const auto& [cell, watts] : talker.disturbers)
                disturbance += loads[std::size_t(cell)] * watts;
            const Decibels sinr = toDecibels(talker.signal / disturbance);
            demand[std::size_t(talker.cell)] +=
                talker.bits *
                cellTimeDown(users_, talker.cell, sinr, users_.sharing(talker.cell, talker.group)).si();
        }
        return demand;
    }
    [[nodiscard]] Loads up(const Loads& loads) const {
        Loads demand(network_.cells.size(), 0.0), heard(network_.cells.size(), 0.0);
        for (std::size_t i = 0; i < heard.size(); ++i) {
            const auto powers = users_.meanPowers(int(i));
            for (std::size_t j = 0; j < heard.size(); ++j)
                if (j != i)
                    heard[i] += loads[j] * powers[j];
        }
        for (const auto& talker : up_)
            demand[std::size_t(talker.cell)] +=
                talker.bits * cellTimeUp(users_, talker.cell, users_.groups()[talker.group].group,
                                         talker.coupling, Watts(heard[std::size_t(talker.cell)]),
                                         users_.sharing(talker.cell, talker.group))
                                  .si();
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
        const auto levels = receivedLevels(network_, group.positions[u], receiver, path, Beam::strongest);
        const auto own = std::size_t(cell);
        Talker talker{
            cell, g, demand.up.si(), DecibelMilliwatts(levels[own]) - network_.cells[own].sector.power, 0, 0,
            0,    {}};
        if (demand.up.si() > 0.0)
            up_.push_back(talker);
        if (demand.down.si() <= 0.0)
            return;
        talker.bits = demand.down.si();
        talker.signal = toWatts(DecibelMilliwatts(levels[own])).si();
        hear(talker,
             network_.hasBeams() ? receivedLevels(network_, group.positions[u], receiver, path, Beam::mean)
                                 : levels,
             receiver);
        down_.push_back(std::move(talker));
    }
    /// Noise, and the cells that disturb it.
    void hear(Talker& talker, const std::vector<double>& levels, const Receiver& receiver) const {
        NullRecorder rec;
        const auto& cell = network_.cells[std::size_t(talker.cell)];
        const auto& carrier = network_.carriers[std::size_t(cell.carrier)];
        talker.noise = toWatts(noisePower(rec, carrier.occupied(), receiver.noiseFigure)).si();
        auto& all = talker.disturbers;
        for (std::size_t i = 0; i < levels.size(); ++i)
            if (int(i) != talker.cell && network_.cells[i].carrier == cell.carrier)
                all.emplace_back(int(i), toWatts(DecibelMilliwatts(levels[i])).si());
        if (all.size() <= mostInterferers)
            return;
        std::ranges::nth_element(all, all.begin() + std::ptrdiff_t(mostInterferers), std::ranges::greater(),
                                 &std::pair<int, double>::second);
        for (std::size_t i = mostInterferers; i < all.size(); ++i)
            talker.rest += all[i].second;
        all.resize(mostInterferers);
    }

    const UserField& users_;
    const Network& network_;
    std::vector<Talker> down_, up_;
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
