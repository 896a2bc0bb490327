// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/profile/profile_words.h"
#include "widgets/report/chart_block.h"
#include "widgets/report/sections.h"
#include "widgets/report/words.h"

#include <algorithm>
#include <set>

using namespace Qt::StringLiterals;

namespace cellwright::report {
namespace {

/// The ids of all devices that users or hosts of the plans have, without the runtime behind the "#".
std::set<std::string> deviceIds(const Content& content) {
    std::set<std::string> ids;
    const auto add = [&](const std::string& id) { ids.insert(id.substr(0, id.find('#'))); };
    for (const Plan& plan : content.plans) {
        for (const UserGroup& group : plan.scenario->topology.groups)
            add(group.device);
        for (const Host& host : plan.scenario->topology.hosts)
            add(host.device);
    }
    return ids;
}

/// Kernels that are told together: one format, kernel and provider.
struct Told {
    const RooflineDot* first;
    std::vector<double> shares;
};

std::vector<Told> toldTogether(const RooflineData& data) {
    std::vector<Told> all;
    for (const RooflineDot& dot : data.dots) {
        if (!dot.limit)
            continue;
        const auto same = std::ranges::find_if(all, [&](const Told& told) {
            return told.first->what == dot.what && told.first->provider == dot.provider &&
                   told.first->limit->name == dot.limit->name;
        });
        auto& told = same == all.end() ? all.emplace_back(Told{&dot, {}}) : *same;
        told.shares.push_back(dot.limit->share);
    }
    return all;
}

void addComputer(Writer& writer, const UsedProfile& used) {
    const RooflineData data = rooflineData(used.profile, used.threads);
    writer.heading2(machineText(used.profile.machine));
    writer.text(originText(used.profile.machine) + u". "_s + noiseText(used.profile.noise));
    for (const QString& warning : profileWarnings(used.profile))
        writer.bullet(u"⚠ "_s + warning);
    if (data.empty())
        return;
    writer.text(
        Report::tr("Measured with threads: %1. Each mark is a kernel at the median of its time, its line "
                   "goes from the first to the ninth decile. Only noise, and activations that come from the "
                   "caches, can lie above the lines.")
            .arg(used.threads),
        Flow::Keep::withNext);
    writer.flow().add(rooflineBlock(data, writer.style(), writer.width()), 8 * pt);
    if (TableData table = limitsTable(data); !table.rows.empty())
        writer.table(std::move(table));
}

} // namespace

std::vector<UsedProfile> usedProfiles(const Content& content) {
    std::vector<UsedProfile> used;
    const std::set<std::string> ids = deviceIds(content);
    for (const auto& attachment : content.project.attachments)
        if (attachment.kind == "device" && ids.contains(attachment.id))
            if (auto profile = kernels::profileFromJson(attachment.json, attachment.id)) {
                const int threads = mostThreads(*profile);
                used.push_back({attachment.id, std::move(*profile), threads});
            }
    return used;
}

TableData limitsTable(const RooflineData& data) {
    TableData table;
    table.columns = {{Report::tr("Kernel"), Align::left, 1.0},
                     {Report::tr("By"), Align::left, 0.5},
                     {Report::tr("Limit")},
                     {Report::tr("Shapes"), Align::right},
                     {Report::tr("Least"), Align::right},
                     {Report::tr("Median"), Align::right},
                     {Report::tr("Most"), Align::right}};
    for (Told& told : toldTogether(data)) {
        std::ranges::sort(told.shares);
        const KernelLimit& limit = *told.first->limit;
        table.add({{told.first->what},
                   {providerName(told.first->provider)},
                   {limit.memory ? limit.name : Report::tr("%1\u00a0peak").arg(limit.name)},
                   {QString::number(told.shares.size())},
                   {percent(told.shares.front(), 2)},
                   {percent(told.shares[told.shares.size() / 2], 2), {}, true},
                   {percent(told.shares.back(), 2)}});
    }
    return table;
}

void addComputers(Writer& writer, const Content& content) {
    const auto used = usedProfiles(content);
    if (used.empty())
        return;
    writer.heading1(Report::tr("Measured computers"));
    writer.text(
        Report::tr("Computing times of these plans rest on kernels that were measured on these computers."));
    for (const UsedProfile& each : used)
        addComputer(writer, each);
}

} // namespace cellwright::report
