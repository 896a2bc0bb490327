// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/maps/map_source.h"

#include "analytics/radio/sinr_raster.h"

#include <QElapsedTimer>

#include <algorithm>
#include <limits>
#include <utility>

namespace cellwright {
namespace {

constexpr int coarsePixels = 10'000;
constexpr int finePixels = 90'000;
constexpr int coarsestBlock = 8;        ///< side in pixels: 1,400 values are there before the first look
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

/// Layers that the kept gains of every sector give at once.
bool fromGains(maps::Layer layer) {
    return layer == maps::Layer::rsrp || layer == maps::Layer::sinr || layer == maps::Layer::bestServer;
}

/// The device whose map it is: that of the group asked for, or of the first one.
radio::Receiver receiverFor(const Scenario& scenario, const MapQuestion& question) {
    const auto& groups = scenario.topology.groups;
    const auto* group = question.group ? findById(groups, question.group) : nullptr;
    if (!group && !groups.empty())
        group = &groups.front();
    return group ? radio::receiverOf(*group) : radio::Receiver{};
}

/// NaN where nothing is heard, as in the maps of the engine.
std::vector<float> valuesOf(const radio::RadioLevels& levels, maps::Layer layer) {
    std::vector<float> values = layer == maps::Layer::rsrp ? levels.rsrp
                                : layer == maps::Layer::sinr
                                    ? levels.sinr
                                    : std::vector<float>(levels.cell.begin(), levels.cell.end());
    for (std::size_t i = 0; i < values.size(); ++i)
        if (levels.cell[i] < 0)
            values[i] = std::numeric_limits<float>::quiet_NaN();
    return values;
}

void takeValues(MapData& data, const maps::LayerMap& map, maps::Layer layer) {
    data.values = *map.columns.find(layer);
    data.cell = map.columns.cell;
}

} // namespace

/// A coarse raster that follows edits, what it is of, and what following costs.
struct MapSource::Coarse {
    radio::SinrRaster raster;
    QRectF plane;
    Assumptions assumptions;
    std::vector<AntennaPattern> antennas;
    radio::Receiver receiver;
    double cost = 0.0; ///< milliseconds

    [[nodiscard]] bool fits(const Scenario& scenario, const MapQuestion& question,
                            const QRectF& wanted) const {
        return plane == wanted && assumptions == scenario.assumptions &&
               antennas == scenario.topology.antennas && receiver == receiverFor(scenario, question);
    }
    [[nodiscard]] MapData map(const MapQuestion& question) const {
        MapData data{.question = question,
                     .frame = raster.frame(),
                     .values = valuesOf(raster.levels(), question.layer),
                     .cell = raster.levels().cell};
        data.takeCells(raster.network());
        return data;
    }
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

struct MapSource::Bench {
    std::shared_ptr<Coarse> coarse;
};

struct MapSource::Job {
    Scenario scenario;
    std::shared_ptr<const Facts> facts;
    MapQuestion question;
    QRectF plane;
    int number = 0;
    bool needsCoarse = true;
    MapSource* owner = nullptr; ///< outlives the thread
    std::shared_ptr<std::atomic<int>> latest;
    std::shared_ptr<Bench> bench;

