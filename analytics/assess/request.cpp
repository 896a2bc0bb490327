// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/request.h"

#include "analytics/assess/ways.h"
#include "analytics/llm/cut.h"
#include "analytics/llm/derived.h"

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

compute::Task taskOf(const Plan& plan, const Stage& stage) {
    compute::Task task;
    task.model = plan.model;
    task.accounting = &*plan.accounting;
    task.weights = stage.weights;
    return task;
}

} // namespace

compute::Task promptTask(const Plan& plan, const Stage& stage, std::size_t chunk) {
    auto task = taskOf(plan, stage);
    const auto chunks = plan.chunks();
    std::int64_t depth = plan.prefix(), tokens = chunks[chunk];
    for (std::size_t i = 0; i < chunk; ++i)
        depth += chunks[i];
    auto range = stage.blocks;
    if (chunk == 0) {
        addEncoding(task.stretches, plan, range);
        if (stage.onDevice()) {
            tokens += depth;
            depth = 0;
        }
    }
    if (chunk + 1 < chunks.size()) // the head is for the last token of a prompt
        range.last = std::min(range.last, plan.accounting->blocks() - 1);
    task.stretches.push_back({range, {llm::Step::Phase::prefill, tokens, 1, depth}});
    return task;
}

compute::Task decodeTask(const Plan& plan, const Stage& stage) {
    auto task = taskOf(plan, stage);
    const auto context = plan.meanContext();
    const auto step = plan.deployment->kvCaching
                          ? llm::Step::decode(context, plan.batch(stage))
                          : llm::Step{llm::Step::Phase::prefill, context, plan.batch(stage)};
    task.stretches.push_back({stage.blocks, step});
    return task;
}

namespace {

/// Everything that one request does in a stage: its prefill, and its part of the decode steps of the batch.
llm::Work wholeRequest(const Plan& plan, const Stage& stage) {
    const int batch = plan.batch(stage);
    const double steps = plan.workload->outputTokens - 1;
    llm::Work work;
    for (std::size_t chunk = 0; chunk < plan.chunks().size(); ++chunk)
        work = work + promptTask(plan, stage, chunk).work();
    if (!plan.deployment->kvCaching)
        return work + scaled(decodeTask(plan, stage).work(), steps / batch);
    return work + scaled(plan.accounting->generation(stage.blocks, plan.workload->promptTokens,
                                                     plan.workload->outputTokens - 1, batch),
                         1.0 / batch);
}

/// How a place is called in derivations.
std::string sideOf(const Plan& plan, const Seat& seat) {
    return !seat.host ? "device" : plan.computers.size() == 2 ? "host" : "host \"" + seat.host->name + "\"";
}

template <class R>
class StageModel {
public:
    StageModel(R& rec, const Plan& plan, const Stage& stage)
        : rec_(rec)
        , plan_(plan)
        , stage_(stage) {}

