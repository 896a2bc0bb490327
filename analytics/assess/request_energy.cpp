// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/request_energy.h"

#include "analytics/energy/base_station.h"
#include "analytics/energy/compute_energy.h"
#include "analytics/energy/footprint.h"
#include "analytics/energy/transport_energy.h"
#include "analytics/energy/ue_radio.h"
#include "analytics/nr/tables.h"

#include <algorithm>
#include <functional>

namespace cellwright::assessing {
namespace {

template <class R>
using N = typename R::Number;

energy::StationClass stationClass(Propagation propagation) {
    switch (propagation) {
    case Propagation::umi:
    case Propagation::infSparseLow:
    case Propagation::infDenseLow:
    case Propagation::infSparseHigh:
    case Propagation::infDenseHigh:
        return energy::StationClass::micro;
    case Propagation::inhOpen:
    case Propagation::inhMixed:
        return energy::StationClass::pico;
    default:
        return energy::StationClass::macro;
    }
}

template <class R>
class EnergyOf {
public:
    EnergyOf(R& rec, const Plan& plan, const Assumptions& assumptions, const RequestModel<R>& model,
             const inference::Timing<R>& timing, const EnergyPlace<R>& place)
        : rec_(rec)
        , plan_(plan)
        , assumptions_(assumptions)
        , model_(model)
        , timing_(timing)
        , place_(place) {}

    Of<Joules, R> device() {
        const auto idle =
            rec_.input(assumptions_.deviceIdlePower, "P_idle", "device waiting with its screen on",
                       Label::assumed, "assumptions: idle power of the device");
        const auto waiting = idle * (timing_.endToEnd - model_.busy.front());
        if (valueOf(model_.busy.front().si()) == 0.0)
            return rec_.name(waiting, "E_device", "energy of the device without its radio");
        return rec_.name(
            compute::predictEnergy(rec_, *plan_.device, model_.work.front(), model_.busy.front()) + waiting,
            "E_device", "energy of the device without its radio");
    }

    Expected<Of<Joules, R>> radio() {
        if (!plan_.usesNetwork())
            return Of<Joules, R>{};
        const auto radio = energy::linearRadio(nr::isFr2(place_.frequency) ? energy::RadioBand::nrMmWave
                                                                           : energy::RadioBand::nrLowBand);
        energy::RadioUse<R> use;
        use.transmitting = timing_.sending;
        use.receiving = timing_.receiving;
        // From the first bit on: the device's own prefill comes before it.
        use.connected = timing_.endToEnd - timing_.beforeFirstBit;
        use.tail = tail(radio);
        use.sent = toBits(model_.request.messages.uplink);
        use.received = toBits(model_.request.messages.downlink);
        return energy::ueRadioEnergy(rec_, radio, use, energy::Boundary::radioModule).map([&](const auto& e) {
            return rec_.name(e.total, "E_radio", "energy of the device's radio");
        });
    }

    Expected<Of<Joules, R>> baseStation() {
        if (!plan_.usesNetwork() || !place_.site)
            return Of<Joules, R>{};
        // A request that holds all PRBs of one of the site's sectors for its airtime holds `load / sectors`
        // of the site's PRBs for 1 / load times as long: the same PRB-time, in the form that the share is
        // defined for.
        const double load = std::max(place_.siteLoad, 0.01);
        auto station = energy::earthStation(stationClass(place_.site->propagation));
        const auto airtime =
            toBits(model_.request.messages.uplink) / place_.fullUplink * place_.uplinkShare +
            toBits(model_.request.messages.downlink) / place_.fullDownlink * place_.downlinkShare;
        // EARTH counts a whole site; what was drawn decides how many chains it has: two per sector.
        const double onAir =
            std::max(1.0, double(std::ranges::count(place_.site->sectors, true, &Sector::enabled)));
        station.transceivers = 2.0 * onAir;
        const auto recorded = rec_.input(load, "x", "load of the site's sectors", place_.siteLoadLabel,
                                         "site \"" + place_.site->name + "\"", "share");
        const auto sectors = rec_.input(onAir, "n_sectors", "sectors of the site that are on the air",
                                        Label::assumed, "site \"" + place_.site->name + "\"");
        const auto time = rec_.name(airtime / recorded, "t_PRB", "airtime at the site's load");
        return energy::baseStationShare(rec_, station, energy::Attribution::attributional, recorded,
                                        N<R>(recorded / sectors), Of<Seconds, R>(time));
    }

