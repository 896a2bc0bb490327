// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assess.h"

#include <optional>
#include <vector>

namespace cellwright {

/// Ways for media to reach a model on a host.
enum class MediaWay {
    upload,     ///< the media travel, the host runs the tower
    embeddings, ///< the device runs the tower, its vectors travel
    split,      ///< the device runs the tower and the first layers, vectors of the whole prompt travel
};
std::string_view mediaWayKey(MediaWay way);  ///< "upload"
std::string_view mediaWayName(MediaWay way); ///< "Upload media"

/// What a way gives the users of a group, on average.
struct MediaWayResult {
    MediaWay way = MediaWay::upload;
    Seconds ttft, endToEnd;
    Joules energy;
    Bytes uplink; ///< of a request's first message
    Bytes deviceMemory;
    bool fits = false; ///< in the device's memory
    /// The uplink rate at which this way and uploading the media give the same time to first token, all else
    /// as it is; uploading is the faster one above it where it sends more, below it where it sends less.
    /// Absent where one of them is faster at every rate.
    std::optional<BitsPerSecond> breakEvenUplink;
};
struct MediaComparison {
    BitsPerSecond uplink;             ///< harmonic mean of the users' rates: what a byte takes on average
    std::vector<MediaWayResult> ways; ///< upload, embeddings, split
    [[nodiscard]] const MediaWayResult& fastest() const; ///< of those that fit, by time to first token
};

/// Compares the three ways for a group whose prompts come with media and whose deployment uses a host; the
/// deployment's own cut counts for the split, or 0 where it is not split. Errors: a group that does not
/// exist, has no media of a kind or no host, and the first violation that keeps a way from being assessed.
Expected<MediaComparison> compareMedia(const Scenario& scenario, const Facts& facts, std::size_t group);

} // namespace cellwright
