// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QTableView;

namespace cellwright {

/// Rows of a table with its heads as text, exact values (exactRole) where cells have them: separated by tabs,
/// as spreadsheets paste it, or as CSV (RFC 4180). The selected rows, or all of them where none or one is
/// selected; hidden columns are left out.
QString tableText(const QTableView& view, QChar separator);

/// Gives the table Ctrl+C, and a menu under the right button with both ways of copying.
void makeCopyable(QTableView* view);

/// Copies the table to the clipboard, as text with tabs and as CSV at once.
void copyTable(const QTableView& view);

} // namespace cellwright
