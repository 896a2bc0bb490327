// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Included once per instruction set.
#if defined(CELLWRIGHT_KERNELS_EXPONENTIAL_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef CELLWRIGHT_KERNELS_EXPONENTIAL_INL_H
#undef CELLWRIGHT_KERNELS_EXPONENTIAL_INL_H
#else
#define CELLWRIGHT_KERNELS_EXPONENTIAL_INL_H
#endif

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace cellwright::kernels::HWY_NAMESPACE {

/// e^x; 0 for x below -87, as large as e^88 above it.
template <class V>
HWY_INLINE V exponential(V x) {
    namespace hn = hwy::HWY_NAMESPACE;
    const hn::DFromV<V> d;
    return hn::Exp(d, hn::Min(hn::Max(x, hn::Set(d, -1000.0f)), hn::Set(d, 88.0f)));
}

} // namespace cellwright::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
