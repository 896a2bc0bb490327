// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/inference/messages.h"

namespace cellwright::inference {
namespace {

template <class R>
using N = typename R::Number;

template <class R>
void addTotals(R& rec, const MessageInputs<R>& in, Messages<R>& m) {
    m.uplink =
        rec.name(m.prompt + m.step * (in.outputTokens - N<R>(1.0)), "D_UL", "uplink bytes of the request");
    m.downlink = rec.name(m.token * in.outputTokens, "D_DL", "downlink bytes of the request");
}

} // namespace

template <class R>
Messages<R> messages(R& rec, const MessageInputs<R>& in) {
    Messages<R> m;
    if (in.placement == Placement::device)
        return m;
    if (in.placement == Placement::host) {
        m.prompt = rec.name(in.promptTokens * in.textPerToken + in.media + in.header, "D_prompt",
                            "prompt message: text and media");
        m.token = rec.name(in.textPerToken + in.header, "D_token", "message with one token of text");
    } else {
        m.prompt = rec.name(in.promptTokens * in.hiddenPerToken + in.header, "D_prompt",
                            "prompt message: hidden vectors at the cut",
                            "split inference with KV caching on both sides: arXiv 2309.16739, section VI-A");
        m.step = rec.name(in.hiddenPerToken + in.header, "D_step", "message with one hidden vector",
                          "split inference with KV caching on both sides: arXiv 2309.16739, section VI-A");
        const auto id = rec.input(Bytes(4.0), "D_id", "token id", Label::computed, "32-bit integer");
        m.token = rec.name(id + in.header, "D_token", "message with one token id");
    }
    addTotals(rec, in, m);
    return m;
}

#define INSTANTIATE(R) template Messages<R> messages(R&, const MessageInputs<R>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::inference
