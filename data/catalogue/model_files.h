// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/scenario/scenario.h"
#include "data/weights/model_file.h"

#include <filesystem>
#include <span>
#include <string_view>

namespace cellwright::catalogue {

/// What resolveModel() finds, with all that its weight file says beyond the architecture: the format of each
/// tensor, scheme, exact sizes, notes. Of a model that was not read from weights only `model`, its note and
/// its count are filled, and `files` is empty.
Expected<weights::ModelFile> resolveModelFile(std::string_view spec,
                                              std::span<const Project::Attachment> attachments = {});

/// What a project keeps of a model file (config.json, .gguf, .safetensors): its id and a text that
/// modelFromText() reads, of some kilobytes however large the weights are.
Expected<Project::Attachment> modelAttachment(const std::filesystem::path& file);

} // namespace cellwright::catalogue
