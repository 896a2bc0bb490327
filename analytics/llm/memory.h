// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/llm/accounting.h"

#include <cstdint>
#include <string_view>

/// Memory of inference in parts, and what fits. Templates over the recorder of analytics/explain,
/// instantiated for both recorders.
namespace cellwright::llm {

enum class KvLayout {
    contiguous, ///< room for the longest context is taken at once
    paged,      ///< whole pages, as the sequence grows (arXiv 2309.06180)
};

/// Whose rule for workspace and fixed overhead holds.
enum class Runtime {
    /// The rule of Accounting::workspaceBytes; no overhead.
    cellwright,
    /// llama.cpp without FlashAttention. Cache of each sequence in steps of 256 positions. Compute buffer for
    /// a
    /// micro-batch u of up to 512 tokens: 4·u·max(V + d, (h + 1)·C + 4·d) bytes, being logits and hidden
    /// vectors, or scores and mask of C positions and four hidden vectors. Derived from logs of it: 164 and
    /// 2144 MiB for
    /// 2048 and 32768 positions of a 7B model with 32 heads (github.com/fedora-copr/logdetective, pull
    /// request
    /// 106).
    llamaCpp,
    /// FasterTransformer in f16, fitted to the memory columns of its GPT guide
    /// (github.com/NVIDIA/FasterTransformer,
    /// docs/gpt_guide.md, one A100): beyond weights and cache a fixed part, and bytes per prompt token in
    /// proportion to the hidden size. The model of the table (350M, 1.3B, 6.7B) with the nearest hidden size
    /// gives both; its rows come back within 0.05, 0.06 and 0.15 GB. The guide does not say how long a GB is;
    /// 1e9 B is taken.
    fasterTransformer,
};
std::string_view runtimeName(Runtime runtime); ///< "cellwright", "llama.cpp", "fastertransformer"
Expected<Runtime> parseRuntime(std::string_view name);

/// What is served at once. Counts below 1 are 1.
struct ServingLoad {
    std::int64_t prompt = 512;  ///< tokens of a prompt; at most the context
    std::int64_t context = 640; ///< positions in use per sequence: prompt and answer
    std::int64_t batch = 1;     ///< sequences
    std::int64_t encoded = 0;   ///< vectors per sequence that cross-attention reads
    KvLayout layout = KvLayout::contiguous;
    std::int64_t capacity = 0; ///< positions allocated per sequence where contiguous; at least the context
    std::int64_t pageTokens = 16;
    Runtime runtime = Runtime::cellwright;
};

template <class R>
struct ServingMemory {
    Of<Bytes, R> weights;
    Of<Bytes, R> kvCache; ///< allocated; recurrent state and keys and values of the encoder's output included
    Of<Bytes, R> kvWaste; ///< of it, not in use
    Of<Bytes, R> workspace; ///< vectors while tokens are processed
    Of<Bytes, R> logits;
    Of<Bytes, R> overhead; ///< of the runtime
    Of<Bytes, R> total;    ///< all but the waste, which the cache contains
};

/// Memory that a host of the range needs.
template <class R>
ServingMemory<R> servingMemory(R& rec, const Model& model, const Accounting& accounting, BlockRange range,
                               const ServingLoad& load);

/// The largest batch, or the largest context (with all else as in `load`), with which servingMemory() is at
/// most `memory`; 0 if not even 1 is. At most Limits::context.
std::int64_t largestBatch(const Model& model, const Accounting& accounting, BlockRange range,
                          const ServingLoad& load, Bytes memory);
std::int64_t largestContext(const Model& model, const Accounting& accounting, BlockRange range,
                            const ServingLoad& load, Bytes memory);

} // namespace cellwright::llm
