// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/load/cell_time.h"

#include <algorithm>

namespace cellwright::radio {
namespace {

constexpr double better = 1.0 + 1e-12;         // what is not, is a tie
constexpr double margin = 1.00000000023025851; // 1e-9 dB, as uplinkPart() keeps from the thresholds

/// What a carrier delivers for each bit per resource element.
double ratePerEfficiency(const CarrierShape& shape, double errors) {
    NullRecorder rec;
    const auto full =
        elementRate(rec, 1.0, 1.0, double(shape.blocks), shape.subcarrierSpacing, shape.overhead);
    return full.si() * shape.timeShare * (1.0 - errors);
}

} // namespace

EfficiencyTable::EfficiencyTable(SinrMapping mapping, int table, Direction direction, int mostLayers)
    : mostLayers_(mostLayers) {
    for (const auto& scheme : schemes(mapping, table, direction))
        steps_.push_back({scheme.power, scheme.efficiency});
    double richest = 0.0;
    for (std::size_t i = steps_.size(); i-- > 0;)
        steps_[i].richest = richest = std::max(richest, steps_[i].efficiency / steps_[i].power);
}

std::size_t EfficiencyTable::reached(double sinr) const {
    const auto above = std::ranges::upper_bound(steps_, sinr, {}, &Step::power);
    return std::size_t(above - steps_.begin());
}

template <class Choose>
double EfficiencyTable::overLayers(double sinr, Choose&& choose) const {
    double best = choose(sinr);
    for (int layers = 2; layers <= mostLayers_; ++layers)
        if (const double all = layers * choose(sinr / layers); all > best * better)
            best = all;
    return best;
}

double EfficiencyTable::even(double sinr) const {
    return overLayers(sinr, [&](double each) {
        const auto count = reached(each);
        return count > 0 ? steps_[count - 1].efficiency
                         : steps_.front().efficiency * each / steps_.front().power; // repeated
    });
}

double EfficiencyTable::concentrated(double sinr) const {
    return overLayers(sinr, [&](double each) {
        const auto count = reached(each);
        const double whole = count > 0 ? steps_[count - 1].efficiency
                                       : steps_.front().efficiency * each / steps_.front().power;
        return count < steps_.size() ? std::max(whole, steps_[count].richest * each) : whole;
    });
}

double EfficiencyTable::uplinkSinr(double whole, double target, double granted) const {
    const double within = whole / margin, aimed = target * margin;
    double carried = 0.0, filled = std::min(granted, std::max(1.0, whole / target));
    for (int layers = 1; layers <= mostLayers_; ++layers) {
        // All schemes that the power carries on all granted blocks: the last of them carries most.
        auto first = reached(std::min(within / granted, aimed) / layers);
        first -= first > 0 ? 1 : 0;
        for (auto i = first; i < steps_.size(); ++i) {
            const double needed = steps_[i].power * layers;
            if (needed > aimed || needed > within)
                break;
            const double blocks = std::min(granted, within / needed);
            const double carries = blocks * layers * steps_[i].efficiency;
            if (carries > carried * better) {
                carried = carries;
                filled = blocks < granted ? std::min(granted, whole / (needed * margin)) : granted;
            }
        }
    }
    return std::min(whole / filled, target);
}

CellTime::CellTime(const UserField& users, int index, std::size_t group)
    : CellTime(users, users.network().cells[std::size_t(index)], users.sharing(index, group)) {}

CellTime::CellTime(const UserField& users, const Cell& cell, const Sharing& sharing)
    : down_(tableOf(users, cell, Direction::down))
    , up_(tableOf(users, cell, Direction::up)) {
    NullRecorder rec;
    const auto& carrier = users.network().carriers[std::size_t(cell.carrier)];
    const double errors = users.field().options().blockErrorRate;
    gain_ =
        toLinear(schedulingGain<NullRecorder>(rec, carrier.carrier.scheduler, std::max(1.0, sharing.active)));
    downRate_ = ratePerEfficiency(carrier.down, errors);
    upRate_ = ratePerEfficiency(carrier.up, errors);
    granted_ = carrier.up.userBlocks;
}

EfficiencyTable CellTime::tableOf(const UserField& users, const Cell& cell, Direction direction) {
    const auto& carrier = users.network().carriers[std::size_t(cell.carrier)];
    const auto& shape = direction == Direction::down ? carrier.down : carrier.up;
    return {users.field().options().mapping, shape.mcsTable, direction, shape.maxLayers};
}

} // namespace cellwright::radio
