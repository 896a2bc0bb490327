// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/providers/ggml_layer.h"

#include <ggml-alloc.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>

namespace cellwright::kernels::gguf {
namespace {

// What the headers at hand offer. The calls depend on a parameter, so that they need not exist.
template <class C>
concept WritesRows = requires(C* c, ggml_tensor* t) {
    ggml_set_rows(c, t, t, t);
};
template <class C>
concept FusesGate = requires(C* c, ggml_tensor* t) {
    ggml_swiglu_split(c, t, t);
};
template <class T>
concept HasSinks = requires(T* t) {
    ggml_flash_attn_ext_add_sinks(t, t);
};

/// llama.cpp chose flash attention by itself from August 2025 on, weeks after ggml had got attention sinks.
constexpr bool flashByDefault = HasSinks<ggml_tensor>;
/// With it, and a little before, it writes the cache row by row and keeps its length in steps of 256.
constexpr bool writesRows = WritesRows<ggml_context>;

constexpr int layersAtOnce = 4;

struct FreeAllocator {
    void operator()(ggml_gallocr_t allocator) const { ggml_gallocr_free(allocator); }
};

constexpr int roundUp(int n, int step) {
    return (n + step - 1) / step * step;
}

/// What llama-quantize takes instead where the columns do not fill the blocks of a type.
ggml_type fitting(ggml_type type, int cols) {
    if (cols % int(ggml_blck_size(type)) == 0)
        return type;
    ggml_type other = GGML_TYPE_F16;
    if (type == GGML_TYPE_Q2_K || type == GGML_TYPE_Q3_K || type == GGML_TYPE_IQ4_XS)
        other = GGML_TYPE_IQ4_NL;
    if (type == GGML_TYPE_Q4_K)
        other = GGML_TYPE_Q5_0;
    if (type == GGML_TYPE_Q5_K)
        other = GGML_TYPE_Q5_1;
    if (type == GGML_TYPE_Q6_K)
        other = GGML_TYPE_Q8_0;
    return cols % int(ggml_blck_size(other)) == 0 ? other : GGML_TYPE_F16;
}

/// A graph with the memory of all that it computes.
class Graph : public Runnable {
public:
    Graph(const OperationCase& what, Engine& engine, int layers)
        : what_(what)
        , engine_(engine)
        , layers_(layers)
        , context_(makeContext(std::size_t(64 + 80 * layers)))
        , graph_(ggml_new_graph_custom(context_.get(), std::size_t(64 + 80 * layers), false)) {}

    bool run(const Activations&, const std::stop_token& stop) override {
        moveOn();
        setInputs();
        return engine_.compute(graph_, stop);
    }
    [[nodiscard]] double seconds() const override { return engine_.seconds(); }
    [[nodiscard]] int layersPerRun() const override { return layers_; }
    std::span<float> output() override {
        return {static_cast<float*>(result_->data), std::size_t(ggml_nelements(result_))};
    }

protected:
    virtual void moveOn() {}

    ggml_context* c() { return context_.get(); }
    ggml_tensor* input(ggml_type type, std::int64_t cols, std::int64_t rows = 1) {
        ggml_tensor* const tensor = ggml_new_tensor_2d(c(), type, cols, rows);
        ggml_set_input(tensor);
        return tensor;
    }
    /// Gives every tensor without memory its own, as llama.cpp does.
    void finish(ggml_tensor* result) {
        result_ = result;
        ggml_set_output(result);
        ggml_build_forward_expand(graph_, result);
        allocator_.reset(ggml_gallocr_new(ggml_backend_dev_buffer_type(processor())));
        ggml_gallocr_alloc_graph(allocator_.get(), graph_);
    }
    virtual void setInputs() = 0;

