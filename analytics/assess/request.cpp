// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/request.h"

#include "analytics/llm/cut.h"
#include "analytics/llm/derived.h"
#include "analytics/scenario/schema.h"

#include <algorithm>

namespace cellwright::assessing {
namespace {

template <class R>
using N = typename R::Number;

/// A share of some work: one request's part of a batch.
llm::Work scaled(llm::Work work, double factor) {
    work.flop = work.flop * factor;
    work.weightBytes = work.weightBytes * factor;
    work.kvBytesRead = work.kvBytesRead * factor;
    work.kvBytesWritten = work.kvBytesWritten * factor;
    work.activationBytes = work.activationBytes * factor;
    work.operations *= factor;
    return work;
}

/// Vectors that a tower makes of one image or clip of the size that it is made for. The prompt's tokens
/// include what becomes of them, so that no more fit.
std::int64_t mediaVectors(const llm::Tower& tower, std::int64_t promptTokens) {
    const auto side = llm::usualImageSide(tower);
    const auto media = tower.kind == llm::Tower::Kind::vision
                           ? llm::imageTokens(tower, side, side)
                           : llm::audioTokens(tower, llm::usualClipSeconds(tower));
    return std::min(media.vectors, promptTokens * tower.merge + tower.extraVectors);
}

/// The towers of a range, where media come with the prompt.
void addEncoding(std::vector<compute::Stretch>& stretches, const Plan& plan, llm::BlockRange range) {
    if (plan.workload->mediaBytes <= Bytes())
        return;
    const auto& towers = plan.model->towers;
    for (std::size_t i = 0; i < towers.size(); ++i) {
        const auto blocks = llm::towerBlocks(*plan.model, int(i));
        const llm::BlockRange own{std::max(blocks.first, range.first), std::min(blocks.last, range.last)};
        if (own.first < own.last)
            stretches.push_back(
                {own, {llm::Step::Phase::encode, mediaVectors(towers[i], plan.workload->promptTokens)}});
    }
}

compute::Task taskOf(const Plan& plan, bool host) {
    compute::Task task;
    task.model = plan.model;
    task.accounting = &*plan.accounting;
    task.weights = host ? plan.deployment->hostWeights : plan.deployment->deviceWeights;
    return task;
}

} // namespace

compute::Task prefillTask(const Plan& plan, bool host) {
    auto task = taskOf(plan, host);
    const auto range = host ? plan.onHost : plan.onDevice;
    addEncoding(task.stretches, plan, range);
    task.stretches.push_back({range, {llm::Step::Phase::prefill, plan.workload->promptTokens}});
    return task;
}

compute::Task decodeTask(const Plan& plan, bool host) {
    auto task = taskOf(plan, host);
    task.stretches.push_back({host ? plan.onHost : plan.onDevice,
                              llm::Step::decode(plan.meanContext(), host ? plan.deployment->batch : 1)});
    return task;
}

namespace {

/// Everything that one request does on one side: its prefill, and its part of the decode steps of the batch.
llm::Work wholeRequest(const Plan& plan, bool host) {
    const int batch = host ? plan.deployment->batch : 1;
    const auto steps =
        plan.accounting->generation(host ? plan.onHost : plan.onDevice, plan.workload->promptTokens,
                                    plan.workload->outputTokens - 1, batch);
    return prefillTask(plan, host).work() + scaled(steps, 1.0 / batch);
}

template <class R>
class Side {
public:
    Side(R& rec, const Plan& plan, bool host)
        : rec_(rec)
        , plan_(plan)
        , host_(host)
        , side_(host ? "host" : "device") {}

