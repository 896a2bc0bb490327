// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/providers/libraries.h"

#ifndef CELLWRIGHT_HAS_ONEDNN

namespace cellwright::kernels {

std::unique_ptr<Provider> makeOneDnn() {
    return makeAbsent(
        {"onednn", "oneDNN", "", "",
         "oneDNN was not found when this program was built: install it (Debian: libdnnl-dev) and "
         "build again"});
}

} // namespace cellwright::kernels

#else

#include "analytics/kernels/providers/dense.h"
#include "analytics/kernels/providers/driver.h"

#include <oneapi/dnnl/dnnl.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>

namespace cellwright::kernels {
namespace {

using dnnl::memory;

/// The one CPU engine and the stream of the calling thread.
const dnnl::engine& engine() {
    static const dnnl::engine one(dnnl::engine::kind::cpu, 0);
    return one;
}

memory::data_type typeOf(Scheme scheme) {
    switch (scheme) {
    case Scheme::bf16:
        return memory::data_type::bf16;
    case Scheme::f16:
        return memory::data_type::f16;
    case Scheme::int8:
        return memory::data_type::s8;
    default:
        return memory::data_type::f32;
    }
}

/// An inner product dst = src weights^T with the weights in the layout that the library likes best. int8
/// accumulates to s32, which dequantize() turns into f32.
dnnl::inner_product_forward::primitive_desc describe(memory::data_type type, const Shape& shape, int tokens) {
    using Tag = memory::format_tag;
    const bool whole = type == memory::data_type::s8;
    const memory::desc src({tokens, shape.cols}, type, Tag::ab),
        weights({shape.rows, shape.cols}, type, Tag::any),
        dst({tokens, shape.rows}, whole ? memory::data_type::s32 : memory::data_type::f32, Tag::ab);
    constexpr auto kind = dnnl::prop_kind::forward_inference;
#if DNNL_VERSION_MAJOR >= 3
    return {engine(), kind, src, weights, dst};
#else
    return {{kind, src, weights, dst}, engine()};
#endif
}

memory::desc weightsOf(const dnnl::inner_product_forward::primitive_desc& product) {
    return product.weights_desc();
}

bool supported(Scheme scheme) {
    try {
        describe(typeOf(scheme), {256, 256, 16}, 16);
        return true;
    } catch (const dnnl::error&) {
        return false;
    }
}

/// int8 weights have one scale for each row, as the largest weight of the pattern gives it.
constexpr float weightScale = 0.05f / 127.0f;

std::int8_t toByte(float value) {
    return std::int8_t(std::lrint(value));
}

/// Copies of one matrix shape in one layout, more of them than the caches hold, and different ones.
class Rotation {
public:
    Rotation(const memory::desc& layout, const Shape& shape, std::size_t bytes, const WeightPattern& pattern)
        : layout_(layout)
        , rows_(shape.rows)
        , cols_(shape.cols)
        , pitch_((layout.get_size() + 4095) / 4096 * 4096)
        , count_(std::max<std::size_t>(2, bytes / pitch_))
        , memory_(pitch_ * count_)
        , pattern_(pattern) {}

