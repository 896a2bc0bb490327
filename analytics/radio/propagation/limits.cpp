// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/propagation/limits.h"

#include "analytics/quantity/text.h"

#include <cmath>

namespace cellwright::radio {
namespace {

constexpr const char* table = "TR 38.901 table 7.4.1-1";

constexpr PathLossLimits uma{10, 5000, 5000, false, 24, 26, 1.5, 22.5, 0.5e9, 100e9, 25, table};
constexpr PathLossLimits umi{10, 5000, 5000, false, 9, 11, 1.5, 22.5, 0.5e9, 100e9, 10, table};
constexpr PathLossLimits rma{10, 10000, 5000, false, 10, 150, 1, 10, 0.5e9, 30e9, 35, table};
constexpr PathLossLimits office{1, 150, 150, true, 0, 1e9, 0, 1e9, 0.5e9, 100e9, 3, table};
constexpr PathLossLimits lowFactory{1, 600, 600, true, 0, 1e9, 0, 1e9, 0.5e9, 100e9, 1.5, table};
constexpr PathLossLimits highFactory{1, 600, 600, true, 0, 1e9, 0, 1e9, 0.5e9, 100e9, 8, table};
constexpr PathLossLimits space{0, 1e12, 1e12, true, 0, 1e9, 0, 1e9, 0, 1e15, 25, "ITU-R P.525-4 eq. 3"};
constexpr PathLossLimits cost{1000, 20000, 20000, false, 30, 200,
                              1,    10,    1.5e9, 2e9,   30, "COST 231 final report, 4.4.3"};
constexpr PathLossLimits hata{1000, 20000, 20000, false, 30, 200,
                              1,    10,    150e6, 1.5e9, 30, "Hata 1980, table 1"};

std::string lengthRange(double low, double high) {
    if (low <= 0.0)
        return "above " + toDisplay(Metres(high));
    return high >= 1e9 ? "below " + toDisplay(Metres(low))
                       : "outside " + toDisplay(Metres(low)) + " to " + toDisplay(Metres(high));
}

double farthestOf(const PathLossLimits& limits, PathChoice choice) {
    return choice == PathChoice::los ? limits.farthest : limits.farthestNlos;
}

bool within(double value, double low, double high) {
    return value >= low && value <= high;
}

} // namespace

const PathLossLimits& pathLossLimits(Propagation model) {
    switch (model) {
    case Propagation::uma:
        return uma;
    case Propagation::umi:
        return umi;
    case Propagation::rma:
        return rma;
    case Propagation::inhOpen:
    case Propagation::inhMixed:
        return office;
    case Propagation::infSparseLow:
    case Propagation::infDenseLow:
        return lowFactory;
    case Propagation::infSparseHigh:
    case Propagation::infDenseHigh:
        return highFactory;
    case Propagation::freeSpace:
        return space;
    case Propagation::cost231:
        return cost;
    case Propagation::okumuraHata:
        break;
    }
    return hata;
}

Metres nearestGround(Propagation model) {
    const PathLossLimits& limits = pathLossLimits(model);
    return Metres(limits.inSpace ? 0.0
                                 : 10.0); // the classic models are used far below their range by everybody
}

std::vector<std::string> PathLossRange::limits() const {
    const PathLossLimits& l = pathLossLimits(model);
    std::vector<std::string> all;
    const auto add = [&](bool fine, std::string what) {
        if (!fine)
            all.push_back(std::move(what));
    };
    add(distance,
        (l.inSpace ? "distance " : "ground distance ") + lengthRange(l.nearest, farthestOf(l, choice)));
    add(siteHeight, "site height " + lengthRange(l.lowestSite, l.highestSite));
    add(userHeight, "user height " + lengthRange(l.lowestUser, l.highestUser));
    add(frequency, "frequency outside " + toDisplay(Hertz(l.lowest)) + " to " + toDisplay(Hertz(l.highest)));
    return all;
}

std::string PathLossRange::text() const {
    std::string all;
    for (const auto& limit : limits())
        all += (all.empty() ? "" : "; ") + limit;
    return all;
}

PathLossRange pathLossRange(Propagation model, PathChoice choice, Metres ground, Metres siteHeight,
                            Metres userHeight, Hertz frequency) {
    const PathLossLimits& l = pathLossLimits(model);
    const double away = l.inSpace ? std::hypot(ground.si(), siteHeight.si() - userHeight.si()) : ground.si();
    return {.model = model,
            .choice = choice,
            .distance = within(away, l.nearest, farthestOf(l, choice)),
            .siteHeight = within(siteHeight.si(), l.lowestSite, l.highestSite),
            .userHeight = within(userHeight.si(), l.lowestUser, l.highestUser),
            .frequency = within(frequency.si(), l.lowest, l.highest)};
}

} // namespace cellwright::radio
