// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/device.h"
#include "analytics/explain/recorder.h"
#include "analytics/llm/accounting.h"

#include <string>
#include <vector>

namespace cellwright::compute {

/// What has to be done, in numbers that recorder R follows. `layers` counts decoder layers.
template <class R>
struct WorkOf {
    Of<Flop, R> flop{};
    Of<Bytes, R> weightBytes{};
    Of<Bytes, R> kvBytes{}; ///< read and written
    Of<Bytes, R> activationBytes{};
    Of<double, R> operations{}; ///< kernels launched
    Of<double, R> layers{};
};

/// Enters the accounting of a range of blocks as inputs.
template <class R>
WorkOf<R> record(R& rec, const llm::Work& work, int layers,
                 std::string_view source = "accounting of the model");

/// Time to process `tokens` prompt tokens (of all sequences together) whose work is `work`.
template <class R>
Of<Seconds, R> predictPrefill(R& rec, const Device& device, const WorkOf<R>& work, Scheme weights,
                              double tokens);
/// Time of one decode step of `batch` sequences whose work is `work`.
template <class R>
Of<Seconds, R> predictDecode(R& rec, const Device& device, const WorkOf<R>& work, Scheme weights,
                             double batch);

/// Energy of `work` done in `time`: P_active t, or P_idle t + e_flop FLOP + e_byte bytes up to the power
/// limit.
template <class R>
Of<Joules, R> predictEnergy(R& rec, const Device& device, const WorkOf<R>& work, Of<Seconds, R> time);

/// How far a prediction may be off, as a share of the time, and what the reader must know.
struct Uncertainty {
    double prefill = 0.0; ///< half width of the interval, relative
    double decode = 0.0;
    std::vector<std::string> notes; ///< "q4_k_m was not measured: q4_0 stands for it"
};
Uncertainty uncertainty(const Device& device, Scheme weights, double promptTokens, double batch = 1.0);

/// The parts of a predicted time, for a chart: what they would take alone. They do not add up to the time,
/// because computing and reading overlap.
struct TimePart {
    std::string name;
    Seconds time;
};
std::vector<TimePart> breakdown(const Device& device, const WorkOf<NullRecorder>& work, Scheme weights,
                                double tokens, bool prefill);

} // namespace cellwright::compute
