// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/exposure.h"

#include "analytics/assess/modes/cascade.h"
#include "analytics/assess/modes/media.h"
#include "analytics/assess/modes/speculation.h"
#include "analytics/assess/sharing.h"
#include "analytics/assess/stage_times.h"
#include "analytics/llm/cut.h"
#include "analytics/privacy/hidden_state_noise.h"

namespace cellwright::assessing {
namespace {

Error withoutNoise() {
    return {"this plan adds no noise, so there is no guarantee", {}, "set the noise at the cut"};
}

bool noised(const Plan& plan) {
    return plan.isSplit() && plan.deployment->noiseSigma;
}

template <class R>
privacy::NoisedCut<R> noisedCut(R& rec, const Plan& plan) {
    const auto& deployment = *plan.deployment;
    const std::string from = "deployment \"" + deployment.name + "\"";
    const std::string asked = "workload \"" + plan.workload->name + "\"";
    privacy::NoisedCut<R> cut;
    cut.clip = rec.input(deployment.clipNorm, "C", "norm that vectors are clipped to", Label::assumed, from);
    cut.sigma =
        rec.input(*deployment.noiseSigma, "σ", "standard deviation of the noise", Label::assumed, from);
    cut.delta = rec.input(deployment.delta, "δ", "delta of the guarantee", Label::assumed, from);
    cut.depth = deployment.cut;
    cut.promptTokens =
        rec.input(double(plan.workload->promptTokens), "P", "prompt tokens", Label::assumed, asked);
    cut.generatedVectors = rec.input(double(plan.workload->outputTokens - 1), "G - 1",
                                     "vectors of generated tokens", Label::assumed, asked);
    return cut;
}

/// Lists the hosts of a plan for the ledger.
template <class R>
class Hosts {
public:
    Hosts(R& rec, const Plan& plan, privacy::LedgerInputs<R>& in)
        : rec_(rec)
        , plan_(plan)
        , in_(in) {}

    /// In the order in which a token passes them.
    void add() {
        bool first = true;
        for (const auto& stage : plan_.stages) {
            if (stage.onDevice())
                continue;
            const auto zone = stage.seat().host->zone;
            if (first && stage.promptSeat().host == stage.seat().host) {
                in_.host = zone;
                in_.hostKvBytesPerToken = cachePerToken(stage);
            } else if (first) {
                in_.host = stage.promptSeat().host->zone;
                in_.later = zone;
            } else {
                in_.further.push_back({zone, cachePerToken(stage)});
            }
            first = false;
            addHelpers(stage);
        }
    }

private:
    Of<Bytes, R> cachePerToken(const Stage& stage) {
        return rec_.input(
            plan_.deployment->kvCaching ? plan_.accounting->kvBytesPerToken(stage.blocks) : Bytes(), "b_KV",
            "KV cache per token on the host", Label::computed, "accounting of the model");
    }
    Of<double, R> tokens(double count, const char* name) {
        return rec_.input(count, "n", name, Label::computed, "workload and experts of the plan");
    }
    void addHelpers(const Stage& stage) {
        const auto main = stage.seat().host->zone;
        const double prompt = plan_.workload->promptTokens - plan_.prefix();
        const double all = prompt + plan_.workload->outputTokens - 1;
        const auto vector = plan_.accounting->outputBytesPerToken(stage.blocks.first);
        for (const auto& seat : stage.seats) {
            const auto zone = seat.host->zone;
            if (seat.duty == Duty::prompts)
                in_.helping.push_back(
                    {zone, main, privacy::DataClass::kvCache, tokens(prompt, "prompt tokens"),
                     bytes(handOverBytes(plan_, stage)), bytes(cachePerToken(stage), all),
                     "Keys and values of the prompt, handed over to the host that answers."});
            if (seat.duty == Duty::tensor)
                in_.helping.push_back({main, zone, privacy::DataClass::hiddenStates, tokens(all, "tokens"),
                                       bytes(vector * (all * 2.0 * plan_.layers(stage.blocks))),
                                       bytes(cachePerToken(stage), all * seat.share),
                                       "Shares every layer: sums of hidden states go round."});
            if (seat.duty == Duty::experts)
                in_.helping.push_back({main, zone, privacy::DataClass::hiddenStates,
                                       tokens(all, "tokens that pass an expert there in some layer"),
                                       bytes(vector * (tokensToExperts(plan_, stage.blocks, seat.share, all) *
                                                       expertLayers(plan_, stage.blocks))),
                                       bytes(Bytes()),
                                       "States of the tokens that the router sends to experts there."});
        }
    }
    Of<Bytes, R> bytes(Bytes size) {
        return rec_.input(size, "B", "bytes that reach the host", Label::computed, "messages of the plan");
    }
    Of<Bytes, R> bytes(const Of<Bytes, R>& perToken, double count) {
        return rec_.name(perToken * tokens(count, "tokens"), "B_kv", "KV cache that the host keeps");
    }

