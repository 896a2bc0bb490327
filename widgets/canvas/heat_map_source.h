// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/canvas/heat_map.h"

#include <QObject>
#include <QThread>

#include <atomic>
#include <memory>
#include <optional>

namespace cellwright {

/// Keeps the heat map of a scenario up to date without ever making the window wait.
///
/// A request is answered twice by a thread of its own: soon with a coarse map, then with a fine one, which a
/// newer request stops. The coarse map is cheap to keep: only moved sectors are computed anew. Where that is
/// known to take less than `followBudget`, request() does it at once, so that the map moves in the same frame
/// as a dragged site; otherwise the thread does it, and skips requests that came and went meanwhile.
class HeatMapSource : public QObject {
    Q_OBJECT
public:
    static constexpr double followBudget = 4.0; ///< milliseconds

    explicit HeatMapSource(QObject* parent = nullptr);
    ~HeatMapSource() override;

    /// Asks for the map of `scenario` over `plane` (metres, top() south). `dragging`: another one will follow
    /// soon.
    void request(const Scenario& scenario, const QRectF& plane, bool dragging);
    /// Nothing is wanted any more; the map becomes empty.
    void clear();

    [[nodiscard]] const HeatMap& map() const { return map_; }
    /// Whether the fine map of the latest request is there.
    [[nodiscard]] bool settled() const { return settled_; }
    /// Why there is no map, where the radio model refuses the topology.
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }
    /// Milliseconds that following a drag takes, as last measured; negative before the first measurement.
    [[nodiscard]] double followCost() const { return followCost_; }

Q_SIGNALS:
    void changed();

private:
    struct Coarse;
    struct Bench;
    struct Job;
    bool follow(const Scenario& scenario, const QRectF& plane);
    static void work(const Job& job);
    static bool workCoarse(const Job& job);
    static void workFine(const Job& job);
    void take(HeatMap map, int number, bool fine);

    QThread thread_;
    QObject worker_; ///< lives on thread_
    std::shared_ptr<std::atomic<int>>
        latest_;                     ///< number of the latest request; shared with the jobs in flight
    std::shared_ptr<Bench> bench_;   ///< what the thread keeps between jobs; touched there only
    std::shared_ptr<Coarse> coarse_; ///< handed over by the thread, then used here only
    HeatMap map_;
    std::optional<Error> error_;
    double followCost_ = -1.0;
    int shown_ = 0; ///< number of the request that map_ answers
    bool settled_ = true;
};

} // namespace cellwright
