// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/profile/measurement.h"

#include <QMetaObject>

#include <algorithm>
#include <utility>

namespace cellwright {
namespace {

constexpr double quickSeconds = 20.0, fullSeconds = 180.0;

} // namespace

double secondsLeft(double planned, double elapsed, double fraction) {
    const double byPlan = std::max(0.0, planned - elapsed);
    if (fraction <= 0.0)
        return byPlan;
    const double byShare = elapsed * (1.0 - fraction) / fraction;
    return fraction * byShare + (1.0 - fraction) * byPlan;
}

Measurement::Measurement(Profiler profiler, QObject* parent)
    : QObject(parent)
    , profiler_(std::move(profiler)) {}
Measurement::~Measurement() = default;

void Measurement::start(const kernels::ProfileOptions& options) {
    if (running_)
        return;
    running_ = true;
    expected_ = options.quick ? quickSeconds : fullSeconds;
    clock_.start();
    worker_ = std::jthread([this, options](const std::stop_token& stop) { work(options, stop); });
    Q_EMIT started();
}

void Measurement::cancel() {
    worker_.request_stop();
}

/// On the worker. Whatever it has to say is handed to the object's thread, which drops it once the object is
/// gone.
void Measurement::work(const kernels::ProfileOptions& options, const std::stop_token& stop) {
    const auto tell = [this](double fraction, const std::string& what) {
        QMetaObject::invokeMethod(
            this, [this, fraction, what] { report(fraction, what); }, Qt::QueuedConnection);
    };
    auto result = profiler_(options, tell, stop);
    QMetaObject::invokeMethod(
        this, [this, result = std::move(result), stopped = stop.stop_requested()] { end(result, stopped); },
        Qt::QueuedConnection);
}

void Measurement::report(double fraction, const std::string& what) {
    if (running_)
        Q_EMIT progressed(fraction, QString::fromStdString(what),
                          secondsLeft(expected_, double(clock_.elapsed()) * 1e-3, fraction));
}

void Measurement::end(const Expected<kernels::Profile>& result, bool stopped) {
    running_ = false;
    if (result)
        Q_EMIT finished(*result);
    else if (stopped)
        Q_EMIT cancelled();
    else
        Q_EMIT failed(QString::fromStdString(result.error().message()));
    Q_EMIT ended();
}

} // namespace cellwright
