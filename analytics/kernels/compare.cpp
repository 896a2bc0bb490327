// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/compare.h"

#include "analytics/kernels/statistics.h"
#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

namespace cellwright::kernels {
namespace {

constexpr const char* readKernel = "read";
constexpr const char* peakKernel = "peak";

/// One case of one profile.
struct Entry {
    std::string provider, kernel, what;
    Timed timed;
    [[nodiscard]] auto key() const { return std::tie(provider, kernel, what); }
};

std::string threadsText(int threads) {
    return std::to_string(threads) + (threads == 1 ? " thread" : " threads");
}

Entry entryOf(const KernelTiming& k) {
    return {k.provider,
            k.kernel,
            std::string(enumKey(k.weights)) + " " + std::to_string(k.rows) + " × " + std::to_string(k.cols) +
                " × " + std::to_string(k.tokens) + ", " + threadsText(k.threads),
            {k.median, k.p10, k.p90}};
}

/// "2048 wide, 32 heads, 8 of the cache": the sizes that the operation has.
std::string sizesText(const OperationTiming& o) {
    const OperationSizes sizes = sizesOf(o.kernel);
    std::string text;
    const auto put = [&](bool has, int size, const char* name) {
        if (has && size > 0)
            text += (text.empty() ? "" : ", ") + std::to_string(size) + " " + name;
    };
    put(sizes.hidden, o.hidden, "wide");
    put(sizes.heads, o.heads, "heads");
    put(sizes.cacheHeads, o.cacheHeads, "cached");
    put(sizes.headSize, o.headSize, "each");
    put(sizes.intermediate, o.intermediate, o.gated ? "gated" : "not gated");
    put(sizes.experts, o.experts, "experts");
    put(sizes.experts, o.chosen, "chosen");
    put(true, o.tokens, o.tokens == 1 ? "token" : "tokens");
    put(sizes.depth, o.depth, "deep");
    return text;
}

Entry entryOf(const OperationTiming& o) {
    const bool layer = o.kernel == layerKernel;
    const bool weighs =
        layer || o.kernel == embeddingKernel || o.kernel == quantizeKernel || o.kernel == dequantizeKernel;
    std::string what = weighs ? std::string(enumKey(o.weights)) + ", " : "";
    if (layer || o.kernel == attentionKernel)
        what += "cache " + std::string(enumKey(o.cache)) + ", ";
    return {
        o.provider, o.kernel, what + sizesText(o) + ", " + threadsText(o.threads), {o.median, o.p10, o.p90}};
}

/// A rate as the time of one unit of work.
Timed timeOfRate(double rate, double spread) {
    const Seconds time(1.0 / rate);
    return {time, time * std::max(0.0, 1.0 - spread / 2.0), time * (1.0 + spread / 2.0)};
}

std::vector<Entry> entriesOf(const Profile& profile) {
    std::vector<Entry> entries;
    for (const auto& b : profile.readBandwidth)
        entries.push_back({"", readKernel, threadsText(b.threads), timeOfRate(b.bandwidth.si(), b.spread)});
    for (const auto& p : profile.peaks)
        entries.push_back(
            {"", peakKernel, p.unit + ", " + threadsText(p.threads), timeOfRate(p.rate.si(), p.spread)});
    for (const auto& k : profile.kernels)
        entries.push_back(entryOf(k));
    for (const auto& o : profile.operations)
        entries.push_back(entryOf(o));
    return entries;
}

std::string textOf(const Entry& entry) {
    return (entry.provider.empty() ? "" : entry.provider + " ") + entry.kernel + " " + entry.what;
}

using Key = std::tuple<std::string, std::string, std::string>;
std::map<Key, const Entry*> indexOf(const std::vector<Entry>& entries) {
    std::map<Key, const Entry*> index;
    for (const auto& entry : entries)
        index.emplace(entry.key(), &entry);
    return index;
}

std::vector<std::string> missingIn(const std::map<Key, const Entry*>& others,
                                   const std::vector<Entry>& entries) {
    std::vector<std::string> missing;
    for (const auto& entry : entries)
        if (!others.contains(entry.key()))
            missing.push_back(textOf(entry));
    return missing;
}

ComparedCase compared(const Entry& first, const Entry& second) {
    ComparedCase result{first.provider, first.kernel, first.what, first.timed, second.timed};
    result.ratio = second.timed.median / first.timed.median;
    result.beyondNoise = first.timed.p90 < second.timed.p10 || second.timed.p90 < first.timed.p10;
    return result;
}

double distance(const ComparedCase& c) {
    return std::abs(std::log(c.ratio));
}

/// As a share of the smaller one.
double medianDifference(const std::vector<const ComparedCase*>& cases) {
    std::vector<double> distances;
    for (const auto* c : cases)
        distances.push_back(distance(*c));
    return std::exp(median(std::move(distances))) - 1.0;
}

bool isLimit(const ComparedCase& c) {
    return c.kernel == readKernel || c.kernel == peakKernel;
}

std::vector<ComparedClass> classesOf(const std::vector<ComparedCase>& cases) {
    std::vector<ComparedClass> classes;
    std::map<std::pair<std::string, std::string>, std::vector<const ComparedCase*>> members;
    for (const auto& c : cases) {
        auto& those = members[{c.provider, c.kernel}];
        if (those.empty())
            classes.push_back({c.provider, c.kernel});
        those.push_back(&c);
    }
    for (auto& one : classes) {
        const auto& those = members[{one.provider, one.kernel}];
        std::vector<double> ratios;
        for (const auto* c : those)
            ratios.push_back(c->ratio);
        one.cases = int(those.size());
        one.ratio = median(std::move(ratios));
        one.difference = medianDifference(those);
    }
    return classes;
}

} // namespace

std::string Comparison::summary() const {
    if (kernels == 0)
        return "no kernel in common: nothing can be compared";
    return "median difference " + roundedText(100.0 * difference, 2) + " %, " + std::to_string(beyondNoise) +
           " of " + std::to_string(kernels) + " cases beyond their noise";
}

Comparison compare(const Profile& first, const Profile& second) {
    const auto ours = entriesOf(first), theirs = entriesOf(second);
    const auto ourIndex = indexOf(ours), theirIndex = indexOf(theirs);
    Comparison result;
    for (const auto& entry : ours)
        if (const auto partner = theirIndex.find(entry.key());
            partner != theirIndex.end() && ourIndex.at(entry.key()) == &entry)
            result.cases.push_back(compared(entry, *partner->second));
    result.classes = classesOf(result.cases);
    std::vector<const ComparedCase*> kernels;
    for (const auto& c : result.cases)
        if (!isLimit(c)) {
            kernels.push_back(&c);
            result.beyondNoise += c.beyondNoise;
        }
    result.kernels = int(kernels.size());
    result.difference = medianDifference(kernels);
    result.onlyInFirst = missingIn(theirIndex, ours);
    result.onlyInSecond = missingIn(ourIndex, theirs);
    std::ranges::stable_sort(result.cases, std::greater<>(), distance);
    return result;
}

} // namespace cellwright::kernels
