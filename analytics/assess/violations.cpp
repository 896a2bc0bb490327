// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/violations.h"

#include "analytics/assess/memory.h"
#include "analytics/assess/request.h"
#include "analytics/assess/stages.h"
#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <set>

namespace cellwright::assessing {
namespace {

EntityRef refOf(const GroupResult& group) {
    return {EntityKind::userGroup, group.id.value};
}

std::string percent(double share) {
    return roundedText(share * 100.0, 3) + " %";
}

/// Weight formats from the widest to the narrowest, for the search of one that fits.
constexpr std::array narrowing = {Scheme::f16,    Scheme::q8_0, Scheme::q6_k,   Scheme::q5_k_m,
                                  Scheme::q4_k_m, Scheme::q4_0, Scheme::q3_k_m, Scheme::q2_k};

/// Memory on the device if the deployment were changed.
Bytes deviceNeed(const World& world, const Plan& plan, const std::function<void(Deployment&)>& change) {
    Scenario other;
    other.topology.hosts = world.scenario().topology.hosts;
    other.workloads = {*plan.asked};
    other.deployments = {*plan.deployment};
    change(other.deployments.front());
    std::vector<Violation> problems;
    const auto changed = makePlan(other, world.facts(), *plan.group, problems);
    NullRecorder rec;
    return changed ? deviceMemory(rec, *changed) : Bytes(INFINITY);
}

std::string deviceRemedy(const World& world, const Plan& plan, Bytes capacity) {
    if (plan.small) {
        for (const auto scheme : narrowing)
            if (deviceNeed(world, plan, [&](Deployment& d) { d.smallWeights = scheme; }) <= capacity)
                return "keep the small model's weights as " + std::string(enumKey(scheme));
        return "choose a smaller small model";
    }
    if (plan.deployment->placement == Placement::split) {
        for (int tail = plan.deployment->tailLayers - 1; tail > 0; --tail)
            if (deviceNeed(world, plan, [&](Deployment& d) { d.tailLayers = tail; }) <= capacity)
                return "keep " + std::to_string(tail) + " last layers or fewer on the device";
        for (int cut = plan.deployment->cut - 1; cut >= 0; --cut)
            if (deviceNeed(world, plan, [&](Deployment& d) { d.cut = cut; }) <= capacity)
                return "move the cut to layer " + std::to_string(cut) + " or below";
    }
    for (const auto scheme : narrowing)
        if (deviceNeed(world, plan, [&](Deployment& d) { d.deviceWeights = scheme; }) <= capacity)
            return "keep the device's weights as " + std::string(enumKey(scheme));
    return plan.deployment->placement == Placement::device
               ? "split the model or serve it on a host"
               : "serve it on the host, or choose a smaller model";
}

/// Memory of the host if all its plans kept their weights in one other format.
std::string hostRemedy(HostId host, const std::vector<const Plan*>& plans, Bytes capacity) {
    for (const auto scheme : narrowing) {
        std::vector<Deployment> deployments;
        std::vector<Plan> changed;
        deployments.reserve(plans.size());
        changed.reserve(plans.size());
        for (const auto* plan : plans) {
            deployments.push_back(*plan->deployment);
            deployments.back().hostWeights = scheme;
            changed.push_back(*plan);
            changed.back().deployment = &deployments.back();
            for (auto& stage : changed.back().stages)
                stage.weights = scheme;
            const llm::Precision precision{
                scheme, plan->deployment->kvCache, plan->deployment->activations, {}};
            changed.back().accounting =
                llm::Accounting::of(*plan->model, precision).value_or(*plan->accounting);
        }
        std::vector<const Plan*> pointers;
        for (const auto& plan : changed)
            pointers.push_back(&plan);
        NullRecorder rec;
        if (hostMemory<NullRecorder>(rec, host, pointers) <= capacity)
            return "keep the host's weights as " + std::string(enumKey(scheme));
    }
    return "choose accelerators with more memory, a smaller model or a smaller batch";
}

class Finder {
public:
    Finder(const World& world, const Assessment& assessment)
        : world_(world)
        , a_(assessment) {}