    const OperationCase what_;
    const LayerShape& shape_ = what_.shape;
    Engine& engine_;
    int layers_;
    Context context_;
    ggml_cgraph* graph_;
    ggml_tensor* result_ = nullptr;

private:
    std::unique_ptr<ggml_gallocr, FreeAllocator> allocator_;
};

/// Next to nothing: what starting costs.
class Minimal final : public Graph {
public:
    Minimal(const OperationCase& what, Engine& engine)
        : Graph(what, engine, 1)
        , x_(input(GGML_TYPE_F32, 32)) {
        finish(ggml_scale(c(), x_, 0.5f));
    }

private:
    void setInputs() override {
        const std::vector<float> ones(32, 1.0f);
        ggml_backend_tensor_set(x_, ones.data(), 0, ones.size() * sizeof(float));
    }
    ggml_tensor* x_;
};

/// What layers and attention alone have in common: caches, mask, positions.
class Attending : public Graph {
public:
    Attending(const OperationCase& what, Engine& engine, int layers)
        : Graph(what, engine, layers)
        , flash_(flashByDefault || what.cache == Scheme::q8_0)
        , cacheType_(*typeOf(what.cache)) {
        const int step = flash_ || writesRows ? 256 : 32;
        seen_ = roundUp(what.depth + what.tokens, step);
        capacity_ = seen_ + step; // room for what a benchmark generates
        makeCaches();
        mask_ = input(flash_ && writesRows ? GGML_TYPE_F16 : GGML_TYPE_F32, seen_, maskRows());
        // Older versions computed with a mask in f32 and, for flash attention, converted it once for all
        // layers.
        usedMask_ = flash_ && !writesRows ? ggml_cast(c(), mask_, GGML_TYPE_F16) : mask_;
    }

protected:
    [[nodiscard]] int maskRows() const {
#ifdef GGML_KQ_MASK_PAD
        return roundUp(what_.tokens, GGML_KQ_MASK_PAD);
#else
        return what_.tokens;
#endif
    }

    /// softmax(q k / sqrt(headSize)) v over the layer's cache; q is headSize x heads x tokens.
    ggml_tensor* attend(ggml_tensor* q, int layer) {
        const std::int64_t size = shape_.headSize, heads = shape_.cacheHeads;
        const std::size_t row = ggml_row_size(cacheType_, shape_.cacheCols()),
                          head = ggml_row_size(cacheType_, size);
        const float scale = 1.0f / std::sqrt(float(size));
        q = ggml_permute(c(), q, 0, 2, 1, 3);
        ggml_tensor* const k = ggml_view_3d(c(), keys_[std::size_t(layer)], size, seen_, heads, row, head, 0);
        ggml_tensor* const values = values_[std::size_t(layer)];
        if (flash_) {
            ggml_tensor* const v = ggml_view_3d(c(), values, size, seen_, heads, row, head, 0);
            ggml_tensor* const out = ggml_flash_attn_ext(c(), q, k, v, usedMask_, scale, 0.0f, 0.0f);
            ggml_flash_attn_ext_set_prec(out, GGML_PREC_F32);
            return ggml_reshape_2d(c(), out, shape_.queryCols(), what_.tokens);
        }
        ggml_tensor* scores = ggml_mul_mat(c(), k, q);
        ggml_mul_mat_set_prec(scores, GGML_PREC_F32);
        scores = ggml_soft_max_ext(c(), scores, usedMask_, scale, 0.0f);
        const std::size_t element = ggml_element_size(values), across = element * std::size_t(capacity_);
        ggml_tensor* const v =
            ggml_view_3d(c(), values, seen_, size, heads, across, across * std::size_t(size), 0);
        ggml_tensor* const out = ggml_permute(c(), ggml_mul_mat(c(), v, scores), 0, 2, 1, 3);
        return ggml_cont_2d(c(), out, shape_.queryCols(), what_.tokens);
    }

