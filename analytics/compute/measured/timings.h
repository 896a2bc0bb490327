// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/profile.h"
#include "analytics/llm/formats/scheme.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cellwright::compute::measured {

/// What a profile calls by a scheme.
inline llm::TensorFormat formatOf(Scheme scheme) {
    return llm::usualFormat(scheme);
}

/// Of these the format whose bits per weight are nearest in ratio, the wanted one itself first; nothing where
/// there are none.
const llm::TensorFormat* nearestFormat(std::span<const llm::TensorFormat> known, llm::TensorFormat wanted);

/// What a profile says of one provider with one number of threads.
struct Timings {
    std::vector<kernels::KernelTiming> kernels;
    std::vector<kernels::OperationTiming> operations;
    double readBandwidth = 0.0; ///< byte/s; where it was not measured what the kernels reached
    double dispatch = 0.0;      ///< s; 0: not measured
    double peakF32 = 0.0, peakBf16 = 0.0, peakInt8 = 0.0; ///< FLOP/s; 0: not measured
    bool interpolated = false;                            ///< between numbers of threads that were measured
};

/// The most threads that a provider's products were measured with; 0: none were.
int mostThreads(const kernels::Profile& profile, std::string_view provider);

/// The timings for so many threads: those measured, else between those with fewer and those with more
/// (straight in the logarithms of time and threads). Without kernels where neither was measured.
Timings timingsOf(const kernels::Profile& profile, std::string_view provider, int threads);

} // namespace cellwright::compute::measured
