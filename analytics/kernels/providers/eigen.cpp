// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/providers/dense.h"
#include "analytics/kernels/providers/libraries.h"

#include <Eigen/Core>

namespace cellwright::kernels {
namespace {

/// Eigen has no threads of its own here: each of the pool's takes rows. It is built for several instruction
/// sets in products/dense_f32*.cpp, where our own f32 product takes it too.
class EigenProvider final : public DenseProvider {
public:
    [[nodiscard]] ProviderInfo info() const override {
        const std::string version = std::to_string(EIGEN_WORLD_VERSION) + "." +
                                    std::to_string(EIGEN_MAJOR_VERSION) + "." +
                                    std::to_string(EIGEN_MINOR_VERSION);
        return {"eigen", "Eigen", version, "", ""};
    }

private:
    [[nodiscard]] DenseMultiply product() const override {
        return [scratch = std::make_shared<Scratch>()](const float* w, const Shape& shape,
                                                       const Activations& a, ThreadPool& pool,
                                                       const std::stop_token& wanted) {
            const PackedView view{Format::f32, shape.rows, shape.cols, reinterpret_cast<const std::byte*>(w)};
            multiply(view, {a.x, shape.tokens, a.y}, pool, *scratch, wanted);
            return 0.0;
        };
    }
};

} // namespace

std::unique_ptr<Provider> makeEigen() {
    return std::make_unique<EigenProvider>();
}

} // namespace cellwright::kernels
