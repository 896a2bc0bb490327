// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/results.h"

#include <functional>
#include <string>
#include <string_view>

namespace cellwright::assessing {

/// "groups[2].ttft_s.p95" as collection "groups", index 2, rest "ttft_s.p95".
struct FigurePath {
    std::string collection;
    std::size_t index = 0;
    std::string rest;
};
Expected<FigurePath> parsePath(std::string_view text);
/// "no figure …", with what would be one.
Error unknown(std::string_view path, std::string remedy);

inline constexpr std::string_view memoryPartsPath = "memory_parts_bytes.";

/// Opens figures of one scenario by running the functions of the assessment again with a recorder.
class Explainer {
public:
    explicit Explainer(const World& world);
    Expected<Derivation> open(const FigurePath& path, std::string_view text);

private:
    using Pick = std::function<Traced(const UserResult<TracingRecorder>&)>;

    // explain_groups.cpp
    Expected<Derivation> group(std::size_t g, const std::string& rest, std::string_view text);
    Expected<Derivation> stage(const Plan& plan, const std::string& rest, std::string_view text);
    Expected<UserResult<TracingRecorder>> traced(std::size_t g, std::size_t place);
    Expected<Derivation> userFigure(std::size_t g, std::size_t place, const Pick& pick);
    Expected<Derivation> statistic(std::size_t g, const FigureText& figure, std::string suffix,
                                   std::string_view text);
    Expected<Derivation> percentile(std::size_t g, const FigureText& figure, double share, const Pick& pick);
    Expected<Derivation> mean(std::size_t g, const std::string& name, double value,
                              const std::vector<double>& values, const Pick& pick);
    Expected<Derivation> phase(std::size_t g, const std::string& rest, std::string_view text);
    Expected<Derivation> modeFigure(std::size_t g, std::string_view mode, const std::string& key,
                                    std::string_view text);
    Expected<Derivation> ledgerRow(std::size_t g, const Plan& plan, const std::string& rest,
                                   std::string_view text);
    Expected<Derivation> uncertainty(const Plan& plan, const std::string& rest, std::string_view text);

    // explain_network.cpp
    Expected<Derivation> host(std::size_t h, const std::string& rest, std::string_view text);
    Derivation hostSum(const Host& host, bool power);
    Of<Hertz, TracingRecorder> groupRate(std::size_t g, const Plan& plan);
    Of<Hertz, TracingRecorder> askingRate(std::size_t g, const Plan& plan);
    Of<Hertz, TracingRecorder> servedRate(std::size_t g, const Plan& plan);
    Expected<Derivation> cell(std::size_t c, const std::string& rest, std::string_view text);
    Expected<Derivation> link(std::size_t l, const std::string& rest, std::string_view text);
    Expected<Derivation> totals(const std::string& rest, std::string_view text);
    Traced rates();
    Expected<Derivation> memoryPart(const Derivation& whole, const std::string& rest, std::string_view text);
    Derivation activeUsers(int cell);
    Derivation meanSinr(int cell);
    Derivation load(int cell, bool down);
    Derivation elementPower(int cell);
    Derivation offered(const Link& link);
    Derivation capacity(const compute::Device& device);

    const World& world_;
    Working working_;
    Trace trace_;
    TracingRecorder rec_;
};

} // namespace cellwright::assessing
