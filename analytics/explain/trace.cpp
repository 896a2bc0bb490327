// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/explain/trace.h"

#include "analytics/quantity/text.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cellwright {
namespace {

Trace* traceOf(const Traced& a, const Traced& b) {
    return a.trace ? a.trace : b.trace;
}

Traced binary(char op, double value, const Traced& a, const Traced& b) {
    Trace* trace = traceOf(a, b);
    return trace ? Traced(value, trace->operation(op, a, b), trace) : Traced(value);
}

Traced call(const char* name, double value, const Traced& a) {
    return a.trace ? Traced(value, a.trace->function(name, a), a.trace) : Traced(value);
}

Traced call(const char* name, double value, const Traced& a, const Traced& b) {
    Trace* trace = traceOf(a, b);
    return trace ? Traced(value, trace->function(name, a, b), trace) : Traced(value);
}

int precedence(char op) {
    switch (op) {
    case '+':
    case '-':
        return 1;
    case '*':
    case '/':
        return 2;
    default:
        return 4;
    }
}

} // namespace

Traced operator+(const Traced& a, const Traced& b) {
    return binary('+', a.value + b.value, a, b);
}
Traced operator-(const Traced& a, const Traced& b) {
    return binary('-', a.value - b.value, a, b);
}
Traced operator*(const Traced& a, const Traced& b) {
    return binary('*', a.value * b.value, a, b);
}
Traced operator/(const Traced& a, const Traced& b) {
    return binary('/', a.value / b.value, a, b);
}
Traced operator-(const Traced& a) {
    return call("-", -a.value, a);
}
Traced pow(const Traced& base, const Traced& exponent) {
    return binary('^', std::pow(base.value, exponent.value), base, exponent);
}
Traced max(const Traced& a, const Traced& b) {
    return call("max", std::max(a.value, b.value), a, b);
}
Traced min(const Traced& a, const Traced& b) {
    return call("min", std::min(a.value, b.value), a, b);
}
Traced sqrt(const Traced& a) {
    return call("√", std::sqrt(a.value), a);
}
Traced exp(const Traced& a) {
    return call("exp", std::exp(a.value), a);
}
Traced log(const Traced& a) {
    return call("ln", std::log(a.value), a);
}
Traced log2(const Traced& a) {
    return call("log2", std::log2(a.value), a);
}
Traced log10(const Traced& a) {
    return call("log10", std::log10(a.value), a);
}
Traced abs(const Traced& a) {
    return call("abs", std::abs(a.value), a);
}
Traced floor(const Traced& a) {
    return call("floor", std::floor(a.value), a);
}
Traced ceil(const Traced& a) {
    return call("ceil", std::ceil(a.value), a);
}
Traced sin(const Traced& a) {
    return call("sin", std::sin(a.value), a);
}
Traced cos(const Traced& a) {
    return call("cos", std::cos(a.value), a);
}
Traced atan2(const Traced& y, const Traced& x) {
    return call("atan2", std::atan2(y.value, x.value), y, x);
}

Trace::Trace() {
    nodes_.push_back({}); // node 0: literals without a home
    descriptions_.push_back({});
}

std::uint32_t Trace::push(Node node) {
    nodes_.push_back(std::move(node));
    return std::uint32_t(nodes_.size() - 1);
}

std::uint32_t Trace::child(const Traced& value) {
    if (value.trace == this && value.node != 0)
        return value.node;
    return push({Kind::literal, 0, nullptr, value.value, 0, {}});
}

std::uint32_t Trace::operation(char op, const Traced& a, const Traced& b) {
    const auto left = child(a);
    const auto right = child(b);
    return push({Kind::binary, op, nullptr, 0.0, 0, {left, right}});
}

std::uint32_t Trace::function(const char* name, const Traced& a) {
    const auto argument = child(a);
    return push({*name == '-' ? Kind::negation : Kind::call, 0, name, 0.0, 0, {argument}});
}

std::uint32_t Trace::function(const char* name, const Traced& a, const Traced& b) {
    const auto first = child(a);
    const auto second = child(b);
    return push({Kind::call, 0, name, 0.0, 0, {first, second}});
}

std::uint32_t Trace::sum(std::span<const Traced> terms) {
    Node node{Kind::sum, 0, nullptr, 0.0, 0, {}};
    for (const auto& term : terms)
        node.children.push_back(child(term));
    return push(std::move(node));
}

