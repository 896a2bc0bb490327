// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/painting/render_scene.h"
#include "widgets/report/chart_block.h"
#include "widgets/report/sections.h"
#include "widgets/report/words.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace cellwright::report {
namespace {

constexpr double drawingHeight = 265 * pt;
constexpr double crowdedHeight = 360 * pt;
constexpr double roomToBegin = 330 * pt; ///< a scenario begins on a new page where less is left
constexpr double roomForVerdict = 120 * pt;
constexpr double symbolScale = 0.72 * resolution / 96.0;
constexpr std::size_t crowd = 40; ///< sites that leave no room for names and large symbols

/// A line of verdict on a tinted bar.
void addVerdict(Writer& writer, const Assessment& assessment) {
    const Style& style = writer.style();
    const bool good = assessment.feasible;
    const QColor colour = good ? style.theme.good : style.theme.bad;
    const QString words =
        good ? u"✓  "_s + Report::tr("Feasible: no constraint is broken.")
             : u"✗  "_s +
                   Report::tr("Not feasible. Broken constraints: %1.").arg(assessment.violations.size());
    writer.flow().add<Drawing>(8 * pt, 22 * pt, [=, &style](QPainter& painter, const QRectF& place) {
        QColor tint = colour;
        tint.setAlphaF(0.09F);
        painter.fillRect(place, tint);
        painter.fillRect(QRectF(place.topLeft(), QSizeF(2.5 * pt, place.height())), colour);
        const double line = lineHeight(style.bodyBold);
        paintText(painter, place.adjusted(10 * pt, (place.height() - line) / 2.0, 0, 0), words,
                  {style.bodyBold, colour});
    });
}

void addViolations(Writer& writer, const std::vector<Violation>& violations) {
    if (violations.empty())
        return;
    TableData data;
    data.columns = {{Report::tr("Kind")},
                    {Report::tr("What is broken"), Align::left, 1.0},
                    {Report::tr("What would mend it"), Align::left, 0.6}};
    for (const Violation& violation : violations)
        data.add({{qText(violationKey(violation.kind)), writer.style().theme.bad, true},
                  {QString::fromStdString(violation.what)},
                  {QString::fromStdString(violation.remedy)}});
    writer.flow().add<Table>(8 * pt, std::move(data), writer.style());
}

/// Where models are used beyond what they vouch for.
void addWarnings(Writer& writer, const std::vector<Warning>& warnings) {
    if (warnings.empty())
        return;
    TableData data;
    data.columns = {{Report::tr("In doubt"), Align::left, 1.0},
                    {Report::tr("What would help"), Align::left, 0.6}};
    for (const Warning& warning : warnings)
        data.add({{QString::fromStdString(warning.what)}, {QString::fromStdString(warning.remedy)}});
    writer.flow().add<Table>(8 * pt, std::move(data), writer.style());
}

/// The first plan with the same network, whose drawing stands for this one too.
std::size_t drawnIn(const Content& content, std::size_t plan) {
    for (std::size_t p = 0; p < plan; ++p)
        if (content.plans[p].scenario->topology == content.plans[plan].scenario->topology)
            return p;
    return plan;
}

void addDrawing(Writer& writer, const Content& content, std::size_t plan) {
    const std::size_t drawn = drawnIn(content, plan);
    if (drawn != plan) {
        writer.note(Report::tr("The network is the one drawn for scenario %1.").arg(content.planName(drawn)));
        return;
    }
    const Scenario& scenario = *content.plans[plan].scenario;
    RenderOptions options;
    const bool crowded = scenario.topology.sites.size() > crowd;
    options.symbolScale = crowded ? 0.8 * symbolScale : symbolScale;
    options.show.labels = !crowded;
    options.show.map.shown = content.options.heatMaps;
    const Theme& theme = content.style.theme;
    writer.flow().add<Drawing>(10 * pt, crowded ? crowdedHeight : drawingHeight,
                               [=, &scenario, &theme](QPainter& painter, const QRectF& place) {
                                   renderScene(painter, place, scenario, theme, options);
                                   painter.setPen(QPen(theme.border, 0.5 * pt));
                                   painter.setBrush(Qt::NoBrush);
                                   painter.drawRect(place);
                               });
    writer.note(
        content.options.heatMaps
            ? Report::tr("The network of “%1”. Colours: downlink SINR outdoors of the strongest sector.")
                  .arg(QString::fromStdString(scenario.name))
            : Report::tr("The network of “%1”.").arg(QString::fromStdString(scenario.name)));
}

void addCharts(Writer& writer, const Content& content, std::size_t plan) {
    // A chart takes all scenarios it is given; here it is this one alone, kept alive by the block that paints
    // it.
    const auto alone = std::make_shared<const std::vector<Assessment>>(1, *content.plans[plan].assessment);
    const Style& style = writer.style();
    for (const ChartKind kind :
         {ChartKind::timeToFirstToken, ChartKind::timePerToken, ChartKind::energy, ChartKind::memory}) {
        if (content.comparesPlans() && kind != ChartKind::memory)
            continue; // stands in the summary, beside the other scenarios
        std::shared_ptr<Block> chart = chartBlock(kind, *alone, style, writer.width());
        writer.flow().add<Drawing>(
            8 * pt, chart->height(writer.width()),
            [alone, chart](QPainter& painter, const QRectF& place) { chart->paint(painter, place); });
    }
}

/// What the ledgers of all groups want to have said, each once.
void addPrivacyNotes(Writer& writer, const Assessment& assessment) {
    QStringList notes;
    for (const GroupResult& group : assessment.groups)
        for (const std::string& note : group.privacy.notes)
            if (const QString text = QString::fromStdString(note);
                !group.privacy.ledger.empty() && !notes.contains(text))
                notes += text;
    if (notes.isEmpty())
        return;
    writer.heading3(Report::tr("Notes on what leaves the device"));
    for (const QString& note : notes)
        writer.bullet(note);
}

} // namespace

void addScenario(Writer& writer, const Content& content, std::size_t plan) {
    const Assessment& assessment = *content.plans[plan].assessment;
    writer.flow().requireRoom(content.comparesPlans() ? roomToBegin : roomForVerdict);
    writer.heading1(content.comparesPlans() ? Report::tr("Scenario %1").arg(content.planName(plan))
                                            : Report::tr("Results"));
    addVerdict(writer, assessment);
    addViolations(writer, assessment.violations);
    addWarnings(writer, assessment.warnings);
    addDrawing(writer, content, plan);
    if (drawnIn(content, plan) == plan ||
        maps::needsRequest(content.options.map.value_or(MapSettings{}).layer()))
        addMap(writer, content, plan);
    for (std::size_t group = 0; group < assessment.groups.size(); ++group)
        addGroup(writer, content, plan, group);
    addPrivacyNotes(writer, assessment);
    writer.heading2(content.comparesPlans() ? Report::tr("Memory") : Report::tr("Charts"));
    addCharts(writer, content, plan);
    addModels(writer, content, plan);
    addNetworkResults(writer, content, assessment);
}

} // namespace cellwright::report
