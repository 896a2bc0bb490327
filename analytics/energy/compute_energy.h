// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/energy/boundary.h"
#include "analytics/explain/recorder.h"
#include "analytics/quantity/error.h"

#include <optional>
#include <string>

/// Energy of computing: E = n P0 t + e FLOP + e_b bytes. Arguments must be finite and not negative, else an
/// error.
namespace cellwright::energy {

/// P0, e and e_b of a kind of device. They are coefficients of a fit, not physics: in the published fits byte
/// energy is not identified (0 against 79 pJ/B) and most of the skill is that power is nearly constant.
struct ComputeCoefficients {
    Watts power{0.0};           ///< P0, drawn while the request runs, per device
    JoulesPerFlop perFlop{0.0}; ///< e
    JoulesPerByte perByte{0.0}; ///< e_b, per byte read from or written to memory
    std::optional<Watts> limit; ///< board power limit per device: energy never exceeds n limit t
    Label label = Label::assumed;
    std::string source;
    Boundary boundary = Boundary::chip;
};

/// A fit to published measurements, with how well it predicts models that it has not seen.
struct PublishedFit {
    ComputeCoefficients coefficients;
    double meanRelativeError = 0.0;     ///< leave-one-model-out
    double nullMeanRelativeError = 0.0; ///< the same for "power is constant"
    std::string setting;                ///< what was measured
};
enum class FittedAccelerator { h100, b200, b200WithBytes };
/// Fits to ML.ENERGY v3 (dense bf16 chat): H100 458.9 W + 1.008 pJ/FLOP, B200 629.4 W + 0.648 pJ/FLOP or
/// 450.8 W + 0.898 pJ/FLOP + 78.7 pJ/B. Accelerator only, prefill amortised into output tokens.
PublishedFit publishedFit(FittedAccelerator accelerator);
/// Coefficients of a device that is known by the power that it draws while it computes (phones, boards,
/// laptops).
ComputeCoefficients constantPower(Watts power, Label label, std::string source, Boundary boundary);

/// Energy of `devices` devices that are busy for `busy` with `operations` and `traffic` in total.
template <class R>
Expected<Of<Joules, R>> computeEnergy(R& rec, const ComputeCoefficients& coefficients, Of<double, R> devices,
                                      Of<Seconds, R> busy, Of<Flop, R> operations, Of<Bytes, R> traffic);

/// Energy per output token of a server whose throughput is known: n P0 / tps + 2 e P_active.
template <class R>
Expected<Of<Joules, R>> energyPerToken(R& rec, const ComputeCoefficients& coefficients, Of<double, R> devices,
                                       Of<Hertz, R> tokensPerSecond, Of<double, R> activeParameters);

/// What surrounds the accelerators of a server, relative to their energy.
struct ServerOverhead {
    double host = 0.43;    ///< CPU and memory of the host
    double reserve = 0.17; ///< machines kept idle for availability
    Label label = Label::published;
    std::string source =
        "Google, energy of Gemini serving 2025: 58 % accelerators, 25 % host, 10 % idle reserve";
};
/// Accelerator energy (chip) to the plug: E (1 + host + reserve).
template <class R>
Expected<Of<Joules, R>> atTheWall(R& rec, Of<Joules, R> chip, const ServerOverhead& overhead = {});
/// Energy at the plug to the whole building: E PUE, PUE >= 1.
template <class R>
Expected<Of<Joules, R>> atTheSite(R& rec, Of<Joules, R> wall, Of<double, R> powerUsageEffectiveness);
/// The idle energy of a host that a request answers for: a host that is busy a share u of the time idles (1 -
/// u)/u seconds for each second of work, so P_idle (1 - u)/u t. 0 < u <= 1.
template <class R>
Expected<Of<Joules, R>> idleShare(R& rec, Of<Watts, R> idlePower, Of<double, R> utilisation,
                                  Of<Seconds, R> busy);

} // namespace cellwright::energy
