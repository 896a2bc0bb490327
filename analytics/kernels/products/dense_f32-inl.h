// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// No include guard and no includes of its own: the body of one build of the f32 product. The including file
// defines CELLWRIGHT_DENSE_NAME and, before Eigen is included, the name that Eigen's namespace gets in this
// build.

namespace cellwright::kernels::dense {

void CELLWRIGHT_DENSE_NAME(const DenseProduct& p) {
    using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const Eigen::Map<const RowMajor> w(p.w, p.rows, p.cols);
    if (p.tokens == 1) {
        Eigen::Map<Eigen::VectorXf>(p.y, p.rows).noalias() =
            w * Eigen::Map<const Eigen::VectorXf>(p.x, p.cols);
        return;
    }
    const Eigen::Map<const Eigen::MatrixXf> x(p.x, p.cols, p.tokens);
    Eigen::Map<Eigen::MatrixXf, 0, Eigen::OuterStride<>>(p.y, p.rows, p.tokens,
                                                         Eigen::OuterStride<>(p.stride))
        .noalias() = w * x;
}

} // namespace cellwright::kernels::dense
