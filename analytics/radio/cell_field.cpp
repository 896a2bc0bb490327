// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/cell_field.h"

#include <algorithm>

namespace cellwright::radio {
namespace {

/// Users of one enclosure: they share prepared masts.
struct Company {
    Receiver receiver;
    std::vector<std::size_t> index;
    std::vector<Position> points;
    std::vector<Indoors> indoors;
};
std::vector<Company> companies(std::span<const Position> points, std::span<const Indoors> indoors,
                               const Receiver& receiver) {
    std::vector<Company> found;
    for (std::size_t i = 0; i < points.size(); ++i) {
        auto company = std::ranges::find_if(found, [&](const Company& one) {
            return one.receiver.indoors.enclosure == indoors[i].enclosure;
        });
        if (company == found.end()) {
            company = found.insert(found.end(), Company{receiver, {}, {}, {}});
            company->receiver.indoors = {indoors[i].enclosure};
        }
        company->index.push_back(i);
        company->points.push_back(points[i]);
        company->indoors.push_back(indoors[i]);
    }
    return found;
}

} // namespace

Expected<CellField> CellField::make(const Topology& topology, const RadioOptions& options) {
    return makeNetwork(topology, options).map([&](Network&& network) {
        CellField field;
        field.network_ = std::move(network);
        field.options_ = options;
        return field;
    });
}

ReceiverField CellField::forReceiver(const Receiver& receiver) const {
    return {network_, receiver, options_.path};
}

ReceiverField CellField::oneMast(int mast, const Receiver& receiver) const {
    return {network_, std::span(network_.masts).subspan(std::size_t(mast), 1), receiver, options_.path};
}

void CellField::setLoads(std::span<const double> down, std::span<const double> up) {
    for (std::size_t i = 0; i < network_.cells.size(); ++i) {
        auto& cell = network_.cells[i];
        cell.sector.load = down[i];
        cell.uplinkLoad = up[i];
        cell.coupled = true;
    }
}

void CellField::evaluate(std::span<const Position> points, const Receiver& receiver,
                         RadioLevels& levels) const {
    forReceiver(receiver).evaluate(points, {}, levels);
}

RadioLevels CellField::evaluate(std::span<const Position> points, const Receiver& receiver) const {
    RadioLevels levels;
    evaluate(points, receiver, levels);
    return levels;
}

RadioLevels CellField::evaluate(std::span<const Position> points, std::span<const Indoors> indoors,
                                const Receiver& receiver) const {
    RadioLevels all, some;
    all.resize(points.size());
    for (const auto& company : companies(points, indoors, receiver)) {
        forReceiver(company.receiver).evaluate(company.points, company.indoors, some);
        for (std::size_t i = 0; i < company.index.size(); ++i) {
            all.cell[company.index[i]] = some.cell[i];
            all.rsrp[company.index[i]] = some.rsrp[i];
            all.sinr[company.index[i]] = some.sinr[i];
        }
    }
    return all;
}

std::vector<float> CellField::mastGains(int mast, std::span<const Position> points, const Receiver& receiver,
                                        Beam beam) const {
    std::vector<float> gains;
    oneMast(mast, receiver).mastGains(0, points, {}, beam, gains);
    return gains;
}

std::vector<float> CellField::mastGains(int mast, std::span<const Position> points,
                                        std::span<const Indoors> indoors, const Receiver& receiver,
                                        Beam beam) const {
    const auto rows = std::size_t(network_.masts[std::size_t(mast)].cellCount);
    std::vector<float> all(rows * points.size()), some;
    for (const auto& company : companies(points, indoors, receiver)) {
        oneMast(mast, company.receiver).mastGains(0, company.points, company.indoors, beam, some);
        const std::size_t count = company.points.size();
        for (std::size_t row = 0; row < rows; ++row)
            for (std::size_t i = 0; i < count; ++i)
                all[row * points.size() + company.index[i]] = some[row * count + i];
    }
    return all;
}

} // namespace cellwright::radio
