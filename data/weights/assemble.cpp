// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/weights/assemble.h"

#include "analytics/llm/config_fields.h"
#include "analytics/llm/tensors.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cellwright::weights {
namespace {

std::string grouped(std::int64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3; at -= 3)
        text.insert(at - 3, ",");
    return text;
}

std::string listed(const std::vector<std::string>& examples) {
    std::string text;
    for (const auto& example : examples)
        text += (text.empty() ? "" : "; ") + example;
    return text;
}

} // namespace

std::shared_ptr<const llm::TensorMix> mixOf(const TensorTable& table, const llm::Model& model) {
    auto mix = std::make_shared<llm::TensorMix>();
    const auto note = [&](const Group& group, const std::string& prefix) {
        for (const auto& [name, held] : group.held)
            if (held.format && held.format->format)
                mix->emplace(prefix + name, *held.format->format);
    };
    note(table.outside, "");
    note(table.encoderOutside, "enc.");
    for (std::size_t i = 0; i < std::min(table.layers.size(), model.layers.size()); ++i)
        note(table.layers[i], "blk." + std::to_string(i) + ".");
    for (std::size_t i = 0; i < table.encoder.size(); ++i)
        note(table.encoder[i], "enc.blk." + std::to_string(i) + ".");
    // The table stands in for what shares its numbers.
    if (const auto shared = mix->find("token_embd"); shared != mix->end()) {
        mix->emplace("enc.token_embd", shared->second);
        if (model.tiedEmbeddings)
            mix->insert_or_assign("output", shared->second);
    }
    if (const auto norm = mix->find("enc.output_norm"); norm != mix->end())
        mix->emplace("enc.post_ln", norm->second);
    return mix;
}

Scheme nearestScheme(const ModelFile& file) {
    if (const auto exact = llm::parseScheme(file.schemeName))
        return *exact;
    const double bits = 8.0 * double(file.weightBytes) / double(std::max<std::int64_t>(file.parameters, 1));
    Scheme best = Scheme::f16;
    double distance = 1e9;
    for (const auto scheme :
         {Scheme::f32, Scheme::f16, Scheme::q8_0, Scheme::q6_k, Scheme::q5_k_m, Scheme::q5_0, Scheme::q4_k_m,
          Scheme::q4_k_s, Scheme::q4_0, Scheme::iq4_xs, Scheme::q3_k_m, Scheme::q2_k}) {
        const double typical = llm::bitsPerWeight(llm::formatFor(scheme, {llm::TensorRole::up, 4096, 0, 32}));
        if (std::abs(typical - bits) < distance) {
            distance = std::abs(typical - bits);
            best = scheme;
        }
    }
    return best;
}

Expected<ModelFile> assemble(ModelFile file, const TensorTable& table, const std::string& architecture,
                             const std::string& where) {
    if (const auto sound = llm::check(file.model, where); !sound)
        return tl::make_unexpected(sound.error());
    const auto difference = compare(table, file.model);
    const std::string sizes = grouped(table.elements) + " parameters in " +
                              grouped(std::int64_t(table.bytes)) + " bytes of tensors";
    if ((difference.unexplained + difference.missing) / 2 > table.elements / 200)
        return failure("the file holds " + sizes +
                           ", but its structure is not supported: " + listed(difference.examples),
                       where + ", architecture " + llm::inQuotes(architecture),
                       "give a model of a supported architecture, or its config.json");
    if (!difference.none())
        file.notes.push_back("the tensors differ from the model described: " + listed(difference.examples));
    if (difference.extraLayers > 0)
        file.notes.push_back(grouped(difference.extraLayers) +
                             " parameters of layers that predict further tokens are stored, but not used");
    file.mix = mixOf(table, file.model);
    file.scheme = nearestScheme(file);
    return file;
}

} // namespace cellwright::weights
