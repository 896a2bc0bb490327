// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/scenario/scenario.h"

/// Serving one request of an autoregressive model: messages, phases and waiting.
namespace cellwright::inference {

/// What the bytes of a request's messages follow from.
template <class R>
struct MessageInputs {
    Placement placement = Placement::split;
    Of<double, R> promptTokens;
    Of<double, R> outputTokens;
    Of<Bytes, R> media;          ///< sent with the prompt when a host processes it
    Of<Bytes, R> textPerToken;   ///< UTF-8 on the wire
    Of<Bytes, R> hiddenPerToken; ///< one hidden vector in the activation format at the cut
    Of<Bytes, R> header;         ///< per message
};

/// Bytes of each message of a request. On the device nothing is sent.
template <class R>
struct Messages {
    Of<Bytes, R> prompt; ///< first uplink message: text and media, or the hidden vectors of the whole prompt
    Of<Bytes, R> step;   ///< uplink per later token: one hidden vector in split inference, else nothing
    Of<Bytes, R> token;  ///< downlink per token: text from a host, a token id of 4 bytes in split inference
    Of<Bytes, R> uplink; ///< all uplink bytes of the request
    Of<Bytes, R> downlink; ///< all downlink bytes of the request
};

/// Split inference keeps the KV cache on both sides, so each position's hidden vector crosses the cut once: P
/// vectors with the prompt, one per generated token but the last (P + G - 1 in all).
template <class R>
Messages<R> messages(R& rec, const MessageInputs<R>& in);

} // namespace cellwright::inference
