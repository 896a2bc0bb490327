// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/network/graphml.h"

#include "analytics/quantity/text.h"
#include "data/exchange/geo/features.h"
#include "data/exchange/geo/xml.h"

#include <cmath>
#include <map>

namespace cellwright {
namespace {

constexpr std::size_t mostNodes = FeatureLimits::features;

std::string lower(std::string_view text) {
    std::string result;
    for (const char c : text)
        result += c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
    return result;
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// What a unit counts, by its first letter and what may follow it.
double unitOf(std::string_view rest) {
    const auto first = rest.find_first_not_of(' ');
    if (first == std::string_view::npos)
        return 0.0;
    rest = rest.substr(first);
    const double unit = rest[0] == 't'   ? 1e12
                        : rest[0] == 'g' ? 1e9
                        : rest[0] == 'm' ? 1e6
                        : rest[0] == 'k' ? 1e3
                                         : 0.0;
    const auto tail = rest.substr(1);
    const bool ends = tail.empty() || tail[0] == 'b' || tail[0] == ' ' || tail[0] == 'e' || tail[0] == '/' ||
                      tail[0] == ')' || tail[0] == ',' || tail[0] == ';';
    return ends ? unit : 0.0;
}

/// "oc-48", "stm 16": the number after the word times a base rate.
std::optional<BitsPerSecond> levelOf(const std::string& text, std::string_view word, double base) {
    const auto at = text.find(word);
    if (at == std::string::npos)
        return std::nullopt;
    auto rest = std::string_view(text).substr(at + word.size());
    const auto first = rest.find_first_not_of(" -");
    if (first == std::string_view::npos || first > 1 || !isDigit(rest[first]))
        return std::nullopt;
    rest = rest.substr(first);
    std::size_t length = 0;
    while (length < rest.size() && length < 5 && isDigit(rest[length]))
        ++length;
    return BitsPerSecond(base * std::stod(std::string(rest.substr(0, length))));
}

using Values = std::map<std::string, std::string>; ///< by attribute name, small letters

class Reader {
public:
    Reader(const std::string& where, ImportResult& result)
        : where_(where)
        , result_(result) {}

    Expected<NodesAndEdges> run(const pugi::xml_node& root) {
        for (const auto& child : root.children())
            if (localName(child) == "key")
                keys_[child.attribute("id").value()] = lower(child.attribute("attr.name").value());
        const auto graph = childNamed(root, "graph");
        for (const auto& child : root.children())
            further_ += localName(child) == "graph" && child != graph ? 1 : 0;
        if (!graph)
            return failure("the file has no <graph>", where_, "give one with nodes and edges");
        for (const auto& child : graph.children())
            if (localName(child) == "node")
                if (const auto read = readNode(child); !read)
                    return tl::make_unexpected(read.error());
        if (network_.nodes.empty())
            return failure("the graph has no nodes", where_, "give nodes and edges");
        for (const auto& child : graph.children()) {
            if (localName(child) == "edge")
                if (const auto read = readEdge(child); !read)
                    return tl::make_unexpected(read.error());
            hyperedges_ += localName(child) == "hyperedge" ? 1 : 0;
        }
        if (further_ > 0)
            result_.skipped.push_back(
                std::to_string(further_) +
                " further graphs: only the first one is read, without those in its nodes");
        if (hyperedges_ > 0)
            result_.skipped.push_back(std::to_string(hyperedges_) + " hyperedges: a link has two ends");
        return std::move(network_);
    }

private:
    [[nodiscard]] Values valuesOf(const pugi::xml_node& element) const {
        Values values;
        for (const auto& child : element.children())
            if (localName(child) == "data")
                if (const auto key = keys_.find(child.attribute("key").value()); key != keys_.end())
                    values.emplace(key->second, child.child_value());
        return values;
    }
    static std::string valueOf(const Values& values, const char* name) {
        const auto found = values.find(name);
        return found == values.end() ? std::string() : found->second;
    }

    Expected<std::optional<double>> number(const Values& values, const char* name, double max,
                                           const std::string& where) {
        const auto text = valueOf(values, name);
        if (text.empty())
            return std::optional<double>();
        const auto value = parseNumber(text);
        if (!value || std::abs(*value) > max)
            return failure("\"" + text.substr(0, 60) + "\" is no " + name, where + ", " + name,
                           "give a number from -" + roundedText(max) + " to " + roundedText(max));
        return std::optional(*value);
    }

    Expected<void> readNode(const pugi::xml_node& element) {
        const std::string id = element.attribute("id").value();
        const auto where = where_ + ", node \"" + id.substr(0, 60) + "\"";
        if (network_.nodes.size() == mostNodes)
            return failure("the graph has more than " + std::to_string(mostNodes) + " nodes", where_,
                           "split it");
        if (id.empty() || !index_.try_emplace(id, network_.nodes.size()).second)
            return failure(id.empty() ? "a node has no id" : "the id is given twice", where,
                           "give each its own");
        further_ += childNamed(element, "graph") ? 1 : 0;
        const auto values = valuesOf(element);
        const auto latitude = number(values, "latitude", 90.0, where),
                   longitude = number(values, "longitude", 180.0, where);
        if (!latitude || !longitude)
            return tl::make_unexpected((latitude ? longitude : latitude).error());
        NodesAndEdges::Node node;
        node.name = valueOf(values, "label").substr(0, 1000);
        if (node.name.empty())
            node.name = "Node " + id;
        if (*latitude && *longitude)
            node.place = GeoOrigin{**latitude, **longitude};
        network_.nodes.push_back(std::move(node));
        return {};
    }

    Expected<void> readEdge(const pugi::xml_node& element) {
        const std::string from = element.attribute("source").value(),
                          to = element.attribute("target").value();
        const auto where = where_ + ", edge \"" + from.substr(0, 60) + "\" to \"" + to.substr(0, 60) + "\"";
        const auto start = index_.find(from), end = index_.find(to);
        if (start == index_.end() || end == index_.end())
            return failure("the edge ends at a node that does not exist", where, "name the ids of two nodes");
        if (network_.edges.size() == 4 * mostNodes)
            return failure("the graph has more than " + std::to_string(4 * mostNodes) + " edges", where_,
                           "split it");
        if (from == to) {
            result_.skipped.push_back(where + ": it leads back to where it starts");
            return {};
        }
        const auto values = valuesOf(element);
        NodesAndEdges::Edge edge;
        edge.from = start->second;
        edge.to = end->second;
        edge.capacity = capacityOf(values);
        if (lower(valueOf(values, "linktype")).find("satellite") != std::string::npos ||
            lower(valueOf(values, "linklabel")).find("satellite") != std::string::npos)
            edge.medium = Medium::satellite;
        network_.edges.push_back(std::move(edge));
        return {};
    }

    static std::optional<BitsPerSecond> capacityOf(const Values& values) {
        const auto usable = [](double value) -> std::optional<BitsPerSecond> {
            return value >= 1e3 && value <= 1e15 ? std::optional(BitsPerSecond(value)) : std::nullopt;
        };
        if (const auto raw = parseNumber(valueOf(values, "linkspeedraw")))
            if (const auto speed = usable(*raw))
                return speed;
        for (const auto& label :
             {valueOf(values, "linkspeed") + valueOf(values, "linkspeedunits"), valueOf(values, "linklabel"),
              valueOf(values, "label"), valueOf(values, "linknote"), valueOf(values, "linktype")})
            if (const auto speed = speedInLabel(label))
                if (const auto fine = usable(speed->si()))
                    return fine;
        return std::nullopt;
    }

    const std::string& where_;
    ImportResult& result_;
    std::map<std::string, std::string> keys_;
    std::map<std::string, std::size_t> index_;
    NodesAndEdges network_;
    int hyperedges_ = 0, further_ = 0;
};

} // namespace

std::optional<BitsPerSecond> speedInLabel(std::string_view label) {
    const auto text = lower(label.substr(0, 1000));
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!isDigit(text[i]) || (i > 0 && (isDigit(text[i - 1]) || text[i - 1] == '.')))
            continue;
        auto end = text.find_first_not_of("0123456789.", i);
        end = end == std::string::npos ? text.size() : end;
        const auto value = parseNumber(text.substr(i, end - i));
        const double unit = unitOf(std::string_view(text).substr(end));
        if (value && unit > 0.0 && *value > 0.0)
            return BitsPerSecond(*value * unit);
    }
    if (const auto level = levelOf(text, "oc", 51.84e6))
        return level;
    if (const auto level = levelOf(text, "stm", 155.52e6))
        return level;
    for (const auto& [name, rate] :
         {std::pair("e1", 2.048e6), std::pair("e3", 34.368e6), std::pair("t1", 1.544e6),
          std::pair("t3", 44.736e6), std::pair("ds3", 44.736e6)})
        if (text == name)
            return BitsPerSecond(rate);
    return std::nullopt;
}

Expected<NodesAndEdges> readGraphMl(std::string_view text, const std::string& where, ImportResult& result) {
    const auto document = parseXml(text, where);
    if (!document)
        return tl::make_unexpected(document.error());
    const auto root = (*document)->document_element();
    if (localName(root) != "graphml")
        return failure("this is not GraphML: it starts with <" + std::string(localName(root).substr(0, 40)) +
                           ">",
                       where, "give a file that starts with <graphml>");
    return Reader(where, result).run(root);
}

Expected<ImportResult> importGraphMl(std::string_view text, const std::string& where, Scenario& scenario,
                                     const ImportSettings&) {
    ImportResult result;
    const auto network = readGraphMl(text, where, result);
    if (!network)
        return tl::make_unexpected(network.error());
    return addNetwork(*network, where, scenario, result).map([&] { return std::move(result); });
}

} // namespace cellwright
