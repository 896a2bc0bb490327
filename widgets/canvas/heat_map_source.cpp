// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/heat_map_source.h"

#include <QElapsedTimer>

#include <algorithm>
#include <utility>

namespace cellwright {
namespace {

constexpr int coarsePixels = 10'000;
constexpr int finePixels = 90'000;
constexpr std::size_t keptCells = 1000; ///< beyond it the kept gains would take more than 40 MB

double milliseconds(const QElapsedTimer& timer) {
    return double(timer.nsecsElapsed()) * 1e-6;
}

std::size_t cellCount(const Topology& topology) {
    std::size_t count = 0;
    for (const auto& site : topology.sites)
        count += site.enabled ? site.sectors.size() : 0;
    return count;
}

/// What the radio model reads, without the rest of the scenario.
Scenario radioPart(const Scenario& scenario) {
    Scenario part;
    part.topology.carriers = scenario.topology.carriers;
    part.topology.sites = scenario.topology.sites;
    part.assumptions = scenario.assumptions;
    return part;
}

} // namespace

/// A coarse raster that follows edits, what it is of, and what following costs.
struct HeatMapSource::Coarse {
    radio::SinrRaster raster;
    QRectF plane;
    Assumptions assumptions;
    double cost = 0.0; ///< milliseconds

    [[nodiscard]] bool fits(const Scenario& scenario, const QRectF& wanted) const {
        return plane == wanted && assumptions == scenario.assumptions;
    }
    [[nodiscard]] HeatMap map() const { return {raster.frame(), raster.levels().sinr}; }
    bool update(const Topology& topology) {
        QElapsedTimer timer;
        timer.start();
        const bool updated = raster.update(topology).has_value();
        cost = milliseconds(timer);
        return updated;
    }
    /// Measures following: one site a metre aside and back.
    void probe(const Topology& topology) {
        Topology moved = topology;
        const auto site = std::ranges::find_if(moved.sites, &Site::enabled);
        if (site == moved.sites.end())
            return;
        site->position.x += Metres(1.0);
        update(moved);
        const double there = cost;
        update(topology);
        cost = std::min(there, cost);
    }
};

struct HeatMapSource::Bench {
    std::shared_ptr<Coarse> coarse;
};

struct HeatMapSource::Job {
    Scenario scenario;
    QRectF plane;
    int number = 0;
    bool needsCoarse = true;
    HeatMapSource* owner = nullptr; ///< outlives the thread
    std::shared_ptr<std::atomic<int>> latest;
    std::shared_ptr<Bench> bench;

    [[nodiscard]] bool stale() const { return latest->load() != number; }
    void deliver(auto f) const { QMetaObject::invokeMethod(owner, std::move(f), Qt::QueuedConnection); }
};

HeatMapSource::HeatMapSource(QObject* parent)
    : QObject(parent)
    , latest_(std::make_shared<std::atomic<int>>(0))
    , bench_(std::make_shared<Bench>()) {
    worker_.moveToThread(&thread_);
    thread_.setObjectName(QStringLiteral("heat map"));
    thread_.start(QThread::LowPriority);
}

HeatMapSource::~HeatMapSource() {
    ++*latest_;
    thread_.quit();
    thread_.wait();
}

void HeatMapSource::request(const Scenario& scenario, const QRectF& plane, bool dragging) {
    settled_ = false;
    const int number = ++*latest_;
    const bool followed = follow(scenario, plane);
    if (followed) {
        shown_ = number;
        if (dragging)
            Q_EMIT changed();
    }
    const Job job{radioPart(scenario), plane, number, !followed, this, latest_, bench_};
    QMetaObject::invokeMethod(
        &worker_, [job] { work(job); }, Qt::QueuedConnection);
}

void HeatMapSource::clear() {
    shown_ = ++*latest_; // whatever is under way answers an older request
    coarse_.reset();
    map_ = {};
    error_.reset();
    settled_ = true;
    Q_EMIT changed();
}

bool HeatMapSource::follow(const Scenario& scenario, const QRectF& plane) {
    if (!coarse_ || !coarse_->fits(scenario, plane))
        return false;
    const double before = coarse_->cost;
    if (!coarse_->update(scenario.topology)) {
        coarse_.reset();
        return false;
    }
    map_ = coarse_->map();
    followCost_ = coarse_->cost;
    error_.reset();
    // One slow update (a busy machine) must not end the following; two in a row do, and the thread takes
    // over.
    if (before > followBudget && followCost_ > followBudget)
        coarse_.reset();
    return true;
}

void HeatMapSource::work(const Job& job) {
    if (job.stale())
        return;
    if (job.needsCoarse && !workCoarse(job))
        if (const auto map = computeHeatMap(job.scenario, frameFor(job.plane, coarsePixels)))
            job.deliver(
                [owner = job.owner, map = *map, number = job.number] { owner->take(map, number, false); });
    if (!job.stale())
        workFine(job);
}

/// The coarse map from kept gains; false where they cannot be kept. Not given up for a newer request: during
/// a long drag there always is one, and the map would stand still.
bool HeatMapSource::workCoarse(const Job& job) {
    if (cellCount(job.scenario.topology) > keptCells)
        return false;
    auto& kept = job.bench->coarse;
    const bool usable = kept && kept->fits(job.scenario, job.plane) && kept->update(job.scenario.topology);
    if (!usable) {
        auto raster = radio::SinrRaster::make(job.scenario.topology, frameFor(job.plane, coarsePixels), {},
                                              radio::radioOptions(job.scenario.assumptions));
        if (!raster)
            return false;
        kept = std::make_shared<Coarse>(Coarse{std::move(*raster), job.plane, job.scenario.assumptions, 0.0});
    }
    job.deliver(
        [owner = job.owner, map = kept->map(), number = job.number] { owner->take(map, number, false); });
    if (!usable)
        kept->probe(job.scenario.topology);
    if (kept->cost <= followBudget)
        job.deliver([owner = job.owner, handed = std::exchange(kept, nullptr)] {
            owner->coarse_ = handed;
            owner->followCost_ = handed->cost;
        });
    return true;
}

void HeatMapSource::workFine(const Job& job) {
    Error error;
    auto map = computeHeatMap(
        job.scenario, frameFor(job.plane, finePixels), [&job] { return job.stale(); }, &error);
    if (job.stale())
        return;
    job.deliver([owner = job.owner, map = std::move(map), error, number = job.number] {
        if (owner->latest_->load() != number)
            return;
        owner->error_ = map ? std::nullopt : std::optional(error);
        owner->take(map.value_or(HeatMap{}), number, true);
    });
}

void HeatMapSource::take(HeatMap map, int number, bool fine) {
    if (number < shown_ || (number == shown_ && !fine))
        return;
    map_ = std::move(map);
    shown_ = number;
    settled_ = fine;
    Q_EMIT changed();
}

} // namespace cellwright
