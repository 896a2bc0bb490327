// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/profiler.h"

#include <QElapsedTimer>
#include <QObject>

#include <functional>
#include <stop_token>
#include <thread>

namespace cellwright {

/// What does the measuring: kernels::run, or something quicker in tests.
using Profiler = std::function<Expected<kernels::Profile>(const kernels::ProfileOptions&,
                                                          const kernels::ProfileProgress&, std::stop_token)>;

/// Runs a profiler on a thread of its own and says how far it is. All signals come on the thread of the
/// object.
class Measurement : public QObject {
    Q_OBJECT
public:
    explicit Measurement(Profiler profiler, QObject* parent = nullptr);
    ~Measurement() override;

    [[nodiscard]] bool running() const { return running_; }
    /// Does nothing while one is running.
    void start(const kernels::ProfileOptions& options);
    /// Asks it to stop and returns at once; `cancelled` follows.
    void cancel();

Q_SIGNALS:
    void started();
    /// `left` in seconds, negative while unknown.
    void progressed(double fraction, const QString& what, double left);
    void finished(const cellwright::kernels::Profile& profile);
    void failed(const QString& message);
    void cancelled();
    /// After each of the three above, when running() is false again.
    void ended();

private:
    void work(const kernels::ProfileOptions& options, const std::stop_token& stop);
    void report(double fraction, const std::string& what);
    void end(const Expected<kernels::Profile>& result, bool stopped);

    Profiler profiler_;
    bool running_ = false;
    double expected_ = 0.0; ///< seconds
    QElapsedTimer clock_;
    std::jthread worker_; ///< last, so that it ends before what it reports to
};

/// How long a measurement will probably take in all, after `elapsed` seconds of it: what was planned in the
/// beginning, later what the share done tells.
double secondsLeft(double planned, double elapsed, double fraction);

} // namespace cellwright
