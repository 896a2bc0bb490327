// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/input_matrix.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace cellwright::report {

void Variants::add(std::size_t plan, const QString& text) {
    for (Variant& variant : variants_)
        if (variant.text == text) {
            variant.plans.push_back(plan);
            return;
        }
    variants_.push_back({text, {plan}});
}

QString Variants::text(std::size_t plans) const {
    if (variants_.empty())
        return {};
    if (variants_.size() == 1 && variants_.front().plans.size() == plans)
        return variants_.front().text;
    QStringList lines;
    for (const Variant& variant : variants_) {
        QStringList numbers;
        for (const std::size_t plan : variant.plans)
            numbers += QString::number(plan + 1);
        lines += u"%1: %2"_s.arg(numbers.join(u", "_s), variant.text);
    }
    return lines.join(u'\n');
}

bool InputMatrix::isCommon(std::size_t field) const {
    constexpr std::size_t many = 3;
    return rows.size() >= many && std::all_of(rows.begin(), rows.end(), [&](const EntityRow& row) {
               return row.values[field].text(plans) == rows.front().values[field].text(plans);
           });
}

QString InputMatrix::commonValues() const {
    QStringList sentences;
    for (std::size_t f = 0; f < fields.size(); ++f)
        if (isCommon(f))
            sentences += u"%1: %2"_s.arg(fields[f].label, value(0, f));
    return sentences.join(u". "_s);
}

TableData InputMatrix::tall(std::size_t most) const {
    std::vector<std::size_t> shown;
    TableData data;
    data.columns = {{Report::tr("Name"), Align::left, 1.0}};
    for (std::size_t f = 0; f < fields.size(); ++f)
        if (!isCommon(f)) {
            shown.push_back(f);
            data.columns.push_back({fields[f].label, Align::left, 1.0});
        }
    for (std::size_t r = 0; r < std::min(most, rows.size()); ++r) {
        std::vector<Cell> cells{{rows[r].name}};
        for (const std::size_t f : shown)
            cells.push_back({value(r, f)});
        data.add(std::move(cells));
    }
    return data;
}

TableData InputMatrix::wide(std::size_t from, std::size_t to, const Style& style) const {
    const bool defined = to - from <= 2;
    TableData data;
    data.columns = {{Report::tr("Field"), Align::left, 0.0}};
    for (std::size_t r = from; r < to; ++r)
        data.columns.push_back(
            {rows[r].name.isEmpty() ? Report::tr("Value") : rows[r].name, Align::left, 1.0});
    if (defined)
        data.columns.push_back({Report::tr("Definition"), Align::left, 1.0});
    for (std::size_t f = 0; f < fields.size(); ++f) {
        std::vector<Cell> cells{{fields[f].label}};
        for (std::size_t r = from; r < to; ++r)
            cells.push_back({value(r, f)});
        if (defined)
            cells.push_back({fields[f].help, style.theme.mutedText});
        data.add(std::move(cells));
    }
    return data;
}

} // namespace cellwright::report
