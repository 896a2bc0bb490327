// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/facts.h"

#include "data/catalogue/devices.h"
#include "data/catalogue/models.h"
#include "data/catalogue/runtime_choice.h"

namespace cellwright::catalogue {
namespace {

Expected<void> add(Facts& facts, const Project::Attachment& attachment) {
    const std::string where = "attachment \"" + attachment.id + "\"";
    if (attachment.kind == "model")
        return modelFromText(attachment.json, where).map([&](llm::Model model) {
            model.id = attachment.id;
            facts.models.insert_or_assign(attachment.id, std::move(model));
        });
    if (attachment.kind == "device")
        return deviceFromText(attachment.json, where).map([&](compute::Device device) {
            device.id = attachment.id;
            facts.devices.insert_or_assign(attachment.id, std::move(device));
        });
    if (attachment.kind == "background")
        return {}; // a picture under the drawing says nothing to the models
    return failure("unknown kind \"" + attachment.kind + "\"", where, "an attachment is a model, a device or a background");
}

/// A device with several runtimes can be chosen with each of them.
void addRuntimes(Facts& facts) {
    std::vector<compute::Device> others;
    for (const auto& [id, device] : facts.devices)
        for (auto& other : otherRuntimes(device))
            others.push_back(std::move(other));
    for (auto& other : others)
        facts.devices.emplace(other.id, std::move(other));
}

} // namespace

Expected<Facts> factsFor(std::span<const Project::Attachment> attachments) {
    Facts facts;
    for (const auto& model : models())
        facts.models.emplace(model.id, model);
    for (const auto& device : devices())
        facts.devices.emplace(device.id, device);
    for (const auto& attachment : attachments)
        if (auto added = add(facts, attachment); !added)
            return tl::make_unexpected(added.error());
    addRuntimes(facts);
    return facts;
}

} // namespace cellwright::catalogue
