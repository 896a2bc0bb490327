// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/providers/libraries.h"

#ifndef CELLWRIGHT_HAS_GGML

namespace cellwright::kernels {

std::unique_ptr<Provider> makeGgml() {
    return makeAbsent(
        {"ggml", "ggml (llama.cpp)", "", "",
         "ggml was not found when this program was built: install it (or llama.cpp) and build again "
         "with CMAKE_PREFIX_PATH=the folder that it was installed to"});
}

} // namespace cellwright::kernels

#else

#include "analytics/kernels/providers/ggml_layer.h"

#include <algorithm>
#include <cstring>

namespace cellwright::kernels {
namespace {

using gguf::Arena;
using gguf::Engine;

class Product final : public Runnable {
public:
    Product(const Shape& shape, Arena& arena, Engine& engine)
        : shape_(shape)
        , arena_(arena)
        , engine_(engine)
        , context_(gguf::makeContext(8))
        , w_(arena.matrix(context_.get(), shape.rows, shape.cols))
        , x_(ggml_new_tensor_2d(context_.get(), GGML_TYPE_F32, shape.cols, shape.tokens))
        , y_(ggml_mul_mat(context_.get(), w_, x_))
        , graph_(ggml_new_graph_custom(context_.get(), 8, false)) {
        ggml_build_forward_expand(graph_, y_);
    }

    bool run(const Activations& a, const std::stop_token& stop) override {
        arena_.move(w_);
        return multiply(a, stop);
    }
    [[nodiscard]] double seconds() const override { return engine_.seconds(); }
    [[nodiscard]] std::vector<float> lastWeights() const override {
        const auto count = std::size_t(shape_.rows) * std::size_t(shape_.cols);
        std::vector<float> weights(count);
        if (!ggml_backend_buffer_is_host(w_->buffer) || w_->extra)
            return byProducts();
        if (w_->type == GGML_TYPE_F32)
            std::memcpy(weights.data(), w_->data, count * sizeof(float));
        else
            ggml_get_type_traits(w_->type)->to_float(w_->data, weights.data(), std::int64_t(count));
        return weights;
    }

private:
    bool multiply(const Activations& a, const std::stop_token& stop) {
        x_->data = const_cast<float*>(a.x); // only read
        y_->data = a.y;
        return engine_.compute(graph_, stop);
    }
    /// Rearranged weights cannot be read; what they do to each unit vector can.
    [[nodiscard]] std::vector<float> byProducts() const {
        const auto rows = std::size_t(shape_.rows), cols = std::size_t(shape_.cols);
        std::vector<float> units(cols * cols), columns(cols * rows), weights(rows * cols);
        for (std::size_t i = 0; i < cols; ++i)
            units[i * cols + i] = 1.0f;
        Product all({shape_.rows, shape_.cols, shape_.cols}, arena_, engine_);
        all.w_->data = w_->data;
        all.multiply({units.data(), shape_.cols, columns.data()}, {});
        for (std::size_t r = 0; r < rows; ++r)
            for (std::size_t i = 0; i < cols; ++i)
                weights[r * cols + i] = columns[i * rows + r];
        return weights;
    }

    Shape shape_;
    Arena& arena_;
    Engine& engine_;
    gguf::Context context_;
    ggml_tensor *w_, *x_, *y_;
    ggml_cgraph* graph_;
};

class Weights final : public ColdWeights {
public:
    Weights(ggml_type type, std::size_t bytes, std::uint64_t seed)
        : type_(type)
        , bytes_(bytes)
        , arenas_(bytes, seed) {}

    [[nodiscard]] std::size_t bytes() const override { return bytes_; }
    /// llama.cpp does not ask for them.
    [[nodiscard]] bool hugePages() const override { return false; }
    std::unique_ptr<Runnable> product(const Shape& shape, ThreadPool& pool,
                                      const std::stop_token& stop) override {
        Arena& arena = arenas_.of(type_);
        if (stop.stop_requested() || !arena.fits(shape.rows, shape.cols))
            return nullptr;
        return std::make_unique<Product>(shape, arena, engine(pool.size()));
    }
    std::unique_ptr<Runnable> operation(const OperationCase& what, ThreadPool& pool,
                                        const std::stop_token& stop) override {
        if (stop.stop_requested() || !gguf::hasOperation(what))
            return nullptr;
        return gguf::makeOperation(what, arenas_, engine(pool.size()));
    }

private:
    Engine& engine(int threads) {
        auto& engine = engines_[threads];
        if (!engine)
            engine = std::make_unique<Engine>(threads);
        return *engine;
    }

    ggml_type type_;
    std::size_t bytes_;
    gguf::Arenas arenas_;
    std::map<int, std::unique_ptr<Engine>> engines_;
};

std::string versionText() {
#ifdef CELLWRIGHT_GGML_TELLS_VERSION
    return std::string(ggml_version()) + " (" + ggml_commit() + ")";
#else
    return "before 0.9";
#endif
}

class Ggml final : public Provider {
public:
    [[nodiscard]] ProviderInfo info() const override {
        ProviderInfo info{"ggml", "ggml (llama.cpp)", versionText(), "", ""};
        if (!gguf::processor())
            info.unavailable =
                "ggml has no backend for the processor here: install it with libggml-cpu and build "
                "again with CMAKE_PREFIX_PATH=the folder that it was installed to";
        return info;
    }
    [[nodiscard]] bool multiplies(Scheme scheme) const override {
        return gguf::processor() && gguf::typeOf(scheme).has_value();
    }
    [[nodiscard]] std::size_t matrixBytes(Scheme scheme, int rows, int cols) const override {
        const auto type = gguf::typeOf(scheme);
        return multiplies(scheme) && cols % int(ggml_blck_size(*type)) == 0
                   ? ggml_row_size(*type, cols) * std::size_t(rows)
                   : 0;
    }
    [[nodiscard]] bool runs(const OperationCase& what) const override {
        return gguf::processor() && gguf::hasOperation(what);
    }
    std::unique_ptr<ColdWeights> weights(Scheme scheme, std::size_t bytes, std::uint64_t seed,
                                         const std::stop_token& stop) override {
        if (!multiplies(scheme) || stop.stop_requested())
            return nullptr;
        return std::make_unique<Weights>(*gguf::typeOf(scheme), bytes, seed);
    }
};

} // namespace

std::unique_ptr<Provider> makeGgml() {
    return std::make_unique<Ggml>();
}

} // namespace cellwright::kernels

#endif
