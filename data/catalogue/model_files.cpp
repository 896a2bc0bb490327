// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/model_files.h"

#include "data/catalogue/models.h"
#include "data/weights/header_json.h"

#include <algorithm>

namespace cellwright::catalogue {
namespace {

constexpr std::size_t projectBytes = std::size_t(1) << 20; ///< of what a project keeps of a model

weights::ModelFile modelOnly(llm::Model model) {
    weights::ModelFile file;
    file.model = std::move(model);
    file.parameters = llm::countParameters(file.model).total;
    if (!file.model.note.empty())
        file.notes.push_back(file.model.note);
    return file;
}

weights::DiskFolder folderOf(const std::filesystem::path& file) {
    return weights::DiskFolder(file.has_parent_path() ? file.parent_path() : std::filesystem::path("."));
}

} // namespace

Expected<weights::ModelFile> resolveModelFile(std::string_view spec,
                                              std::span<const Project::Attachment> attachments) {
    for (const auto& attachment : attachments)
        if (attachment.kind == "model" && attachment.id == spec && weights::isHeaderJson(attachment.json))
            return weights::modelFromHeaderJson(attachment.json,
                                                "model " + attachment.id + " of the project");
    const auto path = std::filesystem::path(spec);
    const auto own = [&](const Project::Attachment& a) { return a.kind == "model" && a.id == spec; };
    if (weights::isWeightFile(path.filename().string()) && std::ranges::none_of(attachments, own))
        return weights::readModelFile(path);
    return resolveModel(spec, attachments).map(modelOnly);
}

Expected<Project::Attachment> modelAttachment(const std::filesystem::path& file) {
    if (weights::isWeightFile(file.filename().string()))
        return weights::readModelFile(file).and_then([&](const weights::ModelFile& read) {
            // A text that cannot be read again would spoil the project.
            if (read.projectText.size() > projectBytes)
                return Expected<Project::Attachment>(failure(
                    "the names and shapes of the tensors take " + std::to_string(read.projectText.size()) +
                        " bytes, more than a project keeps",
                    file.string(),
                    "at most " + std::to_string(projectBytes) + "; give a file of the model's own tensors"));
            return modelFromText(read.projectText, file.string()).map([&](const llm::Model&) {
                return Project::Attachment{read.model.id, "model", read.projectText};
            });
        });
    const auto model = readModelFile(file);
    if (!model)
        return tl::make_unexpected(model.error());
    return weights::readWhole(folderOf(file), file.filename().string(), projectBytes)
        .map([&](const std::string& text) {
            return Project::Attachment{model->id, "model", text};
        });
}

} // namespace cellwright::catalogue
