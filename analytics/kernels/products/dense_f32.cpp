// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/products/dense_f32.h"

#include "analytics/kernels/products/simd.h"

namespace cellwright::kernels {

void multiplyF32(const DenseProduct& product) {
#if defined(__x86_64__)
    const std::string target = simd::targetName();
    if (target.starts_with("AVX3"))
        return dense::multiplyAvx512(product);
    if (target == "AVX2")
        return dense::multiplyAvx2(product);
#endif
    dense::multiplyBase(product);
}

} // namespace cellwright::kernels
