// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/analytics/assess/bench_scenario.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace cellwright::test {

inline bool near(double a, double b, double relative = 1e-9) {
    return std::abs(a - b) <= relative * std::max(std::abs(a), std::abs(b));
}

inline double figure(const std::vector<Part<double>>& all, std::string_view key) {
    const auto found = std::ranges::find(all, key, &Part<double>::key);
    return found == all.end() ? std::nan("") : found->value;
}

inline Seconds part(const std::vector<Part<Seconds>>& all, std::string_view key) {
    const auto found = std::ranges::find(all, key, &Part<Seconds>::key);
    return found == all.end() ? Seconds() : found->value;
}

inline GroupResult groupOf(const Scenario& s) {
    return assess(s, facts()).groups[0];
}

/// Every figure opens to the number of the assessment.
inline void openEverything(const Scenario& scenario) {
    const auto assessment = assess(scenario, facts());
    const auto json = nlohmann::json::parse(toJsonText(assessment));
    for (auto path : explainablePaths(assessment)) {
        const auto opened = explain(scenario, facts(), path);
        QVERIFY2(opened.has_value(), path.c_str());
        const auto shown = path;
        for (auto& c : path)
            if (c == '[' || c == '.')
                c = '/';
        std::erase(path, ']');
        const double expected = json.at(nlohmann::json::json_pointer("/" + path)).get<double>();
        QVERIFY2(near(opened->value, expected), shown.c_str());
    }
}

inline bool violates(const Scenario& s, std::string_view text) {
    const auto a = assess(s, facts());
    return std::ranges::any_of(a.violations, [&](const Violation& v) {
        return v.what.find(text) != std::string::npos && !v.remedy.empty();
    });
}

inline bool warns(const Scenario& s, std::string_view text) {
    const auto a = assess(s, facts());
    return std::ranges::any_of(a.warnings,
                               [&](const Warning& w) { return w.what.find(text) != std::string::npos; });
}

} // namespace cellwright::test
