// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/energy/boundary.h"
#include "analytics/explain/recorder.h"
#include "analytics/quantity/error.h"

#include <string>

/// Energy of the user's radio, by the time it spends in each state. Joules per bit alone mislead for
/// token-by-token split inference: the radio stays connected during the whole generation and that costs far
/// more than the bits.
namespace cellwright::energy {

/// How one request uses the radio.
template <class R>
struct RadioUse {
    Of<Seconds, R> transmitting{0.0};
    Of<Seconds, R> receiving{0.0};
    Of<Seconds, R> connected{
        0.0};                 ///< from the first to the last bit; for split inference the whole generation
    Of<Seconds, R> tail{0.0}; ///< after the last bit until release, as far as no other request follows
    Of<Bits, R> sent{0.0};
    Of<Bits, R> received{0.0};
};
/// Energy by part; the total is their sum.
template <class R>
struct RadioEnergy {
    Of<Joules, R> transmitting{};
    Of<Joules, R> receiving{};
    Of<Joules, R> connectedIdle{}; ///< connected, waiting for the other side
    Of<Joules, R> tail{};
    Of<Joules, R> total{};
    Boundary boundary = Boundary::radioModule;
};

/// Measured linear model P = a + b rate of a phone with its screen on.
struct LinearRadio {
    Watts downlink{}, uplink{};              ///< intercepts, whole phone
    JoulesPerBit downlinkBit{}, uplinkBit{}; ///< slopes
    Watts base{2.3};                         ///< screen and base load inside the intercepts, approximate
    Seconds tail{10.5};                      ///< until the connection is released after the last packet
    Label label = Label::measured;
    std::string source;
};
enum class RadioBand { lte, nrLowBand, nrMmWave };
/// Samsung S20 Ultra (Narayanan et al., SIGCOMM 2021, artifact): our fit of its traces.
LinearRadio linearRadio(RadioBand band);

/// Energy of a request by the linear model. Boundary deviceWhole keeps the intercepts as measured;
/// radioModule takes `base` off them, so that it may be added to compute energy. Connected idling costs the
/// downlink intercept. Errors: negative or non-finite times, transmission and reception longer than the
/// connection, another boundary.
template <class R>
Expected<RadioEnergy<R>> ueRadioEnergy(R& rec, const LinearRadio& radio, const RadioUse<R>& use,
                                       Boundary boundary = Boundary::radioModule);

enum class FrequencyRange { fr1, fr2 };
/// UE states of TR 38.840 clause 8.1 (power saving reference model).
enum class UeState { deepSleep, lightSleep, microSleep, pdcch, ssb, pdcchAndPdsch, uplink };
/// Power of a state relative to deep sleep. `transmitPower` matters in FR1 uplink only: 250 at 0 dBm, 700 at
/// 23 dBm, linear in milliwatts between (and beyond, never below 250).
template <class R>
Of<double, R> relativePower(R& rec, UeState state, FrequencyRange range,
                            Of<DecibelMilliwatts, R> transmitPower = DecibelMilliwatts(23.0));
/// Factor for a bandwidth part in FR1: 0.4 + 0.6 (X - 20) / 80, X in MHz, 0 < X <= 100.
template <class R>
Expected<Of<double, R>> bandwidthScale(R& rec, Of<Hertz, R> bandwidth);
/// Relative power of a receiving state after scaling, never below 50 (the floor that the model sets).
template <class R>
Expected<Of<double, R>> scaledReceivePower(R& rec, UeState state, FrequencyRange range,
                                           Of<Hertz, R> bandwidth);

/// One cycle of connected discontinuous reception: monitor `on`, receive `receiving`, sleep deeply for the
/// rest with one transition in and out (450 unit-milliseconds). Mean relative power.
template <class R>
Expected<Of<double, R>> discontinuousReception(R& rec, FrequencyRange range, Of<Seconds, R> cycle,
                                               Of<Seconds, R> on, Of<Seconds, R> receiving);

/// TR 38.840 powers in watts.
struct StateRadio {
    FrequencyRange range = FrequencyRange::fr1;
    Watts unit{7.5e-3};               ///< one unit of relative power; uncertain by a factor of two either way
    Hertz bandwidth{100e6};           ///< of the bandwidth part; scales reception and monitoring in FR1
    UeState waiting = UeState::pdcch; ///< state between a request's bits: pdcch without DRX
    UeState afterwards = UeState::microSleep; ///< state during the tail
};
/// Energy of a request by the state model; boundary radioModule. Bits do not matter, only times do.
template <class R>
Expected<RadioEnergy<R>> ueRadioEnergy(R& rec, const StateRadio& radio, const RadioUse<R>& use,
                                       Of<DecibelMilliwatts, R> transmitPower);

} // namespace cellwright::energy
