// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/model_panel.h"

#include "widgets/charts/chart_box.h"
#include "widgets/charts/chart_panel.h"
#include "widgets/charts/model_charts.h"
#include "widgets/models/layers_panel.h"
#include "widgets/quality/quality_panel.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

/// A page whose wrapped text must not claim height from the strip above it.
QWidget* scrolled(QWidget* content) {
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidget(content);
    return area;
}

} // namespace

ModelPanel::ModelPanel(Document& document, QWidget* parent)
    : QWidget(parent)
    , strip_(new ModelStrip(document))
    , row_(new QHBoxLayout)
    , pages_(new QStackedWidget)
    , layers_(new LayersPanel) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 4);
    layout->setSpacing(2);
    layout->addWidget(strip_);
    layout->addLayout(row_);
    layout->addWidget(pages_, 1);
    row_->setContentsMargins(8, 0, 8, 0);
    row_->setSpacing(4);
    row_->addStretch(1);
    pages_->setContentsMargins(8, 0, 8, 0);
    // The strip has the height that it needs; pages take what is left, and scroll.
    strip_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    pages_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    pages_->setMinimumHeight(120);
    pages_->hide();

    addPage(tr("Layers"), tr("Every block of the model; a double-click or Enter shows its operations"),
            layers_, [this](const StripData& strip) { layers_->setStrip(strip); });
    auto* bytes = new ChartPanel;
    auto* flop = new ChartPanel;
    addPage(tr("Bytes and FLOP"), tr("Where bytes and FLOP go, by kind of operation"),
            new ChartBox({bytes, flop}), [bytes, flop](const StripData& strip) {
                bytes->setData(modelChartData(ModelChart::bytes, strip));
                flop->setData(modelChartData(ModelChart::flop, strip));
            });
    auto* quality = new QualityPanel;
    addPage(tr("Quality"), tr("What others published about this model in these formats"), scrolled(quality),
            [quality](const StripData& strip) { quality->setPlan(strip.model.get(), strip.deployment); });
    connect(strip_, &ModelStrip::dataChanged, this, &ModelPanel::refreshPage);
    connect(strip_, &ModelStrip::blockSelected, layers_, &LayersPanel::selectBlock);
    connect(layers_, &LayersPanel::blockSelected, strip_, &ModelStrip::setSelectedBlock);
}

ModelPanel::~ModelPanel() = default;

void ModelPanel::addPage(const QString& title, const QString& help, QWidget* page,
                         std::function<void(const StripData&)> refresh) {
    auto* button = new QToolButton;
    button->setText(title);
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setArrowType(Qt::RightArrow);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setIconSize({10, 10});
    button->setFocusPolicy(Qt::StrongFocus);
    button->setToolTip(help);
    button->setAccessibleName(title);
    const int id = int(entries_.size());
    connect(button, &QToolButton::clicked, this, [this, id](bool open) { openPage(open ? id : -1); });
    row_->insertWidget(id, button);
    pages_->addWidget(page);
    entries_.push_back({button, std::move(refresh)});
}

void ModelPanel::openPage(int page) {
    const int before = open_;
    open_ = page < int(entries_.size()) ? page : -1;
    for (int i = 0; i < int(entries_.size()); ++i) {
        QToolButton* button = entries_[std::size_t(i)].button;
        button->setChecked(i == open_);
        button->setArrowType(i == open_ ? Qt::DownArrow : Qt::RightArrow);
    }
    if (open_ >= 0)
        pages_->setCurrentIndex(open_);
    pages_->setVisible(open_ >= 0);
    refreshPage();
    if (before != open_)
        Q_EMIT opened(open_);
}

/// Only what can be seen is brought up to date, so that dragging a cut stays quick.
void ModelPanel::refreshPage() {
    if (open_ < 0)
        return;
    entries_[std::size_t(open_)].refresh(strip_->data());
    if (open_ == Layers && layers_->selectedBlock() != strip_->selectedBlock())
        layers_->selectBlock(strip_->selectedBlock());
}

} // namespace cellwright
