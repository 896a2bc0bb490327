// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

#include <limits>
#include <optional>
#include <string>

namespace cellwright {

/// A line of text that holds a quantity: "2.5 GHz", "43 dBm", "1.2 ms". Values are SI (decibels for levels).
///
/// Enter or leaving the field commits; Escape takes back what was typed. A bare number is meant in the unit
/// that stood there. Up and Down step and commit: whole decibels and degrees, else one in the second digit;
/// Page Up and Page Down ten times that. Text that cannot be read or is out of range turns the field red, is
/// never committed, and says why in problem().
class QuantityEdit : public QLineEdit {
    Q_OBJECT
public:
    /// `kind` as for parseSi(): "frequency", "level", "share", or empty for plain numbers.
    explicit QuantityEdit(std::string kind, QWidget* parent = nullptr);

    /// Another kind of quantity from now on; the value stays the same number.
    void setKind(std::string kind);
    /// Inclusive, in SI units.
    void setRange(double minimum, double maximum);
    /// Whether an empty text is a value: "none".
    void setOptional(bool optional);
    /// Only whole numbers; arrows step by one.
    void setInteger(bool integer) { integer_ = integer; }

    /// Shows a value exactly. Emits nothing, and does not touch what is being typed unless the value is
    /// another.
    void setValue(std::optional<double> si);
    /// Several values at once: shows "mixed" until something is typed.
    void setMixed();
    [[nodiscard]] std::optional<double> value() const { return value_; }
    [[nodiscard]] bool isMixed() const { return mixed_; }
    /// Why the text cannot be taken, empty when it can.
    [[nodiscard]] QString problem() const { return problem_; }

    /// The tooltip when there is no problem.
    void setHelp(const QString& help);

    /// Takes what is typed as if Enter were pressed. False if it cannot be taken.
    bool commit();
    /// Takes back what is typed.
    void revert();
    /// As that many presses of Up (or Down, if negative).
    void step(double steps);

Q_SIGNALS:
    /// The user entered another value; nothing means that an optional field was cleared.
    void edited(std::optional<double> si);
    /// The problem with the typed text changed; empty when it is gone.
    void problemChanged(const QString& problem);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    struct Reading {
        std::optional<double> value;
        QString problem;
    };
    [[nodiscard]] Reading read() const;
    [[nodiscard]] QString shown() const;
    [[nodiscard]] QString rangeProblem() const;
    void check();
    void setProblem(const QString& problem);

    std::string kind_;
    double minimum_ = -std::numeric_limits<double>::infinity();
    double maximum_ = std::numeric_limits<double>::infinity();
    bool optional_ = false;
    bool integer_ = false;
    bool mixed_ = false;
    std::optional<double> value_;
    QString problem_;
    QString help_;
};

} // namespace cellwright
