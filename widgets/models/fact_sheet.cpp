// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/fact_sheet.h"

#include "analytics/explain/derivation.h"
#include "analytics/llm/accounting.h"
#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"
#include "widgets/explain/badge_delegate.h"
#include "widgets/models/browser_table.h"
#include "widgets/models/layer_cells.h"
#include "widgets/modelstrip/strip_data.h"
#include "widgets/theme/theme.h"

#include <QEvent>
#include <QLocale>
#include <QScrollBar>

#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

QString fromUtf8(std::string_view text) {
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}
QString shown(Bytes bytes) {
    return fromUtf8(toDisplay(bytes, 4));
}
QString grouped(std::int64_t count) {
    return QLocale().toString(qlonglong(count));
}

/// A table of captions and values, written from above.
class Sheet {
public:
    explicit Sheet(const Theme& theme)
        : muted_(theme.mutedText.name()) {}
    void heading(const QString& text) { html_ += u"<h4>%1</h4>"_s.arg(text.toHtmlEscaped()); }
    void paragraph(const QString& text) { html_ += u"<p>%1</p>"_s.arg(text.toHtmlEscaped()); }
    void html(const QString& text) { html_ += text; }
    void begin() { html_ += u"<table cellspacing='0' cellpadding='2'>"_s; }
    void end() { html_ += u"</table>"_s; }
    void row(const QString& caption, const QString& value) {
        if (!value.isEmpty())
            html_ += u"<tr><td style='padding-right:10px; color:%3'>%1</td><td>%2</td></tr>"_s.arg(
                caption.toHtmlEscaped(), value.toHtmlEscaped(), muted_);
    }
    void linkRow(const QString& caption, const QString& text, const QString& address) {
        html_ +=
            u"<tr><td style='padding-right:10px; color:%4'>%1</td><td><a href='%3'>%2</a></td></tr>"_s.arg(
                caption.toHtmlEscaped(), text.toHtmlEscaped(), address.toHtmlEscaped(), muted_);
    }
    [[nodiscard]] const QString& text() const { return html_; }

private:
    QString html_;
    QString muted_; ///< the colour of captions
};

QString badge(const catalogue::ModelEntry& entry, const Theme& theme) {
    const Label label = factLabel(entry);
    const QString words = label == Label::published    ? FactSheet::tr("published")
                          : label == Label::unverified ? FactSheet::tr("published, unverified")
                                                       : FactSheet::tr("assumed: no source given");
    const QColor colour = labelColour(label, theme);
    return u"<span style='background-color:%1; color:%2'>&nbsp;%3&nbsp;</span>"_s.arg(
        colour.name(), Theme::textOn(colour).name(), words.toHtmlEscaped());
}

void addTitle(Sheet& sheet, const catalogue::ModelEntry& entry, const Theme& theme) {
    sheet.html(u"<h3>%1</h3>"_s.arg(QString::fromStdString(entry.name).toHtmlEscaped()));
    sheet.html(u"<p>%1</p>"_s.arg(badge(entry, theme)));
    if (const QString obstacle = obstacleTo(entry); !obstacle.isEmpty())
        sheet.html(u"<p style='color:%1'>%2</p>"_s.arg(theme.warning.name(), obstacle.toHtmlEscaped()));
    if (!entry.note.empty())
        sheet.paragraph(QString::fromStdString(entry.note));
}

void addCounts(Sheet& sheet, const catalogue::ModelRow& row) {
    sheet.heading(FactSheet::tr("Parameters"));
    if (row.count.total == 0)
        return sheet.paragraph(FactSheet::tr("Their number is not public."));
    sheet.begin();
    sheet.row(row.model ? FactSheet::tr("Total, exact") : FactSheet::tr("Total, as stated"),
              grouped(row.count.total));
    if (row.model) {
        if (row.count.active != row.count.total)
            sheet.row(FactSheet::tr("Active per token"), grouped(row.count.active));
        sheet.row(FactSheet::tr("Embedding and head"), grouped(row.count.embedding));
        if (row.count.towers > 0)
            sheet.row(FactSheet::tr("Towers"), grouped(row.count.towers));
    }
    sheet.end();
}

/// The kinds of layer in order of first use, with how many there are: "28 × Attention, 28 / 4 heads".
QStringList layerKinds(const llm::Model& model) {
    std::vector<std::pair<QString, int>> kinds;
    for (const llm::Layer& layer : model.layers) {
        QStringList parts{mixerCell(layer).text};
        for (const auto& [cell, words] :
             {std::pair(headsCell(layer), FactSheet::tr("heads %1")),
              std::pair(windowCell(layer), layer.stateSpace() ? u"%1"_s : FactSheet::tr("window %1")),
              std::pair(feedForwardCell(layer), FactSheet::tr("feed-forward %1")),
              std::pair(expertsCell(layer), FactSheet::tr("experts %1"))})
            if (!cell.exact.toString().isEmpty())
                parts += words.arg(cell.text);
        const QString text = parts.join(u", "_s);
        const auto known = std::ranges::find(kinds, text, &std::pair<QString, int>::first);
        if (known == kinds.end())
            kinds.emplace_back(text, 1);
        else
            ++known->second;
    }
    QStringList lines;
    for (const auto& [text, count] : kinds)
        lines += u"%1 × %2"_s.arg(count).arg(text);
    return lines;
}

