// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/options.h"
#include "app/cli/shared.h"
#include "app/cli/sweep/variation.h"

#include <atomic>
#include <chrono>
#include <cmath>
#include <iostream>
#include <memory>
#include <mutex>
#include <sstream>
#include <thread>

namespace cellwright::cli {
namespace {

struct Options {
    std::string project, scenario;
    std::vector<std::string> vary;
    OutputFile output;
    int threads = 0; ///< 0: as many as the computer has
    bool json = false;
};

/// Text that may hold commas or quotes, for CSV (RFC 4180).
std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\n\r") == std::string::npos)
        return text;
    std::string all = "\"";
    for (const char c : text)
        all += c == '"' ? std::string("\"\"") : std::string(1, c);
    return all + "\"";
}

/// What is not finite (an overloaded queue) stays empty.
void addNumber(std::ostream& out, double value) {
    out << ',';
    if (std::isfinite(value))
        out << value;
}

void addStatistic(std::ostream& out, const Statistic<Seconds>& s) {
    for (const auto value : {s.mean, s.p50, s.p95})
        addNumber(out, value.si());
}

std::string header(const Variations& variations, const Scenario& scenario) {
    std::string line = "candidate";
    for (const auto& field : variations.fields())
        line += "," + quoted(field.path);
    line += ",feasible,violations";
    for (std::size_t g = 0; g < scenario.topology.groups.size(); ++g)
        for (const char* figure :
             {"covered", "ttft_s.mean", "ttft_s.p50", "ttft_s.p95", "tpot_s.mean", "tpot_s.p50", "tpot_s.p95",
              "e2e_s.mean", "e2e_s.p50", "e2e_s.p95", "energy_j.total", "carbon_g", "cost", "memory_bytes"})
            line += ",groups[" + std::to_string(g) + "]." + figure;
    return line + ",totals.power_w,totals.carbon_g_per_hour,totals.cost_per_hour\n";
}

std::string row(const Variations& variations, std::size_t candidate, const Assessment& a) {
    std::ostringstream out;
    out.precision(12);
    out << candidate;
    const auto chosen = variations.choice(candidate);
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        const auto& value = variations.fields()[i].values[chosen[i]];
        out << ',' << quoted(value.is_string() ? value.get<std::string>() : value.dump());
    }
    out << ',' << (a.feasible ? 1 : 0) << ',' << a.violations.size();
    for (const auto& group : a.groups) {
        out << ',' << group.covered;
        addStatistic(out, group.ttft);
        addStatistic(out, group.tpot);
        addStatistic(out, group.endToEnd);
        for (const double value :
             {group.energy.total().si(), group.carbonGrams, group.cost, group.deviceMemory.si()})
            addNumber(out, value);
    }
    for (const double value : {a.totals.power.si(), a.totals.carbonGramsPerHour, a.totals.costPerHour})
        addNumber(out, value);
    out << '\n';
    return out.str();
}

/// Assesses all candidates on several threads; rows come out in order, whoever made them.
class Sweep {
public:
    Sweep(const Variations& variations, const Facts& facts)
        : variations_(variations)
        , facts_(facts)
        , rows_(variations.count()) {}

    Expected<void> run(int threads) {
        std::vector<std::thread> others;
        for (int i = 1; i < threads; ++i)
            others.emplace_back([this] { work(); });
        work();
        for (auto& thread : others)
            thread.join();
        if (error_)
            return tl::make_unexpected(*error_);
        return {};
    }
    [[nodiscard]] const std::vector<std::string>& rows() const { return rows_; }
    [[nodiscard]] std::size_t feasible() const { return feasible_; }

private:
    void work() {
        for (std::size_t i = next_++; i < rows_.size(); i = next_++) {
            const auto scenario = variations_.make(i);
            if (!scenario) {
                const std::lock_guard lock(mutex_);
                error_ = scenario.error();
                next_ = rows_.size();
                return;
            }
            const auto assessment = assess(*scenario, facts_);
            feasible_ += assessment.feasible;
            rows_[i] = row(variations_, i, assessment);
        }
    }

    const Variations& variations_;
    const Facts& facts_;
    std::vector<std::string> rows_;
    std::atomic<std::size_t> next_ = 0, feasible_ = 0;
    std::mutex mutex_;
    std::optional<Error> error_;
};

void report(const Options& o, std::size_t candidates, std::size_t feasible, double seconds) {
    const double rate = seconds > 0.0 ? double(candidates) / seconds : 0.0;
    if (o.json)
        printJson({{"candidates", candidates},
                   {"feasible", feasible},
                   {"seconds", seconds},
                   {"candidates_per_s", rate}});
    else
        std::cout << candidates << " candidates in " << toDisplay(Seconds(seconds), 3) << ", " << feasible
                  << " of them feasible\n";
}

Expected<Status> sweep(const Options& o) {
    if (!o.output.path.ends_with(".csv"))
        throw WrongUsage("a sweep is written as a table: let the name after -o end in .csv");
    if (const auto free = checkOutput(o.output); !free)
        return tl::make_unexpected(free.error());
    const auto input = readInput(o.project);
    if (!input)
        return tl::make_unexpected(input.error());
    const auto scenarios = chooseScenarios(input->project, o.scenario);
    if (scenarios.empty())
        return failure("the project has no scenario", o.project, "add one, or import sites and users");
    std::vector<Variation> fields;
    for (const auto& text : o.vary) {
        auto one = parseVariation(text);
        if (!one)
            throw WrongUsage(one.error().message() + "; " + one.error().remedy);
        fields.push_back(std::move(*one));
    }
    const auto variations = Variations::of(*scenarios.front(), std::move(fields));
    if (!variations)
        throw WrongUsage(variations.error().message() + "; " + variations.error().remedy);
    const auto begin = std::chrono::steady_clock::now();
    Sweep all(*variations, input->facts);
    const int threads = o.threads > 0 ? o.threads : int(std::max(1u, std::thread::hardware_concurrency()));
    if (const auto done = all.run(threads); !done)
        throw WrongUsage(done.error().message() + "; " + done.error().remedy);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    std::string table = header(*variations, *scenarios.front());
    for (const auto& line : all.rows())
        table += line;
    if (const auto written = writeText(o.output, table); !written)
        return tl::make_unexpected(written.error());
    report(o, all.rows().size(), all.feasible(), seconds);
    return Status::done;
}

} // namespace

void addSweep(CLI::App& program, Action& action) {
    auto o = std::make_shared<Options>();
    auto* command = program.add_subcommand("sweep", "Assess a scenario with fields varied, as a table");
    command->add_option("PROJECT", o->project, "Project file, or a project's JSON")
        ->required()
        ->type_name("");
    command
        ->add_option("--vary", o->vary,
                     "A field of the scenario by its path in JSON, and its values: FIRST:LAST, "
                     "FIRST:LAST:STEP or a list")
        ->required()
        ->type_name("PATH=RANGE");
    command->add_option("--scenario", o->scenario, "The scenario (default: the first)")->type_name("NAME");
    addCount(*command, "--threads", o->threads, 0, 1024, "Threads; 0: as many as there are");
    addOutput(*command, o->output, "The table, as CSV")->required();
    addJsonFlag(*command, o->json);
    command->footer("Every combination of the values is a candidate; candidates that break a constraint are "
                    "rows like all others.");
    command->callback([o, &action] { action = [o] { return sweep(*o); }; });
}

} // namespace cellwright::cli
