// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever the header of a safetensors file, an index of shards or the config.json beside them hold: a model
// that can be accounted for, or an error. The input is JSON; its length is put before it, right or wrong. A
// line of
// "---- part ----" separates it from a config.json.
#include "data/weights/safetensors.h"
#include "tests/fuzz/weight_input.h"

#include <cstddef>
#include <cstdint>

namespace {

std::string withLength(std::string_view json, std::uint64_t length) {
    std::string bytes;
    for (int i = 0; i < 8; ++i)
        bytes += char(length >> 8 * i & 0xFF);
    return bytes.append(json);
}

/// The header with as much data behind it as its tensors need, so that it can be accepted.
void readWithData(std::string_view json, const std::map<std::string, std::string>& beside) {
    using namespace cellwright;
    auto files = beside;
    files["m.safetensors"] = withLength(json, json.size());
    const auto refused =
        weights::readSafetensorsHeader(weights::MemorySource(files["m.safetensors"]), "m.safetensors");
    constexpr std::string_view need = "its tensors need ";
    const auto at = refused ? std::string::npos : refused.error().what.find(need);
    if (at == std::string::npos) {
        fuzz::readAndCheck(fuzz::FuzzFolder(files, false), "m.safetensors");
        return;
    }
    const auto needed = std::strtoull(refused.error().what.c_str() + at + need.size(), nullptr, 10);
    if (needed < (1u << 20)) {
        files["m.safetensors"].resize(std::size_t(needed));
        fuzz::readAndCheck(fuzz::FuzzFolder(files, false), "m.safetensors");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace cellwright;
    constexpr std::string_view joint = "---- part ----";
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto at = bytes.find(joint);
    const auto json = bytes.substr(0, at);
    std::map<std::string, std::string> beside;
    if (at != std::string_view::npos)
        beside["config.json"] = bytes.substr(at + joint.size());
    readWithData(json, beside);
    // The bytes as they are: the first eight are the length.
    beside["m.safetensors"] = bytes;
    fuzz::readAndCheck(fuzz::FuzzFolder(beside, false), "m.safetensors");
    if (const auto index = weights::parseSafetensorsIndex(json, "index"))
        fuzz::require(!index->files.empty());
    return 0;
}
