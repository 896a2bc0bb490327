// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/table_copy.h"

#include "widgets/models/cell_table.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLocale>
#include <QMimeData>
#include <QTableView>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

QString plain(const QModelIndex& cell) {
    const QVariant exact = cell.data(exactRole);
    if (!exact.isValid())
        return cell.data(Qt::DisplayRole).toString();
    if (exact.typeId() == QMetaType::Double)
        return QLocale::c()
            .toString(exact.toDouble(), 'g', QLocale::FloatingPointShortest)
            .remove(QLocale::c().groupSeparator());
    return exact.toString();
}

/// A field that would be misread is put in quotes.
QString field(const QString& text, QChar separator) {
    if (separator == u'\t')
        return QString(text).replace(u'\t', u' ').replace(u'\n', u' ');
    if (!text.contains(separator) && !text.contains(u'"') && !text.contains(u'\n'))
        return text;
    return u'"' + QString(text).replace(u"\""_s, u"\"\""_s) + u'"';
}

std::vector<int> shownColumns(const QTableView& view) {
    std::vector<int> columns;
    for (int place = 0; place < view.horizontalHeader()->count(); ++place)
        if (const int column = view.horizontalHeader()->logicalIndex(place); !view.isColumnHidden(column))
            columns.push_back(column);
    return columns;
}

std::vector<int> wantedRows(const QTableView& view) {
    std::vector<int> rows;
    for (const QModelIndex& index : view.selectionModel()->selectedRows())
        rows.push_back(index.row());
    std::ranges::sort(rows);
    if (rows.size() > 1)
        return rows;
    rows.clear();
    for (int row = 0; row < view.model()->rowCount(); ++row)
        rows.push_back(row);
    return rows;
}

void addAction(QTableView* view, const QString& text, const QKeySequence& keys, QChar separator) {
    auto* action = new QAction(text, view);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    QObject::connect(action, &QAction::triggered, view, [view, separator] {
        if (separator == u'\t')
            copyTable(*view);
        else
            QGuiApplication::clipboard()->setText(tableText(*view, separator));
    });
    view->addAction(action);
}

} // namespace

QString tableText(const QTableView& view, QChar separator) {
    const auto columns = shownColumns(view);
    const auto line = [&](auto cell) {
        QStringList fields;
        for (const int column : columns)
            fields += field(cell(column), separator);
        return fields.join(separator);
    };
    const QAbstractItemModel& model = *view.model();
    QStringList lines{line([&](int column) {
        const QVariant exact = model.headerData(column, Qt::Horizontal, exactRole);
        return (exact.isValid() ? exact : model.headerData(column, Qt::Horizontal)).toString();
    })};
    for (const int row : wantedRows(view))
        lines += line([&](int column) { return plain(model.index(row, column)); });
    return lines.join(u'\n') + u'\n';
}

void copyTable(const QTableView& view) {
    auto* mime = new QMimeData;
    mime->setText(tableText(view, u'\t'));
    mime->setData(u"text/csv"_s, tableText(view, u',').toUtf8());
    QGuiApplication::clipboard()->setMimeData(mime);
}

void makeCopyable(QTableView* view) {
    view->setContextMenuPolicy(Qt::ActionsContextMenu);
    addAction(view, QTableView::tr("Copy the table"), QKeySequence::Copy, u'\t');
    addAction(view, QTableView::tr("Copy the table as CSV"), {}, u',');
}

} // namespace cellwright
