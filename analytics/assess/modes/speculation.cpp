// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/modes/speculation.h"

#include "analytics/assess/modes/media.h"
#include "analytics/assess/sharing.h"

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

double tokensOf(const Plan& plan, int draftLength) {
    NullRecorder rec;
    return inference::tokensPerRound(rec, plan.deployment->acceptance, double(draftLength));
}

/// Bytes of one draft on the uplink: its id, and its distribution where it travels.
double bitsPerDraft(const Plan& plan) {
    NullRecorder rec;
    return inference::draftBits(rec, 1.0, double(plan.small->model->vocabulary),
                                double(plan.deployment->distributionBits))
        .si();
}

/// How many drafts the large model takes, and the token after them.
constexpr double replyBytes = 8.0;

} // namespace

double roundsOf(const Plan& plan, int draftLength) {
    return double(plan.workload->outputTokens - 1) / tokensOf(plan, draftLength);
}

compute::Task verifyTask(const Plan& plan, int draftLength) {
    const auto& stage = plan.stages.front();
    auto task = decodeTask(plan, stage);
    if (draftLength == 0)
        return task;
    const auto range = stage.blocks;
    const int batch = plan.batch(stage);
    const llm::BlockRange body{range.first, range.last - 1}, head{range.last - 1, range.last};
    const auto depth = plan.meanContext() - 1;
    // The accounting applies the head to a prompt's last token alone; here each token is one.
    task.stretches = {{body, {llm::Step::Phase::prefill, draftLength + 1, batch, depth}},
                      {head, {llm::Step::Phase::prefill, 1, batch * (draftLength + 1), depth}}};
    return task;
}

std::vector<Seconds> verifyTimes(const Plan& plan, int most) {
    NullRecorder rec;
    const auto& device = *plan.stages.front().seat().device;
    std::vector<Seconds> times;
    for (int length = 0; length <= most; ++length)
        times.push_back(compute::predict(rec, device, verifyTask(plan, length), "verification"));
    return times;
}

inference::SpeculationCosts speculationCosts(const Plan& plan, const Assumptions& assumptions, Seconds draft,
                                             const inference::Network<NullRecorder>& network) {
    inference::SpeculationCosts costs;
    costs.acceptance = plan.deployment->acceptance;
    costs.draft = draft;
    const Bits header = toBits(Bytes(double(assumptions.wireOverheadBytes)));
    const Bits reply = header + toBits(Bytes(replyBytes));
    const Bits perDraft(bitsPerDraft(plan));
    costs.linkPerDraft = perDraft / network.uplinkRate + perDraft / network.there.rate;
    costs.linkFixed = network.uplinkGrant + network.downlinkDelay + network.there.delay + network.back.delay +
                      network.coreDelay * 2.0 + header / network.uplinkRate + header / network.there.rate +
                      reply / network.downlinkRate + reply / network.back.rate;
    return costs;
}

Seconds plainTpot(const Assumptions& assumptions, Seconds decode,
                  const inference::Network<NullRecorder>& network) {
    const Bits token = toBits(Bytes(assumptions.bytesPerToken + double(assumptions.wireOverheadBytes)));
    return std::max(decode, std::max(token / network.downlinkRate, token / network.back.rate));
}

inference::DraftChoice chooseDraftLength(const Plan& plan, const Assumptions& assumptions,
                                         const RequestModel<NullRecorder>& model,
                                         std::span<const Seconds> verify,
                                         const inference::Network<NullRecorder>& network) {
    const auto costs =
        speculationCosts(plan, assumptions, model.small->request.stages.front().decode, network);
    const auto decode = model.request.stages.front().decode;
    return inference::bestDraftLength(costs, verify, plainTpot(assumptions, decode, network));
}

