// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/field_reader.h"
#include "analytics/scenario/schema.h"
#include "data/catalogue/devices.h"

#include <nlohmann/json.hpp>

#include <array>

namespace cellwright::catalogue {
namespace {

using compute::Device;
using compute::DeviceKind;
using compute::NumberFormat;
using compute::Sourced;
using Json = nlohmann::json;

template <class E>
struct Named {
    E value;
    std::string_view name;
};
template <class E>
Named(E, const char*) -> Named<E>; // clang 14 does not deduce aggregates
constexpr std::array kinds{Named{DeviceKind::phone, "phone"},   Named{DeviceKind::laptop, "laptop"},
                           Named{DeviceKind::sbc, "sbc"},       Named{DeviceKind::gpu, "gpu"},
                           Named{DeviceKind::server, "server"}, Named{DeviceKind::npu, "npu"}};
constexpr std::array formats{Named{NumberFormat::f32, "f32"}, Named{NumberFormat::f16, "f16"},
                             Named{NumberFormat::fp8, "fp8"}, Named{NumberFormat::int8, "int8"}};
constexpr std::array labels{Named{Label::computed, "computed"},   Named{Label::assumed, "assumed"},
                            Named{Label::guarantee, "guarantee"}, Named{Label::measured, "measured"},
                            Named{Label::published, "published"}, Named{Label::unverified, "unverified"}};

template <class Table, class E>
std::string_view nameIn(const Table& table, E value) {
    for (const auto& entry : table)
        if (entry.value == value)
            return entry.name;
    return "";
}

template <class Table, class E>
void readNamed(FieldReader& in, const char* key, const Table& table, E& value) {
    std::string text, known;
    in.text(key, text);
    for (const auto& entry : table) {
        known += (known.empty() ? "" : ", ") + std::string(entry.name);
        if (entry.name == text) {
            value = entry.value;
            return;
        }
    }
    in.fail(key, "is \"" + text + "\"", "one of " + known);
}

constexpr double mostRate = 1e20, mostBytes = 1e18, mostPower = 1e6;

template <class Q>
void readFigure(FieldReader& in, Sourced<Q>& figure, double least, double most) {
    in.quantity("value", figure.value, least, most);
    readNamed(in, "label", labels, figure.label);
    in.text("source", figure.source);
}

template <class Q>
void readSourced(FieldReader& in, const char* key, Sourced<Q>& figure, double least, double most) {
    in.object(key, [&](FieldReader& inner) { readFigure(inner, figure, least, most); });
}

template <class Q>
void readSourced(FieldReader& in, const char* key, std::optional<Sourced<Q>>& figure, double least,
                 double most) {
    if (in.has(key))
        readSourced(in, key, figure.emplace(), least, most);
}

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
    readNamed(in, "label", labels, r.label);
    in.text("source", r.source);
}

void readPower(FieldReader& in, compute::PowerFigures& p) {
    readSourced(in, "idle", p.idle, 0.0, mostPower);
    readSourced(in, "base", p.base, 1e-6, mostPower);
    readSourced(in, "active", p.active, 1e-6, mostPower);
    readSourced(in, "per_flop", p.perFlop, 0.0, 1e-3);
    readSourced(in, "per_byte", p.perByte, 0.0, 1e-3);
    readSourced(in, "limit", p.limit, 1e-6, mostPower);
    in.text("boundary", p.boundary);
}

void readRates(FieldReader& in, compute::MeasuredRates& m) {
    in.objects("points", m.points, [](FieldReader& point, compute::MeasuredRate& rate) {
        std::string weights;
        point.text("weights", weights);
        readScheme(point, "weights", weights, rate.weights);
        point.integer("tokens", rate.tokens, 1, 1 << 24);
        point.quantity("flop_per_s", rate.flopRate, 1e-3, mostRate);
        point.quantity("bytes_per_s", rate.byteRate, 1e-3, mostRate);
        point.number("spread", rate.spread, 0.0, 1e6);
    });
    in.quantity("read_bandwidth", m.readBandwidth, 1.0, mostRate);
    in.quantity("dispatch_s", m.dispatch, 0.0, 1.0);
    in.number("noise", m.noise, 0.0, 1e6);
    in.integer("threads", m.threads, 1, 1 << 20);
    in.text("source", m.source);
}

void readDevice(FieldReader& in, Device& d) {
    in.text("id", d.id);
    in.text("name", d.name);
    readNamed(in, "kind", kinds, d.kind);
    in.text("vendor", d.vendor);
    in.text("runtime", d.runtime);
    in.objects("peaks", d.peaks, [](FieldReader& peak, compute::Peak& p) {
        readNamed(peak, "format", formats, p.format);
        readFigure(peak, p.rate, 1.0, mostRate);
    });
    readSourced(in, "memory_bandwidth", d.memoryBandwidth, 1.0, mostRate);
    readSourced(in, "memory_capacity", d.memoryCapacity, 1.0, mostBytes);
    in.objects("rooflines", d.rooflines, readRoofline);
    in.object("power", [&](FieldReader& power) { readPower(power, d.power); });
    in.object("error", [&](FieldReader& error) {
        error.number("prefill", d.error.prefill, 1e-4, 10.0);
        error.number("decode", d.error.decode, 1e-4, 10.0);
        readNamed(error, "label", labels, d.error.label);
        error.text("source", d.error.source);
    });
    if (in.has("measured"))
        in.object("measured", [&](FieldReader& measured) { readRates(measured, d.measured.emplace()); });
}

template <class Q>
Json figure(const Sourced<Q>& f) {
    return {{"value", f.value.si()}, {"label", nameIn(labels, f.label)}, {"source", f.source}};
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
            {"label", nameIn(labels, r.label)},
            {"source", r.source}};
}

