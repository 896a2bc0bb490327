// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/roofline/limit_bars.h"

#include "analytics/quantity/text.h"
#include "widgets/charts/roofline/dot_words.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <tuple>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

QString percent(double share) {
    return QString::fromStdString(roundedText(share * 100.0, 2)) + u" %"_s;
}

/// Operations come after the products.
bool isOperation(const std::string& kernel) {
    return kernel != kernels::matVec && kernel != kernels::matMat;
}

LimitRow::Bar barOf(const RooflineDot& dot) {
    const double share = dot.limit->share;
    return {dot.provider, share,  share * (dot.low / dot.rate), share * (dot.high / dot.rate),
            dotRate(dot), dot.row};
}

LimitRow rowOf(const RooflineDot& dot) {
    LimitRow row;
    row.what = dot.what.section(u", "_s, 0, 0); // the heading names the format
    row.shape = dot.shape;
    row.limit =
        dot.limit->memory ? LimitBars::tr("of memory") : LimitBars::tr("of the %1 peak").arg(dot.limit->name);
    return row;
}

template <class Key>
LimitGroup& groupOf(std::vector<LimitGroup>& groups, const Key& format) {
    const auto found = std::ranges::find(groups, format, &LimitGroup::format);
    return found == groups.end() ? groups.emplace_back(LimitGroup{format, {}}) : *found;
}

void addBar(LimitGroup& group, const RooflineDot& dot) {
    LimitRow fresh = rowOf(dot);
    auto place = std::ranges::find_if(
        group.rows, [&](const LimitRow& row) { return row.what == fresh.what && row.shape == fresh.shape; });
    if (place == group.rows.end())
        place = group.rows.insert(group.rows.end(), std::move(fresh));
    place->bars.push_back(barOf(dot));
}

QString wordsOf(const LimitRow& row, const LimitRow::Bar& bar) {
    return LimitBars::tr("%1 %2, %3").arg(percent(bar.share), row.limit, bar.rate);
}

/// Noise alone lets a kernel exceed its limit; what exceeds it by more is cut off.
constexpr double mostShown = 1.25;

} // namespace

std::vector<LimitGroup> limitGroups(const RooflineData& data) {
    std::vector<const RooflineDot*> order;
    for (const RooflineDot& dot : data.dots)
        if (dot.limit)
            order.push_back(&dot);
    const auto providers = providersOf(data);
    std::ranges::stable_sort(order, {}, [&](const RooflineDot* dot) {
        return std::tuple(isOperation(dot->kernel), dot->tokens,
                          std::ranges::find(providers, dot->provider) - providers.begin());
    });
    std::vector<LimitGroup> groups;
    for (const RooflineDot& dot : data.dots) // formats keep the order of the measurement
        if (dot.limit)
            groupOf(groups, dot.format);
    for (const RooflineDot* dot : order)
        addBar(groupOf(groups, dot->format), *dot);
    return groups;
}

LimitBars::LimitBars(QWidget* parent)
    : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setAccessibleName(tr("Share of the limits that each provider reaches"));
}

void LimitBars::setData(const RooflineData& fresh) {
    data_ = fresh;
    groups_ = limitGroups(data_);
    colours_ = std::make_unique<FormatColours>(data_, Theme::of(palette()));
    if (selected_ && !data_.dotOfRow(*selected_))
        selected_.reset();
    largest_ = 1.0;
    QStringList words;
    for (const LimitGroup& group : groups_)
        for (const LimitRow& row : group.rows)
            for (const LimitRow::Bar& bar : row.bars) {
                largest_ = std::clamp(bar.share, largest_, mostShown);
                words += tr("%1 %2 %3 by %4: %5 %6")
                             .arg(group.format, row.what, row.shape, providerName(bar.provider),
                                  percent(bar.share), row.limit);
            }
    setAccessibleDescription(words.join(u"; "_s));
    arrange();
}

void LimitBars::arrange() {
    lines_.clear();
    words_ = 0.0;
    const QFontMetricsF metrics(font());
    const qreal line = metrics.height();
    qreal top = 1.9 * line; // under the scale
    const auto add = [&](Line next, qreal height, qreal gap) {
        top += gap;
        next.top = top;
        next.height = height;
        top += height;
        lines_.push_back(next);
    };
    for (const LimitGroup& group : groups_) {
        add({&group, nullptr, nullptr}, 1.5 * line, 0.5 * line);
        for (const LimitRow& row : group.rows) {
            add({nullptr, &row, nullptr}, 0.0, 0.35 * line);
            for (const LimitRow::Bar& bar : row.bars) {
                add({nullptr, &row, &bar}, 1.15 * line, 0.0);
                words_ = std::max(words_, metrics.horizontalAdvance(wordsOf(row, bar)));
            }
        }
    }
    height_ = top + line;
    setMinimumHeight(int(std::ceil(height_)));
    updateGeometry();
    update();
}

QSize LimitBars::sizeHint() const {
    return {760, int(std::ceil(height_))};
}

qreal LimitBars::left() const {
    const QFontMetricsF metrics(font());
    qreal widest = 0.0;
    for (const LimitGroup& group : groups_)
        for (const LimitRow& row : group.rows)
            widest = std::max(widest, metrics.horizontalAdvance(row.what + u"  "_s + row.shape));
    return std::min(widest + 2.0 * metrics.height(), 0.45 * width());
}

/// Kernel, provider, bar, words: four columns.
QRectF LimitBars::plot() const {
    const qreal line = QFontMetricsF(font()).height();
    const qreal from = left() + 6.5 * line, room = std::max(4.0 * line, width() - from - words_ - 1.4 * line);
    return {from, 1.7 * line, room, height_ - 2.2 * line};
}

