// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/predict/prediction.h"
#include "app/cli/shared.h"

namespace cellwright::cli {

/// What a prediction was made for and with.
struct Subject {
    const llm::Model& model;
    const llm::Accounting& accounting;
    const compute::Device& device;
};

Json predictionJson(const Request& request, const Subject& subject, const Prediction& prediction);
void printPrediction(const Request& request, const Subject& subject, const Prediction& prediction);

} // namespace cellwright::cli
