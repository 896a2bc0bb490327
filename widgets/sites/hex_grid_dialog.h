// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/hex_grid.h"
#include "widgets/document/document.h"

#include <QDialog>

#include <utility>
#include <vector>

class QCheckBox;
class QDialogButtonBox;
class QLabel;

namespace cellwright {

class Form;

/// Asks for a regular network and shows it on the drawing while it is being described; "Add" makes it one
/// undoable edit, anything else takes it back.
class HexGridDialog : public QDialog {
    Q_OBJECT
public:
    HexGridDialog(Document& document, Position centre, QWidget* parent = nullptr);
    ~HexGridDialog() override;

    [[nodiscard]] const radio::HexGrid& grid() const { return grid_; }
    void setGrid(const radio::HexGrid& grid);
    /// The sites that were added; empty until the dialog is accepted.
    [[nodiscard]] const EntityRefs& added() const { return added_; }

    void accept() override;
    void reject() override;

private:
    void makeLayoutFields();
    void makeRadioFields();
    void addNumber(const char* label, const char* help, const std::string& kind, double low, double high,
                   bool whole, std::function<double()> get, std::function<void(double)> set);
    void addChoice(const char* label, const char* help, std::vector<std::pair<QString, QString>> options,
                   std::function<QString()> get, std::function<void(const QString&)> set);
    void setSites(int sites);
    void change();

    Document& document_;
    radio::HexGrid grid_;
    EntityRefs added_;
    Form* form_;
    QCheckBox* wrap_;
    QLabel *wrapReason_, *summary_;
    QDialogButtonBox* buttons_;
};

} // namespace cellwright
