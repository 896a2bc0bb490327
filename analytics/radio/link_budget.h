// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/radio/antenna/antenna.h"
#include "analytics/radio/network.h"

#include <vector>

namespace cellwright::radio {

/// Thermal noise of a receiver: -174 dBm/Hz + 10 log10(B) + noise figure (290 K).
/// B is the occupied bandwidth, N_RB × 12 subcarriers.
template <class R>
Of<DecibelMilliwatts, R> noisePower(R& rec, Of<Hertz, R> bandwidth, Of<Decibels, R> noiseFigure);

/// Received power of one reference-signal resource element: total power less 10 log10(12 N_RB) (TS 38.215
/// clause 5.1.1, with the carrier's power spread evenly).
template <class R>
Of<DecibelMilliwatts, R> rsrp(R& rec, Of<DecibelMilliwatts, R> received, const Of<double, R>& blocks);

/// The path between a mast and a point, shared by the sectors of the mast.
template <class R>
struct MastLink {
    Of<Metres, R> east, north, up; ///< from the mast to the user
    Of<Decibels, R> loss;
};
template <class R>
MastLink<R> mastLink(R& rec, const Network& network, int mast, Position at, const Receiver& receiver,
                     PathChoice choice);

/// Antenna gains of both ends less path loss and body loss: the same in both directions (reciprocity; the
/// small duplex distance of FDD carriers is not modelled).
template <class R>
Of<Decibels, R> couplingGain(R& rec, const Network& network, int cell, const MastLink<R>& link,
                             const Receiver& receiver, Beam beam = Beam::strongest);

/// What a user hears.
template <class R>
struct Downlink {
    int cell = -1;            ///< serving: the strongest RSRP and bias; -1 where nothing can be heard
    Of<Decibels, R> coupling; ///< to the serving cell
    Of<DecibelMilliwatts, R> rsrp;
    Of<Decibels, R> sinr; ///< per resource element, full carrier
    Of<DecibelMilliwatts, R>
        rssi;             ///< all power in the carrier's blocks where the serving cell sends on all of them
    Of<Decibels, R> rsrq; ///< N_RB RSRP / RSSI
    PathLossRange range;  ///< of the serving path
};
/// Serving cell, RSRP and SINR at a point. Interference comes from all other sectors on the serving carrier,
/// each with the mean of its beams and weighted by its load. A derivation shows the twelve strongest
/// interferers in full and the rest as one sum.
template <class R>
Downlink<R> downlink(R& rec, const Network& network, Position at, const Receiver& receiver,
                     PathChoice choice);
/// The same from a given cell, whether or not it is the one that a device there would choose.
template <class R>
Downlink<R> downlinkFrom(R& rec, const Network& network, int cell, Position at, const Receiver& receiver,
                         PathChoice choice);
/// Received power of every cell at full load in dBm, by cell: of its strongest beam, which the serving cell
/// is chosen by, or of the mean, which it interferes with.
std::vector<double> receivedLevels(const Network& network, Position at, const Receiver& receiver,
                                   PathChoice choice, Beam beam);
/// The cell that a device chooses: the strongest RSRP and bias, -1 where nothing can be heard.
int chosenCell(const Network& network, Position at, const Receiver& receiver, PathChoice choice);

/// RSSI and RSRQ (TS 38.215 clauses 5.1.3): reference signal received quality, N_RB × RSRP / RSSI.
template <class R>
Of<Decibels, R> rsrq(R& rec, Of<DecibelMilliwatts, R> rsrp, Of<DecibelMilliwatts, R> rssi,
                     const Of<double, R>& blocks);

} // namespace cellwright::radio
