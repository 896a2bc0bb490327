// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/measuring/limits_meter.h"

#include "analytics/kernels/products/products.h"
#include "analytics/kernels/statistics.h"

#include <array>
#include <chrono>
#include <string_view>
#include <utility>

namespace cellwright::kernels {
namespace {

template <class Task>
double timeOf(const Task& task) {
    const auto start = std::chrono::steady_clock::now();
    task();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

LimitsMeter::LimitsMeter(std::size_t bytes)
    : bytes_(bytes / 4096 * 4096) {}

bool LimitsMeter::makeMemory(const std::stop_token& stop) {
    Buffer memory = Buffer::untouched(bytes_);
    auto* const words = memory.as<std::uint64_t>();
    std::uint64_t value = 0x9e3779b97f4a7c15; // never all zeros, which memory may compress
    constexpr std::size_t often = 1 << 20;
    for (std::size_t i = 0; i < bytes_ / sizeof(value); ++i, value += 0x9e3779b97f4a7c15) {
        if (i % often == 0 && stop.stop_requested())
            return false;
        words[i] = value;
    }
    memory_ = std::move(memory);
    return true;
}

/// What the units reach on these threads.
void LimitsMeter::samplePeaks(ThreadPool& pool, int stretch) {
    constexpr int repeats = 8; // some hundred microseconds
    for (const simd::Unit unit : {simd::Unit::f32, simd::Unit::bf16, simd::Unit::int8}) {
        const double operations = simd::multiplyInRegisters(unit);
        if (operations == 0.0)
            continue;
        const double time = timeOf([&] {
            pool.run([&](int) {
                for (int i = 0; i < repeats; ++i)
                    simd::multiplyInRegisters(unit);
            });
        });
        peaks_[{unit, pool.size()}].add(stretch, operations * repeats * pool.size() / time);
    }
}

void LimitsMeter::sample(ThreadPool& pool, int stretch, const std::stop_token& stop) {
    if (memory_.size() == 0 && !makeMemory(stop))
        return;
    const double time = timeOf([&] { sink_ ^= readBytes(memory_.data(), memory_.size(), pool); });
    reads_[pool.size()].add(stretch, double(memory_.size()) / time);
    samplePeaks(pool, stretch);
    constexpr int dispatches = 64;
    const double all = timeOf([&] {
        for (int i = 0; i < dispatches; ++i)
            pool.run([](int) {});
    });
    dispatches_[pool.size()].add(stretch, all / dispatches);
}

void LimitsMeter::addTo(Profile& profile, const std::vector<bool>& kept) const {
    for (const auto& [threads, samples] : reads_) {
        const auto rates = samples.kept(kept);
        profile.readBandwidth.push_back(
            {threads, BytesPerSecond(median(rates)), relativeSpread(rates), int(rates.size())});
    }
    static constexpr std::array<std::string_view, 3> names{"f32", "bf16", "int8"};
    for (const auto& [key, samples] : peaks_) {
        const auto rates = samples.kept(kept);
        profile.peaks.push_back({std::string(names[std::size_t(key.first)]), key.second,
                                 FlopPerSecond(median(rates)), relativeSpread(rates), int(rates.size())});
    }
    for (const auto& [threads, samples] : dispatches_)
        profile.dispatch.push_back({threads, Seconds(median(samples.kept(kept)))});
}

} // namespace cellwright::kernels
