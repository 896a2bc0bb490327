// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

class QColor;

namespace cellwright {

enum class Label;
struct Theme;

/// The colour that stands for a kind of knowledge; always shown together with its word.
QColor labelColour(Label label, const Theme& theme);

/// Paints the text of an item as a coloured badge, by DerivationModel::LabelRole.
class BadgeDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace cellwright
