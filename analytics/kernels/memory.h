// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace cellwright::kernels {

/// Memory aligned to 2 MiB, zeroed unless it is made untouched, in huge pages where the system offers them on
/// request.
class Buffer {
public:
    Buffer() = default;
    explicit Buffer(std::size_t bytes);
    /// Memory that nothing was written to yet: its pages come, on the node of whoever writes, when it is.
    static Buffer untouched(std::size_t bytes);
    ~Buffer();
    Buffer(Buffer&& other) noexcept;
    Buffer& operator=(Buffer&& other) noexcept;
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;

    [[nodiscard]] std::byte* data() { return data_; }
    [[nodiscard]] const std::byte* data() const { return data_; }
    [[nodiscard]] std::size_t size() const { return size_; }
    /// The system accepted the request for huge pages.
    [[nodiscard]] bool huge() const { return huge_; }
    template <class T>
    T* as() {
        return reinterpret_cast<T*>(data_);
    }
    template <class T>
    const T* as() const {
        return reinterpret_cast<const T*>(data_);
    }

private:
    std::byte* data_ = nullptr;
    std::size_t size_ = 0;
    bool huge_ = false;
};

} // namespace cellwright::kernels
