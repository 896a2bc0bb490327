// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/schema.h"
#include "data/catalogue/device_fields.h"

namespace cellwright::catalogue {
namespace {

using compute::BenchPoint;

constexpr std::array phases{Named{BenchPoint::Phase::prefill, "prefill"},
                            Named{BenchPoint::Phase::decode, "decode"}};

void readScheme(FieldReader& in, const char* key, const std::string& text, Scheme& value) {
    if (const auto scheme = parseEnum<Scheme>(text))
        value = *scheme;
    else
        in.fail(key, "names the unknown scheme \"" + text + "\"", scheme.error().remedy);
}

void readRoofline(FieldReader& in, compute::Roofline& r) {
    std::vector<std::string> names;
    in.texts("schemes", names);
    for (const auto& name : names)
        readScheme(in, "schemes", name, r.schemes.emplace_back());
    readNamed(in, "format", formats, r.format);
    in.number("compute_efficiency", r.computeEfficiency, 1e-4, 1.5);
    in.number("memory_efficiency", r.memoryEfficiency, 1e-4, 1.5);
    in.number("exponent", r.exponent, 1.0, 50.0);
    in.quantity("per_operation_s", r.perOperation, 0.0, 1.0);
    in.quantity("per_layer_s", r.perLayer, 0.0, 1.0);
    if (in.has("cache_cost"))
        in.number("cache_cost", r.cacheCost, 0.01, 99.0);
    if (in.has("per_sequence_s"))
        in.quantity("per_sequence_s", r.perSequence, 0.0, 1.0);
    readNamed(in, "label", labels, r.label);
    in.text("source", r.source);
}

void readChoice(FieldReader& in, compute::measured::Choice& choice) {
    in.text("provider", choice.provider);
    in.integer("threads", choice.threads, 1, 1 << 20);
    in.flag("as_llama", choice.asLlama);
    in.flag("llama_graph", choice.llamaGraph);
}

/// The rates of square matrices, as written before devices kept their profiles.
SharedProfile readRates(FieldReader& in) {
    auto profile = std::make_shared<kernels::Profile>();
    int threads = 1;
    BytesPerSecond bandwidth;
    Seconds dispatch;
    in.integer("threads", threads, 1, 1 << 20);
    in.quantity("read_bandwidth", bandwidth, 1.0, mostRate);
    in.quantity("dispatch_s", dispatch, 0.0, 1.0);
    in.text("source", profile->machine.cpu);
    in.objects("points", profile->kernels, [&](FieldReader& point, kernels::KernelTiming& k) {
        std::string weights;
        point.text("weights", weights);
        readScheme(point, "weights", weights, k.weights);
        point.integer("tokens", k.tokens, 1, 1 << 24);
        point.quantity("flop_per_s", k.flopRate, 1e-3, mostRate);
        point.quantity("bytes_per_s", k.byteRate, 1e-3, mostRate);
        k.kernel = k.tokens == 1 ? kernels::matVec : kernels::matMat;
        k.rows = k.cols = 4096;
        k.threads = threads;
        k.median = k.p10 = k.p90 = Flop(2.0 * 4096.0 * 4096.0 * k.tokens) / k.flopRate;
        k.samples = 1;
    });
    profile->readBandwidth = {{threads, bandwidth, 0.0, 1}};
    profile->dispatch = {{threads, dispatch}};
    return profile;
}

/// The operations that a runtime's times are put together from: a choice among those of the device's profile.
void readMeasured(FieldReader& in, compute::RuntimeFigures& r, SharedProfile profile) {
    compute::measured::Choice choice;
    in.object("measured", [&](FieldReader& measured) {
        if (measured.has("points"))
            profile = readRates(measured);
        else
            readChoice(measured, choice);
    });
    if (in.failed())
        return;
    if (!profile)
        return in.fail("measured", "refers to a profile, and there is none", "with a profile in the device");
    auto kernels = compute::measured::KernelModel::of(profile, choice);
    if (kernels)
        r.measured = std::move(*kernels);
    else
        in.fail("measured", "cannot be: " + kernels.error().what, "what the profile holds");
}

void readError(FieldReader& in, compute::ErrorFigures& error) {
    in.number("prefill", error.prefill, 1e-4, 10.0);
    in.number("decode", error.decode, 1e-4, 10.0);
    readNamed(in, "label", labels, error.label);
    in.text("source", error.source);
}

void readCount(FieldReader& in, const char* key, std::int64_t& value, int least) {
    int read = int(value);
    in.integer(key, read, least, 1 << 30);
    value = read;
}

void readPoint(FieldReader& in, BenchPoint& p) {
    std::string weights;
    in.text("model", p.model);
    in.text("weights", weights);
    readScheme(in, "weights", weights, p.weights);
    in.quantity("model_bytes", p.modelBytes, 0.0, mostBytes);
    in.number("parameters", p.parameters, 0.0, mostBytes);
    readNamed(in, "phase", phases, p.phase);
    readCount(in, "tokens", p.tokens, 1);
    readCount(in, "depth", p.depth, 0);
    readCount(in, "batch", p.batch, 1);
    in.integer("threads", p.threads, 0, 1 << 20);
    in.integer("gpu_layers", p.gpuLayers, -1, 1 << 20);
    in.number("tokens_per_s", p.rate, 1e-6, 1e12);
    in.number("deviation", p.deviation, 0.0, 1e12);
    in.text("source", p.source);
    in.optional([&] { // points written earlier lack them
        std::string cache(enumKey(p.cache));
        in.text("cache", cache);
        readScheme(in, "cache", cache, p.cache);
        in.integer("micro_batch", p.microBatch, 0, 1 << 30);
        in.flag("flash_attention", p.flashAttention);
    });
}

Json toJson(const compute::Roofline& r) {
    Json schemes = Json::array();
    for (const Scheme scheme : r.schemes)
        schemes.push_back(enumKey(scheme));
    return {{"schemes", std::move(schemes)},
            {"format", nameIn(formats, r.format)},
            {"compute_efficiency", r.computeEfficiency},
            {"memory_efficiency", r.memoryEfficiency},
            {"exponent", r.exponent},
            {"per_operation_s", r.perOperation.si()},
            {"per_layer_s", r.perLayer.si()},
            {"cache_cost", r.cacheCost},
            {"per_sequence_s", r.perSequence.si()},
            {"label", nameIn(labels, r.label)},
            {"source", r.source}};
}

Json toJson(const compute::measured::Choice& choice) {
    return {{"provider", choice.provider},
            {"threads", choice.threads},
            {"as_llama", choice.asLlama},
            {"llama_graph", choice.llamaGraph}};
}

Json toJson(const BenchPoint& p) {
    return {{"model", p.model},
            {"weights", enumKey(p.weights)},
            {"model_bytes", p.modelBytes.si()},
            {"parameters", p.parameters},
            {"phase", nameIn(phases, p.phase)},
            {"tokens", p.tokens},
            {"depth", p.depth},
            {"batch", p.batch},
            {"threads", p.threads},
            {"gpu_layers", p.gpuLayers},
            {"tokens_per_s", p.rate},
            {"deviation", p.deviation},
            {"source", p.source},
            {"cache", enumKey(p.cache)},
            {"micro_batch", p.microBatch},
            {"flash_attention", p.flashAttention}};
}

} // namespace

void readRuntime(FieldReader& in, compute::RuntimeFigures& r, const SharedProfile& profile) {
    // Without rooflines completeDevice() takes those of the runtime's class.
    if (in.has("rooflines") || in.has("measured")) {
        in.objects("rooflines", r.rooflines, readRoofline);
        in.object("error", [&](FieldReader& error) { readError(error, r.error); });
    }
    if (in.has("measured"))
        readMeasured(in, r, profile);
    if (in.has("points"))
        in.objects("points", r.points, readPoint);
}

Json runtimeToJson(const compute::RuntimeFigures& r) {
    Json rooflines = Json::array(), points = Json::array();
    for (const auto& roofline : r.rooflines)
        rooflines.push_back(toJson(roofline));
    for (const auto& point : r.points)
        points.push_back(toJson(point));
    Json json{{"name", r.name},
              {"rooflines", std::move(rooflines)},
              {"error",
               {{"prefill", r.error.prefill},
                {"decode", r.error.decode},
                {"label", nameIn(labels, r.error.label)},
                {"source", r.error.source}}}};
    if (r.measured)
        json["measured"] = toJson(r.measured->choice());
    if (!r.points.empty())
        json["points"] = std::move(points);
    return json;
}

} // namespace cellwright::catalogue