qreal LimitBars::xOf(double share) const {
    return plot().left() + plot().width() * std::clamp(share, 0.0, largest_) / largest_;
}

QRectF LimitBars::barPlace(const Line& line) const {
    return {plot().left(), line.top + 0.1 * line.height, xOf(line.bar->share) - plot().left(),
            0.8 * line.height};
}

QRectF LimitBars::placeOf(std::size_t row) const {
    for (const Line& line : lines_)
        if (line.bar && line.bar->row == row)
            return barPlace(line);
    return {};
}

const LimitBars::Line* LimitBars::lineAt(const QPointF& point) const {
    for (const Line& line : lines_)
        if (line.bar && point.y() >= line.top && point.y() < line.top + line.height)
            return &line;
    return nullptr;
}

void LimitBars::select(std::optional<std::size_t> row) {
    selected_ = row && !placeOf(*row).isNull() ? row : std::nullopt;
    update();
}

void LimitBars::paintScale(QPainter& painter) const {
    const Theme& theme = Theme::of(palette());
    const qreal line = QFontMetricsF(font()).height();
    for (const double share : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        const bool limit = share == 1.0;
        painter.setPen(QPen(limit ? theme.chartAxis : theme.chartGrid, limit ? 1.5 : 1.0));
        painter.drawLine(QPointF(xOf(share), plot().top()), QPointF(xOf(share), plot().bottom()));
        painter.setPen(theme.mutedText);
        painter.drawText(QRectF(xOf(share) - 3 * line, 0.4 * line, 6 * line, line),
                         Qt::AlignCenter | Qt::TextDontClip, limit ? tr("limit") : percent(share));
    }
}

void LimitBars::paintBar(QPainter& painter, const Line& line) const {
    const Theme& theme = Theme::of(palette());
    const qreal text = QFontMetricsF(font()).height();
    const LimitRow::Bar& bar = *line.bar;
    const QRectF place = barPlace(line);
    const bool ours = bar.provider == kernels::ownProvider;
    painter.setPen(theme.text);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(
        providerMark(bar.provider, QPointF(left() + 0.5 * text, place.center().y()), 0.3 * text));
    painter.drawText(QRectF(left() + 1.1 * text, line.top, 5.2 * text, line.height), Qt::AlignVCenter,
                     providerName(bar.provider));
    QColor fill = colours_->of(data_.dotOfRow(bar.row)->format);
    fill.setAlphaF(ours ? 1.0F : 0.55F);
    painter.setPen(bar.row == selected_ ? QPen(theme.selection, 2.5) : QPen(Qt::NoPen));
    painter.setBrush(fill);
    painter.drawRect(place);
    painter.setPen(QPen(theme.text, 1.2));
    const qreal y = place.center().y();
    painter.drawLine(QPointF(xOf(bar.low), y), QPointF(xOf(bar.high), y));
    painter.drawText(QRectF(plot().right() + 0.8 * text, line.top, 14 * text, line.height),
                     Qt::AlignVCenter | Qt::AlignLeft | Qt::TextDontClip, wordsOf(*line.row, bar));
}

void LimitBars::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (groups_.empty()) {
        painter.setPen(theme.mutedText);
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("No limits were measured with this number of threads."));
        return;
    }
    paintScale(painter);
    const qreal text = QFontMetricsF(font()).height();
    for (const Line& line : lines_) {
        if (line.group) {
            painter.setFont(Theme::scaled(font(), 1.0, true));
            painter.setPen(theme.text);
            painter.drawText(QRectF(0.6 * text, line.top, left(), line.height), Qt::AlignVCenter,
                             line.group->format);
            painter.setFont(font());
        } else if (line.bar) {
            paintBar(painter, line);
        } else {
            painter.setPen(theme.text);
            const QString name = QFontMetricsF(font()).elidedText(line.row->what + u"  "_s + line.row->shape,
                                                                  Qt::ElideRight, left() - 1.2 * text);
            painter.drawText(QRectF(0.6 * text, line.top, left() - text, 1.15 * text), Qt::AlignVCenter,
                             name);
        }
    }
}

void LimitBars::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange)
        arrange();
    if (event->type() == QEvent::PaletteChange)
        colours_ = std::make_unique<FormatColours>(data_, Theme::of(palette()));
    QWidget::changeEvent(event);
}

void LimitBars::mouseMoveEvent(QMouseEvent* event) {
    setCursor(lineAt(event->position()) ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void LimitBars::mousePressEvent(QMouseEvent* event) {
    if (const Line* line = lineAt(event->position()); line && event->button() == Qt::LeftButton) {
        select(line->bar->row);
        Q_EMIT rowSelected(line->bar->row);
    }
    QWidget::mousePressEvent(event);
}

/// Up and down go from bar to bar.
void LimitBars::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Up && event->key() != Qt::Key_Down)
        return QWidget::keyPressEvent(event);
    std::vector<std::size_t> rows;
    for (const Line& line : lines_)
        if (line.bar)
            rows.push_back(line.bar->row);
    if (rows.empty())
        return;
    const auto now = selected_ ? std::ranges::find(rows, *selected_) : rows.end();
    const std::ptrdiff_t last = std::ptrdiff_t(rows.size()) - 1, by = event->key() == Qt::Key_Down ? 1 : -1;
    const auto next = now == rows.end() ? 0 : std::clamp<std::ptrdiff_t>(now - rows.begin() + by, 0, last);
    select(rows[std::size_t(next)]);
    Q_EMIT rowSelected(*selected_);
}

bool LimitBars::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const Line* line = lineAt(help->pos()))
            QToolTip::showText(help->globalPos(), dotInWords(*data_.dotOfRow(line->bar->row)), this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

} // namespace cellwright