    /// Brings random weights into the library's layout. False on a stop request.
    bool fill(Scheme scheme, const std::stop_token& stop) {
        const bool whole = scheme == Scheme::int8;
        const memory::desc plain({rows_, cols_}, whole ? memory::data_type::s8 : memory::data_type::f32,
                                 memory::format_tag::ab);
        dnnl::stream stream(engine());
        memory from(plain, engine(), nullptr), to(layout_, engine(), memory_.data());
        const dnnl::reorder reorder(from, to);
        std::vector<std::int8_t> bytes;
        for (std::size_t i = 0; i < count_ && !stop.stop_requested(); ++i) {
            std::vector<float> numbers = pattern_.matrix(rows_, cols_, shiftOf(i));
            from.set_data_handle(numbers.data());
            if (whole) {
                bytes.resize(numbers.size());
                std::ranges::transform(numbers, bytes.begin(),
                                       [](float w) { return toByte(w / weightScale); });
                from.set_data_handle(bytes.data());
            }
            to.set_data_handle(memory_.data() + i * pitch_);
            reorder.execute(stream, from, to);
            stream.wait();
        }
        return !stop.stop_requested();
    }
    [[nodiscard]] bool serves(const memory::desc& layout) const { return layout_ == layout; }
    [[nodiscard]] memory next() {
        last_ = (last_ + 1) % count_;
        return {layout_, engine(), memory_.data() + last_ * pitch_};
    }
    [[nodiscard]] std::size_t last() const { return last_; }
    [[nodiscard]] std::vector<float> numbers(std::size_t copy) const {
        return pattern_.matrix(rows_, cols_, shiftOf(copy));
    }

private:
    static std::size_t shiftOf(std::size_t copy) { return copy * 977; }

    memory::desc layout_;
    int rows_, cols_;
    std::size_t pitch_, count_;
    Buffer memory_;
    const WeightPattern& pattern_;
    std::size_t last_ = 0;
};

/// Activations in the precision of the weights: what a runtime does for each product.
class Activation {
public:
    Activation(memory::data_type type, const Shape& shape)
        : type_(type)
        , cols_(std::size_t(shape.cols))
        , rows_(std::size_t(shape.rows))
        , bytes_(std::size_t(shape.tokens) * cols_ * 2)
        , scales_(std::size_t(shape.tokens))
        , sums_(type == memory::data_type::s8 ? std::size_t(shape.tokens) * rows_ * sizeof(std::int32_t)
                                              : 0) {}

    /// The tokens as the product reads them.
    void* convert(const float* x, int tokens, dnnl::stream& stream) {
        if (type_ == memory::data_type::s8)
            return quantize(x, tokens);
        if (type_ == memory::data_type::f32)
            return const_cast<float*>(x); // the library's memory objects do not know const
        memory from({{tokens, int(cols_)}, memory::data_type::f32, memory::format_tag::ab}, engine(),
                    const_cast<float*>(x));
        memory to({{tokens, int(cols_)}, type_, memory::format_tag::ab}, engine(), bytes_.data());
        reorder(tokens, from, to).execute(stream, from, to);
        return bytes_.data();
    }
    [[nodiscard]] void* results(float* y) { return sums_.size() > 0 ? static_cast<void*>(sums_.data()) : y; }
    /// Whole sums become numbers.
    void dequantize(float* y, int tokens) const {
        if (sums_.size() == 0)
            return;
        const auto* sums = sums_.as<std::int32_t>();
        for (int t = 0; t < tokens; ++t, y += rows_, sums += rows_) {
            const float scale = scales_[std::size_t(t)] * weightScale;
            for (std::size_t r = 0; r < rows_; ++r)
                y[r] = scale * float(sums[r]);
        }
    }

private:
    /// One scale for each token, from its largest number.
    void* quantize(const float* x, int tokens) {
        auto* out = bytes_.as<std::int8_t>();
        for (int t = 0; t < tokens; ++t, x += cols_, out += cols_) {
            float largest = 0.0f;
            for (std::size_t i = 0; i < cols_; ++i)
                largest = std::max(largest, std::abs(x[i]));
            const float inverse = largest > 0.0f ? 127.0f / largest : 0.0f;
            // Adding 1.5 x 2^23 leaves the nearest whole number in the low bits, in any instruction set.
            constexpr float magic = 12582912.0f;
            for (std::size_t i = 0; i < cols_; ++i)
                out[i] = std::int8_t(std::int32_t(x[i] * inverse + magic - magic));
            scales_[std::size_t(t)] = largest / 127.0f;
        }
        return bytes_.data();
    }
    const dnnl::reorder& reorder(int tokens, const memory& from, const memory& to) {
        if (tokens != reorderTokens_)
            reorder_ = dnnl::reorder(from, to);
        reorderTokens_ = tokens;
        return reorder_;
    }

