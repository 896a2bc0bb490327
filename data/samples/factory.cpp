// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/samples/build.h"
#include "data/samples/samples.h"

namespace cellwright::samples {
namespace {

constexpr CarrierId n79{1};
constexpr HostId hallServer{40}, campusServer{41};
constexpr WorkloadId motion{60}, planning{61}, help{62};
constexpr DeploymentId onRobot{70}, forPlanning{71}, forStaff{72};

Topology works() {
    Topology t;
    Carrier carrier{.id = n79, .name = "n79, private, 4.7 GHz"};
    carrier.frequency = Hertz(4.7e9);
    carrier.downlinkShare = 0.5; // robots send more than they receive
    t.carriers = {carrier};
    t.sites = {site(10, "Hall north", at(-60, 45), n79, 10, Propagation::umi, 30, {120, 240}),
               site(13, "Hall south", at(60, -45), n79, 10, Propagation::umi, 30, {60, 300}),
               site(16, "Yard mast", at(190, 30), n79, 15, Propagation::umi, 33, {0, 120, 240})};
    t.hosts = {{.id = hallServer,
                .name = "Hall server",
                .position = at(0, 70),
                .tier = HostTier::site,
                .zone = TrustZone::premises,
                .device = "nvidia-l4",
                .count = 4,
                .powerUsageEffectiveness = 1.4},
               {.id = campusServer,
                .name = "Operator's edge",
                .position = at(4200, 1800),
                .tier = HostTier::edge,
                .zone = TrustZone::operatorEdge,
                .device = "nvidia-h100-sxm",
                .count = 1,
                .powerUsageEffectiveness = 1.3}};
    t.links = {
        fibre(50, "Hall north to server", {.site = {10}, .host = {}}, {.site = {}, .host = hallServer}, 10),
        fibre(51, "Hall south to server", {.site = {13}, .host = {}}, {.site = {}, .host = hallServer}, 10),
        fibre(52, "Yard to server", {.site = {16}, .host = {}}, {.site = {}, .host = hallServer}, 10),
        fibre(53, "Works to operator", {.site = {}, .host = hallServer}, {.site = {}, .host = campusServer},
              25)};

    UserGroup robots{.id = {30}, .name = "Robots, motion"};
    robots.area = {at(-110, -70), at(110, -70), at(110, 70), at(-110, 70)};
    robots.count = 20;
    robots.device = "jetson-agx-orin-64gb";
    robots.activeShare = 0.5;
    robots.workload = motion;
    robots.deployment = onRobot;
    UserGroup planners = robots;
    planners.id = {31};
    planners.name = "Robots, task planning";
    planners.activeShare = 0.1;
    planners.workload = planning;
    planners.deployment = forPlanning;
    UserGroup staff{.id = {32}, .name = "Yard staff"};
    staff.area = {at(125, -60), at(260, -60), at(260, 110), at(125, 110)};
    staff.count = 30;
    staff.activeShare = 0.05;
    staff.workload = help;
    staff.deployment = forStaff;
    t.groups = {robots, planners, staff};
    return t;
}

std::vector<Workload> workloads() {
    Workload move{.id = motion, .name = "Motion command"};
    move.promptTokens = 48;
    move.outputTokens = 8; // action tokens
    move.requestRate = Hertz(1.0);
    move.tpotTarget = Seconds(0.012);
    move.targetSource = "12 ms: TS 22.261 clause 7.10.1, split control for robotics";
    Workload plan{.id = planning, .name = "Task planning"};
    plan.promptTokens = 832; // one image and the task
    plan.outputTokens = 64;
    plan.mediaBytes = Bytes(270e3);
    plan.requestRate = Hertz(1.0 / 60);
    plan.ttftTarget = Seconds(1.0);
    plan.tpotTarget = Seconds(0.1);
    plan.targetSource =
        "image of 0.27 MB and 100 ms per answer part: TS 22.261 clause 7.10.1; first token: ours";
    Workload ask{.id = help, .name = "Maintenance question"};
    ask.promptTokens = 384;
    ask.outputTokens = 160;
    ask.requestRate = Hertz(1.0 / 600);
    ask.ttftTarget = Seconds(2.0);
    ask.targetSource = "ours";
    return {move, plan, ask};
}

Scenario scenario(std::int64_t id, std::string name, HostId host) {
    Scenario s{.id = {id}, .name = std::move(name)};
    s.topology = works();
    s.workloads = workloads();
    Deployment robot{
        .id = onRobot, .name = "On the robot", .model = "qwen2.5-0.5b", .placement = Placement::device};
    Deployment planner{
        .id = forPlanning, .name = "Task planner", .model = "qwen2.5-7b", .placement = Placement::host};
    planner.host = host;
    planner.hostWeights = Scheme::f16;
    planner.batch = 4;
    Deployment staff{
        .id = forStaff, .name = "Staff assistant", .model = "qwen2.5-7b", .placement = Placement::split};
    staff.cut = 3;
    staff.host = host;
    staff.hostWeights = Scheme::f16;
    staff.activations = Scheme::q8_0;
    staff.batch = 4;
    s.deployments = {robot, planner, staff};
    return s;
}

} // namespace

Project humanoidFactory() {
    Project project;
    project.name = "Factory with humanoid robots";
    project.description =
        "Robots move by a small model of their own and plan with a larger one at the edge; staff in the yard "
        "share the network. Compare a server in the hall with the operator's edge four kilometres away.";
    project.scenarios = {scenario(1, "Server in the hall", hallServer),
                         scenario(2, "Operator's edge", campusServer)};
    return project;
}

} // namespace cellwright::samples
