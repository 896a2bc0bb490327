// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/cases.h"

#include "analytics/kernels/profile.h"
#include "analytics/scenario/schema.h"

#include <algorithm>
#include <cstring>
#include <random>

namespace cellwright::kernels {
namespace {

constexpr int largestDimension = 1 << 20;
constexpr int mostTokens = 4096;

std::vector<Shape> defaultShapes(bool quick) {
    std::vector<Shape> shapes;
    for (const int tokens : {1, 8, 64, 512})
        shapes.push_back({4096, 4096, tokens});
    if (!quick)
        for (const int tokens : {1, 2, 4, 16, 32, 128, 256})
            shapes.push_back({tokens == 1 ? 14336 : 4096, 4096, tokens});
    if (!quick)
        for (const int tokens : {1, 8, 512})
            shapes.push_back({4096, 14336, tokens});
    return shapes;
}

std::string shapeText(const Shape& shape) {
    return std::to_string(shape.rows) + "x" + std::to_string(shape.cols) + "x" + std::to_string(shape.tokens);
}

Expected<void> checkShape(const Shape& shape, Scheme scheme) {
    if (shape.rows < 1 || shape.cols < 1 || shape.tokens < 1)
        return failure("a shape needs at least one row, column and token", shapeText(shape),
                       "ROWSxCOLSxTOKENS");
    if (shape.rows > largestDimension || shape.cols > largestDimension || shape.tokens > mostTokens)
        return failure("the shape is larger than any layer", shapeText(shape),
                       "at most 1048576 rows and columns and 4096 tokens");
    const Format format = *formatOf(scheme);
    if (const int multiple = columnMultiple(format); shape.cols % multiple != 0)
        return failure(std::string(enumKey(scheme)) + " keeps weights in blocks of " +
                           std::to_string(multiple),
                       shapeText(shape), "use a multiple of it as the number of columns");
    if (packedBytes(format, shape.rows, shape.cols) > maximumMemory)
        return failure("the weights of this shape in " + std::string(enumKey(scheme)) +
                           " need more than 512 MiB",
                       shapeText(shape), "use fewer rows or columns");
    return {};
}

Expected<void> checkKernelNames(const std::vector<std::string>& names) {
    for (const auto& name : names)
        if (name != matVec && name != matMat && name != layerKernel && name != attentionKernel)
            return failure("unknown kernel \"" + name + "\"", "kernels",
                           "use matvec, matmat, attention or layer");
    return {};
}

Expected<std::vector<int>> chosenThreads(const ProfileOptions& options, const Limits& limits) {
    if (options.threads.empty())
        return limits.cores > 1 ? std::vector<int>{1, limits.cores} : std::vector<int>{1};
    for (const int threads : options.threads)
        if (threads < 1 || threads > limits.logicalProcessors)
            return failure(std::to_string(threads) + " threads are not possible here", "threads",
                           "this process may use 1 to " + std::to_string(limits.logicalProcessors));
    return options.threads;
}

/// Where only operations besides the products are named, products of one token accompany them.
bool chosenKernel(const std::vector<std::string>& names, const Shape& shape) {
    const auto named = [&](std::string_view name) { return std::ranges::find(names, name) != names.end(); };
    if (names.empty())
        return true;
    return shape.tokens == 1 ? named(matVec) || !named(matMat) : named(matMat);
}

std::vector<Scheme> schemesOf(const std::vector<Case>& cases) {
    std::vector<Scheme> schemes;
    for (const auto& c : cases)
        if (std::ranges::find(schemes, c.weights) == schemes.end())
            schemes.push_back(c.weights);
    return schemes;
}

} // namespace

std::string Case::text() const {
    return std::string(enumKey(weights)) + " " + std::to_string(shape.rows) + " × " +
           std::to_string(shape.cols) + " × " + std::to_string(shape.tokens) + ", " +
           std::to_string(threads) + (threads == 1 ? " thread" : " threads");
}

Expected<std::vector<Case>> chooseCases(const ProfileOptions& options, const Limits& limits) {
    auto schemes = options.weights;
    if (schemes.empty())
        schemes = {Scheme::f32, Scheme::f16, Scheme::q8_0, Scheme::q4_0};
    const auto shapes = options.shapes.empty() ? defaultShapes(options.quick) : options.shapes;
    const auto threads = chosenThreads(options, limits);
    if (!threads)
        return tl::make_unexpected(threads.error());
    if (const auto names = checkKernelNames(options.kernels); !names)
        return tl::make_unexpected(names.error());
    std::vector<Case> cases;
    for (const Scheme scheme : schemes) {
        if (!formatOf(scheme))
            return failure("there is no kernel for " + std::string(enumKey(scheme)), "weights",
                           "use f32, f16, bf16, q8_0, q4_0, q4_k_m or q6_k");
        for (const Shape& shape : shapes) {
            if (const auto possible = checkShape(shape, scheme); !possible)
                return tl::make_unexpected(possible.error());
            for (const int count : *threads)
                if (const Case one{scheme, shape, count};
                    chosenKernel(options.kernels, shape) && std::ranges::find(cases, one) == cases.end())
                    cases.push_back(one);
        }
    }
    if (cases.empty())
        return failure("the chosen shapes have no such kernel", "kernels",
                       "matvec is one token, matmat more");
    return cases;
}

Arena::Arena(Scheme scheme, std::size_t bytes, std::uint64_t seed)
    : scheme_(scheme)
    , format_(*formatOf(scheme))
    , memory_(bytes) {
    constexpr int rows = 128, cols = 4096;
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<float> uniform(-0.05f, 0.05f); // the size of trained weights
    std::vector<float> weights(std::size_t(rows) * cols);
    std::ranges::generate(weights, [&] { return uniform(random); });
    const PackedMatrix pattern = PackedMatrix::fromFloats(format_, rows, cols, weights);
    const std::size_t size = packedBytes(format_, rows, cols);
    for (std::size_t at = 0; at < bytes; at += size)
        std::memcpy(memory_.data() + at, pattern.view().data, std::min(size, bytes - at));
}

PackedView Arena::next(int rows, int cols) {
    const std::size_t size = packedBytes(format_, rows, cols);
    if (offset_ + size > memory_.size())
        offset_ = 0;
    // Offsets are kept on tile boundaries by matrices of the same tile size passing by; see packed.h.
    const PackedView view{format_, rows, cols, memory_.data() + offset_};
    offset_ += size;
    return view;
}

std::size_t arenaBytes(Scheme scheme, const std::vector<Case>& cases, const Limits& limits) {
    constexpr double least = double(64u << 20), most = double(96u << 20);
    std::size_t largest = 0;
    for (const auto& c : cases)
        if (c.weights == scheme)
            largest = std::max(largest, packedBytes(*formatOf(scheme), c.shape.rows, c.shape.cols));
    const auto rotation = std::size_t(std::clamp(3.0 * limits.lastLevelCache.si(), least, most));
    // Two copies of a big matrix where there is room: its end must not be its beginning's warm cache.
    return std::max({rotation, largest, std::min(2 * largest, std::size_t(144u << 20))});
}

std::vector<std::vector<Case>> batches(const std::vector<Case>& cases, const Limits& limits) {
    std::vector<std::vector<Case>> all;
    std::size_t used = 0;
    for (const Scheme scheme : schemesOf(cases)) {
        const std::size_t bytes = arenaBytes(scheme, cases, limits);
        if (all.empty() || used + bytes > maximumMemory) {
            all.emplace_back();
            used = 0;
        }
        used += bytes;
        for (const auto& c : cases)
            if (c.weights == scheme)
                all.back().push_back(c);
    }
    return all;
}

} // namespace cellwright::kernels
