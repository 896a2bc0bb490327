// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/privacy/gaussian_mechanism.h"
#include "analytics/privacy/token_recovery.h"
#include "analytics/quantity/text.h"
#include "app/cli/command.h"
#include "app/cli/options.h"
#include "app/cli/shared.h"
#include "app/cli/table.h"
#include "data/exchange/file.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <memory>
#include <numeric>

namespace cellwright::cli {
namespace {

constexpr std::int64_t mostTokens = std::int64_t(1) << 31;

// ---- dp gaussian

struct GaussianOptions {
    double sigma = 1.0;
    double sensitivity = 1.0;
    double delta = 1e-5;
    std::int64_t releases = 1;
    bool json = false;
};

Expected<Status> gaussianCommand(const GaussianOptions& o) {
    const auto epsilon =
        privacy::composedGaussianEpsilon(o.sigma, o.sensitivity, double(o.releases), o.delta);
    if (!epsilon)
        throw WrongUsage(epsilon.error().message());
    const double mu = std::sqrt(double(o.releases)) * o.sensitivity / o.sigma;
    if (o.json)
        printJson({{"epsilon", *epsilon},
                   {"delta", o.delta},
                   {"mu", mu},
                   {"releases", o.releases},
                   {"label", toText(Label::guarantee)},
                   {"source", "Balle and Wang 2018, equation 6; Dong, Roth and Su 2022, corollary 3.3"}});
    else
        printPairs(std::cout, {{"epsilon", roundedText(*epsilon, 6)},
                               {"delta", roundedText(o.delta)},
                               {"mu of all releases", roundedText(mu, 6)}});
    return Status::done;
}

void addGaussian(CLI::App& dp, Action& action) {
    auto o = std::make_shared<GaussianOptions>();
    auto* command =
        dp.add_subcommand("gaussian", "Epsilon of the Gaussian mechanism, exactly, also composed");
    addQuantity(*command, "--sigma", o->sigma, positive, "Standard deviation of the noise per coordinate")
        ->required()
        ->default_str("");
    addQuantity(*command, "--sensitivity", o->sensitivity, positive, "L2 distance that one change can make")
        ->required()
        ->default_str("");
    addQuantity(*command, "--delta", o->delta, {0.0, 1.0, true}, "Delta of the guarantee")
        ->required()
        ->default_str("");
    addCount(*command, "--releases", o->releases, 1, 1'000'000'000'000,
             "Releases with the same noise, adaptive ones too");
    addJsonFlag(*command, o->json);
    command->callback([o, &action] { action = [o] { return gaussianCommand(*o); }; });
}

// ---- recovery-cap

struct CapOptions {
    double radius = 1.0;
    double sigma = 1.0;
    std::int64_t vocabulary = 0;
    std::string prior;
    bool json = false;
};

/// Numbers separated by blanks, lines or commas; a JSON array is read as well.
Expected<std::vector<double>> numbersIn(std::string_view text, const std::string& where) {
    constexpr std::string_view between = " \t\r\n,;[]";
    std::vector<double> numbers;
    for (std::size_t at = text.find_first_not_of(between); at != std::string_view::npos;) {
        const auto end = std::min(text.find_first_of(between, at), text.size());
        const auto value = parseNumber(text.substr(at, end - at));
        if (!value) {
            const auto line = 1 + std::ranges::count(text.substr(0, at), '\n');
            return failure(value.error().what, where + ":" + std::to_string(line),
                           "give one number per token");
        }
        numbers.push_back(*value);
        at = text.find_first_not_of(between, end);
    }
    return numbers;
}

/// Probabilities where they add up to 1, else counts of a corpus.
Expected<privacy::TokenPrior> readPrior(const std::string& path) {
    const auto numbers =
        readFile(path).and_then([&](const std::string& text) { return numbersIn(text, path); });
    if (!numbers)
        return tl::make_unexpected(numbers.error());
    const double sum = std::accumulate(numbers->begin(), numbers->end(), 0.0);
    auto prior = std::abs(sum - 1.0) <= 1e-6 ? privacy::TokenPrior::fromProbabilities(*numbers)
                                             : privacy::TokenPrior::fromCounts(*numbers);
    if (!prior)
        return tl::make_unexpected(Error{prior.error().what, path, prior.error().remedy});
    return prior;
}

Expected<Status> capCommand(const CapOptions& o) {
    std::optional<privacy::TokenPrior> prior;
    if (!o.prior.empty()) {
        auto read = readPrior(o.prior);
        if (!read)
            return tl::make_unexpected(read.error());
        prior = std::move(*read);
    }
    const auto cap = prior ? privacy::recoveryCap(o.radius, o.sigma, *prior)
                           : privacy::recoveryCap(o.radius, o.sigma, privacy::UniformPrior{o.vocabulary});
    if (!cap)
        throw WrongUsage(cap.error().message());
    if (o.json)
        printJson({{"cap", cap->cap},
                   {"prior_only", cap->priorOnly},
                   {"label", toText(cap->label)},
                   {"conditions", cap->conditions}});
    else
        printPairs(std::cout, {{"recovery of a token, at most", roundedText(cap->cap, 6)},
                               {"by the prior alone", roundedText(cap->priorOnly, 6)},
                               {"conditions", cap->conditions}});
    return Status::done;
}

void addCap(CLI::App& privacy, Action& action) {
    auto o = std::make_shared<CapOptions>();
    auto* command = privacy.add_subcommand("recovery-cap",
                                           "How often any attacker can recover a token from noised states");
    addQuantity(*command, "--radius", o->radius, notNegative, "L2 norm that states are clipped to")
        ->required()
        ->default_str("");
    addQuantity(*command, "--sigma", o->sigma, positive, "Standard deviation of the noise per coordinate")
        ->required()
        ->default_str("");
    const auto* vocabulary = addCount(*command, "--vocabulary", o->vocabulary, 1, mostTokens,
                                      "That all so many tokens are equally likely (not text)")
                                 ->default_str("");
    const auto* prior = command->add_option("--prior", o->prior, "File of one probability or count per token")
                            ->type_name("FILE");
    addJsonFlag(*command, o->json);
    command->callback([o, vocabulary, prior, &action] {
        requireOneOf(*vocabulary, *prior);
        action = [o] { return capCommand(*o); };
    });
}

} // namespace

void addPrivacy(CLI::App& program, Action& action) {
    auto* privacy = program.add_subcommand("privacy", "The privacy accountant by itself");
    privacy->require_subcommand(1);
    auto* dp = privacy->add_subcommand("dp", "Differential privacy");
    dp->require_subcommand(1);
    addGaussian(*dp, action);
    addCap(*privacy, action);
}

} // namespace cellwright::cli
