// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/geo/xml.h"

#include "data/exchange/file.h"

#include <algorithm>

namespace cellwright {
namespace {

constexpr int deepest = 64;
constexpr std::ptrdiff_t mostTags = 4'000'000; ///< opening and closing; each element takes some 100 bytes

std::string placeOf(std::string_view text, std::ptrdiff_t offset) {
    const auto before =
        text.substr(0, std::min(std::size_t(std::max<std::ptrdiff_t>(offset, 0)), text.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto start = before.find_last_of('\n');
    return std::to_string(line) + ":" +
           std::to_string(start == std::string_view::npos ? before.size() + 1 : before.size() - start);
}

bool tooDeep(const pugi::xml_node& root) {
    int depth = 0;
    for (auto node = root.first_child(); node && node != root;) {
        if (depth > deepest)
            return true;
        if (node.first_child()) {
            node = node.first_child();
            ++depth;
            continue;
        }
        while (node != root && !node.next_sibling()) {
            node = node.parent();
            --depth;
        }
        if (node != root)
            node = node.next_sibling();
    }
    return false;
}

} // namespace

Expected<std::unique_ptr<pugi::xml_document>> parseXml(std::string_view text, const std::string& where) {
    if (text.size() > maxTextBytes)
        return failure("the file has " + std::to_string(text.size()) + " bytes", where, "split it");
    if (std::count(text.begin(), text.end(), '<') > mostTags)
        return failure("the file has more than " + std::to_string(mostTags) + " tags", where, "split it");
    auto document = std::make_unique<pugi::xml_document>();
    const auto result =
        document->load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_auto);
    if (!result)
        return failure(std::string("this is not well-formed XML: ") + result.description(),
                       where + ":" + placeOf(text, result.offset), "mend the file, or save it again");
    if (tooDeep(*document))
        return failure("elements are nested more than " + std::to_string(deepest) + " deep", where,
                       "give a flatter file");
    return document;
}

std::string_view localName(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node childNamed(const pugi::xml_node& node, std::string_view name) {
    for (const auto& child : node.children())
        if (localName(child) == name)
            return child;
    return {};
}

std::string textNamed(const pugi::xml_node& node, std::string_view name) {
    const std::string_view text = childNamed(node, name).child_value();
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

std::string xmlText(std::string_view text) {
    std::string safe;
    for (const char c : text)
        switch (c) {
        case '&':
            safe += "&amp;";
            break;
        case '<':
            safe += "&lt;";
            break;
        case '>':
            safe += "&gt;";
            break;
        case '"':
            safe += "&quot;";
            break;
        default:
            if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t')
                safe += c;
        }
    return safe;
}

} // namespace cellwright
