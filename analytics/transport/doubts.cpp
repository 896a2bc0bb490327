// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/transport/doubts.h"

#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"
#include "analytics/transport/medium.h"
#include "analytics/transport/traffic.h"
#include "analytics/transport/weather.h"

#include <map>

namespace cellwright::transport {
namespace {

constexpr double longestPath = 60e3;                          // metres, P.530-18 clause 2.4.1
constexpr double lowestCarrier = 1e9, highestCarrier = 100e9; // hertz, the same

class Finder {
public:
    Finder(const Topology& topology, const Assumptions& assumptions)
        : topology_(topology)
        , assumptions_(assumptions) {}

    std::vector<Doubt> run() {
        for (const auto& link : topology_.links)
            if (link.enabled) {
                checkFrequency(link);
                checkRain(link);
            }
        return std::move(found_);
    }

private:
    void add(const Link& link, const std::string& what, std::string remedy) {
        found_.push_back({link.id, "link \"" + link.name + "\" " + what, std::move(remedy)});
    }
    void checkFrequency(const Link& link) {
        if (!isRadio(link.medium) && link.frequency)
            add(link, "has a frequency, which means nothing in " + std::string(enumLabel(link.medium)),
                "choose a radio medium, or empty the field");
        const bool judged = assumptions_.rainRate > 0.0 || assumptions_.gasAbsorption;
        if (isRadio(link.medium) && judged && !link.frequency)
            add(link, "has no frequency; rain and gas are judged at " + toDisplay(carrierOf(link)),
                "give the frequency of its carrier");
    }
    void checkRain(const Link& link) {
        if (link.medium != Medium::microwave || assumptions_.rainRate <= 0.0)
            return;
        NullRecorder rec;
        const auto length = linkLength(rec, topology_, link);
        if (length.si() > longestPath)
            add(link, "is " + toDisplay(length) + " long; ITU-R P.530 gives the rain on up to 60 km",
                "divide it by a relay, or judge its rain by measurements");
        const double carrier = carrierOf(link).si();
        if (carrier < lowestCarrier || carrier > highestCarrier)
            add(link,
                "is at " + toDisplay(carrierOf(link)) + "; ITU-R P.530 gives the rain from 1 to 100 GHz",
                "take its fade as an extrapolation");
    }

    const Topology& topology_;
    const Assumptions& assumptions_;
    std::vector<Doubt> found_;
};

} // namespace

std::vector<Doubt> doubts(const Topology& topology, const Assumptions& assumptions) {
    auto found = Finder(topology, assumptions).run();
    const Traffic trees(topology);
    std::map<int, const Link*> first;
    for (const auto& link : topology.links) {
        const int tree = trees.treeOf(link.id);
        if (tree < 0)
            continue;
        const auto [known, fresh] = first.try_emplace(tree, &link);
        if (!fresh && known->second->capacity != link.capacity)
            found.push_back({link.id,
                             "links \"" + known->second->name + "\" and \"" + link.name +
                                 "\" share an optical tree but name different capacities (" +
                                 toDisplay(known->second->capacity) + ", " + toDisplay(link.capacity) + ")",
                             "give all links of the tree the capacity of its terminal"});
    }
    return found;
}

} // namespace cellwright::transport
