// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/mobility.h"

#include "analytics/assess/request.h"
#include "analytics/llm/derived.h"
#include "analytics/radio/mobility/handover.h"

#include <algorithm>
#include <map>

namespace cellwright::assessing {
namespace {

/// Of the radio at a handover to a known cell: search 0, UE processing 20 ms, SSB timing 20 ms (the usual
/// period of the SMTC), random access 10 ms and a margin of 2 ms.
constexpr Seconds handoverInterruption{0.052};
constexpr const char* interruptionSource = "TS 38.133 clause 6.1.1.2.2: known cell, 20 ms processing, SMTC "
                                           "of 20 ms, 10 ms random access, 2 ms margin";

/// Which running host each site is nearest to by transport delay.
class NearestHosts {
public:
    explicit NearestHosts(const World& world)
        : graph_(world.scenario().topology, world.assumptions()) {
        for (const auto& host : world.scenario().topology.hosts)
            if (host.enabled) {
                hosts_.push_back(&host);
                trees_.push_back(graph_.treeTo({{}, host.id}));
            }
    }
    [[nodiscard]] bool any() const { return hosts_.size() > 1; }
    const Host* of(SiteId site) {
        const auto [known, fresh] = nearest_.try_emplace(site, nullptr);
        if (fresh)
            known->second = best({site, {}}, nullptr).first;
        return known->second;
    }
    /// The nearest host other than this one, with the route to it.
    std::pair<const Host*, transport::Route> besides(const Host& host) { return best({{}, host.id}, &host); }

private:
    std::pair<const Host*, transport::Route> best(const Endpoint& from, const Host* except) const {
        std::pair<const Host*, transport::Route> found{nullptr, {}};
        double least = std::numeric_limits<double>::infinity();
        const int place = graph_.place(from);
        for (std::size_t i = 0; i < hosts_.size() && place >= 0; ++i) {
            if (hosts_[i] == except || trees_[i].steps.empty())
                continue;
            const auto& cost = trees_[i].steps[std::size_t(place)].cost;
            const auto route = cost.delay < least ? graph_.routeIn(trees_[i], from) : std::nullopt;
            if (!route)
                continue;
            least = cost.delay;
            found = {hosts_[i], *route};
        }
        return found;
    }
    transport::Graph graph_;
    std::vector<const Host*> hosts_;
    std::vector<transport::Graph::Tree> trees_; ///< by host
    std::map<SiteId, const Host*> nearest_;
};

template <class R>
struct Mobility {
    Of<Hertz, R> handovers, migrations;
    Of<double, R> perSession;
    Of<Seconds, R> interruption, rePrefill, cost;
    Of<Bytes, R> state;
    const Host* host = nullptr;
    std::optional<Of<Seconds, R>> transfer;
};

template <class R>
class Mover {
public:
    Mover(R& rec, const World& world, std::size_t group, const GroupUsers& users)
        : rec_(rec)
        , world_(world)
        , plan_(*world.plans()[group])
        , users_(users)
        , nearest_(world)
        , walks_(radio::countHandovers(
              world.field(), group, plan_.group->speed,
              {world.assumptions().handoverHysteresis, world.assumptions().timeToTrigger})) {}

    Mobility<R> run() {
        Mobility<R> m;
        m.handovers = rate(walks_.perMetre, "h", "handovers per metre", "λ_HO", "handovers of a user");
        m.migrations =
            rate(migrating(), "h_m", "handovers per metre to sites that are nearer to another host", "λ_mig",
                 "migrations of a user's session");
        const Of<Seconds, R> session =
            rec_.input(Seconds(users_.mean(Figure::endToEnd)), "t_e2e", "mean end-to-end time of the group",
                       Label::computed, "end-to-end time");
        m.perSession =
            rec_.name(m.handovers * session, "n_HO", "handovers in a session", "rate times duration");
        m.interruption = rec_.input(handoverInterruption, "t_int", "interruption of the radio at a handover",
                                    Label::published, interruptionSource);
        m.state = state();
        m.rePrefill = rePrefill();
        transfer(m);
        auto each = m.transfer ? min(*m.transfer, m.rePrefill) : m.rePrefill;
        m.cost = rec_.name(Of<Seconds, R>(m.migrations * session * each), "t_mig",
                           "mean time that migrations cost a session",
                           "migrations in a session, by the cheaper way each");
        return m;
    }

private:
    using N = typename R::Number;

