// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/products/dense_f32.h"

#define EIGEN_DONT_PARALLELIZE
#include <Eigen/Core>

#define CELLWRIGHT_DENSE_NAME multiplyBase
#include "analytics/kernels/products/dense_f32-inl.h"
