// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/maps/legend_editor.h"

#include "widgets/inspector/quantity_edit.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QSignalBlocker>

#include <algorithm>
#include <limits>

namespace cellwright {
namespace {

/// A piece of a palette, as an icon.
QPixmap swatchOf(QSize size, const std::function<QRgb(double)>& colour) {
    QPixmap swatch(size);
    QPainter painter(&swatch);
    for (int x = 0; x < size.width(); ++x)
        painter.fillRect(x, 0, 1, size.height(), QColor::fromRgb(colour((x + 0.5) / size.width())));
    return swatch;
}

QLabel* rangeSwatch(QRgb colour) {
    auto* label = new QLabel;
    label->setPixmap(swatchOf({22, 14}, [colour](double) { return colour; }));
    label->setFixedWidth(26);
    return label;
}

} // namespace

LegendEditor::LegendEditor(QWidget* parent)
    : QWidget(parent)
    , palette_(new QComboBox)
    , ranges_(new QComboBox)
    , reset_(new QPushButton(tr("&Reset")))
    , layout_(new QGridLayout(this)) {
    palette_->setAccessibleName(tr("Colours of the map"));
    palette_->setIconSize({72, 12});
    for (const Palette palette : palettes)
        palette_->addItem(
            swatchOf({72, 12}, [palette](double share) { return paletteColour(palette, share); }),
            paletteName(palette));
    ranges_->setAccessibleName(tr("Ranges of the legend"));
    ranges_->addItem(tr("continuous"), 0);
    for (const int count : {3, 4, 5, 6, 8, 10})
        ranges_->addItem(tr("%1 ranges").arg(count), count);
    reset_->setToolTip(tr("Colours and ranges that this map begins with"));
    layout_->setContentsMargins(0, 0, 0, 0);
    for (auto* box : {palette_, ranges_}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(8);
    }
    layout_->addWidget(palette_, 0, 0, 1, 2);
    layout_->addWidget(ranges_, 1, 0);
    layout_->addWidget(reset_, 1, 1);
    layout_->setColumnStretch(0, 1);
    connect(palette_, &QComboBox::activated, this, [this](int index) {
        MapStyle style = style_;
        style.palette = palettes[std::size_t(index)];
        change(style);
    });
    connect(ranges_, &QComboBox::activated, this,
            [this](int index) { change(withRanges(style_, ranges_->itemData(index).toInt())); });
    connect(reset_, &QPushButton::clicked, this, [this] { change(styleFor(layer_)); });
    setStyle(maps::Layer::sinr, styleFor(maps::Layer::sinr));
}

void LegendEditor::setStyle(maps::Layer layer, const MapStyle& style) {
    if (rows_ && layer == layer_ && style == style_)
        return;
    layer_ = layer;
    style_ = style;
    rebuild();
}

void LegendEditor::change(const MapStyle& style) {
    if (style == style_)
        return;
    setStyle(layer_, style);
    Q_EMIT styleChanged(style_);
}

void LegendEditor::addEdge(int row, const QString& label, double value,
                           std::function<MapStyle(double)> changed) {
    auto* edit = new QuantityEdit(std::string(maps::infoOf(layer_).kind));
    // A scale of factors has no zero.
    edit->setRange(style_.logarithmic ? 1e-12 : -std::numeric_limits<double>::infinity(),
                   std::numeric_limits<double>::infinity());
    edit->setValue(value);
    edit->setAccessibleName(label);
    edit->setToolTip(label);
    connect(edit, &QuantityEdit::edited, this,
            [this, changed = std::move(changed)](std::optional<double> si) {
                if (si)
                    change(changed(*si));
            });
    static_cast<QGridLayout*>(rows_->layout())->addWidget(edit, row, 2);
}

/// The rows below the boxes: two ends, or every range from the highest down.
void LegendEditor::rebuild() {
    const QSignalBlocker quietPalette(palette_), quietRanges(ranges_);
    palette_->setCurrentIndex(int(std::ranges::find(palettes, style_.palette) - palettes.begin()));
    const int shown = style_.stepped() ? ranges_->findData(int(style_.bounds.size()) + 1) : 0;
    ranges_->setCurrentIndex(shown);
    if (rows_) {
        rows_->hide();
        rows_->deleteLater(); // one of its editors may be the sender
    }
    rows_ = new QWidget;
    auto* grid = new QGridLayout(rows_);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(2, 1);
    const auto addRow = [&](int row, QRgb colour, const QString& words) {
        grid->addWidget(rangeSwatch(colour), row, 0);
        grid->addWidget(new QLabel(words), row, 1);
    };
    const bool servers = maps::infoOf(layer_).categories;
    for (QWidget* box :
         {static_cast<QWidget*>(palette_), static_cast<QWidget*>(ranges_), static_cast<QWidget*>(reset_)})
        box->setEnabled(!servers);
    if (servers) {
        grid->addWidget(new QLabel(tr("A colour per site, a shade per sector.")), 0, 0, 1, 3);
    } else if (!style_.stepped()) {
        addRow(0, style_.colourOf(style_.high) | 0xff000000, tr("up to"));
        addEdge(0, tr("Upper end of the scale"), style_.high, [this](double value) {
            MapStyle style = style_;
            style.high = std::max(value, style.low);
            return style;
        });
        addRow(1, paletteColour(style_.palette, style_.reversed ? 1.0 : 0.0), tr("from"));
        addEdge(1, tr("Lower end of the scale"), style_.low, [this](double value) {
            MapStyle style = style_;
            style.low = std::min(value, style.high);
            return style;
        });
    } else {
        int row = 0;
        for (std::size_t range = style_.bounds.size(); range > 0; --range, ++row) {
            addRow(row, style_.colourOfRange(range), tr("from"));
            addEdge(row, tr("Lower bound of range %1").arg(range + 1), style_.bounds[range - 1],
                    [this, range](double value) { return withBound(style_, range - 1, value); });
        }
        addRow(row, style_.colourOfRange(0), tr("below"));
    }
    layout_->addWidget(rows_, 2, 0, 1, 2);
}

} // namespace cellwright
