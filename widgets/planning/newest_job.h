// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QtConcurrentRun>

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

namespace cellwright {

/// Computes away from the window's thread. One computation runs at a time; of the requests that come
/// meanwhile only the newest waits, and only the newest answer arrives. GUI thread only.
template <class Result>
class NewestJob {
public:
    /// Says whether the answer is still wanted; safe from the other thread.
    using Wanted = std::function<bool()>;
    using Work = std::function<Result(const Wanted&)>;
    using Done = std::function<void(const Result&)>;

    explicit NewestJob(QObject* owner)
        : owner_(owner) {}
    ~NewestJob() { cancel(); }
    NewestJob(const NewestJob&) = delete;
    NewestJob& operator=(const NewestJob&) = delete;

    void run(Work work, Done done) {
        const int number = ++*latest_;
        Request request{std::move(work), std::move(done), number};
        if (running_)
            waiting_ = std::make_unique<Request>(std::move(request));
        else
            start(std::move(request));
    }
    /// No answer is wanted any more.
    void cancel() {
        ++*latest_;
        waiting_.reset();
    }
    [[nodiscard]] bool busy() const { return running_; }

private:
    struct Request {
        Work work;
        Done done;
        int number = 0;
    };

    void start(Request request) {
        running_ = true;
        auto* watcher = new QFutureWatcher<Result>(owner_);
        QObject::connect(watcher, &QFutureWatcherBase::finished, owner_,
                         [this, watcher, number = request.number, done = request.done] {
                             running_ = false;
                             const Result result = watcher->result();
                             watcher->deleteLater();
                             if (const auto next = std::move(waiting_))
                                 start(std::move(*next));
                             if (number == latest_->load())
                                 done(result);
                         });
        watcher->setFuture(
            QtConcurrent::run([work = std::move(request.work), latest = latest_, number = request.number] {
                return work([latest, number] { return latest->load() == number; });
            }));
    }

    QObject* owner_; ///< outlives this, or takes its watchers along
    std::shared_ptr<std::atomic<int>> latest_ = std::make_shared<std::atomic<int>>(0);
    std::unique_ptr<Request> waiting_;
    bool running_ = false;
};

} // namespace cellwright
