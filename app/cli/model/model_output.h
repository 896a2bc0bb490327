// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/model/model_subject.h"

/// What `model` answers, as JSON and as tables.
namespace cellwright::cli {

/// The encoder's output where layers above the cut attend to it; sent once.
Bytes encodedBytesAcross(const ModelSubject& subject, int cut);
Json modelJson(const ModelSubject& subject);
void printModel(const ModelSubject& subject);

/// One training step of the whole model, or of both sides of the cut. Throws WrongUsage where the model
/// cannot be trained so.
class TrainingPlan {
public:
    explicit TrainingPlan(const ModelSubject& subject);
    [[nodiscard]] Json json() const;
    void print() const;

private:
    struct Side {
        std::string name; ///< "below", "above", or empty for the whole model
        llm::BlockRange blocks;
        llm::Training training;
        llm::AdaptationCount count;
        Bytes adapter;
        llm::TrainingFlop flop;
        llm::TrainingMemory<NullRecorder> memory;
    };
    [[nodiscard]] llm::Training training() const;
    void add(std::string name, llm::BlockRange blocks, const llm::Training& training);
    [[nodiscard]] Side sum() const;
    [[nodiscard]] std::optional<llm::CutTraffic> traffic() const;
    [[nodiscard]] static Json sideJson(const Side& side);
    [[nodiscard]] std::int64_t largestBatch() const;

    const ModelSubject& subject_;
    std::vector<Side> sides_;
};

} // namespace cellwright::cli
