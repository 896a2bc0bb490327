// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <queue>

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

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

/// Seconds of one iteration of a model: fixed (reading the weights) + perPromptToken · prompt tokens +
/// perSequence · decoding sequences + perCachedToken · tokens in their caches.
struct IterationCost {
    double fixed = 0.0, perPromptToken = 0.0, perSequence = 0.0, perCachedToken = 0.0;
};
struct BatchingLimits {
    int sequences = 64;                 ///< in one iteration
    int promptTokens = 512;             ///< of an iteration: longer prompts are processed in chunks
    std::int64_t cacheTokens = 1 << 30; ///< of the pool: a request is admitted when its whole answer fits
};

/// A server that batches at the level of iterations: each gives every running sequence a token and works on a
/// chunk of a waiting prompt beside (continuous batching with chunked prefill: Yu et al., OSDI 2022; Agrawal
/// et al., OSDI 2024). Prompts are admitted in order of arrival while sequences and cache allow.
class BatchingServer {
public:
    struct Request {
        Job job = 0;
        int prompt = 1, output = 1;
    };
    struct Token {
        Job job = 0;
        bool first = false, last = false;
    };
    BatchingServer(IterationCost cost, BatchingLimits limits)
        : cost_(cost)
        , limits_(limits) {}

    /// Whether the pool could ever hold the request; others are to be refused.
    [[nodiscard]] bool canServe(const Request& request) const {
        return std::int64_t(request.prompt) + request.output <= limits_.cacheTokens;
    }
    /// When the iteration ends that begins now because nothing ran; nothing where one runs already.
    std::optional<double> arrive(double now, const Request& request);
    /// An iteration has ended: first and last tokens are appended to `tokens` (those between are not told).
    /// The end of the next iteration, if there is one.
    std::optional<double> finish(double now, std::vector<Token>& tokens);

    [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }
    [[nodiscard]] std::size_t running() const { return running_.size(); }
    [[nodiscard]] std::int64_t cached() const { return reserved_; }
    [[nodiscard]] double busy() const { return busy_; }

private:
    struct Running {
        std::int64_t lastIteration; ///< in which its last token is made
        Job job;
        int prompt, output;
        bool operator<(const Running& other) const {
            return lastIteration > other.lastIteration ||
                   (lastIteration == other.lastIteration && job > other.job);
        }
    };
    double begin(double now);
    void admit();
    void endPrompts(std::vector<Token>& tokens);

    IterationCost cost_;
    BatchingLimits limits_;
    std::deque<Request> waiting_; ///< not admitted
    std::deque<Request> prompts_; ///< admitted; of the first `processed_` tokens are done
    int processed_ = 0;
    int chunk_ = 0; ///< prompt tokens of the iteration that runs
    std::priority_queue<Running> running_;
    std::int64_t reserved_ = 0; ///< tokens of the pool that admitted requests may come to need
    std::int64_t depth_ = 0;    ///< tokens in the caches of decoding sequences
    std::int64_t iteration_ = 0;
    bool active_ = false;
    double busy_ = 0.0;
};

} // namespace cellwright::simulate
