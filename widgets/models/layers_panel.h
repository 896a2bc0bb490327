// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/modelstrip/strip_data.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace cellwright {

class LayerTable;
class OperationTable;

/// The blocks of a deployed model as a table and, beside it where there is room or on demand, the operations
/// of the chosen block.
class LayersPanel : public QWidget {
    Q_OBJECT
public:
    explicit LayersPanel(QWidget* parent = nullptr);

    void setStrip(const StripData& data);
    /// Marks a row, and shows what the block does; -1 for none.
    void selectBlock(int block);
    [[nodiscard]] int selectedBlock() const;

Q_SIGNALS:
    /// The user chose another row.
    void blockSelected(int block);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showOperations(bool shown);
    void fillOperations();
    void hideSilentColumns();

    StripData data_;
    LayerTable* layers_;
    OperationTable* operations_;
    QTableView* layerView_;
    QTableView* operationView_;
    QLabel* operationTitle_;
    QWidget* operationSide_;
    bool following_ = false;
    bool asked_ = false; ///< the user opened or closed the operations: width decides no longer
};

} // namespace cellwright
