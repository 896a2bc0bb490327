// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <queue>

#include <algorithm>
#include <cstdint>
#include <optional>

/// Where requests wait and are served. A station knows no clock: it is told the time and answers when
/// something will be done; whoever runs the simulation announces that and comes back then. Jobs are numbers
/// of the caller's.
namespace cellwright::simulate {

using Job = std::int32_t;

/// When the service of a job ends that has just begun.
struct Service {
    Job job = 0;
    double end = 0.0;
};

/// Several servers with one queue, in order of arrival: processors, replicas.
class ServerPool {
public:
    explicit ServerPool(int servers)
        : free_(servers)
        , servers_(servers) {}
    /// Begins at once where a server is free, else waits.
    std::optional<Service> arrive(double now, Job job, double service);
    /// A service has ended; the next in the queue begins, if any.
    std::optional<Service> leave(double now);
    [[nodiscard]] std::size_t waiting() const { return queue_.size(); }
    /// Server seconds spent until now.
    [[nodiscard]] double busy(double now) const { return busy_ + double(servers_ - free_) * (now - since_); }

private:
    void count(double now);
    int free_, servers_;
    double busy_ = 0.0, since_ = 0.0;
    std::queue<Service> queue_; ///< `end` holds the time of service
};

/// A cell or a link that all its transfers share equally (egalitarian processor sharing). Each gets capacity
/// / n, but no more than `most`, its own limit, as long as all have the same limit.
class SharedLink {
public:
    explicit SharedLink(double capacity, double most = 1e300)
        : capacity_(capacity)
        , most_(most) {}
    void arrive(double now, Job job, double amount);
    /// When the next transfer ends if nobody comes or goes before; nothing where there is none.
    [[nodiscard]] std::optional<double> next() const;
    /// The transfer that ends now, next() having been reached.
    Job leave(double now);
    [[nodiscard]] std::size_t transfers() const { return ends_.size(); }
    /// Changes with every arrival and departure: what was announced before is void.
    [[nodiscard]] std::uint32_t version() const { return version_; }

private:
    struct End {
        double served; ///< that each transfer has got since the start when this one is done
        std::uint32_t order;
        Job job;
        bool operator<(const End& other) const {
            return served > other.served || (served == other.served && order > other.order);
        }
    };
    [[nodiscard]] double rate() const;
    void advance(double now);
    double capacity_, most_;
    double served_ = 0.0, since_ = 0.0;
    std::uint32_t version_ = 0;
    std::priority_queue<End> ends_;
};

/// Air that transfers share of which each wants a part of its own: a weight, 1 being all of it. While the
/// weights add up to 1 at most, each runs at its full speed; else all slow down in the same proportion.
/// Amounts are seconds at full speed. Beside transfers there may be held weights: flows that take a part all
/// the time.
class SharedAir {
public:
    void arrive(double now, Job job, double amount, double weight);
    void hold(double now, double weight);
    void release(double now, double weight);
    /// When the next transfer ends if nobody comes or goes before; nothing where there is none.
    [[nodiscard]] std::optional<double> next() const;
    /// The transfer that ends now, next() having been reached.
    Job leave(double now);
    /// How much longer a transfer of this weight takes than alone, as long as all stay who are there.
    [[nodiscard]] double slowdown(double weight) const { return std::max(1.0, weight_ + weight); }
    /// Changes with whatever changes the speed: what was announced before is void.
    [[nodiscard]] std::uint32_t version() const { return version_; }
    /// Seconds of the whole air spent until now.
    [[nodiscard]] double busy(double now) const { return busy_ + std::min(1.0, weight_) * (now - since_); }

private:
    struct End {
        double served;
        std::uint32_t order;
        Job job;
        double weight;
        bool operator<(const End& other) const {
            return served > other.served || (served == other.served && order > other.order);
        }
    };
    void advance(double now);
    void settle();
    [[nodiscard]] double rate() const { return 1.0 / std::max(1.0, weight_); }
    double weight_ = 0.0; ///< wanted by all who are there
    int holders_ = 0;
    double served_ = 0.0, since_ = 0.0, busy_ = 0.0;
    std::uint32_t version_ = 0;
    std::priority_queue<End> ends_;
};

} // namespace cellwright::simulate
