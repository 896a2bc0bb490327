// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/weights/model_file.h"

#include "data/weights/assemble.h"
#include "data/weights/derive.h"
#include "data/weights/gguf.h"
#include "data/weights/gguf_model.h"
#include "data/weights/header_json.h"
#include "data/weights/safetensors.h"
#include "data/weights/safetensors_model.h"

#include <algorithm>

namespace cellwright::weights {
namespace {

/// The file's name without its ending and the number of its part.
std::string idOf(const std::string& name) {
    if (const auto part = parsePartName(name); part.count > 0)
        return part.stem.empty() ? name : part.stem;
    for (const std::string_view ending : {".safetensors.index.json", ".safetensors", ".gguf"})
        if (name.size() > ending.size() && name.ends_with(ending))
            return name.substr(0, name.size() - ending.size());
    return name;
}

/// The format that most elements have, by bytes.
std::string mainFormat(std::span<const WeightTensor> tensors) {
    std::map<std::string_view, std::uint64_t> bytes;
    for (const auto& tensor : tensors)
        bytes[tensor.format->name] += tensor.bytes;
    const auto most = std::ranges::max_element(bytes, {}, [](const auto& entry) { return entry.second; });
    return most == bytes.end() ? std::string() : std::string(most->first);
}

void describe(ModelFile& file, const std::string& name, const std::string& shown) {
    file.model.id = readable(idOf(name));
    if (file.model.name.empty())
        file.model.name = file.model.id;
    file.model.source = readable(shown);
    file.model.verified = true; // The facts are those of the file that was just read.
}

Expected<ModelFile> fromGguf(const Folder& folder, const std::string& name) {
    const auto where = folder.shown(name);
    const auto gguf = readGguf(folder, name);
    if (!gguf)
        return tl::make_unexpected(gguf.error());
    const auto table = tabulate(gguf->tensors, ggufSlot);
    const auto numbers = numbersOf(gguf->metadata, table.layers.size(), where);
    if (!numbers)
        return tl::make_unexpected(numbers.error());
    auto model = deriveModel(table, *numbers, where);
    if (!model)
        return tl::make_unexpected(model.error());
    ModelFile file;
    file.model = std::move(*model);
    const bool experts =
        std::ranges::any_of(file.model.layers, [](const auto& l) { return l.experts.has_value(); });
    file.model.family = familyOf(numbers->architecture, experts);
    file.model.name = gguf->metadata.text("general.name");
    file.model.licence = gguf->metadata.text("general.license");
    describe(file, name, where);
    file.parameters = table.elements;
    file.weightBytes = table.bytes;
    file.fileBytes = gguf->fileBytes;
    file.files = gguf->names;
    file.schemeName = fileTypeName(gguf->metadata);
    if (file.schemeName.empty())
        file.schemeName = mainFormat(gguf->tensors);
    return assemble(std::move(file), table, numbers->architecture, where).map([&](ModelFile whole) {
        whole.projectText = headerJson(whole, table, *numbers);
        return whole;
    });
}

Expected<ModelFile> fromSafetensors(const Folder& folder, const std::string& name) {
    const auto where = folder.shown(name);
    const auto stored = readSafetensors(folder, name);
    if (!stored)
        return tl::make_unexpected(stored.error());
    const auto table = tabulate(stored->tensors, huggingFaceSlot);
    ModelFile file;
    file.parameters = table.elements;
    file.weightBytes = table.bytes;
    file.fileBytes = stored->fileBytes;
    file.files = stored->names;
    file.schemeName = mainFormat(stored->tensors);
    if (folder.has("config.json"))
        return withConfig(folder, table, std::move(file)).map([&](ModelFile whole) {
            describe(whole, name, where);
            whole.mix = table.packed.empty() ? mixOf(table, whole.model) : nullptr;
            whole.scheme = nearestScheme(whole);
            return whole;
        });
    const auto numbers = numbersOf(table);
    auto model = deriveModel(table, numbers, where);
    if (!model)
        return tl::make_unexpected(model.error());
    file.model = std::move(*model);
    file.notes.push_back("without a config.json the longest context is unknown; 2048 tokens are assumed");
    describe(file, name, where);
    return assemble(std::move(file), table, numbers.architecture, where).map([&](ModelFile whole) {
        whole.projectText = headerJson(whole, table, numbers);
        return whole;
    });
}

} // namespace

bool isWeightFile(std::string_view name) {
    return name.ends_with(".gguf") || name.ends_with(".safetensors") ||
           name.ends_with(".safetensors.index.json");
}

Expected<ModelFile> readModelFile(const Folder& folder, const std::string& name) {
    return name.ends_with(".gguf") ? fromGguf(folder, name) : fromSafetensors(folder, name);
}

Expected<ModelFile> readModelFile(const std::filesystem::path& path) {
    const auto folder = path.parent_path();
    return readModelFile(DiskFolder(folder.empty() ? std::filesystem::path(".") : folder),
                         path.filename().string());
}

} // namespace cellwright::weights
