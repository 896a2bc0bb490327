// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace cellwright::kernels {

/// Y = W X in f32 by Eigen: `w` row-major rows x cols, `x` and `y` with `cols` and `stride` floats per token.
struct DenseProduct {
    const float* w = nullptr;
    int rows = 0;
    int cols = 0;
    const float* x = nullptr;
    int tokens = 1;
    float* y = nullptr;
    std::ptrdiff_t stride = 0;
};

/// By Eigen as built for the best instruction set of this processor (and of the forced target, in tests).
void multiplyF32(const DenseProduct& product);

namespace dense {
void multiplyBase(const DenseProduct& product);
void multiplyAvx2(const DenseProduct& product);
void multiplyAvx512(const DenseProduct& product);
} // namespace dense

} // namespace cellwright::kernels
