// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/transport/weak_points.h"

#include <algorithm>

namespace cellwright::transport {
namespace {

/// A depth-first search with the times of entry and the earliest place that each subtree sees.
class Search {
public:
    explicit Search(const Graph& graph)
        : graph_(graph)
        , entered_(std::size_t(graph.places()), 0)
        , earliest_(std::size_t(graph.places()), 0)
        , cut_(std::size_t(graph.places()), 0) {}

    WeakPoints run() {
        for (int place = 0; place < graph_.places(); ++place)
            if (entered_[std::size_t(place)] == 0)
                from(place);
        for (int place = 0; place < graph_.places(); ++place)
            if (cut_[std::size_t(place)])
                found_.cutPlaces.push_back(place);
        return std::move(found_);
    }

private:
    struct Frame {
        int place;
        LinkId cameBy;
        std::size_t next = 0;
    };
    void enter(int place, LinkId cameBy) {
        entered_[std::size_t(place)] = earliest_[std::size_t(place)] = ++time_;
        frames_.push_back({place, cameBy});
    }
    void from(int root) {
        enter(root, {});
        int branches = 0;
        while (!frames_.empty()) {
            auto& frame = frames_.back();
            const auto& edges = graph_.edges(frame.place);
            if (frame.next == edges.size()) {
                leave(root, branches);
                continue;
            }
            const auto& edge = edges[frame.next++];
            if (edge.hop.link == frame.cameBy)
                continue;
            auto& seen = earliest_[std::size_t(frame.place)];
            if (const int other = entered_[std::size_t(edge.to)])
                seen = std::min(seen, other);
            else
                enter(edge.to, edge.hop.link);
        }
        if (branches > 1)
            cut_[std::size_t(root)] = 1;
    }
    void leave(int root, int& branches) {
        const Frame done = frames_.back();
        frames_.pop_back();
        if (frames_.empty())
            return;
        const int above = frames_.back().place;
        const int seen = earliest_[std::size_t(done.place)];
        earliest_[std::size_t(above)] = std::min(earliest_[std::size_t(above)], seen);
        if (seen > entered_[std::size_t(above)])
            found_.bridges.push_back(done.cameBy);
        if (above == root)
            ++branches;
        else if (seen >= entered_[std::size_t(above)])
            cut_[std::size_t(above)] = 1;
    }

    const Graph& graph_;
    std::vector<int> entered_, earliest_;
    std::vector<char> cut_;
    std::vector<Frame> frames_;
    WeakPoints found_;
    int time_ = 0;
};

} // namespace

WeakPoints weakPoints(const Graph& graph) {
    return Search(graph).run();
}

} // namespace cellwright::transport
