// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>

namespace cellwright {

/// Gives names that nobody has yet: "Area", then "Area 2", "Area 3" … Many of the same name take no longer
/// each than few.
class FreeNames {
public:
    /// Beside those of the objects; numbers stand between `before` and `after`.
    template <class Objects>
    explicit FreeNames(const Objects& objects, std::string before = " ", std::string after = "")
        : before_(std::move(before))
        , after_(std::move(after)) {
        for (const auto& object : objects)
            used_.insert(object.name);
    }

    std::string take(const std::string& wanted) {
        if (used_.insert(wanted).second)
            return wanted;
        int& number = last_.try_emplace(wanted, 1).first->second;
        for (;;) {
            auto name = wanted + before_ + std::to_string(++number) + after_;
            if (used_.insert(name).second)
                return name;
        }
    }

private:
    std::string before_, after_;
    std::unordered_set<std::string> used_;
    std::unordered_map<std::string, int> last_; ///< the last number given to a name
};

} // namespace cellwright
