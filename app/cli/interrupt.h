// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <csignal>
#include <stop_token>
#include <thread>

namespace cellwright::cli {

/// While it lives, Ctrl+C and termination ask for a stop and do not end the program, whichever thread gets
/// the signal: libraries start threads of their own before main(). One at a time.
class InterruptWatch {
public:
    InterruptWatch();
    ~InterruptWatch();
    InterruptWatch(const InterruptWatch&) = delete;
    InterruptWatch& operator=(const InterruptWatch&) = delete;

    [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }
    /// Ends the program as the signal would have, if one came.
    void passOn();

private:
    void wait(const sigset_t& signals);
    void finish();

    std::stop_source stop_;
    sigset_t before_{};
    std::array<struct sigaction, 3> handlers_{}; ///< as they were
    int caught_ = 0;                             ///< written by the thread, read after it ended
    std::thread thread_;
};

} // namespace cellwright::cli
