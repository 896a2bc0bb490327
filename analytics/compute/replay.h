// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/device.h"
#include "analytics/compute/task.h"

namespace cellwright::compute {

/// The measured rate of a device's default runtime that is the very task: a prefill or decode steps of a
/// whole model of that many parameters, in that scheme and size, with that prompt or answer, depth and batch,
/// keys and values in 16 bits, and the most threads that were measured. Of several the one with most layers
/// on the GPU, then the fastest. Nothing where no rate is.
const BenchPoint* measuredRate(const Device& device, const Task& task);

/// The time that the rate says: of the whole prefill, or of one decode step.
Seconds timeOf(const BenchPoint& point);

/// Half width of the interval as a share of the time: four in five further runs lie within, by the standard
/// deviation of the runs, and 2 % where that is less or not known, by which runs of different days differ.
double halfWidthOf(const BenchPoint& point);

} // namespace cellwright::compute
