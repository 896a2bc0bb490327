// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/topology.h"

#include <optional>
#include <string>
#include <vector>

namespace cellwright {

/// What one user asks, how often, and what a good answer is.
struct Workload {
    WorkloadId id;
    std::string name;
    int promptTokens = 512; ///< including the tokens that media become
    int outputTokens = 128;
    Bytes mediaBytes{
        0.0}; ///< image, audio or video sent with the prompt when the prompt is processed remotely
    Hertz requestRate{1.0 / 60};       ///< per user
    double priority = 1.0;             ///< weight under a scheduler by priority; 2 gets twice the blocks of 1
    std::optional<Seconds> ttftTarget; ///< time to first token, 95th percentile
    std::optional<Seconds> tpotTarget; ///< time per output token, 95th percentile
    std::optional<Seconds> endToEndTarget;
    std::string targetSource; ///< where the targets come from, for instance a clause of TS 22.261
    bool operator==(const Workload&) const = default;
};

/// Where a model runs.
enum class Placement {
    device, ///< all layers on the user's device
    host,   ///< all layers on `host` (edge or cloud); the prompt travels as text and media
    split,  ///< layers [0, cut) and the embedding on the device, the rest and the output head on `host`
};

/// Number formats that a part of a model can be kept in (names of the runtimes).
enum class Scheme {
    f32,
    f16,
    bf16,
    fp8_e4m3,
    int8,
    int4,
    q8_0,
    q6_k,
    q5_k_m,
    q5_0,
    q4_k_m,
    q4_k_s,
    q4_0,
    iq4_xs,
    q3_k_m,
    q2_k,
    mxfp4,
    nf4,
    gptq4,
    awq4
};

/// A model, where it is cut, how its parts are kept and how what crosses the cut is protected.
struct Deployment {
    DeploymentId id;
    std::string name;
    std::string model = "llama-3.1-8b"; ///< catalogue id, or the id of a model of the project
    Placement placement = Placement::split;
    int cut = 8; ///< decoder layers on the device, 0 to the model's layers
    HostId host; ///< for host and split
    Scheme deviceWeights = Scheme::q4_0;
    Scheme hostWeights = Scheme::f16;
    Scheme kvCache = Scheme::f16;
    Scheme activations = Scheme::f16; ///< what crosses the cut
    bool encryptedLink = true;        ///< protects against the network, not against the host
    bool trustedExecution = false;    ///< host runs in a TEE with remote attestation
    std::optional<double>
        noiseSigma;        ///< std. deviation of Gaussian noise added to each clipped vector at the cut
    double clipNorm = 1.0; ///< L2 norm to which vectors are clipped before noise
    double delta = 1e-5;   ///< of the (epsilon, delta) guarantee
    int batch = 1;         ///< requests that the host decodes together
    bool operator==(const Deployment&) const = default;
};

/// From SINR to the modulation and coding that it carries. Tools disagree by 3 to 4 dB here, so the mapping
/// is always named.
enum class SinrMapping {
    attenuatedShannon, ///< efficiency = a log2(1 + SINR), a = 0.6 down and 0.4 up (TR 36.942 A.2)
    sionnaAwgn, ///< SNR at 10 % block errors on AWGN, ideal receiver, largest code block (Sionna 1.x tables)
    lenaEesm,   ///< the same from the tables of 5G-LENA, with its receiver losses: about 3 dB more careful
};
/// What a route through the transport network keeps small.
enum class Routing { delay, cost };

/// Numbers that nobody measured; each is shown as "assumed".
struct Assumptions {
    double bytesPerToken = 4.5; ///< UTF-8 text on the wire per token, framing included
    int wireOverheadBytes = 60; ///< IP, UDP or TCP and PDCP headers per message
    /// Scheduling request to first grant, per uplink message; absent: from the numerology and TDD pattern.
    std::optional<Seconds> uplinkGrantDelay{0.0025};
    /// Scheduling and processing per downlink message; absent: from the numerology and TDD pattern.
    std::optional<Seconds> downlinkDelay{0.001};
    Seconds coreDelay{0.0005};     ///< user-plane function, per direction
    Seconds serverOverhead{0.002}; ///< request handling per request on a host
    double blockErrorRate = 0.1;   ///< first-transmission target; costs its share of the rate
    double outageSinrDb = -6.7;    ///< below this SINR a user has no coverage
    SinrMapping sinrMapping = SinrMapping::sionnaAwgn;
    bool coupledLoad = false;         ///< cells' loads from the traffic they carry, as a fixed point
    Decibels handoverHysteresis{3.0}; ///< event A3 (TS 38.331 clause 5.5.4.4)
    Seconds timeToTrigger{0.16};
    bool shadowing = false; ///< correlated log-normal fading of TR 38.901 on maps and users
    int shadowingSeed = 1;
    double rainRate = 0.0;      ///< mm/h over the whole area
    bool gasAbsorption = false; ///< of ITU-R P.676 on every radio path
    double temperature = 15.0;  ///< degrees Celsius
    double vapourDensity = 7.5; ///< g/m3
    Routing routing = Routing::delay;
    double utilisationLimit = 0.95;     ///< a host above it is not stable in practice
    JoulesPerBit transportEnergy{5e-9}; ///< marginal, per bit and hop
    Watts deviceIdlePower{2.3};         ///< of the rest of the device while it waits for an answer
    Joules batteryCapacity{50e3};
    double carbonIntensity = 300.0;  ///< gCO2e per kWh
    double electricityPrice = 0.2;   ///< currency units per kWh
    double serverPricePerHour = 1.0; ///< currency units per accelerator and hour
    bool operator==(const Assumptions&) const = default;
};

/// One alternative to assess and compare.
struct Scenario {
    ScenarioId id;
    std::string name;
    Topology topology;
    std::vector<Workload> workloads;
    std::vector<Deployment> deployments;
    Assumptions assumptions;
    bool operator==(const Scenario&) const = default;
};

/// The document: scenarios to compare, with the models and devices that are not in the shipped catalogue.
/// Models and device profiles are kept as their own JSON texts; `data/catalogue` reads them.
struct Project {
    std::string name;
    std::string description;
    std::vector<Scenario> scenarios;
    struct Attachment {
        std::string id;   ///< the id that deployments and groups refer to
        std::string kind; ///< "model" or "device"
        std::string json;
        bool operator==(const Attachment&) const = default;
    };
    std::vector<Attachment> attachments;
    bool operator==(const Project&) const = default;
};

/// The highest id in use plus one, over all entities of the scenario (sectors included): fresh for any kind.
std::int64_t nextId(const Scenario& scenario);

template <class T, class IdType>
const T* findById(const std::vector<T>& all, IdType id) {
    for (const auto& entry : all)
        if (entry.id == id)
            return &entry;
    return nullptr;
}
template <class T, class IdType>
T* findById(std::vector<T>& all, IdType id) {
    for (auto& entry : all)
        if (entry.id == id)
            return &entry;
    return nullptr;
}

} // namespace cellwright
