// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cellwright {

/// What kind of knowledge a number is. Every number that a person sees carries one.
enum class Label {
    computed,   ///< follows from its inputs by the formula shown
    assumed,    ///< typed by the user, or a default that nobody measured
    guarantee,  ///< holds for every adversary or case under the stated assumptions
    measured,   ///< measured on a machine, with that machine's noise
    published,  ///< somebody's result or a standard's value, with its source
    unverified, ///< a published value that nobody here could check against its source
};

std::string_view toText(Label label);

/// The derivation of one number: how it follows from its inputs, down to facts and user inputs.
struct Derivation {
    std::string name;        ///< "uplink time of the prompt"
    std::string symbol;      ///< "t_UL"
    std::string formula;     ///< "t_UL = 8·D / R", made from the operations that were really done
    std::string substituted; ///< the same with numbers: "8·2048 B / 71.3 Mbit/s"
    double value = 0.0;      ///< in SI units (decibels for levels)
    std::string unit;        ///< SI unit of the value, empty for a plain number
    std::string kind;        ///< kind for roundedSi(), empty if the unit has no multiples
    Label label = Label::computed;
    std::string source;    ///< standard, clause and equation; catalogue entry; or the user's field
    bool repeated = false; ///< its inputs are shown where it first appears in this tree
    std::vector<Derivation> inputs;

    bool operator==(const Derivation&) const = default;
};

/// The tree as indented lines, for the terminal and the clipboard.
std::string toPlainText(const Derivation& derivation);

} // namespace cellwright
