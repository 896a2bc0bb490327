// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/weights/derive.h"
#include "data/weights/gguf.h"

#include <string>

namespace cellwright::weights {

/// The numbers that a GGUF file gives of its model under "<architecture>.…" (ggml, docs/gguf.md; llama.cpp,
/// gguf-py, class Keys). Refuses files that hold no language model (projectors, adapters).
Expected<ModelNumbers> numbersOf(const GgufMetadata& metadata, std::size_t layers, const std::string& where);

/// What llama.cpp calls the mix of formats of a file ("q4_k_m"), from general.file_type; empty where it says
/// nothing.
std::string fileTypeName(const GgufMetadata& metadata);

/// Hugging Face's name of an architecture of GGUF: "gptneox" is "gpt_neox".
std::string familyOf(const std::string& architecture, bool experts);

} // namespace cellwright::weights
