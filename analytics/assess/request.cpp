// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/request.h"

#include "analytics/assess/modes/media.h"
#include "analytics/assess/modes/storage.h"
#include "analytics/assess/queues/serving.h"
#include "analytics/assess/sharing.h"
#include "analytics/assess/ways.h"
#include "analytics/inference/modes/tensor_parallel.h"
#include "analytics/llm/cut.h"

namespace cellwright::assessing {
namespace {

template <class R>
using N = typename R::Number;

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
    in.media = plan.towers ? embeddingBytes(rec, plan)
                           : rec.input(workload.mediaBytes, "D_media", "media sent with the prompt",
                                       Label::assumed, from);
    if (plan.mediaTokens > 0)
        in.mediaTokens = rec.input(double(plan.mediaTokens), "P_media", "tokens of the media",
                                   Label::computed, "towers of " + plan.model->name);
    in.textPerToken = rec.input(Bytes(assumptions.bytesPerToken), "b_text", "text per token", Label::assumed,
                                "assumptions: text per token");
    in.header = rec.input(Bytes(double(assumptions.wireOverheadBytes)), "b_header", "headers per message",
                          Label::assumed, "assumptions: header per message");
    if (plan.stages.size() > 1)
        in.hiddenPerToken = llm::vectorBytes(rec, *plan.model, plan.accounting->activationFormat());
    return in;
}

/// The layers that the device downloads, and the message that asks for them.
template <class R>
void addDownload(R& rec, const Plan& plan, const Assumptions& assumptions, inference::Messages<R>& m) {
    const auto layers = rec.input(downloadedBytes(plan), "W_dl", "layers that the device downloads",
                                  Label::computed, "accounting of " + plan.model->name);
    const auto asking = rec.input(Bytes(double(assumptions.wireOverheadBytes)), "b_header",
                                  "headers per message", Label::assumed, "assumptions: header per message");
    m.uplink = plan.usesHost() ? Of<Bytes, R>(m.uplink + asking) : asking;
    m.downlink = plan.usesHost() ? Of<Bytes, R>(m.downlink + layers) : layers;
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
    if (plan.downloads())
        addDownload(rec, plan, assumptions, model.request.messages);
}

/// Times of the stages, and what a request keeps each computer busy and has it do.
template <class R>
void addStages(R& rec, const World& world, const Plan& plan, bool queued, RequestModel<R>& model) {
    std::vector<std::vector<Of<Seconds, R>>> busy(plan.computers.size());
    std::vector<llm::Work> work(plan.computers.size());
    std::vector<int> layers(plan.computers.size(), 0);
    for (const auto& stage : plan.stages) {
        auto one = stageModel(rec, world, plan, stage, model.outputTokens, queued);
        for (const auto& load : one.loads) {
            busy[load.computer].push_back(load.busy);
            work[load.computer] = work[load.computer] + load.work;
            layers[load.computer] += load.layers;
        }
        model.request.stages.push_back(std::move(one.times));
    }
    for (std::size_t i = 0; i < busy.size(); ++i) {
        const bool device = i == 0;
        model.busy.push_back(busy[i].empty()
                                 ? Of<Seconds, R>()
                                 : rec.name(rec.template sum<Of<Seconds, R>>(busy[i]),
                                            device ? "t_device" : "t_host",
                                            device ? "computing time of the device"
                                                   : "processor time of the host for one request"));
        model.work.push_back(compute::record(rec, work[i], layers[i],
                                             "accounting of " + plan.model->name + " on the " +
                                                 sideOf(plan, plan.computers[i])));
    }
}

/// Of those who process prompts in a stage, and of the one that goes on with them.
template <class R>
void addWaits(R& rec, const World& world, const Stage& stage, bool queued, inference::StageTimes<R>& times) {
    std::vector<Of<Seconds, R>> waits, overheads;
    for (const auto& seat : stage.seats) {
        if (seat.duty != Duty::layers && seat.duty != Duty::prompts)
            continue;
        overheads.push_back(rec.input(world.assumptions().serverOverhead, "t_overhead",
                                      "request handling on the host", Label::assumed,
                                      "assumptions: server overhead"));
        const auto arrivals = queued ? std::span<const inference::Arrival>(world.arrivals(seat.host->id))
                                     : std::span<const inference::Arrival>();
        waits.push_back(inference::meanWait(rec, arrivals, seat.host->count));
    }
    times.overhead = overheads.size() == 1 ? overheads.front() : rec.template sum<Of<Seconds, R>>(overheads);
    times.wait = waits.size() == 1 ? waits.front() : rec.template sum<Of<Seconds, R>>(waits);
}

/// Waits for hosts and ways between them.
template <class R>
void addNetwork(R& rec, const World& world, const Plan& plan, bool queued, RequestModel<R>& model) {
    auto& stages = model.request.stages;
    for (std::size_t i = 0; i < stages.size(); ++i) {
        const auto& stage = plan.stages[i];
        if (stage.onDevice())
            continue;
        addWaits(rec, world, stage, queued, stages[i]);
        if (queued)
            serveInBatches(rec, world, plan, stages[i]);
        if (i + 1 < stages.size() && !plan.stages[i + 1].onDevice()) {
            const auto& next = *plan.stages[i + 1].seat().host;
            stages[i].onward = hopOf(rec, world, *stage.seat().host, next, queued);
            stages[i].promptOnward = stage.promptSeat().host == stage.seat().host
                                         ? stages[i].onward
                                         : hopOf(rec, world, *stage.promptSeat().host, next, queued);
        }
    }
    if (!plan.usesDevice() && stages.size() > 1)
        model.request.feedback = hopOf(rec, world, plan.lastHost(), plan.firstHost(), queued);
}

/// What towers on the device and cold hosts do beside the stages.
template <class R>
void addPreparation(R& rec, const Plan& plan, RequestModel<R>& model) {
    const auto& p = model.preparation;
    for (std::size_t i = 0; i < p.coldBusy.size(); ++i)
        if (valueOf(p.coldBusy[i].si()) > 0.0)
            model.busy[i] = rec.name(model.busy[i] + p.coldBusy[i], "t_host",
                                     "processor time of the host for one request", "with its cold starts");
    if (!plan.towers)
        return;
    model.busy.front() = p.encoding;
    model.work.front() =
        compute::record(rec, encodingTask(plan).work(), 0, "accounting of the towers of " + plan.model->name);
}

} // namespace

