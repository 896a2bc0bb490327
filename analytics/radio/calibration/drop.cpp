// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/calibration/drop.h"

#include "analytics/radio/fading/fading.h"
#include "analytics/radio/fading/normal.h"
#include "analytics/radio/propagation/path_loss.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace cellwright::radio {
namespace {

constexpr double turn = 2.0 * std::numbers::pi;

Position along(double length, double angle) {
    return {Metres(length * std::cos(angle)), Metres(length * std::sin(angle))};
}

/// h_E of TR 38.901 table 7.4.1-1 note 1: 1 m as likely as 1 / (1 + C), else 12, 15, … up to h_UT - 1.5 m.
Metres drawEnvironment(const LinkGeometry<NullRecorder>& link, Dice& dice) {
    const double user = link.userHeight.si(), d = link.ground.si();
    const double far = d > 18.0 ? 1.25 * std::pow(d / 100.0, 3.0) * std::exp(-d / 150.0) : 0.0;
    const double c = user < 13.0 ? 0.0 : std::pow((user - 13.0) / 10.0, 1.5) * far;
    const bool low = dice.uniform() < 1.0 / (1.0 + c);
    const int choices = int(std::floor((user - 13.5) / 3.0)) + 1;
    return low || choices < 1 ? Metres(1.0) : Metres(9.0 + 3.0 * dice.upTo(choices));
}

} // namespace

double Dice::uniform() {
    return double(engine_() >> 11) * 0x1p-53;
}

double Dice::normal() {
    return normalQuantile(uniform());
}

int Dice::upTo(int most) {
    return 1 + int(uniform() * most);
}

Metres siteDistance(Propagation scenario) {
    return Metres(scenario == Propagation::uma ? 500.0 : 200.0);
}

Metres leastDistance(Propagation scenario) {
    return Metres(scenario == Propagation::uma ? 35.0 : 10.0);
}

std::vector<Position> calibrationSites(Propagation scenario) {
    const double apart = siteDistance(scenario).si();
    std::vector<Position> sites{{}};
    for (int k = 0; k < 6; ++k)
        sites.push_back(along(apart, turn * (30.0 + 60.0 * k) / 360.0));
    for (int k = 0; k < 6; ++k) {
        sites.push_back(along(2.0 * apart, turn * (30.0 + 60.0 * k) / 360.0));
        sites.push_back(along(std::numbers::sqrt3 * apart, turn * (60.0 + 60.0 * k) / 360.0));
    }
    return sites;
}

UserDraws::UserDraws(int users, Dice& dice)
    : values_(shadow + 1) {
    for (auto& column : values_) {
        for (int stratum = 0; stratum < users; ++stratum)
            column.push_back((stratum + dice.uniform()) / users);
        for (int i = users; i > 1; --i) // Fisher-Yates
            std::swap(column[std::size_t(i - 1)], column[std::size_t(dice.upTo(i) - 1)]);
    }
}

double UserDraws::value(Draw draw, int user) const {
    return values_[draw][std::size_t(user)];
}

DroppedUser dropUser(const CalibrationSetup& setup, const UserDraws& draws, int index) {
    const auto draw = [&](UserDraws::Draw what) { return draws.value(what, index); };
    const auto oneOf = [&](UserDraws::Draw what, int most) { return 1 + int(draw(what) * most); };
    const double nearest = leastDistance(setup.scenario).si(),
                 farthest = 0.93 * siteDistance(setup.scenario).si();
    const double square = std::lerp(nearest * nearest, farthest * farthest, draw(UserDraws::radius));
    DroppedUser user{along(std::sqrt(square), turn * draw(UserDraws::angle)),
                     Metres(1.5),
                     {},
                     normalQuantile(draw(UserDraws::shadow))};
    if (draw(UserDraws::inside) >= 0.8)
        return user;
    const int floors = 3 + oneOf(UserDraws::floors, 5);
    user.height = Metres(3.0 * (oneOf(UserDraws::floor, floors) - 1) + 1.5);
    user.indoors = {draw(UserDraws::wall) < 0.5 ? Enclosure::lowLossBuilding : Enclosure::highLossBuilding,
                    1.0 - std::sqrt(1.0 - draw(UserDraws::depth)),
                    normalQuantile(draw(UserDraws::deviation))};
    return user;
}

double drawLoss(const CalibrationSetup& setup, Position site, const DroppedUser& user, Dice& dice) {
    NullRecorder rec;
    const auto model = setup.scenario;
    const bool walls = inBuilding(model, user.indoors.enclosure);
    const Metres ground(std::hypot((user.position.x - site.x).si(), (user.position.y - site.y).si()));
    auto link = linkGeometry(rec, model, ground, Metres(pathLossLimits(model).usualSite), user.height,
                             walls ? deepest(model) * user.indoors.depth : Metres());
    const bool sight = dice.uniform() < losProbability(rec, model, link);
    if (model == Propagation::uma)
        link.environment = drawEnvironment(link, dice);
    const auto statistics = fadingStatistics(model, walls);
    const double deviate = std::numbers::sqrt2 / 2.0 * (user.shadow + dice.normal());
    const auto los = pathLossLos(rec, model, link, setup.frequency);
    const auto loss = sight ? los : pathLossNlos(rec, model, link, setup.frequency, los);
    return loss.db() + deviate * (sight ? statistics.losSpread : statistics.nlosSpread) +
           penetrationLoss(rec, model, user.indoors, setup.frequency, true).db();
}

} // namespace cellwright::radio