template <class R>
inference::Messages<R> speculativeMessages(R& rec, const Plan& plan, const Assumptions& assumptions,
                                           const inference::Messages<R>& plain, int draftLength) {
    if (draftLength == 0)
        return plain;
    const auto from = deploymentName(plan);
    const auto header = rec.input(Bytes(double(assumptions.wireOverheadBytes)), "b_header",
                                  "headers per message", Label::assumed, "assumptions: header per message");
    const N<R> length =
        rec.input(double(draftLength), "γ", "tokens drafted in a round", Label::assumed, from);
    const N<R> vocabulary = rec.input(double(plan.small->model->vocabulary), "V", "tokens of the vocabulary",
                                      Label::published, plan.small->model->source);
    const N<R> bits = rec.input(double(plan.deployment->distributionBits), "q_p",
                                "bits of a probability that travels", Label::assumed, from);
    const N<R> rounds = rec.input(roundsOf(plan, draftLength), "n_r", "rounds after the first token",
                                  Label::computed, "output tokens but the first, over tokens of a round");
    const auto reply = rec.input(Bytes(replyBytes), "D_reply", "drafts taken, and the token after them",
                                 Label::computed, "two 32-bit integers");
    inference::Messages<R> m = plain;
    const auto drafts = inference::draftBits(rec, length, vocabulary, bits);
    m.step =
        rec.name(Of<Bytes, R>(drafts.si() / N<R>(8.0)) + header, "D_draft", "message with a round's drafts");
    const auto answer = rec.name(reply + header, "D_answer", "message with the outcome of a round");
    m.uplink = rec.name(plain.prompt + m.step * rounds, "D_UL", "uplink bytes of the request");
    m.downlink = rec.name(plain.token + answer * rounds, "D_DL", "downlink bytes of the request");
    m.token = answer; // of a round; the first token came as `answer`
    return m;
}

namespace {

/// One pass of the large model over a round's drafts.
template <class R>
Of<Seconds, R> verification(R& rec, const Plan& plan, int draftLength) {
    auto task = verifyTask(plan, draftLength);
    const std::string source = "accounting of " + plan.model->name + " on the host";
    task.source = source;
    return rec.name(compute::predict(rec, *plan.stages.front().seat().device, task, "verification"),
                    "t_verify", "one pass of the large model over the drafts");
}

/// The work of a request on the device (prompt and drafts) and on the host (prompt and rounds).
template <class R>
void addDraftedWork(R& rec, const Plan& plan, int draftLength, RequestModel<R>& model) {
    const double rounds = roundsOf(plan, draftLength);
    const auto& small = *plan.small;
    const auto prompt = [](const Plan& of) {
        llm::Work work;
        for (std::size_t chunk = 0; chunk < of.chunks().size(); ++chunk)
            work = work + promptTask(of, of.stages.front(), chunk).work();
        return work;
    };
    const auto drafts = scaled(decodeTask(small, small.stages.front()).work(), rounds * double(draftLength));
    const auto encoding = plan.towers ? encodingTask(plan).work() : llm::Work();
    model.work[0] =
        compute::record(rec, encoding + prompt(small) + drafts, small.layers(small.stages.front().blocks),
                        "accounting of " + small.model->name + ": prompt and drafts");
    const auto passes = scaled(verifyTask(plan, draftLength).work(), rounds / double(plan.deployment->batch));
    model.work[1] = compute::record(rec, prompt(plan) + passes, plan.layers(plan.stages.front().blocks),
                                    "accounting of " + plan.model->name + ": prompt and rounds");
}

template <class R>
Of<Seconds, R> prefillOf(R& rec, const RequestModel<R>& model) {
    return rec.name(rec.template sum<Of<Seconds, R>>(model.request.stages.front().prefill), "t_prefill",
                    "prefill of the prompt");
}

} // namespace

template <class R>
RequestModel<R> withDrafts(R& rec, const Plan& plan, const Assumptions& assumptions,
                           const RequestModel<R>& model, int draftLength) {
    if (draftLength == 0)
        return model;
    RequestModel<R> drafting = model;
    drafting.request.messages =
        speculativeMessages(rec, plan, assumptions, model.request.messages, draftLength);
    const N<R> rounds = rec.input(roundsOf(plan, draftLength), "n_r", "rounds after the first token",
                                  Label::computed, "output tokens but the first, over tokens of a round");
    const N<R> drafts = rec.input(roundsOf(plan, draftLength) * double(draftLength), "n_d",
                                  "drafts of a request", Label::computed, "rounds times draft length");
    drafting.busy[0] =
        rec.name(prefillOf(rec, *model.small) + model.small->request.stages.front().decode * drafts,
                 "t_device", "computing time of the device", "the small model's prefill and drafts");
    if (plan.towers)
        drafting.busy[0] = drafting.busy[0] + model.preparation.encoding;
    drafting.busy[1] = rec.name(
        prefillOf(rec, model) + verification(rec, plan, draftLength) * rounds / model.batch, "t_host",
        "processor time of the host for one request", "prefill, and its part of the passes");
    if (!model.preparation.coldBusy.empty())
        drafting.busy[1] = drafting.busy[1] + model.preparation.coldBusy[1];
    addDraftedWork(rec, plan, draftLength, drafting);
    return drafting;
}