    R& rec_;
    const Plan& plan_;
    privacy::LedgerInputs<R>& in_;
};

template <class R>
Expected<privacy::LedgerInputs<R>> ledgerInputs(R& rec, const Plan& plan, const Assumptions& assumptions) {
    const auto& deployment = *plan.deployment;
    const auto& workload = *plan.workload;
    const std::string asked = "workload \"" + workload.name + "\"";
    privacy::LedgerInputs<R> in;
    in.placement = !plan.usesHost() ? Placement::device : plan.isSplit() ? Placement::split : Placement::host;
    in.cut = deployment.cut;
    in.comesBack = plan.comesBack();
    in.cached = deployment.kvCaching;
    in.keptTokens = plan.windowed ? double(deployment.kvWindow) : 0.0;
    if (plan.prefix() > 0)
        in.sharedTokens =
            rec.input(double(plan.prefix()), "P_0", "tokens of the common prefix", Label::assumed, asked);
    in.promptTokens = rec.input(double(workload.promptTokens), "P", "prompt tokens", Label::assumed, asked);
    in.outputTokens = rec.input(double(workload.outputTokens), "G", "output tokens", Label::assumed, asked);
    in.textBytesPerToken = rec.input(Bytes(assumptions.bytesPerToken), "b_text", "text per token",
                                     Label::assumed, "assumptions: text per token");
    in.mediaBytes = plan.towers ? embeddingBytes(rec, plan)
                                : rec.input(workload.mediaBytes, "D_media", "media sent with the prompt",
                                            Label::assumed, asked);
    if (plan.mediaTokens > 0)
        in.mediaTokens = rec.input(double(plan.mediaTokens), "P_media", "tokens of the media",
                                   Label::computed, "towers of " + plan.model->name);
    in.tokenIdBytes = rec.input(Bytes(4.0), "D_id", "token id", Label::computed, "32-bit integer");
    in.hiddenBytesPerToken = llm::vectorBytes(rec, *plan.model, plan.accounting->activationFormat());
    Hosts<R>(rec, plan, in).add();
    in.encryptedLink = deployment.encryptedLink;
    in.trustedExecution = deployment.trustedExecution;
    in.clipNorm = rec.input(deployment.clipNorm, "C", "norm that vectors are clipped to", Label::assumed,
                            "deployment \"" + deployment.name + "\"");
    if (!noised(plan))
        return in;
    auto prior = privacy::TokenPrior::zipf(plan.model->vocabulary);
    if (!prior)
        return tl::make_unexpected(prior.error());
    in.noiseSigma = rec.input(*deployment.noiseSigma, "σ", "standard deviation of the noise", Label::assumed,
                              "deployment \"" + deployment.name + "\"");
    in.prior = std::make_shared<const privacy::TokenPrior>(std::move(*prior));
    return in;
}

} // namespace

template <class R>
Expected<Of<double, R>> requestEpsilon(R& rec, const Plan& plan) {
    if (!noised(plan))
        return tl::make_unexpected(withoutNoise());
    return privacy::noiseGuarantee(rec, noisedCut(rec, plan)).map([](const auto& g) { return g.epsilon; });
}

template <class R>
Expected<Of<double, R>> uniformRecoveryCap(R& rec, const Plan& plan) {
    if (!noised(plan))
        return tl::make_unexpected(withoutNoise());
    const auto radius = privacy::recoveryRadius(rec, noisedCut(rec, plan));
    if (!radius)
        return radius;
    const auto cap = privacy::recoveryCap(plain(*radius), *plan.deployment->noiseSigma,
                                          privacy::UniformPrior{plan.model->vocabulary});
    if (!cap)
        return tl::make_unexpected(cap.error());
    return rec.input(cap->cap, "P_rec", "most of any attack's success per token, uniform tokens",
                     Label::guarantee, cap->conditions, "share");
}

template <class R>
Expected<std::vector<privacy::Flow<R>>> ledgerRows(R& rec, const Plan& plan, const Assumptions& assumptions,
                                                   double draftLength) {
    return ledgerInputs(rec, plan, assumptions)
        .and_then([&](const auto& in) { return privacy::ledger(rec, in); })
        .map([&](auto rows) {
            nameEmbeddings<R>(plan, rows);
            addDraftRows(rec, plan, draftLength, rows);
            if (plan.cascades())
                keepEscalated(rec, plan, rows);
            return rows;
        });
}

Expected<PrivacyResult> privacyResult(const Plan& plan, const Assumptions& assumptions, double draftLength) {
    NullRecorder rec;
    const auto in = ledgerInputs(rec, plan, assumptions);
    if (!in)
        return tl::make_unexpected(in.error());
    auto rows = ledgerRows(rec, plan, assumptions, draftLength);
    if (!rows)
        return tl::make_unexpected(rows.error());
    PrivacyResult result;
    result.ledger = std::move(*rows);
    result.notes = privacy::exposureNotes<NullRecorder>(*in);
    if (draftLength > 0.0)
        result.notes.push_back("The host sees every drafted token, those that it refuses too.");
    if (plan.cascades())
        result.notes.push_back("Requests that the small model answers never leave the device.");
    if (!noised(plan))
        return result;
    const auto epsilon = requestEpsilon(rec, plan);
    const auto cap = uniformRecoveryCap(rec, plan);
    if (!epsilon || !cap)
        return tl::make_unexpected(!epsilon ? epsilon.error() : cap.error());
    result.epsilon = *epsilon;
    result.recoveryCap = *cap;
    result.delta = plan.deployment->delta;
    result.adjacency = privacy::describe(privacy::Adjacency::oneToken);
    return result;
}

#define INSTANTIATE(R)                                                                                       \
    template Expected<std::vector<privacy::Flow<R>>> ledgerRows(R&, const Plan&, const Assumptions&,         \
                                                                double);                                     \
    template Expected<Of<double, R>> requestEpsilon(R&, const Plan&);                                        \
    template Expected<Of<double, R>> uniformRecoveryCap(R&, const Plan&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::assessing
