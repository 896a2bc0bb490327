// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

/// How long requests wait and how these times are distributed: plain numbers in seconds.
namespace cellwright::inference {

/// Requests of one kind that a single server serves whole, one after another.
struct QueuedKind {
    double rate = 0.0;    ///< per second
    double service = 0.0; ///< seconds, always the same
};

/// The moments of a time that is often 0: of a wait, or of what sharing costs a transfer beyond the time that
/// it would take alone.
struct Excess {
    double none = 1.0; ///< chance of no excess
    double mean = 0.0, variance = 0.0;
};
/// The excess of two that follow each other and know nothing of each other.
Excess operator+(const Excess& a, const Excess& b);

/// The distribution of a time from 0 on: P(W <= t) on an even grid with straight lines between, and beyond
/// the grid the exponential tail in which it ends.
class WaitingTime {
public:
    /// Always 0.
    WaitingTime() = default;
    /// The M/G/1 queue whose services are a mixture of constants, in order of arrival: the renewal equation
    /// W(t) = (1 - ρ) + λ ∫ W(t - x) P(S > x) dx of Pollaczek and Khinchine, solved on the grid (Kleinrock,
    /// Queueing Systems vol. 1 (1975), chapter 5). Exact but for the grid. Endless from ρ = 1 on.
    static WaitingTime inQueue(std::span<const QueuedKind> kinds);
    /// A mixture of times that are spread evenly from `from` to `to`; the weights add up to 1.
    struct Piece {
        double from = 0.0, to = 0.0, weight = 0.0;
    };
    static WaitingTime mixture(std::span<const Piece> pieces);
    static WaitingTime endless();

    /// P(W <= t).
    [[nodiscard]] double below(double t) const;
    [[nodiscard]] double mean() const { return mean_; }
    [[nodiscard]] bool isEndless() const { return endless_; }
    /// P(W = 0).
    [[nodiscard]] double none() const { return values_.empty() ? 1.0 : values_.front(); }
    /// A time that is exceeded by fewer than one request in 10,000.
    [[nodiscard]] double longest() const;
    [[nodiscard]] Excess moments() const;
    /// The same with all times multiplied.
    [[nodiscard]] WaitingTime scaled(double factor) const;

private:
    void findTail();
    std::vector<double> values_; ///< at 0, step, 2 step, …
    double step_ = 0.0, mean_ = 0.0;
    double decay_ = 0.0; ///< per second, of what is left beyond the grid
    bool endless_ = false;
};

/// What a station that is shared by weights is offered: of transfers that want the part `part` of it for
/// `time` seconds.
struct SharedLoad {
    double load = 0.0;     ///< Σ rate · part · time: the share of its time that they need
    double second = 0.0;   ///< Σ rate · (part · time)²
    double partLoad = 0.0; ///< Σ part · rate · part · time
    double flow = 0.0;     ///< share of its time that goes to steady flows beside the transfers
    void add(double rate, double part, double time) {
        const double amount = rate * part * time;
        load += amount;
        second += amount * part * time;
        partLoad += amount * part;
    }
    /// How many transfers fit at once: the inverse of their mean part.
    [[nodiscard]] double places() const { return load > 0.0 ? load / partLoad : 1.0; }
};
/// The excess of a transfer of `time` seconds under processor sharing with Poisson arrivals. Mean: time · C /
/// (c (1 - ρ)), C being Erlang's chance that all c places are taken (M/G/c processor sharing is insensitive
/// to the sizes; Cohen, Acta Inform. 12 (1979) 245; for c = 1 it is ρ / (1 - ρ)). Variance: that of Ott (J.
/// Appl. Prob. 21 (1984) 360) for M/M/1 with the second moment of the sizes at hand: exact for very short and
/// for very long transfers among equal ones. Infinite from ρ = 1 on.
Excess sharingExcess(const SharedLoad& others, double part, double time);
/// Erlang's C formula for a number of servers that need not be whole (linear between whole numbers).
double erlangC(double servers, double load);

/// Points that stand for a distribution with these moments: what has no excess, and a gamma distribution of
/// the rest, cut at its deciles and in the tail. Weights add up to 1.
struct WeightedPoint {
    double value = 0.0, weight = 0.0;
};
std::vector<WeightedPoint> pointsOf(const Excess& excess);

/// Squared coefficient of variation of the gaps between arrivals that `sources` equal periodic sources make
/// together with Poisson arrivals (`share` of all arrivals are periodic), as a server at load ρ sees it: w Σ
/// + 1 - w with w = 1 / (1 + 4 (1 - ρ)² (v - 1)), v the inverse of the sum of squared shares (Whitt, Bell
/// Syst. Tech. J. 62 (1983) 2779, equations 29 to 33). One periodic source alone: 0; very many: nearly 1.
double arrivalVariability(double periodicShare, double sources, double load);

} // namespace cellwright::inference