namespace {

/// The parts of one round for recorder R.
template <class R>
class Round {
public:
    Round(R& rec, const Plan& plan, const RequestModel<R>& model, const inference::Network<R>& network,
          int draftLength) {
        const auto from = deploymentName(plan);
        in_.draftLength =
            rec.input(double(draftLength), "γ", "tokens drafted in a round", Label::assumed, from);
        in_.acceptance =
            rec.input(plan.deployment->acceptance, "α", "chance that a draft is taken", Label::assumed, from);
        const auto& m = model.request.messages;
        in_.draft = model.small->request.stages.front().decode;
        in_.verify = verification(rec, plan, draftLength);
        in_.uplink = rec.name(network.uplinkGrant + toBits(m.step) / network.uplinkRate, "t_UL",
                              "uplink of a round's drafts: grant and airtime");
        in_.downlink = rec.name(network.downlinkDelay + toBits(m.token) / network.downlinkRate, "t_DL",
                                "downlink of a round's outcome: scheduling and airtime");
        in_.roundTrip =
            rec.name(network.there.delay + network.coreDelay + toBits(m.step) / network.there.rate +
                         network.back.delay + network.coreDelay + toBits(m.token) / network.back.rate,
                     "t_path", "transport there and back, once per round");
    }
    [[nodiscard]] const inference::SpeculationInputs<R>& inputs() const { return in_; }

    /// Phases per token: a round's over its tokens.
    inference::Phases<R> phases(const Of<double, R>& tokens) {
        inference::Phases<R> p{};
        const auto each = [&](const Of<Seconds, R>& part) { return part / tokens; };
        p[at(inference::Phase::deviceDecode)] = each(in_.draft * in_.draftLength);
        p[at(inference::Phase::radioUplink)] = each(in_.uplink);
        p[at(inference::Phase::transport)] = each(in_.roundTrip);
        p[at(inference::Phase::hostDecode)] = each(in_.verify);
        p[at(inference::Phase::radioDownlink)] = each(in_.downlink);
        return p;
    }

private:
    inference::SpeculationInputs<R> in_;
};

} // namespace

template <class R>
inference::Timing<R> speculativeTiming(R& rec, const Plan& plan, const RequestModel<R>& model,
                                       const inference::Network<R>& network,
                                       const inference::Timing<R>& plain, int draftLength,
                                       ModeFigures<R>& figures) {
    if (draftLength == 0 || plan.workload->outputTokens <= 1) {
        figures = figuresWithoutDrafts<R>(plain);
        return plain;
    }
    Round<R> round(rec, plan, model, network, draftLength);
    const auto& in = round.inputs();
    const auto tokens = inference::tokensPerRound(rec, in.acceptance, in.draftLength);
    const N<R> steps = rec.name(model.outputTokens - N<R>(1.0), "G - 1", "tokens after the first");
    const auto prefill = prefillOf(rec, *model.small);
    inference::Timing<R> t = plain;
    t.later = round.phases(tokens);
    const auto late = max(prefill - plain.ttft, Of<Seconds, R>(N<R>(0.0)));
    t.later[at(inference::Phase::devicePrefill)] =
        rec.name(late / steps, "t_late", "wait for the small model's prefill, per token",
                 "it reads the prompt while the large one does");
    t.tpot = rec.name(inference::speculativeTpot(rec, in) + t.later[at(inference::Phase::devicePrefill)],
                      "TPOT", "time per output token");
    t.endToEnd =
        rec.name(t.ttft + steps * t.tpot, "t_e2e", "end-to-end time of the answer", "first token and rounds");
    const auto& m = model.request.messages;
    t.sending = rec.name(toBits(m.uplink) / network.uplinkRate, "t_send", "transmitting time of the device");
    t.receiving =
        rec.name(toBits(m.downlink) / network.downlinkRate, "t_receive", "receiving time of the device");
    figures = {{"draft_length", "tokens drafted in a round", in.draftLength},
               {"tokens_per_round", "tokens of a round", tokens},
               {"round_s", "one round", inference::roundTime(rec, in).si()},
               {"plain_tpot_s", "time per token without drafts", plain.tpot.si()},
               {"speedup", "speed-up by drafts", (plain.tpot / t.tpot)}};
    return t;
}