    inference::StageTimes<R> times() {
        inference::StageTimes<R> t;
        const auto& seat = stage_.seat();
        t.onDevice = stage_.onDevice();
        t.computer = int(plan_.numberOf(seat));
        t.name = seat.host ? seat.host->name : seat.device->name;
        for (std::size_t chunk = 0; chunk < plan_.chunks().size(); ++chunk)
            t.prefill.push_back(
                time(promptTask(plan_, stage_, chunk), seat, "t_prefill,", "prefill on the "));
        t.decode = time(decodeTask(plan_, stage_), seat, "t_decode,", "one decode step on the ");
        return t;
    }

private:
    Of<Seconds, R> time(compute::Task task, const Seat& seat, const char* symbol, const char* name) {
        const auto side = sideOf(plan_, seat);
        const std::string source = "accounting of " + plan_.model->name + " on the " + side;
        task.source = source;
        return rec_.name(
            compute::predict(rec_, *seat.device, task, task.decodes() ? "decode step" : "prefill"),
            symbol + std::string(seat.host ? "host" : "device"), name + side,
            compute::runtimeOf(*seat.device).measured ? "sum of measured kernels" : "smooth roofline");
    }
    R& rec_;
    const Plan& plan_;
    const Stage& stage_;
};

template <class R>
inference::MessageInputs<R> messageInputs(R& rec, const Plan& plan, const Assumptions& assumptions,
                                          const RequestModel<R>& model) {
    using inference::Payload;
    const auto& workload = *plan.workload;
    const std::string from = "workload \"" + workload.name + "\"";
    inference::MessageInputs<R> in;
    in.up = plan.isSplit() ? Payload::vectors : Payload::text;
    in.down = plan.comesBack() ? Payload::vectors : plan.isSplit() ? Payload::tokenIds : Payload::text;
    in.cached = plan.deployment->kvCaching;
    in.promptTokens = model.promptTokens;
    in.outputTokens = model.outputTokens;
    const auto chunks = plan.chunks();
    for (const int tokens : chunks)
        in.chunks.push_back(tokens == workload.promptTokens
                                ? model.promptTokens
                                : rec.input(double(tokens), "P_i", "tokens of a chunk of the prompt",
                                            Label::computed, "deployment, and prefix of the " + from));
    in.media = rec.input(workload.mediaBytes, "D_media", "media sent with the prompt", Label::assumed, from);
    in.textPerToken = rec.input(Bytes(assumptions.bytesPerToken), "b_text", "text per token", Label::assumed,
                                "assumptions: text per token");
    in.header = rec.input(Bytes(double(assumptions.wireOverheadBytes)), "b_header", "headers per message",
                          Label::assumed, "assumptions: header per message");
    if (plan.stages.size() > 1)
        in.hiddenPerToken = llm::vectorBytes(rec, *plan.model, plan.accounting->activationFormat());
    return in;
}

/// The sizes of a request and its messages.
template <class R>
void addMessages(R& rec, const Plan& plan, const Assumptions& assumptions, RequestModel<R>& model) {
    const auto& workload = *plan.workload;
    const std::string from = "workload \"" + workload.name + "\"";
    model.promptTokens = rec.input(double(workload.promptTokens), "P", "prompt tokens", Label::assumed, from);
    model.outputTokens = rec.input(double(workload.outputTokens), "G", "output tokens", Label::assumed, from);
    model.batch = rec.input(double(plan.deployment->batch), "B", "requests decoded together", Label::assumed,
                            "deployment \"" + plan.deployment->name + "\"");
    model.request.outputTokens = model.outputTokens;
    if (plan.usesHost())
        model.request.messages = inference::messages(rec, messageInputs(rec, plan, assumptions, model));
}

/// What a request keeps each computer busy, stage by stage.
template <class R>
void addBusy(R& rec, const Plan& plan, RequestModel<R>& model) {
    const N<R> steps = model.outputTokens - N<R>(1.0);
    std::vector<std::vector<Of<Seconds, R>>> terms(plan.computers.size());
    for (const auto& stage : model.request.stages) {
        auto& own = terms[std::size_t(stage.computer)];
        const auto prefill = stage.prefill.size() == 1 ? stage.prefill.front()
                                                       : rec.template sum<Of<Seconds, R>>(stage.prefill);
        const auto decode = steps * stage.decode;
        own.push_back(prefill + (stage.onDevice ? decode : Of<Seconds, R>(decode / model.batch)));
    }
    for (std::size_t i = 0; i < terms.size(); ++i)
        model.busy.push_back(terms[i].empty()
                                 ? Of<Seconds, R>()
                                 : rec.name(rec.template sum<Of<Seconds, R>>(terms[i]),
                                            i == 0 ? "t_device" : "t_host",
                                            i == 0 ? "computing time of the device"
                                                   : "processor time of the host for one request"));
}

template <class R>
void addWork(R& rec, const Plan& plan, RequestModel<R>& model) {
    std::vector<llm::Work> work(plan.computers.size());
    std::vector<int> layers(plan.computers.size(), 0);
    for (const auto& stage : plan.stages) {
        const auto computer = plan.numberOf(stage.seat());
        work[computer] = work[computer] + wholeRequest(plan, stage);
        layers[computer] += plan.layers(stage.blocks);
    }
    for (std::size_t i = 0; i < work.size(); ++i)
        model.work.push_back(compute::record(rec, work[i], layers[i],
                                             "accounting of " + plan.model->name + " on the " +
                                                 sideOf(plan, plan.computers[i])));
}

template <class R>
void addStages(R& rec, const Plan& plan, RequestModel<R>& model) {
    for (const auto& stage : plan.stages)
        model.request.stages.push_back(StageModel<R>(rec, plan, stage).times());
    addBusy(rec, plan, model);
}

/// Waits for hosts and ways between them.
template <class R>
void addNetwork(R& rec, const World& world, const Plan& plan, bool queued, RequestModel<R>& model) {
    auto& stages = model.request.stages;
    for (std::size_t i = 0; i < stages.size(); ++i) {
        const auto* host = plan.stages[i].promptSeat().host;
        if (!host)
            continue;
        stages[i].overhead =
            rec.input(world.assumptions().serverOverhead, "t_overhead", "request handling on the host",
                      Label::assumed, "assumptions: server overhead");
        stages[i].wait =
            inference::meanWait(rec,
                                queued ? std::span<const inference::Arrival>(world.arrivals(host->id))
                                       : std::span<const inference::Arrival>(),
                                host->count);
        if (i + 1 < stages.size() && !plan.stages[i + 1].onDevice())
            stages[i].onward = hopOf(rec, world, *plan.stages[i].promptSeat().host,
                                     *plan.stages[i + 1].promptSeat().host, queued);
    }
    if (!plan.usesDevice() && stages.size() > 1)
        model.request.feedback = hopOf(rec, world, plan.lastHost(), plan.firstHost(), queued);
}

} // namespace