    void setMask() {
        std::vector<float> mask(std::size_t(seen_) * std::size_t(maskRows()), -INFINITY);
        for (int t = 0; t < what_.tokens; ++t)
            std::fill_n(mask.begin() + std::ptrdiff_t(t) * seen_, what_.depth + t + 1, 0.0f);
        if (mask_->type == GGML_TYPE_F32)
            return ggml_backend_tensor_set(mask_, mask.data(), 0, mask.size() * sizeof(float));
        std::vector<ggml_fp16_t> halves(mask.size());
        ggml_fp32_to_fp16_row(mask.data(), halves.data(), std::int64_t(mask.size()));
        ggml_backend_tensor_set(mask_, halves.data(), 0, halves.size() * sizeof(ggml_fp16_t));
    }
    void setRandom(ggml_tensor* tensor) {
        if (random_.empty()) {
            std::mt19937_64 generator(11);
            std::normal_distribution<float> normal;
            random_.resize(std::size_t(ggml_nelements(tensor)));
            std::ranges::generate(random_, [&] { return normal(generator); });
        }
        ggml_backend_tensor_set(tensor, random_.data(), 0, random_.size() * sizeof(float));
    }

    bool flash_;
    ggml_type cacheType_;
    int seen_ = 0;     ///< positions that attention reads, those past the last one masked
    int capacity_ = 0; ///< positions that the cache has
    std::vector<ggml_tensor*> keys_, values_;
    ggml_tensor* mask_ = nullptr;
    ggml_tensor* usedMask_ = nullptr;

private:
    void makeCaches() {
        cacheContext_ = makeContext(std::size_t(2 * layers_ + 2));
        for (int i = 0; i < layers_; ++i)
            for (auto* const kind : {&keys_, &values_})
                kind->push_back(ggml_new_tensor_1d(cacheContext_.get(), cacheType_,
                                                   std::int64_t(shape_.cacheCols()) * capacity_));
        cacheMemory_.reset(ggml_backend_alloc_ctx_tensors_from_buft(
            cacheContext_.get(), ggml_backend_dev_buffer_type(processor())));
        std::mt19937_64 generator(5);
        std::normal_distribution<float> normal;
        std::vector<float> some(std::size_t(shape_.cacheCols()) *
                                32); // the same 32 positions again and again
        std::ranges::generate(some, [&] { return normal(generator); });
        std::vector<std::byte> encoded(ggml_row_size(cacheType_, std::int64_t(some.size())));
        ggml_quantize_chunk(cacheType_, some.data(), encoded.data(), 0, 1, std::int64_t(some.size()),
                            nullptr);
        for (const auto* const kind : {&keys_, &values_})
            for (ggml_tensor* const cache : *kind)
                for (std::size_t at = 0; at < ggml_nbytes(cache); at += encoded.size())
                    ggml_backend_tensor_set(cache, encoded.data(), at,
                                            std::min(encoded.size(), ggml_nbytes(cache) - at));
    }

    Context cacheContext_;
    BackendBuffer cacheMemory_;
    std::vector<float> random_;
};

class Attention final : public Attending {
public:
    Attention(const OperationCase& what, Arena& arena, Engine& engine)
        : Attending(what, engine, 1)
        , arena_(arena)
        , q_(ggml_new_tensor_3d(c(), GGML_TYPE_F32, shape_.headSize, shape_.heads, what.tokens)) {
        ggml_set_input(q_);
        finish(attend(q_, 0));
    }
    /// Other layers would have displaced keys and values.
    void prepare() override { sink_ ^= arena_.displace(); }

private:
    void setInputs() override {
        setMask();
        setRandom(q_);
    }
    Arena& arena_;
    ggml_tensor* q_;
    std::uint64_t sink_ = 0;
};

class Layers final : public Attending {
public:
    Layers(const OperationCase& what, Arenas& arenas, Engine& engine)
        : Attending(what, engine, layersAtOnce)
        , x_(input(GGML_TYPE_F32, shape_.hidden, what.tokens))
        , positions_(ggml_new_tensor_1d(c(), GGML_TYPE_I32, what.tokens)) {
        ggml_set_input(positions_);
        makeRows();
        makeWeights(arenas);
        ggml_tensor* x = x_;
        for (int i = 0; i < layers_; ++i)
            x = layer(x, i);
        finish(x);
    }

private:
    struct Weight {
        Arena* arena;
        ggml_tensor* matrix;
    };

