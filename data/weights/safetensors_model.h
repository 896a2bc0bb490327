// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/weights/derive.h"
#include "data/weights/model_file.h"

#include <string>

namespace cellwright::weights {

/// Completes a file's model from the config.json beside it: by llm::fromHuggingFaceConfig(), or for an
/// architecture unknown there from the shapes of the tensors and the counts of heads and experts in the
/// configuration. Parameters of packed tensors (GPTQ, AWQ, bitsandbytes) are those of the configuration, and
/// so is the name of their scheme.
Expected<ModelFile> withConfig(const Folder& folder, const TensorTable& table, ModelFile file);

/// What is known without any configuration.
ModelNumbers numbersOf(const TensorTable& table);

} // namespace cellwright::weights