inference::Messages<NullRecorder> requestMessages(const Plan& plan, const Assumptions& assumptions) {
    NullRecorder rec;
    RequestModel<NullRecorder> model;
    addMessages(rec, plan, assumptions, model);
    return model.request.messages;
}

template <class R>
std::vector<Stream<R>> streams(R& rec, const Plan& plan, const inference::Messages<R>& m,
                               const Of<double, R>& outputTokens) {
    std::vector<Stream<R>> all;
    if (!plan.usesHost())
        return all;
    const N<R> later = outputTokens - N<R>(1.0);
    const auto passed = rec.name(m.passed + m.passStep * later, "D_pass", "hidden vectors from host to host");
    all.push_back({nullptr, &plan.firstHost(), m.uplink, "uplink"});
    const Host* last = nullptr;
    for (const auto& stage : plan.stages)
        if (!stage.onDevice()) {
            if (last)
                all.push_back({last, stage.seat().host, passed, "hidden vectors from host to host"});
            last = stage.seat().host;
        }
    if (!plan.usesDevice() && plan.stages.size() > 1)
        all.push_back({last, &plan.firstHost(), m.feedback * later, "token ids for the next step"});
    all.push_back({last, nullptr, m.downlink, "downlink"});
    return all;
}

template <class R>
RequestModel<R> requestModel(R& rec, const World& world, const Plan& plan, bool queued) {
    RequestModel<R> model;
    addMessages(rec, plan, world.assumptions(), model);
    addStages(rec, plan, model);
    addNetwork(rec, world, plan, queued, model);
    addWork(rec, plan, model);
    return model;
}

std::vector<Seconds> serviceTimes(const World& world, const Plan& plan) {
    NullRecorder rec;
    RequestModel<NullRecorder> model;
    addMessages(rec, plan, world.assumptions(), model);
    addStages(rec, plan, model);
    return model.busy;
}

#define INSTANTIATE(R)                                                                                       \
    template RequestModel<R> requestModel(R&, const World&, const Plan&, bool);                              \
    template std::vector<Stream<R>> streams(R&, const Plan&, const inference::Messages<R>&,                  \
                                            const Of<double, R>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::assessing