    void makeRows() {
        if constexpr (writesRows) {
            rows_ = ggml_new_tensor_1d(c(), GGML_TYPE_I64, what_.tokens);
            ggml_set_input(rows_);
        }
    }
    void makeWeights(Arenas& arenas) {
        weightContext_ = makeContext(std::size_t(layerMatrices * layers_ + 2));
        normContext_ = makeContext(4);
        for (int i = 0; i < layers_; ++i)
            for (int m = 0; m < layerMatrices; ++m) {
                const MatrixSize size = sizeOf(shape_, LayerMatrix(m));
                Arena& arena = arenas.of(fitting(*typeOf(what_.weights), size.cols));
                weights_.push_back({&arena, size.rows > 0
                                                ? arena.matrix(weightContext_.get(), size.rows, size.cols)
                                                : nullptr});
            }
        norm_ = ggml_new_tensor_1d(normContext_.get(), GGML_TYPE_F32, shape_.hidden);
        normMemory_.reset(ggml_backend_alloc_ctx_tensors_from_buft(
            normContext_.get(), ggml_backend_dev_buffer_type(processor())));
        const std::vector<float> ones(std::size_t(shape_.hidden), 1.0f);
        ggml_backend_tensor_set(norm_, ones.data(), 0, ones.size() * sizeof(float));
    }
    ggml_tensor* product(LayerMatrix matrix, int layer, ggml_tensor* x) {
        return ggml_mul_mat(c(), weights_[std::size_t(layer * layerMatrices + int(matrix))].matrix, x);
    }
    ggml_tensor* normalized(ggml_tensor* x) {
        return ggml_mul(c(), ggml_rms_norm(c(), x, shape_.epsilon), norm_);
    }
    ggml_tensor* rotated(ggml_tensor* x, int heads) {
        x = ggml_reshape_3d(c(), x, shape_.headSize, heads, what_.tokens);
        const int mode = shape_.rotaryPairs == RotaryPairs::halves ? GGML_ROPE_TYPE_NEOX : 0;
        return ggml_rope_ext(c(), x, positions_, nullptr, shape_.headSize, mode, 0, shape_.rotaryBase, 1.0f,
                             0.0f, 1.0f, 32.0f, 1.0f);
    }

    /// Keys and values of the tokens to their places in the cache.
    void store(ggml_tensor* k, ggml_tensor* v, int layer) {
        const std::int64_t cols = shape_.cacheCols();
        ggml_tensor *const keys = keys_[std::size_t(layer)], *const values = values_[std::size_t(layer)];
        const auto put = [&](ggml_tensor* from, ggml_tensor* to) {
            ggml_build_forward_expand(graph_,
                                      putRows(c(), ggml_reshape_2d(c(), from, cols, what_.tokens), to, cols));
        };
        put(k, keys);
        if (flash_)
            return put(v, values);
        const std::size_t element = ggml_element_size(values);
        ggml_tensor* const place =
            ggml_view_2d(c(), values, what_.tokens, cols, element * std::size_t(capacity_),
                         element * std::size_t(what_.depth));
        ggml_build_forward_expand(graph_, ggml_cpy(c(), ggml_transpose(c(), v), place));
    }
    template <class C>
    ggml_tensor* putRows(C* context, ggml_tensor* from, ggml_tensor* to, std::int64_t cols) {
        if constexpr (WritesRows<C>) {
            return ggml_set_rows(context, ggml_reshape_2d(context, to, cols, capacity_), from, rows_);
        } else {
            const std::size_t row = ggml_row_size(cacheType_, cols);
            ggml_tensor* const place =
                ggml_view_1d(context, to, cols * what_.tokens, row * std::size_t(what_.depth));
            return ggml_cpy(context, from, place);
        }
    }