    Expected<Of<Joules, R>> transport() {
        std::vector<Of<Joules, R>> terms;
        if (place_.sent.empty())
            return Of<Joules, R>{};
        for (std::size_t i = 0; i < place_.sent.size(); ++i) {
            auto bytes = place_.sent[i].bytes;
            const int hops = place_.sent[i].hops;
            // What goes out and what comes back over as many links is one term.
            const bool returns = i == 0 && place_.sent.size() == 2 && place_.sent[1].hops == hops;
            if (returns)
                bytes = bytes + place_.sent[++i].bytes;
            const auto energy = overLinks(bytes, hops);
            if (!energy)
                return energy;
            terms.push_back(*energy);
        }
        return terms.size() == 1 ? terms.front() : rec_.template sum<Of<Joules, R>>(terms);
    }

    /// What one host adds.
    Expected<Of<Joules, R>> host(std::size_t computer) {
        const auto& seat = plan_.computers[computer];
        const auto& device = *seat.device;
        const auto& busy = model_.busy[computer];
        const auto idlePower =
            rec_.input(device.power.idle.value, "P_idle,host", "idle power of the accelerator",
                       device.power.idle.label, device.power.idle.source);
        const auto idle =
            energy::idleShare(rec_, Of<Watts, R>(idlePower), Of<double, R>(utilisation(computer)), busy);
        if (!idle)
            return tl::make_unexpected(idle.error());
        auto chip = rec_.name(compute::predictEnergy(rec_, device, model_.work[computer], busy) + *idle,
                              "E_acc", "accelerator energy with its idle share");
        if (boundaryOfHost(device) == energy::Boundary::chip) {
            energy::ServerOverhead around;
            around.reserve = 0.0; // idle time is counted by utilisation above
            const auto wall = energy::atTheWall(rec_, chip, around);
            if (!wall)
                return wall;
            chip = *wall;
        }
        const auto pue = rec_.input(seat.host->powerUsageEffectiveness, "PUE", "power usage effectiveness",
                                    Label::assumed, "host \"" + seat.host->name + "\"");
        return energy::atTheSite(rec_, chip, Of<double, R>(pue));
    }

    /// All hosts, each one in its place.
    Expected<std::vector<Of<Joules, R>>> hosts() {
        std::vector<Of<Joules, R>> all(plan_.computers.size());
        for (std::size_t i = 1; i < all.size(); ++i) {
            const auto one = host(i);
            if (!one)
                return tl::make_unexpected(one.error());
            all[i] = *one;
        }
        return all;
    }

