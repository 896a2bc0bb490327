// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/device.h"
#include "analytics/compute/task.h"
#include "analytics/explain/recorder.h"

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
    Of<double, R> sequences{}; ///< that a decode step continues side by side; 0 in prefill
};

/// Enters the accounting of a range of blocks as inputs.
template <class R>
WorkOf<R> record(R& rec, const llm::Work& work, int layers,
                 std::string_view source = "accounting of the model");

/// The time of a task, which it calls `name`: where a benchmark measured that very task (replay.h), its time;
/// on a device whose runtime was measured operation by operation put together from those
/// (measured/composition.h); else by the roofline of its weights. Of decode steps the mean of one.
template <class R>
Of<Seconds, R> predict(R& rec, const Device& device, const Task& task, std::string_view name);
/// The time of work by the roofline of its weights, whatever else is known of the device.
template <class R>
Of<Seconds, R> rooflineTime(R& rec, const Device& device, const WorkOf<R>& work, Scheme weights,
                            std::string_view name);

/// Energy of `work` done in `time`: P_active t, or P_idle t + e_flop FLOP + e_byte bytes up to the power
/// limit.
template <class R>
Of<Joules, R> predictEnergy(R& rec, const Device& device, const WorkOf<R>& work, Of<Seconds, R> time);

/// How far a predicted time may be off.
struct Uncertainty {
    double halfWidth = 0.0; ///< of the interval, as a share of the time; covers the truth four times in five
    Label label = Label::published;
    std::string source; ///< what the width follows from
    std::vector<std::string>
        notes; ///< what the reader must know: "q5_k was not measured: q4_k stands for it"
};
Uncertainty uncertainty(const Device& device, const Task& task);

/// The parts of a predicted time, for a chart. A time that a benchmark measured as a whole is one part;
/// measured operations add up to the time; by a roofline the
/// parts are what they would take alone, and do not add up, because computing and reading overlap.
struct TimePart {
    std::string name;
    Seconds time;
};
std::vector<TimePart> breakdown(const Device& device, const Task& task);

} // namespace cellwright::compute
