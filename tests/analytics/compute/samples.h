// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/device.h"
#include "analytics/compute/predict.h"

namespace cellwright::compute::test {

/// A device of round numbers: 100 TFLOP/s, 1 TB/s, half of both reached, 10 us per operation, 100 us per
/// layer.
inline Device roundDevice() {
    Device d;
    d.id = "round";
    d.name = "Round";
    d.peaks = {{NumberFormat::f16, {FlopPerSecond(100e12), Label::assumed, "test"}}};
    d.memoryBandwidth = {BytesPerSecond(1e12), Label::assumed, "test"};
    d.memoryCapacity = {Bytes(16e9), Label::assumed, "test"};
    auto& runtime = d.runtimes.emplace_back();
    runtime.name = "Round runtime";
    runtime.rooflines = {{{},
                          NumberFormat::f16,
                          0.5,
                          0.5,
                          2.0,
                          Seconds(10e-6),
                          Seconds(100e-6),
                          1.0,
                          Seconds(0),
                          Label::assumed,
                          "test"},
                         {{Scheme::q4_0},
                          NumberFormat::int8,
                          0.25,
                          0.5,
                          1.0,
                          Seconds(0),
                          Seconds(0),
                          1.0,
                          Seconds(0),
                          Label::assumed,
                          "test"}};
    d.power.idle = {Watts(50), Label::assumed, "test"};
    d.power.perFlop = {JoulesPerFlop(1e-12), Label::assumed, "test"};
    d.power.perByte = {JoulesPerByte(50e-12), Label::assumed, "test"};
    runtime.error = {0.3, 0.2, Label::assumed, "test"};
    return d;
}

/// A profile in which 4096 x 4096 products run at these rates with two threads (half of them with one).
inline kernels::Profile roundProfile() {
    kernels::Profile p;
    p.machine.cpu = "Test processor";
    p.machine.memory = Bytes(16e9);
    p.machine.date = "2026-03-01T10:00:00Z";
    const auto add = [&](Scheme scheme, int tokens, double flopRate, double bytesPerWeight) {
        for (const int threads : {1, 2}) {
            const double rate = flopRate * threads / 2.0;
            const double time = 2.0 * 4096 * 4096 * tokens / rate;
            p.kernels.push_back({std::string(tokens == 1 ? kernels::matVec : kernels::matMat), scheme, 4096,
                                 4096, tokens, threads, Seconds(time), Seconds(0.98 * time),
                                 Seconds(1.02 * time), 9, FlopPerSecond(rate),
                                 BytesPerSecond(4096.0 * 4096 * bytesPerWeight / time)});
        }
    };
    add(Scheme::q4_0, 512, 400e9, 0.5625);
    add(Scheme::q4_0, 1, 100e9, 0.5625);
    add(Scheme::q4_0, 8, 200e9, 0.5625);
    add(Scheme::f16, 1, 30e9, 2.0);
    add(Scheme::f16, 512, 150e9, 2.0);
    p.readBandwidth = {{1, BytesPerSecond(25e9), 0.01, 9}, {2, BytesPerSecond(32e9), 0.01, 9}};
    p.dispatch = {{1, Seconds(1e-7)}, {2, Seconds(4e-6)}};
    p.noise.medianSpread = 0.04;
    return p;
}

inline WorkOf<NullRecorder> work(double flop, double weights, double kv = 0, double activations = 0,
                                 double operations = 0, double layers = 0) {
    return {Flop(flop), Bytes(weights), Bytes(kv), Bytes(activations), operations, layers};
}

} // namespace cellwright::compute::test
