// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/inspector/quantity_edit.h"

#include "analytics/quantity/text.h"

#include <QFocusEvent>
#include <QKeyEvent>
#include <QPalette>

#include <cmath>
#include <utility>

namespace cellwright {
namespace {

/// The share that a percentage stands for, its point moved in the text: "0.7" is 0.007, which 0.7 / 100 is
/// not.
Expected<double> parsePercent(const std::string& text) {
    const auto moved = parseNumber(text + "e-2");
    return moved ? moved : parseNumber(text).map([](double percent) { return percent / 100.0; });
}

Expected<double> parseValue(const QString& text, const std::string& kind) {
    if (kind == "share" && text.endsWith(u'%'))
        return parsePercent(text.chopped(1).trimmed().toStdString());
    return parseSi(text.toStdString(), kind);
}

/// Shares are written in percent, if a percentage reads back as exactly this value.
std::string shareText(double value) {
    for (int digits = 1; digits <= 17; ++digits) {
        const std::string text = roundedText(value * 100.0, digits);
        const auto back = parsePercent(text);
        if (back && *back == value)
            return text + " %";
    }
    return exactText(value);
}

std::string valueAsText(double value, const std::string& kind) {
    return kind == "share" ? shareText(value) : exactSi(value, kind);
}

/// Where the number ends and the unit begins.
qsizetype unitStart(const QString& text) {
    qsizetype end = text.size();
    while (end > 0 && !text[end - 1].isDigit() && text[end - 1] != u'.')
        --end;
    return end;
}

/// The step of one arrow key: a whole one for decibels and degrees, else one in the second digit.
double stepOf(double number, const std::string& kind) {
    if (kind == "level" || kind == "gain" || kind == "angle" || number == 0.0)
        return 1.0;
    return std::pow(10.0, std::floor(std::log10(std::abs(number)) + 1e-9) - 1.0);
}

} // namespace

QuantityEdit::QuantityEdit(std::string kind, QWidget* parent)
    : QLineEdit(parent)
    , kind_(std::move(kind)) {
    connect(this, &QLineEdit::textEdited, this, &QuantityEdit::check);
    connect(this, &QLineEdit::returnPressed, this, &QuantityEdit::commit);
}

void QuantityEdit::setKind(std::string kind) {
    kind_ = std::move(kind);
    setText(shown());
    check();
}

void QuantityEdit::setRange(double minimum, double maximum) {
    minimum_ = minimum;
    maximum_ = maximum;
}

void QuantityEdit::setOptional(bool optional) {
    optional_ = optional;
    setPlaceholderText(optional ? tr("none") : QString());
}

void QuantityEdit::setValue(std::optional<double> si) {
    const bool typing = isModified() || !problem_.isEmpty();
    if (typing && !mixed_ && si == value_)
        return;
    value_ = si;
    mixed_ = false;
    setPlaceholderText(optional_ ? tr("none") : QString());
    revert();
}

void QuantityEdit::setMixed() {
    if (mixed_)
        return;
    value_.reset();
    mixed_ = true;
    setPlaceholderText(tr("mixed"));
    revert();
}

void QuantityEdit::setHelp(const QString& help) {
    help_ = help;
    setToolTip(problem_.isEmpty() ? help_ : problem_);
}

QString QuantityEdit::shown() const {
    return value_ ? QString::fromStdString(valueAsText(*value_, kind_)) : QString();
}

QuantityEdit::Reading QuantityEdit::read() const {
    QString text = this->text().trimmed();
    if (text.isEmpty())
        return {std::nullopt, optional_ || mixed_ ? QString() : tr("Write a number.")};
    // A bare number is meant in the unit that stood there.
    const QString before = shown();
    if (unitStart(text) == text.size())
        text += before.mid(unitStart(before));
    const auto parsed = parseValue(text, kind_);
    if (!parsed)
        return {std::nullopt, QString::fromStdString(parsed.error().message())};
    if (*parsed < minimum_ || *parsed > maximum_)
        return {std::nullopt, rangeProblem()};
    if (integer_ && *parsed != std::floor(*parsed))
        return {std::nullopt, tr("Write a whole number.")};
    return {*parsed, {}};
}

QString QuantityEdit::rangeProblem() const {
    const auto limit = [this](double value) { return QString::fromStdString(valueAsText(value, kind_)); };
    if (!std::isfinite(maximum_))
        return tr("Must be at least %1.").arg(limit(minimum_));
    if (!std::isfinite(minimum_))
        return tr("Must be at most %1.").arg(limit(maximum_));
    return tr("Must be between %1 and %2.").arg(limit(minimum_), limit(maximum_));
}

void QuantityEdit::check() {
    setProblem(read().problem);
}

void QuantityEdit::setProblem(const QString& problem) {
    if (problem == problem_)
        return;
    problem_ = problem;
    setToolTip(problem_.isEmpty() ? help_ : problem_);
    QPalette colours;
    if (!problem_.isEmpty()) {
        const bool dark = palette().color(QPalette::Window).lightness() < 128;
        colours.setColor(QPalette::Base, dark ? QColor(0x5a, 0x1f, 0x1f) : QColor(0xff, 0xe3, 0xe0));
        colours.setColor(QPalette::Text, dark ? QColor(0xff, 0xd5, 0xd0) : QColor(0x8c, 0x12, 0x0c));
    }
    setPalette(colours);
    Q_EMIT problemChanged(problem_);
}

bool QuantityEdit::commit() {
    if (!isModified())
        return problem_.isEmpty();
    const Reading reading = read();
    setProblem(reading.problem);
    if (!reading.problem.isEmpty())
        return false;
    const bool untouched = mixed_ && text().trimmed().isEmpty();
    const bool changed = !untouched && (mixed_ || reading.value != value_);
    if (changed) {
        value_ = reading.value;
        mixed_ = false;
    }
    revert();
    if (changed)
        Q_EMIT edited(value_);
    return true;
}

void QuantityEdit::revert() {
    setText(shown());
    setModified(false);
    setProblem({});
}

void QuantityEdit::step(double steps) {
    const Reading reading = read();
    if (!reading.value)
        return;
    const QString text = QString::fromStdString(valueAsText(*reading.value, kind_));
    const qsizetype split = unitStart(text);
    const auto number = parseNumber(text.left(split).toStdString());
    if (!number)
        return;
    const double unit = integer_ ? 1.0 : stepOf(*number, kind_);
    const double next = std::round(*number / unit + steps) * unit;
    setText(QString::fromStdString(roundedText(next, 12)) + text.mid(split));
    setModified(true);
    if (!commit())
        revert();
}

void QuantityEdit::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Up:
        return step(1);
    case Qt::Key_Down:
        return step(-1);
    case Qt::Key_PageUp:
        return step(10);
    case Qt::Key_PageDown:
        return step(-10);
    case Qt::Key_Escape:
        if (isModified())
            return revert();
        break;
    default:
        break;
    }
    QLineEdit::keyPressEvent(event);
}

void QuantityEdit::focusOutEvent(QFocusEvent* event) {
    // A context menu or another window taking the keyboard for a moment is not the end of typing.
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
        commit();
    QLineEdit::focusOutEvent(event);
}

} // namespace cellwright
