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
Flow<R> rowOf(const LedgerInputs<R>& inputs, DataClass dataClass, Label label, TrustZone zone) {
    Flow<R> flow;
    flow.dataClass = dataClass;
    flow.to = zone;
    flow.exposedTo = zone;
    flow.encryptedInTransit = inputs.encryptedLink;
    flow.trustedExecution = inputs.trustedExecution;
    flow.readers = detail::readersOf(zone, protectionOf(inputs));
    flow.retention = detail::retentionOf(dataClass);
    flow.recovery.label = label;
    flow.recovery.basis = detail::basisOf(dataClass);
    return flow;
}

/// Who gets the later tokens first.
template <class R>
TrustZone laterZone(const LedgerInputs<R>& inputs) {
    return inputs.later.value_or(inputs.host);
}

/// Who computes the tokens, where a host does.
template <class R>
TrustZone lastZone(const LedgerInputs<R>& inputs) {
    return inputs.further.empty() ? laterZone(inputs) : inputs.further.back().zone;
}

template <class R>
Flow<R> answerRow(const LedgerInputs<R>& inputs, DataClass dataClass) {
    auto flow = rowOf(inputs, dataClass, Label::computed, lastZone(inputs));
    flow.from = flow.to;
    flow.to = TrustZone::userDevice;
    flow.tokens = inputs.outputTokens;
    return flow;
}

template <class R>
Of<double, R> laterTokens(R& rec, const LedgerInputs<R>& inputs) {
    return rec.name(inputs.outputTokens - Of<double, R>(1.0), "G_1", "generated tokens fed back",
                    "the last token is not fed back");
}

/// Hidden vectors that cross a cut after the first token.
template <class R>
Of<double, R> laterVectors(R& rec, const LedgerInputs<R>& inputs) {
    const auto later = laterTokens(rec, inputs);
    if (inputs.cached)
        return later;
    return rec.name(later * (inputs.promptTokens + inputs.outputTokens / Of<double, R>(2.0)), "n_h",
                    "vectors of all later steps", "every step sends the whole sequence again");
}

template <class R>
Of<double, R> promptVectors(R& rec, const LedgerInputs<R>& inputs) {
    return valueOf(inputs.sharedTokens) == 0.0 ? inputs.promptTokens
                                               : rec.name(inputs.promptTokens - inputs.sharedTokens,
                                                          "P - P_0", "tokens after the common prefix");
}

/// Tokens whose keys and values are kept in the end: those of a window, if there is one.
template <class R>
Of<double, R> heldTokens(R& rec, const LedgerInputs<R>& inputs, const Of<double, R>& tokens) {
    if (inputs.keptTokens <= 0.0)
        return tokens;
    using std::min;
    return min(tokens, Of<double, R>(rec.input(inputs.keptTokens, "n_w", "window of the KV cache",
                                               Label::assumed, "deployment")));
}

/// KV cache that a host builds itself: nothing on the wire, nothing new to learn, but kept.
template <class R>
void addCache(R& rec, const LedgerInputs<R>& inputs, const FurtherHost<R>& host, Recovery<R> recovery,
              std::vector<Flow<R>>& rows) {
    if (valueOf(host.kvBytesPerToken.si()) == 0.0)
        return;
    auto cache = rowOf(inputs, DataClass::kvCache, Label::assumed, host.zone);
    cache.from = host.zone;
    cache.tokens = inputs.promptTokens + inputs.outputTokens - Of<double, R>(1.0);
    cache.kept = rec.name(heldTokens(rec, inputs, cache.tokens) * host.kvBytesPerToken, "B_kv",
                          "KV cache that the host keeps");
    cache.repeats = true;
    if (recovery.label == Label::guarantee)
        cache.recovery = std::move(recovery);
    cache.note = "Arises at the host; reveals the tokens of the rows above again.";
    rows.push_back(std::move(cache));
}

template <class R>
FurtherHost<R> firstHost(const LedgerInputs<R>& inputs) {
    return {inputs.host, inputs.hostKvBytesPerToken};
}

/// Hidden states on their way from host to host. Whoever has had the tokens already learns nothing new.
template <class R>
void addFurther(R& rec, const LedgerInputs<R>& inputs, const Recovery<R>& recovery,
                std::vector<Flow<R>>& rows) {
    std::vector<TrustZone> knowing{inputs.host};
    auto from = inputs.host;
    for (const auto& host : inputs.further) {
        auto row = rowOf(inputs, DataClass::hiddenStates, Label::assumed, host.zone);
        row.from = from;
        const auto prompt = promptVectors(rec, inputs);
        // Where tokens are computed they are known by another row.
        row.tokens = host.zone == lastZone(inputs) && !inputs.comesBack
                         ? prompt
                         : Of<double, R>(prompt + laterTokens(rec, inputs));
        row.bytes = rec.name(Of<double, R>(prompt + laterVectors(rec, inputs)) * inputs.hiddenBytesPerToken,
                             "B_h", "vectors from host to host");
        row.repeats = std::ranges::find(knowing, host.zone) != knowing.end();
        row.recovery = recovery;
        row.note = "Of the prompt, and of each generated token but the last.";
        rows.push_back(std::move(row));
        addCache(rec, inputs, host, recovery, rows);
        knowing.push_back(host.zone);
        from = host.zone;
    }
    for (const auto& host : inputs.helping) {
        auto row = rowOf(inputs, host.dataClass, Label::assumed, host.zone);
        row.from = host.from;
        row.tokens = host.tokens;
        row.bytes = host.bytes;
        row.kept = host.kept;
        row.repeats = std::ranges::find(knowing, host.zone) != knowing.end();
        row.recovery = recovery;
        row.recovery.basis =
            recovery.label == Label::guarantee ? recovery.basis : detail::basisOf(host.dataClass);
        row.note = host.note;
        rows.push_back(std::move(row));
        knowing.push_back(host.zone);
    }
}

