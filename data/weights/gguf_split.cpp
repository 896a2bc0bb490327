// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Split models: llama.cpp's gguf-split writes split.no (from 0), split.count and split.tensors.count into
// each part and names the parts x-00001-of-00003.gguf; metadata of the model are in the first.
#include "analytics/llm/config_fields.h"
#include "data/weights/gguf.h"

#include <iterator>

namespace cellwright::weights {
namespace {

Expected<GgufHeader> readPart(const Folder& folder, const std::string& name) {
    const auto source = folder.open(name);
    if (!source)
        return tl::make_unexpected(source.error());
    return readGgufHeader(**source, folder.shown(name));
}

/// The parts of a split model, read one after the other.
class Joiner {
public:
    Joiner(const Folder& folder, PartName named)
        : folder_(folder)
        , named_(std::move(named)) {}

    Expected<GgufModelFile> join() {
        for (std::uint64_t number = 1; number <= named_.count; ++number)
            if (auto added = add(number); !added)
                return tl::make_unexpected(added.error());
        const auto total = whole_.metadata.integer("split.tensors.count");
        if (total && std::uint64_t(*total) != whole_.tensors.size())
            return failure("the parts hold " + std::to_string(whole_.tensors.size()) +
                               " tensors, the first says " + std::to_string(*total),
                           shown(1) + ", key \"split.tensors.count\"", "parts that were split together");
        if (auto unique = checkNames(whole_.tensors, shown(1)); !unique)
            return tl::make_unexpected(unique.error());
        return std::move(whole_);
    }

private:
    std::string shown(std::uint64_t number) const { return folder_.shown(named_.of(number)); }

    Expected<void> add(std::uint64_t number) {
        const std::string name = named_.of(number);
        if (!folder_.has(name))
            return failure("part " + std::to_string(number) + " of " + std::to_string(named_.count) +
                               " is missing",
                           shown(number), "put all parts of the model into one folder");
        auto part = readPart(folder_, name);
        if (!part)
            return tl::make_unexpected(part.error());
        if (auto fitting = check(*part, number); !fitting)
            return fitting;
        if (number == 1) {
            whole_.version = part->version;
            whole_.bigEndian = part->bigEndian;
            whole_.metadata = std::move(part->metadata);
        }
        append(std::move(*part), name);
        return {};
    }

    Expected<void> check(const GgufHeader& part, std::uint64_t number) const {
        const auto index = part.metadata.integer("split.no");
        if (index != std::int64_t(number) - 1)
            return failure("the file is not part " + std::to_string(number) + ", as its name says",
                           shown(number) + ", key \"split.no\"", "split.no " + std::to_string(number - 1));
        if (part.metadata.integer("split.count") != std::int64_t(named_.count))
            return failure("the file is not one of " + std::to_string(named_.count) +
                               " parts, as its name says",
                           shown(number) + ", key \"split.count\"", "parts that were split together");
        if (whole_.tensors.size() + part.tensors.size() > GgufLimits::tensors)
            return failure("the parts hold more than " + std::to_string(GgufLimits::tensors) + " tensors",
                           shown(number), "fewer tensors");
        return checkSize(whole_.fileBytes + part.fileBytes, shown(number));
    }

    void append(GgufHeader part, const std::string& name) {
        for (auto& tensor : part.tensors)
            tensor.part = std::uint32_t(whole_.names.size());
        whole_.names.push_back(name);
        whole_.fileBytes += part.fileBytes;
        whole_.tensors.insert(whole_.tensors.end(), std::make_move_iterator(part.tensors.begin()),
                              std::make_move_iterator(part.tensors.end()));
    }

    const Folder& folder_;
    PartName named_;
    GgufModelFile whole_;
};

GgufModelFile whole(GgufHeader header, const std::string& name) {
    GgufModelFile file;
    file.names = {name};
    file.fileBytes = header.fileBytes;
    file.version = header.version;
    file.bigEndian = header.bigEndian;
    file.metadata = std::move(header.metadata);
    file.tensors = std::move(header.tensors);
    return file;
}

} // namespace

Expected<GgufModelFile> readGguf(const Folder& folder, const std::string& name) {
    auto header = readPart(folder, name);
    if (!header)
        return tl::make_unexpected(header.error());
    const auto count = header->metadata.integer("split.count").value_or(1);
    if (count == 1 || count == 0)
        return whole(std::move(*header), name);
    auto named = parsePartName(name);
    if (count < 0 || std::uint64_t(count) > WeightLimits::parts)
        return failure("a model in " + std::to_string(count) + " parts",
                       folder.shown(name) + ", key \"split.count\"",
                       "at most " + std::to_string(WeightLimits::parts) + " parts");
    if (named.count != std::uint64_t(count))
        return failure("this is one of " + std::to_string(count) + " parts, but its name does not say which",
                       folder.shown(name),
                       "keep the names that the parts were made with, as in " +
                           PartName{"model", ".gguf", 1, std::uint64_t(count)}.of(1));
    return Joiner(folder, std::move(named)).join();
}

} // namespace cellwright::weights