Json toJson(const compute::PowerFigures& p) {
    Json json{{"idle", figure(p.idle)},
              {"per_flop", figure(p.perFlop)},
              {"per_byte", figure(p.perByte)},
              {"boundary", p.boundary}};
    if (p.base)
        json["base"] = figure(*p.base);
    if (p.active)
        json["active"] = figure(*p.active);
    if (p.limit)
        json["limit"] = figure(*p.limit);
    return json;
}

Json toJson(const compute::MeasuredRates& m) {
    Json points = Json::array();
    for (const auto& p : m.points)
        points.push_back({{"weights", enumKey(p.weights)},
                          {"tokens", p.tokens},
                          {"flop_per_s", p.flopRate.si()},
                          {"bytes_per_s", p.byteRate.si()},
                          {"spread", p.spread}});
    return {{"points", std::move(points)},   {"read_bandwidth", m.readBandwidth.si()},
            {"dispatch_s", m.dispatch.si()}, {"noise", m.noise},
            {"threads", m.threads},          {"source", m.source}};
}

} // namespace

std::string_view kindName(DeviceKind kind) {
    return nameIn(kinds, kind);
}

std::string deviceToText(const Device& d, int indent) {
    Json peaks = Json::array(), rooflines = Json::array();
    for (const auto& p : d.peaks) {
        peaks.push_back(figure(p.rate));
        peaks.back()["format"] = nameIn(formats, p.format);
    }
    for (const auto& r : d.rooflines)
        rooflines.push_back(toJson(r));
    Json json{{"id", d.id},
              {"name", d.name},
              {"kind", kindName(d.kind)},
              {"vendor", d.vendor},
              {"runtime", d.runtime},
              {"peaks", std::move(peaks)},
              {"memory_bandwidth", figure(d.memoryBandwidth)},
              {"memory_capacity", figure(d.memoryCapacity)},
              {"rooflines", std::move(rooflines)},
              {"power", toJson(d.power)},
              {"error",
               {{"prefill", d.error.prefill},
                {"decode", d.error.decode},
                {"label", nameIn(labels, d.error.label)},
                {"source", d.error.source}}}};
    if (d.measured)
        json["measured"] = toJson(*d.measured);
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

Expected<Device> deviceFromText(std::string_view text, std::string_view where, int threads) {
    if (text.size() > kernels::maximumProfileText)
        return failure("a device of more than 4 MiB is none", std::string(where),
                       "give a device or a profile");
    const Json json = Json::parse(
        text, [](int depth, Json::parse_event_t, Json&) { return depth <= 8; }, false);
    if (json.is_discarded() || !json.is_object())
        return failure("not a JSON object", std::string(where), "give a device or a profile");
    if (json.contains("kernels")) {
        const auto profile = kernels::profileFromJson(text, std::string(where));
        return profile ? compute::deviceFromProfile(*profile, threads) : tl::make_unexpected(profile.error());
    }
    Device device;
    Error error;
    FieldReader in(json, "", error);
    readDevice(in, device);
    if (!error.what.empty())
        return failure(error.what, std::string(where), error.remedy);
    if (const auto sound = compute::check(device); !sound)
        return failure(sound.error().what, std::string(where), sound.error().remedy);
    return device;
}

} // namespace cellwright::catalogue
