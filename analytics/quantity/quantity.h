// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <compare>
#include <concepts>

namespace cellwright {

/// Exponents of the base units: metre, kilogram, second, byte, bit, floating-point operation, kelvin.
/// Byte and bit are kept apart on purpose: 8 is written exactly once, in toBits() and toBytes().
template <int Metre, int Kilogram, int Second, int Byte = 0, int Bit = 0, int Operation = 0, int Kelvin = 0>
struct Dimension {};

template <class A, class B>
struct DimensionProduct;
template <int a, int b, int c, int d, int e, int f, int g, int A, int B, int C, int D, int E, int F, int G>
struct DimensionProduct<Dimension<a, b, c, d, e, f, g>, Dimension<A, B, C, D, E, F, G>> {
    using type = Dimension<a + A, b + B, c + C, d + D, e + E, f + F, g + G>;
};
template <class A>
struct DimensionInverse;
template <int a, int b, int c, int d, int e, int f, int g>
struct DimensionInverse<Dimension<a, b, c, d, e, f, g>> {
    using type = Dimension<-a, -b, -c, -d, -e, -f, -g>;
};
using Dimensionless = Dimension<0, 0, 0>;

/// A number with a unit in its type, stored in SI base units (bytes and bits as themselves).
/// `Rep` is double, or Traced where the derivation is being recorded (analytics/explain).
/// Products and quotients have the right dimension; sums of different dimensions do not compile.
template <class D, class Rep = double>
class Quantity {
public:
    using Dim = D;
    constexpr Quantity() = default;
    constexpr explicit Quantity(Rep si)
        : si_(si) {}
    /// A plain quantity becomes a recorded one without ceremony (as an unnamed constant).
    template <class Other>
    requires(!std::same_as<Other, Rep> &&
             std::constructible_from<Rep, Other>) constexpr Quantity(const Quantity<D, Other>& other)
        : si_(Rep(other.si())) {}

    /// The value in SI base units.
    [[nodiscard]] constexpr const Rep& si() const { return si_; }

