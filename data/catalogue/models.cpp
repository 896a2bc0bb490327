// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/models.h"

#include "analytics/llm/config_fields.h"
#include "data/catalogue/model_entries.h"
#include "data/catalogue/model_json.h"
#include "data/weights/header_json.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <utility>
#include <vector>

namespace cellwright::catalogue {

namespace {

constexpr std::uintmax_t maxFileBytes = std::uintmax_t(1) << 20;

/// Insertions, deletions and replacements that turn one text into the other (Levenshtein).
std::size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t(0));
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

std::string nearestIds(std::string_view id) {
    id = id.substr(0, 60);
    std::vector<std::pair<std::size_t, std::string_view>> ranked;
    for (const auto& model : models())
        ranked.emplace_back(editDistance(id, model.id), model.id);
    std::ranges::stable_sort(ranked, {}, &std::pair<std::size_t, std::string_view>::first);
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, ranked.size()); ++i)
        text += (i == 0 ? "did you mean " : i == 2 ? " or " : ", ") + std::string(ranked[i].second);
    return text + "?";
}

/// By its id, or by its repository however that is capitalised.
bool isCalled(const ModelEntry& entry, std::string_view id) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; };
    return entry.id == id ||
           (!entry.repository.empty() && std::ranges::equal(entry.repository, id, {}, lower, lower));
}

/// The text model whose size is nearest to that of a model without architecture.
std::string insteadOf(const ModelEntry& entry) {
    if (entry.count.total == 0)
        return "nothing can be computed for it; choose another model";
    const auto distance = [&](const llm::Model& model) {
        return std::abs(llm::countParameters(model).total - entry.count.total);
    };
    const auto nearest = std::ranges::min_element(models(), {}, distance);
    return "choose one of similar size, such as " + nearest->id;
}

Expected<std::string> readBounded(const std::filesystem::path& file) {
    std::error_code problem;
    const std::string name = file.string();
    if (!std::filesystem::is_regular_file(file, problem))
        return failure(std::filesystem::exists(file, problem) ? "this is not a file"
                                                              : "there is no such file",
                       name, "give the path of a config.json");
    const auto size = std::filesystem::file_size(file, problem);
    if (problem || size > maxFileBytes)
        return failure("the file has " + std::to_string(size) + " bytes, more than any configuration", name,
                       "give a config.json of at most 1 MiB");
    std::string text(std::size_t(size), '\0');
    std::ifstream stream(file, std::ios::binary);
    if (!stream.read(text.data(), std::streamsize(size)) && size > 0)
        return failure("the file cannot be read", name, "check its permissions");
    return text;
}

bool looksLikePath(std::string_view spec) {
    return spec.find('/') != std::string_view::npos || spec.ends_with(".json") || spec.ends_with(".gguf") ||
           spec.ends_with(".safetensors");
}

} // namespace

Expected<llm::Model> findModel(std::string_view id) {
    const auto all = modelEntries();
    const auto found =
        std::ranges::find_if(all, [&](const ModelEntry& entry) { return isCalled(entry, id); });
    if (found == all.end())
        return failure("no model is called " + llm::inQuotes(id), "model catalogue", nearestIds(id));
    if (found->isStated())
        return failure("the architecture of " + found->name + " is not public", "model catalogue",
                       insteadOf(*found));
    return *found->model;
}

Expected<llm::Model> modelFromText(std::string_view text, std::string_view where) {
    if (weights::isHeaderJson(text))
        return weights::modelFromHeaderJson(text, std::string(where)).map([](weights::ModelFile read) {
            return std::move(read.model);
        });
    const auto parsed = llm::parseConfig(text, where);
    if (!parsed)
        return tl::make_unexpected(parsed.error());
    const auto config = parsed->find("config");
    if (config != parsed->end() && config->is_object())
        return modelFromEntry(*parsed, std::string(where));
    return llm::fromHuggingFaceConfig(text, where);
}

Expected<llm::Model> readModelFile(const std::filesystem::path& file) {
    if (weights::isWeightFile(file.filename().string()))
        return weights::readModelFile(file).map(
            [](weights::ModelFile read) { return std::move(read.model); });
    return readBounded(file).and_then([&](const std::string& text) {
        return modelFromText(text, file.string()).map([&](llm::Model model) {
            const auto stem = file.stem() == "config" ? file.parent_path().filename() : file.stem();
            if (model.id.empty())
                model.id = weights::readable(stem.empty() ? file.stem().string() : stem.string());
            return model;
        });
    });
}

Expected<llm::Model> resolveModel(std::string_view spec, std::span<const Project::Attachment> attachments) {
    for (const auto& attachment : attachments)
        if (attachment.kind == "model" && attachment.id == spec)
            return modelFromText(attachment.json, "model " + attachment.id + " of the project")
                .map([&](llm::Model model) {
                    model.id = attachment.id;
                    return model;
                });
    const auto known = findModel(spec);
    if (known || !looksLikePath(spec))
        return known;
    return readModelFile(std::filesystem::path(spec));
}

} // namespace cellwright::catalogue
