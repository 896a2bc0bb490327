// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/providers/driver.h"
#include "analytics/kernels/providers/provider.h"

#include <ggml-backend.h>
#include <ggml-cpu.h>
#include <ggml.h>

#include <map>
#include <optional>

/// ggml's CPU backend as llama.cpp drives it. What only some versions have is asked of the headers, or of the
/// backend by name, so that the library may have been built in any way.
namespace cellwright::kernels::gguf {

struct FreeContext {
    void operator()(ggml_context* context) const { ggml_free(context); }
};
using Context = std::unique_ptr<ggml_context, FreeContext>;
/// A context that describes up to `tensors` tensors, without their data, and a graph of them.
Context makeContext(std::size_t tensors);

struct FreeBuffer {
    void operator()(ggml_backend_buffer_t buffer) const { ggml_backend_buffer_free(buffer); }
};
using BackendBuffer = std::unique_ptr<ggml_backend_buffer, FreeBuffer>;

/// The processor as ggml's backends know it; null where the library brings no such backend.
ggml_backend_dev_t processor();
/// Where llama.cpp would put these weights: into memory that the backend rearranges them in, where it has one
/// for them, else into plain memory.
ggml_backend_buffer_type_t homeOf(ggml_type type, int rows, int cols);

/// The tensor type of most matrices in a file of a scheme; nothing where ggml has none.
std::optional<ggml_type> typeOf(Scheme scheme);

/// A number of threads at work: those that ggml starts for llama.cpp, on a driver of their own.
class Engine {
public:
    explicit Engine(int threads);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Computes the graph once. The threads have just finished another one, as in a model at work. False when
    /// `stop` was requested before the end, between two operations.
    bool compute(ggml_cgraph* graph, const std::stop_token& stop);
    [[nodiscard]] double seconds() const { return seconds_; }
    /// Runs something else on the driver.
    void run(const std::function<void()>& task) { driver_->run(task); }

private:
    int threads_;
    std::shared_ptr<Driver> driver_;
    ggml_backend_t backend_ = nullptr;
    Context small_;
    ggml_cgraph* smallGraph_ = nullptr;
    std::vector<std::byte> smallData_;
    double seconds_ = 0.0;
};

/// Random weights of one type, of which any part stands for a matrix, in each kind of memory that llama.cpp
/// would put them.
class Arena {
public:
    Arena(ggml_type type, std::size_t bytes, std::uint64_t seed);

    [[nodiscard]] ggml_type type() const { return type_; }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    [[nodiscard]] bool fits(int rows, int cols) const;
    /// A matrix without data yet; move() must follow.
    ggml_tensor* matrix(ggml_context* context, int rows, int cols);
    /// Moves a matrix of this arena on, to weights that have left the caches.
    void move(ggml_tensor* matrix);
    /// Reads through the memory, so that all else leaves the caches.
    std::uint64_t displace();

private:
    struct Memory {
        ggml_backend_buffer_type_t kind;
        std::shared_ptr<std::byte> own; ///< of a plain buffer
        BackendBuffer buffer;
        std::size_t offset = 0;
    };
    Memory& memoryOf(ggml_backend_buffer_type_t kind);
    Memory allocate(ggml_backend_buffer_type_t kind) const;
    void fill(Memory& memory) const;

    ggml_type type_;
    std::size_t bytes_;
    std::uint64_t seed_;
    std::size_t step_; ///< matrices begin at multiples of it: whole groups of interleaved rows
    std::vector<Memory> memories_;
};

/// The arenas of a scheme: a file of most schemes keeps some matrices in a type of their own.
class Arenas {
public:
    Arenas(std::size_t bytes, std::uint64_t seed)
        : bytes_(bytes)
        , seed_(seed) {}
    Arena& of(ggml_type type);

private:
    std::size_t bytes_;
    std::uint64_t seed_;
    std::map<ggml_type, std::unique_ptr<Arena>> arenas_;
};

} // namespace cellwright::kernels::gguf
