// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/widgets/charts/sample_assessment.h"

namespace cellwright::test {
namespace {

using Flow = privacy::Flow<NullRecorder>;

Flow flow(privacy::DataClass dataClass, TrustZone from, TrustZone to, double bytes, double tokens) {
    Flow row;
    row.dataClass = dataClass;
    row.from = from;
    row.to = to;
    row.bytes = Bytes(bytes);
    row.tokens = tokens;
    row.encryptedInTransit = true;
    row.readers = "operator of the edge host";
    row.retention = "during the request";
    return row;
}

std::vector<Flow> ledger() {
    Flow hidden =
        flow(privacy::DataClass::hiddenStates, TrustZone::userDevice, TrustZone::operatorEdge, 6.29e6, 768);
    hidden.recovery = {0.31, 0.04, Label::guarantee, "noise of sigma 4 on vectors clipped to 1"};
    Flow cache = flow(privacy::DataClass::kvCache, TrustZone::operatorEdge, TrustZone::operatorEdge, 0, 768);
    cache.repeats = true;
    cache.recovery = {1.0, std::nullopt, Label::assumed,
                      "hidden states of a known model are presumed invertible"};
    Flow answer =
        flow(privacy::DataClass::outputTokens, TrustZone::operatorEdge, TrustZone::userDevice, 1024, 256);
    answer.recovery = {1.0, std::nullopt, Label::computed, "tokens are text"};
    return {hidden, cache, answer};
}

GroupResult wards() {
    GroupResult group;
    group.id = UserGroupId{11};
    group.name = "Wards";
    group.deployment = "Split";
    group.model = "llama-3.1-8b";
    group.workload = "Assistant";
    group.users = 120;
    group.covered = 118;
    group.ttft = {Seconds(0.412), Seconds(0.39), Seconds(0.58)};
    group.tpot = {Seconds(0.0431), Seconds(0.042), Seconds(0.0497)};
    group.endToEnd = {Seconds(11.4), Seconds(11.1), Seconds(13.2)};
    group.ttftParts = {{"prefill_device", "Prefill on the device", Seconds(0.21)},
                       {"radio_uplink", "Uplink", Seconds(0.084)},
                       {"transport", "Transport", Seconds(0.003)},
                       {"waiting", "Waiting for the host", Seconds(0.041)},
                       {"prefill_host", "Prefill on the host", Seconds(0.062)},
                       {"radio_downlink", "Downlink", Seconds(0.012)}};
    group.tpotParts = {{"decode_device", "Decode on the device", Seconds(0.0182)},
                       {"radio_uplink", "Uplink", Seconds(0.0061)},
                       {"decode_host", "Decode on the host", Seconds(0.0148)},
                       {"radio_downlink", "Downlink", Seconds(0.004)}};
    group.energy = {Joules(31.2), Joules(4.1), Joules(9.7), Joules(0.6), Joules(22.8)};
    group.carbonGrams = 0.0057;
    group.cost = 0.00081;
    group.deviceMemory = Bytes(1.9e9);
    group.deviceCapacity = Bytes(9.6e9);
    group.deviceMemoryParts = {{"weights", "Weights", Bytes(1.4e9)},
                               {"kv_cache", "KV cache", Bytes(3.4e8)},
                               {"workspace", "Workspace", Bytes(1.6e8)}};
    group.batteryShare = 0.00071;
    group.privacy.ledger = ledger();
    group.privacy.notes = {
        "Encryption protects against the network, not against the host that receives the data."};
    group.privacy.epsilon = 7.31;
    group.privacy.delta = 1e-5;
    group.privacy.adjacency = "Two requests that differ in one prompt token.";
    return group;
}

GroupResult robots() {
    GroupResult group;
    group.id = UserGroupId{12};
    group.name = "Robots";
    group.users = 8;
    return group;
}

HostResult edge() {
    HostResult host;
    host.id = HostId{21};
    host.name = "Edge server";
    host.device = "nvidia-l4";
    host.memory = Bytes(25.3e9);
    host.capacity = Bytes(22.5e9);
    host.memoryParts = {{"weights", "Weights", Bytes(14.1e9)},
                        {"kv_cache", "KV cache", Bytes(10.2e9)},
                        {"workspace", "Workspace", Bytes(1.0e9)}};
    host.requestRate = Hertz(1.97);
    host.utilisation = 0.62;
    host.wait = Seconds(0.041);
    host.power = Watts(61);
    return host;
}

} // namespace

Assessment sampleAssessment(ScenarioId id, const char* name) {
    Assessment assessment;
    assessment.id = id;
    assessment.scenario = name;
    assessment.groups = {wards(), robots()};
    assessment.hosts = {edge()};
    assessment.cells = {{SectorId{31}, SiteId{30}, "Roof A", 118, 23.6, 0.41, 0.57, Decibels(14.2)}};
    assessment.links = {{.id = LinkId{41},
                         .name = "Roof fibre",
                         .offered = BitsPerSecond(9.8e7),
                         .capacity = BitsPerSecond(1e9),
                         .utilisation = 0.21,
                         .delay = Seconds(0.00015)}};
    assessment.totals = {128, 118, Hertz(1.97), Watts(134), 40.4, 5.7};
    assessment.violations = {{ViolationKind::memory,
                              {EntityKind::host, 21},
                              "Edge server needs 25.3 GB on each accelerator, has 22.5 GB",
                              "choose a smaller weight format for the host, or a higher cut",
                              25.3e9,
                              22.5e9,
                              "B"},
                             {ViolationKind::coverage,
                              {EntityKind::userGroup, 12},
                              "8 of 8 users of Robots have no coverage",
                              "move a site nearer or add one",
                              8,
                              0,
                              ""}};
    return assessment;
}

} // namespace cellwright::test