    constexpr Quantity operator-() const { return Quantity(-si_); }
    constexpr Quantity& operator+=(const Quantity& o) { return *this = Quantity(si_ + o.si_); }
    constexpr Quantity& operator-=(const Quantity& o) { return *this = Quantity(si_ - o.si_); }
    friend constexpr Quantity operator+(const Quantity& a, const Quantity& b) {
        return Quantity(a.si_ + b.si_);
    }
    friend constexpr Quantity operator-(const Quantity& a, const Quantity& b) {
        return Quantity(a.si_ - b.si_);
    }
    friend constexpr Quantity operator*(const Quantity& a, const Rep& b) { return Quantity(a.si_ * b); }
    friend constexpr Quantity operator*(const Rep& a, const Quantity& b) { return Quantity(a * b.si_); }
    friend constexpr Quantity operator/(const Quantity& a, const Rep& b) { return Quantity(a.si_ / b); }
    friend constexpr auto operator<=>(const Quantity& a, const Quantity& b) { return a.si_ <=> b.si_; }
    friend constexpr bool operator==(const Quantity& a, const Quantity& b) { return a.si_ == b.si_; }

private:
    Rep si_{};
};

template <class A, class B, class Rep>
constexpr auto operator*(const Quantity<A, Rep>& a, const Quantity<B, Rep>& b) {
    using P = typename DimensionProduct<A, B>::type;
    if constexpr (std::same_as<P, Dimensionless>)
        return Rep(a.si() * b.si());
    else
        return Quantity<P, Rep>(a.si() * b.si());
}
template <class A, class B, class Rep>
constexpr auto operator/(const Quantity<A, Rep>& a, const Quantity<B, Rep>& b) {
    using P = typename DimensionProduct<A, typename DimensionInverse<B>::type>::type;
    if constexpr (std::same_as<P, Dimensionless>)
        return Rep(a.si() / b.si());
    else
        return Quantity<P, Rep>(a.si() / b.si());
}
template <class D, class Rep>
constexpr auto operator/(const Rep& a, const Quantity<D, Rep>& b) {
    return Quantity<typename DimensionInverse<D>::type, Rep>(a / b.si());
}
template <class D, class Rep>
Quantity<D, Rep> max(const Quantity<D, Rep>& a, const Quantity<D, Rep>& b) {
    using std::max;
    return Quantity<D, Rep>(max(a.si(), b.si()));
}
template <class D, class Rep>
Quantity<D, Rep> min(const Quantity<D, Rep>& a, const Quantity<D, Rep>& b) {
    using std::min;
    return Quantity<D, Rep>(min(a.si(), b.si()));
}

namespace dim {
using Length = Dimension<1, 0, 0>;
using Time = Dimension<0, 0, 1>;
using Frequency = Dimension<0, 0, -1>;
using Energy = Dimension<2, 1, -2>;
using Power = Dimension<2, 1, -3>;
using Data = Dimension<0, 0, 0, 1>;
using DataRate = Dimension<0, 0, -1, 1>;
using Bit = Dimension<0, 0, 0, 0, 1>;
using BitRate = Dimension<0, 0, -1, 0, 1>;
using Operation = Dimension<0, 0, 0, 0, 0, 1>;
using OperationRate = Dimension<0, 0, -1, 0, 0, 1>;
using Speed = Dimension<1, 0, -1>;
using EnergyPerBit = Dimension<2, 1, -2, 0, -1>;
using EnergyPerByte = Dimension<2, 1, -2, -1>;
using EnergyPerOperation = Dimension<2, 1, -2, 0, 0, -1>;
using Temperature = Dimension<0, 0, 0, 0, 0, 0, 1>;
} // namespace dim

using Metres = Quantity<dim::Length>;
using Seconds = Quantity<dim::Time>;
using Hertz = Quantity<dim::Frequency>; ///< also used for rates per second (requests/s)
using Joules = Quantity<dim::Energy>;
using Watts = Quantity<dim::Power>;
using Bytes = Quantity<dim::Data>;
using BytesPerSecond = Quantity<dim::DataRate>;
using Bits = Quantity<dim::Bit>;
using BitsPerSecond = Quantity<dim::BitRate>;
using Flop = Quantity<dim::Operation>; ///< 2 per multiply-accumulate
using FlopPerSecond = Quantity<dim::OperationRate>;
using MetresPerSecond = Quantity<dim::Speed>;
using JoulesPerBit = Quantity<dim::EnergyPerBit>;
using JoulesPerByte = Quantity<dim::EnergyPerByte>;
using JoulesPerFlop = Quantity<dim::EnergyPerOperation>;
using Kelvin = Quantity<dim::Temperature>;

template <class Rep>
constexpr Quantity<dim::Bit, Rep> toBits(const Quantity<dim::Data, Rep>& bytes) {
    return Quantity<dim::Bit, Rep>(Rep(8.0) * bytes.si());
}
template <class Rep>
constexpr Quantity<dim::Data, Rep> toBytes(const Quantity<dim::Bit, Rep>& bits) {
    return Quantity<dim::Data, Rep>(bits.si() / Rep(8.0));
}

/// A logarithmic level. `Reference` says relative to what, so a gain and a power never mix by accident:
/// level + gain = level, level - level = gain, level + level does not compile, nor does level * anything.
struct RelativeReference {};
struct MilliwattReference {};
struct IsotropicReference {};

template <class Reference, class Rep = double>
class Level {
public:
    constexpr Level() = default;
    constexpr explicit Level(Rep db)
        : db_(db) {}
    template <class Other>
    requires(!std::same_as<Other, Rep> &&
             std::constructible_from<Rep, Other>) constexpr Level(const Level<Reference, Other>& other)
        : db_(Rep(other.db())) {}
    /// The value in decibels of its reference (dB, dBm, dBi).
    [[nodiscard]] constexpr const Rep& db() const { return db_; }
    friend constexpr auto operator<=>(const Level& a, const Level& b) { return a.db_ <=> b.db_; }
    friend constexpr bool operator==(const Level& a, const Level& b) { return a.db_ == b.db_; }

private:
    Rep db_{};
};

using Decibels = Level<RelativeReference>;           ///< a gain or a loss
using DecibelMilliwatts = Level<MilliwattReference>; ///< a power, dBm

template <class Ref, class Rep>
constexpr auto operator+(const Level<Ref, Rep>& a, const Level<RelativeReference, Rep>& b) {
    return Level<Ref, Rep>(a.db() + b.db());
}
template <class Ref, class Rep>
constexpr auto operator-(const Level<Ref, Rep>& a, const Level<RelativeReference, Rep>& b) {
    return Level<Ref, Rep>(a.db() - b.db());
}
template <class Rep>
constexpr auto operator-(const Level<MilliwattReference, Rep>& a, const Level<MilliwattReference, Rep>& b) {
    return Level<RelativeReference, Rep>(a.db() - b.db());
}
template <class Rep>
constexpr auto operator-(const Level<RelativeReference, Rep>& a) {
    return Level<RelativeReference, Rep>(-a.db());
}

/// Power ratio of a gain: 10^(dB/10).
template <class Rep>
Rep toLinear(const Level<RelativeReference, Rep>& gain) {
    using std::pow;
    return pow(Rep(10.0), gain.db() / Rep(10.0));
}
/// Power in watts of a level in dBm: 10^(dBm/10) mW.
template <class Rep>
Quantity<dim::Power, Rep> toWatts(const Level<MilliwattReference, Rep>& level) {
    using std::pow;
    return Quantity<dim::Power, Rep>(pow(Rep(10.0), level.db() / Rep(10.0)) / Rep(1000.0));
}
template <class Rep>
Level<MilliwattReference, Rep> toDbm(const Quantity<dim::Power, Rep>& power) {
    using std::log10;
    return Level<MilliwattReference, Rep>(Rep(10.0) * log10(power.si() * Rep(1000.0)));
}
/// 10 log10 of a power ratio.
template <class Rep>
Level<RelativeReference, Rep> toDecibels(const Rep& ratio) {
    using std::log10;
    return Level<RelativeReference, Rep>(Rep(10.0) * log10(ratio));
}

/// An angle, stored in degrees because antennas and maps are.
class Degrees {
public:
    constexpr Degrees() = default;
    constexpr explicit Degrees(double degrees)
        : degrees_(degrees) {}
    [[nodiscard]] constexpr double degrees() const { return degrees_; }
    [[nodiscard]] double radians() const { return degrees_ * 3.14159265358979323846 / 180.0; }
    constexpr auto operator<=>(const Degrees&) const = default;

private:
    double degrees_ = 0.0;
};

namespace literals {
// clang-format off
constexpr Metres operator""_m(long double v) { return Metres(double(v)); }
constexpr Seconds operator""_s(long double v) { return Seconds(double(v)); }
constexpr Seconds operator""_ms(long double v) { return Seconds(double(v) * 1e-3); }
constexpr Hertz operator""_Hz(long double v) { return Hertz(double(v)); }
constexpr Hertz operator""_kHz(long double v) { return Hertz(double(v) * 1e3); }
constexpr Hertz operator""_MHz(long double v) { return Hertz(double(v) * 1e6); }
constexpr Hertz operator""_GHz(long double v) { return Hertz(double(v) * 1e9); }
constexpr Joules operator""_J(long double v) { return Joules(double(v)); }
constexpr Watts operator""_W(long double v) { return Watts(double(v)); }
constexpr Bytes operator""_B(long double v) { return Bytes(double(v)); }
constexpr Bytes operator""_GB(long double v) { return Bytes(double(v) * 1e9); }
constexpr Bytes operator""_GiB(long double v) { return Bytes(double(v) * 1073741824.0); }
constexpr BitsPerSecond operator""_bps(long double v) { return BitsPerSecond(double(v)); }
constexpr BitsPerSecond operator""_Mbps(long double v) { return BitsPerSecond(double(v) * 1e6); }
constexpr BitsPerSecond operator""_Gbps(long double v) { return BitsPerSecond(double(v) * 1e9); }
constexpr Decibels operator""_dB(long double v) { return Decibels(double(v)); }
constexpr DecibelMilliwatts operator""_dBm(long double v) { return DecibelMilliwatts(double(v)); }
constexpr Degrees operator""_deg(long double v) { return Degrees(double(v)); }
// clang-format on
} // namespace literals

} // namespace cellwright