    memory::data_type type_;
    std::size_t cols_, rows_;
    Buffer bytes_;
    std::vector<float> scales_;
    Buffer sums_;
    dnnl::reorder reorder_;
    int reorderTokens_ = 0;
};

class Product final : public Runnable {
public:
    Product(Scheme scheme, const Shape& shape, int threads, std::shared_ptr<Driver> driver)
        : scheme_(scheme)
        , shape_(shape)
        , threads_(threads)
        , atOnce_(tokensPerCall(shape, threads))
        , driver_(std::move(driver))
        , activation_(typeOf(scheme), {shape.rows, shape.cols, atOnce_}) {}

    /// Chooses the library's code for the shape; what it throws says that there is none.
    void choose() {
        driver_->run([&] {
            setOpenMpThreads(threads_);
            most_ = describe(typeOf(scheme_), shape_, atOnce_);
            product_ = dnnl::inner_product_forward(most_);
            if (const int rest = shape_.tokens % atOnce_; rest > 0) {
                rest_ = restOf(rest);
                restProduct_ = dnnl::inner_product_forward(rest_);
            }
        });
    }
    [[nodiscard]] memory::desc layout() const { return weightsOf(most_); }
    void use(Rotation& rotation) { rotation_ = &rotation; }

    bool run(const Activations& a, const std::stop_token& stop) override {
        driver_->run([&] {
            setOpenMpThreads(threads_);
            const auto start = std::chrono::steady_clock::now();
            compute(a, stop);
            seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        });
        return !stop.stop_requested();
    }
    [[nodiscard]] double seconds() const override { return seconds_; }
    [[nodiscard]] std::vector<float> lastWeights() const override {
        auto weights = rotation_->numbers(copy_);
        if (scheme_ == Scheme::int8)
            for (float& w : weights)
                w = float(toByte(w / weightScale)) * weightScale;
        return weights;
    }

private:
    using Description = dnnl::inner_product_forward::primitive_desc;

    /// The product of the last tokens, with the weights as they lie for the others.
    Description restOf(int tokens) const {
        using Tag = memory::format_tag;
        const auto type = typeOf(scheme_);
        const memory::desc src({tokens, shape_.cols}, type, Tag::ab),
            dst({tokens, shape_.rows}, most_.dst_desc().data_type(), Tag::ab);
        constexpr auto kind = dnnl::prop_kind::forward_inference;
#if DNNL_VERSION_MAJOR >= 3
        return {engine(), kind, src, layout(), dst};
#else
        return {{kind, src, layout(), dst}, engine()};
#endif
    }
    void compute(const Activations& a, const std::stop_token& stop) {
        memory weights = rotation_->next();
        copy_ = rotation_->last();
        for (int first = 0; first < shape_.tokens && !stop.stop_requested(); first += atOnce_) {
            const int tokens = std::min(atOnce_, shape_.tokens - first);
            const Description& what = tokens == atOnce_ ? most_ : rest_;
            float* const y = a.y + std::size_t(first) * std::size_t(shape_.rows);
            const float* const x = a.x + std::size_t(first) * std::size_t(shape_.cols);
            memory src(what.src_desc(), engine(), activation_.convert(x, tokens, stream_));
            memory dst(what.dst_desc(), engine(), activation_.results(y));
            (tokens == atOnce_ ? product_ : restProduct_)
                .execute(stream_, {{DNNL_ARG_SRC, src}, {DNNL_ARG_WEIGHTS, weights}, {DNNL_ARG_DST, dst}});
            stream_.wait();
            activation_.dequantize(y, tokens);
        }
    }

