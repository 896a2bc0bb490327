// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/memory.h"

#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace cellwright::kernels {
namespace {

constexpr std::size_t hugePage = 2u << 20;

std::size_t alignmentOf(std::size_t bytes) {
    return bytes >= hugePage ? hugePage : 64;
}

bool askForHugePages([[maybe_unused]] void* data, [[maybe_unused]] std::size_t bytes) {
#ifdef __linux__
    return bytes >= hugePage && madvise(data, bytes, MADV_HUGEPAGE) == 0;
#else
    return false;
#endif
}

} // namespace

Buffer Buffer::untouched(std::size_t bytes) {
    Buffer buffer;
    buffer.size_ = bytes;
    if (bytes == 0)
        return buffer;
    const std::size_t alignment = alignmentOf(bytes),
                      rounded = (bytes + alignment - 1) / alignment * alignment;
    buffer.data_ = static_cast<std::byte*>(std::aligned_alloc(alignment, rounded));
    if (!buffer.data_)
        throw std::bad_alloc();
    buffer.huge_ = askForHugePages(buffer.data_, rounded);
    return buffer;
}

Buffer::Buffer(std::size_t bytes)
    : Buffer(untouched(bytes)) {
    if (data_)
        std::memset(data_, 0, size_); // faults the pages in, so that no measurement does
}

Buffer::~Buffer() {
    std::free(data_);
}

Buffer::Buffer(Buffer&& other) noexcept
    : data_(std::exchange(other.data_, nullptr))
    , size_(std::exchange(other.size_, 0))
    , huge_(std::exchange(other.huge_, false)) {}

Buffer& Buffer::operator=(Buffer&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(huge_, other.huge_);
    return *this;
}

} // namespace cellwright::kernels