    Of<Seconds, R> prefill() { return time(prefillTask(plan_, host_), "t_prefill,", "prefill on the "); }
    Of<Seconds, R> decode() { return time(decodeTask(plan_, host_), "t_decode,", "one decode step on the "); }
    compute::WorkOf<R> whole() {
        const auto range = host_ ? plan_.onHost : plan_.onDevice;
        return compute::record(rec_, wholeRequest(plan_, host_), plan_.layers(range),
                               "accounting of " + plan_.model->name + " on the " + side_);
    }

private:
    Of<Seconds, R> time(compute::Task task, const char* symbol, const char* name) {
        const std::string source = "accounting of " + plan_.model->name + " on the " + side_;
        task.source = source;
        const auto& device = host_ ? *plan_.hostDevice : *plan_.device;
        return rec_.name(compute::predict(rec_, device, task, task.decodes() ? "decode step" : "prefill"),
                         symbol + side_, name + side_,
                         compute::runtimeOf(device).measured ? "sum of measured kernels" : "smooth roofline");
    }
    R& rec_;
    const Plan& plan_;
    bool host_;
    std::string side_;
};

template <class R>
inference::Compute<R> computeTimes(R& rec, const Plan& plan, const Assumptions& assumptions,
                                   std::span<const inference::Arrival> arrivals) {
    inference::Compute<R> times;
    if (plan.usesDevice()) {
        Side<R> device(rec, plan, false);
        times.devicePrefill = device.prefill();
        times.deviceDecode = device.decode();
    }
    if (plan.usesHost()) {
        Side<R> host(rec, plan, true);
        times.hostPrefill = host.prefill();
        times.hostDecode = host.decode();
        times.hostOverhead =
            rec.input(assumptions.serverOverhead, "t_overhead", "request handling on the host",
                      Label::assumed, "assumptions: server overhead");
        times.hostWait = inference::meanWait(rec, arrivals, plan.host->count);
    }
    return times;
}

template <class R>
inference::MessageInputs<R> messageInputs(R& rec, const Plan& plan, const Assumptions& assumptions,
                                          const RequestModel<R>& model) {
    const auto& workload = *plan.workload;
    const std::string from = "workload \"" + workload.name + "\"";
    inference::MessageInputs<R> in;
    in.placement = plan.placement();
    in.promptTokens = model.promptTokens;
    in.outputTokens = model.outputTokens;
    in.media = rec.input(workload.mediaBytes, "D_media", "media sent with the prompt", Label::assumed, from);
    in.textPerToken = rec.input(Bytes(assumptions.bytesPerToken), "b_text", "text per token", Label::assumed,
                                "assumptions: text per token");
    in.header = rec.input(Bytes(double(assumptions.wireOverheadBytes)), "b_header", "headers per message",
                          Label::assumed, "assumptions: header per message");
    in.hiddenPerToken = model.hiddenVector;
    return in;
}

Bytes keyValueBytes(const Plan& plan, llm::BlockRange range, int batch) {
    return plan.accounting->kvBytes(range, plan.fullContext(), batch);
}

template <class R>
Of<Bytes, R> weightsOf(R& rec, const Plan& plan, llm::BlockRange range, Scheme scheme) {
    return rec.input(plan.accounting->weightBytes(range), "W",
                     "weights of " + plan.model->name + " as " + std::string(enumKey(scheme)),
                     Label::published, "accounting: " + plan.model->source);
}

template <class R>
Of<Bytes, R> keyValuesOf(R& rec, const Plan& plan, llm::BlockRange range, int batch) {
    const auto tokens = rec.input(double(plan.fullContext()), "P + G", "prompt and output tokens",
                                  Label::assumed, "workload \"" + plan.workload->name + "\"");
    const auto sequences = rec.input(double(batch), "B", "requests held together", Label::assumed,
                                     "deployment \"" + plan.deployment->name + "\"");
    return llm::kvBytes(rec, *plan.model, *plan.accounting, range, N<R>(tokens), N<R>(sequences));
}

template <class R>
Of<Bytes, R> workspaceOf(R& rec, const Plan& plan, llm::BlockRange range, int batch) {
    return rec.input(plan.accounting->workspaceBytes(range, plan.workload->promptTokens, batch), "M_work",
                     "workspace", Label::computed,
                     "vectors of a micro-batch of 512 tokens in the widest layer, and logits");
}

/// The plans whose weights must be kept: those that no other plan's include. Of equals the first.
std::vector<const Plan*> distinctWeights(std::span<const Plan* const> plans) {
    std::vector<const Plan*> kept;
    for (std::size_t i = 0; i < plans.size(); ++i) {
        bool covered = false;
        for (std::size_t j = 0; j < plans.size() && !covered; ++j)
            covered = j != i && sharesHostWeights(*plans[i], *plans[j]) &&
                      (j < i || !sharesHostWeights(*plans[j], *plans[i]));
        if (!covered)
            kept.push_back(plans[i]);
    }
    return kept;
}

const Plan* largestWorkspace(std::span<const Plan* const> plans) {
    const auto bytes = [](const Plan* plan) {
        return plan->accounting->workspaceBytes(plan->onHost, plan->workload->promptTokens,
                                                plan->deployment->batch);
    };
    return *std::max_element(plans.begin(), plans.end(),
                             [&](const Plan* a, const Plan* b) { return bytes(a) < bytes(b); });
}

} // namespace

namespace {

/// The sizes of a request and its messages.
template <class R>
void addMessages(R& rec, const Plan& plan, const Assumptions& assumptions, RequestModel<R>& model) {
    const auto& workload = *plan.workload;
    const std::string from = "workload \"" + workload.name + "\"";
    model.promptTokens = rec.input(double(workload.promptTokens), "P", "prompt tokens", Label::assumed, from);
    model.outputTokens = rec.input(double(workload.outputTokens), "G", "output tokens", Label::assumed, from);
    model.batch = rec.input(double(plan.deployment->batch), "B", "requests decoded together", Label::assumed,
                            "deployment \"" + plan.deployment->name + "\"");
    if (plan.placement() == Placement::split)
        model.hiddenVector = llm::vectorBytes(rec, *plan.model, plan.accounting->activationFormat());
    model.messages = inference::messages(rec, messageInputs(rec, plan, assumptions, model));
}

} // namespace

inference::Messages<NullRecorder> requestMessages(const Plan& plan, const Assumptions& assumptions) {
    NullRecorder rec;
    RequestModel<NullRecorder> model;
    addMessages(rec, plan, assumptions, model);
    return model.messages;
}

template <class R>
RequestModel<R> requestModel(R& rec, const Plan& plan, const Assumptions& assumptions,
                             std::span<const inference::Arrival> arrivals) {
    RequestModel<R> model;
    addMessages(rec, plan, assumptions, model);
    model.compute = computeTimes(rec, plan, assumptions, arrivals);
    if (plan.usesDevice())
        model.deviceWork = Side<R>(rec, plan, false).whole();
    if (plan.usesHost())
        model.hostWork = Side<R>(rec, plan, true).whole();
    return model;
}

Seconds hostServiceTime(const Plan& plan, const Assumptions& assumptions) {
    if (!plan.usesHost())
        return {};
    NullRecorder rec;
    const auto times = computeTimes(rec, plan, assumptions, {});
    return times.hostPrefill +
           times.hostDecode * double(plan.workload->outputTokens - 1) / double(plan.deployment->batch);
}

template <class R>
Of<Bytes, R> deviceMemory(R& rec, const Plan& plan) {
    if (!plan.usesDevice())
        return {};
    return rec.name(weightsOf(rec, plan, plan.onDevice, plan.deployment->deviceWeights) +
                        keyValuesOf(rec, plan, plan.onDevice, 1) + workspaceOf(rec, plan, plan.onDevice, 1),
                    "M_device", "memory needed on the device", "weights, KV cache and workspace");
}

std::vector<Part<Bytes>> deviceMemoryParts(const Plan& plan) {
    if (!plan.usesDevice())
        return {};
    const auto& acc = *plan.accounting;
    return {{"weights", "Weights", acc.weightBytes(plan.onDevice)},
            {"kv_cache", "KV cache", keyValueBytes(plan, plan.onDevice, 1)},
            {"workspace", "Workspace", acc.workspaceBytes(plan.onDevice, plan.workload->promptTokens, 1)}};
}

template <class R>
Of<Bytes, R> hostMemory(R& rec, std::span<const Plan* const> plans) {
    if (plans.empty())
        return {};
    std::vector<Of<Bytes, R>> terms;
    for (const auto* plan : distinctWeights(plans))
        terms.push_back(weightsOf(rec, *plan, plan->onHost, plan->deployment->hostWeights));
    for (const auto* plan : plans)
        terms.push_back(keyValuesOf(rec, *plan, plan->onHost, plan->deployment->batch));
    const auto* widest = largestWorkspace(plans);
    terms.push_back(workspaceOf(rec, *widest, widest->onHost, widest->deployment->batch));
    return rec.name(rec.template sum<Of<Bytes, R>>(terms), "M_host", "memory needed on each accelerator",
                    "weights, KV cache and workspace");
}

std::vector<Part<Bytes>> hostMemoryParts(std::span<const Plan* const> plans) {
    if (plans.empty())
        return {};
    Bytes weights, keyValues;
    for (const auto* plan : distinctWeights(plans))
        weights += plan->accounting->weightBytes(plan->onHost);
    for (const auto* plan : plans)
        keyValues += keyValueBytes(*plan, plan->onHost, plan->deployment->batch);
    const auto* widest = largestWorkspace(plans);
    return {{"weights", "Weights", weights},
            {"kv_cache", "KV cache", keyValues},
            {"workspace", "Workspace",
             widest->accounting->workspaceBytes(widest->onHost, widest->workload->promptTokens,
                                                widest->deployment->batch)}};
}

#define INSTANTIATE(R)                                                                                       \
    template RequestModel<R> requestModel(R&, const Plan&, const Assumptions&,                               \
                                          std::span<const inference::Arrival>);                              \
    template Of<Bytes, R> deviceMemory(R&, const Plan&);                                                     \
    template Of<Bytes, R> hostMemory(R&, std::span<const Plan* const>);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::assessing
