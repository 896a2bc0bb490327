// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/weights/byte_source.h"
#include "data/weights/storage.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cellwright::weights {

struct SafetensorsLimits {
    /// Of a header or an index. The format allows 100 MB; ours is a third of it, three times the largest
    /// index published, so that text, parser and tensors together stay far below 256 MB.
    static constexpr std::uint64_t headerBytes = 32u << 20;
    static constexpr std::size_t textBytes = 4u << 20; ///< of one text in it
};

/// The header of one safetensors file.
struct SafetensorsHeader {
    std::uint64_t fileBytes = 0;
    std::uint64_t dataStart = 0;
    std::vector<WeightTensor> tensors; ///< in the order of their data
};

/// Reads the header: eight bytes of length, then JSON that gives each tensor a dtype, a shape and
/// data_offsets. As the format demands, the data of the tensors follow each other without gap or overlap and
/// end with the file.
Expected<SafetensorsHeader> readSafetensorsHeader(const ByteSource& source, const std::string& where);

/// A model of one file or of all the files that it was sharded into.
struct SafetensorsModelFile {
    std::vector<std::string> names;
    std::uint64_t fileBytes = 0;
    std::vector<WeightTensor> tensors;
};

/// Reads a file, all shards of the model when it is one of several ("model-00001-of-00003.safetensors"), or
/// the shards that a "….safetensors.index.json" lists.
Expected<SafetensorsModelFile> readSafetensors(const Folder& folder, const std::string& name);

/// What an index lists.
struct SafetensorsIndex {
    std::vector<std::string> files;
    std::uint64_t tensors = 0;
};
Expected<SafetensorsIndex> parseSafetensorsIndex(std::string_view text, const std::string& where);

} // namespace cellwright::weights
