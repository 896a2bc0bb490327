// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/model.h"
#include "analytics/quantity/error.h"
#include "analytics/scenario/scenario.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace cellwright::catalogue {

/// The shipped models with an architecture (models.json), in the order of the file; each with id, licence,
/// source and date. modelEntries() of model_entries.h lists those without one too.
std::span<const llm::Model> models();

/// The model with this id, or of this repository on huggingface.co ("Qwen/Qwen3-8B"). An unknown id is an
/// error that names the most similar ones, and so is a model whose architecture is not public.
Expected<llm::Model> findModel(std::string_view id);

/// A model from text: a Hugging Face config.json, or an entry of models.json
/// ({"id", "name", "licence", "source", "date", "verified", "config": {…}}), as projects keep them; or what
/// weights::headerJson() wrote of a weight file.
Expected<llm::Model> modelFromText(std::string_view text, std::string_view where);

/// The model of a config.json on disk (at most 1 MiB), or of a .gguf or .safetensors file and its further
/// parts (data/weights). Its id is the file's folder or name.
Expected<llm::Model> readModelFile(const std::filesystem::path& file);

/// What users may call a model: the id of an attachment of the project, an id of the catalogue, or a file's
/// path.
Expected<llm::Model> resolveModel(std::string_view spec,
                                  std::span<const Project::Attachment> attachments = {});

} // namespace cellwright::catalogue