template <class R>
ModeFigures<R> figuresWithoutDrafts(const inference::Timing<R>& plain) {
    return {{"draft_length", "tokens drafted in a round", N<R>(0.0)},
            {"tokens_per_round", "tokens of a round", N<R>(1.0)},
            {"round_s", "one round", plain.tpot.si()},
            {"plain_tpot_s", "time per token without drafts", plain.tpot.si()},
            {"speedup", "speed-up by drafts", N<R>(1.0)}};
}

template <class R>
void addDraftRows(R& rec, const Plan& plan, double draftLength, std::vector<privacy::Flow<R>>& rows) {
    if (draftLength <= 0.0 || rows.empty())
        return;
    const auto from = deploymentName(plan);
    const N<R> length = rec.input(draftLength, "γ", "tokens drafted in a round", Label::assumed, from);
    const N<R> acceptance =
        rec.input(plan.deployment->acceptance, "α", "chance that a draft is taken", Label::assumed, from);
    const N<R> answer = rec.input(double(plan.workload->outputTokens), "G", "output tokens", Label::assumed,
                                  "workload \"" + plan.workload->name + "\"");
    const auto tokens = inference::tokensPerRound(rec, acceptance, length);
    const N<R> rounds = rec.name((answer - N<R>(1.0)) / tokens, "n_r", "rounds after the first token");
    const auto id = rec.input(Bytes(4.0), "D_id", "token id", Label::computed, "32-bit integer");
    auto row = rows.front(); // zone, readers and protection are those of the prompt's row
    row.dataClass = privacy::DataClass::tokenIds;
    row.retention = "while the request runs";
    row.recovery = {Of<double, R>(1.0), std::nullopt, Label::computed, "token ids are the tokens"};
    row.kept = {};
    auto taken = row, refused = row;
    taken.tokens = rec.name((tokens - N<R>(1.0)) * rounds, "n_taken", "drafts that the host takes");
    taken.bytes = rec.name(id * taken.tokens, "B_taken", "ids of drafts that the host takes");
    taken.repeats = true;
    taken.note = "Drafts that become the answer.";
    refused.tokens =
        rec.name((length - tokens + N<R>(1.0)) * rounds, "n_refused", "drafts that the host refuses");
    refused.bytes = rec.name(id * refused.tokens, "B_refused", "ids of drafts that the host refuses");
    refused.note = "Drafts that do not become the answer: what the model on the device would have said.";
    rows.push_back(taken);
    rows.push_back(refused);
    if (plan.deployment->distributionBits <= 0)
        return;
    const N<R> each = rec.input(
        double(plan.small->model->vocabulary) * double(plan.deployment->distributionBits) / 8.0, "b_q",
        "bytes of a draft's distribution", Label::computed, "vocabulary times bits of a probability");
    row.dataClass = privacy::DataClass::logits;
    row.repeats = true;
    row.tokens = rec.name(length * rounds, "n_draft", "drafts of a request");
    row.bytes = rec.name(Of<Bytes, R>(row.tokens * each), "B_q", "distributions of the drafts");
    row.note = "How likely the model on the device held each token of the vocabulary.";
    rows.push_back(row);
}

#define INSTANTIATE(R)                                                                                       \
    template inference::Messages<R> speculativeMessages(R&, const Plan&, const Assumptions&,                 \
                                                        const inference::Messages<R>&, int);                 \
    template RequestModel<R> withDrafts(R&, const Plan&, const Assumptions&, const RequestModel<R>&, int);   \
    template inference::Timing<R> speculativeTiming(R&, const Plan&, const RequestModel<R>&,                 \
                                                    const inference::Network<R>&,                            \
                                                    const inference::Timing<R>&, int, ModeFigures<R>&);      \
    template ModeFigures<R> figuresWithoutDrafts<R>(const inference::Timing<R>&);                            \
    template void addDraftRows(R&, const Plan&, double, std::vector<privacy::Flow<R>>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::assessing
