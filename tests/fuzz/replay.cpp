// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Takes the place of libFuzzer where there is none: gives every file of the named folders to the harness,
// once. Understands libFuzzer's command line as far as it skips options ("-runs=0").
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

namespace {

std::vector<std::uint8_t> contents(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

int replayFolder(const std::filesystem::path& folder) {
    int files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file())
            continue;
        const auto bytes = contents(entry.path());
        // Flushed before the harness runs, so that a crash leaves the name of its input.
        std::fprintf(stderr, "%s\n", entry.path().c_str());
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
        ++files;
    }
    return files;
}

} // namespace

int main(int argc, char** argv) {
    int files = 0;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument.starts_with('-'))
            continue;
        if (!std::filesystem::is_directory(argument)) {
            std::fprintf(stderr, "%s is not a folder of inputs\n", argv[i]);
            return 1;
        }
        files += replayFolder(argument);
    }
    std::printf("%d inputs replayed\n", files);
    return files > 0 ? 0 : 1;
}
