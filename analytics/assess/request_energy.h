// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/request.h"

namespace cellwright::assessing {

/// The energy of one request by place; boundaries are those of EnergyResult.
template <class R>
struct RequestEnergy {
    Of<Joules, R> device, radio, baseStation, transport, compute, total;
    std::vector<Of<Joules, R>> byComputer; ///< by computer of the plan: what each host adds to `compute`
    Of<double, R> batteryShare{};          ///< device and radio, of a full battery
    Of<double, R> carbonGrams{};
    Of<double, R> cost{};
};

/// Where in the network one request does its work.
template <class R>
struct EnergyPlace {
    const Site* site = nullptr; ///< serving site; absent for a request that stays on the device
    double siteLoad = 0.0;      ///< mean load of the site's sectors on the air
    Label siteLoadLabel = Label::assumed;
    Hertz frequency{3.5e9};                        ///< of the serving cell's carrier
    Of<BitsPerSecond, R> fullUplink, fullDownlink; ///< rates where all PRBs of the cell are offered
    Of<double, R> uplinkShare{1.0};                ///< of those PRBs that the device fills
    Of<double, R> downlinkShare{1.0};              ///< of those PRBs that its bandwidth part has
    struct Sent {
        int hops = 0; ///< links on its way
        Of<Bytes, R> bytes;
    };
    std::vector<Sent> sent;          ///< all that the request sends through the transport network
    std::vector<double> utilisation; ///< of the accelerators, by computer of the plan
};

/// What one request costs, in joules by place, in grams and in money.
///   device       energy of its computing (analytics/compute) and of waiting with the screen on
///   radio        linear model of a measured phone, low-band NR or from FR2 on millimetre waves, base load
///                taken off (analytics/energy)
///   base station attributional share of the EARTH model for its PRB-time, both directions; sites of UMi and
///                InF as micro, of InH as pico stations, others as macro
///   transport    marginal, bits times hops
///   compute      of each host: accelerator, server around it (where the device's figures stop at the board),
///   idle share, PUE cost         accelerators by the hour, idle hours included, and the network's
///   electricity
template <class R>
Expected<RequestEnergy<R>> requestEnergy(R& rec, const Plan& plan, const Assumptions& assumptions,
                                         const RequestModel<R>& model, const inference::Timing<R>& timing,
                                         const EnergyPlace<R>& place);

/// Where the power figures of a device end: the board (chip), or the plug (atTheWall) where they say so.
energy::Boundary boundaryOfHost(const compute::Device& device);

} // namespace cellwright::assessing
