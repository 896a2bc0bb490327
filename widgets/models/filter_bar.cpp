// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/filter_bar.h"

#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"
#include "widgets/inspector/quantity_edit.h"
#include "widgets/theme/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <cmath>
#include <set>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

constexpr int otherMemory = -2; ///< entry of the list of memories that opens the field beside it
constexpr int anyMemory = -1;

QString fromUtf8(std::string_view text) {
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

void fillWithSchemes(QComboBox& combo, bool vectors) {
    for (const auto& entry : EnumText<Scheme>::entries)
        if (!vectors || llm::vectorFormat(entry.value, {}))
            combo.addItem(fromUtf8(entry.label), int(entry.value));
}

/// A list that keeps what was chosen when it is filled anew.
void refill(QComboBox& combo, const std::set<QString>& entries) {
    const QSignalBlocker quiet(&combo);
    const QString before = combo.currentData().toString();
    while (combo.count() > 1)
        combo.removeItem(1);
    for (const QString& entry : entries)
        combo.addItem(entry, entry);
    combo.setCurrentIndex(std::max(0, combo.findData(before)));
}

} // namespace

std::optional<std::int64_t> parseParameters(const QString& text) {
    QString number = text.trimmed().toUpper();
    double unit = 1.0;
    for (const auto& [suffix, size] : {std::pair(u'K', 1e3), {u'M', 1e6}, {u'B', 1e9}, {u'T', 1e12}})
        if (number.endsWith(suffix)) {
            unit = size;
            number.chop(1);
            break;
        }
    bool good = false;
    const double value = number.trimmed().toDouble(&good) * unit;
    if (!good || !std::isfinite(value) || value < 0.0 || value > 1e18)
        return std::nullopt;
    return std::int64_t(std::llround(value));
}

QString parametersText(std::int64_t count) {
    if (count >= 10'000'000)
        return u"%1B"_s.arg(fromUtf8(roundedText(double(count) / 1e9, 3)));
    return u"%1M"_s.arg(fromUtf8(roundedText(double(count) / 1e6, 3)));
}

FilterBar::FilterBar(QWidget* parent)
    : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(makeSearchRow());
    layout->addWidget(makeUseRow());
    setMemories({});
    setUse(filter_);
}

/// The caption stands above its field, as in the strip of the model.
void FilterBar::addField(QLayout* row, const QString& caption, QWidget* editor, int stretch) {
    auto* cell = new QWidget;
    auto* column = new QVBoxLayout(cell);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(1);
    auto* label = new QLabel(caption);
    label->setFont(Theme::scaled(font(), 0.9));
    label->setBuddy(editor);
    if (editor->accessibleName().isEmpty())
        editor->setAccessibleName(QString(caption).remove(u'&'));
    column->addWidget(label);
    column->addWidget(editor);
    static_cast<QHBoxLayout*>(row)->addWidget(cell, stretch);
}

QComboBox* FilterBar::makeChoice(const QString& name, const QString& any,
                                 std::string catalogue::ModelFilter::*member) {
    auto* combo = new QComboBox;
    combo->setAccessibleName(name);
    combo->addItem(any, QString());
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(11);
    connect(combo, &QComboBox::currentIndexChanged, this, [this, combo, member] {
        filter_.*member = combo->currentData().toString().toStdString();
        Q_EMIT changed();
    });
    return combo;
}

QWidget* FilterBar::makeSizeField() {
    auto* field = new QWidget;
    auto* row = new QHBoxLayout(field);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    const auto add = [&](const QString& name, const QString& hint) {
        auto* edit = new QLineEdit;
        edit->setAccessibleName(name);
        edit->setPlaceholderText(hint);
        edit->setToolTip(tr("Parameters: 7B, 350M, 1.5e9; empty for no limit"));
        edit->setMinimumWidth(edit->fontMetrics().horizontalAdvance(u"0000000"_s) + 14);
        connect(edit, &QLineEdit::textChanged, this, &FilterBar::takeSizes);
        return edit;
    };
    least_ = add(tr("Parameters at least"), tr("any"));
    most_ = add(tr("Parameters at most"), tr("any"));
    row->addWidget(least_);
    row->addWidget(new QLabel(tr("to")));
    row->addWidget(most_);
    field->setFocusProxy(least_);
    field->setFocusPolicy(Qt::ClickFocus); // A caption's shortcut passes over what takes no focus at all.
    return field;
}

QWidget* FilterBar::makeSearchRow() {
    auto* widget = new QWidget;
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    search_ = new QLineEdit;
    search_->setClearButtonEnabled(true);
    search_->setPlaceholderText(tr("Name, family, licence… in any order"));
    connect(search_, &QLineEdit::textChanged, this, [this](const QString& text) {
        filter_.text = text.toStdString();
        Q_EMIT changed();
    });
    series_ = makeChoice(tr("Family"), tr("all"), &catalogue::ModelFilter::family);
    licence_ = makeChoice(tr("Licence"), tr("all"), &catalogue::ModelFilter::licence);
    kind_ = makeChoice(tr("Kind"), tr("all"), &catalogue::ModelFilter::kind);
    for (const std::string_view kind : catalogue::modelKinds())
        kind_->addItem(fromUtf8(kind), fromUtf8(kind));
    addField(row, tr("&Search"), search_, 4);
    addField(row, tr("&Parameters from"), makeSizeField(), 2);
    addField(row, tr("&Family"), series_, 2);
    addField(row, tr("&Licence"), licence_, 2);
    addField(row, tr("&Kind"), kind_, 2);
    return widget;
}

