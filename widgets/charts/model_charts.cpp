// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/model_charts.h"

#include <QCoreApplication>

#include <algorithm>
#include <numeric>
#include <utility>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("Charts", text);
}

template <class Visit>
void forEachOperation(const StripData& data, llm::BlockRange range, Visit visit) {
    for (int block = range.first; block < range.last; ++block)
        for (const llm::Operation& operation : data.accounting->operations(*data.model, block))
            visit(block, operation);
}

/// The blocks of a range that take part in a phase.
llm::BlockRange taking(const StripData& data, llm::BlockRange range, llm::Step::Phase phase) {
    const int decoder = data.accounting->decoder().first;
    if (phase == llm::Step::Phase::encode)
        return {std::min(range.first, decoder), std::min(range.last, decoder)};
    return {std::max(range.first, decoder), std::max(range.last, decoder)};
}

double answerFlop(const StripData& data, const llm::Operation& operation) {
    // The first token of the answer comes out of the prefill.
    const std::int64_t steps = std::max<std::int64_t>(0, data.outputTokens - 1);
    const llm::Step step{llm::Step::Phase::decode, 1, 1, data.decoderPrompt(), data.encodedVectors()};
    double flop = llm::workOf(operation.cost, step).flop.si() * double(steps);
    if (operation.sight.window > 0)
        flop += operation.attention.decodeFlop * operation.sight.positions(steps, step.depth);
    return flop;
}

/// The colours of kinds in both charts; numbers beyond the palette are its lighter shades.
int colourOf(llm::OperationKind kind) {
    switch (kind) {
    case llm::OperationKind::attentionMatrix:
        return 0;
    case llm::OperationKind::feedForward:
        return 1;
    case llm::OperationKind::embedding:
        return 2;
    case llm::OperationKind::stateSpace:
        return 3;
    case llm::OperationKind::experts:
        return 4;
    case llm::OperationKind::attention:
        return 5;
    case llm::OperationKind::head:
        return 6;
    case llm::OperationKind::elementwise:
        return 15;
    case llm::OperationKind::tower:
        return 11;
    }
    return 7;
}
constexpr int cacheColour = 5; ///< attention stores nothing but the cache
constexpr int scratchColour = 7;

/// Rows of slices of one chart.
class Builder {
public:
    Builder(QString title, std::string unit) {
        data_.title = std::move(title);
        data_.kind = std::move(unit);
    }
    void beginBar(const QString& name) { data_.bars.push_back({{}, name, {}, {}}); }
    void add(const QString& name, int colour, double value) {
        ChartPart& part = partOf(name, colour);
        part.values.resize(data_.bars.size());
        part.values.back() += value;
    }
    void add(const ByKind& values) {
        for (int kind = 0; kind < llm::operationKinds; ++kind)
            add(kindName(llm::OperationKind(kind)), colourOf(llm::OperationKind(kind)),
                values[std::size_t(kind)]);
    }
    void note(const QString& text) { data_.notes += text; }
    ChartData finish() {
        for (ChartPart& part : data_.parts) {
            part.values.resize(data_.bars.size());
            part.paths.resize(data_.bars.size());
        }
        std::erase_if(data_.parts, [](const ChartPart& part) {
            return std::ranges::all_of(part.values, [](double value) { return value <= 0.0; });
        });
        for (std::size_t bar = 0; bar < data_.bars.size(); ++bar) {
            double total = 0.0;
            for (const ChartPart& part : data_.parts)
                total += part.values[bar];
            data_.bars[bar].label = barLabel(data_.bars[bar].subject, total, {}, data_.kind);
        }
        chooseUnit(data_);
        return std::move(data_);
    }

private:
    ChartPart& partOf(const QString& name, int colour) {
        for (ChartPart& part : data_.parts)
            if (part.key == name)
                return part;
        return data_.parts.emplace_back(ChartPart{name, name, {}, {}, colour});
    }
    ChartData data_;
};

/// Names are short, because they stand beside the bars; what holds for all bars of a side stands below.
void noteBatch(Builder& builder, const StripData& data, const StripPart& part) {
    if (const int batch = data.batch(part); batch > 1)
        builder.note(translated("%1: %2 requests at once, which share the weights read.")
                         .arg(partName(part))
                         .arg(batch));
}

void addMemory(Builder& builder, const StripData& data, const StripPart& part) {
    const llm::BlockRange range = part.range;
    const std::int64_t batch = data.batch(part);
    builder.beginBar(translated("%1: in memory").arg(partName(part)));
    builder.add(storedByKind(data, range));
    const std::int64_t context = data.decoderPrompt() + data.outputTokens;
    builder.add(translated("KV cache and state"), cacheColour,
                data.accounting->kvBytes(range, context, batch, data.encodedVectors()).si());
    builder.add(translated("Workspace and activations"), scratchColour,
                data.accounting->workspaceBytes(range, data.promptTokens, batch).si());
}