    [[nodiscard]] bool stale() const { return latest->load() != number; }
    void post(auto f) const { QMetaObject::invokeMethod(owner, std::move(f), Qt::QueuedConnection); }
};

MapSource::MapSource(QObject* parent)
    : QObject(parent)
    , latest_(std::make_shared<std::atomic<int>>(0))
    , bench_(std::make_shared<Bench>()) {
    worker_.moveToThread(&thread_);
    thread_.setObjectName(QStringLiteral("map"));
    thread_.start(QThread::LowPriority);
}

MapSource::~MapSource() {
    ++*latest_;
    thread_.quit();
    thread_.wait();
}

void MapSource::request(const Scenario& scenario, std::shared_ptr<const Facts> facts,
                        const MapQuestion& question, const QRectF& plane, bool dragging) {
    settled_ = false;
    const int number = ++*latest_;
    const bool followed = follow(scenario, question, plane);
    if (followed) {
        shown_ = number;
        if (dragging)
            Q_EMIT changed();
    }
    const Job job{scenario, std::move(facts), question, plane, number, !followed, this, latest_, bench_};
    QMetaObject::invokeMethod(
        &worker_, [job] { work(job); }, Qt::QueuedConnection);
}

void MapSource::clear() {
    shown_ = ++*latest_; // whatever is under way answers an older request
    coarse_.reset();
    map_ = {};
    error_.reset();
    settled_ = true;
    Q_EMIT changed();
}

bool MapSource::follow(const Scenario& scenario, const MapQuestion& question, const QRectF& plane) {
    if (!coarse_ || !fromGains(question.layer) || !coarse_->fits(scenario, question, plane))
        return false;
    const double before = coarse_->cost;
    if (!coarse_->update(scenario.topology)) {
        coarse_.reset();
        return false;
    }
    map_ = coarse_->map(question);
    followCost_ = coarse_->cost;
    error_.reset();
    // One slow update (a busy machine) must not end the following; two in a row do, and the thread takes
    // over.
    if (before > followBudget && followCost_ > followBudget)
        coarse_.reset();
    return true;
}

void MapSource::work(const Job& job) {
    if (job.stale())
        return;
    const bool coarse = !job.needsCoarse || (fromGains(job.question.layer) && workCoarse(job));
    if (!coarse || !job.stale())
        workFine(job, coarse ? 1 : coarsestBlock);
}

/// The coarse map from kept gains; false where they cannot be kept. Not given up for a newer request: during
/// a long drag there always is one, and the map would stand still.
bool MapSource::workCoarse(const Job& job) {
    if (cellCount(job.scenario.topology) > keptCells)
        return false;
    auto& kept = job.bench->coarse;
    const bool usable =
        kept && kept->fits(job.scenario, job.question, job.plane) && kept->update(job.scenario.topology);
    if (!usable) {
        const radio::Receiver receiver = receiverFor(job.scenario, job.question);
        auto raster = radio::SinrRaster::make(job.scenario.topology, frameFor(job.plane, coarsePixels),
                                              receiver, radio::radioOptions(job.scenario.assumptions));
        if (!raster)
            return false;
        kept = std::make_shared<Coarse>(Coarse{std::move(*raster), job.plane, job.scenario.assumptions,
                                               job.scenario.topology.antennas, receiver, 0.0});
    }
    deliver(job, kept->map(job.question), false);
    if (!usable)
        kept->probe(job.scenario.topology);
    if (kept->cost <= followBudget)
        job.post([owner = job.owner, handed = std::exchange(kept, nullptr)] {
            owner->coarse_ = handed;
            owner->followCost_ = handed->cost;
        });
    return true;
}

/// From blocks to pixels. The first blocks are not given up for a newer request where there is nothing
/// coarser.
void MapSource::workFine(const Job& job, int coarsest) {
    static const Facts none;
    const maps::Layer layer = job.question.layer;
    auto engine = maps::MapEngine::make(job.scenario, factsOf(job.scenario, job.facts ? *job.facts : none),
                                        {.layers = {layer}, .group = job.question.group});
    if (!engine)
        return refuse(job, engine.error());
    maps::ProgressiveMap progress(*engine, frameFor(job.plane, finePixels), coarsest);
    MapData data{.question = job.question, .frame = progress.map().frame};
    data.takeCells(engine->network());
    const auto stale = [&job] { return job.stale(); };
    while (!progress.done()) {
        const bool first = progress.blockSide() == 0 && coarsest > 1;
        if (!progress.refine(first ? std::function<bool()>() : stale))
            return;
        takeValues(data, progress.map(), layer);
        if (!progress.done())
            deliver(job, data, false);
    }
    data.takeEngine(std::move(*engine));
    deliver(job, std::move(data), true);
}

void MapSource::deliver(const Job& job, MapData data, bool fine) {
    job.post([owner = job.owner, data = std::move(data), number = job.number, fine]() mutable {
        owner->take(std::move(data), number, fine);
    });
}

void MapSource::refuse(const Job& job, const Error& error) {
    job.post([owner = job.owner, error, number = job.number] {
        if (owner->latest_->load() != number)
            return;
        owner->error_ = error;
        owner->map_ = {};
        owner->shown_ = number;
        owner->settled_ = true;
        Q_EMIT owner->changed();
    });
}

void MapSource::take(MapData map, int number, bool fine) {
    if (number < shown_ || (settled_ && number == shown_))
        return;
    map_ = std::move(map);
    error_.reset();
    shown_ = number;
    settled_ = fine && number == latest_->load();
    Q_EMIT changed();
}

} // namespace cellwright
