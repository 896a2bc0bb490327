// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/inspector/choice_combo.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QFocusEvent>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QWheelEvent>

namespace cellwright {

ChoiceCombo::ChoiceCombo(QWidget* parent)
    : QComboBox(parent) {
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(12);
    completer()->setFilterMode(Qt::MatchContains);
    completer()->setCaseSensitivity(Qt::CaseInsensitive);
    completer()->setCompletionMode(QCompleter::PopupCompletion);
    connect(this, &QComboBox::activated, this, &ChoiceCombo::acceptTyped);
    connect(lineEdit(), &QLineEdit::returnPressed, this, &ChoiceCombo::acceptTyped);
}

void ChoiceCombo::setChoices(const std::vector<Choice>& choices) {
    const QSignalBlocker quiet(this);
    clear();
    for (const Choice& choice : choices) {
        addItem(choice.name.isEmpty() ? choice.id : choice.name, choice.id);
        setItemData(count() - 1, choice.detail, Qt::ToolTipRole);
    }
    setCurrentId(chosen_);
}

void ChoiceCombo::setCurrentId(const QString& id) {
    const QSignalBlocker quiet(this);
    chosen_ = id;
    const int row = findData(id);
    setCurrentIndex(row);
    if (row < 0)
        setEditText(id);
    lineEdit()->setCursorPosition(0);
}

QString ChoiceCombo::currentId() const {
    return chosen_;
}

/// Takes what stands in the line: an entry's name or id, or the only entry that contains it.
void ChoiceCombo::acceptTyped() {
    const QString typed = currentText().trimmed();
    int row = findText(typed, Qt::MatchFixedString);
    if (row < 0)
        row = findData(typed, Qt::UserRole, Qt::MatchFixedString);
    if (row < 0 && !typed.isEmpty()) {
        const int first = findText(typed, Qt::MatchContains);

        const auto matches =
            model()->match(model()->index(0, 0), Qt::DisplayRole, typed, 2, Qt::MatchContains);
        row = matches.size() == 1 ? first : -1;
    }
    const QString id = row >= 0 ? itemData(row).toString() : count() == 0 ? typed : chosen_;
    const bool changed = !id.isEmpty() && id != chosen_;
    setCurrentId(changed ? id : chosen_);
    if (changed)
        Q_EMIT idChosen(id);
}

void ChoiceCombo::focusOutEvent(QFocusEvent* event) {
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
        acceptTyped();
    QComboBox::focusOutEvent(event);
}

void ChoiceCombo::wheelEvent(QWheelEvent* event) {
    // Scrolling a panel must not change what the pointer happens to pass over.
    event->ignore();
}

} // namespace cellwright
