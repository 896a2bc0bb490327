// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QString>

#include <functional>
#include <string_view>
#include <vector>

namespace cellwright {

/// One thing that a field with a catalogue ("model", "device") can be set to.
struct Choice {
    QString id;     ///< what the scenario keeps
    QString name;   ///< what people read
    QString detail; ///< one line of facts, shown as tooltip; may be empty
};

/// Where the choices come from: FieldInfo::choice ("model" or "device") to everything that may be picked.
using ChoiceProvider = std::function<std::vector<Choice>(std::string_view catalogue)>;

/// Opens a list with more room than a combo box has: for what is chosen now, calling `choose` with something
/// else.
using ChoiceBrowser =
    std::function<void(const QString& current, const std::function<void(const QString& id)>& choose)>;

/// A combo box that is searched by typing any part of a name or id. An id that the catalogue lacks is shown
/// as it is, so that a project with an unknown device loses nothing.
class ChoiceCombo : public QComboBox {
    Q_OBJECT
public:
    explicit ChoiceCombo(QWidget* parent = nullptr);
    void setChoices(const std::vector<Choice>& choices);
    void setCurrentId(const QString& id);
    [[nodiscard]] QString currentId() const;

Q_SIGNALS:
    /// The user picked another entry.
    void idChosen(const QString& id);

protected:
    void focusOutEvent(QFocusEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void acceptTyped();
    QString chosen_;
};

} // namespace cellwright