template <class R>
std::vector<Flow<R>> hostRows(R& rec, const LedgerInputs<R>& inputs) {
    std::vector<Flow<R>> rows;
    auto text = rowOf(inputs, DataClass::rawText, Label::computed, inputs.host);
    text.tokens = inputs.promptTokens - inputs.mediaTokens;
    text.bytes = rec.name(text.tokens * inputs.textBytesPerToken, "B_text", "prompt as text");
    rows.push_back(std::move(text));
    if (valueOf(inputs.mediaBytes.si()) > 0.0) {
        auto media = rowOf(inputs, DataClass::media, Label::computed, inputs.host);
        media.tokens = inputs.mediaTokens;
        media.bytes = inputs.mediaBytes;
        media.note = "The original reveals more than the tokens that it becomes.";
        rows.push_back(std::move(media));
    }
    addCache(rec, inputs, firstHost(inputs), {}, rows);
    addFurther(rec, inputs,
               Recovery<R>{Of<double, R>(1.0), std::nullopt, Label::assumed,
                           detail::basisOf(DataClass::hiddenStates)},
               rows);
    if (!inputs.further.empty()) {
        auto back = rowOf(inputs, DataClass::outputTokens, Label::computed, laterZone(inputs));
        back.from = lastZone(inputs);
        back.tokens = laterTokens(rec, inputs);
        back.bytes = rec.name(back.tokens * inputs.tokenIdBytes, "B_back", "token ids for the next step");
        back.repeats = lastZone(inputs) == laterZone(inputs);
        rows.push_back(std::move(back));
    }
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
Flow<R> vectorRow(R& rec, const LedgerInputs<R>& inputs, const Of<double, R>& tokens,
                  const Of<double, R>& vectors, std::string_view name) {
    const auto dataClass = inputs.cut == 0 ? DataClass::embedding : DataClass::hiddenStates;
    auto row = rowOf(inputs, dataClass, Label::assumed, inputs.host);
    row.tokens = tokens;
    row.bytes = rec.name(vectors * inputs.hiddenBytesPerToken, "B_h", name);
    return row;
}

/// What a host sends to the device: tokens that it has computed, or hidden states of those that it got.
template <class R>
Flow<R> returnRow(R& rec, const LedgerInputs<R>& inputs, const Recovery<R>& recovery) {
    if (inputs.comesBack) {
        auto back = answerRow(inputs, DataClass::hiddenStates);
        back.tokens = promptVectors(rec, inputs) + laterTokens(rec, inputs);
        back.bytes = rec.name(Of<double, R>(promptVectors(rec, inputs) + laterVectors(rec, inputs)) *
                                  inputs.hiddenBytesPerToken,
                              "B_out", "what the host sends back");
        back.repeats = true;
        back.recovery = recovery;
        back.note = "States of the tokens whose states it has got.";
        return back;
    }
    const bool logits = valueOf(inputs.logitBytesPerToken.si()) > 0.0;
    auto answer = answerRow(inputs, logits ? DataClass::logits : DataClass::outputTokens);
    answer.bytes = rec.name(inputs.outputTokens * (logits ? inputs.logitBytesPerToken : inputs.tokenIdBytes),
                            "B_out", "what the host sends back");
    return answer;
}

/// Vectors of generated tokens: known to a host that has computed them.
template <class R>
void addGenerated(R& rec, const LedgerInputs<R>& inputs, const Recovery<R>& recovery,
                  std::vector<Flow<R>>& rows) {
    const auto fedBack = laterTokens(rec, inputs);
    if (valueOf(fedBack) <= 0.0)
        return;
    auto generated = vectorRow(rec, inputs, fedBack, laterVectors(rec, inputs),
                               "vectors of the generated tokens at the cut");
    generated.to = generated.exposedTo = laterZone(inputs);
    generated.readers = detail::readersOf(generated.to, protectionOf(inputs));
    generated.repeats = !inputs.comesBack && lastZone(inputs) == laterZone(inputs);
    generated.recovery = recovery;
    if (generated.repeats) {
        generated.recovery = {Of<double, R>(1.0), std::nullopt, Label::computed,
                              detail::basisOf(DataClass::outputTokens)};
        generated.note = "Tokens that the host has computed itself.";
    }
    rows.push_back(std::move(generated));
}

template <class R>
Expected<std::vector<Flow<R>>> splitRows(R& rec, const LedgerInputs<R>& inputs) {
    std::vector<Flow<R>> rows;
    const auto vectors = promptVectors(rec, inputs);
    auto prompt = vectorRow(rec, inputs, vectors, vectors, "vectors of the prompt at the cut");
    const auto recovery = splitRecovery(rec, inputs, prompt.dataClass);
    if (!recovery)
        return tl::make_unexpected(recovery.error());
    prompt.recovery = *recovery;
    rows.push_back(std::move(prompt));
    addFurther(rec, inputs, *recovery, rows);
    rows.push_back(returnRow(rec, inputs, *recovery));
    addGenerated(rec, inputs, *recovery, rows);
    addCache(rec, inputs, firstHost(inputs), *recovery, rows);
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
    return detail::notesFor({inputs.placement, inputs.comesBack, !inputs.further.empty()},
                            protectionOf(inputs));
}

#define INSTANTIATE(R)                                                                                       \
    template Expected<std::vector<Flow<R>>> ledger(R&, const LedgerInputs<R>&);                              \
    template std::vector<ZoneExposure<R>> exposureByZone(R&, std::span<const Flow<R>>);                      \
    template std::vector<std::string> exposureNotes(const LedgerInputs<R>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::privacy
