// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/weights/header_json.h"

#include "analytics/llm/config_fields.h"
#include "data/weights/assemble.h"

#include <nlohmann/json.hpp>

#include <charconv>

namespace cellwright::weights {
namespace {

using Json = nlohmann::json;

/// Of one number of a tensor: as many tensors as a text has room for add up to less than 2^63.
constexpr std::int64_t largest = std::int64_t(1) << 46;

void addGroup(Json& tensors, const Group& group, const std::string& prefix) {
    for (const auto& [name, held] : group.held)
        tensors[prefix + name] = {held.cols,  held.rows,
                                  held.count, held.elements,
                                  held.bytes, held.format ? held.format->name : std::string_view()};
}

Json tensorsJson(const TensorTable& table) {
    Json tensors = Json::object();
    addGroup(tensors, table.outside, "");
    addGroup(tensors, table.encoderOutside, "enc.");
    for (std::size_t i = 0; i < table.layers.size(); ++i)
        addGroup(tensors, table.layers[i], "blk." + std::to_string(i) + ".");
    for (std::size_t i = 0; i < table.encoder.size(); ++i)
        addGroup(tensors, table.encoder[i], "enc.blk." + std::to_string(i) + ".");
    return tensors;
}

Json numbersJson(const ModelNumbers& numbers) {
    Json json{{"architecture", numbers.architecture},
              {"context", numbers.context},
              {"heads", numbers.heads},
              {"kv_heads", numbers.kvHeads},
              {"windowed", numbers.windowed},
              {"rms", numbers.rms},
              {"alibi", numbers.alibi},
              {"rotary", numbers.rotary},
              {"causal", numbers.causal},
              {"parallel", numbers.parallel}};
    const auto add = [&](const char* key, const auto& value) {
        if (value)
            json[key] = *value;
    };
    add("layers", numbers.layers);
    add("head_dim", numbers.headDim);
    add("window", numbers.window);
    add("soft_cap", numbers.softCap);
    add("experts_per_token", numbers.expertsPerToken);
    add("state_size", numbers.stateSize);
    add("state_groups", numbers.stateGroups);
    return json;
}

/// A list of whole numbers or truth values; absent is empty.
template <class Value>
std::vector<Value> listOf(const Json& object, const char* key) {
    std::vector<Value> values;
    const auto found = object.find(key);
    if (found == object.end() || !found->is_array())
        return values;
    for (const auto& entry : *found) {
        if constexpr (std::is_same_v<Value, bool>)
            values.push_back(entry.is_boolean() && entry.template get<bool>());
        else
            values.push_back(entry.is_number_integer() ? entry.template get<Value>() : Value());
    }
    return values;
}

/// A positive whole number; llm::check() judges its size once it is used.
std::optional<std::int64_t> countIn(const Json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number_integer() || found->get<std::int64_t>() < 1)
        return {};
    return found->get<std::int64_t>();
}

ModelNumbers numbersFrom(const Json& json, llm::ConfigFields& fields) {
    const auto count = [&](const char* name) { return countIn(json, name); };
    ModelNumbers numbers;
    numbers.architecture = fields.text("architecture", "unknown");
    numbers.context = count("context").value_or(2048);
    numbers.heads = listOf<std::int64_t>(json, "heads");
    numbers.kvHeads = listOf<std::int64_t>(json, "kv_heads");
    numbers.windowed = listOf<bool>(json, "windowed");
    numbers.rms = fields.boolean("rms", true);
    numbers.alibi = fields.boolean("alibi", false);
    numbers.rotary = fields.boolean("rotary", true);
    numbers.causal = fields.boolean("causal", true);
    numbers.parallel = fields.boolean("parallel", false);
    if (const auto layers = count("layers"))
        numbers.layers = std::size_t(*layers);
    numbers.headDim = count("head_dim");
    numbers.window = count("window");
    if (const auto cap = json.find("soft_cap"); cap != json.end() && cap->is_number())
        numbers.softCap = cap->get<double>();
    numbers.expertsPerToken = count("experts_per_token");
    numbers.stateSize = count("state_size");
    numbers.stateGroups = count("state_groups");
    numbers.headsField = "field heads";
    numbers.expertsField = "field experts_per_token";
    return numbers;
}

/// The group that a name such as "enc.blk.3.attn_q" belongs to, its prefix taken off; null for a wrong layer.
Group* groupFor(TensorTable& table, std::string_view& name) {
    const bool encoder = name.starts_with("enc.");
    if (encoder)
        name.remove_prefix(4);
    if (!name.starts_with("blk."))
        return encoder ? &table.encoderOutside : &table.outside;
    name.remove_prefix(4);
    std::size_t layer = 0;
    const auto [end, problem] = std::from_chars(name.data(), name.data() + name.size(), layer);
    if (problem != std::errc() || layer >= std::size_t(llm::Limits::layers) ||
        end == name.data() + name.size())
        return nullptr;
    name.remove_prefix(std::size_t(end - name.data()) + 1);
    auto& stack = encoder ? table.encoder : table.layers;
    if (stack.size() <= layer)
        stack.resize(layer + 1);
    return &stack[layer];
}

std::optional<Held> heldFrom(const Json& entry) {
    if (!entry.is_array() || entry.size() != 6 || !entry[5].is_string())
        return {};
    std::array<std::int64_t, 5> numbers{};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (!entry[i].is_number_integer())
            return {};
        numbers[i] = entry[i].get<std::int64_t>();
        if (numbers[i] < 0 || numbers[i] > largest)
            return {};
    }
    return Held{numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                std::uint64_t(numbers[4]),
                findFormat(entry[5].get_ref<const std::string&>())};
}

