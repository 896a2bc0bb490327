// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/explain/derivation.h"

#include "analytics/quantity/text.h"

namespace cellwright {
namespace {

void write(const Derivation& node, int depth, std::string& out) {
    out.append(std::size_t(depth) * 2, ' ');
    out += node.name;
    if (!node.symbol.empty())
        out += "  " + node.symbol;
    out += " = " + roundedSi(node.value, node.kind, 6) + "  [" + std::string(toText(node.label)) + "]";
    if (!node.source.empty())
        out += "  {" + node.source + "}";
    out += '\n';
    if (!node.formula.empty()) {
        const std::string indent(std::size_t(depth) * 2 + 2, ' ');
        out += indent + "= " + node.formula + '\n' + indent + "= " + node.substituted;
        out += node.repeated ? "  (shown above)\n" : "\n";
    }
    for (const auto& input : node.inputs)
        write(input, depth + 1, out);
}

} // namespace

std::string_view toText(Label label) {
    switch (label) {
    case Label::computed:
        return "computed";
    case Label::assumed:
        return "assumed";
    case Label::guarantee:
        return "guarantee";
    case Label::measured:
        return "measured";
    case Label::published:
        return "published";
    case Label::unverified:
        return "published, unverified";
    }
    return "computed";
}

std::string toPlainText(const Derivation& derivation) {
    std::string out;
    write(derivation, 0, out);
    return out;
}

} // namespace cellwright
