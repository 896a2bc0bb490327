// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/device_fields.h"
#include "data/catalogue/devices.h"
#include "data/catalogue/llama_bench.h"

namespace cellwright::catalogue {
namespace {

using compute::Device;

void readPower(FieldReader& in, compute::PowerFigures& p) {
    if (in.has("idle"))
        readSourced(in, "idle", p.idle, 0.0, mostPower);
    readSourced(in, "base", p.base, 1e-6, mostPower);
    readSourced(in, "active", p.active, 1e-6, mostPower);
    if (in.has("per_flop"))
        readSourced(in, "per_flop", p.perFlop, 0.0, 1e-3);
    if (in.has("per_byte"))
        readSourced(in, "per_byte", p.perByte, 0.0, 1e-3);
    readSourced(in, "limit", p.limit, 1e-6, mostPower);
    if (in.has("boundary"))
        in.text("boundary", p.boundary);
}

/// Peaks by format, or one of FP16 as a bare number.
void readPeaks(FieldReader& in, Device& d) {
    if (in.has("peak"))
        return readSourced(in, "peak", d.peaks.emplace_back().rate, 1.0, mostRate);
    in.objects("peaks", d.peaks, [](FieldReader& peak, compute::Peak& p) {
        readNamed(peak, "format", formats, p.format);
        readFigure(peak, p.rate, 1.0, mostRate);
    });
}

void readDevice(FieldReader& in, Device& d, const SharedProfile& profile) {
    in.text("id", d.id);
    in.text("name", d.name);
    readNamed(in, "kind", kinds, d.kind);
    if (in.has("vendor"))
        in.text("vendor", d.vendor);
    readPeaks(in, d);
    readSourced(in, "memory_bandwidth", d.memoryBandwidth, 1.0, mostRate);
    readSourced(in, "memory_capacity", d.memoryCapacity, 1.0, mostBytes);
    if (in.has("power"))
        in.object("power", [&](FieldReader& power) { readPower(power, d.power); });
    if (in.has("runtimes")) {
        in.objects("runtimes", d.runtimes, [&](FieldReader& runtime, compute::RuntimeFigures& figures) {
            runtime.text("name", figures.name);
            readRuntime(runtime, figures, profile);
        });
    } else { // as written before devices had several runtimes, or of a datasheet
        in.text("runtime", d.runtimes.emplace_back().name);
        readRuntime(in, d.runtimes.back(), profile);
    }
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

} // namespace

std::string_view kindName(DeviceKind kind) {
    return nameIn(kinds, kind);
}

std::string deviceToText(const Device& d, int indent) {
    Json peaks = Json::array(), runtimes = Json::array();
    for (const auto& p : d.peaks) {
        peaks.push_back(figure(p.rate));
        peaks.back()["format"] = nameIn(formats, p.format);
    }
    for (const auto& runtime : d.runtimes)
        runtimes.push_back(runtimeToJson(runtime));
    Json json{{"id", d.id},
              {"name", d.name},
              {"kind", kindName(d.kind)},
              {"vendor", d.vendor},
              {"peaks", std::move(peaks)},
              {"memory_bandwidth", figure(d.memoryBandwidth)},
              {"memory_capacity", figure(d.memoryCapacity)},
              {"power", toJson(d.power)},
              {"runtimes", std::move(runtimes)}};
    for (const auto& runtime : d.runtimes) // all that were measured share one
        if (runtime.measured)
            json["profile"] = kernels::toJson(runtime.measured->profile());
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

Expected<Device> deviceFromText(std::string_view text, std::string_view where, int threads) {
    if (text.size() > kernels::maximumProfileText)
        return failure("a device of more than 4 MiB is none", std::string(where),
                       "give a device or a profile");
    if (looksLikeLlamaBench(text))
        return deviceFromLlamaBench(text, where, threads);
    const Json json = Json::parse(
        text, [](int depth, Json::parse_event_t, Json&) { return depth <= 12; }, false);
    if (json.is_discarded() || !json.is_object())
        return failure("not a JSON object", std::string(where), "give a device or a profile");
    if (json.contains("kernels")) {
        const auto profile = kernels::profileFromJson(text, std::string(where));
        return profile ? compute::deviceFromProfile(*profile, threads) : tl::make_unexpected(profile.error());
    }
    SharedProfile profile;
    if (json.contains("profile")) {
        auto read = kernels::profileFromJson(json.at("profile").dump(), std::string(where));
        if (!read)
            return tl::make_unexpected(read.error());
        profile = std::make_shared<const kernels::Profile>(std::move(*read));
    }
    Device device;
    Error error;
    FieldReader in(json, "", error);
    readDevice(in, device, profile);
    if (!error.what.empty())
        return failure(error.what, std::string(where), error.remedy);
    if (const auto known = completeDevice(device); !known)
        return failure(known.error().what, std::string(where), known.error().remedy);
    if (const auto sound = compute::check(device); !sound)
        return failure(sound.error().what, std::string(where), sound.error().remedy);
    return device;
}

} // namespace cellwright::catalogue
