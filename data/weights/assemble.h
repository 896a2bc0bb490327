// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/weights/derive.h"
#include "data/weights/model_file.h"

#include <memory>
#include <string>

namespace cellwright::weights {

/// The format of each tensor of the model, by llm::ggufName().
std::shared_ptr<const llm::TensorMix> mixOf(const TensorTable& table, const llm::Model& model);

/// The scheme of the file's name, or else the one of GGUF whose bits per weight come nearest.
Scheme nearestScheme(const ModelFile& file);

/// Completes a file whose model was derived from its tensors: checks the model, compares it with the tensors,
/// notes what differs (more than 1 in 100 is refused) and adds formats and scheme.
Expected<ModelFile> assemble(ModelFile file, const TensorTable& table, const std::string& architecture,
                             const std::string& where);

} // namespace cellwright::weights