inference::Messages<NullRecorder> requestMessages(const Plan& plan, const Assumptions& assumptions) {
    NullRecorder rec;
    RequestModel<NullRecorder> model;
    addMessages(rec, plan, assumptions, model);
    return model.request.messages;
}

namespace {

/// Lists what a request sends from place to place.
template <class R>
class Sender {
public:
    Sender(R& rec, const Plan& plan, const inference::Messages<R>& messages,
           const Of<double, R>& outputTokens)
        : rec_(rec)
        , plan_(plan)
        , m_(messages)
        , later_(outputTokens - N<R>(1.0)) {}

    std::vector<Stream<R>> all() {
        if (plan_.source)
            return {{nullptr, plan_.source, m_.uplink, "uplink"},
                    {plan_.source, nullptr, m_.downlink, "downlink"}};
        if (!plan_.usesHost())
            return {};
        const bool handsOver = &plan_.promptHost() != &plan_.firstHost();
        add(nullptr, &plan_.promptHost(), handsOver ? m_.prompt : m_.uplink, "uplink");
        if (handsOver && plan_.isSplit())
            add(nullptr, &plan_.firstHost(), m_.step * later_, "uplink of later tokens");
        const Stage* last = nullptr;
        for (const auto& stage : plan_.stages) {
            if (stage.onDevice())
                continue;
            addHelpers(stage);
            if (last)
                pass(*last, stage);
            last = &stage;
        }
        if (!plan_.usesDevice() && plan_.stages.size() > 1)
            add(last->seat().host, &plan_.firstHost(), m_.feedback * later_, "token ids for the next step");
        add(last->seat().host, nullptr, m_.downlink, "downlink");
        return std::move(streams_);
    }

private:
    void add(const Host* from, const Host* to, const Of<Bytes, R>& bytes, std::string_view what) {
        streams_.push_back({from, to, bytes, what});
    }
    void pass(const Stage& from, const Stage& to) {
        constexpr const char* what = "hidden vectors from host to host";
        const auto steps = m_.passStep * later_;
        if (from.promptSeat().host == from.seat().host)
            return add(from.seat().host, to.seat().host, rec_.name(m_.passed + steps, "D_pass", what), what);
        add(from.promptSeat().host, to.seat().host, m_.passed, what);
        add(from.seat().host, to.seat().host, steps, what);
    }
    void addHelpers(const Stage& stage) {
        for (const auto& seat : stage.seats) {
            if (seat.duty == Duty::prompts)
                add(seat.host, stage.seat().host,
                    rec_.input(handOverBytes(plan_, stage), "K", "KV cache of the prompt", Label::computed,
                               "accounting of the model"),
                    "KV cache of the prompt");
            if (seat.duty == Duty::experts) {
                const auto bytes =
                    vectors(tokensToExperts(plan_, stage.blocks, seat.share, passedTokens(stage)) *
                                expertLayers(plan_, stage.blocks),
                            "vectors for experts, in all layers");
                add(stage.seat().host, seat.host, bytes, "hidden vectors to experts");
                add(seat.host, stage.seat().host, bytes, "hidden vectors from experts");
            }
        }
        const auto ring = stage.tensorRing();
        for (std::size_t i = 0; ring.size() > 1 && i < ring.size(); ++i)
            add(ring[i]->host, ring[(i + 1) % ring.size()]->host, allReduced(stage, double(ring.size())),
                "all-reduces");
    }
    /// Tokens that pass a stage on these hosts: of the prompt, where they process it, and later ones.
    [[nodiscard]] double passedTokens(const Stage& stage) const {
        const double prompt = plan_.workload->promptTokens - plan_.prefix();
        const double steps = plan_.workload->outputTokens - 1;
        const double each = plan_.deployment->kvCaching ? 1.0 : double(plan_.meanContext());
        return (stage.promptSeat().host == stage.seat().host ? prompt : 0.0) + steps * each;
    }
    Of<Bytes, R> vectors(double count, const char* name) {
        const auto each = llm::vectorBytes(rec_, *plan_.model, plan_.accounting->activationFormat());
        return each * rec_.input(count, "n_h", name, Label::computed, "accounting of the model");
    }
    Of<Bytes, R> allReduced(const Stage& stage, double hosts) {
        const auto count = rec_.input(hosts, "n", "hosts that share the layers", Label::assumed,
                                      "deployment \"" + plan_.deployment->name + "\"");
        const double twice = 2.0 * plan_.layers(stage.blocks);
        return inference::allReduceBytes(rec_, Of<double, R>(count),
                                         vectors(twice * passedTokens(stage), "vectors in two all-reduces "
                                                                              "per layer"));
    }

