// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/exposure.h"

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

/// The hosts in the order in which a token passes them.
template <class R>
void addHosts(R& rec, const Plan& plan, privacy::LedgerInputs<R>& in) {
    bool first = true;
    for (const auto& stage : plan.stages) {
        if (stage.onDevice())
            continue;
        const auto kept =
            rec.input(plan.deployment->kvCaching ? plan.accounting->kvBytesPerToken(stage.blocks) : Bytes(),
                      "b_KV", "KV cache per token on the host", Label::computed, "accounting of the model");
        const auto zone = stage.seat().host->zone;
        if (first) {
            in.host = zone;
            in.hostKvBytesPerToken = kept;
        } else {
            in.further.push_back({zone, kept});
        }
        first = false;
    }
}

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
    if (plan.prefix() > 0)
        in.sharedTokens =
            rec.input(double(plan.prefix()), "P_0", "tokens of the common prefix", Label::assumed, asked);
    in.promptTokens = rec.input(double(workload.promptTokens), "P", "prompt tokens", Label::assumed, asked);
    in.outputTokens = rec.input(double(workload.outputTokens), "G", "output tokens", Label::assumed, asked);
    in.textBytesPerToken = rec.input(Bytes(assumptions.bytesPerToken), "b_text", "text per token",
                                     Label::assumed, "assumptions: text per token");
    in.mediaBytes =
        rec.input(workload.mediaBytes, "D_media", "media sent with the prompt", Label::assumed, asked);
    in.tokenIdBytes = rec.input(Bytes(4.0), "D_id", "token id", Label::computed, "32-bit integer");
    in.hiddenBytesPerToken = llm::vectorBytes(rec, *plan.model, plan.accounting->activationFormat());
    addHosts(rec, plan, in);
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
Expected<std::vector<privacy::Flow<R>>> ledgerRows(R& rec, const Plan& plan, const Assumptions& assumptions) {
    return ledgerInputs(rec, plan, assumptions).and_then([&](const auto& in) {
        return privacy::ledger(rec, in);
    });
}

Expected<PrivacyResult> privacyResult(const Plan& plan, const Assumptions& assumptions) {
    NullRecorder rec;
    const auto in = ledgerInputs(rec, plan, assumptions);
    if (!in)
        return tl::make_unexpected(in.error());
    auto rows = privacy::ledger(rec, *in);
    if (!rows)
        return tl::make_unexpected(rows.error());
    PrivacyResult result;
    result.ledger = std::move(*rows);
    result.notes = privacy::exposureNotes<NullRecorder>(*in);
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
    template Expected<std::vector<privacy::Flow<R>>> ledgerRows(R&, const Plan&, const Assumptions&);        \
    template Expected<Of<double, R>> requestEpsilon(R&, const Plan&);                                        \
    template Expected<Of<double, R>> uniformRecoveryCap(R&, const Plan&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::assessing
