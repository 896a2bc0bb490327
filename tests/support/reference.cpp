// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/reference.h"

#include <cmath>
#include <cstdlib>
#include <fstream>

namespace cellwright::test {
namespace {

std::vector<std::string> splitLine(const std::string& line) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (const char c : line) {
        if (c == '"')
            quoted = !quoted;
        else if (c == ',' && !quoted)
            fields.emplace_back();
        else if (c != '\r')
            fields.back() += c;
    }
    return fields;
}

} // namespace

std::optional<std::filesystem::path> sharedFolder() {
    const char* folder = std::getenv("CELLWRIGHT_SHARED");
    if (!folder || !std::filesystem::exists(std::filesystem::path(folder) / "reference"))
        return std::nullopt;
    return std::filesystem::path(folder);
}

std::vector<std::map<std::string, std::string>> readCsv(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    const auto header = splitLine(line);
    std::vector<std::map<std::string, std::string>> rows;
    while (std::getline(in, line)) {
        const auto fields = splitLine(line);
        auto& row = rows.emplace_back();
        for (std::size_t i = 0; i < header.size() && i < fields.size(); ++i)
            row[header[i]] = fields[i];
    }
    return rows;
}

double relativeError(double a, double b) {
    return b == 0.0 ? std::abs(a) : std::abs(a - b) / std::abs(b);
}

} // namespace cellwright::test
