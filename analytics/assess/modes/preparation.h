// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/modes/outcomes.h"
#include "analytics/inference/modes/download.h"

namespace cellwright::assessing {

/// What a request waits for beside its messages and passes: media that the device encodes, layers on their
/// way to the device, a host that loads its layers first. The same for all users of a group but the download.
template <class R>
struct Preparation {
    Of<Seconds, R> encoding{};                      ///< on the device, before anything is sent
    Of<Bytes, R> downloaded{};                      ///< layers that come to the device for each request
    std::vector<inference::DownloadedLayer> layers; ///< of them, with their part of the prompt's computing
    double coldShare = 0.0;                         ///< of requests that wait for `coldLoad`
    Of<Seconds, R> coldLoad{};
    std::vector<Of<Seconds, R>> coldBusy; ///< by computer: what loading keeps it busy, on average
    ModeFigures<R> media, storage;        ///< to be shown; empty where there is nothing to say
};

} // namespace cellwright::assessing
