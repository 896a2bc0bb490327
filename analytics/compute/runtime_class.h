// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/predict.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cellwright::compute {

/// What a runtime reaches on a class of devices, whatever the device: constants of the smooth roofline.
/// t = ((F / (peak e_c))^p + ((W + k K + A) / (bandwidth e_m))^p)^(1/p) + t_l (L + n/16) / 2 + b t_s
/// with F operations, W, K and A bytes of weights, cache and activations, L layers, n kernels launched (16
/// in a plain layer) and b sequences; e_m by the bits of the weights.
struct ClassConstants {
    double wide = 0.8;              ///< e_m of weights of 16 and 32 bits
    double eight = 0.78;            ///< of 8 bits
    double four = 0.72;             ///< of 6 bits and fewer
    double computeEfficiency = 0.4; ///< e_c
    double cacheCost = 1.3;         ///< k
    double perLayer = 80e-6;        ///< t_l, seconds
    double perSequence = 30e-6;     ///< t_s, seconds; counts from two sequences on
    double exponent = 3.0;          ///< p; not fitted
};

/// One runtime on one class of devices, as shipped: constants fitted to measured_llm_performance.csv, and the
/// share of the time within which four in five predictions lay for devices left out of the fit.
struct RuntimeClass {
    std::string_view name;   ///< "llama.cpp CUDA, HBM"; before the comma the runtime
    std::string_view family; ///< classes of a family share what is believed before their rows are seen
    NumberFormat format = NumberFormat::f16; ///< whose peak computing is measured against
    ClassConstants constants;
    double decodeError = 0.3;
    double prefillError = 0.5;
    int rows = 0; ///< fitted to; 0: of its family only
};
std::span<const RuntimeClass> runtimeClasses();
const RuntimeClass* findRuntimeClass(std::string_view name);

/// The class of a runtime on a device, from the runtime's name ("llama.cpp Metal", "vLLM"), the device's
/// kind and its name (Apple M1, Ultra, cards with HBM, Jetsons); nothing for a runtime that no class is of.
const RuntimeClass* classOf(const Device& device, std::string_view runtime);

/// The figures of a runtime as its class has them, labelled as such.
RuntimeFigures figuresOf(const RuntimeClass& runtimeClass, std::string_view name);

/// One measured time of known work, to fit classes to.
struct ClassPoint {
    WorkOf<NullRecorder> work;
    Scheme weights = Scheme::f16;
    FlopPerSecond peak;
    BytesPerSecond bandwidth;
    Seconds time;
    double weight = 1.0;
};
/// What a class predicts for a point's work: the same as a device with figuresOf() the class.
Seconds timeBy(const ClassConstants& constants, const ClassPoint& point);
/// Constants of a family from points of all its classes, starting from a broad belief; then of a class from
/// its own points with the family's constants as belief.
ClassConstants fitFamily(std::span<const ClassPoint> points, double exponent);
ClassConstants fitClass(std::span<const ClassPoint> points, const ClassConstants& family);

} // namespace cellwright::compute
