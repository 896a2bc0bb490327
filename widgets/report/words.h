// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"

#include <QCoreApplication>
#include <QString>

#include <span>
#include <string>
#include <string_view>

/// Numbers and names as the report writes them.
namespace cellwright::report {

/// The context of the report's own words: Report::tr("…").
struct Report {
    Q_DECLARE_TR_FUNCTIONS(Report)
};

inline QString qText(std::string_view text) {
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}
/// The words of schema.h, in the report's language.
QString schemaText(std::string_view english);
template <class E>
QString enumText(E value) {
    return schemaText(enumLabel(value));
}
/// The names of phases and parts, as charts have them.
QString partName(std::string_view english);

/// "unbounded" for what is not finite.
QString number(double value, int digits = 3);
QString quantity(double si, std::string_view kind, int digits = 3);
template <class Q>
QString quantity(const Q& value, int digits = 3) {
    return quantity(detail::stored(value), quantityKind<Q>(), digits);
}
QString percent(double share, int digits = 3);
/// "8,030,261,248"
QString grouped(std::int64_t value);

/// One unit for several values of a kind, so that they can be compared down or across a table.
struct Scale {
    QString unit;
    double si = 1.0;
    [[nodiscard]] QString of(double value, int digits = 3) const { return number(value / si, digits); }
};
/// The unit that the largest finite one of the values would be written with.
Scale commonScale(std::span<const double> values, std::string_view kind);

} // namespace cellwright::report
