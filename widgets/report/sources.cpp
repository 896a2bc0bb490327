// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/explain/derivation_model.h"
#include "widgets/report/sections.h"
#include "widgets/report/words.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

using namespace Qt::StringLiterals;

namespace cellwright::report {
namespace {

/// A source or formula with what it gives. Sources that differ in numbers only and give the same ("MCS 4 of
/// …") are one, with the first one's text.
struct Use {
    Label label;
    QString text;
    std::set<QString> names;
    int alike = 0; ///< others that differ in numbers only
};

/// Which figures a source gives or a formula makes, gathered from derivations.
class Uses {
public:
    void gather(const Derivation& derivation) {
        if (!derivation.source.empty() && derivation.label != Label::assumed)
            found_[{derivation.label, QString::fromStdString(derivation.source)}].insert(nameOf(derivation));
        for (const Derivation& input : derivation.inputs)
            gather(input);
    }
    [[nodiscard]] std::vector<Use> facts() const {
        return merged([](Label label, const QString&) { return label != Label::computed; });
    }
    /// Formulas that standards or publications lay down. The others are plain arithmetic.
    [[nodiscard]] std::vector<Use> standards() const {
        static const QRegularExpression cited(
            u"\\b(TR|TS) \\d|ITU|arXiv|\\bclause\\b|\\bchapter\\b|\\b(19|20)\\d\\d\\b"_s);
        return merged([](Label label, const QString& text) {
            return label == Label::computed && text.contains(cited);
        });
    }

private:
    /// Without the user or place that it was derived for.
    static QString nameOf(const Derivation& derivation) {
        static const QRegularExpression user(u", user \\d+ of .*"_s);
        return partName(derivation.name).remove(user);
    }

    template <class Wanted>
    [[nodiscard]] std::vector<Use> merged(Wanted wanted) const {
        static const QRegularExpression numbers(u"[-+]?\\d[\\d.,]*"_s);
        std::vector<Use> uses;
        std::map<std::tuple<Label, QString, std::set<QString>>, std::size_t> places;
        for (const auto& [key, names] : found_) {
            if (!wanted(key.first, key.second))
                continue;
            const auto pattern = std::tuple(key.first, QString(key.second).replace(numbers, u"#"_s), names);
            const auto [place, isNew] = places.try_emplace(pattern, uses.size());
            if (isNew)
                uses.push_back({key.first, key.second, names});
            else
                ++uses[place->second].alike;
        }
        return uses;
    }

    std::map<std::pair<Label, QString>, std::set<QString>> found_;
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
            for (const char* figure : {"ttft_s.p95", "tpot_s.p95", "e2e_s.p95", "energy_j.total", "carbon_g",
                                       "cost", "battery_share", "memory_bytes", "privacy.guarantee.epsilon"})
                open(*plan.scenario, group + figure);
        }
    }
    return uses;
}

/// "a; b; c; and 4 more"
QString someOf(const std::set<QString>& names) {
    constexpr qsizetype most = 4;
    const QStringList all(names.begin(), names.end());
    const QString list = all.mid(0, most).join(u"; "_s);
    const int rest = int(all.size() - most);
    return rest > 0 ? Report::tr("%1; and %2 more").arg(list).arg(rest) : list;
}

QString textOf(const Use& use) {
    return use.alike == 0 ? use.text
                          : Report::tr("%1 (and %2 alike, with other numbers)").arg(use.text).arg(use.alike);
}

Cell labelCell(Label label, const Style& style) {
    return {labelName(label), label == Label::unverified ? style.theme.warning : style.theme.text};
}

/// The ids that the assessed plans refer to.
struct UsedIds {
    std::set<std::string> models, devices;
    std::set<Scheme> schemes; ///< in which weights are kept
};
UsedIds usedIds(const Content& content) {
    UsedIds used;
    for (const Plan& plan : content.plans) {
        for (const UserGroup& group : plan.scenario->topology.groups)
            used.devices.insert(group.device);
        for (const Host& host : plan.scenario->topology.hosts)
            used.devices.insert(host.device);
        for (const Deployment& deployment : plan.scenario->deployments) {
            used.models.insert(deployment.model);
            used.schemes.insert({deployment.deviceWeights, deployment.hostWeights});
        }
    }
    return used;
}

