// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/products/dense_f32.h"

#define Eigen EigenAvx512 // keeps this build's inline functions apart from the others'
#define EIGEN_DONT_PARALLELIZE
#include <Eigen/Core>

#define CELLWRIGHT_DENSE_NAME multiplyAvx512
#include "analytics/kernels/products/dense_f32-inl.h"
