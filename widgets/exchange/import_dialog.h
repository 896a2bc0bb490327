// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/exchange/import.h"
#include "widgets/document/document.h"
#include "widgets/planning/newest_job.h"

#include <QDialog>

#include <optional>

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QTextBrowser;
class QTimer;

namespace cellwright {

/// Imports one file into the current scenario, as one edit. Tries it first, on a copy and in the background,
/// and says what would come of it or what is wrong; a coordinate system that the file does not name can be
/// given.
class ImportDialog : public QDialog {
    Q_OBJECT
public:
    /// `kind` as of importerOf(); empty: whatever the file turns out to be.
    ImportDialog(Document& document, const QString& path, const QString& kind = {},
                 QWidget* parent = nullptr);
    ~ImportDialog() override;

    void setCrs(const QString& crs);
    /// What the latest trial came to; nothing while it runs.
    struct Trial {
        Expected<ImportResult> result = ImportResult{};
        Scenario scenario;
    };
    [[nodiscard]] const std::optional<Trial>& trial() const { return trial_; }
    void accept() override;

Q_SIGNALS:
    void tried();

private:
    void makeFields();
    [[nodiscard]] ImportSettings settings() const;
    void tryIt();
    void take(const Trial& trial);
    void showTrial();

    Document& document_;
    QString path_;
    std::optional<Trial> trial_;
    NewestJob<Trial> job_;
    QComboBox* kind_;
    QLineEdit *crs_, *radio_, *country_, *network_;
    QWidget* cells_;
    QCheckBox* complete_;
    QTextBrowser* outcome_;
    QDialogButtonBox* buttons_;
    QTimer* pause_;
};

} // namespace cellwright
