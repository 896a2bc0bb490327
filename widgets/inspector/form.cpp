// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/inspector/form.h"

#include "widgets/inspector/quantity_edit.h"
#include "widgets/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStyleOptionComboBox>
#include <QStylePainter>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWheelEvent>

#include <algorithm>
#include <functional>

namespace cellwright {
namespace {

/// Wrapped text that takes the height it needs even inside a form that was laid out before.
class WrappedLabel : public QLabel {
public:
    WrappedLabel() { setWordWrap(true); }

protected:
    void resizeEvent(QResizeEvent* event) override {
        QLabel::resizeEvent(event);
        setMinimumHeight(std::max(0, heightForWidth(width())));
    }
};

/// A combo box that leaves the wheel to the panel that it stands in, and shortens a text that does not fit
/// visibly.
class QuietCombo : public QComboBox {
public:
    using QComboBox::QComboBox;

protected:
    void paintEvent(QPaintEvent*) override {
        QStylePainter painter(this);
        QStyleOptionComboBox option;
        initStyleOption(&option);
        if (currentIndex() < 0)
            option.currentText = placeholderText();
        const QRect field =
            style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this);
        option.currentText = fontMetrics().elidedText(option.currentText, Qt::ElideRight, field.width() - 4);
        painter.drawComplexControl(QStyle::CC_ComboBox, option);
        painter.drawControl(QStyle::CE_ComboBoxLabel, option);
    }
    void wheelEvent(QWheelEvent* event) override { event->ignore(); }
};

/// The value that all have in common, or nothing.
template <class V>
std::optional<V> common(const std::vector<V>& values) {
    if (values.empty() ||
        std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>()) != values.end())
        return std::nullopt;
    return V(values.front());
}

void showCommon(QuantityEdit& editor, const std::vector<std::optional<double>>& values) {
    if (const auto value = common(values))
        editor.setValue(*value);
    else if (!values.empty())
        editor.setMixed();
}

QToolButton* makeStepper(QuantityEdit* editor, Qt::ArrowType arrow, double steps) {
    auto* button = new QToolButton;
    button->setArrowType(arrow);
    button->setAutoRepeat(true);
    button->setFocusPolicy(Qt::NoFocus);
    button->setAutoRaise(true);
    button->setFixedSize(16, 12);
    button->setAccessibleName(steps > 0 ? Form::tr("More") : Form::tr("Less"));
    QObject::connect(button, &QToolButton::clicked, editor, [editor, steps] { editor->step(steps); });
    return button;
}

/// Arrows to click beside a whole number; the keyboard has the arrow keys.
QWidget* withSteppers(QuantityEdit* editor) {
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    row->addWidget(editor, 1);
    auto* arrows = new QVBoxLayout;
    arrows->setSpacing(0);
    arrows->addWidget(makeStepper(editor, Qt::UpArrow, 1));
    arrows->addWidget(makeStepper(editor, Qt::DownArrow, -1));
    row->addLayout(arrows);
    return box;
}

QVBoxLayout* makeStack(QWidget* parent) {
    auto* stack = new QVBoxLayout(parent);
    stack->setContentsMargins(0, 0, 0, 0);
    stack->setSpacing(2);
    return stack;
}

} // namespace

