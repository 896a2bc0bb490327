// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/scenario/scenario.h"

#include <vector>

/// Serving one request of an autoregressive model: messages, phases and waiting.
namespace cellwright::inference {

/// What travels over the air in one direction.
enum class Payload {
    text,     ///< a prompt or a token as UTF-8, and media
    tokenIds, ///< 4 bytes each
    vectors,  ///< hidden vectors of each token, in the activation format
};

/// What the bytes of a request's messages follow from.
template <class R>
struct MessageInputs {
    Payload up = Payload::vectors, down = Payload::tokenIds;
    bool cached = true; ///< keys and values are kept, so that each position crosses once
    Of<double, R> promptTokens;
    Of<double, R> outputTokens;
    /// Vectors of the prompt that travel, by chunk; one chunk where the prompt is not divided. Without a
    /// common prefix that a host has already they add up to the prompt.
    std::vector<Of<double, R>> chunks;
    Of<double, R> mediaTokens{0.0}; ///< of the prompt, that do not travel as text
    Of<Bytes, R> media;             ///< sent with the prompt when a host processes it
    Of<Bytes, R> textPerToken;      ///< UTF-8 on the wire
    Of<Bytes, R> hiddenPerToken;    ///< one hidden vector in the activation format
    Of<Bytes, R> header;            ///< per message
};

/// Bytes of each message of a request that uses a host.
template <class R>
struct Messages {
    Of<Bytes, R> prompt;   ///< uplink before the first token: text and media, or hidden vectors of the prompt
    Of<Bytes, R> step;     ///< uplink per later token: hidden vectors, or nothing where text travels
    Of<Bytes, R> answer;   ///< downlink before the first token: the token, or hidden vectors of the prompt
    Of<Bytes, R> token;    ///< downlink per later token: text, a token id, or a hidden vector
    Of<Bytes, R> uplink;   ///< all uplink bytes of the request
    Of<Bytes, R> downlink; ///< all downlink bytes of the request

    /// Parts of `prompt` and `answer` as they follow each other, by chunk. What is sent only once is part of
    /// the first chunk of the prompt, and of the last chunk of the answer.
    std::vector<Of<Bytes, R>> promptParts, answerParts;
    /// From one host to the next: hidden vectors of each chunk, and per later token.
    std::vector<Of<Bytes, R>> passParts;
    Of<Bytes, R> passed, passStep;
    Of<Bytes, R> feedback; ///< one token id, from the host that makes it to the host that needs it next
};

/// With keys and values kept, each position's hidden vector crosses a cut once: those of the prompt, and one
/// per generated token but the last (P + G - 1 in all). Without, every step sends the whole sequence again:
/// G P + G (G - 1) / 2; `step` is then the mean over the later tokens, P + G / 2 vectors.
template <class R>
Messages<R> messages(R& rec, const MessageInputs<R>& in);

} // namespace cellwright::inference
