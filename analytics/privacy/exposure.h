// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/privacy/hidden_state_noise.h"
#include "analytics/privacy/token_recovery.h"
#include "analytics/quantity/error.h"
#include "analytics/scenario/scenario.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The exposure ledger: which data of one request reach which trust zone, in bytes and tokens, who can read
/// them and what can be recovered. It is a list of facts and never collapses into one score. It says nothing
/// about the law.
namespace cellwright::privacy {

/// What a flow consists of.
enum class DataClass {
    rawText,
    media,
    tokenIds,
    embedding,
    hiddenStates,
    kvCache,
    logits,
    outputText,
    outputTokens
};
std::string_view toText(DataClass dataClass);
std::string_view toText(TrustZone zone);

/// How likely one token of a flow is recovered by whoever can read the flow.
template <class R>
struct Recovery {
    Of<double, R> probability{1.0};
    std::optional<double> priorOnly; ///< what the attacker gets without the flow; always shown beside a cap
    Label label =
        Label::assumed; ///< computed: readable as it is; assumed: presumed invertible; guarantee: noise cap
    std::string basis;  ///< why, in words
    bool operator==(const Recovery&) const = default;
};

/// One kind of data that reaches a zone during one request.
template <class R>
struct Flow {
    DataClass dataClass = DataClass::rawText;
    TrustZone from = TrustZone::userDevice;
    TrustZone to = TrustZone::userDevice;
    TrustZone exposedTo =
        TrustZone::userDevice; ///< who learns from it: the sender where the host computes what it sends
    Of<Bytes, R> bytes{};      ///< on the wire per request; 0 for data that arise where they are kept
    Of<Bytes, R> kept{};       ///< held by `to` while the request runs
    Of<double, R> tokens{};    ///< tokens per request that the data carry
    bool repeats = false;      ///< reveals only tokens that another row already counts; shown, not summed
    bool encryptedInTransit = false;
    bool trustedExecution = false;
    std::string readers;   ///< who can read it
    std::string retention; ///< how long it stays there, as far as the design says
    Recovery<R> recovery;
    std::string note;
    bool operator==(const Flow&) const = default;
};

/// A host that continues what another has begun.
template <class R>
struct FurtherHost {
    TrustZone zone = TrustZone::operatorEdge;
    Of<Bytes, R> kvBytesPerToken{0.0}; ///< that it keeps during the request
};

/// A host that helps with the layers of another: it shares them, keeps their experts, or goes on with a
/// prompt that another has processed.
template <class R>
struct HelpingHost {
    TrustZone from = TrustZone::operatorEdge; ///< who sends
    TrustZone zone = TrustZone::operatorEdge;
    DataClass dataClass = DataClass::hiddenStates;
    Of<double, R> tokens{}; ///< whose data reach it
    Of<Bytes, R> bytes{};
    Of<Bytes, R> kept{}; ///< of a KV cache
    std::string note;
};

/// What the ledger is computed from. Sizes are payload, per request.
template <class R>
struct LedgerInputs {
    Placement placement = Placement::device;
    int cut = 0;                              ///< decoder layers on the device, for Placement::split
    TrustZone host = TrustZone::operatorEdge; ///< zone of the host; not userDevice unless placement is device
    /// Hosts of the following layers, in the order in which a token passes them: each gets hidden states from
    /// the one before, the last one computes the tokens.
    std::vector<FurtherHost<R>> further;
    /// For Placement::split: the last layers and the output head are on the device, too. Hidden states come
    /// back, no token leaves the device or is computed elsewhere.
    bool comesBack = false;
    std::vector<HelpingHost<R>> helping;
    double keptTokens = 0.0;        ///< latest positions that hosts keep keys and values of; 0: all
    std::optional<TrustZone> later; ///< of the host that gets the later tokens, where another gets the prompt
    bool cached = true;             ///< else every step sends the vectors of the whole sequence again
    Of<double, R> sharedTokens{0.0}; ///< at the start of the prompt, known to the hosts: no vectors travel
    Of<double, R> promptTokens{1.0}; ///< all of them, media included
    Of<double, R> mediaTokens{0.0};  ///< those that media become; 0: not known apart, counted with the text
    Of<double, R> outputTokens{1.0};
    Of<Bytes, R> textBytesPerToken{4.5};
    Of<Bytes, R> mediaBytes{0.0};          ///< sent with the prompt when the host reads the prompt
    Of<Bytes, R> hiddenBytesPerToken{0.0}; ///< one vector at the cut, in the activation format
    Of<Bytes, R> tokenIdBytes{4.0};        ///< one sampled token sent back
    Of<Bytes, R> logitBytesPerToken{0.0};  ///< if not 0 the host returns logits and the device samples
    Of<Bytes, R> hostKvBytesPerToken{0.0}; ///< KV cache that the host keeps during the request
    bool encryptedLink = true;             ///< protects against the network, not against the host
    bool trustedExecution = false;
    /// Noise at the cut; absent: hidden states of a known model are presumed invertible.
    std::optional<Of<double, R>> noiseSigma;
    Of<double, R> clipNorm{1.0};
    /// The attacker's assumed prior for the cap; required where there is noise.
    std::shared_ptr<const TokenPrior> prior;
};

/// The rows for one request, in the order in which they happen. Empty for Placement::device: nothing leaves.
/// Errors: negative or non-finite sizes, no tokens, a negative cut, a host in the user's device, noise
/// without a prior.
template <class R>
Expected<std::vector<Flow<R>>> ledger(R& rec, const LedgerInputs<R>& inputs);

/// What reaches one zone per request.
template <class R>
struct ZoneExposure {
    TrustZone zone = TrustZone::userDevice;
    Of<Bytes, R> bytes{};              ///< that arrive over the network
    Of<double, R> tokens{};            ///< tokens that reach it, each counted once
    Of<double, R> recoverableTokens{}; ///< sum of tokens times recovery probability, each token counted once
};
/// Sums over rows with another zone as origin; zones in the order of the enum, zones that get nothing left
/// out.
template <class R>
std::vector<ZoneExposure<R>> exposureByZone(R& rec, std::span<const Flow<R>> flows);

/// What a reader of the ledger has to know for this plan, in sentences: TEE, encryption, depth of the cut,
/// noise.
template <class R>
std::vector<std::string> exposureNotes(const LedgerInputs<R>& inputs);

} // namespace cellwright::privacy
