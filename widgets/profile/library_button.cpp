// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/profile/library_button.h"

#include <QAction>
#include <QInputDialog>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace cellwright {

LibraryButton::LibraryButton(QWidget* parent)
    : QPushButton(tr("My &devices"), parent) {
    setToolTip(tr("Keeps measured computers for all projects, also for cellwright-cli"));
    auto* menu = new QMenu(this);
    save_ = menu->addAction(tr("&Keep among my devices…"), this, [this] {
        ask(tr("Keep among my devices"), tr("Under which name? Letters, digits, dots, hyphens."),
            &LibraryButton::saveRequested);
    });
    rename_ = menu->addAction(tr("&Rename…"), this, [this] {
        ask(tr("Rename the device"), tr("Its new name: letters, digits, dots, hyphens."),
            &LibraryButton::renameRequested);
    });
    remove_ = menu->addAction(tr("Re&move from my devices"), this, &LibraryButton::removeRequested);
    save_->setObjectName(u"keepDevice"_s);
    rename_->setObjectName(u"renameDevice"_s);
    remove_->setObjectName(u"removeDevice"_s);
    setMenu(menu);
}

void LibraryButton::setShown(const QString& id, bool own) {
    id_ = id;
    setEnabled(!id.isEmpty());
    save_->setEnabled(!own);
    rename_->setEnabled(own);
    remove_->setEnabled(own);
}

void LibraryButton::ask(const QString& title, const QString& question,
                        void (LibraryButton::*signal)(const QString&)) {
    bool given = false;
    const QString id = QInputDialog::getText(this, title, question, QLineEdit::Normal, id_, &given).trimmed();
    if (given && !id.isEmpty())
        Q_EMIT(this->*signal)(id);
}

} // namespace cellwright
