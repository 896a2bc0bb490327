// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/formats/format.h"
#include "analytics/kernels/thread_pool.h"

#include <span>

/// Hidden states as they leave a device at a cut between layers and arrive at the next one.
namespace cellwright::kernels {

/// Writes x in a format, as a GGUF tensor's row lies: formatBytes(format, 1, x.size()) bytes.
void quantizeRow(Format format, std::span<const float> x, std::byte* out);
/// Writes rows of `cols` f32 in a format, row after row as a GGUF tensor lies: formatBytes(format, rows,
/// cols) bytes. f16 and q8_0 are vectorised; a q8_0 value halfway between two becomes the even one.
void quantizeRows(Format format, std::span<const float> x, int cols, std::span<std::byte> out,
                  ThreadPool& pool);
/// And back.
void dequantizeRows(Format format, std::span<const std::byte> in, int cols, std::span<float> x,
                    ThreadPool& pool);

} // namespace cellwright::kernels
