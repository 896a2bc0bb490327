// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/stage_times.h"

#include "analytics/assess/modes/media.h"
#include "analytics/assess/modes/storage.h"
#include "analytics/assess/sharing.h"
#include "analytics/assess/ways.h"
#include "analytics/inference/modes/tensor_parallel.h"
#include "analytics/llm/cut.h"
#include "analytics/llm/derived.h"

#include <algorithm>
#include <numeric>
#include <optional>

namespace cellwright::assessing {
namespace {

template <class R>
using N = typename R::Number;

compute::Task taskOf(const Plan& plan, const Stage& stage) {
    compute::Task task;
    task.model = plan.model;
    task.accounting = &*plan.accounting;
    task.weights = stage.weights;
    return task;
}

/// Positions before a chunk, those of a common prefix included.
std::int64_t depthOf(const Plan& plan, const std::vector<int>& chunks, std::size_t chunk) {
    return std::accumulate(chunks.begin(), chunks.begin() + std::ptrdiff_t(chunk),
                           std::int64_t(plan.prefix()));
}

} // namespace

compute::Task promptTask(const Plan& plan, const Stage& stage, std::size_t chunk) {
    auto task = taskOf(plan, stage);
    const auto chunks = plan.chunks();
    std::int64_t depth = depthOf(plan, chunks, chunk), tokens = chunks[chunk];
    auto range = stage.blocks;
    if (chunk == 0) {
        task.stretches = encodingOf(plan, range);
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

Bytes cacheOfChunk(const Plan& plan, const Stage& stage, std::size_t chunk) {
    const auto& acc = *plan.accounting;
    const auto chunks = plan.chunks();
    const auto begin = depthOf(plan, chunks, chunk), end = begin + chunks[chunk];
    const Bytes all = acc.kvBytes(stage.blocks, end);
    if (begin == 0)
        return all;
    const Bytes state = chunk == 0 ? acc.stateBytes(stage.blocks) : Bytes();
    return all - acc.kvBytes(stage.blocks, begin) + state;
}

namespace {

/// What a chunk's vectors add where they have to come back by the host that goes on.
Bytes vectorsOfChunk(const Plan& plan, const Stage& stage, std::size_t chunk) {
    if (!plan.comesBack() || stage.seat().host != &plan.lastHost())
        return {};
    return plan.accounting->outputBytesPerToken(stage.blocks.last - 1) * double(plan.chunks()[chunk]);
}

} // namespace

Bytes handOverBytes(const Plan& plan, const Stage& stage) {
    Bytes sum;
    for (std::size_t chunk = 0; chunk < plan.chunks().size(); ++chunk)
        sum += cacheOfChunk(plan, stage, chunk) + vectorsOfChunk(plan, stage, chunk);
    return sum;
}

std::string sideOf(const Plan& plan, const Seat& seat) {
    return !seat.host ? "device" : plan.computers.size() == 2 ? "host" : "host \"" + seat.host->name + "\"";
}

namespace {

/// The decode steps of one request, as its part of a batch.
llm::Work laterWork(const Plan& plan, const Stage& stage) {
    const int batch = plan.batch(stage), steps = plan.workload->outputTokens - 1;
    if (!plan.deployment->kvCaching)
        return scaled(decodeTask(plan, stage).work(), double(steps) / batch);
    return scaled(plan.accounting->generation(stage.blocks, plan.workload->promptTokens, steps, batch),
                  1.0 / batch);
}

/// One pass through a stage: a chunk of a prompt or a decode step.
struct Pass {
    compute::Task task;
    llm::Work whole, experts;
    double tokens = 0.0;
};

template <class R>
class Modeller {
public:
    Modeller(R& rec, const World& world, const Plan& plan, const Stage& stage)
        : rec_(rec)
        , world_(world)
        , plan_(plan)
        , stage_(stage)
        , mixed_(expertsAway(stage) > 0.0) {}

    StageModel<R> run(const Of<double, R>& outputTokens, bool queued) {
        const auto& seat = stage_.seat();
        const auto& prompts = stage_.promptSeat();
        auto& t = model_.times;
        t.onDevice = stage_.onDevice();
        t.computer = int(plan_.numberOf(seat));
        t.name = nameOf(seat);
        t.prefillComputer = int(plan_.numberOf(prompts));
        t.prefillName = nameOf(prompts);
        for (const auto& each : stage_.seats)
            loads_.push_back({plan_.numberOf(each), {}, {}, plan_.layers(stage_.blocks)});
        for (std::size_t chunk = 0; chunk < plan_.chunks().size(); ++chunk)
            addChunk(chunk, queued);
        addDecode(outputTokens, queued);
        model_.loads = std::move(loads_);
        return std::move(model_);
    }

private:
    [[nodiscard]] static std::string nameOf(const Seat& seat) {
        return seat.host ? seat.host->name : seat.device->name;
    }
    [[nodiscard]] bool handsOver() const { return &stage_.promptSeat() != &stage_.seat(); }
    [[nodiscard]] bool shared() const { return stage_.seat().share < 1.0 || mixed_; }
    [[nodiscard]] Pass passOf(compute::Task task) const {
        Pass pass{std::move(task), {}, {}, 0.0};
        pass.whole = pass.task.work();
        if (mixed_)
            pass.experts = expertWork(pass.task);
        for (const auto& stretch : pass.task.stretches)
            if (stretch.step.phase != llm::Step::Phase::encode)
                pass.tokens += double(stretch.step.tokens * stretch.step.batch);
        return pass;
    }
    /// Whether a seat takes part in prompts.
    [[nodiscard]] bool prefills(const Seat& seat) const { return !handsOver() || seat.duty == Duty::prompts; }

    void addChunk(std::size_t chunk, bool queued) {
        const auto pass = passOf(promptTask(plan_, stage_, chunk));
        auto& t = model_.times;
        if (handsOver()) {
            t.prefill.push_back(wholeTime(pass, stage_.promptSeat(), "t_prefill,", "prefill on the "));
            t.handOver.push_back(handOver(chunk, queued));
        } else {
            t.prefill.push_back(sharedTime(pass, "t_prefill,", "prefill on the "));
            if (shared())
                t.prefillExchange.push_back(exchange(pass, queued));
        }
        for (std::size_t i = 0; i < loads_.size(); ++i)
            if (prefills(stage_.seats[i])) {
                const auto time = busyTime(pass, stage_.seats[i], t.prefill.back());
                loads_[i].busy = chunk == 0 ? time : loads_[i].busy + time;
                loads_[i].work = loads_[i].work + (handsOver() ? pass.whole
                                                               : workOfSeat(stage_, stage_.seats[i],
                                                                            pass.whole, pass.experts));
            }
    }
    void addDecode(const Of<double, R>& outputTokens, bool queued) {
        const auto pass = passOf(decodeTask(plan_, stage_));
        auto& t = model_.times;
        t.decode = sharedTime(pass, "t_decode,", "one decode step on the ");
        if (shared()) {
            t.decodeExchange = exchange(pass, queued);
            if (t.prefillExchange.empty()) // another host has processed the prompt
                t.prefillExchange.assign(t.prefill.size(), Of<Seconds, R>());
        }
        const N<R> steps = outputTokens - N<R>(1.0);
        const auto later = laterWork(plan_, stage_);
        const double perStep = double(plan_.workload->outputTokens - 1) / plan_.batch(stage_);
        const auto experts = scaled(pass.experts, perStep);
        for (std::size_t i = 0; i < loads_.size(); ++i) {
            const auto& seat = stage_.seats[i];
            if (seat.duty == Duty::prompts)
                continue;
            const auto decode = steps * busyTime(pass, seat, t.decode);
            loads_[i].busy = prefills(seat) ? loads_[i].busy + share(decode) : share(decode);
            loads_[i].work = loads_[i].work + workOfSeat(stage_, seat, later, experts);
        }
    }
    /// A request's part of the time of its batch.
    Of<Seconds, R> share(const Of<Seconds, R>& time) {
        if (stage_.onDevice())
            return time;
        const auto batch = rec_.input(double(plan_.deployment->batch), "B", "requests decoded together",
                                      Label::assumed, "deployment \"" + plan_.deployment->name + "\"");
        return time / batch;
    }

    Of<Seconds, R> named(const Of<Seconds, R>& time, const Seat& seat, const char* symbol, const char* name) {
        return rec_.name(
            time, symbol + std::string(seat.host ? "host" : "device"), name + sideOf(plan_, seat),
            compute::runtimeOf(*seat.device).measured ? "sum of measured kernels" : "smooth roofline");
    }
    [[nodiscard]] std::string sourceOf(const Seat& seat) const {
        return "accounting of " + plan_.model->name + " on the " + sideOf(plan_, seat);
    }
    Of<Seconds, R> wholeTime(const Pass& pass, const Seat& seat, const char* symbol, const char* name) {
        auto task = pass.task;
        const auto source = sourceOf(seat);
        task.source = source;
        const auto time =
            named(compute::predict(rec_, *seat.device, task, task.decodes() ? "decode step" : "prefill"),
                  seat, symbol, name);
        return seat.host ? time : fromFlash(rec_, plan_, stage_, world_.assumptions(), time);
    }
    Of<Seconds, R> seatTime(const Pass& pass, const Seat& seat, const llm::Work& work, const char* symbol,
                            const char* name) {
        auto task = pass.task;
        const auto source = sourceOf(seat);
        task.source = source;
        return named(partTime(rec_, *seat.device, task, work, task.decodes() ? "decode step" : "prefill"),
                     seat, symbol, name);
    }
    /// Of all hosts that share the layers the slowest one's.
    Of<Seconds, R> sharedTime(const Pass& pass, const char* symbol, const char* name) {
        if (!shared())
            return wholeTime(pass, stage_.seat(), symbol, name);
        std::vector<Of<Seconds, R>> times;
        for (const auto& seat : stage_.seats)
            if (seat.duty == Duty::layers || seat.duty == Duty::tensor)
                times.push_back(
                    seatTime(pass, seat, workOfSeat(stage_, seat, pass.whole, pass.experts), symbol, name));
        auto slowest = times.front();
        for (std::size_t i = 1; i < times.size(); ++i)
            slowest = max(slowest, times[i]);
        return times.size() == 1
                   ? slowest
                   : rec_.name(slowest, "t_slowest", "slowest of the hosts that share the layers");
    }

    Of<Seconds, R> exchange(const Pass& pass, bool queued) {
        return mixed_ ? expertExchange(pass, queued) : allReduces(pass, queued);
    }
    /// What all hosts of a stage are kept busy, or a host with experts.
    Of<Seconds, R> busyTime(const Pass& pass, const Seat& seat, const Of<Seconds, R>& stageTime) {
        if (seat.duty == Duty::experts)
            return seatTime(pass, seat, sharedWork(pass.experts, seat.share), "t_experts,",
                            "experts on the ");
        if (!shared() || seat.duty == Duty::prompts || (handsOver() && !pass.task.decodes()))
            return stageTime;
        return stageTime + exchange(pass, false);
    }

    Of<Bytes, R> vectors(double tokens, const char* symbol, const char* name) {
        const auto each = llm::vectorBytes(rec_, *plan_.model, plan_.accounting->activationFormat());
        return each * rec_.input(tokens, symbol, name, Label::computed, "chunk of the prompt, or the batch");
    }
    inference::Hop<R> hop(const Seat& from, const Seat& to, bool queued) {
        return hopOf(rec_, world_, *from.host, *to.host, queued);
    }
    Of<Seconds, R> allReduces(const Pass& pass, bool queued) {
        const auto ring = stage_.tensorRing();
        std::optional<inference::Hop<R>> worst;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const auto next = hop(*ring[i], *ring[(i + 1) % ring.size()], queued);
            worst =
                worst ? inference::Hop<R>{max(worst->delay, next.delay), min(worst->rate, next.rate)} : next;
        }
        const auto hosts = rec_.input(double(ring.size()), "n", "hosts that share the layers", Label::assumed,
                                      "deployment \"" + plan_.deployment->name + "\"");
        const auto layers = rec_.input(double(plan_.layers(stage_.blocks)), "L", "layers", Label::computed,
                                       "accounting of the model");
        const auto slowest = toBytes(worst->rate * Of<Seconds, R>(N<R>(1.0))) / Of<Seconds, R>(N<R>(1.0));
        return inference::tensorParallelTime(rec_, Of<double, R>(hosts), Of<double, R>(layers),
                                             vectors(pass.tokens, "T", "tokens of the pass"), slowest,
                                             worst->delay);
    }
    Of<Seconds, R> expertExchange(const Pass& pass, bool queued) {
        const auto& main = stage_.seat();
        const double kept = 1.0 - expertsAway(stage_);
        const auto own =
            seatTime(pass, main, sharedWork(pass.experts, kept), "t_kept,", "experts that stayed on the ");
        Of<Seconds, R> longest = own;
        for (const auto& seat : stage_.seats)
            if (seat.duty == Duty::experts)
                longest = max(longest, away(pass, seat, queued));
        return rec_.name(longest - own, "t_away",
                         "what experts on other hosts take longer than those that stayed",
                         "tokens there, computed, and back: arXiv 2411.06681");
    }
    Of<Seconds, R> away(const Pass& pass, const Seat& seat, bool queued) {
        const auto there = hop(stage_.seat(), seat, queued), back = hop(seat, stage_.seat(), queued);
        const auto layers = rec_.input(double(expertLayers(plan_, stage_.blocks)), "L_e",
                                       "layers with experts", Label::computed, "accounting of the model");
        const auto bits = toBits(vectors(tokensToExperts(plan_, stage_.blocks, seat.share, pass.tokens),
                                         "T_e", "tokens with an expert there"));
        const auto layer = there.delay + back.delay + bits / there.rate + bits / back.rate;
        const auto computing = busyTime(pass, seat, {});
        return rec_.name(layer * layers + computing, "t_e",
                         "experts on " + nameOf(seat) + ", there and back");
    }
    Of<Seconds, R> handOver(std::size_t chunk, bool queued) {
        const auto way = hop(stage_.promptSeat(), stage_.seat(), queued);
        const auto bytes =
            rec_.input(cacheOfChunk(plan_, stage_, chunk) + vectorsOfChunk(plan_, stage_, chunk), "K",
                       "KV cache of the prompt", Label::computed, "accounting of the model");
        return rec_.name(way.delay + toBits(bytes) / way.rate, "t_KV", "handing the KV cache over",
                         "delay of the route, and bytes over its narrowest link");
    }

    R& rec_;
    const World& world_;
    const Plan& plan_;
    const Stage& stage_;
    bool mixed_;
    StageModel<R> model_;
    std::vector<SeatLoad<R>> loads_; ///< by seat
};

} // namespace

template <class R>
StageModel<R> stageModel(R& rec, const World& world, const Plan& plan, const Stage& stage,
                         const Of<double, R>& outputTokens, bool queued) {
    return Modeller<R>(rec, world, plan, stage).run(outputTokens, queued);
}

#define INSTANTIATE(R)                                                                                       \
    template StageModel<R> stageModel(R&, const World&, const Plan&, const Stage&, const Of<double, R>&,     \
                                      bool);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::assessing
