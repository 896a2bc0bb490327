// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/devices.h"

#include "data/catalogue/runtime_choice.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <numeric>
#include <vector>

namespace cellwright::catalogue {

extern const std::string_view devicesJson, devicesGpusJson, devicesAppleJson, devicesSmallJson;

namespace {

std::vector<compute::Device> readShipped() {
    std::vector<compute::Device> all;
    for (const auto text : {devicesJson, devicesGpusJson, devicesAppleJson, devicesSmallJson}) {
        const auto json = nlohmann::json::parse(text);
        for (const auto& entry : json.at("devices")) {
            auto device = deviceFromText(entry.dump(), entry.at("id").get<std::string>());
            if (!device)
                throw std::logic_error(
                    device.error().message()); // a fault of ours, found by the first test that runs
            all.push_back(std::move(*device));
        }
    }
    return all;
}

/// Levenshtein's distance, for "did you mean".
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t(0));
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j + 1] + 1, row[j] + 1, replaced});
        }
    }
    return row.back();
}

std::string similarIds(std::string_view id) {
    std::vector<std::string_view> ids;
    for (const auto& device : devices())
        ids.push_back(device.id);
    std::ranges::stable_sort(ids, {}, [&](std::string_view other) {
        const bool part = !id.empty() && other.find(id) != std::string_view::npos;
        return part ? 0 : distance(id.substr(0, 100), other);
    });
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, ids.size()); ++i)
        text += (i > 0 ? ", " : "") + std::string(ids[i]);
    return text;
}

} // namespace

std::span<const compute::Device> devices() {
    static const std::vector<compute::Device> all = readShipped();
    return all;
}

Expected<compute::Device> findDevice(std::string_view id) {
    const auto found = std::ranges::find(devices(), id, &compute::Device::id);
    if (found == devices().end())
        return failure("unknown device \"" + std::string(id.substr(0, 100)) + "\"", {},
                       "did you mean one of: " + similarIds(id));
    return *found;
}

Expected<compute::Device> resolveDevice(std::string_view id,
                                        std::span<const Project::Attachment> attachments) {
    const DeviceChoice choice = splitDeviceId(id);
    const auto withChoice = [&](const compute::Device& device) { return chosen(device, choice); };
    for (const auto& attachment : attachments)
        if (attachment.kind == "device" && attachment.id == choice.device) {
            auto device = deviceFromText(attachment.json, "attachment " + attachment.id);
            if (device)
                device->id = attachment.id;
            return device.and_then(withChoice);
        }
    return findDevice(choice.device).and_then(withChoice);
}

} // namespace cellwright::catalogue
