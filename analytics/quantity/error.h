// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace cellwright {

/// Why something expected did not happen, written for the person who has to mend it.
struct Error {
    std::string what;   ///< what is wrong: "antenna height must be positive, found -3 m"
    std::string where;  ///< file, line, column or field: "sites.csv:17, column HEIGHT"
    std::string remedy; ///< what would be right: "give the height above ground in metres"

    /// The three parts as one line: "where: what (remedy)".
    [[nodiscard]] std::string message() const {
        std::string text = where.empty() ? what : where + ": " + what;
        return remedy.empty() ? text : text + " (" + remedy + ")";
    }
    bool operator==(const Error&) const = default;
};

template <class T>
using Expected = tl::expected<T, Error>;

/// `return failure("…", "file:3", "…");` in a function that returns Expected<T>.
inline tl::unexpected<Error> failure(std::string what, std::string where = {}, std::string remedy = {}) {
    return tl::make_unexpected(Error{std::move(what), std::move(where), std::move(remedy)});
}

} // namespace cellwright
