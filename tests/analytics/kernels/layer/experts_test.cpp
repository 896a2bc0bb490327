// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/layer/experts.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

namespace cellwright::kernels {

class ExpertsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void looksUpRowsInEveryFormat() {
        std::mt19937 random(3);
        std::normal_distribution<float> normal;
        std::vector<float> table(10 * 256);
        std::ranges::generate(table, [&] { return normal(random); });
        const std::vector<int> tokens{7, 0, 9, 7};
        for (const Format format : allFormats()) {
            const auto tensor = encode(format, table);
            const auto all = decode(format, tensor);
            std::vector<float> out(tokens.size() * 256);
            lookUp(format, tensor, 256, tokens, out);
            for (std::size_t i = 0; i < tokens.size(); ++i)
                QVERIFY(std::equal(out.begin() + std::ptrdiff_t(i * 256),
                                   out.begin() + std::ptrdiff_t(i * 256 + 256),
                                   all.begin() + tokens[i] * 256));
        }
    }
    void choosesTheLargest() {
        const std::vector<float> logits{0.0f, 2.0f, 1.0f, -1.0f, // experts 1 and 2
                                        3.0f, 3.0f, 3.0f, 5.0f,  // 3, and 0 as the first of equals
                                        0.0f, 4.0f, 0.0f, 1.0f}; // 1 and 3
        const Routing r = route(logits, 4, 2);
        QVERIFY((r.first == std::vector<int>{0, 1, 3, 4, 6}));
        QVERIFY((r.token == std::vector<int>{1, 0, 2, 0, 1, 2}));
        const auto share = [](double own, double other) {
            return float(1.0 / (1.0 + std::exp(other - own)));
        };
        QVERIFY(std::abs(r.weight[0] - share(3, 5)) < 1e-6f);
        QVERIFY(std::abs(r.weight[1] - share(2, 1)) < 1e-6f);
        QVERIFY(std::abs(r.weight[2] - share(4, 1)) < 1e-6f);
        QVERIFY(std::abs(r.weight[4] - share(5, 3)) < 1e-6f);
        QCOMPARE(r.count(1), 2);
    }
    // Experts that do nothing give every token back: the weights of a token add up to one.
    void gatheringAndScatteringKeepTokens() {
        constexpr int tokens = 9, experts = 5, cols = 20;
        std::mt19937 random(4);
        std::normal_distribution<float> normal;
        std::vector<float> logits(tokens * experts), x(tokens * cols);
        std::ranges::generate(logits, [&] { return normal(random); });
        std::ranges::generate(x, [&] { return normal(random); });
        for (int chosen = 1; chosen <= experts; ++chosen) {
            const Routing r = route(logits, experts, chosen);
            QCOMPARE(r.first.back(), tokens * chosen);
            std::vector<float> y(x.size(), 0.0f), rows(x.size());
            for (int e = 0; e < experts; ++e) {
                gather(r, e, x, cols, rows);
                scatterAdd(r, e, rows, cols, y);
            }
            for (std::size_t i = 0; i < x.size(); ++i)
                QVERIFY(std::abs(y[i] - x[i]) < 1e-5f);
        }
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::ExpertsTest)
#include "experts_test.moc"
