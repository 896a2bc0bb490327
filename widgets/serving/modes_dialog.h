// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/inspector/choice_combo.h"
#include "widgets/serving/modes.h"

#include <QDialog>

#include <memory>
#include <vector>

class QCheckBox;
class QDialogButtonBox;

namespace cellwright {

/// Asks which ways to serve the scenario's models are to be compared, and makes a scenario of each.
class ModesDialog : public QDialog {
    Q_OBJECT
public:
    ModesDialog(Document& document, std::shared_ptr<const KnownModels> models, QWidget* parent = nullptr);

    void setChosen(ServingMode mode, bool chosen);
    [[nodiscard]] bool isOffered(ServingMode mode) const;
    /// The scenarios that were made; empty until the dialog is accepted.
    [[nodiscard]] const std::vector<ScenarioId>& added() const { return added_; }

    void accept() override;

private:
    void refresh();
    [[nodiscard]] std::vector<ServingMode> chosen() const;

    Document& document_;
    std::shared_ptr<const KnownModels> models_;
    std::vector<QCheckBox*> boxes_; ///< in the order of allServingModes
    ChoiceCombo* small_;
    QDialogButtonBox* buttons_;
    std::vector<ScenarioId> added_;
};

} // namespace cellwright