    std::vector<Violation> all() {
        for (std::size_t g = 0; g < a_.groups.size(); ++g)
            if (world_.plans()[g])
                checkGroup(a_.groups[g], *world_.plans()[g], g);
        for (const auto& host : a_.hosts)
            checkHost(host);
        for (const auto& cell : a_.cells)
            checkCell(cell);
        for (const auto& link : a_.links)
            checkLink(link);
        return std::move(found_);
    }

private:
    void add(ViolationKind kind, EntityRef entity, std::string what, std::string remedy, double value,
             double limit, std::string unit) {
        found_.push_back({kind, entity, std::move(what), std::move(remedy), value, limit, std::move(unit)});
    }

    void checkGroup(const GroupResult& group, const Plan& plan, std::size_t index) {
        if (group.deviceMemory > group.deviceCapacity)
            add(ViolationKind::memory, refOf(group),
                "\"" + group.name + "\": the model needs " + toDisplay(group.deviceMemory) + " on " +
                    plan.device->name + ", which has " + toDisplay(group.deviceCapacity) + ": " +
                    toDisplay(group.deviceMemory - group.deviceCapacity) + " too much",
                deviceRemedy(world_, plan, group.deviceCapacity), group.deviceMemory.si(),
                group.deviceCapacity.si(), "B");
        if (plan.usesNetwork())
            checkReach(group, plan, index);
        const auto& w = *plan.workload;
        checkTarget(group, "time to first token", group.ttft.p95, w.ttftTarget, group.ttftParts);
        checkTarget(group, "time per output token", group.tpot.p95, w.tpotTarget, group.tpotParts);
        checkTarget(group, "end-to-end time", group.endToEnd.p95, w.endToEndTarget,
                    wholeAnswer(group, w.outputTokens));
    }

    /// The phases of the first token and of all later ones.
    static std::vector<Part<Seconds>> wholeAnswer(const GroupResult& group, int outputTokens) {
        auto parts = group.ttftParts;
        for (const auto& later : group.tpotParts) {
            const Seconds time = later.value * double(outputTokens - 1);
            const auto same = std::find_if(parts.begin(), parts.end(),
                                           [&](const auto& part) { return part.key == later.key; });
            if (same == parts.end())
                parts.push_back({later.key, later.name, time});
            else
                same->value += time;
        }
        return parts;
    }

    void checkReach(const GroupResult& group, const Plan& plan, std::size_t index) {
        int uncovered = 0;
        std::map<const Host*, int> unreached;
        std::set<const Host*> ends{plan.source};
        if (!plan.source)
            ends = {&plan.promptHost(), &plan.firstHost(), &plan.lastHost()};
        for (const auto& link : world_.links(index)) {
            uncovered += !link.covered;
            for (const auto* host : ends)
                unreached[host] += link.covered && !world_.route(link.site, host->id);
        }
        if (uncovered > 0)
            add(ViolationKind::coverage, refOf(group),
                "\"" + group.name + "\": " + std::to_string(uncovered) + " of " +
                    std::to_string(group.users) + " users have no coverage (SINR below " +
                    roundedText(world_.assumptions().outageSinrDb) + " dB)",
                "add a site near them, raise its power or turn a sector towards them", uncovered, 0, "users");
        for (const auto& [host, users] : unreached)
            if (users > 0)
                addDisconnected(group, *host, users);
        for (const auto& [from, to, first, later] : world_.apart(plan))
            add(ViolationKind::disconnected, refOf(group),
                "\"" + group.name + "\": no link leads from host \"" + from->name + "\" to \"" + to->name +
                    "\"" + weathered(),
                from->enabled && to->enabled ? "link the two hosts, or let others run these layers"
                                             : "switch both hosts on, or let others run these layers",
                group.users, 0, "users");
    }

    /// The links that the weather has put out, for a sentence.
    [[nodiscard]] std::string weathered() const {
        std::string out;
        for (const auto& link : a_.links)
            if (link.inService && link.capacity.si() <= 0.0)
                out += (out.empty() ? "; out in this weather: \"" : ", \"") + link.name + "\" (" +
                       toDisplay(link.fade, 3) + ")";
        return out;
    }

    void addDisconnected(const GroupResult& group, const Host& host, int users) {
        const std::string out = weathered();
        const auto who = "\"" + group.name + "\": the sites of " + std::to_string(users) + " users ";
        if (host.enabled)
            add(ViolationKind::disconnected, refOf(group),
                who + "have no link to \"" + host.name + "\"" + out,
                out.empty() ? "link those sites to the host" : "add a path that the weather leaves", users, 0,
                "users");
        else
            add(ViolationKind::disconnected, refOf(group),
                who + "reach nobody: host \"" + host.name + "\" is switched off",
                "switch it on, or choose another host", users, 0, "users");
    }

