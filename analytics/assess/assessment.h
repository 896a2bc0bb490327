// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/energy/boundary.h"
#include "analytics/explain/recorder.h"
#include "analytics/privacy/exposure.h"
#include "analytics/quantity/quantity.h"
#include "analytics/scenario/scenario.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cellwright {

/// A figure over the covered users of a group. Percentiles are those of users (nearest rank); where a user's
/// requests differ (cold starts, cascades) those of users' requests, each kind counted with its share: the
/// 95th percentile is that of a cold start once more than 5 % of the requests are.
template <class Q>
struct Statistic {
    Q mean{}, p50{}, p95{};
    bool operator==(const Statistic&) const = default;
};

/// One slice of a stacked figure. `key` is stable ("radio_uplink"), `name` is for people.
template <class Q>
struct Part {
    std::string_view key;
    std::string_view name;
    Q value{};
    bool operator==(const Part&) const = default;
};

/// Energy of one request (mean over the covered users). Each part names its boundary.
struct EnergyResult {
    Joules device; ///< chip and memory of the user's device while computing, and waiting with the screen on
    Joules radio;  ///< the device's modem: sending, receiving, connected, tail
    Joules baseStation; ///< the request's share of its cell, at the site's mains (EARTH model)
    Joules transport;   ///< marginal, per bit and hop
    Joules
        compute; ///< the host's accelerator and server with its idle share and PUE, at the facility's mains
    static constexpr auto deviceBoundary = energy::Boundary::deviceWithoutRadio;
    static constexpr auto radioBoundary = energy::Boundary::radioModule;
    static constexpr auto baseStationBoundary = energy::Boundary::baseStationAttributional;
    static constexpr auto transportBoundary = energy::Boundary::transportMarginal;
    static constexpr auto computeBoundary = energy::Boundary::site;
    [[nodiscard]] Joules total() const { return device + radio + baseStation + transport + compute; }
    bool operator==(const EnergyResult&) const = default;
};

/// What crosses trust boundaries for one request, and the guarantee if noise is added.
struct PrivacyResult {
    std::vector<privacy::Flow<NullRecorder>> ledger;
    std::vector<std::string> notes; ///< what a reader of the ledger has to know, in sentences
    std::optional<double>
        epsilon; ///< guarantee: (epsilon, delta)-DP of one request, replace one prompt token
    double delta = 0.0;
    std::string adjacency;             ///< which two requests the guarantee cannot tell apart
    std::optional<double> recoveryCap; ///< guarantee: chance to recover one token, for uniform tokens only
    bool operator==(const PrivacyResult&) const = default;
};

/// What moving costs a session: a request from its first byte to its last token.
struct MobilityResult {
    Hertz handoverRate;               ///< of each user
    double handoversPerSession = 0.0; ///< rate times the mean end-to-end time
    Seconds interruption;             ///< of the radio at each handover
    /// Handovers after which another host is nearer by transport delay: what triggers a migration.
    Hertz migrationRate;
    std::string migrationHost;       ///< the nearest other host that is running; empty where there is none
    Bytes sessionState;              ///< KV cache on the host, at the middle of the answer
    std::optional<Seconds> transfer; ///< of the state to that host; absent without a route
    Seconds rePrefill;               ///< to compute the state again there, and to send what it is made from
    /// Mean time that migrations cost a session: the cheaper way, where there is a host to go to.
    Seconds perSession;
    bool operator==(const MobilityResult&) const = default;
};

/// One stage of the way of a token through a plan: consecutive blocks in one place.
struct StageResult {
    HostId host;       ///< none: the user's device
    std::string place; ///< "device", or the host's name
    int firstLayer = 0, layers = 0;
    Seconds prefill; ///< computing the prompt, all chunks
    Seconds decode;  ///< one step of the whole batch
    Bytes memory;    ///< weights, KV cache and workspace of this stage alone
    bool operator==(const StageResult&) const = default;
};

/// What two models do together, means over the covered users. Keys of speculation: draft_length,
/// tokens_per_round, round_s, plain_tpot_s, speedup (below 1 it loses); of a cascade: escalated_share,
/// kept_e2e_s, escalated_e2e_s, plain_e2e_s. SI units, as the keys' ends say.
struct CooperationResult {
    Cooperation kind = Cooperation::none;
    std::string smallModel; ///< name
    std::vector<Part<double>> figures;
    bool operator==(const CooperationResult&) const = default;
};

/// What media or the storage of layers do to a request, means over the covered users, in SI units as the
/// keys' ends say. Media: tokens, vectors, sent_bytes, encoding_s; the kind is that of the workload. Storage,
/// as far as it applies: streamed_bytes, streaming_s (reading them, for every pass), download_bytes,
/// download_wait_s, cold_share, cold_load_bytes, cold_load_s; the kind is the device's storage.
struct ModeResult {
    std::string kind;
    std::vector<Part<double>> figures;
    bool operator==(const ModeResult&) const = default;
};

/// A time over all requests of a group.
struct RequestStatistic {
    Seconds mean, p50, p95, p99;
    bool operator==(const RequestStatistic&) const = default;
};
/// What the requests of a group meet, users and queues together: where Statistic has one mean wait for each
/// user, each request waits as long as it does. Device, air, links and hosts are queues of their own
/// (inference/queueing).
struct RequestsResult {
    RequestStatistic ttft, endToEnd;
    std::optional<double> ttftMiss, endToEndMiss; ///< share of requests that miss the workload's target
    std::string model;                            ///< the queue models by name
    bool valid = true;                            ///< in the range that they were checked in
    std::string doubt;                            ///< otherwise why not
    bool operator==(const RequestsResult&) const = default;
};