    Of<Hertz, R> rate(double perMetre, const char* densitySymbol, const char* density, const char* symbol,
                      const char* name) {
        const Of<MetresPerSecond, R> speed =
            rec_.input(plan_.group->speed, "v", "speed of the users", Label::assumed, "user group");
        const N borders =
            rec_.input(perMetre, densitySymbol, density, Label::computed,
                       std::to_string(walks_.counted) + " handovers under event A3 on straight walks of " +
                           toDisplay(walks_.walked, 3) + " in all");
        return rec_.name(Of<Hertz, R>(speed.si() * borders), symbol, name, "speed times border crossings");
    }
    double migrating() {
        double sum = 0.0;
        const auto& cells = world_.field().network().cells;
        for (const auto& change : walks_.changes)
            if (nearest_.any() && nearest_.of(cells[std::size_t(change.from)].site) !=
                                      nearest_.of(cells[std::size_t(change.to)].site))
                sum += change.perMetre;
        return sum;
    }
    Of<Bytes, R> state() {
        const N tokens =
            rec_.input(double(plan_.meanContext()), "P + G/2", "tokens in the middle of the answer",
                       Label::assumed, "workload \"" + plan_.workload->name + "\"");
        std::vector<Of<Bytes, R>> kept;
        for (const auto& stage : plan_.stages)
            if (stage.seat().host == &plan_.firstHost() && plan_.deployment->kvCaching)
                kept.push_back(
                    llm::kvBytes(rec_, *plan_.model, *plan_.accounting, stage.blocks, tokens, N(1.0)));
        return rec_.name(rec_.template sum<Of<Bytes, R>>(kept), "K_s", "KV cache of one session on the host");
    }
    /// The plan of a request whose prompt is everything so far.
    Of<Seconds, R> rePrefill() {
        Workload all = *plan_.workload;
        all.promptTokens = int(plan_.meanContext());
        Plan again = plan_;
        again.workload = &all;
        const auto model = requestModel(rec_, world_, again, false);
        std::vector<Of<Seconds, R>> terms;
        for (std::size_t i = 0; i < plan_.stages.size(); ++i)
            if (plan_.stages[i].seat().host == &plan_.firstHost())
                for (const auto& chunk : model.request.stages[i].prefill)
                    terms.push_back(chunk);
        auto time = rec_.template sum<Of<Seconds, R>>(terms);
        if (plan_.isSplit()) {
            const Of<BitsPerSecond, R> rate =
                rec_.input(BitsPerSecond(users_.mean(Figure::rateUplink)), "R_UL",
                           "mean uplink rate of the group", Label::computed, "uplink rate");
            time = time + toBits(model.request.messages.prompt) / rate;
        }
        return rec_.name(time, "t_re", "computing the session's state again",
                         "prefill of the whole context, and sending what crosses the cut again");
    }
    void transfer(Mobility<R>& m) {
        const auto [host, route] = nearest_.besides(plan_.firstHost());
        if (!host)
            return;
        m.host = host;
        const auto way = transport::routeMetrics(rec_, world_.scenario().topology, world_.assumptions(),
                                                 world_.traffic(), route);
        m.transfer = rec_.name(way.delay + toBits(m.state) / way.bottleneck, "t_KV",
                               "moving the session's state to \"" + host->name + "\"",
                               "delay of the route, and bytes over its narrowest link");
    }

    R& rec_;
    const World& world_;
    const Plan& plan_;
    const GroupUsers& users_;
    NearestHosts nearest_;
    radio::Handovers walks_;
};

bool moves(const World& world, std::size_t group, const GroupUsers& users) {
    const auto& plan = world.plans()[group];
    return plan && plan->usesHost() && plan->group->speed.si() > 0.0 && !users.results.empty();
}

} // namespace

std::optional<MobilityResult> mobilityResult(const World& world, std::size_t group, const GroupUsers& users) {
    if (!moves(world, group, users))
        return std::nullopt;
    NullRecorder rec;
    const auto m = Mover<NullRecorder>(rec, world, group, users).run();
    return MobilityResult{.handoverRate = m.handovers,
                          .handoversPerSession = m.perSession,
                          .interruption = m.interruption,
                          .migrationRate = m.migrations,
                          .migrationHost = m.host ? m.host->name : std::string(),
                          .sessionState = m.state,
                          .transfer = m.transfer,
                          .rePrefill = m.rePrefill,
                          .perSession = m.cost};
}

std::vector<std::pair<std::string_view, Traced>> mobilityFigures(TracingRecorder& rec, const World& world,
                                                                 std::size_t group, const GroupUsers& users) {
    if (!moves(world, group, users))
        return {};
    const auto m = Mover<TracingRecorder>(rec, world, group, users).run();
    std::vector<std::pair<std::string_view, Traced>> figures{
        {"handover_rate_hz", m.handovers.si()},  {"handovers_per_session", m.perSession},
        {"interruption_s", m.interruption.si()}, {"migration_rate_hz", m.migrations.si()},
        {"session_state_bytes", m.state.si()},   {"re_prefill_s", m.rePrefill.si()},
        {"migration_per_session_s", m.cost.si()}};
    if (m.transfer)
        figures.emplace_back("state_transfer_s", m.transfer->si());
    return figures;
}

} // namespace cellwright::assessing
