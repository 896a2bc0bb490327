// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/explain/badge_delegate.h"

#include "widgets/explain/derivation_model.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>

namespace cellwright {
namespace {
constexpr int padding = 7;
constexpr int margin = 4;
} // namespace

QColor labelColour(Label label, const Theme& theme) {
    switch (label) {
    case Label::guarantee:
        return theme.good;
    case Label::measured:
        return theme.accent;
    case Label::published:
        return theme.category(4);
    case Label::assumed:
        return theme.warning;
    case Label::unverified:
        return theme.bad;
    case Label::computed:
        return theme.mutedText;
    }
    return theme.mutedText;
}

void BadgeDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QString text = cell.text;
    cell.text.clear();
    const QStyle* style = cell.widget ? cell.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);

    const QColor colour =
        labelColour(Label(index.data(DerivationModel::LabelRole).toInt()), Theme::of(option.palette));
    const int width = option.fontMetrics.horizontalAdvance(text) + 2 * padding;
    QRect badge(option.rect.left() + margin, 0, width, option.fontMetrics.height() + 2);
    badge.moveTop(option.rect.center().y() - badge.height() / 2 + 1);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colour);
    painter->drawRoundedRect(badge, 4, 4);
    painter->setPen(Theme::textOn(colour));
    painter->setFont(option.font);
    painter->drawText(badge, Qt::AlignCenter, text);
    painter->restore();
}

QSize BadgeDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QSize plain = QStyledItemDelegate::sizeHint(option, index);
    const int text = option.fontMetrics.horizontalAdvance(index.data().toString());
    return {text + 2 * padding + 2 * margin, plain.height() + 4};
}

} // namespace cellwright
