// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/privacy/normal.h"
#include "analytics/privacy/token_recovery.h"
#include "tests/support/key_values.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTest>

#include <cmath>
#include <numeric>
#include <random>

namespace cellwright::privacy {

using test::relativeError;

class TokenRecoveryTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void waterFillingAgreesWithTheReference() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        int rows = 0;
        for (const auto& row : test::readCsv(*shared / "reference" / "leak.csv")) {
            if (row.at("kind") != "wf_cap")
                continue;
            ++rows;
            const auto computed = capFor(row.at("inputs"), row.at("output").starts_with("loose"));
            QVERIFY2(computed.has_value(), row.at("inputs").c_str());
            QVERIFY2(
                relativeError(*computed, std::stod(row.at("value"))) < 1e-9,
                qPrintable(QString::fromStdString(row.at("inputs")) + QString::number(*computed, 'g', 15)));
        }
        QCOMPARE(rows, 11);
    }
    void uniformTokensAgreeWithTheReferenceBothWays() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        int rows = 0;
        for (const auto& row : test::readCsv(*shared / "reference" / "dp.csv")) {
            if (row.at("kind") != "rero_gauss")
                continue;
            ++rows;
            const auto in = test::keyValues(row.at("inputs"));
            const auto vocabulary = std::int64_t(test::numberOf(in, "V"));
            const double mu = test::numberOf(in, "mu"), expected = std::stod(row.at("value"));
            QVERIFY(relativeError(recoveryCap(mu, 1.0, UniformPrior{vocabulary})->cap, expected) < 1e-9);
            const auto filled = recoveryCap(mu, 1.0, *TokenPrior::zipf(vocabulary, 0.0));
            QVERIFY(relativeError(filled->cap, expected) < 1e-9);
        }
        QCOMPARE(rows, 28);
    }
    void theCapLiesBetweenThePriorAndCertainty() {
        for (const std::int64_t vocabulary : {1, 2, 50, 4096})
            for (const double exponent : {0.0, 0.5, 1.0, 4.0})
                for (double sigma = 1e-6; sigma < 1e7; sigma *= 10.0) {
                    const auto prior = TokenPrior::zipf(vocabulary, exponent);
                    const auto cap = recoveryCap(1.0, sigma, *prior);
                    QVERIFY(cap && cap->cap >= cap->priorOnly && cap->cap <= 1.0);
                    QVERIFY(cap->cap <= *looseRecoveryCap(1.0, sigma, cap->priorOnly) + 1e-12);
                }
    }
    void theCapFallsWithNoiseFromCertaintyToThePrior() {
        const auto prior = *TokenPrior::zipf(1000);
        QCOMPARE(recoveryCap(1.0, 1e-6, prior)->cap, 1.0);
        QVERIFY(relativeError(recoveryCap(1.0, 1e6, prior)->cap, prior.priorOnly()) < 1e-5);
        QCOMPARE(recoveryCap(0.0, 1.0, prior)->cap >= prior.priorOnly(), true);
        double before = 1.0;
        for (double sigma = 1e-3; sigma < 1e4; sigma *= 1.3) {
            const double cap = recoveryCap(1.0, sigma, prior)->cap;
            QVERIFY2(cap <= before + 1e-12, qPrintable(QString::number(sigma)));
            before = cap;
        }
        QCOMPARE(recoveryCap(1.0, 1e-6, UniformPrior{256000})->cap, 1.0);
        QVERIFY(relativeError(recoveryCap(1.0, 1e6, UniformPrior{256000})->cap, 1.0 / 256000) < 1e-5);
    }
    void aRadiusPerTokenIsAsGoodAsOneForAll() {
        const auto prior = *TokenPrior::fromProbabilities({0.4, 0.3, 0.2, 0.1});
        const std::vector<double> same(4, 2.0), mixed = {0.0, 1e-9, 2.0, 1e9};
        QVERIFY(relativeError(recoveryCap(same, 1.5, prior)->cap, recoveryCap(2.0, 1.5, prior)->cap) < 1e-13);
        const auto cap = recoveryCap(mixed, 1.0, prior);
        QVERIFY(cap && cap->cap >= 0.4 && cap->cap <= 1.0);
        QVERIFY(cap->cap <= recoveryCap(1e9, 1.0, prior)->cap);
    }
    void noSimulatedAttackerExceedsIt() {
        // Orthogonal code words of norm R and the maximum-a-posteriori decoder, the best there is.
        const std::vector<double> p = {0.5, 0.2, 0.15, 0.1, 0.05};
        const auto prior = *TokenPrior::fromProbabilities(p);
        std::mt19937_64 random(11);
        for (const double sigma : {0.3, 0.7, 1.5}) {
            const int trials = 20000;
            const double achieved = mapSuccess(p, sigma, trials, random);
            const auto cap = recoveryCap(1.0, sigma, prior);
            QVERIFY(achieved <= cap->cap + 4.0 * std::sqrt(0.25 / trials));
            QVERIFY(achieved >= cap->priorOnly - 4.0 * std::sqrt(0.25 / trials));
        }
    }
    void aLargeVocabularyIsQuick() {
        const auto prior = *TokenPrior::zipf(256000);
        QElapsedTimer timer;
        timer.start();
        for (const double sigma : {0.1, 0.2, 0.5, 1.0, 10.0})
            QVERIFY(recoveryCap(1.0, sigma, prior).has_value());
        QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
    }
    void priorsAreChecked() {
        QVERIFY(!TokenPrior::fromProbabilities({}));
        QVERIFY(!TokenPrior::fromProbabilities({0.5, 0.6}));
        QVERIFY(!TokenPrior::fromProbabilities({1.5, -0.5}));
        QVERIFY(!TokenPrior::fromProbabilities({1.0, NAN}));
        QVERIFY(!TokenPrior::fromCounts({0.0, 0.0}));
        QVERIFY(!TokenPrior::zipf(0) && !TokenPrior::zipf(10, -1.0) && !TokenPrior::zipf(1LL << 40));
        const auto counted = TokenPrior::fromCounts({3.0, 0.0, 1.0});
        QCOMPARE(counted->priorOnly(), 0.75);
        QCOMPARE(recoveryCap(1.0, 1e-6, *counted)->cap, 1.0);
        QVERIFY(TokenPrior::fromProbabilities({0.5, 0.6}).error().what.find("1.1") != std::string::npos);
    }
    void wrongArgumentsAreErrors() {
        const auto prior = *TokenPrior::zipf(10);
        for (const double bad : {0.0, -1.0, double(NAN), double(INFINITY)})
            QVERIFY(!recoveryCap(1.0, bad, prior) && !recoveryCap(1.0, bad, UniformPrior{10}));
        QVERIFY(!recoveryCap(-1.0, 1.0, prior) && !recoveryCap(NAN, 1.0, prior));
        QVERIFY(!recoveryCap(1.0, 1.0, UniformPrior{0}) && !recoveryCap(1.0, 1.0, UniformPrior{-5}));
        QVERIFY(!recoveryCap(std::vector<double>(3, 1.0), 1.0, prior));
        QVERIFY(!looseRecoveryCap(1.0, 1.0, 1.5));
    }
    void theTextSaysForWhomItHolds() {
        const auto uniform = recoveryCap(1.0, 1.0, UniformPrior{1000});
        QVERIFY(uniform->conditions.find("uniformly random tokens only") != std::string::npos);
        const auto text = recoveryCap(1.0, 1.0, *TokenPrior::zipf(1000));
        QVERIFY(text->conditions.find("Zipf's law with exponent 1 over 1000 tokens") != std::string::npos);
        QCOMPARE(text->label, Label::guarantee);
    }
    void theRecordedCapIsTheSame() {
        Trace trace;
        TracingRecorder rec(trace);
        const auto prior = *TokenPrior::zipf(1000);
        const Traced radius = rec.input(3.0, "R", "radius", Label::assumed, "clip");
        const auto cap = recoveryCap(rec, radius, Traced(2.0), prior);
        QCOMPARE(valueOf(*cap), recoveryCap(3.0, 2.0, prior)->cap);
        const auto tree = rec.derivation(*cap);
        QCOMPARE(tree.label, Label::guarantee);
        QCOMPARE(tree.formula, std::string("waterFilledCap(µ, κ)"));
        QCOMPARE(tree.inputs.at(1).label, Label::assumed);
    }

