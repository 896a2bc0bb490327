// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include <atomic>

namespace cellwright::cli {
namespace {

/// Wakes the waiting thread when there is nothing more to wait for.
constexpr int wakeUp = SIGUSR2;
constexpr std::array watched{SIGINT, SIGTERM, SIGHUP};

std::atomic<bool> watching = false;
std::atomic<pthread_t> watcher{};

/// Threads that were there before do not block the signals: they hand them to the one that waits.
void handOver(int signal) {
    if (watching)
        pthread_kill(watcher, signal);
}

} // namespace

InterruptWatch::InterruptWatch() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, wakeUp})
        sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, &before_);
    thread_ = std::thread([this, signals] { wait(signals); });
    watcher = thread_.native_handle();
    watching = true;
    struct sigaction handler {};
    handler.sa_handler = handOver;
    handler.sa_flags = SA_RESTART;
    for (std::size_t i = 0; i < watched.size(); ++i) {
        sigaction(watched[i], nullptr, &handlers_[i]);
        if (handlers_[i].sa_handler != SIG_IGN) // as nohup has it
            sigaction(watched[i], &handler, nullptr);
    }
}

InterruptWatch::~InterruptWatch() {
    finish();
}

void InterruptWatch::wait(const sigset_t& signals) {
    int signal = 0;
    if (sigwait(&signals, &signal) != 0 || signal == wakeUp)
        return;
    caught_ = signal;
    stop_.request_stop();
}

void InterruptWatch::finish() {
    if (!thread_.joinable())
        return;
    for (std::size_t i = 0; i < watched.size(); ++i)
        sigaction(watched[i], &handlers_[i], nullptr);
    watching = false;
    pthread_kill(thread_.native_handle(), wakeUp);
    thread_.join();
    // A wake-up that came after another signal is still waiting and must not end the program.
    sigset_t pending;
    sigpending(&pending);
    if (sigismember(&pending, wakeUp) == 1)
        std::signal(wakeUp, SIG_IGN);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void InterruptWatch::passOn() {
    finish();
    if (caught_ == 0)
        return;
    std::signal(caught_, SIG_DFL);
    std::raise(caught_);
}

} // namespace cellwright::cli
