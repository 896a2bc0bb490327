// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/measuring/cases.h"

#include "analytics/kernels/providers/provider.h"
#include "analytics/scenario/schema.h"

#include <algorithm>

namespace cellwright::kernels {
namespace {

constexpr int largestDimension = 1 << 20;

template <class T>
void addOnce(std::vector<T>& all, const T& one) {
    if (std::ranges::find(all, one) == all.end())
        all.push_back(one);
}

/// Matrices of models of 0.1 to 8 billion parameters: SmolLM2 135M (576 wide), Qwen3 0.6B (1024), Llama 3.2
/// 1B (2048) and Llama 3 8B (4096), as their config.json say; an output head of a sixteenth to a half of the
/// usual vocabularies, whose time is proportional to its rows.
std::vector<Shape> fullShapes() {
    std::vector<Shape> shapes{{576, 576, 1},    {1536, 576, 1},   {576, 1536, 1},  {1024, 1024, 1},
                              {3072, 1024, 1},  {1024, 3072, 1},  {2048, 2048, 1}, {512, 2048, 1},
                              {8192, 2048, 1},  {2048, 8192, 1},  {4096, 4096, 1}, {1024, 4096, 1},
                              {14336, 4096, 1}, {4096, 14336, 1}, {16384, 2048, 1}};
    for (const int tokens : {2, 4, 8, 16, 32, 128, 512})
        shapes.push_back({2048, 2048, tokens});
    for (const int tokens : {8, 128, 512})
        shapes.push_back({1024, 1024, tokens});
    for (const int tokens : {4, 128})
        shapes.push_back({8192, 2048, tokens});
    for (const int tokens : {2, 16, 128})
        shapes.push_back({2048, 8192, tokens});
    for (const int tokens : {8, 512})
        shapes.push_back({4096, 4096, tokens});
    for (const int tokens : {8, 32, 128})
        shapes.push_back({4096, 14336, tokens});
    return shapes;
}

std::vector<Shape> defaultShapes(bool quick) {
    if (!quick)
        return fullShapes();
    return {{4096, 4096, 1}, {4096, 4096, 8}, {4096, 4096, 64}, {4096, 4096, 512},
            {1024, 1024, 1}, {8192, 2048, 1}, {2048, 8192, 32}};
}

std::string shapeText(const Shape& shape) {
    return std::to_string(shape.rows) + "x" + std::to_string(shape.cols) + "x" + std::to_string(shape.tokens);
}

Expected<void> checkSizes(const Shape& shape) {
    if (shape.rows < 1 || shape.cols < 1 || shape.tokens < 1)
        return failure("a shape needs at least one row, column and token", shapeText(shape),
                       "ROWSxCOLSxTOKENS");
    if (shape.rows > largestDimension || shape.cols > largestDimension || shape.tokens > maximumTokens)
        return failure("the shape is larger than any layer", shapeText(shape),
                       "at most 1048576 rows and columns and 4096 tokens");
    if (4.0 * shape.tokens * (double(shape.rows) + shape.cols) > maximumVectors)
        return failure("its inputs and results need more than 1 GB", shapeText(shape), "use fewer tokens");
    return {};
}

bool multiplies(std::span<Provider* const> providers, Scheme scheme) {
    return std::ranges::any_of(providers, [&](const Provider* p) { return p->multiplies(scheme); });
}

/// Bytes of the smallest of the providers' layouts; 0 where none has the shape.
std::size_t smallestBytes(std::span<Provider* const> providers, const Product& product) {
    std::size_t smallest = 0;
    for (const Provider* provider : providers) {
        const auto& [rows, cols, tokens] = product.shape;
        const auto bytes =
            provider->multiplies(product.weights) ? provider->matrixBytes(product.weights, rows, cols) : 0;
        if (bytes > 0)
            smallest = smallest == 0 ? bytes : std::min(smallest, bytes);
    }
    return smallest;
}

Expected<void> check(const Product& product, std::span<Provider* const> providers) {
    const std::string name(enumKey(product.weights));
    if (const auto sizes = checkSizes(product.shape); !sizes)
        return sizes;
    if (!multiplies(providers, product.weights))
        return failure("there is no kernel for " + name, "weights",
                       "use f32, f16, bf16, q8_0, q4_0, q4_k_m or q6_k, or another provider");
    const std::size_t bytes = smallestBytes(providers, product);
    if (bytes == 0) {
        const auto format = formatOf(product.weights);
        return failure(name + " keeps weights in blocks of " +
                           std::to_string(format ? columnMultiple(*format) : 32),
                       shapeText(product.shape), "use a multiple of it as the number of columns");
    }
    if (bytes > maximumMatrix)
        return failure("the weights of this shape in " + name + " need more than 512 MiB",
                       shapeText(product.shape), "use fewer rows or columns");
    return {};
}

Expected<void> checkKernelNames(const std::vector<std::string>& names) {
    for (const auto& name : names)
        if (name != matVec && name != matMat &&
            std::ranges::find(operationKernels, name) == operationKernels.end()) {
            std::string known = "use matvec, matmat";
            for (const auto kernel : operationKernels)
                known += (kernel == operationKernels.back() ? " or " : ", ") + std::string(kernel);
            return failure("unknown kernel \"" + name + "\"", "kernels", known);
        }
    return {};
}

/// Where only operations besides the products are named, products of one token accompany them.
bool chosenKernel(const std::vector<std::string>& names, const Shape& shape) {
    const auto named = [&](std::string_view name) { return std::ranges::find(names, name) != names.end(); };
    if (names.empty())
        return true;
    return shape.tokens == 1 ? named(matVec) || !named(matMat) : named(matMat);
}

std::vector<Scheme> schemesFor(const ProfileOptions& options, std::span<Provider* const> providers) {
    if (!options.weights.empty())
        return options.weights;
    std::vector<Scheme> usual{Scheme::f32, Scheme::f16, Scheme::q8_0, Scheme::q4_0};
    if (!options.quick)
        usual.insert(usual.end(), {Scheme::bf16, Scheme::q4_k_m, Scheme::q6_k});
    std::vector<Scheme> schemes;
    for (const Scheme scheme : usual)
        if (multiplies(providers, scheme))
            schemes.push_back(scheme);
    // What only others have, where they were asked for.
    if (multiplies(providers, Scheme::int8))
        schemes.push_back(Scheme::int8);
    return schemes;
}

/// The matrices of the layers that were asked for.
std::vector<Product> productsOf(const std::vector<OperationCase>& layers) {
    std::vector<Product> products;
    for (const auto& layer : layers)
        for (int m = 0; m < layerMatrices && layer.kernel == layerKernel; ++m)
            if (const MatrixSize size = sizeOf(layer.shape, LayerMatrix(m)); size.rows > 0)
                addOnce(products, {layer.weights, {size.rows, size.cols, layer.tokens}});
    return products;
}

/// Everything that was asked for by name; an empty list where the defaults are wanted.
std::vector<Product> namedProducts(const ProfileOptions& options, std::span<Provider* const> providers) {
    auto named = options.products;
    for (const Scheme scheme : schemesFor(options, providers))
        for (const Shape& shape : options.shapes)
            addOnce(named, {scheme, shape});
    return named.empty() ? productsOf(options.layers) : named;
}

std::vector<Product> defaultProducts(const ProfileOptions& options, std::span<Provider* const> providers) {
    std::vector<Product> products;
    for (const Scheme scheme : schemesFor(options, providers))
        for (const Shape& shape : defaultShapes(options.quick)) {
            const Product one{scheme, shape};
            // One that a scheme cannot have is none; a scheme without kernel is told of by check().
            if (!multiplies(providers, scheme) || smallestBytes(providers, one) > 0)
                products.push_back(one);
        }
    return products;
}

} // namespace

std::string Case::text() const {
    return std::string(enumKey(weights)) + " " + std::to_string(shape.rows) + " × " +
           std::to_string(shape.cols) + " × " + std::to_string(shape.tokens) + ", " +
           std::to_string(threads) + (threads == 1 ? " thread" : " threads");
}

Limits limitsOf(const Machine& machine) {
    Limits limits;
    limits.cores = machine.cores;
    limits.logicalProcessors = machine.logicalProcessors;
    limits.lastLevelCache = machine.cacheL3.si() > 0.0 ? machine.cacheL3 : machine.cacheL2;
    limits.fastCores = machine.coreKinds.size() > 1 ? machine.coreKinds.front().cores : 0;
    limits.memory = machine.memory;
    return limits;
}

Expected<std::vector<Provider*>> chooseProviders(const ProfileOptions& options) {
    std::vector<Provider*> chosen;
    const auto names =
        options.providers.empty() ? std::vector<std::string>{std::string(ownProvider)} : options.providers;
    for (const auto& name : names) {
        if (name == "all") {
            for (const auto& provider : providers())
                if (provider->info().unavailable.empty())
                    addOnce(chosen, provider.get());
            continue;
        }
        const auto found = findProvider(name);
        if (!found)
            return tl::make_unexpected(found.error());
        addOnce(chosen, *found);
    }
    return chosen;
}

Expected<std::vector<int>> chooseThreads(const ProfileOptions& options, const Limits& limits) {
    std::vector<int> threads;
    for (const int count : options.threads) {
        if (count < 1 || count > limits.logicalProcessors)
            return failure(std::to_string(count) + " threads are not possible here", "threads",
                           "this process may use 1 to " + std::to_string(limits.logicalProcessors));
        addOnce(threads, count);
    }
    if (!threads.empty())
        return threads;
    threads = {1};
    for (int count = 2; options.sweep && count < limits.cores; count *= 2)
        addOnce(threads, count);
    if (limits.fastCores > 0)
        addOnce(threads, limits.fastCores);
    addOnce(threads, std::max(1, limits.cores));
    std::ranges::sort(threads);
    return threads;
}

Expected<std::vector<Case>> chooseCases(const ProfileOptions& options, const Limits& limits,
                                        std::span<Provider* const> providers) {
    const auto threads = chooseThreads(options, limits);
    if (!threads)
        return tl::make_unexpected(threads.error());
    if (const auto names = checkKernelNames(options.kernels); !names)
        return tl::make_unexpected(names.error());
    const bool defaults = options.shapes.empty() && options.products.empty() && options.layers.empty();
    std::vector<Case> cases;
    for (const Product& product :
         defaults ? defaultProducts(options, providers) : namedProducts(options, providers)) {
        if (const auto possible = check(product, providers); !possible)
            return tl::make_unexpected(possible.error());
        for (const int count : *threads)
            if (chosenKernel(options.kernels, product.shape))
                addOnce(cases, {product.weights, product.shape, count});
    }
    if (cases.empty() && options.layers.empty())
        return failure("the chosen shapes have no such kernel", "kernels",
                       "matvec is one token, matmat more");
    return cases;
}

} // namespace cellwright::kernels
