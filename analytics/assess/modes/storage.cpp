// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/modes/storage.h"

#include "analytics/assess/memory.h"
#include "analytics/assess/modes/media.h"
#include "analytics/assess/stages.h"

#include <algorithm>

namespace cellwright::assessing {
namespace {

template <class R>
using N = typename R::Number;

constexpr std::size_t at(inference::Phase phase) {
    return std::size_t(phase);
}

std::string deploymentName(const Plan& plan) {
    return "deployment \"" + plan.deployment->name + "\"";
}

/// The largest block of those that the device keeps: it must be there as a whole while it runs.
Bytes largestBlock(const Plan& plan) {
    Bytes largest;
    for (const auto& stage : plan.stages)
        for (int block = stage.blocks.first; stage.onDevice() && block < stage.blocks.last; ++block)
            largest = std::max(largest, plan.accounting->weightBytes({block, block + 1}));
    return largest;
}

/// The layers of the device's first stage with their sizes, and the prompt's time divided among them as each
/// would take alone.
std::vector<inference::DownloadedLayer> layersOf(const Plan& plan, Seconds prefill) {
    NullRecorder rec;
    const auto& stage = plan.stages.front();
    std::vector<inference::DownloadedLayer> layers;
    Seconds alone;
    for (int block = stage.blocks.first; block < stage.blocks.last; ++block) {
        auto one = stage;
        one.blocks = {block, block + 1};
        const Seconds time = compute::predict(rec, *plan.device, promptTask(plan, one, 0), "prefill");
        // What a block adds: a head that is the embedding table has arrived with it.
        const Bytes until = plan.accounting->weightBytes({stage.blocks.first, block + 1});
        layers.push_back({until - plan.accounting->weightBytes({stage.blocks.first, block}), time});
        alone += time;
    }
    for (auto& layer : layers)
        layer.compute = alone.si() > 0.0 ? layer.compute * (prefill / alone) : Seconds();
    return layers;
}

/// Weights of a plan on one of its computers, with its share of layers or experts.
Bytes keptOn(const Plan& plan, HostId host) {
    Bytes bytes;
    for (const auto& stage : plan.stages)
        for (const auto& seat : stage.seats)
            if (seat.host && seat.host->id == host)
                bytes += plan.accounting->weightBytes(stage.blocks) * seat.share;
    return bytes;
}

/// Of them, what another plan of the same model in the same format has there already.
Bytes alreadyOn(const Plan& plan, const Plan& other, HostId host) {
    if (plan.listed != other.listed)
        return {};
    Bytes bytes;
    const auto has = [&](const Stage& stage) {
        return std::ranges::any_of(stage.seats,
                                   [&](const Seat& seat) { return seat.host && seat.host->id == host; });
    };
    for (const auto& own : plan.stages)
        for (const auto& there : other.stages) {
            const llm::BlockRange both{std::max(own.blocks.first, there.blocks.first),
                                       std::min(own.blocks.last, there.blocks.last)};
            if (has(own) && has(there) && own.weights == there.weights && both.first < both.last)
                bytes += plan.accounting->weightBytes(both);
        }
    return bytes;
}

Bytes missingOn(const World& world, const Plan& plan, HostId host) {
    Bytes there;
    for (const auto* other : world.plansOn(host))
        if (other->deployment->id != plan.deployment->id &&
            other->deployment->coldShare < plan.deployment->coldShare)
            there = std::max(there, alreadyOn(plan, *other, host));
    return std::max(Bytes(), keptOn(plan, host) - there);
}

/// What a cold request waits for: the slowest of its computers.
template <class R>
Of<Seconds, R> coldWait(R& rec, const World& world, const Plan& plan, Bytes& bytes) {
    const auto& assumed = world.assumptions();
    if (!plan.usesHost()) {
        for (const auto& stage : plan.stages)
            bytes += plan.accounting->weightBytes(stage.blocks);
        const auto weights = rec.input(bytes, "W_cold", "weights that the device loads", Label::computed,
                                       "accounting of " + plan.model->name);
        const auto rate = rec.input(assumed.flashRate, "B_flash", "reading rate of the device's flash",
                                    Label::assumed, "assumptions: flash rate");
        return rec.name(weights / rate, "t_cold", "cold start of the device");
    }
    for (const auto& computer : plan.computers)
        if (computer.host)
            bytes = std::max(bytes, missingOn(world, plan, computer.host->id));
    const auto weights =
        rec.input(bytes, "W_cold", "weights that a host loads", Label::computed,
                  "accounting of " + plan.model->name + ", without layers that other deployments keep there");
    const auto rate = rec.input(assumed.loadRate, "B_load", "rate from storage into the accelerator",
                                Label::assumed, "assumptions: load rate");
    return rec.name(weights / rate, "t_cold", "cold start of the host", "hosts load at the same time");
}

template <class R>
void addCold(R& rec, const World& world, const Plan& plan, Preparation<R>& p) {
    p.coldShare = plan.deployment->coldShare;
    if (p.coldShare <= 0.0)
        return;
    for (std::size_t i = 0; i < plan.computers.size(); ++i)
        p.coldBusy.push_back(rec.input(coldLoad(world, plan, i) * p.coldShare, "t_cold,mean",
                                       "loading, on average", Label::computed,
                                       "share of cold starts, weights and load rate"));
    Bytes bytes;
    p.coldLoad = coldWait(rec, world, plan, bytes);
    p.storage.push_back(
        {"cold_share", "share of requests that find no model loaded",
         rec.input(p.coldShare, "c", "share of cold starts", Label::assumed, deploymentName(plan), "share")});
    p.storage.push_back({"cold_load_bytes", "weights that a cold start loads",
                         rec.input(bytes, "W_cold", "weights that a cold start loads", Label::computed,
                                   "accounting of " + plan.model->name)
                             .si()});
    p.storage.push_back({"cold_load_s", "time of a cold start", p.coldLoad.si()});
}

template <class R>
void addStreaming(R& rec, const Plan& plan, const Assumptions& assumed, Preparation<R>& p) {
    if (plan.deployment->deviceStorage != DeviceStorage::flash || !plan.usesDevice())
        return;
    const auto missing = rec.input(streamedBytes(plan), "W_flash", "weights read from flash for every pass",
                                   Label::computed, "what does not fit beside KV cache and workspace");
    const auto rate = rec.input(assumed.flashRate, "B_flash", "reading rate of the device's flash",
                                Label::assumed, "assumptions: flash rate");
    p.storage.push_back({"streamed_bytes", "weights read from flash for every pass", missing.si()});
    p.storage.push_back(
        {"streaming_s", "reading them", rec.name(missing / rate, "t_flash", "reading from flash").si()});
}

template <class R>
void addDownload(R& rec, const Plan& plan, const std::vector<inference::StageTimes<R>>& stages,
                 Preparation<R>& p) {
    if (!plan.downloads())
        return;
    Seconds prefill;
    for (const auto& chunk : stages.front().prefill)
        prefill += plain(chunk);
    p.layers = layersOf(plan, prefill);
    p.downloaded = rec.input(downloadedBytes(plan), "W_dl", "layers that the device downloads",
                             Label::computed, "accounting of " + plan.model->name);
    p.storage.push_back({"download_bytes", "layers that the device downloads", p.downloaded.si()});
}

template <class R>
void addToFirst(R& rec, inference::Timing<R>& t, inference::Phase phase, const Of<Seconds, R>& time) {
    if (valueOf(time.si()) == 0.0)
        return;
    auto& part = t.first[at(phase)];
    part = valueOf(part.si()) == 0.0 ? time : Of<Seconds, R>(part + time);
    t.ttft = rec.name(t.ttft + time, "TTFT", "time to first token");
    t.endToEnd = rec.name(t.endToEnd + time, "t_e2e", "end-to-end time of the answer");
}

/// How much later the device has computed the prompt because its layers were on their way: asking for them,
/// then max_l (Σ_(j<=l) S_j / R + Σ_(j>=l) T_j), which is the recursion of SLIDE solved, less the computing.
template <class R>
Of<Seconds, R> downloadWait(R& rec, const Plan& plan, const Preparation<R>& p,
                            const inference::Network<R>& network) {
    const auto rate = min(network.downlinkRate, network.back.rate);
    const BytesPerSecond bytes(plain(rate).si() / 8.0);
    std::size_t binding = 0;
    Seconds longest, left;
    for (const auto& layer : p.layers)
        left += layer.compute;
    const Seconds computing = left;
    Bytes arrived, arrivedThen;
    Seconds leftThen = left;
    for (std::size_t l = 0; l < p.layers.size(); ++l) {
        arrived += p.layers[l].size;
        if (const Seconds done = arrived / bytes + left; done > longest) {
            longest = done;
            binding = l;
            arrivedThen = arrived;
            leftThen = left;
        }
        left = left - p.layers[l].compute;
    }
    const std::string which = "block " + std::to_string(binding) + " of " + plan.model->name +
                              ", the one that everything after it waits for";
    const auto size = rec.input(arrivedThen, "ΣS", "bytes until the deciding block", Label::computed, which);
    const auto rest = rec.input(leftThen, "ΣT", "computing from that block on", Label::computed, which);
    const auto all = rec.input(computing, "T", "computing of all blocks", Label::computed, "predicted time");
    const auto asking = network.uplinkGrant + network.there.delay + network.back.delay +
                        network.coreDelay * N<R>(2.0) + network.downlinkDelay;
    return rec.name(asking + toBits(size) / rate + rest - all, "t_dl", "wait for layers",
                    "SLIDE, arXiv 2512.20946, equations 2 to 4");
}

} // namespace

Bytes downloadedBytes(const Plan& plan) {
    Bytes bytes;
    for (const auto& stage : plan.stages)
        if (plan.downloads() && stage.onDevice())
            bytes += plan.accounting->weightBytes(stage.blocks);
    return bytes;
}

Bytes streamedBytes(const Plan& plan) {
    if (plan.deployment->deviceStorage != DeviceStorage::flash || !plan.usesDevice())
        return {};
    Bytes weights, others;
    for (const auto& part : wholeDeviceParts(plan))
        (part.key == "weights" ? weights : others) += part.value;
    const Bytes room = plan.device->memoryCapacity.value - others;
    const Bytes resident = std::max(largestBlock(plan), std::min(weights, room));
    return std::max(Bytes(), weights - resident);
}

template <class R>
Of<Seconds, R> fromFlash(R& rec, const Plan& plan, const Stage& stage, const Assumptions& assumptions,
                         const Of<Seconds, R>& pass) {
    const Bytes missing = streamedBytes(plan);
    if (missing <= Bytes())
        return pass;
    Bytes all;
    for (const auto& each : plan.stages)
        if (each.onDevice())
            all += plan.accounting->weightBytes(each.blocks);
    const double share = plan.accounting->weightBytes(stage.blocks) / all;
    const auto bytes = rec.input(missing * share, "W_flash", "weights read from flash for every pass",
                                 Label::computed, "what does not fit beside KV cache and workspace");
    const auto rate = rec.input(assumptions.flashRate, "B_flash", "reading rate of the device's flash",
                                Label::assumed, "assumptions: flash rate");
    return rec.name(max(pass, Of<Seconds, R>(bytes / rate)), "t_pass",
                    "a pass whose weights are partly in flash",
                    "at least as long as reading what is missing");
}

Seconds coldLoad(const World& world, const Plan& plan, std::size_t computer) {
    const auto* host = plan.computers[computer].host;
    return host ? missingOn(world, plan, host->id) / world.assumptions().loadRate : Seconds();
}

template <class R>
Preparation<R> prepare(R& rec, const World& world, const Plan& plan,
                       const std::vector<inference::StageTimes<R>>& stages) {
    Preparation<R> p;
    p.encoding = deviceEncoding(rec, plan);
    if (plan.mediaTokens > 0) {
        const auto f = mediaFigures(rec, plan);
        p.media = {{"tokens", "tokens of the media", f.tokens},
                   {"vectors", "vectors in the towers", f.vectors},
                   {"sent_bytes", "bytes sent for the media", f.sent.si()},
                   {"encoding_s", "encoding the media", f.encoding.si()}};
    }
    addStreaming(rec, plan, world.assumptions(), p);
    addDownload(rec, plan, stages, p);
    addCold(rec, world, plan, p);
    return p;
}

template <class R>
inference::Timing<R> prepared(R& rec, const Plan& plan, const Preparation<R>& p,
                              const inference::Network<R>& network, inference::Timing<R> t,
                              ModeFigures<R>& storage) {
    storage = p.storage;
    addToFirst(rec, t, inference::Phase::devicePrefill, p.encoding);
    if (valueOf(p.encoding.si()) > 0.0)
        t.beforeFirstBit = p.encoding;
    if (!p.layers.empty()) {
        const auto wait = downloadWait(rec, plan, p, network);
        addToFirst(rec, t, inference::Phase::loading, wait);
        storage.push_back({"download_wait_s", "wait for layers", wait.si()});
        t.beforeFirstBit = {};
        if (!plan.usesHost()) { // the connection is needed while layers come, not while the device computes
            t.receiving = rec.name(toBits(p.downloaded) / network.downlinkRate, "t_receive",
                                   "receiving time of the device");
            t.beforeFirstBit = t.endToEnd - t.receiving;
        }
    }
    if (p.coldShare > 0.0) {
        const N<R> share = rec.input(p.coldShare, "c", "share of cold starts", Label::assumed,
                                     deploymentName(plan), "share");
        addToFirst(rec, t, inference::Phase::loading,
                   rec.name(p.coldLoad * share, "t_cold,mean", "cold starts, on average"));
    }
    return t;
}

template <class R>
std::vector<Outcome<R>> coldOutcomes(const Preparation<R>& p, const inference::Timing<R>& t) {
    if (p.coldShare <= 0.0)
        return {};
    const Of<Seconds, R> mean = p.coldLoad * N<R>(p.coldShare), rest = p.coldLoad - mean;
    std::vector<Outcome<R>> all{{1.0 - p.coldShare, t.ttft - mean, t.tpot, t.endToEnd - mean},
                                {p.coldShare, t.ttft + rest, t.tpot, t.endToEnd + rest}};
    std::erase_if(all, [](const auto& one) { return one.share <= 0.0; });
    return all;
}

std::vector<std::pair<std::string, std::string>> idleChoices(const Plan& plan) {
    std::vector<std::pair<std::string, std::string>> all;
    const auto& d = *plan.deployment;
    if (d.deviceStorage != DeviceStorage::memory && !plan.usesDevice() && !plan.small)
        all.emplace_back("\"" + d.name + "\": no layer is on the device, so that its storage does not matter",
                         "keep layers in memory, or split the model");
    if (plan.mediaTokens > 0 && plan.usesDevice() && d.mediaHandling == MediaHandling::upload)
        all.emplace_back(
            "\"" + d.name +
                "\": the first layers are on the device, so that it encodes the media itself and "
                "nothing of them is uploaded",
            "choose embeddings, which is what happens");
    if (plan.mediaTokens > 0 && !plan.usesDevice() && !plan.towers && plan.workload->mediaBytes <= Bytes())
        all.emplace_back("\"" + plan.workload->name + "\": its media travel, but have no size",
                         "give the bytes of the media");
    return all;
}

bool checkStorage(Plan& plan, const Scenario& scenario, std::vector<Violation>& violations) {
    const auto& d = *plan.deployment;
    const EntityRef ref{EntityKind::deployment, d.id.value};
    const auto wrong = [&](std::string what, std::string remedy) {
        violations.push_back(invalid(ref, std::move(what), std::move(remedy)));
        return false;
    };
    if (d.deviceStorage != DeviceStorage::download)
        return true;
    if (plan.cooperates())
        return wrong("\"" + d.name + "\": a small model that is downloaded for every request helps nobody",
                     "keep it in memory, or stream it from flash");
    if (plan.comesBack())
        return wrong("\"" + d.name + "\": last layers on the device cannot be downloaded while it computes",
                     "keep them in memory, or leave the last layers on the host");
    if (plan.usesHost() || !plan.usesDevice())
        return true;
    plan.source = findById(scenario.topology.hosts, d.host);
    return plan.source || wrong("\"" + d.name + "\" names no host to download layers from",
                                "choose the host that has them, or keep them on the device");
}

#define INSTANTIATE(R)                                                                                       \
    template Of<Seconds, R> fromFlash(R&, const Plan&, const Stage&, const Assumptions&,                     \
                                      const Of<Seconds, R>&);                                                \
    template Preparation<R> prepare(R&, const World&, const Plan&,                                           \
                                    const std::vector<inference::StageTimes<R>>&);                           \
    template inference::Timing<R> prepared(R&, const Plan&, const Preparation<R>&,                           \
                                           const inference::Network<R>&, inference::Timing<R>,               \
                                           ModeFigures<R>&);                                                 \
    template std::vector<Outcome<R>> coldOutcomes(const Preparation<R>&, const inference::Timing<R>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::assessing
