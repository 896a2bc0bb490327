// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/exposure.h"
#include "analytics/assess/results.h"

#include <algorithm>
#include <charconv>
#include <functional>

namespace cellwright {
namespace assessing {
namespace {

/// "groups[2].ttft_s.p95" as collection "groups", index 2, rest "ttft_s.p95".
struct Path {
    std::string collection;
    std::size_t index = 0;
    std::string rest;
};

Error unknown(std::string_view path, std::string remedy) {
    return {"no figure \"" + std::string(path) + "\"", "path", std::move(remedy)};
}

Expected<Path> parsePath(std::string_view text) {
    Path path;
    const auto dot = text.find('.');
    std::string_view head = text.substr(0, dot);
    path.rest = dot == std::string_view::npos ? "" : std::string(text.substr(dot + 1));
    const auto bracket = head.find('[');
    path.collection = std::string(head.substr(0, bracket));
    if (bracket == std::string_view::npos)
        return path;
    const auto number = head.substr(bracket + 1);
    const auto [end, code] = std::from_chars(number.data(), number.data() + number.size(), path.index);
    if (code != std::errc() || std::string_view(end, std::size_t(number.data() + number.size() - end)) != "]")
        return tl::make_unexpected(unknown(text, "write an index such as groups[0]"));
    return path;
}

class Explainer {
public:
    explicit Explainer(const World& world)
        : world_(world)
        , working_(work(world))
        , rec_(trace_) {}

    const Assessment& assessment() const { return working_.assessment; }

    Expected<Derivation> open(const Path& path, std::string_view text) {
        const auto& a = working_.assessment;
        if (path.collection == "groups" && path.index < a.groups.size())
            return group(path.index, path.rest, text);
        if (path.collection == "hosts" && path.index < a.hosts.size())
            return host(path.index, path.rest, text);
        if (path.collection == "cells" && path.index < a.cells.size())
            return cell(path.index, path.rest, text);
        if (path.collection == "links" && path.index < a.links.size())
            return link(path.index, path.rest, text);
        if (path.collection == "totals")
            return totals(path.rest, text);
        return tl::make_unexpected(
            unknown(text, "the scenario has " + std::to_string(a.groups.size()) + " groups, " +
                              std::to_string(a.hosts.size()) + " hosts, " + std::to_string(a.cells.size()) +
                              " cells and " + std::to_string(a.links.size()) + " links, counted from 0"));
    }

private:
    Expected<Derivation> group(std::size_t g, const std::string& rest, std::string_view text) {
        const auto& plan = world_.plans()[g];
        if (!plan)
            return tl::make_unexpected(unknown(text, "this group's plan is incomplete: see the violations"));
        if (rest == "memory_bytes")
            return rec_.derivation(deviceMemory(rec_, *plan));
        if (rest == "memory_capacity_bytes")
            return capacity(*plan->device);
        if (rest == "privacy.guarantee.epsilon")
            return requestEpsilon(rec_, *plan).map([&](const auto& e) { return rec_.derivation(e); });
        if (rest == "privacy.recovery_cap_uniform_tokens")
            return uniformRecoveryCap(rec_, *plan).map([&](const auto& c) { return rec_.derivation(c); });
        if (rest.starts_with("ttft_parts_s.") || rest.starts_with("tpot_parts_s."))
            return phase(g, rest, text);
        for (const auto& figure : figureTexts)
            if (rest == figure.path || rest.starts_with(std::string(figure.path) + "."))
                return statistic(g, figure, rest.substr(std::min(rest.size(), figure.path.size())), text);
        return tl::make_unexpected(unknown(text, "see `explain --list` for all paths"));
    }

    /// The traced result of one served user.
    Expected<UserResult<TracingRecorder>> traced(std::size_t g, std::size_t place) {
        const auto& plan = *world_.plans()[g];
        const auto arrivals =
            plan.usesHost() ? world_.arrivals(plan.host->id) : std::vector<inference::Arrival>{};
        const auto model = requestModel(rec_, plan, world_.assumptions(), arrivals);
        return evaluateUser(rec_, world_, g, working_.users[g].index[place], model);
    }

    using Pick = std::function<Traced(const UserResult<TracingRecorder>&)>;