void addModels(Writer& writer, const Content& content, const std::set<std::string>& ids) {
    writer.heading2(Report::tr("Models"));
    TableData data;
    data.columns = {{Report::tr("Model"), Align::left, 1.0},
                    {Report::tr("Parameters"), Align::right},
                    {Report::tr("Layers"), Align::right},
                    {Report::tr("Hidden size"), Align::right},
                    {Report::tr("Label")},
                    {Report::tr("Licence"), Align::left, 1.0},
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
    data.add({{name},
              {quantity(figure.value)},
              labelCell(figure.label, style),
              {QString::fromStdString(figure.source)}});
}

QString formatName(compute::NumberFormat format) {
    switch (format) {
    case compute::NumberFormat::f32:
        return u"FP32"_s;
    case compute::NumberFormat::f16:
        return u"FP16"_s;
    case compute::NumberFormat::fp8:
        return u"FP8"_s;
    case compute::NumberFormat::int8:
        return u"INT8"_s;
    }
    return {};
}

/// "Times, weights in Q8_0, INT8"; without formats it holds for the rest.
QString timesName(const compute::Roofline& roofline) {
    QStringList schemes;
    for (const Scheme scheme : roofline.schemes)
        schemes += enumText(scheme);
    return schemes.isEmpty() ? Report::tr("Times")
                             : Report::tr("Times, weights in %1").arg(schemes.join(u", "_s));
}

/// What the predictions for weights in these schemes are made with.
void addTimes(TableData& data, const compute::Device& device, const std::set<Scheme>& schemes,
              const Style& style) {
    const compute::RuntimeFigures& runtime = compute::runtimeOf(device);
    if (const auto& measured = runtime.measured) {
        data.add({{Report::tr("Times")},
                  {Report::tr("threads: %1").arg(measured->threads())},
                  labelCell(Label::measured, style),
                  {QString::fromStdString(measured->source())}});
        return;
    }
    std::set<const compute::Roofline*> used;
    std::set<const compute::Peak*> peaks;
    for (const Scheme scheme : schemes)
        used.insert(&compute::rooflineFor(device, scheme));
    for (const compute::Roofline* roofline : used)
        peaks.insert(compute::peakFor(device, roofline->format));
    for (const compute::Peak& peak : device.peaks)
        if (peaks.contains(&peak))
            addSourced(data, Report::tr("Peak rate, %1").arg(formatName(peak.format)), peak.rate, style);
    for (const compute::Roofline& roofline : runtime.rooflines)
        if (used.contains(&roofline))
            data.add(
                {{timesName(roofline)},
                 {Report::tr("%1 of peak, %2 of bandwidth")
                      .arg(percent(roofline.computeEfficiency, 2), percent(roofline.memoryEfficiency, 2))},
                 labelCell(roofline.label, style),
                 {QString::fromStdString(roofline.source)}});
}

void addDevice(TableData& data, const compute::Device& device, const std::set<Scheme>& schemes,
               const Style& style) {
    const compute::ErrorFigures& error = compute::runtimeOf(device).error;
    const QString runtime = QString::fromStdString(compute::runtimeOf(device).name);
    data.add({{QString::fromStdString(device.name) + (runtime.isEmpty() ? QString() : u", "_s + runtime)}},
             Row::Kind::group);
    addSourced(data, Report::tr("Memory for the model"), device.memoryCapacity, style);
    addSourced(data, Report::tr("Memory bandwidth"), device.memoryBandwidth, style);
    addTimes(data, device, schemes, style);
    if (device.power.active)
        addSourced(data, Report::tr("Power while computing"), *device.power.active, style);
    addSourced(data, Report::tr("Idle power"), device.power.idle, style);
    data.add({{Report::tr("Uncertainty of times")},
              {Report::tr("prefill ± %1, decode ± %2").arg(percent(error.prefill), percent(error.decode))},
              labelCell(error.label, style),
              {QString::fromStdString(error.source)}});
}

TableData deviceTable(const Content& content, const UsedIds& used, const Style& style) {
    TableData data;
    data.columns = {{Report::tr("Figure")},
                    {Report::tr("Value"), Align::left, 0.5},
                    {Report::tr("Label")},
                    {Report::tr("Source"), Align::left, 1.0}};
    for (const std::string& id : used.devices)
        if (const auto found = content.facts.devices.find(id); found != content.facts.devices.end())
            addDevice(data, found->second, used.schemes, style);
        else
            data.add({{QString::fromStdString(id) + u": "_s + Report::tr("unknown")}}, Row::Kind::group);
    return data;
}

/// All texts of a table's cells.
std::set<QString> textsOf(const TableData& table) {
    std::set<QString> texts;
    for (const Row& row : table.rows)
        for (const Cell& cell : row.cells)
            texts.insert(cell.text);
    return texts;
}

/// What the table of devices did not say already.
void addUses(Writer& writer, const Uses& uses, const std::set<QString>& said) {
    writer.heading2(Report::tr("Sources of the other figures"));
    TableData facts;
    facts.columns = {{Report::tr("Source"), Align::left, 1.0},
                     {Report::tr("Label")},
                     {Report::tr("What it gives"), Align::left, 1.0}};
    for (const Use& use : uses.facts())
        if (!said.contains(use.text))
            facts.add({{textOf(use)}, labelCell(use.label, writer.style()), {someOf(use.names)}});
    writer.table(std::move(facts));
    writer.heading2(Report::tr("Standards and published formulas"));
    TableData formulas;
    formulas.columns = {{Report::tr("Clause or publication"), Align::left, 1.0},
                        {Report::tr("What is computed by it"), Align::left, 1.0}};
    for (const Use& use : uses.standards())
        formulas.add({{textOf(use)}, {someOf(use.names)}});
    writer.table(std::move(formulas));
}

} // namespace

