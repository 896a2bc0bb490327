// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/heat_map_source.h"

#include <QElapsedTimer>
#include <QPointer>

#include <algorithm>

namespace cellwright {
namespace {

constexpr int coarsePixels = 10'000;
constexpr int finePixels = 90'000;
constexpr std::size_t followCells = 800; ///< beyond it the cached gains would take too much memory

double milliseconds(const QElapsedTimer& timer) {
    return double(timer.nsecsElapsed()) * 1e-6;
}

std::size_t cellCount(const Topology& topology) {
    std::size_t count = 0;
    for (const auto& site : topology.sites)
        count += site.enabled ? site.sectors.size() : 0;
    return count;
}

} // namespace

/// A raster that follows edits, and what that costs.
struct HeatMapSource::Coarse {
    radio::SinrRaster raster;
    QRectF plane;
    Assumptions assumptions;
    double cost = 0.0;
};

struct HeatMapSource::Job {
    Scenario scenario;
    QRectF plane;
    int number = 0;
    bool needsCoarse = true;
    QPointer<HeatMapSource> owner;
    std::shared_ptr<std::atomic<int>> latest;

    [[nodiscard]] bool stale() const { return latest->load() != number; }
    /// Runs `f(owner)` on the owner's thread if the job is still wanted then.
    void deliver(auto f) const {
        QMetaObject::invokeMethod(
            owner.data(),
            [source = owner, number = number, latest = latest, f] {
                if (source && latest->load() == number)
                    f(*source);
            },
            Qt::QueuedConnection);
    }
};

HeatMapSource::HeatMapSource(QObject* parent)
    : QObject(parent) {
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
    if (followed && dragging)
        Q_EMIT changed();
    auto job = std::make_shared<Job>();
    job->scenario.topology.carriers = scenario.topology.carriers;
    job->scenario.topology.sites = scenario.topology.sites;
    job->scenario.assumptions = scenario.assumptions;
    job->plane = plane;
    job->number = number;
    job->needsCoarse = !followed;
    job->owner = this;
    job->latest = latest_;
    QMetaObject::invokeMethod(
        &worker_, [job] { work(job); }, Qt::QueuedConnection);
}

void HeatMapSource::clear() {
    ++*latest_;
    coarse_.reset();
    map_ = {};
    error_.reset();
    settled_ = true;
    Q_EMIT changed();
}

bool HeatMapSource::follow(const Scenario& scenario, const QRectF& plane) {
    if (!coarse_ || coarse_->cost > followBudget || coarse_->plane != plane ||
        !(coarse_->assumptions == scenario.assumptions))
        return false;
    QElapsedTimer timer;
    timer.start();
    const auto recomputed = coarse_->raster.update(scenario.topology);
    if (!recomputed)
        return false;
    map_ = {coarse_->raster.frame(), coarse_->raster.levels().sinr};
    followCost_ = milliseconds(timer);
    // One slow update (a busy machine) must not end the following; a lasting one does.
    coarse_->cost = 0.7 * coarse_->cost + 0.3 * followCost_;
    error_.reset();
    return true;
}

std::shared_ptr<HeatMapSource::Coarse> HeatMapSource::makeCoarse(const Scenario& scenario,
                                                                 const radio::SinrRaster::Frame& frame) {
    if (cellCount(scenario.topology) > followCells)
        return nullptr;
    auto raster =
        radio::SinrRaster::make(scenario.topology, frame, {}, radio::radioOptions(scenario.assumptions));
    if (!raster)
        return nullptr;
    auto coarse = std::make_shared<Coarse>(Coarse{std::move(*raster), {}, scenario.assumptions, 0.0});
    // What following a drag will cost: move one site a little and back.
    Topology moved = scenario.topology;
    const auto site = std::ranges::find_if(moved.sites, &Site::enabled);
    if (site != moved.sites.end())
        site->position.x += Metres(1.0);
    QElapsedTimer timer;
    timer.start();
    const bool there = coarse->raster.update(moved).has_value();
    coarse->cost = milliseconds(timer);
    const bool back = coarse->raster.update(scenario.topology).has_value();
    return there && back ? coarse : nullptr;
}

void HeatMapSource::work(const std::shared_ptr<Job>& job) {
    if (job->stale())
        return;
    const auto stop = [&job] { return job->stale(); };
    if (job->needsCoarse) {
        const auto frame = frameFor(job->plane, coarsePixels);
        if (const auto map = computeHeatMap(job->scenario, frame, stop))
            job->deliver([map = *map](HeatMapSource& source) { source.take(map, false); });
        if (job->stale())
            return;
        if (auto coarse = makeCoarse(job->scenario, frame)) {
            coarse->plane = job->plane;
            job->deliver([coarse](HeatMapSource& source) {
                source.coarse_ = coarse;
                source.followCost_ = coarse->cost;
            });
        }
    }
    Error error;
    const auto fine = computeHeatMap(job->scenario, frameFor(job->plane, finePixels), stop, &error);
    job->deliver([fine, error](HeatMapSource& source) {
        source.error_ = fine ? std::nullopt : std::optional(error);
        source.take(fine.value_or(HeatMap{}), true);
    });
}

void HeatMapSource::take(const HeatMap& map, bool fine) {
    map_ = map;
    settled_ = fine;
    Q_EMIT changed();
}

} // namespace cellwright
