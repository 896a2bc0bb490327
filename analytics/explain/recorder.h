// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/trace.h"
#include "analytics/quantity/quantity.h"
#include "analytics/quantity/text.h"

#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace cellwright {

/// A model function is a template over a recorder and does its arithmetic on `Of<Seconds, R>` and friends.
/// With NullRecorder that is plain double arithmetic; with TracingRecorder every operation is remembered, so
/// the formula shown is the formula computed. Write the template's body in the .cpp file and instantiate it
/// for both recorders there (CELLWRIGHT_FOR_BOTH_RECORDERS).
///
///     template <class R>
///     Of<Seconds, R> transferTime(R& rec, Of<Bytes, R> data, Of<BitsPerSecond, R> rate) {
///         return rec.name(toBits(data) / rate, "t", "time on the link", "data over rate");
///     }
namespace detail {
template <class Q, class Rep>
struct Rebound;
template <class Rep>
struct Rebound<double, Rep> {
    using type = Rep;
};
template <class D, class Old, class Rep>
struct Rebound<Quantity<D, Old>, Rep> {
    using type = Quantity<D, Rep>;
};
template <class Ref, class Old, class Rep>
struct Rebound<Level<Ref, Old>, Rep> {
    using type = Level<Ref, Rep>;
};
template <class Q>
struct Plain {
    using type = double;
};
template <class D, class Rep>
struct Plain<Quantity<D, Rep>> {
    using type = Quantity<D>;
};
template <class Ref, class Rep>
struct Plain<Level<Ref, Rep>> {
    using type = Level<Ref>;
};
template <class Q>
decltype(auto) bare(const Q& q) {
    if constexpr (requires { q.si(); })
        return (q.si());
    else if constexpr (requires { q.db(); })
        return (q.db());
    else
        return (q);
}
} // namespace detail

/// Quantity Q computed under recorder R: Of<Seconds, NullRecorder> is Seconds.
template <class Q, class R>
using Of = typename detail::Rebound<Q, typename R::Number>::type;

/// The value as a plain quantity, whatever recorded it.
template <class Q>
auto plain(const Q& q) {
    return typename detail::Plain<Q>::type(valueOf(detail::bare(q)));
}

/// Records nothing and costs nothing.
struct NullRecorder {
    using Number = double;
    static constexpr bool recording = false;

    template <class Q>
    Q input(const Q& value, std::string_view, std::string_view, Label, std::string_view,
            std::string_view = {}) {
        return value;
    }
    template <class Q>
    Q name(const Q& value, std::string_view, std::string_view, std::string_view = {}, std::string_view = {}) {
        return value;
    }
    template <class Q>
    Q labelled(const Q& value, Label, std::string_view, std::string_view, std::string_view,
               std::string_view = {}) {
        return value;
    }
    template <class Q>
    Q sum(std::span<const Q> terms) {
        Q total{};
        for (const auto& term : terms)
            total = total + term;
        return total;
    }
};

/// Records into a Trace that the caller owns.
class TracingRecorder {
public:
    using Number = Traced;
    static constexpr bool recording = true;
    explicit TracingRecorder(Trace& trace)
        : trace_(&trace) {}

    /// A fact or a user's input enters the formulas here. `kind` is needed for plain numbers that have a
    /// unit.
    template <class Q>
    auto input(const Q& value, std::string_view symbol, std::string_view name, Label label,
               std::string_view source, std::string_view kind = {}) {
        using Result = typename detail::Rebound<Q, Traced>::type;
        return Result(
            trace_->leaf(valueOf(detail::bare(value)), describe<Q>(symbol, name, source, label, kind)));
    }
    /// Gives an intermediate result its symbol, name and the source of its formula.
    template <class Q>
    Q name(const Q& value, std::string_view symbol, std::string_view name, std::string_view source = {},
           std::string_view kind = {}) {
        return labelled(value, Label::computed, symbol, name, source, kind);
    }
    /// A result that is more than computed: a guarantee, say.
    template <class Q>
    Q labelled(const Q& value, Label label, std::string_view symbol, std::string_view name,
               std::string_view source, std::string_view kind = {}) {
        return Q(trace_->named(detail::bare(value), describe<Q>(symbol, name, source, label, kind)));
    }
    /// A sum of many terms, shown as one Σ.
    template <class Q>
    Q sum(std::span<const Q> terms) {
        std::vector<Traced> bare;
        double total = 0.0;
        for (const auto& term : terms) {
            bare.push_back(detail::bare(term));
            total += bare.back().value;
        }
        return Q(Traced(total, trace_->sum(bare), trace_));
    }
    template <class Q>
    [[nodiscard]] Derivation derivation(const Q& value) const {
        return trace_->derivation(detail::bare(value));
    }

private:
    template <class Q>
    static Trace::Description describe(std::string_view symbol, std::string_view name,
                                       std::string_view source, Label label, std::string_view kind) {
        const std::string_view known = kind.empty() ? quantityKind<typename detail::Plain<Q>::type>() : kind;
        const auto units = unitsOf(known);
        return {std::string(symbol),
                std::string(name),
                units.empty() ? std::string() : std::string(units.front().symbol),
                std::string(known),
                std::string(source),
                label};
    }
    Trace* trace_;
};

/// Instantiates a macro for both recorders, at the end of a .cpp file:
///     #define INSTANTIATE(R) template Of<Seconds, R> transferTime(R&, Of<Bytes, R>, Of<BitsPerSecond, R>);
///     CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)
#define CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE) INSTANTIATE(NullRecorder) INSTANTIATE(TracingRecorder)

} // namespace cellwright
