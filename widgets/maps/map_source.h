// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/maps/map_data.h"

#include <QObject>
#include <QThread>

#include <atomic>
#include <memory>
#include <optional>

namespace cellwright {

/// Keeps the map of a scenario up to date without ever making the window wait.
///
/// A thread of its own answers a request from coarse to fine, and gives up for a newer one. Of the radio's
/// own layers the coarse map is cheap to keep: only moved sectors are computed anew. Where that is known to
/// take less than `followBudget`, request() does it at once, so that the map moves in the same frame as a
/// dragged site; otherwise the thread does it, and skips requests that came and went meanwhile.
class MapSource : public QObject {
    Q_OBJECT
public:
    static constexpr double followBudget = 4.0; ///< milliseconds

    explicit MapSource(QObject* parent = nullptr);
    ~MapSource() override;

    /// Asks for the map of `scenario` over `plane` (metres, top() south). `dragging`: another request will
    /// follow soon. The facts may be null for layers of the radio alone.
    void request(const Scenario& scenario, std::shared_ptr<const Facts> facts, const MapQuestion& question,
                 const QRectF& plane, bool dragging);
    /// Nothing is wanted any more; the map becomes empty.
    void clear();

    [[nodiscard]] const MapData& map() const { return map_; }
    /// Whether the fine map of the latest request is there.
    [[nodiscard]] bool settled() const { return settled_; }
    /// Why there is no map, where the models refuse the scenario.
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }
    /// Milliseconds that following a drag takes, as last measured; negative before the first measurement.
    [[nodiscard]] double followCost() const { return followCost_; }

Q_SIGNALS:
    void changed();

private:
    struct Coarse;
    struct Bench;
    struct Job;
    bool follow(const Scenario& scenario, const MapQuestion& question, const QRectF& plane);
    static void work(const Job& job);
    static bool workCoarse(const Job& job);
    static void workFine(const Job& job, int coarsest);
    static void deliver(const Job& job, MapData data, bool fine);
    static void refuse(const Job& job, const Error& error);
    void take(MapData map, int number, bool fine);

    QThread thread_;
    QObject worker_; ///< lives on thread_
    std::shared_ptr<std::atomic<int>>
        latest_;                     ///< number of the latest request; shared with the jobs in flight
    std::shared_ptr<Bench> bench_;   ///< what the thread keeps between jobs; touched there only
    std::shared_ptr<Coarse> coarse_; ///< handed over by the thread, then used here only
    MapData map_;
    std::optional<Error> error_;
    double followCost_ = -1.0;
    int shown_ = 0; ///< number of the request that map_ answers
    bool settled_ = true;
};

} // namespace cellwright
