// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/accounting.h"
#include "data/weights/byte_source.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cellwright::weights {

/// A model as its weight files hold it.
struct ModelFile {
    llm::Model model;
    /// The format of every tensor, for llm::Precision::mix.
    std::shared_ptr<const llm::TensorMix> mix;
    /// The scheme that comes nearest, for what `mix` does not name and for menus.
    Scheme scheme = Scheme::f16;
    std::string schemeName;        ///< what the file calls it: "q4_k_m", "iq3_xs", "bf16"
    std::int64_t parameters = 0;   ///< exactly those of the file; of packed weights (GPTQ) those of the model
    std::uint64_t weightBytes = 0; ///< exactly those of all tensors
    std::uint64_t fileBytes = 0;   ///< of all files, headers and padding included
    std::vector<std::string> files; ///< names, in order
    std::string projectText;        ///< what a project keeps of it: a config.json or headerJson()
    std::vector<std::string> notes; ///< what a reader of the numbers must know
};

/// Whether readModelFile() reads files of this name: .gguf, .safetensors and .safetensors.index.json.
bool isWeightFile(std::string_view name);

/// The model of a weight file and of all further parts beside it. GGUF: from metadata and tensors.
/// safetensors: from the config.json beside it, else from the names and shapes of the tensors where these
/// suffice. The tensors of the model and those of the file must have the same elements, up to 1 in 100: a
/// larger difference is an architecture that is not supported, and the error says how many parameters the
/// file holds; a smaller one becomes a note. The model's id is the file's name.
Expected<ModelFile> readModelFile(const Folder& folder, const std::string& name);
Expected<ModelFile> readModelFile(const std::filesystem::path& path);

} // namespace cellwright::weights
