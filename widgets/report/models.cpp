// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/model_charts.h"
#include "widgets/report/chart_block.h"
#include "widgets/report/sections.h"
#include "widgets/report/words.h"

#include <algorithm>

namespace cellwright::report {
namespace {

/// The deployment with its model; the facts live as long as the report.
StripData stripOf(const Content& content, const Scenario& scenario, const Deployment& deployment) {
    const auto model = content.facts.models.find(deployment.model);
    if (model == content.facts.models.end())
        return makeStripData(scenario, deployment, nullptr);
    return makeStripData(scenario, deployment, {std::shared_ptr<const void>(), &model->second});
}

bool isUsed(const Scenario& scenario, const Deployment& deployment) {
    return std::ranges::any_of(scenario.topology.groups, [&](const UserGroup& group) {
        return group.deployment == deployment.id && group.count + int(group.points.size()) > 0;
    });
}

/// Whether an earlier plan has shown the same model in the same use.
bool isKnown(const Content& content, std::size_t plan, const StripData& data) {
    for (std::size_t p = 0; p < plan; ++p)
        for (const Deployment& other : content.plans[p].scenario->deployments)
            if (other == data.deployment && isUsed(*content.plans[p].scenario, other)) {
                const StripData before = stripOf(content, *content.plans[p].scenario, other);
                if (before.promptTokens == data.promptTokens && before.outputTokens == data.outputTokens)
                    return true;
            }
    return false;
}

void addModel(Writer& writer, const StripData& data) {
    const QString name = QString::fromStdString(data.deployment.name);
    const QString model = QString::fromStdString(data.model->name);
    writer.heading3(Report::tr("%1: %2").arg(name, model));
    writer.text(crossingText(data), Flow::Keep::withNext);
    for (const ModelChart chart : {ModelChart::bytes, ModelChart::flop})
        writer.flow().add(chartBlock(modelChartData(chart, data), writer.style(), writer.width()), 8 * pt);
}

} // namespace

void addModels(Writer& writer, const Content& content, std::size_t plan) {
    const Scenario& scenario = *content.plans[plan].scenario;
    bool begun = false;
    for (const Deployment& deployment : scenario.deployments) {
        if (!isUsed(scenario, deployment))
            continue;
        const StripData data = stripOf(content, scenario, deployment);
        if (!data.accounting || isKnown(content, plan, data))
            continue;
        if (!begun)
            writer.heading2(Report::tr("Models: where bytes and FLOP go"));
        begun = true;
        addModel(writer, data);
    }
}

} // namespace cellwright::report