QString towerLine(const llm::Tower& tower) {
    const QString name = tower.name.empty() ? towerName(tower) : QString::fromStdString(tower.name);
    return FactSheet::tr("%1: %2 layers, width %3")
        .arg(name)
        .arg(tower.layers.size())
        .arg(grouped(tower.hidden));
}

void addArchitecture(Sheet& sheet, const llm::Model& model) {
    sheet.heading(FactSheet::tr("Architecture"));
    sheet.begin();
    sheet.row(FactSheet::tr("Layers"), layerKinds(model).join(u"; "_s));
    sheet.row(FactSheet::tr("Hidden size"), grouped(model.hidden));
    sheet.row(FactSheet::tr("Vocabulary"),
              grouped(model.vocabulary) + (model.tiedEmbeddings ? FactSheet::tr(", head tied") : QString()));
    sheet.row(FactSheet::tr("Context"), FactSheet::tr("%1 tokens").arg(grouped(model.maxContext)));
    for (const llm::Tower& tower : model.towers)
        sheet.row(towerName(tower), towerLine(tower));
    sheet.end();
}

void addUse(Sheet& sheet, const catalogue::ModelRow& row, const catalogue::ModelFilter& use) {
    sheet.heading(FactSheet::tr("In use, weights as %1, cache as %2")
                      .arg(fromUtf8(enumLabel(use.weights)), fromUtf8(enumLabel(use.kv))));
    if (!row.model && row.weights)
        return sheet.paragraph(
            FactSheet::tr("Weights of about %1, from the stated count; cache and workspace "
                          "cannot be known.")
                .arg(shown(*row.weights)));
    if (!row.memory)
        return sheet.paragraph(FactSheet::tr("What it needs cannot be known."));
    sheet.begin();
    sheet.row(FactSheet::tr("Weights"), shown(*row.weights));
    if (row.kv) {
        const auto accounting = llm::Accounting::of(*row.model, {use.weights, use.kv});
        const auto whole = accounting ? accounting->whole() : llm::BlockRange{};
        if (accounting && row.model->generates())
            sheet.row(FactSheet::tr("Cache per token"), shown(accounting->kvBytesPerToken(whole)));
        if (accounting && accounting->stateBytes(whole).si() > 0.0)
            sheet.row(FactSheet::tr("State per request"), shown(accounting->stateBytes(whole)));
        sheet.row(FactSheet::tr("Cache at %1 tokens").arg(grouped(row.context)), shown(*row.kv));
    }
    if (row.workspace)
        sheet.row(FactSheet::tr("Workspace"), shown(*row.workspace));
    sheet.row(FactSheet::tr("Together"), shown(*row.memory));
    sheet.end();
}

void addOrigin(Sheet& sheet, const catalogue::ModelEntry& entry) {
    sheet.heading(FactSheet::tr("Origin"));
    sheet.begin();
    sheet.row(FactSheet::tr("Family"),
              QString::fromStdString(entry.series.empty() ? entry.family : entry.series));
    sheet.row(FactSheet::tr("Kind"), QString::fromStdString(entry.kind));
    sheet.row(FactSheet::tr("Licence"), QString::fromStdString(entry.licence));
    sheet.row(FactSheet::tr("Date"), QString::fromStdString(entry.date));
    sheet.row(FactSheet::tr("Source"), QString::fromStdString(entry.source));
    if (!entry.repository.empty()) {
        const QString repository = QString::fromStdString(entry.repository);
        sheet.linkRow(FactSheet::tr("Repository"), repository, u"https://huggingface.co/"_s + repository);
    }
    sheet.row(FactSheet::tr("Id"), QString::fromStdString(entry.id));
    sheet.end();
}

} // namespace

QString obstacleTo(const catalogue::ModelEntry& entry) {
    if (entry.model)
        return {};
    return FactSheet::tr("It cannot be used in a deployment: its makers have not published the architecture, "
                         "so that neither operations nor bytes can be counted.");
}

QString factSheetHtml(const catalogue::ModelRow& row, const catalogue::ModelFilter& use, const Theme& theme) {
    Sheet sheet(theme);
    addTitle(sheet, *row.entry, theme);
    addCounts(sheet, row);
    addUse(sheet, row, use);
    if (row.model)
        addArchitecture(sheet, *row.model);
    addOrigin(sheet, *row.entry);
    return sheet.text();
}

FactSheet::FactSheet(QWidget* parent)
    : QTextBrowser(parent) {
    setOpenExternalLinks(true);
    setAccessibleName(tr("Facts about the chosen model"));
    setMinimumWidth(260);
}

void FactSheet::showModel(const catalogue::ModelRow& row, const catalogue::ModelFilter& use) {
    row_ = row;
    use_ = use;
    render();
}

void FactSheet::showNothing() {
    row_.reset();
    render();
}

void FactSheet::render() {
    if (!row_)
        return setHtml(u"<p>%1</p>"_s.arg(tr("Choose a model to see what is known of it.")));
    const int place = verticalScrollBar()->value();
    setHtml(factSheetHtml(*row_, use_, Theme::of(palette())));
    verticalScrollBar()->setValue(place);
}

void FactSheet::changeEvent(QEvent* event) {
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        render();
}

} // namespace cellwright
