// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assess.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace cellwright::test {

/// The value at a path such as groups[0].ttft_s.p95 in the JSON of the assessment.
inline double valueAt(const nlohmann::json& json, std::string path) {
    for (auto& c : path)
        if (c == '[' || c == '.')
            c = '/';
    std::erase(path, ']');
    return json.at(nlohmann::json::json_pointer("/" + path)).get<double>();
}

/// The derivation runs the code again with a recorder: it must give the number of the assessment.
inline void openEverything(const Scenario& scenario, const Facts& facts) {
    const auto assessment = assess(scenario, facts);
    const auto json = nlohmann::json::parse(toJsonText(assessment));
    for (const auto& path : explainablePaths(assessment)) {
        const auto opened = explain(scenario, facts, path);
        QVERIFY2(opened.has_value(), opened ? "" : (path + ": " + opened.error().message()).c_str());
        const double expected = valueAt(json, path);
        QVERIFY2(std::abs(opened->value - expected) <= 1e-9 * std::abs(expected),
                 qPrintable(QStringLiteral("%1: %2 against %3")
                                .arg(QString::fromStdString(path))
                                .arg(opened->value)
                                .arg(expected)));
    }
}

} // namespace cellwright::test