    ggml_tensor* attention(ggml_tensor* x, int layer) {
        ggml_tensor* const q = rotated(product(LayerMatrix::query, layer, x), shape_.heads);
        ggml_tensor* const k = rotated(product(LayerMatrix::key, layer, x), shape_.cacheHeads);
        ggml_tensor* const v = product(LayerMatrix::value, layer, x);
        for (ggml_tensor* const node : {q, v, k})
            ggml_build_forward_expand(graph_, node);
        store(k, v, layer);
        ggml_tensor* const attended = attend(q, layer);
        ggml_build_forward_expand(graph_, attended);
        return product(LayerMatrix::output, layer, attended);
    }
    template <class C>
    ggml_tensor* gated(C* context, ggml_tensor* gate, ggml_tensor* up) {
        if constexpr (FusesGate<C>)
            return ggml_swiglu_split(context, gate, up);
        else
            return ggml_mul(context, ggml_silu(context, gate), up);
    }
    ggml_tensor* feedForward(ggml_tensor* x, int layer) {
        ggml_tensor* const up = product(LayerMatrix::up, layer, x);
        ggml_tensor* const middle =
            shape_.gated ? gated(c(), product(LayerMatrix::gate, layer, x), up) : ggml_gelu(c(), up);
        return product(LayerMatrix::down, layer, middle);
    }
    ggml_tensor* layer(ggml_tensor* x, int index) {
        ggml_tensor* const half = ggml_add(c(), attention(normalized(x), index), x);
        return ggml_add(c(), feedForward(normalized(half), index), half);
    }

    void moveOn() override {
        for (const Weight& weight : weights_)
            if (weight.matrix)
                weight.arena->move(weight.matrix);
    }
    void setInputs() override {
        setMask();
        setRandom(x_);
        std::vector<std::int32_t> positions(std::size_t(what_.tokens));
        std::vector<std::int64_t> rows(positions.size());
        for (int t = 0; t < what_.tokens; ++t)
            rows[std::size_t(t)] = positions[std::size_t(t)] = what_.depth + t;
        ggml_backend_tensor_set(positions_, positions.data(), 0, positions.size() * sizeof(std::int32_t));
        if (rows_)
            ggml_backend_tensor_set(rows_, rows.data(), 0, rows.size() * sizeof(std::int64_t));
    }

    ggml_tensor* x_;
    ggml_tensor* positions_;
    ggml_tensor* rows_ = nullptr;
    Context weightContext_, normContext_;
    BackendBuffer normMemory_;
    ggml_tensor* norm_ = nullptr;
    std::vector<Weight> weights_; ///< by layer and matrix
};

/// Whether all matrices of the layer find room.
bool fits(const OperationCase& what, Arenas& arenas) {
    for (int m = 0; m < layerMatrices; ++m) {
        const MatrixSize size = sizeOf(what.shape, LayerMatrix(m));
        const ggml_type type = fitting(*typeOf(what.weights), size.cols);
        if (size.rows > 0 && !arenas.of(type).fits(size.rows, size.cols))
            return false;
    }
    return true;
}

} // namespace

bool hasOperation(const OperationCase& what) {
    if (what.kernel == graphKernel)
        return true;
    const bool cached = what.cache == Scheme::f16 || what.cache == Scheme::q8_0;
    return cached && (what.kernel == attentionKernel || (what.kernel == layerKernel && typeOf(what.weights)));
}

std::unique_ptr<Runnable> makeOperation(const OperationCase& what, Arenas& arenas, Engine& engine) {
    if (what.kernel == graphKernel)
        return std::make_unique<Minimal>(what, engine);
    if (what.kernel == attentionKernel)
        return std::make_unique<Attention>(what, arenas.of(*typeOf(what.weights)), engine);
    if (!fits(what, arenas))
        return nullptr;
    return std::make_unique<Layers>(what, arenas, engine);
}

} // namespace cellwright::kernels::gguf
