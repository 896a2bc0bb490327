// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/derivation.h"

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cellwright {

class Trace;

/// A double that remembers how it was computed. Behaves like a double in formulas; comparisons look at
/// the value only, so a branch records the path that was taken.
struct Traced {
    double value = 0.0;
    std::uint32_t node = 0; ///< index in the trace; 0 is "a literal"
    Trace* trace = nullptr;

    Traced() = default;
    Traced(double literal)
        : value(literal) {} // NOLINT: literals in formulas are meant to convert
    Traced(double v, std::uint32_t n, Trace* t)
        : value(v)
        , node(n)
        , trace(t) {}

    friend auto operator<=>(const Traced& a, const Traced& b) { return a.value <=> b.value; }
    friend bool operator==(const Traced& a, const Traced& b) { return a.value == b.value; }
    explicit operator double() const { return value; }
};

Traced operator+(const Traced& a, const Traced& b);
Traced operator-(const Traced& a, const Traced& b);
Traced operator*(const Traced& a, const Traced& b);
Traced operator/(const Traced& a, const Traced& b);
Traced operator-(const Traced& a);
Traced pow(const Traced& base, const Traced& exponent);
Traced max(const Traced& a, const Traced& b);
Traced min(const Traced& a, const Traced& b);
Traced sqrt(const Traced& a);
Traced exp(const Traced& a);
Traced log(const Traced& a);
Traced log2(const Traced& a);
Traced log10(const Traced& a);
Traced abs(const Traced& a);
Traced floor(const Traced& a);
Traced ceil(const Traced& a);
Traced sin(const Traced& a);
Traced cos(const Traced& a);
Traced atan2(const Traced& y, const Traced& x);
inline double valueOf(double v) {
    return v;
}
inline double valueOf(const Traced& t) {
    return t.value;
}

/// The arena of one recording. Not thread-safe; one per explanation. Traced values point into it.
class Trace {
public:
    struct Description {
        std::string symbol, name, unit, kind, source;
        Label label = Label::computed;
    };
    Trace();

    std::uint32_t operation(char op, const Traced& a, const Traced& b);
    std::uint32_t function(const char* name, const Traced& a);
    std::uint32_t function(const char* name, const Traced& a, const Traced& b);
    std::uint32_t sum(std::span<const Traced> terms);
    /// A leaf: a fact or a user's input.
    Traced leaf(double value, Description description);
    /// Gives the expression a name; later formulas show its symbol instead of the expression.
    Traced named(const Traced& expression, Description description);

    [[nodiscard]] Derivation derivation(const Traced& value) const;

private:
    enum class Kind : std::uint8_t { literal, leaf, named, binary, negation, call, sum };
    struct Node {
        Kind kind = Kind::literal;
        char op = 0;
        const char* function = nullptr;
        double value = 0.0;
        std::uint32_t description = 0;
        std::vector<std::uint32_t> children;
    };
    std::uint32_t push(Node node);
    std::uint32_t child(const Traced& value);
    [[nodiscard]] std::string text(std::uint32_t node, int above, bool numbers, bool top) const;
    [[nodiscard]] std::string sumText(const Node& node, bool numbers) const;
    [[nodiscard]] Derivation expand(std::uint32_t node, std::vector<bool>& seen) const;
    void collectInputs(std::uint32_t node, bool top, std::vector<std::uint32_t>& found) const;

    std::vector<Node> nodes_;
    std::vector<Description> descriptions_;
};

} // namespace cellwright
