// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/document/document.h"
#include "widgets/document/selection.h"

#include <QWidget>

class QKeyEvent;
class QLabel;
class QLineEdit;
class QTableView;
class QTimer;

namespace cellwright {

class SiteFilter;
class SiteTableModel;

/// All sectors in a table that is edited in place, with the field names that planners' files have. Follows
/// and sets the selection. Ctrl+C and Ctrl+V exchange blocks of cells with spreadsheets; one copied value
/// fills all selected cells; Ctrl+D fills down; Delete empties what may be empty.
class SiteTable : public QWidget {
    Q_OBJECT
public:
    SiteTable(Document& document, Selection& selection, QWidget* parent = nullptr);
    ~SiteTable() override;

    [[nodiscard]] QTableView& view() { return *view_; }
    [[nodiscard]] QLineEdit& filterLine() { return *filter_; }

    /// The selected cells as text, columns separated by tabs.
    [[nodiscard]] QString selectedText() const;
    /// Puts a block of cells at the current one, or one value into all selected cells. One edit.
    bool paste(const QString& text);
    bool fillDown();
    bool clearCells();

Q_SIGNALS:
    /// Double-click on what cannot be typed, or "Show on the map".
    void revealRequested(cellwright::EntityRef site);
    void gridRequested();

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void makeView();
    void makeActions();
    [[nodiscard]] QAction* actionOf(const QKeyEvent& event) const;
    void showSelection();
    void takeSelection();
    void showCount();
    void say(const QString& problem);
    [[nodiscard]] QModelIndexList targets() const;

    Document& document_;
    Selection& selection_;
    SiteTableModel* model_;
    SiteFilter* proxy_;
    QTableView* view_;
    QLineEdit* filter_;
    QLabel *count_, *message_, *empty_;
    bool following_ = false;
};

} // namespace cellwright
