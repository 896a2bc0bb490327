// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cellwright::kernels::simd {

/// Instructions that Highway 1.0 knows no target for, as this processor has them.
struct Extensions {
    bool avxVnni = false;    ///< 8-bit dot products on 256 bits, used beside AVX2
    bool avx512Bf16 = false; ///< bf16 dot products, used beside AVX3_DL
};
Extensions extensions();

} // namespace cellwright::kernels::simd
