// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/topology.h"
#include "data/exchange/import.h"
#include "data/exchange/names.h"

#include <cmath>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cellwright {

/// Where something stands after an import: as it was, where the file means the same place. Coordinates go
/// through degrees and come back with the last digits changed.
inline Position settled(const Position& was, const Position& is) {
    constexpr double same = 1e-3; // metres
    return std::hypot((was.x - is.x).si(), (was.y - is.y).si()) < same ? was : is;
}
inline std::vector<Position> settled(const std::vector<Position>& was, std::vector<Position> is) {
    if (was.size() == is.size())
        for (std::size_t i = 0; i < is.size(); ++i)
            is[i] = settled(was[i], is[i]);
    return is;
}

/// Takes the first object of this name; false where there is none.
template <class T, class IdType>
bool takeNamed(const std::string& name, const std::vector<T>& all, IdType& chosen) {
    for (const auto& each : all)
        if (each.name == name) {
            chosen = each.id;
            return true;
        }
    return false;
}

/// The objects of one kind that a scenario has before an import, each to be met once by its name: what comes
/// again is updated, not added beside itself.
template <class T>
class Known {
public:
    /// `meant` leaves out objects that this import can not mean.
    template <class Meant>
    Known(const std::vector<T>& objects, Meant&& meant)
        : names_(objects)
        , fromFile_(std::vector<T>()) {
        for (std::size_t i = 0; i < objects.size(); ++i)
            if (meant(objects[i]))
                byName_[objects[i].name].push_back(i);
    }
    explicit Known(const std::vector<T>& objects)
        : Known(objects, [](const T&) { return true; }) {}

    /// The index of the object that the file calls so, or a name that nobody has yet. The second of two that
    /// a file calls the same is the one that an earlier import gave a number.
    template <class Fits>
    std::pair<std::optional<std::size_t>, std::string> meet(const std::string& name, Fits&& fits) {
        for (const auto& wanted : {fromFile_.take(name), name})
            if (const auto found = byName_.find(wanted); found != byName_.end())
                for (auto at = found->second.begin(); at != found->second.end(); ++at)
                    if (const auto index = *at; fits(index)) {
                        found->second.erase(at);
                        ++updated_;
                        return {index, wanted};
                    }
        return {std::nullopt, names_.take(name)};
    }
    auto meet(const std::string& name) {
        return meet(name, [](std::size_t) { return true; });
    }
    /// Says how many were met; `noun` is plural.
    void say(const char* noun, ImportResult& result) const {
        if (updated_ > 0)
            result.warnings.push_back(std::to_string(updated_) + " " + noun +
                                      " are in the scenario already, by their names, and are updated");
    }

private:
    std::unordered_map<std::string, std::vector<std::size_t>> byName_;
    FreeNames names_, fromFile_;
    int updated_ = 0;
};

} // namespace cellwright
