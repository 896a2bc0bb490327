// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

class QAction;

namespace cellwright {

/// A button whose menu keeps the profile on show among the user's own devices, or renames or removes one that
/// is there. Asks for ids and says what is wanted; does nothing itself.
class LibraryButton : public QPushButton {
    Q_OBJECT
public:
    explicit LibraryButton(QWidget* parent = nullptr);

    /// The profile on show: its id, and whether it is one of the user's own.
    void setShown(const QString& id, bool own);

Q_SIGNALS:
    void saveRequested(const QString& id);
    void renameRequested(const QString& id);
    void removeRequested();

private:
    void ask(const QString& title, const QString& question, void (LibraryButton::*signal)(const QString&));

    QString id_;
    QAction *save_ = nullptr, *rename_ = nullptr, *remove_ = nullptr;
};

} // namespace cellwright