Traced Trace::leaf(double value, Description description) {
    descriptions_.push_back(std::move(description));
    return {value, push({Kind::leaf, 0, nullptr, value, std::uint32_t(descriptions_.size() - 1), {}}), this};
}

Traced Trace::named(const Traced& expression, Description description) {
    descriptions_.push_back(std::move(description));
    const auto inner = child(expression);
    return {
        expression.value,
        push({Kind::named, 0, nullptr, expression.value, std::uint32_t(descriptions_.size() - 1), {inner}}),
        this};
}

std::string Trace::sumText(const Node& node, bool numbers) const {
    constexpr std::size_t shown = 8; // more would not fit on a line
    if (node.children.size() <= shown) {
        std::string all;
        for (const auto term : node.children)
            all += (all.empty() ? "" : " + ") + text(term, 1, numbers, false);
        return all.empty() ? "0" : all;
    }
    return "Σ of " + std::to_string(node.children.size()) +
           " terms: " + text(node.children.front(), 1, numbers, false) + " + … + " +
           text(node.children.back(), 1, numbers, false);
}

std::string Trace::text(std::uint32_t index, int above, bool numbers, bool top) const {
    const Node& node = nodes_[index];
    const auto wrapped = [&](const std::string& inner, int own) {
        return own < above ? "(" + inner + ")" : inner;
    };
    switch (node.kind) {
    case Kind::literal:
        return roundedText(node.value, 12);
    case Kind::leaf:
    case Kind::named: {
        if (top && node.kind == Kind::named)
            return text(node.children.front(), 0, numbers, false);
        const auto& about = descriptions_[node.description];
        return numbers ? roundedSi(node.value, about.kind) : about.symbol;
    }
    case Kind::negation:
        return wrapped("-" + text(node.children.front(), 3, numbers, false), 2);
    case Kind::call: {
        std::string arguments;
        for (const auto argument : node.children)
            arguments += (arguments.empty() ? "" : ", ") + text(argument, 0, numbers, false);
        return std::string(node.function) + "(" + arguments + ")";
    }
    case Kind::sum:
        if (node.children.size() == 1)
            return text(node.children.front(), above, numbers, false);
        return wrapped(sumText(node, numbers), 1);
    case Kind::binary: {
        const int own = precedence(node.op);
        const int right = node.op == '-' || node.op == '/' || node.op == '^' ? own + 1 : own;
        const char* sign = node.op == '*'   ? "·"
                           : node.op == '+' ? " + "
                           : node.op == '-' ? " - "
                           : node.op == '/' ? " / "
                                            : "^";
        return wrapped(text(node.children[0], node.op == '^' ? own + 1 : own, numbers, false) + sign +
                           text(node.children[1], right, numbers, false),
                       own);
    }
    }
    return {};
}

void Trace::collectInputs(std::uint32_t index, bool top, std::vector<std::uint32_t>& found) const {
    const Node& node = nodes_[index];
    if (!top && (node.kind == Kind::leaf || node.kind == Kind::named)) {
        if (std::find(found.begin(), found.end(), index) == found.end())
            found.push_back(index);
        return;
    }
    for (const auto below : node.children)
        collectInputs(below, false, found);
}

Derivation Trace::expand(std::uint32_t index, std::vector<bool>& seen) const {
    const Node& node = nodes_[index];
    const auto& about = descriptions_[node.description];
    Derivation result;
    result.name = about.name;
    result.symbol = about.symbol;
    result.value = node.value;
    result.unit = about.unit;
    result.kind = about.kind;
    result.label = about.label;
    result.source = about.source;
    if (node.kind == Kind::leaf)
        return result;
    result.formula = text(index, 0, false, true);
    result.substituted = text(index, 0, true, true);
    if (seen[index]) {
        result.repeated = true;
        return result;
    }
    seen[index] = true;
    std::vector<std::uint32_t> inputs;
    collectInputs(index, true, inputs);
    for (const auto input : inputs)
        result.inputs.push_back(expand(input, seen));
    return result;
}

Derivation Trace::derivation(const Traced& value) const {
    if (value.trace != this)
        return {.name = "constant", .value = value.value};
    std::vector<bool> seen(nodes_.size(), false);
    auto result = expand(value.node, seen);
    result.value = value.value;
    return result;
}

} // namespace cellwright
