// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/document/selection.h"

#include <QTreeWidget>

namespace cellwright {

/// All objects of the scenario by kind: the canvas for people who do not see it or do not use a mouse.
/// Follows and sets the selection.
class ObjectList : public QTreeWidget {
    Q_OBJECT
public:
    ObjectList(Document& document, Selection& selection, QWidget* parent = nullptr);

Q_SIGNALS:
    /// Enter or double-click.
    void activatedEntity(cellwright::EntityRef ref);

private:
    void fill();
    void showSelection();
    void takeSelection();

    Document& document_;
    Selection& selection_;
    bool following_ = false;
};

} // namespace cellwright