    void checkTarget(const GroupResult& group, const std::string& name, Seconds value,
                     const std::optional<Seconds>& target, const std::vector<Part<Seconds>>& parts) {
        if (!target || group.covered == 0 || value <= *target)
            return;
        const auto longest = std::max_element(parts.begin(), parts.end(),
                                              [](const auto& a, const auto& b) { return a.value < b.value; });
        const std::string remedy = longest == parts.end()
                                       ? "relax the target"
                                       : "the largest part is \"" + std::string(longest->name) +
                                             "\": shorten that, or relax the target";
        add(ViolationKind::target, refOf(group),
            "\"" + group.name + "\": the 95th percentile of the " + name + " is " + toDisplay(value) +
                ", the target " + toDisplay(*target),
            remedy, value.si(), target->si(), "s");
    }

    void checkHost(const HostResult& host) {
        const EntityRef ref{EntityKind::host, host.id.value};
        if (host.memory > host.capacity)
            add(ViolationKind::memory, ref,
                "host \"" + host.name + "\" needs " + toDisplay(host.memory) + " on each accelerator, " +
                    host.device + " has " + toDisplay(host.capacity) + ": " +
                    toDisplay(host.memory - host.capacity) + " too much",
                hostRemedy(host.id, world_.plansOn(host.id), host.capacity), host.memory.si(),
                host.capacity.si(), "B");
        const double limit = world_.assumptions().utilisationLimit;
        if (host.utilisation <= limit)
            return;
        const auto* entry = findById(world_.scenario().topology.hosts, host.id);
        const double needed = std::ceil(host.utilisation * entry->count / limit);
        add(ViolationKind::unstable, ref,
            "host \"" + host.name + "\" is asked for " + percent(host.utilisation) +
                " of its capacity: requests queue up" +
                (host.utilisation >= 1.0 ? " without end" : " beyond the limit of " + percent(limit)),
            "give it " + roundedText(needed) + " accelerators instead of " + std::to_string(entry->count) +
                ", a larger batch or fewer requests",
            host.utilisation, limit, "share");
    }

    void checkCell(const CellResult& cell) {
        const double limit = world_.assumptions().utilisationLimit;
        const double worst = std::max(cell.utilisationDownlink, cell.utilisationUplink);
        if (worst <= limit)
            return;
        const bool up = cell.utilisationUplink >= cell.utilisationDownlink;
        add(ViolationKind::unstable, {EntityKind::site, cell.site.value},
            "cell \"" + cell.name + "\": requests need " + percent(worst) + " of its " +
                (up ? "uplink" : "downlink") + " time, the limit is " + percent(limit),
            "add bandwidth or a sector there, or send fewer bytes (a narrower format at the cut, or "
            "another placement)",
            worst, limit, "share");
    }

    void checkLink(const LinkResult& link) {
        const double limit = world_.assumptions().utilisationLimit;
        if (!link.inService || link.capacity.si() <= 0.0 || link.utilisation <= limit)
            return;
        const auto* entry = findById(world_.scenario().topology.links, link.id);
        const double room = std::max(limit - entry->backgroundLoad, 0.01);
        const int sharers = world_.traffic().sharers(link.id);
        const double faded = entry->capacity.si() / link.capacity.si();
        const auto offered = world_.traffic().shared(link.id).busier();
        add(ViolationKind::unstable, {EntityKind::link, link.id.value},
            "link \"" + link.name + "\" is loaded to " + percent(link.utilisation) + ", the limit is " +
                percent(limit) +
                (sharers > 1 ? " (with the " + std::to_string(sharers - 1) + " others of its optical tree)"
                             : "") +
                (faded > 1.0 ? " (weather leaves it " + toDisplay(link.capacity) + ")" : ""),
            "give it at least " + toDisplay(BitsPerSecond(offered.si() / room * faded)), link.utilisation,
            limit, "share");
    }

    const World& world_;
    const Assessment& a_;
    std::vector<Violation> found_;
};

} // namespace

std::vector<Violation> findViolations(const World& world, const Assessment& assessment) {
    return Finder(world, assessment).all();
}

} // namespace cellwright::assessing