void addTraffic(Builder& builder, const StripData& data, const StripPart& part) {
    llm::Step step = data.lastStep();
    step.batch = data.batch(part);
    ByKind weights{};
    llm::Work rest;
    forEachOperation(data, taking(data, part.range, step.phase), [&](int, const llm::Operation& operation) {
        const llm::Work work = llm::workOf(operation, step);
        weights[std::size_t(operation.kind)] += work.weightBytes.si();
        rest = rest + work;
    });
    builder.beginBar(translated("%1: moved per token").arg(partName(part)));
    builder.add(weights);
    builder.add(translated("KV cache and state"), cacheColour,
                rest.kvBytesRead.si() + rest.kvBytesWritten.si());
    builder.add(translated("Workspace and activations"), scratchColour, rest.activationBytes.si());
}

void addFlop(Builder& builder, const StripData& data, const StripPart& part) {
    using Phase = llm::Step::Phase;
    const llm::BlockRange range = part.range;
    const QString name = partName(part);
    if (const llm::BlockRange towers = taking(data, range, Phase::encode); towers.first < towers.last) {
        QStringList read;
        for (int tower = 0; tower < int(data.model->towers.size()); ++tower)
            read += data.media(tower).what;
        builder.beginBar(translated("%1: %2").arg(name, read.join(u", "_s)));
        builder.add(flopByKind(data, range, Phase::encode));
    }
    builder.beginBar(translated("%1: prompt of %2 tokens").arg(name).arg(data.decoderPrompt()));
    builder.add(flopByKind(data, range, Phase::prefill));
    if (!data.canBeCut())
        return;
    builder.beginBar(translated("%1: answer of %2 tokens").arg(name).arg(data.outputTokens));
    builder.add(flopByKind(data, range, Phase::decode));
}

ChartData emptyChart(QString title, const StripData& data) {
    ChartData chart;
    chart.title = std::move(title);
    chart.emptyText = data.problem.empty()
                          ? translated("This scenario has no deployment: add one to choose a model.")
                          : QString::fromStdString(data.problem);
    return chart;
}

} // namespace

QString kindName(llm::OperationKind kind) {
    switch (kind) {
    case llm::OperationKind::embedding:
        return translated("Embedding");
    case llm::OperationKind::attentionMatrix:
        return translated("Attention matrices");
    case llm::OperationKind::attention:
        return translated("Attention itself");
    case llm::OperationKind::feedForward:
        return translated("Feed-forward");
    case llm::OperationKind::experts:
        return translated("Experts");
    case llm::OperationKind::stateSpace:
        return translated("State space");
    case llm::OperationKind::head:
        return translated("Output head");
    case llm::OperationKind::elementwise:
        return translated("Norms, element-wise");
    case llm::OperationKind::tower:
        return translated("Patches and projectors");
    }
    return {};
}

ByKind storedByKind(const StripData& data, llm::BlockRange range) {
    ByKind stored{};
    forEachOperation(data, range, [&](int, const llm::Operation& operation) {
        stored[std::size_t(operation.kind)] += double(operation.cost.stored);
    });
    // Tables that are kept once although two operations use them: the head's, then those of text towers.
    double twice =
        std::accumulate(stored.begin(), stored.end(), 0.0) - data.accounting->weightBytes(range).si();
    for (const auto kind : {llm::OperationKind::head, llm::OperationKind::embedding}) {
        double& bytes = stored[std::size_t(kind)];
        const double taken = std::clamp(twice, 0.0, bytes);
        bytes -= taken;
        twice -= taken;
    }
    return stored;
}

ByKind flopByKind(const StripData& data, llm::BlockRange range, llm::Step::Phase phase) {
    ByKind flop{};
    forEachOperation(data, taking(data, range, phase), [&](int block, const llm::Operation& operation) {
        flop[std::size_t(operation.kind)] += phase == llm::Step::Phase::decode
                                                 ? answerFlop(data, operation)
                                                 : llm::workOf(operation, data.promptStep(block)).flop.si();
    });
    return flop;
}

ChartData modelChartData(ModelChart chart, const StripData& data) {
    const bool bytes = chart == ModelChart::bytes;
    const QString title =
        bytes ? translated("Where the bytes go") : translated("Where the FLOP go, per request");
    if (!data.accounting)
        return emptyChart(title, data);
    Builder builder(title, bytes ? "bytes" : "flop");
    for (const StripPart& part : data.parts) {
        if (!bytes) {
            addFlop(builder, data, part);
            continue;
        }
        noteBatch(builder, data, part);
        addMemory(builder, data, part);
        if (data.canBeCut())
            addTraffic(builder, data, part);
    }
    return builder.finish();
}

} // namespace cellwright
