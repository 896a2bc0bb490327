// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/scenario.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace cellwright::kernels {

/// How the weights of one matrix are kept, for which there is a kernel. The block formats are those of GGUF
/// tensors, bit for bit (see blocks.h); f32, f16 and bf16 are row-major numbers, as GGUF and safetensors
/// keep them.
enum class Format { f32, f16, bf16, q8_0, q4_0, q4_k, q6_k };

std::span<const Format> allFormats();
std::string_view formatName(Format format);
/// The format of most matrices under a scheme (q4_k_m: q4_k); nothing where there is no kernel for it.
std::optional<Format> formatOf(Scheme scheme);

/// Weights per block: 1, 32 or 256. Columns must be a multiple of it.
int columnMultiple(Format format);
/// Bytes of one block.
std::size_t blockBytes(Format format);
/// Bytes of `rows` x `cols` weights in the format itself (a GGUF tensor), without padding.
std::size_t formatBytes(Format format, int rows, int cols);

/// Row-major weights as a GGUF tensor keeps them, and back. The number of weights fills whole blocks.
std::vector<std::byte> encode(Format format, std::span<const float> weights);
std::vector<float> decode(Format format, std::span<const std::byte> tensor);

} // namespace cellwright::kernels
