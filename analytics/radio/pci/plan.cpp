// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/pci/table.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

namespace cellwright::radio {
namespace {

// What one conflict costs, so that graver kinds always win; mod 3 and the rest count by overlap.
constexpr double collisionCost = 1e6, confusionCost = 1e4, mod3Cost = 100.0, mod30Cost = 10.0, mod4Cost = 1.0;
constexpr double leastWeight = 0.05; // of neighbours that hardly overlap
constexpr double siteWeight = 1.0;   // of sectors of one site: planners give them different sequences
constexpr int rounds = 8;

class Planner {
public:
    Planner(PciTable& table, const Topology& topology)
        : table_(table) {
        for (const auto& site : topology.sites)
            if (site.locked)
                for (const auto& sector : site.sectors)
                    locked_.insert(sector.id);
    }

    void run() {
        std::vector<int> order(table_.network.cells.size());
        std::iota(order.begin(), order.end(), 0);
        std::ranges::stable_sort(order, std::ranges::greater(),
                                 [this](int cell) { return table_.neighbours[std::size_t(cell)].size(); });
        bool changed = true;
        for (int round = 0; round < rounds && changed; ++round) {
            changed = false;
            for (const int cell : order)
                changed = improve(cell) || changed;
        }
    }

private:
    /// What each identity would cost a cell, given all others.
    struct Costs {
        std::array<double, pciCount> same{};
        std::array<double, 3> mod3{};
        std::array<double, 4> mod4{};
        std::array<double, 30> mod30{};
        [[nodiscard]] double of(int pci) const {
            return same[std::size_t(pci)] + mod3[std::size_t(pci % 3)] + mod4[std::size_t(pci % 4)] +
                   mod30[std::size_t(pci % 30)];
        }
    };
    [[nodiscard]] Costs costsOf(int cell) const {
        Costs costs;
        for (const auto& link : table_.neighbours[std::size_t(cell)]) {
            const bool together = table_.network.cells[std::size_t(link.other)].site ==
                                  table_.network.cells[std::size_t(cell)].site;
            const double weight = std::max(link.overlap, together ? siteWeight : leastWeight);
            if (const auto& pci = table_.identity[std::size_t(link.other)]) {
                costs.same[std::size_t(*pci)] += collisionCost;
                costs.mod3[std::size_t(*pci % 3)] += mod3Cost * weight;
                costs.mod4[std::size_t(*pci % 4)] += mod4Cost * weight;
                costs.mod30[std::size_t(*pci % 30)] += mod30Cost * weight;
            }
            for (const auto& further : table_.neighbours[std::size_t(link.other)])
                if (const auto& pci = table_.identity[std::size_t(further.other)];
                    pci && further.other != cell)
                    costs.same[std::size_t(*pci)] += confusionCost;
        }
        // Used anywhere else on the carrier: fresh identities first, so that reuse is as far as it can be.
        for (std::size_t other = 0; other < table_.identity.size(); ++other)
            if (const auto& pci = table_.identity[other];
                pci && int(other) != cell &&
                table_.network.cells[other].carrier == table_.network.cells[std::size_t(cell)].carrier)
                costs.same[std::size_t(*pci)] += 1e-3;
        return costs;
    }
    bool improve(int cell) {
        if (locked_.contains(table_.network.cells[std::size_t(cell)].sector.id))
            return false;
        auto& own = table_.identity[std::size_t(cell)];
        const auto costs = costsOf(cell);
        // A change must be worth more than the least conflict of the lowest kind.
        int best = own.value_or(0);
        double least =
            own ? costs.of(*own) - 0.5 * mod4Cost * leastWeight : std::numeric_limits<double>::infinity();
        for (int pci = 0; pci < pciCount; ++pci)
            if (const double cost = costs.of(pci); cost < least) {
                least = cost;
                best = pci;
            }
        if (own == best)
            return false;
        own = best;
        return true;
    }

    PciTable& table_;
    std::unordered_set<SectorId> locked_;
};

} // namespace

Expected<PciPlan> planPci(const Topology& topology, const PciOptions& options) {
    return pciTable(topology, options).map([&](PciTable table) {
        const auto before = table.identity;
        Planner(table, topology).run();
        PciPlan plan;
        std::unordered_map<SectorId, std::size_t> cellOf;
        for (std::size_t i = 0; i < table.network.cells.size(); ++i)
            cellOf[table.network.cells[i].sector.id] = i;
        for (const auto& site : topology.sites)
            for (const auto& sector : site.sectors)
                if (const auto found = cellOf.find(sector.id); found != cellOf.end())
                    if (const auto& after = table.identity[found->second]; after != before[found->second])
                        plan.changes.push_back({sector.id, before[found->second], *after});
        plan.after = pciReport(table);
        return plan;
    });
}

Topology withPci(Topology topology, const std::vector<PciChange>& changes) {
    std::unordered_map<SectorId, int> after;
    for (const auto& change : changes)
        after[change.sector] = change.after;
    for (auto& site : topology.sites)
        for (auto& sector : site.sectors)
            if (const auto found = after.find(sector.id); found != after.end())
                sector.pci = found->second;
    return topology;
}

} // namespace cellwright::radio