    R& rec_;
    const Plan& plan_;
    const inference::Messages<R>& m_;
    N<R> later_;
    std::vector<Stream<R>> streams_;
};

} // namespace

template <class R>
std::vector<Stream<R>> streams(R& rec, const Plan& plan, const inference::Messages<R>& m,
                               const Of<double, R>& outputTokens) {
    return Sender<R>(rec, plan, m, outputTokens).all();
}

template <class R>
RequestModel<R> requestModel(R& rec, const World& world, const Plan& plan, bool queued) {
    RequestModel<R> model;
    addMessages(rec, plan, world.assumptions(), model);
    addStages(rec, world, plan, queued, model);
    addNetwork(rec, world, plan, queued, model);
    model.preparation = prepare(rec, world, plan, model.request.stages);
    addPreparation(rec, plan, model);
    if (plan.small)
        model.small = std::make_shared<const RequestModel<R>>(requestModel(rec, world, *plan.small, queued));
    return model;
}

std::vector<Seconds> serviceTimes(const World& world, const Plan& plan) {
    NullRecorder rec;
    RequestModel<NullRecorder> model;
    model.outputTokens = plan.workload->outputTokens;
    addStages(rec, world, plan, false, model);
    return model.busy;
}

#define INSTANTIATE(R)                                                                                       \
    template RequestModel<R> requestModel(R&, const World&, const Plan&, bool);                              \
    template std::vector<Stream<R>> streams(R&, const Plan&, const inference::Messages<R>&,                  \
                                            const Of<double, R>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::assessing
