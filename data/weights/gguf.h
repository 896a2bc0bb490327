// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/weights/byte_source.h"
#include "data/weights/storage.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cellwright::weights {

/// An array of the metadata. Only short ones of whole numbers or truth values keep their elements; of a
/// tokenizer's lists the length is enough.
struct GgufArray {
    std::uint64_t count = 0;
    std::vector<std::int64_t> integers; ///< all `count` of them, or none
    bool operator==(const GgufArray&) const = default;
};
using GgufValue = std::variant<bool, std::int64_t, std::uint64_t, double, std::string, GgufArray>;

/// Key-value pairs of a GGUF file. Reads of another type than the stored one find nothing.
class GgufMetadata {
public:
    [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key) const;
    [[nodiscard]] std::optional<double> number(std::string_view key) const; ///< integers too
    [[nodiscard]] std::optional<bool> boolean(std::string_view key) const;
    [[nodiscard]] std::string text(std::string_view key) const; ///< empty where there is none
    [[nodiscard]] const GgufArray* array(std::string_view key) const;
    [[nodiscard]] const GgufValue* find(std::string_view key) const;

    std::map<std::string, GgufValue, std::less<>> values;
};

struct GgufLimits {
    static constexpr std::uint64_t tensors =
        65'536; ///< of all parts; experts lie together, models have thousands
    static constexpr std::uint64_t pairs = 65'536;
    static constexpr std::uint64_t keyBytes = 65'535;     ///< of the specification
    static constexpr std::uint64_t keptText = 1024;       ///< longer texts are cut
    static constexpr std::uint64_t keptElements = 4096;   ///< of an array, and at most …
    static constexpr std::uint64_t keptBytes = 16u << 20; ///< … so much of keys and values together
    static constexpr std::uint64_t elements = 64'000'000; ///< of all arrays together
    static constexpr int nesting = 4;                     ///< arrays of arrays
    static constexpr std::uint64_t dims = 4;              ///< GGML_MAX_DIMS
    static constexpr std::uint64_t alignment = 1u << 20;
};

/// The header of one GGUF file.
struct GgufHeader {
    std::uint32_t version = 0;
    bool bigEndian = false;
    std::uint64_t alignment = 32;
    std::uint64_t dataStart = 0; ///< bytes before the data of the first tensor
    std::uint64_t fileBytes = 0;
    GgufMetadata metadata;
    std::vector<WeightTensor> tensors;
};

/// Reads a GGUF header of version 1, 2 or 3, little or big endian (ggml, docs/gguf.md). Every count is
/// compared with the bytes that are left before memory is taken; tensor data must lie within the file,
/// aligned and without overlap. `where` is the file's name for messages.
Expected<GgufHeader> readGgufHeader(const ByteSource& source, const std::string& where);

/// A GGUF model of one file or of all the parts of a split one.
struct GgufModelFile {
    std::vector<std::string> names; ///< of the files, in order
    std::uint64_t fileBytes = 0;    ///< of all files
    std::uint32_t version = 0;
    bool bigEndian = false;
    GgufMetadata metadata; ///< of the first part
    std::vector<WeightTensor> tensors;
};

/// Reads the named file and, when its metadata say that it is part of a split model, all other parts beside
/// it ("x-00001-of-00003.gguf"). Any part may be named.
Expected<GgufModelFile> readGguf(const Folder& folder, const std::string& name);

} // namespace cellwright::weights
