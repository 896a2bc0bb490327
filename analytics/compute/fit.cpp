// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/fit.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace cellwright::compute {
namespace {

/// A problem of fitLogs in the form of its residuals: one per point, one per prior.
class Problem {
public:
    Problem(const LogModel& model, std::span<const double> measured, std::span<const double> weights,
            std::span<const LogPrior> priors, double noise)
        : model_(model)
        , measured_(measured)
        , weights_(weights)
        , priors_(priors)
        , noise_(noise) {}

    [[nodiscard]] std::size_t points() const { return measured_.size(); }
    [[nodiscard]] std::size_t parameters() const { return priors_.size(); }
    [[nodiscard]] Eigen::VectorXd start() const {
        Eigen::VectorXd at = Eigen::VectorXd::Zero(Eigen::Index(parameters()));
        for (std::size_t i = 0; i < parameters(); ++i)
            at[Eigen::Index(i)] = priors_[i].mean;
        return at;
    }
    [[nodiscard]] double residual(const Eigen::VectorXd& at, std::size_t i) const {
        return model_({at.data(), std::size_t(at.size())}, i) - measured_[i];
    }
    /// Scaled residuals of the points.
    [[nodiscard]] Eigen::VectorXd scaled(const Eigen::VectorXd& at) const {
        Eigen::VectorXd result = Eigen::VectorXd::Zero(Eigen::Index(points()));
        for (std::size_t i = 0; i < points(); ++i)
            result[Eigen::Index(i)] = residual(at, i) / noise_;
        return result;
    }
    [[nodiscard]] double weight(std::size_t i) const { return weights_.empty() ? 1.0 : weights_[i]; }
    [[nodiscard]] double cost(const Eigen::VectorXd& at, const Eigen::VectorXd& scaledResiduals) const {
        double sum = 0.0;
        for (std::size_t i = 0; i < points(); ++i) {
            const double r = scaledResiduals[Eigen::Index(i)];
            sum += weight(i) * 2.0 * (std::sqrt(1.0 + r * r) - 1.0);
        }
        for (std::size_t i = 0; i < parameters(); ++i) {
            const double away = (at[Eigen::Index(i)] - priors_[i].mean) / priors_[i].spread;
            sum += away * away;
        }
        return sum;
    }
    /// Normal equations with the weights that make the soft L1 a square here: J^T W J and -J^T W r.
    void normal(const Eigen::VectorXd& at, const Eigen::VectorXd& scaledResiduals, Eigen::MatrixXd& matrix,
                Eigen::VectorXd& right) const {
        const auto jacobian = derivatives(at, scaledResiduals);
        Eigen::VectorXd w = Eigen::VectorXd::Zero(Eigen::Index(points()));
        for (std::size_t i = 0; i < points(); ++i) {
            const double r = scaledResiduals[Eigen::Index(i)];
            w[Eigen::Index(i)] = weight(i) / std::sqrt(1.0 + r * r);
        }
        matrix = jacobian.transpose() * w.asDiagonal() * jacobian;
        right = -jacobian.transpose() * w.cwiseProduct(scaledResiduals);
        for (std::size_t i = 0; i < parameters(); ++i) {
            const double precision = 1.0 / (priors_[i].spread * priors_[i].spread);
            matrix(Eigen::Index(i), Eigen::Index(i)) += precision;
            right[Eigen::Index(i)] -= precision * (at[Eigen::Index(i)] - priors_[i].mean);
        }
    }

private:
    [[nodiscard]] Eigen::MatrixXd derivatives(const Eigen::VectorXd& at, const Eigen::VectorXd& here) const {
        constexpr double step = 1e-5; // of a logarithm
        Eigen::MatrixXd jacobian = Eigen::MatrixXd::Zero(Eigen::Index(points()), at.size());
        for (Eigen::Index k = 0; k < at.size(); ++k) {
            Eigen::VectorXd moved = at;
            moved[k] += step;
            jacobian.col(k) = (scaled(moved) - here) / step;
        }
        return jacobian;
    }

    const LogModel& model_;
    std::span<const double> measured_, weights_;
    std::span<const LogPrior> priors_;
    double noise_;
};

Eigen::VectorXd minimise(const Problem& problem) {
    Eigen::VectorXd at = problem.start(), residuals = problem.scaled(at);
    double cost = problem.cost(at, residuals), damping = 1e-3;
    Eigen::MatrixXd matrix;
    Eigen::VectorXd right;
    for (int step = 0; step < 200 && damping < 1e12; ++step) {
        problem.normal(at, residuals, matrix, right);
        Eigen::MatrixXd damped = matrix;
        damped.diagonal() *= 1.0 + damping;
        const Eigen::VectorXd next = at + damped.ldlt().solve(right);
        const Eigen::VectorXd there = problem.scaled(next);
        const double nextCost = problem.cost(next, there);
        if (!(nextCost < cost)) {
            damping *= 10.0;
            continue;
        }
        const bool done = cost - nextCost < 1e-10 * (1.0 + cost);
        at = next;
        residuals = there;
        cost = nextCost;
        damping = std::max(damping / 10.0, 1e-9);
        if (done)
            break;
    }
    return at;
}

} // namespace

LogFit fitLogs(const LogModel& model, std::span<const double> measured, std::span<const double> weights,
               std::span<const LogPrior> priors, double noise) {
    const Problem problem(model, measured, weights, priors, noise);
    const Eigen::VectorXd at = minimise(problem);
    LogFit fit;
    fit.parameters.assign(at.begin(), at.end());
    for (std::size_t i = 0; i < measured.size(); ++i)
        fit.residuals.push_back(problem.residual(at, i));
    return fit;
}

double quantile(std::vector<double> values, double q) {
    if (values.empty())
        return 0.0;
    std::ranges::sort(values);
    const double place = q * double(values.size() - 1);
    const auto below = std::size_t(place);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    return values[below] + (place - double(below)) * (values[above] - values[below]);
}

} // namespace cellwright::compute
