// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/formats/scheme.h"

#include "analytics/llm/formats/gguf_mix.h"
#include "analytics/scenario/schema.h"

#include <array>
#include <string>

namespace cellwright::llm {
namespace {

constexpr auto schemes = [] {
    std::array<Scheme, EnumText<Scheme>::entries.size()> all{};
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = EnumText<Scheme>::entries[i].value;
    return all;
}();

bool isOneDimensional(TensorRole role) {
    return role == TensorRole::norm || role == TensorRole::bias;
}
bool isInDecoder(TensorRole role) {
    return role != TensorRole::tokenEmbedding && role != TensorRole::positionEmbedding &&
           role != TensorRole::output;
}

TensorFormat quantizedFormat(Scheme scheme) {
    switch (scheme) {
    case Scheme::fp8_e4m3:
        return TensorFormat::fp8_e4m3;
    case Scheme::int8:
        return TensorFormat::int8;
    case Scheme::int4:
        return TensorFormat::int4;
    case Scheme::nf4:
        return TensorFormat::nf4;
    case Scheme::gptq4:
        return TensorFormat::gptq4;
    default:
        return TensorFormat::awq4;
    }
}

} // namespace

std::string_view schemeName(Scheme scheme) {
    return enumKey(scheme);
}

Expected<Scheme> parseScheme(std::string_view name) {
    std::string known;
    for (const auto& entry : EnumText<Scheme>::entries) {
        if (entry.key == name)
            return entry.value;
        known += (known.empty() ? "" : " ") + std::string(entry.key);
    }
    return failure("no quantization is called \"" + std::string(name.substr(0, 40)) + "\"", {},
                   "one of " + known);
}

std::span<const Scheme> allSchemes() {
    return schemes;
}

TensorFormat formatFor(Scheme scheme, const TensorPlace& place) {
    if (isGguf(scheme))
        return ggufFormat(scheme, place);
    if (scheme == Scheme::f32)
        return TensorFormat::f32;
    if (scheme == Scheme::bf16)
        return TensorFormat::bf16;
    const bool everyMatrix = scheme == Scheme::int8 || scheme == Scheme::int4;
    if (scheme == Scheme::f16 || isOneDimensional(place.role) || !(everyMatrix || isInDecoder(place.role)))
        return TensorFormat::f16;
    return quantizedFormat(scheme);
}

TensorFormat usualFormat(Scheme scheme) {
    if (scheme == Scheme::mxfp4) // its file type keeps only experts in it
        return TensorFormat::mxfp4;
    TensorPlace place;
    place.cols = 4096;
    place.layer = 8;
    place.layers = 32;
    return formatFor(scheme, place);
}

Expected<TensorFormat> vectorFormat(Scheme scheme, std::string_view what) {
    for (const auto format :
         {TensorFormat::f32, TensorFormat::f16, TensorFormat::bf16, TensorFormat::fp8_e4m3,
          TensorFormat::int8, TensorFormat::int4, TensorFormat::q8_0, TensorFormat::q5_0, TensorFormat::q4_0})
        if (formatName(format) == schemeName(scheme))
            return format;
    return failure(std::string(what) + " cannot be kept in " + std::string(schemeName(scheme)) +
                       ", which is a format for weights",
                   {}, "one of f32 f16 bf16 fp8_e4m3 int8 int4 q8_0 q5_0 q4_0");
}

} // namespace cellwright::llm
