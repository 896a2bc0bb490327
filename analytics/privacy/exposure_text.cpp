// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/privacy/exposure_text.h"

namespace cellwright::privacy {

std::string_view toText(DataClass dataClass) {
    switch (dataClass) {
    case DataClass::rawText:
        return "raw text";
    case DataClass::media:
        return "media";
    case DataClass::tokenIds:
        return "token ids";
    case DataClass::embedding:
        return "embedding";
    case DataClass::hiddenStates:
        return "hidden states";
    case DataClass::kvCache:
        return "KV cache";
    case DataClass::logits:
        return "logits";
    case DataClass::outputText:
        return "output text";
    case DataClass::outputTokens:
        return "output tokens";
    }
    return "";
}

std::string_view toText(TrustZone zone) {
    switch (zone) {
    case TrustZone::userDevice:
        return "user's device";
    case TrustZone::premises:
        return "premises";
    case TrustZone::operatorEdge:
        return "operator's edge";
    case TrustZone::cloudDomestic:
        return "domestic cloud";
    case TrustZone::cloudForeign:
        return "foreign cloud";
    }
    return "";
}

namespace detail {

std::string readersOf(TrustZone zone, const Protection& protection) {
    std::string text = protection.trustedExecution
                           ? "the attested program in the enclave at the " + std::string(toText(zone)) +
                                 "; who runs the host sees sizes and times"
                           : "whoever runs the host at the " + std::string(toText(zone));
    if (!protection.encryptedLink)
        text += "; everyone on the network path, because the link is not encrypted";
    return text;
}

std::string retentionOf(DataClass dataClass) {
    switch (dataClass) {
    case DataClass::kvCache:
        return "in memory until the request ends; longer where prefixes are cached";
    case DataClass::embedding:
    case DataClass::hiddenStates:
    case DataClass::logits:
        return "needed for one step; nothing in the design keeps the host from storing it";
    default:
        return "needed until the request ends; logs and their lifetime are the host's choice";
    }
}

std::string basisOf(DataClass dataClass) {
    switch (dataClass) {
    case DataClass::embedding:
        return "presumed recoverable: an embedding is looked up in the public table";
    case DataClass::hiddenStates:
        return "presumed recoverable: hidden states of a known model are invertible at every depth";
    case DataClass::kvCache:
        return "presumed recoverable: keys and values are functions of the hidden states";
    case DataClass::logits:
    case DataClass::outputTokens:
        return "known to the host: it computes the distribution of every next token";
    case DataClass::outputText:
        return "known to the host: it writes the answer";
    default:
        return "readable as it is";
    }
}

std::vector<std::string> notesFor(const Course& course, const Protection& protection) {
    const auto placement = course.placement;
    if (placement == Placement::device)
        return {"Nothing of the request leaves the user's device."};
    std::vector<std::string> notes;
    notes.emplace_back(
        protection.encryptedLink
            ? "Encryption protects against the network, not against the host, which decrypts."
            : "The link is not encrypted: the ledger's data are readable on the whole network path.");
    if (protection.trustedExecution)
        notes.emplace_back("A TEE limits who can use what the host receives. It does not hide sizes and "
                           "times or close side channels, "
                           "and its attestation has to reach the user; tokens inside it are counted as "
                           "exposed. Published overhead: "
                           "below 10 % of throughput for CPU enclaves (arXiv 2509.18886), 4 to 8 % for a "
                           "confidential H100, and far "
                           "more when weights are swapped (arXiv 2505.16501).");
    if (placement == Placement::split) {
        notes.emplace_back(
            "Hidden states of a known model should be presumed to be personal data. A deeper cut is not "
            "more private: published attacks succeed at the largest depth (arXiv 2503.09022).");
        notes.emplace_back(
            course.comesBack
                ? "No token is computed outside the device. The hosts get hidden states of the prompt and of "
                  "every generated token all the same."
                : "The host computes every next token, so it sees the whole answer.");
        notes.emplace_back(
            "Fewer bits per activation do not protect: an attacker quantizes the candidates too.");
    }
    if (course.severalHosts)
        notes.emplace_back("Every host on the way gets hidden states of every token; the one with the output "
                           "head computes the tokens.");
    if (placement == Placement::split && protection.noised)
        notes.emplace_back(
            "The cap holds only while clipping and noise are really applied on the device, and relative "
            "to the prior that the attacker is assumed to have; what the same attacker gets without the "
            "data stands beside it. What the noise does to the quality of the answers is not modelled.");
    return notes;
}

} // namespace detail
} // namespace cellwright::privacy