private:
    /// The reference row's cap: "p=[.5,.3,.2];mu=[1,2,.5]", "Zipf(1) V=1000;mu=1" or "uniform V=1000;mu=3".
    static Expected<double> capFor(const std::string& inputs, bool loose) {
        const auto in = test::keyValues(inputs);
        const auto mu = in.contains("p") ? numbers(in.at("mu")) : std::vector{test::numberOf(in, "mu")};
        const auto prior = priorFor(inputs, in);
        if (loose)
            return looseRecoveryCap(*std::max_element(mu.begin(), mu.end()), 1.0, prior.priorOnly());
        return recoveryCap(mu, 1.0, prior).map([](const auto& cap) { return cap.cap; });
    }
    static TokenPrior priorFor(const std::string& inputs, const std::map<std::string, std::string>& in) {
        if (in.contains("p"))
            return *TokenPrior::fromProbabilities(numbers(in.at("p")));
        const auto vocabulary = std::stoll(inputs.substr(inputs.find("V=") + 2));
        return *TokenPrior::zipf(vocabulary, inputs.starts_with("Zipf") ? 1.0 : 0.0);
    }
    static std::vector<double> numbers(const std::string& list) {
        std::vector<double> values;
        std::istringstream parts(list.substr(1));
        for (std::string part; std::getline(parts, part, ',');)
            values.push_back(std::strtod(part.c_str(), nullptr));
        return values;
    }
    static double mapSuccess(const std::vector<double>& p, double sigma, int trials,
                             std::mt19937_64& random) {
        std::normal_distribution<double> noise(0.0, sigma);
        std::discrete_distribution<std::size_t> token(p.begin(), p.end());
        int hits = 0;
        for (int i = 0; i < trials; ++i) {
            const auto sent = token(random);
            std::size_t best = 0;
            double bestScore = -INFINITY;
            for (std::size_t x = 0; x < p.size(); ++x) {
                const double received = (x == sent ? 1.0 : 0.0) + noise(random);
                const double score = std::log(p[x]) + received / (sigma * sigma);
                if (score > bestScore) {
                    best = x;
                    bestScore = score;
                }
            }
            hits += best == sent;
        }
        return double(hits) / trials;
    }
};

} // namespace cellwright::privacy

CELLWRIGHT_TEST(cellwright::privacy::TokenRecoveryTest)
#include "token_recovery_test.moc"
