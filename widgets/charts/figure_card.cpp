// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/figure_card.h"

#include "widgets/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

constexpr int spacing = 8;

QString markOf(TargetState state) {
    switch (state) {
    case TargetState::met:
        return u"✓ "_s;
    case TargetState::missed:
        return u"✗ "_s;
    case TargetState::none:
        break;
    }
    return {};
}

QString spoken(TargetState state) {
    switch (state) {
    case TargetState::met:
        return FigureCard::tr("target met");
    case TargetState::missed:
        return FigureCard::tr("target missed");
    case TargetState::none:
        break;
    }
    return FigureCard::tr("no target");
}

void paintText(QLabel& label, const QColor& colour) {
    QPalette colours = label.palette();
    colours.setColor(QPalette::WindowText, colour);
    label.setPalette(colours);
}

} // namespace

NumberButton::NumberButton(QWidget* parent)
    : QPushButton(parent) {
    setFlat(true);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
}

QSize NumberButton::sizeHint() const {
    const auto metrics = fontMetrics();
    return {metrics.horizontalAdvance(text()) + 6, metrics.height() + 4};
}

void NumberButton::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::of(palette());
    QPainter painter(this);
    if (hasFocus()) {
        painter.setPen(QPen(theme.accent, 2.0));
        painter.drawLine(QPointF(0, height() - 1.0), QPointF(width(), height() - 1.0));
    }
    QFont shown = font();
    shown.setUnderline(underMouse() && isEnabled());
    painter.setFont(shown);
    painter.setPen(!isEnabled() ? theme.mutedText : underMouse() ? theme.accent : theme.text);
    painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft, text());
}

FigureCard::FigureCard(QWidget* parent)
    : QFrame(parent)
    , title_(new QLabel)
    , caption_(new QLabel)
    , layout_(new QVBoxLayout(this)) {
    layout_->setContentsMargins(10, 8, 10, 8);
    layout_->setSpacing(1);
    title_->setFont(Theme::scaled(font(), 1.0, true));
    caption_->setFont(Theme::scaled(font(), 0.85));
    layout_->addWidget(title_);
    layout_->addWidget(caption_);
}

void FigureCard::makeRows(std::size_t count) {
    while (rows_.size() > count) {
        for (QWidget* part :
             {static_cast<QWidget*>(rows_.back().scenario), rows_.back().number->parentWidget(),
              static_cast<QWidget*>(rows_.back().target)})
            part->deleteLater();
        rows_.pop_back();
    }
    while (rows_.size() < count) {
        const std::size_t index = rows_.size();
        Row row{new QLabel, new NumberButton, new QLabel, new QLabel};
        row.scenario->setFont(Theme::scaled(font(), 0.85));
        row.scenario->setContentsMargins(0, 5, 0, 0);
        row.number->setFont(Theme::scaled(font(), 1.45, true));
        row.target->setFont(Theme::scaled(font(), 0.85));
        connect(row.number, &QPushButton::clicked, this,
                [this, index] { Q_EMIT explainRequested(entries_[index].figure.path, entries_[index].id); });
        layout_->addWidget(row.scenario);
        row.interval->setFont(Theme::scaled(font(), 0.85));
        auto* line = new QWidget;
        auto* beside = new QHBoxLayout(line);
        beside->setContentsMargins(0, 0, 0, 0);
        beside->setSpacing(2);
        beside->addWidget(row.number);
        beside->addWidget(row.interval, 1);
        layout_->addWidget(line);
        layout_->addWidget(row.target);
        rows_.push_back(row);
    }
}

void FigureCard::setEntries(const QString& group, const std::vector<Entry>& entries) {
    entries_ = entries;
    makeRows(entries.size());
    if (entries.empty())
        return;
    title_->setText(entries.front().figure.title);
    caption_->setText(entries.front().figure.caption);
    paintText(*caption_, Theme::of(palette()).mutedText);
    for (std::size_t i = 0; i < entries.size(); ++i)
        showRow(i, group, entries[i], entries.size() > 1);
}

void FigureCard::showRow(std::size_t index, const QString& group, const Entry& entry, bool named) {
    const Theme& theme = Theme::of(palette());
    const Row& row = rows_[index];
    const KeyFigure& figure = entry.figure;
    row.scenario->setText(entry.scenario);
    row.scenario->setVisible(named);
    paintText(*row.scenario, theme.mutedText);
    row.number->setText(figure.value);
    row.number->updateGeometry();
    row.interval->setText(figure.interval);
    row.interval->setToolTip(tr("Half width of the prediction interval"));
    paintText(*row.interval, theme.mutedText);
    row.number->setEnabled(!figure.path.isEmpty());
    row.number->setToolTip(
        tr("%1, %2, %3. Click to see how it is computed.").arg(group, figure.title, figure.caption));
    row.number->setAccessibleName(u"%1, %2, %3, %4: %5, %6"_s.arg(
        group, entry.scenario, figure.title, figure.caption,
        figure.interval.isEmpty() ? figure.value : figure.value + u' ' + figure.interval,
        spoken(figure.state)));
    row.target->setText(figure.target.isEmpty() ? u" "_s : markOf(figure.state) + figure.target);
    paintText(*row.target, figure.state == TargetState::missed ? theme.bad : theme.good);
}

void FigureCard::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::of(palette());
    const bool missed = std::any_of(entries_.begin(), entries_.end(), [](const Entry& entry) {
        return entry.figure.state == TargetState::missed;
    });
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(missed ? theme.bad : theme.border, missed ? 1.5 : 1.0));
    painter.setBrush(theme.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.75, 0.75, -0.75, -0.75), 6, 6);
}

CardRow::CardRow(QWidget* parent)
    : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void CardRow::setCards(const std::vector<FigureCard*>& cards) {
    cards_ = cards;
    for (FigureCard* card : cards_)
        card->setParent(this);
    arrange();
}

QSize CardRow::cardSize() const {
    QSize size(96, 60);
    for (const FigureCard* card : cards_)
        size = size.expandedTo(card->sizeHint());
    return size;
}

int CardRow::columnsAt(int width) const {
    const int most = std::max(1, int(cards_.size()));
    return std::clamp((width + spacing) / (cardSize().width() + spacing), 1, most);
}

int CardRow::heightForWidth(int width) const {
    const int columns = columnsAt(width);
    const int rows = (int(cards_.size()) + columns - 1) / columns;
    return std::max(0, rows * (cardSize().height() + spacing) - spacing);
}

QSize CardRow::sizeHint() const {
    const int wide = int(cards_.size()) * (cardSize().width() + spacing);
    return {wide, heightForWidth(wide)};
}

QSize CardRow::minimumSizeHint() const {
    return {cardSize().width(), cardSize().height()};
}

/// Cards of one width fill the row.
void CardRow::arrange() {
    const int columns = columnsAt(width());
    const int wide = (width() - (columns - 1) * spacing) / columns;
    const int high = cardSize().height();
    for (std::size_t i = 0; i < cards_.size(); ++i) {
        const int column = int(i) % columns;
        const int row = int(i) / columns;
        cards_[i]->setGeometry(column * (wide + spacing), row * (high + spacing), wide, high);
        cards_[i]->show();
    }
    setMinimumHeight(std::max(0, heightForWidth(std::max(width(), cardSize().width()))));
}

void CardRow::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

bool CardRow::event(QEvent* event) {
    // A card's text, and with it its size, has changed.
    if (event->type() == QEvent::LayoutRequest)
        arrange();
    return QWidget::event(event);
}

} // namespace cellwright
