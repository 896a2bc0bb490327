// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/field_reader.h"
#include "analytics/kernels/profile.h"
#include "analytics/scenario/schema.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cellwright::kernels {
namespace {

using Json = nlohmann::json;
using Reader = FieldReader;

Json toJson(const Machine& m) {
    Json kinds = Json::array();
    for (const auto& kind : m.coreKinds)
        kinds.push_back({{"cores", kind.cores}, {"efficiency", kind.efficiency}});
    return {{"cpu", m.cpu},
            {"cores", m.cores},
            {"logical_processors", m.logicalProcessors},
            {"cache_l1_bytes", m.cacheL1.si()},
            {"cache_l2_bytes", m.cacheL2.si()},
            {"cache_l3_bytes", m.cacheL3.si()},
            {"memory_bytes", m.memory.si()},
            {"simd", m.simd},
            {"warnings", m.warnings},
            {"huge_pages", m.hugePages},
            {"load", m.load},
            {"date", m.date},
            {"version", m.version},
            {"virtual_machine", m.virtualMachine},
            {"hypervisor", m.hypervisor},
            {"numa_nodes", m.numaNodes},
            {"pages", m.pages},
            {"core_kinds", std::move(kinds)},
            {"smt", m.smt},
            {"pinned", m.pinned},
            {"operating_system", m.operatingSystem},
            {"kernel_release", m.kernelRelease},
            {"compiler", m.compiler},
            {"build", m.build},
            {"governor", m.governor},
            {"quota_cores", m.quota}};
}

Json toJson(const ProviderInfo& p) {
    return {{"id", p.id},
            {"name", p.name},
            {"version", p.version},
            {"device", p.device},
            {"unavailable", p.unavailable}};
}

Json toJson(const KernelTiming& k) {
    return {{"kernel", k.kernel},
            {"weights", enumKey(k.weights)},
            {"rows", k.rows},
            {"cols", k.cols},
            {"tokens", k.tokens},
            {"threads", k.threads},
            {"median_s", k.median.si()},
            {"p10_s", k.p10.si()},
            {"p90_s", k.p90.si()},
            {"samples", k.samples},
            {"flop_per_s", k.flopRate.si()},
            {"bytes_per_s", k.byteRate.si()},
            {"provider", k.provider},
            {"settled", k.settled}};
}

Json toJson(const OperationTiming& o) {
    return {{"kernel", o.kernel},
            {"weights", enumKey(o.weights)},
            {"cache", enumKey(o.cache)},
            {"hidden", o.hidden},
            {"heads", o.heads},
            {"cache_heads", o.cacheHeads},
            {"head_size", o.headSize},
            {"intermediate", o.intermediate},
            {"tokens", o.tokens},
            {"depth", o.depth},
            {"threads", o.threads},
            {"median_s", o.median.si()},
            {"p10_s", o.p10.si()},
            {"p90_s", o.p90.si()},
            {"samples", o.samples},
            {"flop_per_s", o.flopRate.si()},
            {"bytes_per_s", o.byteRate.si()},
            {"provider", o.provider},
            {"gated", o.gated},
            {"experts", o.experts},
            {"chosen", o.chosen},
            {"settled", o.settled}};
}

Json toJson(const Noise& n) {
    return {{"median_spread", n.medianSpread},
            {"canary_spread", n.canarySpread},
            {"rounds", n.rounds},
            {"disturbed_rounds", n.disturbedRounds},
            {"involuntary_switches", n.involuntarySwitches},
            {"disturbed", n.disturbed},
            {"steal_share", n.stealShare},
            {"other_cores", n.otherCores},
            {"load_before", n.loadBefore},
            {"load_after", n.loadAfter},
            {"throttling", n.throttling},
            {"reasons", n.reasons}};
}

constexpr double mostBytes = 1e18, mostRate = 1e18, longestTime = 1e6;

/// What earlier versions did not ask the system.
void readSystem(Reader& in, Machine& m) {
    in.flag("virtual_machine", m.virtualMachine);
    in.text("hypervisor", m.hypervisor);
    in.integer("numa_nodes", m.numaNodes, 1, 1 << 16);
    in.text("pages", m.pages);
    in.objects("core_kinds", m.coreKinds, [](Reader& entry, CoreKind& kind) {
        entry.integer("cores", kind.cores, 1, 1 << 20);
        entry.integer("efficiency", kind.efficiency, 0, 1 << 16);
    });
    in.flag("smt", m.smt);
    in.flag("pinned", m.pinned);
    in.text("operating_system", m.operatingSystem);
    in.text("kernel_release", m.kernelRelease);
    in.text("compiler", m.compiler);
    in.text("build", m.build);
    in.text("governor", m.governor);
    in.number("quota_cores", m.quota, 0, 1 << 20);
}

void readMachine(Reader& in, Machine& m) {
    in.text("cpu", m.cpu);
    in.integer("cores", m.cores, 1, 1 << 20);
    in.integer("logical_processors", m.logicalProcessors, 1, 1 << 20);
    in.quantity("cache_l1_bytes", m.cacheL1, 0, mostBytes);
    in.quantity("cache_l2_bytes", m.cacheL2, 0, mostBytes);
    in.quantity("cache_l3_bytes", m.cacheL3, 0, mostBytes);
    in.quantity("memory_bytes", m.memory, 0, mostBytes);
    in.text("simd", m.simd);
    in.texts("warnings", m.warnings);
    in.flag("huge_pages", m.hugePages);
    in.number("load", m.load, -1, 1e6);
    in.text("date", m.date);
    in.text("version", m.version);
    in.optional([&] { readSystem(in, m); });
}

void readScheme(Reader& in, const char* key, Scheme& scheme) {
    std::string name;
    in.text(key, name);
    if (const auto parsed = parseEnum<Scheme>(name))
        scheme = *parsed;
    else
        in.fail(key, "is \"" + name + "\"", parsed.error().remedy);
}

/// What all timings have. `leastRate`: 0 for what neither computes nor reads anything.
template <class Timing>
void readTimes(Reader& in, Timing& t, double leastRate = 1e-3) {
    in.quantity("median_s", t.median, 1e-12, longestTime);
    in.quantity("p10_s", t.p10, 1e-12, longestTime);
    in.quantity("p90_s", t.p90, 1e-12, longestTime);
    in.integer("samples", t.samples, 1, 1 << 30);
    in.quantity("flop_per_s", t.flopRate, leastRate, mostRate);
    in.quantity("bytes_per_s", t.byteRate, leastRate, mostRate);
    if (t.p10 > t.median || t.median > t.p90)
        in.fail("median_s", "is not between p10_s and p90_s", "between them");
    in.optional([&] {
        in.text("provider", t.provider);
        in.flag("settled", t.settled);
    });
    if (t.provider.empty())
        in.fail("provider", "is empty", "the id of a provider, as cellwright or ggml");
}

void readTiming(Reader& in, KernelTiming& k) {
    in.text("kernel", k.kernel);
    readScheme(in, "weights", k.weights);
    in.integer("rows", k.rows, 1, 1 << 24);
    in.integer("cols", k.cols, 1, 1 << 24);
    in.integer("tokens", k.tokens, 1, 1 << 24);
    in.integer("threads", k.threads, 1, 1 << 20);
    readTimes(in, k);
    if (k.kernel != matVec && k.kernel != matMat)
        in.fail("kernel", "is \"" + k.kernel + "\"", "matvec or matmat");
}

void readSizes(Reader& in, OperationTiming& o) {
    const OperationSizes needs = sizesOf(o.kernel);
    in.integer("hidden", o.hidden, needs.hidden, 1 << 24);
    in.integer("heads", o.heads, needs.heads, 1 << 16);
    in.integer("cache_heads", o.cacheHeads, needs.cacheHeads, 1 << 16);
    in.integer("head_size", o.headSize, needs.headSize, 1 << 16);
    in.integer("intermediate", o.intermediate, needs.intermediate, 1 << 24);
    in.integer("tokens", o.tokens, 1, 1 << 24);
    in.integer("depth", o.depth, 0, 1 << 28);
    in.integer("threads", o.threads, 1, 1 << 20);
    in.optional([&] {
        in.flag("gated", o.gated);
        in.integer("experts", o.experts, needs.experts, 1 << 20);
        in.integer("chosen", o.chosen, needs.experts, 1 << 20);
    });
    if (o.chosen > o.experts)
        in.fail("chosen", "is more than there are experts", "at most experts");
    if (needs.experts && (o.experts < 1 || o.chosen < 1))
        in.fail("experts", "or chosen is missing", "there, at least 1");
}

void readOperation(Reader& in, OperationTiming& o) {
    in.text("kernel", o.kernel);
    if (std::ranges::find(operationKernels, o.kernel) == operationKernels.end())
        in.fail("kernel", "is \"" + o.kernel + "\"", "an operation, as layer, attention or norm");
    readScheme(in, "weights", o.weights);
    readScheme(in, "cache", o.cache);
    readSizes(in, o);
    readTimes(in, o, o.kernel == graphKernel ? 0.0 : 1e-3);
}

void readProvider(Reader& in, ProviderInfo& p) {
    in.text("id", p.id);
    in.text("name", p.name);
    in.optional([&] {
        in.text("version", p.version);
        in.text("device", p.device);
        in.text("unavailable", p.unavailable);
    });
    if (p.id.empty())
        in.fail("id", "is empty", "the id of a provider, as cellwright or ggml");
}

void readNoise(Reader& in, Noise& n) {
    in.number("median_spread", n.medianSpread, 0, 1e6);
    in.number("canary_spread", n.canarySpread, 0, 1e6);
    in.integer("rounds", n.rounds, 0, 1 << 30);
    in.integer("disturbed_rounds", n.disturbedRounds, 0, 1 << 30);
    in.integer("involuntary_switches", n.involuntarySwitches, 0, 1 << 30);
    in.flag("disturbed", n.disturbed);
    in.optional([&] {
        in.number("steal_share", n.stealShare, -1, 1);
        in.number("other_cores", n.otherCores, -1, 1 << 20);
        in.number("load_before", n.loadBefore, -1, 1e6);
        in.number("load_after", n.loadAfter, -1, 1e6);
        in.number("throttling", n.throttling, -1, 1e6);
        in.texts("reasons", n.reasons);
    });
}

void readPeak(Reader& in, PeakRate& p) {
    in.text("unit", p.unit);
    in.integer("threads", p.threads, 1, 1 << 20);
    in.quantity("flop_per_s", p.rate, 1, mostRate);
    in.number("spread", p.spread, 0, 1e6);
    in.integer("samples", p.samples, 1, 1 << 30);
    if (p.unit != "f32" && p.unit != "bf16" && p.unit != "int8")
        in.fail("unit", "is \"" + p.unit + "\"", "f32, bf16 or int8");
}

void readProfile(Reader& in, Profile& p) {
    in.object("machine", [&](Reader& machine) { readMachine(machine, p.machine); });
    in.objects("read_bandwidth", p.readBandwidth, [](Reader& entry, ReadBandwidth& b) {
        entry.integer("threads", b.threads, 1, 1 << 20);
        entry.quantity("bytes_per_s", b.bandwidth, 1, mostRate);
        entry.number("spread", b.spread, 0, 1e6);
        entry.integer("samples", b.samples, 1, 1 << 30);
    });
    if (in.has("peaks"))
        in.objects("peaks", p.peaks, readPeak);
    in.objects("dispatch", p.dispatch, [](Reader& entry, DispatchCost& d) {
        entry.integer("threads", d.threads, 1, 1 << 20);
        entry.quantity("median_s", d.median, 0, 1.0);
    });
    in.objects("kernels", p.kernels, [](Reader& entry, KernelTiming& k) { readTiming(entry, k); });
    if (in.has("operations"))
        in.objects("operations", p.operations, readOperation);
    if (in.has("providers"))
        in.objects("providers", p.providers, readProvider);
    in.object("noise", [&](Reader& noise) { readNoise(noise, p.noise); });
}

} // namespace

