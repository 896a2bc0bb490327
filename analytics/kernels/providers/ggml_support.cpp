// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/providers/ggml_support.h"

#include <sys/mman.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <numeric>
#include <random>

namespace cellwright::kernels::gguf {
namespace {

/// A function of the CPU backend by name; null where this version has none.
template <class Function>
Function backendFunction(const char* name) {
    return reinterpret_cast<Function>(
        ggml_backend_reg_get_proc_address(ggml_backend_dev_backend_reg(processor()), name));
}

/// llama.cpp's question: would the backend multiply these weights if they lay in such memory?
bool multipliesIn(ggml_backend_buffer_type_t kind, ggml_type type, int rows, int cols) {
    const Context context = makeContext(8);
    ggml_tensor* const w = ggml_new_tensor_2d(context.get(), type, cols, rows);
    ggml_tensor* const x = ggml_new_tensor_2d(context.get(), GGML_TYPE_F32, cols, 512);
    ggml_tensor* const product = ggml_mul_mat(context.get(), w, x);
    const BackendBuffer none(ggml_backend_buft_alloc_buffer(kind, 0));
    w->buffer = none.get();
    const bool yes = ggml_backend_dev_supports_op(processor(), product);
    w->buffer = nullptr;
    return yes;
}

/// Memory in pages of the ordinary size, as a mapped model file has.
std::shared_ptr<std::byte> smallPages(std::size_t bytes) {
    void* const data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (data == MAP_FAILED)
        throw std::bad_alloc();
#ifdef MADV_NOHUGEPAGE
    madvise(data, bytes, MADV_NOHUGEPAGE);
#endif
    return {static_cast<std::byte*>(data), [bytes](std::byte* memory) { munmap(memory, bytes); }};
}

constexpr int patternRows = 128, patternCols = 4096;

std::vector<std::byte> patternOf(ggml_type type, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<float> uniform(-0.05f, 0.05f); // the size of trained weights
    std::vector<float> weights(std::size_t(patternRows) * patternCols);
    std::ranges::generate(weights, [&] { return uniform(random); });
    std::vector<std::byte> pattern(ggml_row_size(type, patternCols) * patternRows);
    if (type == GGML_TYPE_F32)
        std::memcpy(pattern.data(), weights.data(), pattern.size());
    else
        ggml_quantize_chunk(type, weights.data(), pattern.data(), 0, patternRows, patternCols, nullptr);
    return pattern;
}

} // namespace

Context makeContext(std::size_t tensors) {
    const std::size_t bytes = tensors * ggml_tensor_overhead() + ggml_graph_overhead_custom(tensors, false);
    return Context(ggml_init({bytes, nullptr, true}));
}

ggml_backend_dev_t processor() {
    static const ggml_backend_dev_t device = [] {
        ggml_log_set([](ggml_log_level, const char*, void*) {}, nullptr);
#ifdef CELLWRIGHT_GGML_LINKS_PROCESSOR
        return ggml_backend_reg_dev_get(ggml_backend_cpu_reg(), 0);
#else
        ggml_backend_load_all(); // a build whose backends are modules
        return ggml_backend_dev_by_type(GGML_BACKEND_DEVICE_TYPE_CPU);
#endif
    }();
    return device;
}

ggml_backend_buffer_type_t homeOf(ggml_type type, int rows, int cols) {
    static const auto extra =
        backendFunction<ggml_backend_dev_get_extra_bufts_t>("ggml_backend_dev_get_extra_bufts");
    for (ggml_backend_buffer_type_t* kind = extra ? extra(processor()) : nullptr; kind && *kind; ++kind)
        if (multipliesIn(*kind, type, rows, cols))
            return *kind;
    return ggml_backend_dev_buffer_type(processor());
}

std::optional<ggml_type> typeOf(Scheme scheme) {
    switch (scheme) {
    case Scheme::f32:
        return GGML_TYPE_F32;
    case Scheme::f16:
        return GGML_TYPE_F16;
    case Scheme::bf16:
        return GGML_TYPE_BF16;
    case Scheme::q8_0:
        return GGML_TYPE_Q8_0;
    case Scheme::q6_k:
        return GGML_TYPE_Q6_K;
    case Scheme::q5_k_m:
        return GGML_TYPE_Q5_K;
    case Scheme::q5_0:
        return GGML_TYPE_Q5_0;
    case Scheme::q4_k_m:
    case Scheme::q4_k_s:
        return GGML_TYPE_Q4_K;
    case Scheme::q4_0:
        return GGML_TYPE_Q4_0;
    case Scheme::iq4_xs:
        return GGML_TYPE_IQ4_XS;
    case Scheme::q3_k_m:
        return GGML_TYPE_Q3_K;
    case Scheme::q2_k:
        return GGML_TYPE_Q2_K;
    default:
        return {};
    }
}

// ---- Engine ----

Engine::Engine(int threads)
    : threads_(threads)
    , driver_(driverFor(threads))
    , backend_(ggml_backend_dev_init(processor(), nullptr))
    , small_(makeContext(4))
    , smallData_(64) {
    backendFunction<ggml_backend_set_n_threads_t>("ggml_backend_set_n_threads")(backend_, threads);
    ggml_tensor* const one = ggml_new_tensor_1d(small_.get(), GGML_TYPE_F32, 8);
    ggml_tensor* const sum = ggml_scale_inplace(small_.get(), one, 0.5f);
    one->data = sum->data = smallData_.data();
    smallGraph_ = ggml_new_graph_custom(small_.get(), 4, false);
    ggml_build_forward_expand(smallGraph_, sum);
}

Engine::~Engine() {
    ggml_backend_free(backend_);
}

bool Engine::compute(ggml_cgraph* graph, const std::stop_token& stop) {
    static const auto makePool = backendFunction<decltype(&ggml_threadpool_new)>("ggml_threadpool_new");
    static const auto freePool = backendFunction<decltype(&ggml_threadpool_free)>("ggml_threadpool_free");
    static const auto usePool =
        backendFunction<decltype(&ggml_backend_cpu_set_threadpool)>("ggml_backend_cpu_set_threadpool");
    static const auto setAbort =
        backendFunction<ggml_backend_set_abort_callback_t>("ggml_backend_set_abort_callback");
    const auto stopped = [](void* token) {
        return static_cast<const std::stop_token*>(token)->stop_requested();
    };
    bool done = false;
    driver_->run([&] {
        // As llama-bench makes it. Its threads would go on polling for work; they end with it.
        ggml_threadpool_params parameters = ggml_threadpool_params_default(threads_);
        ggml_threadpool* const pool = makePool(&parameters);
        usePool(backend_, pool);
        setAbort(backend_, stopped, const_cast<std::stop_token*>(&stop));
        ggml_backend_graph_compute(backend_, smallGraph_);
        const auto start = std::chrono::steady_clock::now();
        done = ggml_backend_graph_compute(backend_, graph) == GGML_STATUS_SUCCESS;
        seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        setAbort(backend_, nullptr, nullptr);
        usePool(backend_, nullptr);
        freePool(pool);
    });
    return done && !stop.stop_requested();
}

// ---- Arena ----

Arena::Arena(ggml_type type, std::size_t bytes, std::uint64_t seed)
    : type_(type)
    , bytes_(bytes)
    , seed_(seed)
    , step_(std::lcm(std::size_t(64), 16 * ggml_type_size(type))) {}

bool Arena::fits(int rows, int cols) const {
    return cols % int(ggml_blck_size(type_)) == 0 && ggml_row_size(type_, cols) * std::size_t(rows) <= bytes_;
}

ggml_tensor* Arena::matrix(ggml_context* context, int rows, int cols) {
    Memory& memory = memoryOf(homeOf(type_, rows, cols));
    ggml_tensor* const matrix = ggml_new_tensor_2d(context, type_, cols, rows);
    ggml_backend_tensor_alloc(memory.buffer.get(), matrix, ggml_backend_buffer_get_base(memory.buffer.get()));
    return matrix;
}

void Arena::move(ggml_tensor* matrix) {
    const auto found =
        std::ranges::find_if(memories_, [&](const Memory& m) { return m.buffer.get() == matrix->buffer; });
    const std::size_t size = ggml_backend_buffer_get_alloc_size(matrix->buffer, matrix);
    if (found->offset + size > ggml_backend_buffer_get_size(matrix->buffer))
        found->offset = 0;
    matrix->data = static_cast<std::byte*>(ggml_backend_buffer_get_base(matrix->buffer)) + found->offset;
    found->offset += (size + step_ - 1) / step_ * step_;
}

std::uint64_t Arena::displace() {
    std::uint64_t sum = 0;
    if (memories_.empty())
        memoryOf(ggml_backend_dev_buffer_type(processor()));
    for (const Memory& memory : memories_) {
        const auto* const data =
            static_cast<const std::uint64_t*>(ggml_backend_buffer_get_base(memory.buffer.get()));
        for (std::size_t i = 0; i < bytes_ / sizeof(std::uint64_t); i += 8)
            sum += data[i];
    }
    return sum;
}

Arena::Memory& Arena::memoryOf(ggml_backend_buffer_type_t kind) {
    const auto found = std::ranges::find(memories_, kind, &Memory::kind);
    if (found != memories_.end())
        return *found;
    Memory fresh = allocate(kind);
    fill(fresh);
    return memories_.emplace_back(std::move(fresh));
}

Arena::Memory Arena::allocate(ggml_backend_buffer_type_t kind) const {
    Memory memory{kind, nullptr, nullptr, 0};
    if (kind == ggml_backend_dev_buffer_type(processor())) {
        memory.own = smallPages(bytes_);
        memory.buffer.reset(ggml_backend_cpu_buffer_from_ptr(memory.own.get(), bytes_));
    } else {
        // A little more: some kinds of memory keep sums beside the weights.
        memory.buffer.reset(ggml_backend_buft_alloc_buffer(kind, bytes_ + bytes_ / 8));
    }
    ggml_backend_buffer_set_usage(memory.buffer.get(), GGML_BACKEND_BUFFER_USAGE_WEIGHTS);
    return memory;
}

/// One pattern again and again, in the order in which this kind of memory keeps it.
void Arena::fill(Memory& memory) const {
    const auto pattern = patternOf(type_, seed_);
    auto* const base = static_cast<std::byte*>(ggml_backend_buffer_get_base(memory.buffer.get()));
    const std::size_t size = ggml_backend_buffer_get_size(memory.buffer.get());
    std::vector<std::byte> arranged = pattern;
    if (!memory.own && pattern.size() <= size) {
        const Context context = makeContext(2);
        ggml_tensor* const tensor = ggml_new_tensor_2d(context.get(), type_, patternCols, patternRows);
        ggml_backend_tensor_alloc(memory.buffer.get(), tensor, base);
        ggml_backend_tensor_set(tensor, pattern.data(), 0, pattern.size());
        std::memcpy(arranged.data(), base, arranged.size());
    }
    for (std::size_t at = 0; at < size; at += arranged.size())
        std::memcpy(base + at, arranged.data(), std::min(arranged.size(), size - at));
}

Arena& Arenas::of(ggml_type type) {
    auto& arena = arenas_[type];
    if (!arena)
        arena = std::make_unique<Arena>(type, bytes_, seed_);
    return *arena;
}

} // namespace cellwright::kernels::gguf
