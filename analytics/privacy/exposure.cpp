// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/privacy/exposure.h"

#include "analytics/privacy/exposure_text.h"
#include "analytics/quantity/check.h"

#include <algorithm>
#include <array>

namespace cellwright::privacy {
namespace {

template <class R>
detail::Protection protectionOf(const LedgerInputs<R>& inputs) {
    return {inputs.encryptedLink, inputs.trustedExecution, inputs.noiseSigma.has_value()};
}

template <class R>
std::optional<Error> wrongSizes(const LedgerInputs<R>& inputs) {
    Check check("exposure ledger");
    check.atLeast("prompt tokens", valueOf(inputs.promptTokens), 1.0);
    check.notNegative("media tokens", valueOf(inputs.mediaTokens));
    check.atMost("media tokens", valueOf(inputs.mediaTokens), valueOf(inputs.promptTokens));
    check.atLeast("output tokens", valueOf(inputs.outputTokens), 1.0).notNegative("cut", inputs.cut);
    check.notNegative("bytes of text per token", valueOf(inputs.textBytesPerToken.si()));
    check.notNegative("media bytes", valueOf(inputs.mediaBytes.si()));
    check.notNegative("bytes per hidden state", valueOf(inputs.hiddenBytesPerToken.si()));
    check.notNegative("bytes per token id", valueOf(inputs.tokenIdBytes.si()));
    check.notNegative("bytes of logits per token", valueOf(inputs.logitBytesPerToken.si()));
    check.notNegative("bytes of KV cache per token", valueOf(inputs.hostKvBytesPerToken.si()));
    return check.error();
}

template <class R>
std::optional<Error> wrong(const LedgerInputs<R>& inputs) {
    if (auto error = wrongSizes(inputs))
        return error;
    if (inputs.placement == Placement::device)
        return std::nullopt;
    if (inputs.host == TrustZone::userDevice)
        return Error{"a host cannot lie in the user's device", "exposure ledger",
                     "choose another trust zone for the host, or run the whole model on the device"};
    if (inputs.noiseSigma && inputs.placement == Placement::split && !inputs.prior)
        return Error{"noise without an attacker's prior", "exposure ledger",
                     "give the token prior that the attacker is assumed to have"};
    return std::nullopt;
}

template <class R>
Flow<R> rowOf(const LedgerInputs<R>& inputs, DataClass dataClass, Label label) {
    Flow<R> flow;
    flow.dataClass = dataClass;
    flow.to = inputs.host;
    flow.exposedTo = inputs.host;
    flow.encryptedInTransit = inputs.encryptedLink;
    flow.trustedExecution = inputs.trustedExecution;
    flow.readers = detail::readersOf(inputs.host, protectionOf(inputs));
    flow.retention = detail::retentionOf(dataClass);
    flow.recovery.label = label;
    flow.recovery.basis = detail::basisOf(dataClass);
    return flow;
}

template <class R>
Flow<R> answerRow(const LedgerInputs<R>& inputs, DataClass dataClass) {
    auto flow = rowOf(inputs, dataClass, Label::computed);
    flow.from = inputs.host;
    flow.to = TrustZone::userDevice;
    flow.tokens = inputs.outputTokens;
    return flow;
}

/// KV cache that the host builds itself: nothing on the wire, nothing new to learn, but kept.
template <class R>
void addCache(R& rec, const LedgerInputs<R>& inputs, Recovery<R> recovery, std::vector<Flow<R>>& rows) {
    if (valueOf(inputs.hostKvBytesPerToken.si()) == 0.0)
        return;
    auto cache = rowOf(inputs, DataClass::kvCache, Label::assumed);
    cache.from = inputs.host;
    cache.tokens = inputs.promptTokens + inputs.outputTokens - Of<double, R>(1.0);
    cache.kept = rec.name(cache.tokens * inputs.hostKvBytesPerToken, "B_kv", "KV cache that the host keeps");
    cache.repeats = true;
    if (recovery.label == Label::guarantee)
        cache.recovery = std::move(recovery);
    cache.note = "Arises at the host; reveals the tokens of the rows above again.";
    rows.push_back(std::move(cache));
}

template <class R>
std::vector<Flow<R>> hostRows(R& rec, const LedgerInputs<R>& inputs) {
    std::vector<Flow<R>> rows;
    auto text = rowOf(inputs, DataClass::rawText, Label::computed);
    text.tokens = inputs.promptTokens - inputs.mediaTokens;
    text.bytes = rec.name(text.tokens * inputs.textBytesPerToken, "B_text", "prompt as text");
    rows.push_back(std::move(text));
    if (valueOf(inputs.mediaBytes.si()) > 0.0) {
        auto media = rowOf(inputs, DataClass::media, Label::computed);
        media.tokens = inputs.mediaTokens;
        media.bytes = inputs.mediaBytes;
        media.note = "The original reveals more than the tokens that it becomes.";
        rows.push_back(std::move(media));
    }
    addCache(rec, inputs, {}, rows);
    auto answer = answerRow(inputs, DataClass::outputText);
    answer.bytes = rec.name(inputs.outputTokens * inputs.textBytesPerToken, "B_out", "answer as text");
    rows.push_back(std::move(answer));
    return rows;
}

template <class R>
Expected<Recovery<R>> splitRecovery(R& rec, const LedgerInputs<R>& inputs, DataClass dataClass) {
    if (!inputs.noiseSigma)
        return Recovery<R>{Of<double, R>(1.0), std::nullopt, Label::assumed, detail::basisOf(dataClass)};
    NoisedCut<R> cut;
    cut.clip = inputs.clipNorm;
    cut.sigma = *inputs.noiseSigma;
    cut.depth = inputs.cut;
    cut.promptTokens = inputs.promptTokens;
    cut.generatedVectors = inputs.outputTokens - Of<double, R>(1.0);
    const auto radius = recoveryRadius(rec, cut);
    if (!radius)
        return tl::make_unexpected(radius.error());
    const auto cap = recoveryCap(rec, *radius, *inputs.noiseSigma, *inputs.prior);
    if (!cap)
        return tl::make_unexpected(cap.error());
    return Recovery<R>{*cap, inputs.prior->priorOnly(), Label::guarantee,
                       "capped by clipping and noise for every attacker whose prior is: " +
                           inputs.prior->description()};
}

template <class R>
Flow<R> vectorRow(R& rec, const LedgerInputs<R>& inputs, const Of<double, R>& tokens, std::string_view name) {
    const auto dataClass = inputs.cut == 0 ? DataClass::embedding : DataClass::hiddenStates;
    auto row = rowOf(inputs, dataClass, Label::assumed);
    row.tokens = tokens;
    row.bytes = rec.name(tokens * inputs.hiddenBytesPerToken, "B_h", name);
    return row;
}

template <class R>
Expected<std::vector<Flow<R>>> splitRows(R& rec, const LedgerInputs<R>& inputs) {
    std::vector<Flow<R>> rows;
    auto prompt = vectorRow(rec, inputs, inputs.promptTokens, "vectors of the prompt at the cut");
    const auto recovery = splitRecovery(rec, inputs, prompt.dataClass);
    if (!recovery)
        return tl::make_unexpected(recovery.error());
    prompt.recovery = *recovery;
    rows.push_back(std::move(prompt));
    const bool logits = valueOf(inputs.logitBytesPerToken.si()) > 0.0;
    auto answer = answerRow(inputs, logits ? DataClass::logits : DataClass::outputTokens);
    answer.bytes = rec.name(inputs.outputTokens * (logits ? inputs.logitBytesPerToken : inputs.tokenIdBytes),
                            "B_out", "what the host sends back");
    rows.push_back(std::move(answer));
    const auto fedBack = rec.name(inputs.outputTokens - Of<double, R>(1.0), "G_1",
                                  "generated tokens fed back", "the last token is not fed back");
    if (valueOf(fedBack) > 0.0) {
        auto generated = vectorRow(rec, inputs, fedBack, "vectors of the generated tokens at the cut");
        generated.repeats = true;
        generated.recovery = {Of<double, R>(1.0), std::nullopt, Label::computed,
                              detail::basisOf(DataClass::outputTokens)};
        generated.note = "Tokens that the host has computed itself.";
        rows.push_back(std::move(generated));
    }
    addCache(rec, inputs, *recovery, rows);
    return rows;
}

} // namespace

template <class R>
Expected<std::vector<Flow<R>>> ledger(R& rec, const LedgerInputs<R>& inputs) {
    if (const auto error = wrong(inputs))
        return tl::make_unexpected(*error);
    switch (inputs.placement) {
    case Placement::device:
        return std::vector<Flow<R>>{};
    case Placement::host:
        return hostRows(rec, inputs);
    case Placement::split:
        return splitRows(rec, inputs);
    }
    return std::vector<Flow<R>>{};
}

template <class R>
std::vector<ZoneExposure<R>> exposureByZone(R& rec, std::span<const Flow<R>> flows) {
    constexpr std::array zones = {TrustZone::userDevice, TrustZone::premises, TrustZone::operatorEdge,
                                  TrustZone::cloudDomestic, TrustZone::cloudForeign};
    std::vector<ZoneExposure<R>> result;
    for (const auto zone : zones) {
        std::vector<Of<Bytes, R>> bytes;
        std::vector<Of<double, R>> tokens, recoverable;
        for (const auto& flow : flows) {
            if (flow.to == zone && flow.from != zone)
                bytes.push_back(flow.bytes);
            if (flow.exposedTo != zone || flow.repeats)
                continue;
            tokens.push_back(flow.tokens);
            recoverable.push_back(flow.tokens * flow.recovery.probability);
        }
        if (bytes.empty() && tokens.empty())
            continue;
        result.push_back(
            {zone, rec.name(rec.sum(std::span<const Of<Bytes, R>>(bytes)), "B", "bytes to the zone"),
             rec.name(rec.sum(std::span<const Of<double, R>>(tokens)), "N", "tokens that reach the zone"),
             rec.name(rec.sum(std::span<const Of<double, R>>(recoverable)), "N_eff",
                      "tokens times the probability that they are recovered")});
    }
    return result;
}

template <class R>
std::vector<std::string> exposureNotes(const LedgerInputs<R>& inputs) {
    return detail::notesFor(inputs.placement, protectionOf(inputs));
}

#define INSTANTIATE(R)                                                                                       \
    template Expected<std::vector<Flow<R>>> ledger(R&, const LedgerInputs<R>&);                              \
    template std::vector<ZoneExposure<R>> exposureByZone(R&, std::span<const Flow<R>>);                      \
    template std::vector<std::string> exposureNotes(const LedgerInputs<R>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::privacy
