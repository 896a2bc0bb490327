// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/weights/safetensors.h"

#include <iterator>
#include <optional>

namespace cellwright::weights {
namespace {

constexpr std::string_view indexEnding = ".safetensors.index.json";

/// Files of the model and how many tensors they should hold together.
struct Shards {
    std::vector<std::string> names;
    std::optional<std::uint64_t> tensors;
    std::string from; ///< what says so
};

Expected<Shards> listedIn(const Folder& folder, const std::string& index) {
    return readWhole(folder, index, SafetensorsLimits::headerBytes).and_then([&](const std::string& text) {
        return parseSafetensorsIndex(text, folder.shown(index)).map([&](SafetensorsIndex listed) {
            return Shards{std::move(listed.files), listed.tensors, index};
        });
    });
}

Expected<Shards> shardsOf(const Folder& folder, const std::string& name) {
    if (name.ends_with(indexEnding))
        return listedIn(folder, name);
    const auto part = parsePartName(name);
    if (part.count <= 1)
        return Shards{{name}, {}, name};
    if (part.count > WeightLimits::parts)
        return failure("a model in " + std::to_string(part.count) + " parts", folder.shown(name),
                       "at most " + std::to_string(WeightLimits::parts));
    Shards shards;
    for (std::uint64_t i = 1; i <= part.count; ++i)
        shards.names.push_back(part.of(i));
    return shards;
}

Expected<void> add(SafetensorsModelFile& whole, const Folder& folder, const std::string& name,
                   std::size_t of) {
    if (!folder.has(name) && of > 1)
        return failure("part " + std::to_string(whole.names.size() + 1) + " of " + std::to_string(of) +
                           " is missing",
                       folder.shown(name), "put all parts of the model into one folder");
    const auto source = folder.open(name);
    if (!source)
        return tl::make_unexpected(source.error());
    auto header = readSafetensorsHeader(**source, folder.shown(name));
    if (!header)
        return tl::make_unexpected(header.error());
    if (whole.tensors.size() + header->tensors.size() > WeightLimits::tensors)
        return failure("the parts hold more than " + std::to_string(WeightLimits::tensors) + " tensors",
                       folder.shown(name), "fewer tensors");
    for (auto& tensor : header->tensors)
        tensor.part = std::uint32_t(whole.names.size());
    whole.names.push_back(name);
    whole.fileBytes += header->fileBytes;
    if (auto sized = checkSize(whole.fileBytes, folder.shown(name)); !sized)
        return sized;
    whole.tensors.insert(whole.tensors.end(), std::make_move_iterator(header->tensors.begin()),
                         std::make_move_iterator(header->tensors.end()));
    return {};
}

} // namespace

Expected<SafetensorsModelFile> readSafetensors(const Folder& folder, const std::string& name) {
    const auto shards = shardsOf(folder, name);
    if (!shards)
        return tl::make_unexpected(shards.error());
    SafetensorsModelFile whole;
    for (const auto& shard : shards->names)
        if (auto added = add(whole, folder, shard, shards->names.size()); !added)
            return tl::make_unexpected(added.error());
    if (shards->tensors && *shards->tensors != whole.tensors.size())
        return failure("the files hold " + std::to_string(whole.tensors.size()) +
                           " tensors, the index lists " + std::to_string(*shards->tensors),
                       folder.shown(shards->from), "files and index of the same download");
    if (auto unique = checkNames(whole.tensors, folder.shown(name)); !unique)
        return tl::make_unexpected(unique.error());
    return whole;
}

} // namespace cellwright::weights