QWidget* FilterBar::makeUseRow() {
    auto* widget = new QWidget;
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    fits_ = new QComboBox;
    fits_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    fits_->setMinimumContentsLength(24);
    memory_ = new QuantityEdit("bytes");
    memory_->setRange(0.0, 1e18);
    memory_->setHelp(tr("Memory that the model, its cache and its workspace have to fit into"));
    memory_->setValue(16e9);
    weights_ = new QComboBox;
    fillWithSchemes(*weights_, false);
    kv_ = new QComboBox;
    fillWithSchemes(*kv_, true);
    context_ = new QuantityEdit({});
    context_->setInteger(true);
    context_->setRange(1.0, 1e9);
    context_->setHelp(tr("Tokens in the cache; models that handle fewer are sized at their own"));
    addField(row, tr("F&its into"), fits_, 4);
    addField(row, tr("&Memory"), memory_, 1);
    addField(row, tr("&Weights as"), weights_, 1);
    addField(row, tr("K&V cache as"), kv_, 1);
    addField(row, tr("&Context, tokens"), context_, 1);
    const auto choose = [this](QComboBox* combo, Scheme catalogue::ModelFilter::*member) {
        connect(combo, &QComboBox::currentIndexChanged, this, [this, combo, member] {
            filter_.*member = Scheme(combo->currentData().toInt());
            Q_EMIT changed();
        });
    };
    choose(weights_, &catalogue::ModelFilter::weights);
    choose(kv_, &catalogue::ModelFilter::kv);
    connect(fits_, &QComboBox::currentIndexChanged, this, &FilterBar::takeMemory);
    connect(memory_, &QuantityEdit::edited, this, &FilterBar::takeMemory);
    connect(context_, &QuantityEdit::edited, this, [this](std::optional<double> tokens) {
        filter_.context = std::int64_t(tokens.value_or(4096.0));
        Q_EMIT changed();
    });
    return widget;
}

void FilterBar::setEntries(const std::vector<catalogue::ModelEntry>& entries) {
    std::set<QString> series, licences;
    for (const auto& entry : entries) {
        if (const std::string& name = entry.series.empty() ? entry.family : entry.series; !name.empty())
            series.insert(QString::fromStdString(name));
        if (!entry.licence.empty())
            licences.insert(QString::fromStdString(entry.licence));
    }
    refill(*series_, series);
    refill(*licence_, licences);
}

void FilterBar::setMemories(const std::vector<MemoryChoice>& memories) {
    const QSignalBlocker quiet(fits_);
    memories_ = memories;
    fits_->clear();
    fits_->addItem(tr("anything"), anyMemory);
    for (std::size_t i = 0; i < memories_.size(); ++i)
        fits_->addItem(u"%1 (%2)"_s.arg(memories_[i].name, fromUtf8(toDisplay(memories_[i].memory, 3))),
                       int(i));
    fits_->addItem(tr("the memory given beside"), otherMemory);
    takeMemory();
}

void FilterBar::setUse(const catalogue::ModelFilter& use) {
    const QSignalBlocker quiet(this);
    weights_->setCurrentIndex(weights_->findData(int(use.weights)));
    kv_->setCurrentIndex(kv_->findData(int(use.kv)));
    context_->setValue(double(use.context));
    filter_.context = use.context;
}

bool FilterBar::restricts() const {
    return !filter_.text.empty() || !filter_.family.empty() || !filter_.licence.empty() ||
           !filter_.kind.empty() || filter_.minParameters > 0 || filter_.maxParameters || filter_.memory;
}

void FilterBar::clear() {
    {
        const QSignalBlocker quiet(this);
        for (QLineEdit* edit : {search_, least_, most_})
            edit->clear();
        for (QComboBox* combo : {series_, licence_, kind_, fits_})
            combo->setCurrentIndex(0);
    }
    Q_EMIT changed();
}

/// A text that is no number restricts nothing, and its field says so.
void FilterBar::takeSizes() {
    const Theme& theme = Theme::of(palette());
    const auto read = [&](QLineEdit* edit) -> std::optional<std::int64_t> {
        const auto value = parseParameters(edit->text());
        const bool bad = !value && !edit->text().trimmed().isEmpty();
        QPalette colours = palette();
        if (bad)
            colours.setColor(QPalette::Text, theme.bad);
        edit->setPalette(colours);
        return value;
    };
    filter_.minParameters = read(least_).value_or(0);
    filter_.maxParameters = read(most_);
    Q_EMIT changed();
}

void FilterBar::takeMemory() {
    const int choice = fits_->currentData().toInt();
    memory_->setEnabled(choice == otherMemory);
    filter_.memory.reset();
    if (choice >= 0)
        filter_.memory = memories_[std::size_t(choice)].memory;
    else if (choice == otherMemory && memory_->value())
        filter_.memory = Bytes(*memory_->value());
    if (choice >= 0)
        memory_->setValue(filter_.memory->si());
    Q_EMIT changed();
}

} // namespace cellwright
