// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <algorithm>
#include <string>
#include <vector>

namespace cellwright::commands {

/// "Site 3" for the stem "Site": the lowest number from the list's length on that nobody has.
template <class T>
std::string freshName(const std::vector<T>& all, const QString& stem) {
    for (std::size_t number = all.size() + 1;; ++number) {
        const std::string name = stem.toStdString() + " " + std::to_string(number);
        if (std::ranges::find(all, name, &T::name) == all.end())
            return name;
    }
}

/// The name without its trailing number, to count on from: "Site 12" becomes "Site".
inline QString stemOf(const std::string& name) {
    QString stem = QString::fromStdString(name);
    while (!stem.isEmpty() && stem.back().isDigit())
        stem.chop(1);
    stem = stem.trimmed();
    return stem.isEmpty() ? QString::fromStdString(name) : stem;
}

} // namespace cellwright::commands