    /// Accelerator time that the request pays for, on all hosts.
    Of<Seconds, R> paid() {
        std::vector<Of<Seconds, R>> terms;
        for (std::size_t i = 1; i < plan_.computers.size(); ++i)
            terms.push_back(model_.busy[i] / utilisation(i));
        return rec_.name(rec_.template sum<Of<Seconds, R>>(terms), "t_paid",
                         "accelerator time that the request pays for",
                         "its busy time and its share of the idle time");
    }

private:
    Of<double, R> utilisation(std::size_t computer) {
        return rec_.input(std::clamp(place_.utilisation[computer], 1e-6, 1.0), "u", "utilisation of the host",
                          Label::computed, "Σ λ·S / n over all groups", "share");
    }
    Expected<Of<Joules, R>> overLinks(const Of<Bytes, R>& bytes, int links) {
        const auto hops =
            rec_.input(double(links), "h", "links between site and host", Label::computed,
                       assumptions_.routing == Routing::cost ? "least cost path" : "shortest delay path");
        const auto perBit =
            rec_.input(assumptions_.transportEnergy, "e_bit", "transport energy per bit and hop",
                       Label::assumed, "assumptions: transport energy");
        return energy::transportEnergy(rec_, Of<Bits, R>(toBits(bytes)), Of<double, R>(hops),
                                       Of<JoulesPerBit, R>(perBit));
    }
    /// The connection is held after the last bit until it is released or the user's next request comes.
    Of<Seconds, R> tail(const energy::LinearRadio& radio) {
        const auto full =
            rec_.input(radio.tail, "t_tail", "connection held after the last bit", radio.label, radio.source);
        if (plan_.workload->requestRate.si() <= 0.0)
            return full;
        const auto gap = rec_.input(Seconds(1.0 / plan_.workload->requestRate.si()), "1/λ",
                                    "time between requests of a user", Label::assumed,
                                    "workload \"" + plan_.workload->name + "\"");
        return max(min(full, Of<Seconds, R>(gap - timing_.endToEnd)), Of<Seconds, R>(N<R>(0.0)));
    }
    R& rec_;
    const Plan& plan_;
    const Assumptions& assumptions_;
    const RequestModel<R>& model_;
    const inference::Timing<R>& timing_;
    const EnergyPlace<R>& place_;
};

template <class R>
Expected<void> addFootprint(R& rec, const Plan& plan, const Assumptions& assumptions,
                            const std::function<Of<Seconds, R>()>& paidTime, RequestEnergy<R>& e) {
    const auto intensity = rec.input(assumptions.carbonIntensity, "CI", "carbon intensity, gCO2e per kWh",
                                     Label::assumed, "assumptions: carbon intensity");
    const auto battery =
        rec.input(assumptions.batteryCapacity, "E_batt", "battery", Label::assumed, "assumptions: battery");
    const auto price = rec.input(assumptions.electricityPrice, "p_el", "electricity price per kWh",
                                 Label::assumed, "assumptions: electricity price");
    const auto carbon = energy::carbonGrams(rec, e.total, Of<double, R>(intensity));
    const auto share = energy::batteryShare(rec, Of<Joules, R>(e.device + e.radio), Of<Joules, R>(battery));
    const auto network =
        energy::electricityCost(rec, Of<Joules, R>(e.baseStation + e.transport), Of<double, R>(price));
    if (!carbon || !share || !network)
        return tl::make_unexpected(!carbon ? carbon.error() : !share ? share.error() : network.error());
    e.carbonGrams = *carbon;
    e.batteryShare = *share;
    e.cost = *network;
    if (!plan.usesHost())
        return {};
    const auto hourly = rec.input(assumptions.serverPricePerHour, "p_h", "price per accelerator and hour",
                                  Label::assumed, "assumptions: accelerator price");
    const auto rent = energy::rentalCost(rec, Of<double, R>(N<R>(1.0)), Of<double, R>(hourly), paidTime());
    if (!rent)
        return tl::make_unexpected(rent.error());
    e.cost = rec.name(*network + *rent, "c", "cost of a request");
    return {};
}

} // namespace

energy::Boundary boundaryOfHost(const compute::Device& device) {
    return device.power.boundary.find("wall") != std::string::npos ? energy::Boundary::atTheWall
                                                                   : energy::Boundary::chip;
}

template <class R>
Expected<RequestEnergy<R>> requestEnergy(R& rec, const Plan& plan, const Assumptions& assumptions,
                                         const RequestModel<R>& model, const inference::Timing<R>& timing,
                                         const EnergyPlace<R>& place) {
    EnergyOf<R> part(rec, plan, assumptions, model, timing, place);
    const auto radio = part.radio();
    const auto station = part.baseStation();
    const auto transport = part.transport();
    const auto hosts = part.hosts();
    for (const auto* each : {&radio, &station, &transport})
        if (!*each)
            return tl::make_unexpected(each->error());
    if (!hosts)
        return tl::make_unexpected(hosts.error());
    RequestEnergy<R> e{};
    e.device = part.device();
    e.radio = *radio;
    e.baseStation = *station;
    e.transport = *transport;
    e.byComputer = *hosts;
    e.compute =
        e.byComputer.size() == 2 ? e.byComputer.back() : rec.template sum<Of<Joules, R>>(e.byComputer);
    e.total = rec.name(e.device + e.radio + e.baseStation + e.transport + e.compute, "E",
                       "energy of a request, all places");
    const auto footprint = addFootprint<R>(
        rec, plan, assumptions, [&] { return part.paid(); }, e);
    if (!footprint)
        return tl::make_unexpected(footprint.error());
    return e;
}

#define INSTANTIATE(R)                                                                                       \
    template Expected<RequestEnergy<R>> requestEnergy(R&, const Plan&, const Assumptions&,                   \
                                                      const RequestModel<R>&, const inference::Timing<R>&,   \
                                                      const EnergyPlace<R>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::assessing