nlohmann::json toJson(const Profile& profile) {
    Json bandwidth = Json::array(), peaks = Json::array(), dispatch = Json::array(), kernels = Json::array();
    for (const auto& b : profile.readBandwidth)
        bandwidth.push_back({{"threads", b.threads},
                             {"bytes_per_s", b.bandwidth.si()},
                             {"spread", b.spread},
                             {"samples", b.samples}});
    for (const auto& p : profile.peaks)
        peaks.push_back({{"unit", p.unit},
                         {"threads", p.threads},
                         {"flop_per_s", p.rate.si()},
                         {"spread", p.spread},
                         {"samples", p.samples}});
    for (const auto& d : profile.dispatch)
        dispatch.push_back({{"threads", d.threads}, {"median_s", d.median.si()}});
    for (const auto& k : profile.kernels)
        kernels.push_back(toJson(k));
    Json operations = Json::array(), providers = Json::array();
    for (const auto& p : profile.providers)
        providers.push_back(toJson(p));
    for (const auto& o : profile.operations)
        operations.push_back(toJson(o));
    return {{"machine", toJson(profile.machine)}, {"read_bandwidth", std::move(bandwidth)},
            {"peaks", std::move(peaks)},          {"dispatch", std::move(dispatch)},
            {"kernels", std::move(kernels)},      {"operations", std::move(operations)},
            {"noise", toJson(profile.noise)},     {"providers", std::move(providers)}};
}

std::string toJsonText(const Profile& profile, int indent) {
    return toJson(profile).dump(indent, ' ', false, Json::error_handler_t::replace);
}

Expected<Profile> profileFromJson(std::string_view text, const std::string& where) {
    if (text.size() > maximumProfileText)
        return failure("a profile of more than 4 MiB is none", where, "give a file that `profile -o` wrote");
    // A deep nest of brackets would end in a deep recursion when it is freed; no profile has more than four
    // levels.
    const auto shallow = [](int depth, Json::parse_event_t, Json&) { return depth <= 8; };
    const Json json = Json::parse(text, shallow, false);
    if (json.is_discarded())
        return failure("not valid JSON", where, "give a file that `profile -o` wrote");
    Profile profile;
    Error error;
    Reader in(json, "", error);
    readProfile(in, profile);
    if (error.what.empty() && profile.kernels.empty())
        error = {"kernels is empty", {}, "a profile has at least one measured kernel"};
    if (!error.what.empty())
        return failure(error.what, where, error.remedy);
    return profile;
}

} // namespace cellwright::kernels
