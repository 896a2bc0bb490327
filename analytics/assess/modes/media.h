// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/request.h"
#include "analytics/privacy/exposure.h"

/// Media that come with a prompt. Where a workload says of which kind they are, the model's own towers make
/// tokens of them, which come on top of the prompt; the rest of the assessment sees a longer prompt. Without
/// a kind the prompt is said to include them, and towers encode one image or clip of their usual size.
namespace cellwright::assessing {

/// Counts the tokens of a plan's media into its workload. A model without a tower for them is a violation,
/// and false is returned.
bool addMedia(Plan& plan, std::vector<Violation>& violations);
/// Moves the towers from the first host to the user's device, where embeddings travel instead of media. The
/// stages must be laid out.
void moveTowers(Plan& plan);

/// What a tower does for the media of a workload: frames and clips are encoded side by side. Nothing where
/// the tower takes no part.
std::optional<llm::Step> encodingStep(const llm::Tower& tower, const Workload& workload);
/// All that towers in a range of blocks do for a prompt.
std::vector<compute::Stretch> encodingOf(const Plan& plan, llm::BlockRange range);
/// The same as a task of the device, or of the host that reads the prompt.
compute::Task encodingTask(const Plan& plan);
/// Who encodes; nobody where there are no media of a kind.
const Seat* encodingSeat(const Plan& plan);

/// What travels instead of media where the device encodes them: one vector of the decoder for each token.
template <class R>
Of<Bytes, R> embeddingBytes(R& rec, const Plan& plan);
/// Encoding on the device before anything is sent; zero where towers are elsewhere. With the prefill, where
/// the device has the first layers.
template <class R>
Of<Seconds, R> deviceEncoding(R& rec, const Plan& plan);

/// What travels and how long it is encoded; only for media of a kind.
template <class R>
struct MediaFigures {
    Of<double, R> tokens, vectors;
    Of<Bytes, R> sent;
    Of<Seconds, R> encoding;
};
template <class R>
MediaFigures<R> mediaFigures(R& rec, const Plan& plan);

/// Turns the row of media into one of embeddings, where those travel.
template <class R>
void nameEmbeddings(const Plan& plan, std::vector<privacy::Flow<R>>& rows);

} // namespace cellwright::assessing
