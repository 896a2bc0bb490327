// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/providers/libraries.h"

#ifndef CELLWRIGHT_HAS_OPENBLAS

namespace cellwright::kernels {

std::unique_ptr<Provider> makeOpenBlas() {
    return makeAbsent({"openblas", "OpenBLAS", "", "",
                       "OpenBLAS was not found when this program was built: install it (Debian: "
                       "libopenblas-dev) and build again"});
}

} // namespace cellwright::kernels

#else

#include "analytics/kernels/providers/dense.h"
#include "analytics/kernels/providers/driver.h"

#include <cblas.h>

#include <algorithm>
#include <chrono>
#include <map>

namespace cellwright::kernels {
namespace {

/// The tokens from `first` on, as many as one call takes.
void multiplySome(const float* w, const Shape& shape, const Activations& a, int first, int tokens) {
    const float* const x = a.x + std::size_t(first) * std::size_t(shape.cols);
    float* const y = a.y + std::size_t(first) * std::size_t(shape.rows);
    if (tokens == 1)
        cblas_sgemv(CblasRowMajor, CblasNoTrans, shape.rows, shape.cols, 1.0f, w, shape.cols, x, 1, 0.0f, y,
                    1);
    else
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, tokens, shape.rows, shape.cols, 1.0f, x,
                    shape.cols, w, shape.cols, 0.0f, y, shape.rows);
}

/// The drivers of the numbers of threads that have been asked for.
using Drivers = std::map<int, std::shared_ptr<Driver>>;

double multiplyAll(Drivers& drivers, const float* w, const Shape& shape, const Activations& a,
                   ThreadPool& pool, const std::stop_token& stop) {
    auto& driver = drivers[pool.size()];
    if (!driver)
        driver = driverFor(pool.size());
    const int atOnce = tokensPerCall(shape, pool.size());
    double seconds = 0.0;
    driver->run([&] {
        openblas_set_num_threads(pool.size());
        const auto start = std::chrono::steady_clock::now();
        for (int first = 0; first < shape.tokens && !stop.stop_requested(); first += atOnce)
            multiplySome(w, shape, a, first, std::min(atOnce, shape.tokens - first));
        seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    });
    return seconds;
}

/// What is between the first two blanks of "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH ...".
std::string versionOf(const std::string& text) {
    const auto begin = text.find(' ');
    return begin == std::string::npos ? "" : text.substr(begin + 1, text.find(' ', begin + 1) - begin - 1);
}

/// f32 only: the builds that distributions ship have no product for bf16.
class OpenBlas final : public DenseProvider {
public:
    [[nodiscard]] ProviderInfo info() const override {
        return {"openblas", std::string("OpenBLAS (") + openblas_get_corename() + ")",
                versionOf(openblas_get_config()), "", ""};
    }

private:
    [[nodiscard]] DenseMultiply product() const override {
        return
            [drivers = std::make_shared<Drivers>()](const float* w, const Shape& shape, const Activations& a,
                                                    ThreadPool& pool, const std::stop_token& wanted) {
                return multiplyAll(*drivers, w, shape, a, pool, wanted);
            };
    }
};

} // namespace

std::unique_ptr<Provider> makeOpenBlas() {
    return std::make_unique<OpenBlas>();
}

} // namespace cellwright::kernels

#endif