Expected<TensorTable> tableFrom(const Json& tensors, const std::string& where) {
    TensorTable table;
    for (const auto& [name, entry] : tensors.items()) {
        std::string_view rest = name;
        auto* group = groupFor(table, rest);
        const auto held = heldFrom(entry);
        if (!group || !held)
            return failure("a tensor is not described as it should be",
                           where + ", tensor " + llm::inQuotes(name), "import the weight file again");
        group->held.insert_or_assign(std::string(rest), *held);
        table.elements += held->elements;
        table.bytes += held->bytes;
    }
    return table;
}

ModelFile identity(llm::ConfigFields& fields, const std::string& where) {
    ModelFile file;
    file.model.id = fields.text("id", "");
    file.model.name = fields.text("name", "");
    file.model.family = fields.text("family", "");
    file.model.licence = fields.text("licence", "");
    file.model.source = fields.text("source", where);
    file.model.verified = true;
    file.schemeName = fields.text("scheme", "");
    return file;
}

/// Takes over what names a model; the rest of the description comes from the tensors.
void takeName(llm::Model& derived, const llm::Model& named) {
    derived.id = named.id;
    derived.name = named.name;
    derived.family = named.family;
    derived.licence = named.licence;
    derived.source = named.source;
    derived.verified = named.verified;
}

const Json* objectIn(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_object() ? &*found : nullptr;
}

} // namespace

std::string headerJson(const ModelFile& file, const TensorTable& table, const ModelNumbers& numbers) {
    const auto& model = file.model;
    const Json json{{"weights",
                     {{"id", model.id},
                      {"name", model.name},
                      {"family", model.family},
                      {"licence", model.licence},
                      {"source", model.source},
                      {"scheme", file.schemeName},
                      {"numbers", numbersJson(numbers)},
                      {"tensors", tensorsJson(table)}}}};
    // Names of files are anybody's bytes; JSON is UTF-8.
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool isHeaderJson(std::string_view text) {
    const auto start = text.find_first_not_of(" \t\r\n{");
    return start != std::string_view::npos && text.substr(start).starts_with("\"weights\"");
}

Expected<ModelFile> modelFromHeaderJson(std::string_view text, const std::string& where) {
    const auto parsed = llm::parseConfig(text, where);
    if (!parsed)
        return tl::make_unexpected(parsed.error());
    const auto* weights = objectIn(*parsed, "weights");
    const auto* numbersObject = weights ? objectIn(*weights, "numbers") : nullptr;
    const auto* tensors = weights ? objectIn(*weights, "tensors") : nullptr;
    if (!numbersObject || !tensors)
        return failure("the description of the weights lacks its numbers or tensors", where,
                       "import the weight file again");
    llm::ConfigFields fields(*weights, where);
    llm::ConfigFields numberFields(*numbersObject, where);
    auto file = identity(fields, where);
    const auto numbers = numbersFrom(*numbersObject, numberFields);
    if (fields.error() || numberFields.error())
        return tl::make_unexpected(fields.error() ? *fields.error() : *numberFields.error());
    const auto table = tableFrom(*tensors, where);
    if (!table)
        return tl::make_unexpected(table.error());
    auto model = deriveModel(*table, numbers, where);
    if (!model)
        return tl::make_unexpected(model.error());
    takeName(*model, file.model);
    file.model = std::move(*model);
    file.parameters = table->elements;
    file.weightBytes = table->bytes;
    file.projectText = text;
    return assemble(std::move(file), *table, numbers.architecture, where);
}

} // namespace cellwright::weights
