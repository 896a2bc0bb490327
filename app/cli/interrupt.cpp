// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

namespace cellwright::cli {
namespace {

/// Wakes the waiting thread when there is nothing more to wait for.
constexpr int wakeUp = SIGUSR2;

} // namespace

InterruptWatch::InterruptWatch() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, wakeUp})
        sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, &before_);
    thread_ = std::thread([this, signals] { wait(signals); });
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