    Expected<Derivation> userFigure(std::size_t g, std::size_t place, const Pick& pick) {
        return traced(g, place).map([&](const auto& user) {
            auto derivation = rec_.derivation(pick(user));
            derivation.name += ", user " + std::to_string(working_.users[g].index[place] + 1) + " of \"" +
                               world_.plans()[g]->group->name + "\"";
            return derivation;
        });
    }

    Expected<Derivation> statistic(std::size_t g, const FigureText& figure, std::string suffix,
                                   std::string_view text) {
        const auto& users = working_.users[g];
        if (users.results.empty())
            return tl::make_unexpected(unknown(text, "no user of this group is served"));
        const Pick pick = [&](const auto& user) { return valueOf(user, figure.figure); };
        if (figure.percentiles && (suffix == ".p50" || suffix == ".p95"))
            return percentile(g, figure, suffix == ".p50" ? 0.5 : 0.95, pick);
        if ((figure.percentiles && suffix != ".mean") || (!figure.percentiles && !suffix.empty()))
            return tl::make_unexpected(
                unknown(text, figure.percentiles ? "add .mean, .p50 or .p95" : "it has no parts"));
        const auto values = users.values(figure.figure);
        return mean(g, std::string(figure.name), users.mean(figure.figure), values, pick);
    }

    Expected<Derivation> percentile(std::size_t g, const FigureText& figure, double share, const Pick& pick) {
        const auto& users = working_.users[g];
        const auto place = users.atPercentile(figure.figure, share);
        auto one = userFigure(g, place, pick);
        if (!one)
            return one;
        const auto n = users.results.size();
        Derivation d;
        d.name = (share == 0.5 ? "median " : "95th percentile of the ") + std::string(figure.name) +
                 " over the users";
        d.symbol = one->symbol + (share == 0.5 ? "_p50" : "_p95");
        d.formula = "value of rank " + std::to_string(nearestRank(share, n)) + " of " + std::to_string(n) +
                    " served users, ascending";
        d.substituted = roundedSi(one->value, one->kind, 6);
        d.value = one->value;
        d.unit = one->unit;
        d.kind = one->kind;
        d.source = "nearest rank";
        d.inputs.push_back(std::move(*one));
        return d;
    }

