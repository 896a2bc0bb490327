// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/weights/derive.h"
#include "data/weights/model_file.h"

#include <string>
#include <string_view>

namespace cellwright::weights {

/// What a project keeps of a weight file: the shapes of its tensors and the numbers beside them, from which
/// the same model is derived again. A text of some kilobytes:
/// {"weights": {"id", "name", "family", "licence", "source", "scheme", "numbers": {…}, "tensors": {name:
/// [cols, rows, count, elements, bytes, format]}}}.
std::string headerJson(const ModelFile& file, const TensorTable& table, const ModelNumbers& numbers);

/// Whether a JSON text is such a header.
bool isHeaderJson(std::string_view text);

/// The model of a header that headerJson() wrote. The text is untrusted.
Expected<ModelFile> modelFromHeaderJson(std::string_view text, const std::string& where);

} // namespace cellwright::weights