/// What a group of users gets.
struct GroupResult {
    UserGroupId id;
    std::string name;
    std::string deployment, model, workload;
    int users = 0;
    int covered = 0; ///< users with a serving cell above the outage threshold
    Statistic<Seconds> ttft, tpot, endToEnd;
    std::optional<RequestsResult> requests; ///< of groups with served users
    std::vector<Part<Seconds>> ttftParts;   ///< means; they add up to ttft.mean
    std::vector<Part<Seconds>> tpotParts;   ///< means; they add up to tpot.mean
    Statistic<DecibelMilliwatts> rsrp, rssi;
    Statistic<Decibels> rsrq;
    Statistic<Decibels> sinrDownlink, sinrUplink;
    Statistic<BitsPerSecond> rateDownlink, rateUplink;
    double prefillUncertainty = 0.0; ///< relative, of the computing part
    double decodeUncertainty = 0.0;
    EnergyResult energy;
    double carbonGrams = 0.0; ///< per request, location-based
    double cost = 0.0;        ///< per request, in the scenario's currency
    Bytes deviceMemory;       ///< needed on the device
    Bytes deviceCapacity;     ///< usable for the model
    std::vector<Part<Bytes>> deviceMemoryParts;
    double batteryShare = 0.0;       ///< of a full battery, per request
    std::vector<StageResult> stages; ///< in the order in which a token passes them
    PrivacyResult privacy;
    std::optional<MobilityResult> mobility; ///< of users who move and use a host
    std::optional<CooperationResult> cooperation;
    std::optional<ModeResult> media, storage; ///< absent where they play no part
    bool operator==(const GroupResult&) const = default;
};

struct HostResult {
    HostId id;
    std::string name, device;
    Bytes memory;   ///< needed on each accelerator
    Bytes capacity; ///< usable on each accelerator
    std::vector<Part<Bytes>> memoryParts;
    Hertz requestRate;        ///< requests per second that arrive
    double utilisation = 0.0; ///< offered work over capacity; 1 and more is unstable
    Seconds wait;             ///< mean, for the processor; infinite when unstable
    Watts power;              ///< mean, at the facility's mains
    bool operator==(const HostResult&) const = default;
};

struct CellResult {
    SectorId id;
    SiteId site;
    std::string name;
    int users = 0;                    ///< served users
    double activeUsers = 0.0;         ///< of them with a request in progress
    double utilisationDownlink = 0.0; ///< share of the cell's time that requests need
    double utilisationUplink = 0.0;
    Decibels meanSinr;
    DecibelMilliwatts elementPower; ///< transmitted per resource element
    std::optional<int> pci;
    double loadDownlink = 0.0; ///< share of its resources that disturbs the neighbours
    double loadUplink = 0.0;
    Seconds uplinkGrant; ///< of each uplink message: from the assumptions, or from the carrier's slots
    Seconds downlinkDelay;
    bool operator==(const CellResult&) const = default;
};

struct LinkResult {
    LinkId id;
    std::string name;
    bool inService = true;
    BitsPerSecond offered;    ///< by the requests, the busier direction
    Decibels fade;            ///< what rain and gas take from a radio link
    BitsPerSecond capacity;   ///< each way, in this weather; zero: the link is out
    double utilisation = 0.0; ///< with the background load; of the whole tree on a passive optical network
    Seconds wait;             ///< in the queue, one way; infinite where it is overloaded
    Seconds delay;            ///< one way: propagation, hop, access to the medium, queue
    bool operator==(const LinkResult&) const = default;
};

/// How the cells' loads were found.
struct LoadCouplingResult {
    bool coupled = false; ///< otherwise they are the sectors' own
    bool converged = true;
    bool unique = true;
    int iterationsDownlink = 0, iterationsUplink = 0;
    std::vector<SectorId> overloaded; ///< asked for more than they have, in either direction
    bool operator==(const LoadCouplingResult&) const = default;
};

enum class ViolationKind { invalid, coverage, memory, unstable, disconnected, target };
std::string_view violationKey(ViolationKind kind);

/// A constraint that the plan breaks: where, by how much, and what would mend it.
struct Violation {
    ViolationKind kind = ViolationKind::invalid;
    EntityRef entity;
    std::string what; ///< with the numbers: "needs 16.1 GB, has 8 GB"
    std::string remedy;
    double value = 0.0; ///< what it is, in SI units
    double limit = 0.0; ///< what it may be
    std::string unit;
    bool operator==(const Violation&) const = default;
};

/// What the figures rest on although their models do not vouch for it: a path beyond the range that its model
/// was fitted in. The plan may be feasible all the same.
struct Warning {
    EntityRef entity;
    std::string what; ///< which model, which limit, which cells
    std::string remedy;
    bool operator==(const Warning&) const = default;
};

struct Totals {
    int users = 0;
    int covered = 0;
    Hertz requestRate;
    Watts power; ///< mean of all requests' energy, all boundaries together
    double carbonGramsPerHour = 0.0;
    double costPerHour = 0.0;
    bool operator==(const Totals&) const = default;
};

/// The answer to "what does this plan do?". A value; made by assess().
struct Assessment {
    ScenarioId id;
    std::string scenario;
    bool feasible = false;
    std::vector<Violation> violations;
    std::vector<Warning> warnings;
    std::vector<GroupResult> groups;
    std::vector<HostResult> hosts;
    std::vector<CellResult> cells;
    std::vector<LinkResult> links;
    Totals totals;
    LoadCouplingResult loadCoupling;
    SinrMapping sinrMapping = SinrMapping::sionnaAwgn; ///< by which SINR became rates
    bool operator==(const Assessment&) const = default;
};

} // namespace cellwright
