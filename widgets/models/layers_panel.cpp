// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/layers_panel.h"

#include "widgets/models/layer_table.h"
#include "widgets/models/operation_table.h"
#include "widgets/models/table_copy.h"
#include "widgets/theme/icons.h"

#include <QAction>
#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

constexpr int roomForBoth = 1500; ///< pixels from which the operations stand beside the layers unasked

QTableView* makeView(CellTable* table, const QString& name) {
    auto* view = new QTableView;
    view->setModel(table);
    view->setAccessibleName(name);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setAlternatingRowColors(true);
    view->setShowGrid(false);
    view->setWordWrap(false);
    view->setTabKeyNavigation(false);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->verticalHeader()->hide();
    view->verticalHeader()->setDefaultSectionSize(view->fontMetrics().height() + 8);
    view->horizontalHeader()->setHighlightSections(false);
    makeCopyable(view);
    return view;
}

/// As wide as their contents, with some air between them.
void fitColumns(QTableView* view) {
    constexpr int air = 10;
    view->resizeColumnsToContents();
    for (int column = 0; column < view->model()->columnCount(); ++column)
        if (!view->isColumnHidden(column))
            view->setColumnWidth(column, view->columnWidth(column) + air);
}

QToolButton* makeButton(const QString& icon, const QString& text, const QString& help) {
    auto* button = new QToolButton;
    button->setIcon(themedIcon(icon));
    button->setText(text);
    button->setToolTip(help);
    button->setAccessibleName(help);
    button->setToolButtonStyle(icon.isEmpty() ? Qt::ToolButtonTextOnly : Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

LayersPanel::LayersPanel(QWidget* parent)
    : QWidget(parent)
    , layers_(new LayerTable(this))
    , operations_(new OperationTable(this))
    , layerView_(makeView(layers_, tr("Layers of the model")))
    , operationView_(makeView(operations_, tr("Operations of the chosen layer")))
    , operationTitle_(new QLabel)
    , operationSide_(new QWidget) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    layout->addWidget(splitter);
    splitter->addWidget(layerView_);
    splitter->addWidget(operationSide_);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);

    auto* side = new QVBoxLayout(operationSide_);
    side->setContentsMargins(4, 0, 0, 0);
    side->setSpacing(2);
    auto* top = new QHBoxLayout;
    top->addWidget(operationTitle_, 1);
    auto* close = makeButton(u"close"_s, {}, tr("Hide the operations"));
    top->addWidget(close);
    side->addLayout(top);
    side->addWidget(operationView_, 1);
    operationSide_->hide();
    setMinimumHeight(120);

    auto* open = new QAction(tr("Show the operations of this layer"), layerView_);
    layerView_->addAction(open);
    const auto ask = [this](bool shown) {
        asked_ = true;
        showOperations(shown);
    };
    connect(open, &QAction::triggered, this, [ask] { ask(true); });
    connect(layerView_, &QTableView::activated, this, [ask] { ask(true); });
    connect(close, &QToolButton::clicked, this, [ask] { ask(false); });
    connect(layerView_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                fillOperations();
                if (!following_ && current.isValid())
                    Q_EMIT blockSelected(current.row());
            });
}

void LayersPanel::setStrip(const StripData& strip) {
    const bool sameModel = data_.model == strip.model && data_.blocks() == strip.blocks();
    const int before = selectedBlock();
    data_ = strip;
    following_ = true;
    layers_->setStrip(data_);
    hideSilentColumns();
    if (!sameModel) {
        fitColumns(layerView_);
    }
    following_ = false;
    if (selectedBlock() < 0)
        selectBlock(before < data_.blocks() ? before : -1);
    fillOperations();
}

/// Columns that would only hold dashes take no room.
void LayersPanel::hideSilentColumns() {
    for (int column = 0; column < layers_->columnCount(); ++column)
        layerView_->setColumnHidden(column, !layers_->saysSomething(column));
}

void LayersPanel::selectBlock(int block) {
    following_ = true;
    if (block >= 0 && block < layers_->rowCount())
        layerView_->selectRow(block);
    else
        layerView_->selectionModel()->clear();
    following_ = false;
    fillOperations();
}

int LayersPanel::selectedBlock() const {
    const QModelIndex current = layerView_->currentIndex();
    return current.isValid() ? current.row() : -1;
}

void LayersPanel::showOperations(bool shown) {
    operationSide_->setVisible(shown);
    if (shown && selectedBlock() < 0 && layers_->rowCount() > 0) {
        layerView_->selectRow(std::min(layers_->rowCount() - 1, data_.accounting->blockOfLayer(0)));
        return;
    }
    fillOperations();
}

/// Only what can be seen is brought up to date, so that dragging a cut stays quick.
void LayersPanel::fillOperations() {
    if (operationSide_->isHidden())
        return;
    const int block = selectedBlock();
    const bool first = operations_->rowCount() == 0;
    operations_->setBlock(data_, block);
    operationTitle_->setText(block < 0 || block >= data_.blocks()
                                 ? tr("Choose a layer to see its operations")
                                 : tr("Operations of %1").arg(blockName(data_, block).toLower()));
    if (first)
        fitColumns(operationView_);
}

void LayersPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (!asked_ && operationSide_->isHidden() == (width() >= roomForBoth))
        showOperations(width() >= roomForBoth);
}

} // namespace cellwright
