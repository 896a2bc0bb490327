// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/modes/speculation.h"
#include "analytics/inference/queue.h"
#include "analytics/inference/queueing/batching.h"
#include "analytics/nr/access.h"
#include "analytics/radio/load/coupling.h"
#include "analytics/radio/user_link.h"
#include "analytics/transport/graph.h"
#include "analytics/transport/traffic.h"

#include <array>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace cellwright::assessing {

/// Where a link enters the network, and its rates.
struct LinkPlace {
    SiteId site;
    int cell = -1;
    BitsPerSecond uplink, downlink;
};

/// The queue of each accelerator of a host that batches by iterations, with the groups that are its kinds.
struct HostBatch {
    inference::BatchQueue queue;
    std::vector<UserGroupId> groups;
};

/// A scenario with everything resolved that all users share: plans, radio, routes, and the load of the hosts.
/// Holds references to the scenario and the facts, which must outlive it.
class World {
public:
    World(const Scenario& scenario, const Facts& facts);

    [[nodiscard]] const Scenario& scenario() const { return scenario_; }
    [[nodiscard]] const Facts& facts() const { return facts_; }
    [[nodiscard]] const Assumptions& assumptions() const { return scenario_.assumptions; }
    /// What is wrong with the scenario itself; with a fatal problem there is nothing else here.
    [[nodiscard]] const std::vector<Violation>& problems() const { return problems_; }
    [[nodiscard]] bool usable() const { return field_.has_value(); }

    [[nodiscard]] const radio::UserField& field() const { return *field_; }
    /// By group, in the order of the topology; nothing where the plan cannot be made.
    [[nodiscard]] const std::vector<std::optional<Plan>>& plans() const { return plans_; }
    [[nodiscard]] const std::vector<radio::UserLink>& links(std::size_t group) const { return links_[group]; }
    /// What a message waits for the air in a cell; only where the assumptions leave a delay to be computed.
    [[nodiscard]] const nr::AccessDelays& access(int cell) const;
    /// The route from a site or a host to a host that a plan uses, or nothing where there is none.
    [[nodiscard]] const transport::Route* route(const Endpoint& from, const Endpoint& to) const;
    [[nodiscard]] const transport::Route* route(SiteId site, HostId host) const {
        return route(Endpoint{site, {}}, Endpoint{{}, host});
    }
    /// What that route offers under the traffic of all requests. The route must exist.
    [[nodiscard]] transport::RouteMetrics<NullRecorder> routeMetrics(const Endpoint& from,
                                                                     const Endpoint& to) const;
    /// Hosts of a plan that have no way to each other although requests have to pass between them.
    [[nodiscard]] std::vector<Passage> apart(const Plan& plan) const;
    /// The drafts of a round for a user of a speculative plan: as the deployment says, or the best for this
    /// link, queues in the transport network left aside (they depend on what all users draft).
    [[nodiscard]] int draftLength(std::size_t group, const LinkPlace& link) const;
    /// Its mean over the served users of a group; 0 where nothing is drafted.
    [[nodiscard]] double meanDraftLength(std::size_t group) const;
    /// What one request of a user with this link sends and receives.
    [[nodiscard]] inference::Messages<NullRecorder> messagesOf(std::size_t group,
                                                               const radio::UserLink& link) const;
    /// What the served users' requests put on the links.
    [[nodiscard]] const transport::Traffic& traffic() const { return traffic_; }
    /// What the requests of one group put on a route.
    struct Flow {
        const transport::Route* route = nullptr;
        bool along = true; ///< else from its end to its beginning
        Hertz rate;        ///< requests
        Bytes bytes;       ///< of each
        std::string_view what;
    };
    [[nodiscard]] std::vector<Flow> flows(std::size_t group) const;
    /// Whether a user of a group with this link can be served: on the device always, else with coverage and a
    /// route.
    [[nodiscard]] bool serves(std::size_t group, const radio::UserLink& link) const;
    [[nodiscard]] bool served(std::size_t group, std::size_t user) const;
    [[nodiscard]] int servedUsers(std::size_t group) const;

    /// The plans that use a host, and the requests that they bring.
    [[nodiscard]] std::vector<const Plan*> plansOn(HostId host) const;
    [[nodiscard]] const std::vector<inference::Arrival>& arrivals(HostId host) const;
    [[nodiscard]] double utilisation(HostId host) const;
    /// Nothing where the host serves requests whole.
    [[nodiscard]] const HostBatch* batch(HostId host) const;
    /// Share of a plan's requests that its hosts can serve at all: below 1 where one is overloaded.
    [[nodiscard]] double servedShare(const Plan& plan) const;
    [[nodiscard]] double siteLoad(const Site& site) const;
    [[nodiscard]] const LoadCouplingResult& loadCoupling() const { return loadCoupling_; }

private:
    void checkScenario();
    void makePlans();
    bool makeRadio();
    [[nodiscard]] std::vector<double> priorities() const;
    void findAccess();
    void makeLinks();
    void coupleLoads();
    [[nodiscard]] radio::Demands demands() const;
    void findRoutes();
    void prepareDrafts();
    [[nodiscard]] int draftsOf(std::size_t group, const radio::UserLink& link) const;
    [[nodiscard]] inference::Messages<NullRecorder> messagesOf(std::size_t group, int draftLength) const;
    void measureRoutes();
    void countArrivals();
    void addArrivals(const Plan& plan, std::size_t computer, Hertz rate, Seconds service);
    void findBatches();

    const Scenario& scenario_;
    const Facts& facts_;
    std::vector<Violation> problems_;
    std::vector<std::optional<Plan>> plans_;
    std::optional<radio::UserField> field_;
    std::vector<nr::AccessDelays> access_; ///< by carrier of the network
    LoadCouplingResult loadCoupling_;
    std::vector<std::vector<radio::UserLink>> links_;
    using Ends = std::array<std::int64_t, 4>;
    static Ends endsOf(const Endpoint& from, const Endpoint& to) {
        return {from.site.value, from.host.value, to.site.value, to.host.value};
    }
    std::map<Ends, transport::Route> routes_;
    std::map<Ends, transport::RouteMetrics<NullRecorder>> metrics_; ///< of routes that users have
    /// Of a group whose plan speculates: what the choice of a draft length and the host's work follow from.
    struct Drafting {
        RequestModel<NullRecorder> model;
        std::vector<Seconds> verify;                                   ///< by draft length
        std::map<SiteId, transport::RouteMetrics<NullRecorder>> quiet; ///< without traffic
    };
    std::map<std::size_t, Drafting> drafting_;
    std::vector<bool> joined_; ///< by group: whether the hosts of the plan reach each other
    transport::Traffic traffic_;
    std::map<HostId, std::vector<inference::Arrival>> arrivals_;
    std::map<HostId, HostBatch> batches_;
    std::map<HostId, double> utilisation_; ///< of arrivals_; asked for once per user
};

} // namespace cellwright::assessing