    Scheme scheme_;
    Shape shape_;
    int threads_;
    int atOnce_;
    std::shared_ptr<Driver> driver_;
    Activation activation_;
    dnnl::stream stream_{engine()};
    Description most_, rest_;
    dnnl::inner_product_forward product_, restProduct_;
    Rotation* rotation_ = nullptr;
    std::size_t copy_ = 0;
    double seconds_ = 0.0;
};

class Weights final : public ColdWeights {
public:
    Weights(Scheme scheme, std::size_t bytes, std::uint64_t seed)
        : scheme_(scheme)
        , bytes_(bytes)
        , pattern_(seed) {}

    [[nodiscard]] std::size_t bytes() const override { return bytes_; }
    [[nodiscard]] bool hugePages() const override { return Buffer(std::size_t(4) << 20).huge(); }
    std::unique_ptr<Runnable> product(const Shape& shape, ThreadPool& pool,
                                      const std::stop_token& stop) override {
        if (pool.size() > 1 && !setOpenMpThreads(pool.size()))
            return nullptr; // a build with threads that cannot be set
        auto product = std::make_unique<Product>(scheme_, shape, pool.size(), driverFor(pool.size()));
        try {
            product->choose();
        } catch (const dnnl::error&) {
            return nullptr;
        }
        Rotation* const rotation = rotationOf(product->layout(), shape, pool.size(), stop);
        if (!rotation)
            return nullptr;
        product->use(*rotation);
        return product;
    }
    std::unique_ptr<Runnable> operation(const OperationCase&, ThreadPool&, const std::stop_token&) override {
        return nullptr;
    }

private:
    /// Weights in the layout that the shape asks for, made where there are none yet.
    Rotation* rotationOf(const memory::desc& layout, const Shape& shape, int threads,
                         const std::stop_token& stop) {
        for (const auto& rotation : rotations_)
            if (rotation->serves(layout))
                return rotation.get();
        auto fresh = std::make_unique<Rotation>(layout, shape, bytes_, pattern_);
        bool filled = false;
        driverFor(threads)->run([&] {
            setOpenMpThreads(threads);
            filled = fresh->fill(scheme_, stop);
        });
        if (!filled)
            return nullptr;
        return rotations_.emplace_back(std::move(fresh)).get();
    }

    Scheme scheme_;
    std::size_t bytes_;
    WeightPattern pattern_;
    std::vector<std::unique_ptr<Rotation>> rotations_;
};

class OneDnn final : public Provider {
public:
    [[nodiscard]] ProviderInfo info() const override {
        const dnnl_version_t& v = *dnnl_version();
        return {"onednn", "oneDNN",
                std::to_string(v.major) + "." + std::to_string(v.minor) + "." + std::to_string(v.patch), "",
                ""};
    }
    [[nodiscard]] bool multiplies(Scheme scheme) const override {
        static const bool f16 = supported(Scheme::f16), bf16 = supported(Scheme::bf16);
        return scheme == Scheme::f32 || scheme == Scheme::int8 || (scheme == Scheme::bf16 && bf16) ||
               (scheme == Scheme::f16 && f16);
    }
    [[nodiscard]] std::size_t matrixBytes(Scheme scheme, int rows, int cols) const override {
        return multiplies(scheme)
                   ? std::size_t(rows) * std::size_t(cols) * memory::data_type_size(typeOf(scheme))
                   : 0;
    }
    [[nodiscard]] bool runs(const OperationCase&) const override { return false; }
    std::unique_ptr<ColdWeights> weights(Scheme scheme, std::size_t bytes, std::uint64_t seed,
                                         const std::stop_token& stop) override {
        if (!multiplies(scheme) || stop.stop_requested())
            return nullptr;
        return std::make_unique<Weights>(scheme, bytes, seed);
    }
};

} // namespace

std::unique_ptr<Provider> makeOneDnn() {
    return std::make_unique<OneDnn>();
}

} // namespace cellwright::kernels

#endif
