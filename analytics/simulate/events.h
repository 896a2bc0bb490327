// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace cellwright::simulate {

/// What is to happen, by time; of the same time what was announced first comes first, so that a simulation
/// has one course only.
template <class T>
class Events {
public:
    struct Event {
        double time;
        std::uint64_t order;
        T what;
    };
    void at(double time, T what) {
        heap_.push_back({time, order_++, std::move(what)});
        std::push_heap(heap_.begin(), heap_.end(), later);
    }
    [[nodiscard]] bool empty() const { return heap_.empty(); }
    [[nodiscard]] const Event& next() const { return heap_.front(); }
    Event take() {
        std::pop_heap(heap_.begin(), heap_.end(), later);
        Event event = std::move(heap_.back());
        heap_.pop_back();
        return event;
    }

private:
    static bool later(const Event& a, const Event& b) {
        return a.time > b.time || (a.time == b.time && a.order > b.order);
    }
    std::vector<Event> heap_;
    std::uint64_t order_ = 0;
};

} // namespace cellwright::simulate
