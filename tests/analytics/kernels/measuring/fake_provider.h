// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/measuring/subject.h"
#include "analytics/kernels/providers/provider.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace cellwright::kernels::test {

/// How a fake runnable behaves.
struct Behaviour {
    double seconds = 1e-3; ///< that it says it took
    int layers = 1;
    bool unwritten = false; ///< leaves the last result alone
    bool throws = false;
    int* runs = nullptr;            ///< counts
    const double* follow = nullptr; ///< seconds that it says from now on
};

/// Takes no time and says that it took some.
class FakeRunnable final : public Runnable {
public:
    FakeRunnable(const Behaviour& behaviour, std::size_t results)
        : behaviour_(behaviour)
        , results_(results) {}
    bool run(const Activations& a, const std::stop_token& stop) override {
        if (behaviour_.runs)
            ++*behaviour_.runs;
        if (behaviour_.throws)
            throw std::runtime_error("no device");
        std::fill_n(a.y, results_ - (behaviour_.unwritten ? 1 : 0), 1.0f);
        return !stop.stop_requested();
    }
    [[nodiscard]] double seconds() const override {
        return behaviour_.follow ? *behaviour_.follow : behaviour_.seconds;
    }
    [[nodiscard]] int layersPerRun() const override { return behaviour_.layers; }

private:
    Behaviour behaviour_;
    std::size_t results_;
};

/// Multiplies one scheme, in name.
class FakeProvider final : public Provider {
public:
    explicit FakeProvider(std::string id, Scheme scheme = Scheme::q4_0, Behaviour behaviour = {})
        : id_(std::move(id))
        , scheme_(scheme)
        , behaviour_(behaviour) {}
    [[nodiscard]] ProviderInfo info() const override { return {id_, "Fake", "1", "", ""}; }
    [[nodiscard]] bool multiplies(Scheme weights) const override { return weights == scheme_; }
    [[nodiscard]] std::size_t matrixBytes(Scheme, int rows, int cols) const override {
        return std::size_t(rows) * std::size_t(cols);
    }
    [[nodiscard]] bool runs(const OperationCase&) const override { return false; }
    std::unique_ptr<ColdWeights> weights(Scheme, std::size_t bytes, std::uint64_t,
                                         const std::stop_token&) override {
        return std::make_unique<Weights>(bytes, behaviour_);
    }
    [[nodiscard]] std::unique_ptr<Runnable> runnable(const Shape& shape) const {
        return std::make_unique<FakeRunnable>(behaviour_,
                                              std::size_t(shape.rows) * std::size_t(shape.tokens));
    }

private:
    class Weights final : public ColdWeights {
    public:
        Weights(std::size_t bytes, const Behaviour& behaviour)
            : bytes_(bytes)
            , behaviour_(behaviour) {}
        [[nodiscard]] std::size_t bytes() const override { return bytes_; }
        [[nodiscard]] bool hugePages() const override { return false; }
        std::unique_ptr<Runnable> product(const Shape& shape, ThreadPool&, const std::stop_token&) override {
            return std::make_unique<FakeRunnable>(behaviour_,
                                                  std::size_t(shape.rows) * std::size_t(shape.tokens));
        }
        std::unique_ptr<Runnable> operation(const OperationCase&, ThreadPool&,
                                            const std::stop_token&) override {
            return nullptr;
        }

    private:
        std::size_t bytes_;
        Behaviour behaviour_;
    };

    std::string id_;
    Scheme scheme_;
    Behaviour behaviour_;
};

/// A subject that says it takes so long.
inline Subject subjectOf(const Case& what, const FakeProvider& provider) {
    return {what, provider, provider.runnable(what.shape)};
}

} // namespace cellwright::kernels::test
