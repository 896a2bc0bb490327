// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/runtime_choice.h"

#include <cctype>

namespace cellwright::catalogue {

DeviceChoice splitDeviceId(std::string_view id) {
    const auto mark = id.find('#');
    if (mark == std::string_view::npos)
        return {id, {}};
    return {id.substr(0, mark), id.substr(mark + 1)};
}

std::string idWithRuntime(std::string_view device, std::string_view runtime) {
    std::string id(device);
    id += '#';
    for (const unsigned char c : runtime) {
        const bool kept = std::isalnum(c) || c == '.';
        if (kept)
            id += char(std::tolower(c));
        else if (id.back() != '-' && id.back() != '#')
            id += '-';
    }
    if (id.back() == '-')
        id.pop_back();
    return id;
}

Expected<compute::Device> chosen(const compute::Device& device, const DeviceChoice& choice) {
    if (choice.runtime.empty())
        return device;
    return compute::withRuntime(device, choice.runtime).map([&](compute::Device found) {
        found.id = std::string(choice.device) + "#" + std::string(choice.runtime);
        found.name += ", " + compute::runtimeOf(found).name;
        return found;
    });
}

std::vector<compute::Device> otherRuntimes(const compute::Device& device) {
    std::vector<compute::Device> others;
    for (std::size_t i = 1; i < device.runtimes.size(); ++i) {
        const std::string id = idWithRuntime(device.id, device.runtimes[i].name);
        if (auto other = chosen(device, splitDeviceId(id)))
            others.push_back(std::move(*other));
    }
    return others;
}

} // namespace cellwright::catalogue
