// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/measured/timings.h"

#include "analytics/llm/formats/scheme.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace cellwright::compute::measured {
namespace {

double interpolated(double low, double high, double share) {
    return low > 0.0 && high > 0.0 ? low * std::pow(high / low, share) : 0.0;
}

bool sameCase(const kernels::KernelTiming& a, const kernels::KernelTiming& b) {
    return a.weights == b.weights && a.rows == b.rows && a.cols == b.cols && a.tokens == b.tokens;
}
bool sameCase(kernels::OperationTiming a, const kernels::OperationTiming& b) {
    a.threads = b.threads;
    a.median = b.median;
    a.p10 = b.p10;
    a.p90 = b.p90;
    a.samples = b.samples;
    a.flopRate = b.flopRate;
    a.byteRate = b.byteRate;
    a.settled = b.settled;
    return a == b;
}

template <class Timing>
std::vector<Timing> chosen(const std::vector<Timing>& all, std::string_view provider, int threads) {
    std::vector<Timing> found;
    std::ranges::copy_if(all, std::back_inserter(found),
                         [&](const Timing& t) { return t.provider == provider && t.threads == threads; });
    return found;
}

/// The cases that both have, `share` of the way from the first's times to the second's.
template <class Timing>
std::vector<Timing> between(const std::vector<Timing>& low, const std::vector<Timing>& high, double share,
                            int threads) {
    std::vector<Timing> result;
    for (const auto& a : low) {
        const auto b = std::ranges::find_if(high, [&](const Timing& t) { return sameCase(a, t); });
        if (b == high.end())
            continue;
        Timing t = a;
        t.threads = threads;
        t.median = Seconds(interpolated(a.median.si(), b->median.si(), share));
        t.p10 = Seconds(interpolated(a.p10.si(), b->p10.si(), share));
        t.p90 = Seconds(interpolated(a.p90.si(), b->p90.si(), share));
        t.flopRate = a.flopRate * (a.median / t.median);
        t.byteRate = a.byteRate * (a.median / t.median);
        result.push_back(t);
    }
    return result;
}

Timings exactly(const kernels::Profile& profile, std::string_view provider, int threads) {
    Timings t;
    t.kernels = chosen(profile.kernels, provider, threads);
    t.operations = chosen(profile.operations, provider, threads);
    for (const auto& b : profile.readBandwidth)
        if (b.threads == threads)
            t.readBandwidth = b.bandwidth.si();
    for (const auto& d : profile.dispatch)
        if (d.threads == threads)
            t.dispatch = d.median.si();
    for (const auto& p : profile.peaks)
        if (p.threads == threads)
            (p.unit == "f32" ? t.peakF32 : p.unit == "bf16" ? t.peakBf16 : t.peakInt8) = p.rate.si();
    return t;
}

/// The numbers of threads next to one that was not measured.
struct Neighbours {
    int below = 0, above = 0;
};
Neighbours neighbours(const kernels::Profile& profile, std::string_view provider, int threads) {
    Neighbours n;
    for (const auto& k : profile.kernels) {
        if (k.provider != provider)
            continue;
        if (k.threads < threads)
            n.below = std::max(n.below, k.threads);
        if (k.threads > threads && (n.above == 0 || k.threads < n.above))
            n.above = k.threads;
    }
    return n;
}

Timings mixed(const Timings& low, const Timings& high, double share, int threads) {
    Timings t;
    t.interpolated = true;
    t.kernels = between(low.kernels, high.kernels, share, threads);
    t.operations = between(low.operations, high.operations, share, threads);
    t.readBandwidth = interpolated(low.readBandwidth, high.readBandwidth, share);
    t.dispatch = interpolated(low.dispatch, high.dispatch, share);
    t.peakF32 = interpolated(low.peakF32, high.peakF32, share);
    t.peakBf16 = interpolated(low.peakBf16, high.peakBf16, share);
    t.peakInt8 = interpolated(low.peakInt8, high.peakInt8, share);
    return t;
}

} // namespace

const llm::TensorFormat* nearestFormat(std::span<const llm::TensorFormat> known, llm::TensorFormat wanted) {
    const auto away = [&](llm::TensorFormat format) {
        if (format == wanted)
            return -1.0;
        return std::abs(std::log(llm::bitsPerWeight(format) / llm::bitsPerWeight(wanted)));
    };
    const auto best = std::ranges::min_element(known, {}, away);
    return best == known.end() ? nullptr : &*best;
}

int mostThreads(const kernels::Profile& profile, std::string_view provider) {
    int most = 0;
    for (const auto& k : profile.kernels)
        if (k.provider == provider)
            most = std::max(most, k.threads);
    return most;
}

Timings timingsOf(const kernels::Profile& profile, std::string_view provider, int threads) {
    Timings t = exactly(profile, provider, threads);
    if (t.kernels.empty()) {
        const auto [below, above] = neighbours(profile, provider, threads);
        if (below == 0 || above == 0)
            return t;
        const double share = std::log(double(threads) / below) / std::log(double(above) / below);
        t = mixed(exactly(profile, provider, below), exactly(profile, provider, above), share, threads);
    }
    if (t.readBandwidth <= 0.0)
        for (const auto& k : t.kernels)
            t.readBandwidth = std::max(t.readBandwidth, k.byteRate.si());
    return t;
}

} // namespace cellwright::compute::measured
