// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <set>

#include "widgets/explain/derivation_model.h"
#include "widgets/report/sections.h"
#include "widgets/report/words.h"

using namespace Qt::StringLiterals;

namespace cellwright::report {
namespace {

/// Which figures a source gives or a formula makes, gathered from derivations.
struct Uses {
    using BySource = std::map<std::pair<Label, std::string>, std::set<std::string>>;
    BySource facts, formulas;

    void gather(const Derivation& derivation) {
        if (!derivation.source.empty() && derivation.label != Label::assumed)
            (derivation.label == Label::computed ? formulas : facts)[{derivation.label, derivation.source}]
                .insert(derivation.name);
        for (const Derivation& input : derivation.inputs)
            gather(input);
    }
};

Uses usesOf(const Content& content) {
    Uses uses;
    const auto open = [&](const Scenario& scenario, const std::string& path) {
        if (const auto derivation = explain(scenario, content.facts, path))
            uses.gather(*derivation);
    };
    for (const Plan& plan : content.plans) {
        for (std::size_t g = 0; g < plan.assessment->groups.size(); ++g) {
            const std::string group = "groups[" + std::to_string(g) + "].";
            for (const char* figure : {"ttft_s.p95", "tpot_s.p95", "e2e_s.p95", "energy_j.total", "carbon_g", "cost",
                                       "battery_share", "memory_bytes", "privacy.guarantee.epsilon"})
                open(*plan.scenario, group + figure);
        }
    }
    return uses;
}

/// "a, b, c and 4 more"
QString someOf(const std::set<std::string>& names) {
    constexpr std::size_t most = 4;
    QStringList shown;
    for (const std::string& name : names) {
        if (std::size_t(shown.size()) == most)
            break;
        shown += partName(name);
    }
    const QString list = shown.join(u"; "_s);
    const int rest = int(names.size()) - int(shown.size());
    return rest > 0 ? Report::tr("%1; and %n more", nullptr, rest).arg(list) : list;
}

Cell labelCell(Label label, const Style& style) {
    return {labelName(label), label == Label::unverified ? style.theme.warning : style.theme.text};
}

/// The ids that the assessed plans refer to.
struct UsedIds {
    std::set<std::string> models, devices;
};
UsedIds usedIds(const Content& content) {
    UsedIds used;
    for (const Plan& plan : content.plans) {
        for (const UserGroup& group : plan.scenario->topology.groups)
            used.devices.insert(group.device);
        for (const Host& host : plan.scenario->topology.hosts)
            used.devices.insert(host.device);
        for (const Deployment& deployment : plan.scenario->deployments)
            used.models.insert(deployment.model);
    }
    return used;
}

void addModels(Writer& writer, const Content& content, const std::set<std::string>& ids) {
    writer.heading2(Report::tr("Models"));
    TableData data;
    data.columns = {{Report::tr("Model"), Align::left, 1.0},  {Report::tr("Parameters"), Align::right},
                    {Report::tr("Layers"), Align::right},     {Report::tr("Hidden size"), Align::right},
                    {Report::tr("Label")},                    {Report::tr("Licence"), Align::left, 1.0},
                    {Report::tr("Source"), Align::left, 2.0}};
    for (const std::string& id : ids) {
        const auto found = content.facts.models.find(id);
        if (found == content.facts.models.end()) {
            data.add({{QString::fromStdString(id), writer.style().theme.bad}, {Report::tr("unknown")}});
            continue;
        }
        const llm::Model& model = found->second;
        const QString source = QString::fromStdString(model.source);
        data.add({{QString::fromStdString(model.name.empty() ? model.id : model.name)},
                  {grouped(llm::countParameters(model).total)},
                  {QString::number(model.layers.size())},
                  {grouped(model.hidden)},
                  labelCell(model.verified ? Label::published : Label::unverified, writer.style()),
                  {QString::fromStdString(model.licence)},
                  {model.date.empty() ? source : source + u", "_s + QString::fromStdString(model.date)}});
    }
    writer.table(std::move(data));
}

template <class Q>
void addSourced(TableData& data, const QString& name, const compute::Sourced<Q>& figure, const Style& style) {
    data.add({{name}, {quantity(figure.value)}, labelCell(figure.label, style), {QString::fromStdString(figure.source)}});
}

void addDevice(TableData& data, const compute::Device& device, const Style& style) {
    const QString runtime = QString::fromStdString(device.runtime);
    data.add({{QString::fromStdString(device.name) + (runtime.isEmpty() ? QString() : u", "_s + runtime)}},
             Row::Kind::group);
    addSourced(data, Report::tr("Memory for the model"), device.memoryCapacity, style);
    addSourced(data, Report::tr("Memory bandwidth"), device.memoryBandwidth, style);
    for (const compute::Peak& peak : device.peaks)
        addSourced(data, Report::tr("Peak rate"), peak.rate, style);
    if (device.measured)
        data.add({{Report::tr("Times")},
                  {Report::tr("%n thread(s)", nullptr, device.measured->threads)},
                  labelCell(Label::measured, style),
                  {QString::fromStdString(device.measured->source)}});
    else
        for (const compute::Roofline& roofline : device.rooflines)
            data.add({{Report::tr("Times")},
                      {Report::tr("%1 % of peak, %2 % of bandwidth")
                           .arg(number(100 * roofline.computeEfficiency, 2), number(100 * roofline.memoryEfficiency, 2))},
                      labelCell(roofline.label, style),
                      {QString::fromStdString(roofline.source)}});
    if (device.power.active)
        addSourced(data, Report::tr("Power while computing"), *device.power.active, style);
    addSourced(data, Report::tr("Idle power"), device.power.idle, style);
    data.add({{Report::tr("Uncertainty of times")},
              {Report::tr("prefill ± %1, decode ± %2").arg(percent(device.error.prefill), percent(device.error.decode))},
              labelCell(device.error.label, style),
              {QString::fromStdString(device.error.source)}});
}

void addDevices(Writer& writer, const Content& content, const std::set<std::string>& ids) {
    writer.heading2(Report::tr("Devices"));
    TableData data;
    data.columns = {{Report::tr("Figure")}, {Report::tr("Value"), Align::left, 0.5}, {Report::tr("Label")},
                    {Report::tr("Source"), Align::left, 1.0}};
    for (const std::string& id : ids)
        if (const auto found = content.facts.devices.find(id); found != content.facts.devices.end())
            addDevice(data, found->second, writer.style());
        else
            data.add({{QString::fromStdString(id) + u": "_s + Report::tr("unknown")}}, Row::Kind::group);
    writer.table(std::move(data));
}

void addUses(Writer& writer, const Uses& uses) {
    writer.heading2(Report::tr("Sources of the other figures"));
    TableData facts;
    facts.columns = {{Report::tr("Source"), Align::left, 1.0}, {Report::tr("Label")},
                     {Report::tr("What it gives"), Align::left, 1.0}};
    for (const auto& [source, names] : uses.facts)
        facts.add({{QString::fromStdString(source.second)}, labelCell(source.first, writer.style()), {someOf(names)}});
    writer.table(std::move(facts));
    writer.heading2(Report::tr("Standards and formulas"));
    TableData formulas;
    formulas.columns = {{Report::tr("Rule or clause"), Align::left, 1.0},
                        {Report::tr("What is computed by it"), Align::left, 1.0}};
    for (const auto& [source, names] : uses.formulas)
        formulas.add({{QString::fromStdString(source.second)}, {someOf(names)}});
    writer.table(std::move(formulas));
}

} // namespace

void addSources(Writer& writer, const Content& content) {
    const UsedIds used = usedIds(content);
    writer.heading1(Report::tr("Sources"));
    writer.text(Report::tr("Where the numbers behind these results come from. What is labelled “%1” is published, but nobody "
                           "compared it with its source yet.")
                    .arg(labelName(Label::unverified)));
    addModels(writer, content, used.models);
    addDevices(writer, content, used.devices);
    addUses(writer, usesOf(content));
}

void addMethod(Writer& writer) {
    writer.heading1(Report::tr("How to read the numbers"));
    const QString texts[] = {
        Report::tr("Median and percentiles are over the covered users of a group (nearest rank), each at its own place, not "
                   "over time. A user is covered when its serving cell is above the outage threshold."),
        Report::tr("A scenario is feasible when every model fits into memory, no host, cell or link is overloaded, every "
                   "user has coverage and a route to its host, and every target is met at the 95th percentile."),
        Report::tr("Each part of the energy names its boundary. Parts of different boundaries do not overlap here and are "
                   "added; figures from elsewhere with other boundaries are not comparable with them."),
        Report::tr("CO₂e is location-based: electricity times the carbon intensity among the assumptions. Making the "
                   "equipment is not included."),
        Report::tr("In the table of what leaves the device: a guarantee holds for every attacker under the stated "
                   "assumptions; readable data need no attack; presumed means that nobody limited or measured the recovery, "
                   "so the worst is taken; measured and published results hold for the attack they name. The table lists "
                   "facts and is not a judgement of lawfulness."),
        Report::tr("Every figure of this report can be opened in the program, or with “cellwright-cli explain”, down to the "
                   "inputs and sources it follows from.")};
    for (const QString& text : texts)
        writer.bullet(text);
}

} // namespace cellwright::report
