// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/assessor.h"

#include <QFutureWatcher>
#include <QtConcurrentRun>

#include <utility>

namespace cellwright {
namespace {

std::vector<Assessment> assessAll(const std::vector<Scenario>& scenarios, const Facts& facts) {
    std::vector<Assessment> results;
    results.reserve(scenarios.size());
    for (const auto& scenario : scenarios)
        results.push_back(assess(scenario, facts));
    return results;
}

/// Runs `work` on the thread pool and hands its result to `done` on the thread of `owner`, unless that is
/// gone by then.
template <class Work, class Done>
void inBackground(QObject* owner, Work&& work, Done&& done) {
    using Result = std::invoke_result_t<Work>;
    auto* watcher = new QFutureWatcher<Result>(owner);
    QObject::connect(watcher, &QFutureWatcherBase::finished, owner,
                     [watcher, done = std::forward<Done>(done)] {
                         done(watcher->result());
                         watcher->deleteLater();
                     });
    watcher->setFuture(QtConcurrent::run(std::forward<Work>(work)));
}

} // namespace

Assessor::Assessor(QObject* parent)
    : QObject(parent) {}
Assessor::~Assessor() = default;

void Assessor::request(std::vector<Scenario> scenarios, SharedFacts facts) {
    Job job{std::move(scenarios), std::move(facts)};
    if (running_)
        waiting_ = std::move(job);
    else
        start(std::move(job));
}

void Assessor::start(Job job) {
    running_ = true;
    inBackground(
        this, [job = std::move(job)] { return assessAll(job.scenarios, *job.facts); },
        [this](const std::vector<Assessment>& results) {
            running_ = false;
            if (auto next = std::exchange(waiting_, std::nullopt))
                start(std::move(*next));
            Q_EMIT assessed(results);
        });
}

void Assessor::requestDerivation(Scenario scenario, SharedFacts facts, const QString& path) {
    const int number = ++derivation_;
    inBackground(
        this,
        [scenario = std::move(scenario), facts = std::move(facts), text = path.toStdString()] {
            return explain(scenario, *facts, text);
        },
        [this, number, path](const Expected<Derivation>& derivation) {
            if (number == derivation_)
                Q_EMIT derived(path, derivation);
        });
}

} // namespace cellwright
