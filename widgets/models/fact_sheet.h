// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/catalogue/model_filter.h"

#include <QTextBrowser>

#include <optional>

namespace cellwright {

struct Theme;

/// Why a model cannot be used in a deployment; empty where it can.
QString obstacleTo(const catalogue::ModelEntry& entry);

/// What is known of one model, as simple HTML: how it is known and from where, exact counts, architecture,
/// what it needs in the use that the filter describes, towers and experts.
QString factSheetHtml(const catalogue::ModelRow& row, const catalogue::ModelFilter& use, const Theme& theme);

/// The pane beside the table of models.
class FactSheet : public QTextBrowser {
    Q_OBJECT
public:
    explicit FactSheet(QWidget* parent = nullptr);
    void showModel(const catalogue::ModelRow& row, const catalogue::ModelFilter& use);
    void showNothing();

protected:
    void changeEvent(QEvent* event) override;

private:
    void render();
    std::optional<catalogue::ModelRow> row_;
    catalogue::ModelFilter use_;
};

} // namespace cellwright
