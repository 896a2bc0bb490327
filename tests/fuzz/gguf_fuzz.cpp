// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever bytes a GGUF file holds: a model that can be accounted for, or an error. Two files joined by a
// line of
// "---- part ----" are the parts of a split model.
#include "tests/fuzz/weight_input.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace cellwright;
    constexpr std::string_view joint = "---- part ----";
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto at = bytes.find(joint);
    std::map<std::string, std::string> files;
    std::string name = "m.gguf";
    if (at == std::string_view::npos) {
        files[name] = bytes;
    } else {
        name = "m-00001-of-00002.gguf";
        files[name] = bytes.substr(0, at);
        files["m-00002-of-00002.gguf"] = bytes.substr(at + joint.size());
    }
    // What is refused although any size may be claimed is refused in its true size too, or earlier.
    if (fuzz::readAndCheck(fuzz::FuzzFolder(files, true), name))
        fuzz::readAndCheck(fuzz::FuzzFolder(files, false), name);
    return 0;
}