Form::Form(QWidget* parent)
    : QWidget(parent)
    , layout_(new QFormLayout(this)) {
    layout_->setContentsMargins(8, 4, 8, 8);
    layout_->setHorizontalSpacing(10);
    layout_->setVerticalSpacing(6);
    layout_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    layout_->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

void Form::refresh() {
    for (const auto& refresher : refreshers_)
        refresher();
}

void Form::addRow(const RowText& text, QWidget* field, QWidget* editor) {
    auto* label = new QLabel(text.label);
    label->setWordWrap(true);
    label->setMinimumWidth(96);
    label->setMaximumWidth(124);
    label->setToolTip(text.help);
    label->setBuddy(editor);
    editor->setAccessibleName(text.label);
    editor->setAccessibleDescription(text.help);
    layout_->addRow(label, field);
}

QLabel* Form::makeProblemLabel(QuantityEdit* editor) {
    auto* label = new WrappedLabel;
    label->hide();
    connect(editor, &QuantityEdit::problemChanged, label, [label](const QString& problem) {
        QPalette colours = label->parentWidget()->palette();
        colours.setColor(QPalette::WindowText, Theme::of(colours).bad);
        label->setPalette(colours);
        label->setText(problem);
        label->setMinimumHeight(problem.isEmpty() ? 0
                                                  : label->heightForWidth(label->parentWidget()->width()));
        label->setVisible(!problem.isEmpty());
    });
    return label;
}

QuantityEdit* Form::makeNumber(const RowText& text, const NumberFormat& format,
                               Binding<std::optional<double>> binding) {
    auto* editor = new QuantityEdit(format.kind);
    editor->setRange(format.minimum, format.maximum);
    editor->setOptional(format.optional);
    editor->setInteger(format.integer);
    editor->setClearButtonEnabled(format.optional);
    editor->setHelp(text.help);
    connect(editor, &QuantityEdit::edited, this, binding.write);
    refreshers_.push_back([editor, read = std::move(binding.read)] { showCommon(*editor, read()); });
    return editor;
}

void Form::addNumber(const RowText& text, const NumberFormat& format,
                     Binding<std::optional<double>> binding) {
    QuantityEdit* editor = makeNumber(text, format, std::move(binding));
    auto* field = new QWidget;
    auto* stack = makeStack(field);
    stack->addWidget(format.integer ? withSteppers(editor) : editor);
    stack->addWidget(makeProblemLabel(editor));
    addRow(text, field, editor);
}

void Form::addPair(const RowText& text, const NumberFormat& first, const NumberFormat& second,
                   const std::pair<QString, QString>& captions, Binding<std::optional<double>> firstBinding,
                   Binding<std::optional<double>> secondBinding) {
    QuantityEdit* editors[] = {makeNumber(text, first, std::move(firstBinding)),
                               makeNumber(text, second, std::move(secondBinding))};
    auto* field = new QWidget;
    auto* stack = makeStack(field);
    auto* row = new QHBoxLayout;
    stack->addLayout(row);
    const QString* caption = &captions.first;
    for (QuantityEdit* editor : editors) {
        row->addWidget(new QLabel(*caption));
        row->addWidget(editor, 1);
        stack->addWidget(makeProblemLabel(editor));
        caption = &captions.second;
    }
    addRow(text, field, editors[0]);
    editors[0]->setAccessibleName(tr("%1, %2").arg(text.label, captions.first));
    editors[1]->setAccessibleName(tr("%1, %2").arg(text.label, captions.second));
    editors[1]->setAccessibleDescription(text.help);
}

void Form::addCheck(const RowText& text, Binding<bool> binding) {
    auto* box = new QCheckBox;
    box->setToolTip(text.help);
    connect(box, &QCheckBox::clicked, this, [box, write = binding.write] {
        box->setTristate(false);
        write(box->checkState() != Qt::Unchecked);
    });
    refreshers_.push_back([box, read = std::move(binding.read)] {
        const auto values = read();
        const auto value = common(values);
        box->setTristate(!value && !values.empty());
        box->setCheckState(!value ? Qt::PartiallyChecked : *value ? Qt::Checked : Qt::Unchecked);
    });
    addRow(text, box, box);
}

void Form::addText(const RowText& text, Binding<QString> binding) {
    auto* editor = new QLineEdit;
    editor->setToolTip(text.help);
    connect(editor, &QLineEdit::editingFinished, this, [editor, write = binding.write] {
        if (!editor->isModified())
            return;
        editor->setModified(false);
        write(editor->text());
    });
    refreshers_.push_back([editor, read = std::move(binding.read)] {
        if (editor->isModified() && editor->hasFocus())
            return;
        const auto values = read();
        const auto value = common(values);
        editor->setPlaceholderText(value ? QString() : tr("mixed"));
        if (const QString shown = value ? *value : QString(); editor->text() != shown)
            editor->setText(shown);
    });
    addRow(text, editor, editor);
}

void Form::addOptions(const RowText& text, Options options, Binding<QString> binding) {
    auto* combo = new QuietCombo;
    combo->setToolTip(text.help);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(10);
    connect(combo, &QComboBox::activated, this,
            [combo, write = binding.write](int row) { write(combo->itemData(row).toString()); });
    refreshers_.push_back([combo, options = std::move(options), read = std::move(binding.read)] {
        const auto values = read();
        const auto value = common(values);
        combo->clear();
        for (const auto& [key, name] : options())
            combo->addItem(name, key);
        combo->setPlaceholderText(value ? tr("choose") : tr("mixed"));
        combo->setCurrentIndex(value ? combo->findData(*value) : -1);
    });
    addRow(text, combo, combo);
}

void Form::addChoice(const RowText& text, const std::vector<Choice>& choices, Binding<QString> binding,
                     const ChoiceBrowser& browse) {
    auto* combo = new ChoiceCombo;
    combo->setToolTip(text.help);
    combo->setChoices(choices);
    connect(combo, &ChoiceCombo::idChosen, this, binding.write);
    refreshers_.push_back([combo, read = std::move(binding.read)] {
        const auto values = read();
        const auto value = common(values);
        combo->lineEdit()->setPlaceholderText(value ? QString() : tr("mixed"));
        if (const QString shown = value ? *value : QString(); combo->currentId() != shown || shown.isEmpty())
            combo->setCurrentId(shown);
    });
    if (!browse)
        return addRow(text, combo, combo);
    auto* field = new QWidget;
    auto* row = new QHBoxLayout(field);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    auto* button = new QToolButton;
    button->setText(QStringLiteral("…"));
    button->setFocusPolicy(Qt::StrongFocus);
    button->setToolTip(tr("Look through all of them: search, filter, compare"));
    button->setAccessibleName(tr("Browse: %1").arg(text.label));
    connect(button, &QToolButton::clicked, this,
            [combo, browse, write = binding.write] { browse(combo->currentId(), write); });
    row->addWidget(combo, 1);
    row->addWidget(button);
    addRow(text, field, combo);
}

void Form::addSummary(const RowText& text, std::function<QString()> summary) {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setToolTip(text.help);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    refreshers_.push_back([label, summary = std::move(summary)] { label->setText(summary()); });
    addRow(text, label, label);
}

void Form::addHeading(const QString& text) {
    auto* label = new QLabel(text);
    label->setFont(Theme::scaled(label->font(), 0.92, true));
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setContentsMargins(0, layout_->rowCount() > 0 ? 8 : 0, 0, 0);
    layout_->addRow(label);
}

void Form::addWide(QWidget* widget, std::function<void()> refresh) {
    refreshers_.push_back(std::move(refresh));
    layout_->addRow(widget);
}

} // namespace cellwright
