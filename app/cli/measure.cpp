// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/measure.h"

#include "app/cli/interrupt.h"
#include "app/cli/shared.h"

#include <CLI/CLI.hpp>
#include <unistd.h>

#include <algorithm>
#include <iostream>

namespace cellwright::cli {
namespace {

constexpr const char* eraseLine = "\r\x1b[K";

void drawProgress(double fraction, const std::string& text) {
    constexpr int width = 30;
    const int filled = std::clamp(int(fraction * width), 0, width);
    std::cerr << eraseLine << '[' << std::string(std::size_t(filled), '#')
              << std::string(std::size_t(width - filled), ' ') << "] " << int(fraction * 100) << " %  "
              << text << std::flush;
}

} // namespace

kernels::Profile measure(const kernels::ProfileOptions& options) {
    InterruptWatch interrupt;
    const bool terminal = isatty(STDERR_FILENO) == 1;
    auto profile =
        kernels::run(options, terminal ? kernels::ProfileProgress(drawProgress) : nullptr, interrupt.token());
    if (terminal)
        std::cerr << eraseLine << std::flush;
    if (profile)
        return std::move(*profile);
    if (interrupt.token().stop_requested()) {
        warn("the measurement was cancelled; nothing was written");
        interrupt.passOn();
    }
    throw WrongUsage(profile.error().message());
}

std::uint64_t seedOf(const CLI::App& program) {
    const auto* seed = program.get_option("--seed");
    return seed->count() > 0 ? std::uint64_t(seed->as<std::int64_t>()) : 1;
}

} // namespace cellwright::cli