void addSources(Writer& writer, const Content& content) {
    const UsedIds used = usedIds(content);
    writer.heading1(Report::tr("Sources"));
    writer.text(Report::tr("Where the numbers behind these results come from. What is labelled “%1” is "
                           "published, but nobody "
                           "compared it with its source yet.")
                    .arg(labelName(Label::unverified)));
    addModels(writer, content, used.models);
    TableData devices = deviceTable(content, used, writer.style());
    const std::set<QString> said = textsOf(devices);
    writer.heading2(Report::tr("Devices"));
    writer.table(std::move(devices));
    addUses(writer, usesOf(content), said);
}

void addMethod(Writer& writer) {
    writer.heading1(Report::tr("How to read the numbers"));
    const QString texts[] = {
        Report::tr("Median and percentiles are over the covered users of a group (nearest rank), each at its "
                   "own place, not "
                   "over time. A user is covered when its serving cell is above the outage threshold."),
        Report::tr(
            "A scenario is feasible when every model fits into memory, no host, cell or link is overloaded, "
            "every "
            "user has coverage and a route to its host, and every target is met at the 95th percentile."),
        Report::tr("Each part of the energy names its boundary. Parts of different boundaries do not overlap "
                   "here and are "
                   "added; figures from elsewhere with other boundaries are not comparable with them."),
        Report::tr("CO₂e is location-based: electricity times the carbon intensity among the assumptions. "
                   "Making the "
                   "equipment is not included."),
        Report::tr(
            "In the table of what leaves the device: a guarantee holds for every attacker under the stated "
            "assumptions; readable data need no attack; presumed means that nobody limited or measured the "
            "recovery, "
            "so the worst is taken; measured and published results hold for the attack they name. The table "
            "lists "
            "facts and is not a judgement of lawfulness."),
        Report::tr("Every figure of this report can be opened in the program, or with “cellwright-cli "
                   "explain”, down to the "
                   "inputs and sources it follows from.")};
    for (const QString& text : texts)
        writer.bullet(text);
}

} // namespace cellwright::report
