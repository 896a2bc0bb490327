// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/nr/raster.h"

#include "analytics/quantity/text.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <string>

namespace cellwright::nr {
namespace {

/// A stretch of a raster: number = first + (frequency - start) / step, in hertz and in whole numbers.
struct Stretch {
    int first, last;
    std::int64_t start, step;
    [[nodiscard]] std::int64_t at(int number) const { return start + (number - first) * step; }
};
// TS 38.104 table 5.4.2.1-1.
constexpr std::array arfcns{Stretch{0, 599999, 0, 5'000}, Stretch{600000, 2016666, 3'000'000'000, 15'000},
                            Stretch{2016667, lastArfcn, 24'250'080'000, 60'000}};
// TS 38.104 table 5.4.3.1-1 from 3 GHz on.
constexpr std::array gscns{Stretch{7499, 22255, 3'000'000'000, 1'440'000},
                           Stretch{22256, lastGscn, 24'250'080'000, 17'280'000}};
constexpr int lastLowGscn = 7498;

/// Below 3 GHz: N × 1200 kHz + M × 50 kHz, numbered 3N + (M - 3) / 2, M one of 1, 3, 5 and N from 1 to 2499.
std::int64_t lowGscn(int gscn) {
    const int n = (gscn + 1) / 3;
    const int m = 2 * (gscn - 3 * n) + 3;
    return n * std::int64_t(1'200'000) + m * std::int64_t(50'000);
}

RasterPoint point(int number, std::int64_t at, Hertz wanted) {
    const Hertz frequency{double(at)};
    return {number, frequency, wanted - frequency};
}

/// The nearest number of a stretch, held within it.
RasterPoint nearestOf(const Stretch& stretch, Hertz wanted) {
    const double steps = std::ceil((wanted.si() - double(stretch.start)) / double(stretch.step) - 0.5);
    const double held = std::fmin(std::fmax(steps, 0.0), double(stretch.last - stretch.first));
    const int number = stretch.first + int(held);
    return point(number, stretch.at(number), wanted);
}

bool nearer(const RasterPoint& a, const RasterPoint& b) {
    return std::abs(a.offset.si()) < std::abs(b.offset.si());
}

bool onRaster(Hertz frequency) {
    return frequency.si() >= 0.0 && frequency.si() <= 100e9; // false for NaN
}

tl::unexpected<Error> offRaster(Hertz frequency, const char* raster) {
    return failure("there is no " + std::string(raster) + " at " + toDisplay(frequency), "frequency",
                   "give a frequency up to 100 GHz (TS 38.104 clause 5.4)");
}

} // namespace

Expected<Hertz> frequencyOfArfcn(int arfcn) {
    for (const auto& stretch : arfcns)
        if (arfcn >= stretch.first && arfcn <= stretch.last)
            return Hertz(double(stretch.at(arfcn)));
    return failure("there is no NR-ARFCN " + std::to_string(arfcn), "NR-ARFCN",
                   "give a number from 0 to " + std::to_string(lastArfcn) + " (TS 38.104 table 5.4.2.1-1)");
}

Expected<RasterPoint> nearestArfcn(Hertz frequency) {
    if (!onRaster(frequency))
        return offRaster(frequency, "NR-ARFCN");
    auto best = nearestOf(arfcns.front(), frequency);
    for (const auto& stretch : arfcns)
        if (const auto next = nearestOf(stretch, frequency); nearer(next, best))
            best = next;
    return best;
}

Expected<Hertz> frequencyOfGscn(int gscn) {
    if (gscn >= firstGscn && gscn <= lastLowGscn)
        return Hertz(double(lowGscn(gscn)));
    for (const auto& stretch : gscns)
        if (gscn >= stretch.first && gscn <= stretch.last)
            return Hertz(double(stretch.at(gscn)));
    return failure("there is no GSCN " + std::to_string(gscn), "GSCN",
                   "give a number from " + std::to_string(firstGscn) + " to " + std::to_string(lastGscn) +
                       " (TS 38.104 table 5.4.3.1-1)");
}

Expected<RasterPoint> nearestGscn(Hertz frequency) {
    if (!onRaster(frequency))
        return offRaster(frequency, "GSCN");
    // Three numbers to each 1200 kHz: the nearest is within two of the estimate.
    const int guess = int(std::fmin(frequency.si() / 400e3, double(lastLowGscn)));
    auto best = point(firstGscn, lowGscn(firstGscn), frequency);
    for (int number = std::max(firstGscn, guess - 4); number <= std::min(lastLowGscn, guess + 4); ++number)
        if (const auto next = point(number, lowGscn(number), frequency); nearer(next, best))
            best = next;
    for (const auto& stretch : gscns)
        if (const auto next = nearestOf(stretch, frequency); nearer(next, best))
            best = next;
    return best;
}

} // namespace cellwright::nr
