// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/device.h"
#include "analytics/kernels/field_reader.h"

#include <nlohmann/json.hpp>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// The words and figures that devices' JSON is made of, for the files of this folder that read and write it.
namespace cellwright::catalogue {

using Json = nlohmann::json;
using compute::DeviceKind;
using compute::NumberFormat;
using compute::Sourced;

template <class E>
struct Named {
    E value;
    std::string_view name;
};
template <class E>
Named(E, const char*) -> Named<E>; // clang 14 does not deduce aggregates
inline constexpr std::array kinds{Named{DeviceKind::phone, "phone"},   Named{DeviceKind::laptop, "laptop"},
                                  Named{DeviceKind::sbc, "sbc"},       Named{DeviceKind::gpu, "gpu"},
                                  Named{DeviceKind::server, "server"}, Named{DeviceKind::npu, "npu"}};
inline constexpr std::array formats{Named{NumberFormat::f32, "f32"}, Named{NumberFormat::f16, "f16"},
                                    Named{NumberFormat::fp8, "fp8"}, Named{NumberFormat::int8, "int8"}};
inline constexpr std::array labels{
    Named{Label::computed, "computed"},   Named{Label::assumed, "assumed"},
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

/// The source of figures without one.
inline constexpr const char* asGiven = "as given, without a source";
inline constexpr double mostRate = 1e20, mostBytes = 1e18, mostPower = 1e6;

template <class Q>
void readFigure(FieldReader& in, Sourced<Q>& figure, double least, double most) {
    in.quantity("value", figure.value, least, most);
    figure.label = Label::unverified;
    figure.source = asGiven;
    if (in.has("label"))
        readNamed(in, "label", labels, figure.label);
    if (in.has("source"))
        in.text("source", figure.source);
}

/// A figure with its label and source, or a bare number, which is as its giver says.
template <class Q>
void readSourced(FieldReader& in, const char* key, Sourced<Q>& figure, double least, double most) {
    if (in.isNumber(key)) {
        in.quantity(key, figure.value, least, most);
        figure.label = Label::unverified;
        figure.source = asGiven;
        return;
    }
    in.object(key, [&](FieldReader& inner) { readFigure(inner, figure, least, most); });
}

template <class Q>
void readSourced(FieldReader& in, const char* key, std::optional<Sourced<Q>>& figure, double least,
                 double most) {
    if (in.has(key))
        readSourced(in, key, figure.emplace(), least, most);
}

template <class Q>
Json figure(const Sourced<Q>& f) {
    return {{"value", f.value.si()}, {"label", nameIn(labels, f.label)}, {"source", f.source}};
}

/// The figures of a runtime without its name: rooflines, errors, points, and which operations of the device's
/// profile are its own, where it has a profile.
using SharedProfile = std::shared_ptr<const kernels::Profile>;
void readRuntime(FieldReader& in, compute::RuntimeFigures& runtime, const SharedProfile& profile);
Json runtimeToJson(const compute::RuntimeFigures& runtime);

/// Completes a device of which a datasheet is all that is known (device_defaults.cpp): where nothing is
/// given, power typical of its kind, and for runtimes without figures of their own the constants of their
/// class. What is given, and the power of a measured computer, stay as they are. Fails where no class is of a
/// runtime.
Expected<void> completeDevice(compute::Device& device);

} // namespace cellwright::catalogue
