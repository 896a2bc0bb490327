// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/accounting.h"
#include "data/weights/header_json.h"
#include "data/weights/model_file.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <string_view>

/// What the harnesses of weight files share.
namespace cellwright::fuzz {

inline void require(bool holds) {
    if (!holds)
        std::abort();
}

/// Bytes with 2^44 more behind them that cannot be read: headers may claim tensors of any size, and a reader
/// that touches their data fails.
class HollowSource : public weights::ByteSource {
public:
    explicit HollowSource(std::string_view bytes)
        : bytes_(bytes) {}
    [[nodiscard]] std::uint64_t size() const override { return bytes_.size() + (std::uint64_t(1) << 44); }
    [[nodiscard]] Expected<void> read(std::uint64_t offset, std::span<std::byte> out) const override {
        require(offset <= size() && out.size() <= size() - offset);
        const auto there = bytes_.substr(std::size_t(std::min<std::uint64_t>(offset, bytes_.size())));
        std::memset(out.data(), 0, out.size());
        std::memcpy(out.data(), there.data(), std::min(out.size(), there.size()));
        return offset < bytes_.size() ? Expected<void>() : failure("a hole");
    }

private:
    std::string_view bytes_;
};

/// Files in memory, with their exact sizes or hollow.
class FuzzFolder : public weights::Folder {
public:
    FuzzFolder(std::map<std::string, std::string> files, bool hollow)
        : files_(std::move(files))
        , hollow_(hollow) {}
    [[nodiscard]] bool has(const std::string& name) const override { return files_.contains(name); }
    [[nodiscard]] Expected<std::unique_ptr<weights::ByteSource>>
    open(const std::string& name) const override {
        const auto found = files_.find(name);
        if (found == files_.end())
            return failure("there is no such file", name);
        if (hollow_ && !name.ends_with(".json"))
            return std::make_unique<HollowSource>(found->second);
        return std::make_unique<weights::MemorySource>(found->second);
    }

private:
    std::map<std::string, std::string> files_;
    bool hollow_;
};

/// What a project would keep of the file gives the same model again.
inline void checkProjectText(const weights::ModelFile& file) {
    if (!weights::isHeaderJson(file.projectText) || file.projectText.size() > (1u << 20))
        return;
    const auto again = weights::modelFromHeaderJson(file.projectText, "project");
    require(again.has_value() && again->model.layers == file.model.layers);
}

/// A model that can be accounted for, or an error that says what and where. True for a model.
inline bool readAndCheck(const weights::Folder& folder, const std::string& name) {
    const auto file = weights::readModelFile(folder, name);
    if (!file) {
        require(!file.error().what.empty() && !file.error().where.empty());
        return false;
    }
    require(llm::check(file->model).has_value() && file->parameters >= 0);
    const auto accounting = llm::Accounting::of(file->model, {.weights = file->scheme, .mix = file->mix});
    require(accounting.has_value());
    require(accounting->parameters(accounting->whole()) == llm::countParameters(file->model).total);
    checkProjectText(*file);
    return true;
}

} // namespace cellwright::fuzz
