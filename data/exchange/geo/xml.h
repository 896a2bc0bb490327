// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"

#include <pugixml.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace cellwright {

/// An XML document of at most maxTextBytes and four million tags, parsed without entities of its own (so none
/// that grow) and at most 64 elements deep. Errors name line and column.
Expected<std::unique_ptr<pugi::xml_document>> parseXml(std::string_view text, const std::string& where);

/// The name of an element without its namespace prefix ("kml:Point" is "Point").
std::string_view localName(const pugi::xml_node& node);
/// The first child element of this local name.
pugi::xml_node childNamed(const pugi::xml_node& node, std::string_view name);
/// Its text without surrounding blanks; empty where there is none.
std::string textNamed(const pugi::xml_node& node, std::string_view name);

/// A text as it may stand in XML, characters that XML forbids left out.
std::string xmlText(std::string_view text);

} // namespace cellwright
