// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/words.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace cellwright::report {
namespace {

constexpr double leastShare = 1e-6; ///< smaller ones would need an exponent

} // namespace

QString schemaText(std::string_view english) {
    return QCoreApplication::translate("Schema", std::string(english).c_str());
}

QString partName(std::string_view english) {
    return QCoreApplication::translate("Charts", std::string(english).c_str());
}

QString number(double value, int digits) {
    if (!std::isfinite(value))
        return Report::tr("unbounded");
    return QString::fromStdString(roundedText(value, digits));
}

QString quantity(double si, std::string_view kind, int digits) {
    if (!std::isfinite(si))
        return Report::tr("unbounded");
    return QString::fromStdString(roundedSi(si, kind, digits)).replace(u' ', QChar::Nbsp);
}

QString percent(double share, int digits) {
    if (share > 0.0 && share < leastShare)
        return u"<\u00a00.0001\u00a0%"_s;
    return std::isfinite(share) ? number(share * 100.0, digits) + u"\u00a0%"_s : Report::tr("unbounded");
}

QString grouped(std::int64_t value) {
    return QLocale(QLocale::English).toString(qlonglong(value));
}

Scale commonScale(std::span<const double> values, std::string_view kind) {
    double largest = 0.0;
    for (const double value : values)
        if (std::isfinite(value))
            largest = std::max(largest, std::abs(value));
    const std::string text = roundedSi(largest, kind);
    const auto space = text.rfind(' ');
    if (space == std::string::npos)
        return {};
    const std::string_view symbol = std::string_view(text).substr(space + 1);
    for (const UnitSymbol& unit : unitsOf(kind))
        if (unit.symbol == symbol)
            return {qText(symbol), unit.si};
    return {};
}

} // namespace cellwright::report
