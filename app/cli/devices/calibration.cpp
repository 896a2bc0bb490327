// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/devices/calibration.h"

#include "analytics/llm/accounting.h"
#include "analytics/scenario/schema.h"
#include "data/catalogue/llama_bench.h"
#include "data/catalogue/models.h"
#include "data/exchange/file.h"

#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>

namespace cellwright::cli {
namespace {

constexpr const char* form =
    "MODEL,WEIGHTS,decode=RATE[,prefill=RATE][,prompt=N][,generate=N][,depth=N][,batch=N]";

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts(1);
    for (const char c : text)
        if (c == ',')
            parts.emplace_back();
        else
            parts.back() += c;
    return parts;
}

/// The numbers of "name=number" parts.
Expected<std::map<std::string, double>> numbersOf(const std::vector<std::string>& parts) {
    std::map<std::string, double> numbers{{"decode", 0},     {"prefill", 0}, {"prompt", 512},
                                          {"generate", 128}, {"depth", 0},   {"batch", 1}};
    for (std::size_t i = 2; i < parts.size(); ++i) {
        const std::size_t equals = std::min(parts[i].find('='), parts[i].size());
        const auto known = numbers.find(parts[i].substr(0, equals));
        const char* const begin = parts[i].data() + std::min(equals + 1, parts[i].size());
        const char* const end = parts[i].data() + parts[i].size();
        double value = 0.0;
        const auto [stop, failed] = std::from_chars(begin, end, value);
        const bool count = known != numbers.end() && known->first != "decode" && known->first != "prefill";
        if (known == numbers.end() || failed != std::errc() || stop != end || !(value >= 0.0) ||
            value > 1e8 || (count && value != std::floor(value)))
            return failure("\"" + parts[i].substr(0, 100) + "\" is not understood", {}, form);
        known->second = value;
    }
    if ((numbers["decode"] <= 0.0 && numbers["prefill"] <= 0.0) || numbers["prompt"] < 1.0 ||
        numbers["generate"] < 1.0 || numbers["batch"] < 1.0)
        return failure("no positive rate, or a count of 0", {}, form);
    return numbers;
}

compute::CalibrationPoint pointOf(const llm::Accounting& accounting, const llm::Work& work, Scheme weights,
                                  bool decode, double seconds, const std::string& source) {
    NullRecorder none;
    return {compute::record(none, work, accounting.layers()), weights, decode, Seconds(seconds), source};
}

Expected<std::vector<compute::CalibrationPoint>> given(const std::string& text) {
    const auto parts = split(text);
    if (parts.size() < 3)
        return failure("\"" + text.substr(0, 100) + "\" is not understood", {}, form);
    auto numbers = numbersOf(parts);
    if (!numbers)
        return tl::make_unexpected(numbers.error());
    const auto model = catalogue::resolveModel(parts[0]);
    if (!model)
        return tl::make_unexpected(model.error());
    const auto weights = parseEnum<Scheme>(parts[1]);
    if (!weights)
        return tl::make_unexpected(weights.error());
    const auto accounting = llm::Accounting::of(*model, {*weights});
    if (!accounting)
        return tl::make_unexpected(accounting.error());
    auto& n = *numbers;
    const auto count = [&](const char* name) { return std::int64_t(n[name]); };
    const std::string source = model->id + " in " + parts[1] + ", measured by the user";
    const auto range = accounting->whole();
    std::vector<compute::CalibrationPoint> points;
    if (n["decode"] > 0.0) {
        const auto context = std::max<std::int64_t>(1, count("depth") + (count("generate") + 1) / 2);
        points.push_back(pointOf(*accounting, accounting->decode(range, context, count("batch")), *weights,
                                 true, n["batch"] / n["decode"], source));
        points.back().work.sequences = n["batch"];
    }
    if (n["prefill"] > 0.0)
        points.push_back(pointOf(*accounting,
                                 accounting->prefill(range, count("prompt"), count("batch"), count("depth")),
                                 *weights, false, n["prompt"] * n["batch"] / n["prefill"], source));
    return points;
}

Expected<std::vector<compute::CalibrationPoint>> fromFile(const std::string& file) {
    return readFile(file)
        .and_then([&](const std::string& text) { return catalogue::llamaBenchFromText(text, file); })
        .map([](const catalogue::LlamaBench& bench) {
            std::vector<compute::CalibrationPoint> points;
            for (const auto& point : bench.points)
                points.push_back(catalogue::calibrationPoint(point));
            return points;
        });
}

} // namespace

Expected<std::vector<compute::CalibrationPoint>> calibrationPoints(const std::string& text) {
    std::error_code none;
    return std::filesystem::is_regular_file(text, none) ? fromFile(text) : given(text);
}

Expected<compute::Calibration> calibrated(const compute::Device& device,
                                          const std::vector<std::string>& texts) {
    std::vector<compute::CalibrationPoint> all;
    for (const auto& text : texts) {
        const auto points = calibrationPoints(text);
        if (!points)
            return tl::make_unexpected(points.error());
        all.insert(all.end(), points->begin(), points->end());
    }
    return compute::calibrate(device, all);
}

Json calibrationJson(const compute::Calibration& calibration) {
    Json residuals = Json::array();
    for (const double residual : calibration.residuals)
        residuals.push_back(std::expm1(residual));
    return {{"bandwidth_share_factor", calibration.memoryFactor},
            {"peak_share_factor", calibration.computeFactor},
            {"overhead_factor", calibration.overheadFactor},
            {"sequence_factor", calibration.sequenceFactor},
            {"residuals_rel", std::move(residuals)}};
}

} // namespace cellwright::cli
