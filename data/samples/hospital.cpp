// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/samples/build.h"
#include "data/samples/samples.h"

namespace cellwright::samples {
namespace {

constexpr CarrierId n78{1};
constexpr HostId serverRoom{40}, region{41};
constexpr WorkloadId consultation{60}, imageReview{61};
constexpr DeploymentId forTablets{70}, forPhones{71};

Topology campus() {
    Topology t;
    Carrier carrier{.id = n78, .name = "n78, 3.5 GHz"};
    carrier.downlinkShare = 0.5; // a private network: images and hidden states go up
    t.carriers = {carrier};
    t.sites = {site(10, "Main building", at(0, 60), n78, 10, Propagation::umi, 37, {30, 150, 270}),
               site(14, "Clinic west", at(-230, -60), n78, 10, Propagation::umi, 37, {30, 150, 270}),
               site(18, "Research east", at(220, -40), n78, 10, Propagation::umi, 37, {30, 150, 270})};
    t.hosts = {{.id = serverRoom,
                .name = "Server room",
                .position = at(40, -20),
                .tier = HostTier::edge,
                .zone = TrustZone::premises,
                .device = "nvidia-l4",
                .count = 2,
                .powerUsageEffectiveness = 1.5},
               {.id = region,
                .name = "Regional cloud",
                .position = at(62000, 28000),
                .tier = HostTier::cloud,
                .zone = TrustZone::cloudDomestic,
                .device = "nvidia-h100-sxm",
                .count = 1,
                .powerUsageEffectiveness = 1.15}};
    t.links = {fibre(50, "Main building to server room", {.site = {10}, .host = {}},
                     {.site = {}, .host = serverRoom}, 10),
               fibre(51, "Clinic west to server room", {.site = {14}, .host = {}},
                     {.site = {}, .host = serverRoom}, 10),
               fibre(52, "Research east to server room", {.site = {18}, .host = {}},
                     {.site = {}, .host = serverRoom}, 10),
               fibre(53, "Leased line to the region", {.site = {}, .host = serverRoom},
                     {.site = {}, .host = region}, 10)};
    t.links.back().hopDelay = Seconds(0.0006);

    UserGroup tablets{.id = {30}, .name = "Ward tablets"};
    tablets.area = {at(-280, -130), at(280, -110), at(300, 120), at(60, 170), at(-290, 90)};
    tablets.count = 60;
    tablets.activeShare = 0.1;
    tablets.bodyLoss = Decibels(6.0); // indoors, near a window
    tablets.workload = consultation;
    tablets.deployment = forTablets;
    UserGroup phones{.id = {31}, .name = "Emergency team"};
    phones.points = {at(-60, 20),  at(-20, -40), at(15, 110), at(90, 40),
                     at(120, -70), at(-140, 30), at(180, 10), at(-200, -20)};
    phones.count = int(phones.points.size());
    phones.activeShare = 0.25;
    phones.workload = imageReview;
    phones.deployment = forPhones;
    t.groups = {tablets, phones};
    return t;
}

std::vector<Workload> workloads() {
    Workload chat{.id = consultation, .name = "Consultation"};
    chat.promptTokens = 512;
    chat.outputTokens = 128;
    chat.requestRate = Hertz(1.0 / 300);
    chat.ttftTarget = Seconds(2.5);
    chat.tpotTarget = Seconds(0.1);
    chat.targetSource =
        "time per token: TS 22.261 clause 7.10.1, enhanced media recognition, 100 ms; first token: ours";
    Workload image{.id = imageReview, .name = "Image review"};
    image.promptTokens =
        832; // 256 tokens of question and record, 576 of one image at 336 x 336 in 14 x 14 patches
    image.outputTokens = 96;
    image.mediaBytes = Bytes(270e3);
    image.requestRate = Hertz(1.0 / 180);
    image.ttftTarget = Seconds(3.0);
    image.tpotTarget = Seconds(0.1);
    image.targetSource = "image of 0.27 MB: TS 22.261 clause 7.10.1, split image recognition; time per token "
                         "as above; first token: ours";
    return {chat, image};
}

Deployment deployment(DeploymentId id, std::string name, Placement placement, HostId host) {
    Deployment d{.id = id, .name = std::move(name)};
    d.model = "llama-3.1-8b";
    d.placement = placement;
    d.cut = 4;
    d.host = host;
    d.deviceWeights = Scheme::q4_0;
    d.hostWeights = host == region ? Scheme::f16 : Scheme::q8_0;
    d.activations = Scheme::q8_0;
    d.batch = 8;
    return d;
}

Scenario scenario(std::int64_t id, std::string name, Placement placement, HostId host) {
    Scenario s{.id = {id}, .name = std::move(name)};
    s.topology = campus();
    s.workloads = workloads();
    s.deployments = {deployment(forTablets, "Assistant on tablets", placement, host),
                     deployment(forPhones, "Assistant on phones", placement, host)};
    s.assumptions.serverPricePerHour = host == region ? 3.0 : 0.6;
    return s;
}

} // namespace

Project hospitalCampus() {
    Project project;
    project.name = "Hospital campus";
    project.description =
        "Where should the healthcare assistant run? Four scenarios on the same radio network: split between "
        "the device and the server room, all in the server room, all in the regional cloud, and a small "
        "model that never leaves the device.";
    project.scenarios = {scenario(1, "Split with the server room", Placement::split, serverRoom),
                         scenario(2, "All in the server room", Placement::host, serverRoom),
                         scenario(3, "All in the regional cloud", Placement::host, region),
                         scenario(4, "Small model on the device", Placement::device, {})};
    for (auto& plan : project.scenarios.back().deployments) {
        plan.model = "llama-3.2-1b";
        plan.host = {};
        plan.batch = 1;
    }
    return project;
}

} // namespace cellwright::samples