    /// A mean is opened at the users with the smallest, the median and the largest value: all would be a
    /// book.
    Expected<Derivation> mean(std::size_t g, const std::string& name, double value,
                              const std::vector<double>& values, const Pick& pick) {
        std::vector<std::size_t> order(values.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = i;
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
        std::vector<std::size_t> shown{order.front(), order[order.size() / 2], order.back()};
        std::sort(shown.begin(), shown.end());
        shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
        Derivation d;
        d.name = "mean " + name + " over the users";
        d.value = value;
        d.source = "arithmetic mean of " + std::to_string(values.size()) +
                   " served users; shown: those with the smallest, the median and the largest value";
        for (const auto place : shown) {
            auto one = userFigure(g, place, pick);
            if (!one)
                return one;
            d.unit = one->unit;
            d.kind = one->kind;
            d.symbol = "mean(" + one->symbol + ")";
            d.inputs.push_back(std::move(*one));
        }
        d.formula = "Σ / " + std::to_string(values.size());
        d.substituted =
            roundedSi(value * double(values.size()), d.kind, 6) + " / " + std::to_string(values.size());
        return d;
    }

    Expected<Derivation> phase(std::size_t g, const std::string& rest, std::string_view text) {
        const bool first = rest.starts_with("ttft");
        const auto key = rest.substr(rest.find('.') + 1);
        const auto& users = working_.users[g];
        for (std::size_t i = 0; i < inference::phaseCount && !users.results.empty(); ++i) {
            if (inference::phaseKey(inference::Phase(i)) != key)
                continue;
            std::vector<double> values;
            double sum = 0.0;
            for (const auto& user : users.results) {
                values.push_back((first ? user.timing.first : user.timing.later)[i].si());
                sum += values.back();
            }
            return mean(g, std::string(inference::phaseName(inference::Phase(i))),
                        sum / double(values.size()), values, [&](const auto& user) {
                            return (first ? user.timing.first : user.timing.later)[i].si();
                        });
        }
        return tl::make_unexpected(unknown(text, "see `explain --list` for all paths"));
    }

    Derivation capacity(const compute::Device& device) {
        return rec_.derivation(rec_.input(device.memoryCapacity.value, "M",
                                          "memory that a model may use on " + device.name,
                                          device.memoryCapacity.label, device.memoryCapacity.source));
    }

    Expected<Derivation> host(std::size_t h, const std::string& rest, std::string_view text) {
        const auto& host = world_.scenario().topology.hosts[h];
        const auto plans = world_.plansOn(host.id);
        if (rest == "utilisation")
            return rec_.derivation(inference::utilisation(rec_, world_.arrivals(host.id), host.count));
        if (rest == "wait_s")
            return rec_.derivation(inference::meanWait(rec_, world_.arrivals(host.id), host.count));
        if (rest == "memory_bytes" && !plans.empty())
            return rec_.derivation(hostMemory<TracingRecorder>(rec_, plans));
        if (rest == "memory_capacity_bytes" && !plans.empty())
            return capacity(*plans.front()->hostDevice);
        if (rest == "request_rate_hz" || rest == "power_w")
            return hostSum(host, rest == "power_w");
        return tl::make_unexpected(
            unknown(text, plans.empty() ? "no group uses this host" : "see `explain --list` for all paths"));
    }

    Derivation hostSum(const Host& host, bool power) {
        std::vector<Traced> terms;
        for (std::size_t g = 0; g < world_.plans().size(); ++g) {
            const auto& plan = world_.plans()[g];
            if (!plan || !plan->usesHost() || plan->host->id != host.id)
                continue;
            const auto rate = groupRate(g, *plan);
            if (!power) {
                terms.push_back(rate.si());
                continue;
            }
            const auto energy = rec_.input(Joules(working_.users[g].mean(Figure::energyCompute)), "E_compute",
                                           "mean host energy of a request", Label::computed,
                                           "groups[" + std::to_string(g) + "].energy_j.compute");
            terms.push_back((rate * energy).si());
        }
        const auto sum = rec_.sum<Traced>(terms);
        if (power)
            return rec_.derivation(
                rec_.name(Of<Watts, TracingRecorder>(sum), "P_host", "mean power of the host, at its site"));
        return rec_.derivation(
            rec_.name(Of<Hertz, TracingRecorder>(sum), "λ_host", "requests that arrive at the host"));
    }

    Of<Hertz, TracingRecorder> groupRate(std::size_t g, const Plan& plan) {
        const auto users = rec_.input(double(working_.users[g].results.size()), "n", "served users",
                                      Label::computed, "coverage of \"" + plan.group->name + "\"");
        const auto rate = rec_.input(plan.workload->requestRate, "λ", "requests per second of a user",
                                     Label::assumed, "workload \"" + plan.workload->name + "\"");
        return rec_.name(rate * users, "λ_group", "requests of \"" + plan.group->name + "\"");
    }

    Expected<Derivation> cell(std::size_t c, const std::string& rest, std::string_view text) {
        if (rest == "utilisation_downlink" || rest == "utilisation_uplink")
            return rec_.derivation(cellUtilisation(rec_, world_, working_.loads, int(c),
                                                   rest == "utilisation_downlink" ? radio::Direction::down
                                                                                  : radio::Direction::up));
        return tl::make_unexpected(unknown(text, "a cell opens utilisation_downlink and utilisation_uplink"));
    }

    Expected<Derivation> link(std::size_t l, const std::string& rest, std::string_view text) {
        const auto& entry = world_.scenario().topology.links[l];
        if (rest == "utilisation")
            return rec_.derivation(linkUtilisation(rec_, world_, working_.loads, entry));
        if (rest == "delay_s")
            return rec_.derivation(transport::linkDelay(rec_, world_.scenario().topology, entry));
        return tl::make_unexpected(unknown(text, "a link opens utilisation and delay_s"));
    }

    Expected<Derivation> totals(const std::string& rest, std::string_view text) {
        const auto perRequest = [&](auto value, const char* symbol, const char* name, const char* path) {
            std::vector<Traced> terms;
            for (std::size_t g = 0; g < world_.plans().size(); ++g)
                if (const auto& plan = world_.plans()[g]) {
                    const auto rate = groupRate(g, *plan);
                    terms.push_back(rate.si() * rec_.input(value(working_.assessment.groups[g]), symbol, name,
                                                           Label::computed,
                                                           "groups[" + std::to_string(g) + "]." + path));
                }
            return rec_.sum<Traced>(terms);
        };
        if (rest == "power_w")
            return rec_.derivation(rec_.name(Of<Watts, TracingRecorder>(perRequest(
                                                 [](const GroupResult& g) { return g.energy.total().si(); },
                                                 "E", "mean energy of a request", "energy_j.total")),
                                             "P", "mean power of all requests, all places"));
        if (rest == "carbon_g_per_hour")
            return rec_.derivation(rec_.name(perRequest([](const GroupResult& g) { return g.carbonGrams; },
                                                        "m", "mean carbon of a request", "carbon_g") *
                                                 Traced(3600.0),
                                             "m_h", "carbon of all requests in an hour, gCO2e"));
        if (rest == "cost_per_hour")
            return rec_.derivation(rec_.name(perRequest([](const GroupResult& g) { return g.cost; }, "c",
                                                        "mean cost of a request", "cost") *
                                                 Traced(3600.0),
                                             "c_h", "cost of all requests in an hour"));
        return tl::make_unexpected(unknown(text, "totals open power_w, carbon_g_per_hour and cost_per_hour"));
    }

    const World& world_;
    Working working_;
    Trace trace_;
    TracingRecorder rec_;
};

void addGroupPaths(const GroupResult& group, const std::string& at, std::vector<std::string>& paths) {
    if (group.covered == 0)
        return;
    for (const auto& figure : figureTexts)
        if (figure.percentiles)
            for (const char* statistic : {".mean", ".p50", ".p95"})
                paths.push_back(at + std::string(figure.path) + statistic);
        else
            paths.push_back(at + std::string(figure.path));
    for (const auto& part : group.ttftParts)
        paths.push_back(at + "ttft_parts_s." + std::string(part.key));
    for (const auto& part : group.tpotParts)
        paths.push_back(at + "tpot_parts_s." + std::string(part.key));
    if (group.deviceMemory.si() > 0.0)
        paths.push_back(at + "memory_bytes");
    paths.push_back(at + "memory_capacity_bytes");
    if (group.privacy.epsilon)
        paths.push_back(at + "privacy.guarantee.epsilon");
    if (group.privacy.recoveryCap)
        paths.push_back(at + "privacy.recovery_cap_uniform_tokens");
}

} // namespace
} // namespace assessing

Expected<Derivation> explain(const Scenario& scenario, const Facts& facts, std::string_view path) {
    const auto parsed = assessing::parsePath(path);
    if (!parsed)
        return tl::make_unexpected(parsed.error());
    const assessing::World world(scenario, facts);
    if (!world.usable())
        return failure("the scenario cannot be assessed", "path", "see the violations of evaluate");
    return assessing::Explainer(world).open(*parsed, path);
}

std::vector<std::string> explainablePaths(const Assessment& a) {
    std::vector<std::string> paths;
    const auto at = [](const char* collection, std::size_t i) {
        return std::string(collection) + "[" + std::to_string(i) + "].";
    };
    for (std::size_t i = 0; i < a.groups.size(); ++i)
        assessing::addGroupPaths(a.groups[i], at("groups", i), paths);
    for (std::size_t i = 0; i < a.hosts.size(); ++i) {
        for (const char* figure : {"utilisation", "wait_s", "request_rate_hz", "power_w"})
            paths.push_back(at("hosts", i) + figure);
        if (a.hosts[i].memory.si() > 0.0) {
            paths.push_back(at("hosts", i) + "memory_bytes");
            paths.push_back(at("hosts", i) + "memory_capacity_bytes");
        }
    }
    for (std::size_t i = 0; i < a.cells.size(); ++i)
        for (const char* figure : {"utilisation_downlink", "utilisation_uplink"})
            paths.push_back(at("cells", i) + figure);
    for (std::size_t i = 0; i < a.links.size(); ++i)
        for (const char* figure : {"utilisation", "delay_s"})
            paths.push_back(at("links", i) + figure);
    for (const char* figure : {"power_w", "carbon_g_per_hour", "cost_per_hour"})
        paths.push_back(std::string("totals.") + figure);
    return paths;
}

} // namespace cellwright
