// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_box.h"

#include "widgets/charts/chart_panel.h"

#include <QBoxLayout>

namespace cellwright {

ChartBox::ChartBox(const std::vector<ChartPanel*>& charts, QWidget* parent)
    : QScrollArea(parent) {
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* inside = new QWidget;
    inside->setBackgroundRole(QPalette::Base);
    inside->setAutoFillBackground(true);
    layout_ = new QBoxLayout(QBoxLayout::TopToBottom, inside);
    layout_->setContentsMargins(4, 4, 4, 4);
    for (ChartPanel* chart : charts)
        layout_->addWidget(chart, 1, Qt::Alignment());
    setWidget(inside);
}

void ChartBox::resizeEvent(QResizeEvent* event) {
    layout_->setDirection(width() >= 760 ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    QScrollArea::resizeEvent(event);
}

} // namespace cellwright
