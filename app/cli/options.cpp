// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/options.h"

#include <algorithm>
#include <utility>

namespace cellwright::cli {
namespace {

std::string typeName(std::string_view kind) {
    std::string name = kind.empty() ? "NUMBER" : std::string(kind);
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    std::ranges::replace(name, ' ', '-');
    return name;
}

std::string boundText(Bounds bounds, std::string_view kind) {
    if (bounds.above)
        return "more than " + roundedSi(bounds.min, kind) +
               (bounds.max == anyNumber.max ? "" : ", at most " + roundedSi(bounds.max, kind));
    if (bounds.max == anyNumber.max)
        return "at least " + roundedSi(bounds.min, kind);
    return "from " + roundedSi(bounds.min, kind) + " to " + roundedSi(bounds.max, kind);
}

double checkedNumber(const std::string& name, const std::string& text, std::string_view kind, Bounds bounds) {
    const auto value = parseSi(text, kind);
    if (!value)
        throw CLI::ValidationError(name, value.error().message());
    const bool tooSmall = bounds.above ? *value <= bounds.min : *value < bounds.min;
    if (tooSmall || *value > bounds.max)
        throw CLI::ValidationError(name,
                                   "\"" + text + "\" is out of range (give " + boundText(bounds, kind) + ")");
    return *value;
}

template <class T>
CLI::Option* addWhole(CLI::App& command, const std::string& name, T& value, T min, T max,
                      const std::string& help) {
    return command.add_option(name, value, help)
        ->check(CLI::Range(min, max).description(""))
        ->type_name("N")
        ->default_str(std::to_string(value));
}

} // namespace

CLI::Option* addNumber(CLI::App& command, const std::string& name, std::function<void(double)> store,
                       std::string_view kind, Bounds bounds, const std::string& help) {
    const auto read = [name, kind = std::string(kind), bounds, store = std::move(store)](
                          const std::string& text) { store(checkedNumber(name, text, kind, bounds)); };
    return command.add_option_function<std::string>(name, read, help)->type_name(typeName(kind));
}

CLI::Option* addQuantity(CLI::App& command, const std::string& name, double& value, Bounds bounds,
                         const std::string& help) {
    return addNumber(
               command, name, [&value](double given) { value = given; }, "", bounds, help)
        ->default_str(exactText(value));
}

CLI::Option* addCount(CLI::App& command, const std::string& name, std::int64_t& value, std::int64_t min,
                      std::int64_t max, const std::string& help) {
    return addWhole(command, name, value, min, max, help);
}
CLI::Option* addCount(CLI::App& command, const std::string& name, int& value, int min, int max,
                      const std::string& help) {
    return addWhole(command, name, value, min, max, help);
}

CLI::Option* addScheme(CLI::App& command, const std::string& name, Scheme& scheme, const std::string& help) {
    const auto read = [name, &scheme](const std::string& text) {
        const auto parsed = llm::parseScheme(text);
        if (!parsed)
            throw CLI::ValidationError(name, parsed.error().message());
        scheme = *parsed;
    };
    return command.add_option_function<std::string>(name, read, help)
        ->type_name("SCHEME")
        ->default_str(std::string(llm::schemeName(scheme)));
}

void requireOneOf(const CLI::Option& one, const CLI::Option& other) {
    if ((one.count() > 0) == (other.count() > 0))
        throw CLI::ValidationError("give either " + one.get_name() + " or " + other.get_name());
}

CLI::Option* addJsonFlag(CLI::App& command, bool& json) {
    return command.add_flag("--json", json, "One JSON document instead of tables, numbers in SI units");
}

CLI::Option* addOutput(CLI::App& command, OutputFile& output, const std::string& help) {
    command.add_flag("--force", output.force, "Replace the output file where it exists");
    return command.add_option("-o,--output", output.path, help)->type_name("FILE");
}

} // namespace cellwright::cli
