// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/topology.h"

#include <optional>
#include <string>
#include <vector>

namespace cellwright {

/// When requests come.
enum class Arrivals {
    poisson,  ///< independently of each other
    periodic, ///< each user at a fixed interval with its own phase, as control loops do
};
/// What comes with a prompt besides text. The model's own tower makes vectors of it.
enum class MediaKind { none, image, video, audio };

/// What one user asks, how often, and what a good answer is.
struct Workload {
    WorkloadId id;
    std::string name;
    int promptTokens = 512; ///< including the tokens that media become, where `media` does not say which
    int prefixTokens = 0;   ///< of them: the same in every prompt, so that a host computes them once
    int outputTokens = 128;
    Bytes mediaBytes{
        0.0}; ///< image, audio or video sent with the prompt when the prompt is processed remotely
    MediaKind media = MediaKind::none; ///< its tokens are added to promptTokens
    int imageWidth = 1024;             ///< pixels, of an image or a frame
    int imageHeight = 1024;
    int frames = 1; ///< of a video that the model looks at, or images
    Seconds audioLength{30.0};
    Hertz requestRate{1.0 / 60}; ///< per user
    Arrivals arrivals = Arrivals::poisson;
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

/// What a further host does for a deployment.
enum class HostRole {
    stage,   ///< runs the layers from `fromLayer` on: the next hop of a plan over several hosts
    tensor,  ///< shares every layer of the deployment's host (tensor parallelism)
    experts, ///< keeps `share` of the experts of a mixture
    prefill, ///< processes the prompt and hands its KV cache to the deployment's host
};
struct AddedHost {
    HostId host;
    HostRole role = HostRole::stage;
    int fromLayer = 16; ///< for a stage; stages follow each other in the order of their layers
    double share = 0.5; ///< for experts: of all experts, 0 to 1
    bool operator==(const AddedHost&) const = default;
};
/// How the tower of a multimodal model and the network share the work.
enum class MediaHandling {
    upload,     ///< the media travel; the host runs the tower
    embeddings, ///< the device runs the tower; its vectors travel
};
/// How the device comes by its layers.
enum class DeviceStorage {
    memory,   ///< they stay in memory
    flash,    ///< what does not fit is read from flash for every pass
    download, ///< layers are computed while the next are downloaded, where the device has none yet
};
/// How a host puts requests together.
enum class Serving {
    fixedBatch, ///< decodes `batch` requests at once; a request is served whole
    continuous, ///< requests join and leave between steps, at most `batch` of them
};
/// How a small and a large model work together.
enum class Cooperation {
    none,
    speculation, ///< the small model on the device drafts, the large one on the host verifies
    cascade,     ///< the small model on the device answers what it is sure of; the host answers the rest
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
    Serving serving = Serving::fixedBatch;
    std::vector<AddedHost> addedHosts;
    int tailLayers = 0;    ///< of split: the last layers and the output head are on the device (U-shape)
    int promptChunk = 0;   ///< tokens of a prompt processed at once; 0: the whole prompt
    bool kvCaching = true; ///< without, every step computes the whole sequence again
    int kvWindow = 0;      ///< latest tokens kept in the KV cache (sliding window); 0: all
    MediaHandling mediaHandling = MediaHandling::upload;
    DeviceStorage deviceStorage = DeviceStorage::memory;
    double coldShare = 0.0; ///< of requests that find no model loaded
    Cooperation cooperation = Cooperation::none;
    std::string smallModel; ///< catalogue id
    Scheme smallWeights = Scheme::q4_0;
    std::optional<int> draftLength = 4; ///< absent: the best for each user's channel
    double acceptance = 0.8;            ///< chance that the large model takes a drafted token
    int distributionBits = 0;           ///< per probability that travels with each draft; 0: token ids only
    double escalatedShare = 0.25;       ///< of requests that the small model passes on
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
    BytesPerSecond loadRate{5e9};    ///< from a host's storage into its accelerator
    BytesPerSecond flashRate{2e9};   ///< of the device's flash
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
