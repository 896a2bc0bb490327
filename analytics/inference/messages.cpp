// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/inference/messages.h"

namespace cellwright::inference {
namespace {

template <class R>
using N = typename R::Number;

constexpr const char* cachedSource =
    "split inference with KV caching on both sides: arXiv 2309.16739, section VI-A";
constexpr const char* uncachedSource =
    "split inference without KV caching, mean over the steps: arXiv 2309.16739, section VI-A";

template <class R>
class Sizes {
public:
    Sizes(R& rec, const MessageInputs<R>& in)
        : rec_(rec)
        , in_(in) {}

    Messages<R> all() {
        Messages<R> m;
        if (in_.up == Payload::text)
            addText(m);
        else
            addVectors(m);
        addAnswer(m);
        addPasses(m);
        addTotals(m);
        return m;
    }

private:
    void addText(Messages<R>& m) {
        const N<R> text =
            valueOf(in_.mediaTokens) == 0.0 ? in_.promptTokens : N<R>(in_.promptTokens - in_.mediaTokens);
        m.prompt = rec_.name(text * in_.textPerToken + in_.media + in_.header, "D_prompt",
                             "prompt message: text and media");
        m.promptParts.assign(in_.chunks.size(), Of<Bytes, R>());
        m.promptParts.front() = m.prompt;
    }
    void addVectors(Messages<R>& m) {
        m.promptParts = chunks("D_prompt", "prompt message: hidden vectors at the cut");
        m.prompt = whole(m.promptParts, "D_prompt", "prompt messages: hidden vectors at the cut");
        m.step = step("D_step");
    }
    /// Hidden vectors of each chunk of the prompt.
    std::vector<Of<Bytes, R>> chunks(const char* symbol, const char* name) {
        std::vector<Of<Bytes, R>> parts;
        for (const auto& tokens : in_.chunks)
            parts.push_back(rec_.name(tokens * in_.hiddenPerToken + in_.header, symbol, name, cachedSource));
        return parts;
    }
    Of<Bytes, R> whole(const std::vector<Of<Bytes, R>>& parts, const char* symbol, const char* name) {
        return parts.size() == 1 ? parts.front()
                                 : rec_.name(rec_.template sum<Of<Bytes, R>>(parts), symbol, name);
    }
    Of<Bytes, R> step(const char* symbol) {
        if (in_.cached)
            return rec_.name(in_.hiddenPerToken + in_.header, symbol, "message with one hidden vector",
                             cachedSource);
        const auto vectors = rec_.name(in_.promptTokens + in_.outputTokens / N<R>(2.0), "P + G/2",
                                       "vectors of a step, in the mean over the answer");
        return rec_.name(vectors * in_.hiddenPerToken + in_.header, symbol,
                         "message with the hidden vectors of the sequence so far", uncachedSource);
    }
    Of<Bytes, R> tokenId() {
        const auto id = rec_.input(Bytes(4.0), "D_id", "token id", Label::computed, "32-bit integer");
        return rec_.name(id + in_.header, "D_token", "message with one token id");
    }
    void addAnswer(Messages<R>& m) {
        if (in_.down == Payload::vectors) {
            m.answerParts = chunks("D_back", "hidden vectors of the prompt on the way back");
            m.answer = whole(m.answerParts, "D_back", "hidden vectors of the prompt on the way back");
            m.token = step("D_token");
            return;
        }
        m.token = in_.down == Payload::tokenIds
                      ? tokenId()
                      : rec_.name(in_.textPerToken + in_.header, "D_token", "message with one token of text");
        m.answer = m.token;
        m.answerParts.assign(in_.chunks.size(), Of<Bytes, R>());
        m.answerParts.back() = m.token;
    }
    void addPasses(Messages<R>& m) {
        m.passParts = chunks("D_pass", "hidden vectors of the prompt from host to host");
        m.passed = whole(m.passParts, "D_pass", "hidden vectors of the prompt from host to host");
        m.passStep = step("D_pass1");
        m.feedback = in_.down == Payload::tokenIds ? m.token : tokenId();
    }
    void addTotals(Messages<R>& m) {
        const auto later = in_.outputTokens - N<R>(1.0);
        m.uplink = rec_.name(m.prompt + m.step * later, "D_UL", "uplink bytes of the request");
        m.downlink = rec_.name(in_.down == Payload::vectors ? m.answer + m.token * later
                                                            : Of<Bytes, R>(m.token * in_.outputTokens),
                               "D_DL", "downlink bytes of the request");
    }

    R& rec_;
    const MessageInputs<R>& in_;
};

} // namespace

template <class R>
Messages<R> messages(R& rec, const MessageInputs<R>& in) {
    return Sizes<R>(rec, in).all();
}

#define INSTANTIATE(R) template Messages<R> messages(R&, const MessageInputs<R>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::inference
