// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/llama_bench.h"

#include "analytics/compute/fit.h"
#include "analytics/compute/runtime_class.h"
#include "analytics/llm/accounting.h"
#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"
#include "data/catalogue/device_fields.h"
#include "data/catalogue/devices.h"
#include "data/catalogue/llama_bench_text.h"
#include "data/catalogue/models.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>

namespace cellwright::catalogue {
namespace {

using compute::BenchPoint;
using compute::Device;

std::string lower(std::string text) {
    for (char& c : text)
        c = char(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

/// Fields of a row; the first that is wrong is remembered.
class Fields {
public:
    explicit Fields(const LlamaBenchRow& row)
        : row_(row) {}
    [[nodiscard]] std::string text(std::string_view name) const {
        const auto found = row_.fields.find(name);
        return found == row_.fields.end() ? std::string() : found->second.substr(0, 300);
    }
    double number(std::string_view name, double least, double most, std::optional<double> otherwise = {}) {
        const std::string value = text(name);
        if (value.empty() && otherwise)
            return *otherwise;
        double read = 0.0;
        const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), read);
        const bool whole = failed == std::errc() && end == value.data() + value.size();
        if (!whole || !(read >= least && read <= most))
            note(name, value, roundedText(least) + " to " + roundedText(most));
        return whole ? read : 0.0;
    }
    void note(std::string_view name, const std::string& value, const std::string& remedy) {
        if (error_.what.empty())
            error_ = {std::string(name) + (value.empty() ? " is missing" : " is \"" + value + "\""),
                      row_.place, "should be " + remedy};
    }
    [[nodiscard]] const Error& error() const { return error_; }

private:
    const LlamaBenchRow& row_;
    Error error_;
};

/// What llama.cpp calls the formats of files, longer names before those they contain.
constexpr std::array<std::pair<std::string_view, Scheme>, 18> fileTypes{{{"q4_k - medium", Scheme::q4_k_m},
                                                                         {"q4_k - small", Scheme::q4_k_s},
                                                                         {"q5_k - medium", Scheme::q5_k_m},
                                                                         {"q5_k - small", Scheme::q5_k_m},
                                                                         {"q3_k - medium", Scheme::q3_k_m},
                                                                         {"q3_k - small", Scheme::q3_k_m},
                                                                         {"q3_k - large", Scheme::q3_k_m},
                                                                         {"q2_k", Scheme::q2_k},
                                                                         {"q6_k", Scheme::q6_k},
                                                                         {"q8_0", Scheme::q8_0},
                                                                         {"q5_0", Scheme::q5_0},
                                                                         {"q4_0", Scheme::q4_0},
                                                                         {"q4_1", Scheme::q4_0},
                                                                         {"iq4_xs", Scheme::iq4_xs},
                                                                         {"mxfp4", Scheme::mxfp4},
                                                                         {"bf16", Scheme::bf16},
                                                                         {"f16", Scheme::f16},
                                                                         {"f32", Scheme::f32}}};

std::optional<Scheme> schemeIn(const std::string& modelType) {
    const std::string text = lower(modelType);
    for (const auto& [name, scheme] : fileTypes)
        if (text.find(name) != std::string::npos)
            return scheme;
    return std::nullopt;
}

/// The scheme with about as many bits, for formats that have no name here.
Scheme schemeOfBits(double bits) {
    if (bits > 12.0)
        return Scheme::f16;
    if (bits > 7.5)
        return Scheme::q8_0;
    if (bits > 6.1)
        return Scheme::q6_k;
    if (bits > 5.2)
        return Scheme::q5_k_m;
    return bits > 4.2 ? Scheme::q4_k_m : bits > 3.3 ? Scheme::q3_k_m : Scheme::q2_k;
}

std::string buildOf(const Fields& f) {
    const std::string date = f.text("test_time").substr(0, 10);
    return "llama-bench build " + f.text("build_number") + " (" + f.text("build_commit") + ")" +
           (date.empty() ? "" : ", " + date);
}

/// The format of the cache; nothing where keys and values differ or the format has no name here.
std::optional<Scheme> cacheOf(const Fields& f) {
    const auto keys = f.text("type_k"), values = f.text("type_v");
    if (keys != values)
        return std::nullopt;
    if (keys.empty())
        return Scheme::f16;
    const auto scheme = llm::parseScheme(keys);
    return scheme && llm::vectorFormat(*scheme, "cache") ? std::optional(*scheme) : std::nullopt;
}

/// The point of a row; nothing for tests that mix both phases, and for caches that are not one known format.
Expected<std::optional<BenchPoint>> pointOf(const LlamaBenchRow& row) {
    Fields f(row);
    BenchPoint p;
    const double prompt = f.number("n_prompt", 0, 1e8), generated = f.number("n_gen", 0, 1e8);
    p.model = f.text("model_type");
    p.modelBytes = Bytes(f.number("model_size", 1e3, 1e15));
    p.parameters = f.number("model_n_params", 1e3, 1e15);
    p.depth = std::int64_t(f.number("n_depth", 0, 1e8, 0.0));
    p.threads = int(f.number("n_threads", 0, 65536, 0.0));
    p.gpuLayers = int(f.number("n_gpu_layers", -1, 1e6, -1.0));
    p.rate = f.number("avg_ts", 1e-6, 1e9);
    p.deviation = f.number("stddev_ts", 0, 1e9, 0.0);
    p.source = buildOf(f);
    if (p.model.empty())
        f.note("model_type", "", "such as llama 8B Q4_K - Medium");
    if (prompt == 0 && generated == 0)
        f.note("n_prompt", "0", "above 0, or n_gen");
    if (!f.error().what.empty())
        return tl::make_unexpected(f.error());
    p.phase = prompt > 0 ? BenchPoint::Phase::prefill : BenchPoint::Phase::decode;
    p.tokens = std::int64_t(prompt > 0 ? prompt : generated);
    p.weights = schemeIn(p.model).value_or(schemeOfBits(8.0 * p.modelBytes.si() / p.parameters));
    p.microBatch = int(f.number("n_ubatch", 0, 1e8, 0.0));
    const auto flash = f.text("flash_attn");
    p.flashAttention = flash == "1" || flash == "true";
    const auto cache = cacheOf(f);
    p.cache = cache.value_or(Scheme::f16);
    const bool mixed = prompt > 0 && generated > 0;
    return mixed || !cache ? std::optional<BenchPoint>() : std::optional(p);
}

std::string backendOf(const Fields& f) {
    if (const auto text = f.text("backends"); !text.empty())
        return text.substr(0, text.find(','));
    for (const auto& [field, name] : {std::pair{"cuda", "CUDA"},
                                      {"metal", "Metal"},
                                      {"vulkan", "Vulkan"},
                                      {"sycl", "SYCL"},
                                      {"opencl", "OpenCL"}}) // before they were listed
        if (f.text(field) == "true" || f.text(field) == "1")
            return name;
    return "CPU";
}

/// Letters and digits, everything else a hyphen.
std::string slug(const std::string& text) {
    std::string result;
    for (const unsigned char c : lower(text))
        if (std::isalnum(c))
            result += char(c);
        else if (!result.empty() && result.back() != '-')
            result += '-';
    while (result.ends_with('-'))
        result.pop_back();
    return result.substr(0, 60);
}

/// The catalogue's device whose words all occur in what the results call it, the longest of them.
const Device* sameDevice(const std::string& name) {
    const std::string words = "-" + slug(name) + "-";
    const Device* best = nullptr;
    std::size_t longest = 0;
    for (const auto& device : devices()) {
        const std::string own = slug(device.id.substr(device.id.find('-') + 1));
        if (own.size() > longest && words.find("-" + own + "-") != std::string::npos) {
            best = &device;
            longest = own.size();
        }
    }
    return best;
}

const llm::Model* modelOf(double parameters) {
    const llm::Model* best = nullptr;
    double nearest = 0.005; // the counts of one architecture differ by no more
    for (const auto& model : models()) {
        const double away = std::abs(double(llm::countParameters(model).total) / parameters - 1.0);
        if (model.generates() && away < nearest) {
            best = &model;
            nearest = away;
        }
    }
    return best;
}

/// A decoder of which only the size is known: layers and width as plain ones have them.
compute::WorkOf<NullRecorder> plainWork(const BenchPoint& p) {
    const bool decode = p.phase == BenchPoint::Phase::decode;
    const double tokens = decode ? 1.0 : double(p.tokens);
    const double layers = std::clamp(std::round(8.0 * std::cbrt(p.parameters / 1e8)), 4.0, 120.0);
    const double hidden = std::sqrt(p.parameters / (12.0 * layers));
    const double context = double(p.depth) + (decode ? double(p.tokens) / 2.0 : double(p.tokens) / 2.0);
    const double kvPerToken = 4.0 * layers * hidden / 4.0; // f16, a quarter of the heads
    compute::WorkOf<NullRecorder> work;
    work.flop = Flop(tokens * (2.0 * p.parameters + 4.0 * layers * hidden * context));
    work.weightBytes = p.modelBytes;
    work.kvBytes = Bytes(kvPerToken * (context + tokens));
    work.activationBytes = Bytes(tokens * 30.0 * layers * hidden);
    work.operations = 16.0 * layers;
    work.layers = layers;
    return work;
}

void describe(const Fields& f, LlamaBench& bench) {
    bench.processor = f.text("cpu_info");
    bench.graphics = f.text("gpu_info");
    bench.backend = backendOf(f);
    bench.build = buildOf(f);
}

bool generates(const LlamaBench& bench) {
    return std::ranges::any_of(bench.points,
                               [](const BenchPoint& p) { return p.phase == BenchPoint::Phase::decode; });
}

/// Operations per byte of memory traffic that the catalogue's devices of a kind are made for: the median.
double usualBalance(compute::DeviceKind kind, compute::NumberFormat format) {
    std::vector<double> balances;
    for (const auto& device : devices())
        if (const auto* peak = compute::peakFor(device, format); peak && device.kind == kind)
            balances.push_back(peak->rate.value.si() / device.memoryBandwidth.value.si());
    return balances.empty() ? 20.0 : compute::quantile(balances, 0.5);
}

/// Where the catalogue has not got the device: what the fastest rates imply through the constants of the
/// class. Prompts alone do not tell the bandwidth.
void implyDatasheet(Device& device, const LlamaBench& bench, const std::string& runtime) {
    const auto* known = compute::classOf(device, runtime);
    const auto& c = (known ? *known : compute::runtimeClasses().front()).constants;
    double bandwidth = 1e6, peak = 1e6, largest = 1e6;
    for (const auto& p : bench.points) {
        const auto point = calibrationPoint(p);
        largest = std::max(largest, p.modelBytes.si());
        peak = std::max(peak, (point.work.flop / point.time).si() / c.computeEfficiency);
        if (point.decode)
            bandwidth = std::max(bandwidth, (point.work.weightBytes / point.time).si() / c.four);
    }
    const auto format = known ? known->format : compute::NumberFormat::f16;
    const std::string source = "implied by the rates of " + bench.build;
    device.memoryBandwidth = {BytesPerSecond(bandwidth), Label::computed, source};
    if (!generates(bench))
        device.memoryBandwidth = {
            BytesPerSecond(std::max(bandwidth, peak / usualBalance(device.kind, format))), Label::assumed,
            "as devices of this kind have beside the peak " + source};
    device.peaks = {{format, {FlopPerSecond(peak), Label::computed, source}}};
    device.memoryCapacity = {Bytes(1.25 * largest), Label::assumed,
                             "a quarter more than the largest model measured"};
}

/// Many rates of one program on one computer agree better among themselves than single ones that people
/// report; and a datasheet that they imply is less sure than a printed one.
constexpr compute::CalibrationBelief manyRates{0.25, 0.5, 0.6, 0.3, 0.03};

Device deviceOf(const LlamaBench& bench) {
    const bool graphics = bench.backend != "CPU" && bench.backend != "BLAS" && !bench.graphics.empty();
    std::string name = graphics ? bench.graphics : bench.processor;
    if (name.empty())
        name = "Computer of a llama-bench result (" + bench.backend + ")";
    const std::string runtime = "llama.cpp " + bench.backend;
    Device device;
    if (const auto* const known = sameDevice(name))
        device = *known;
    else
        device.kind = bench.backend == "Metal" ? compute::DeviceKind::laptop
                      : graphics               ? compute::DeviceKind::gpu
                                               : compute::DeviceKind::server;
    const bool sheet = !device.id.empty();
    device.id = slug(name);
    device.name = name;
    device.runtimes.clear();
    device.runtimes.emplace_back().name = runtime;
    if (!sheet)
        implyDatasheet(device, bench, runtime);
    return device;
}

/// Leaves the rates with so many threads, 0: the most.
Expected<void> keepThreads(std::vector<BenchPoint>& points, int threads) {
    std::set<int> known;
    for (const auto& point : points)
        known.insert(point.threads);
    const int wanted = threads > 0 ? threads : *known.rbegin();
    std::string numbers;
    for (const int number : known)
        numbers += (numbers.empty() ? "" : ", ") + std::to_string(number);
    if (!known.contains(wanted))
        return failure("no rate was measured with " + std::to_string(wanted) + " threads", {},
                       "one of: " + numbers);
    std::erase_if(points, [&](const BenchPoint& point) { return point.threads != wanted; });
    return {};
}

} // namespace

bool looksLikeLlamaBench(std::string_view text) {
    return formatOf(text) != LlamaBenchText::none;
}

Expected<LlamaBench> llamaBenchFromText(std::string_view text, std::string_view where) {
    const auto rows = llamaBenchRows(text, where);
    if (!rows)
        return tl::make_unexpected(rows.error());
    LlamaBench bench;
    for (const auto& row : *rows) {
        const auto point = pointOf(row);
        if (!point)
            return tl::make_unexpected(point.error());
        if (*point)
            bench.points.push_back(**point);
    }
    if (bench.points.empty())
        return failure("no rate of a prompt or of generation alone", std::string(where),
                       "run llama-bench -p 512 -n 128");
    if (bench.points.size() > 10000)
        return failure("more than 10000 results", std::string(where), "give fewer");
    describe(Fields(rows->front()), bench);
    return bench;
}

compute::CalibrationPoint calibrationPoint(const BenchPoint& p) {
    const bool decode = p.phase == BenchPoint::Phase::decode;
    compute::CalibrationPoint point{plainWork(p), p.weights, decode,
                                    Seconds(double(decode ? p.batch : p.batch * p.tokens) / p.rate),
                                    p.model + ", " + p.source};
    const llm::Model* const model = p.parameters > 0.0 ? modelOf(p.parameters) : nullptr;
    if (!model)
        return point;
    const auto accounting = llm::Accounting::of(*model, {.weights = p.weights, .kvCache = p.cache});
    if (!accounting)
        return point;
    const auto range = accounting->whole();
    const auto work =
        decode ? accounting->decode(range, std::max<std::int64_t>(1, p.depth + p.tokens / 2), p.batch)
               : accounting->prefill(range, p.tokens, p.batch, p.depth);
    NullRecorder none;
    point.work = compute::record(none, work, accounting->layers());
    point.work.sequences = decode ? double(p.batch) : 0.0;
    return point;
}

Expected<Device> deviceFromLlamaBench(std::string_view text, std::string_view where, int threads) {
    auto bench = llamaBenchFromText(text, where);
    if (!bench)
        return tl::make_unexpected(bench.error());
    if (const auto kept = keepThreads(bench->points, threads); !kept)
        return failure(kept.error().what, std::string(where), kept.error().remedy);
    Device device = deviceOf(*bench);
    if (const auto complete = completeDevice(device); !complete)
        return failure(complete.error().what, std::string(where), complete.error().remedy);
    std::vector<compute::CalibrationPoint> points;
    for (const auto& point : bench->points)
        points.push_back(calibrationPoint(point));
    auto calibrated = compute::calibrate(device, points, manyRates);
    if (!calibrated)
        return tl::make_unexpected(calibrated.error());
    auto& runtime = calibrated->device.runtimes.front();
    runtime.points = bench->points;
    if (device.memoryBandwidth.label == Label::assumed) // within a kind it differs by a factor of two
        runtime.error.decode = std::max(runtime.error.decode, 1.0);
    if (const auto sound = compute::check(calibrated->device); !sound)
        return failure(sound.error().what, std::string(where), sound.error().remedy);
    return std::move(calibrated->device);
}

} // namespace cellwright::catalogue
