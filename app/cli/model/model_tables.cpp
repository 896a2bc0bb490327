// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quantity/text.h"
#include "app/cli/model/model_output.h"
#include "app/cli/model/model_quality.h"
#include "app/cli/table.h"

#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cellwright::cli {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string workText(const llm::Work& work) {
    return toDisplay(work.flop) + ", " + toDisplay(work.bytes());
}

Pairs countPairs(const ModelSubject& s) {
    const auto count = llm::countParameters(s.model);
    Pairs pairs{{"model", s.model.name.empty() ? s.model.id : s.model.name + " (" + s.model.id + ")"},
                {"source", s.model.source},
                {"parameters", std::to_string(count.total) + ", of them embedding and head " +
                                   std::to_string(count.embedding)}};
    if (count.active != count.total)
        pairs.emplace_back("active", std::to_string(count.active) + " per token");
    if (const auto* e = s.experts())
        pairs.emplace_back("experts",
                           std::to_string(e->count) + " per layer, " + std::to_string(e->perToken) +
                               " per token; expected to be read: " +
                               roundedText(llm::distinctExperts(double(e->count), double(e->perToken),
                                                                double(s.options.batch))) +
                               " in a decode step, " +
                               roundedText(llm::distinctExperts(double(e->count), double(e->perToken),
                                                                double(s.options.batch) * double(s.prompt))) +
                               " in the prefill");
    pairs.emplace_back("layers", std::to_string(s.accounting().layers()) + " of width " +
                                     std::to_string(s.model.hidden));
    pairs.emplace_back("weights", toDisplay(s.accounting().weightBytes(s.whole())) + " in " + s.schemeText() +
                                      ", " + roundedText(s.accounting().bitsPerWeight(s.whole())) +
                                      " bits per weight");
    return pairs;
}

void addCache(const ModelSubject& s, Pairs& pairs) {
    const auto& accounting = s.accounting();
    if (!s.model.generates()) {
        pairs.emplace_back("KV cache", "none: the model encodes whole texts");
        return;
    }
    pairs.emplace_back("KV cache",
                       toDisplay(accounting.kvBytes(s.whole(), s.context, s.options.batch, s.encoded)) +
                           " for " + std::to_string(s.context) + " tokens, " +
                           toDisplay(accounting.kvBytesPerToken(s.whole())) + " per token");
    if (accounting.stateBytes(s.whole()) > Bytes())
        pairs.emplace_back("state",
                           toDisplay(accounting.stateBytes(s.whole())) + " per sequence, at any length");
}

void addWork(const ModelSubject& s, Pairs& pairs) {
    for (const auto& use : s.towers()) {
        const auto& tower = s.model.towers[std::size_t(use.index)];
        pairs.emplace_back(tower.name.empty() ? "encoder" : tower.name,
                           std::to_string(s.accounting().parameters(use.blocks)) + " parameters; " + use.per +
                               ": " + std::to_string(use.media.tokens) + " tokens, " +
                               workText(s.accounting().work(use.blocks, s.encodeStep(use))));
    }
    pairs.emplace_back("prefill",
                       workText(s.prefill(s.whole())) + " for " + std::to_string(s.prompt) + " tokens");
    pairs.emplace_back("decode", s.model.generates() ? workText(s.decode(s.whole())) + " per step at " +
                                                           std::to_string(s.context) + " tokens"
                                                     : "none: it does not generate text token by token");
}

void addMemory(const ModelSubject& s, Pairs& pairs) {
    const auto memory = s.memory(s.whole());
    std::string parts = toDisplay(memory.total) + ": weights " + toDisplay(memory.weights) + ", KV cache " +
                        toDisplay(memory.kvCache) + ", workspace " + toDisplay(memory.workspace) +
                        ", logits " + toDisplay(memory.logits);
    if (memory.kvWaste > Bytes())
        parts += ", of the cache unused " + toDisplay(memory.kvWaste);
    if (memory.overhead > Bytes())
        parts += ", overhead " + toDisplay(memory.overhead);
    pairs.emplace_back("memory", parts);
    if (!s.options.memory)
        return;
    const auto batch = llm::largestBatch(s.model, s.accounting(), s.whole(), s.load(), *s.options.memory);
    const auto context = llm::largestContext(s.model, s.accounting(), s.whole(), s.load(), *s.options.memory);
    pairs.emplace_back(
        "fits in " + toDisplay(*s.options.memory),
        "a batch of " + std::to_string(batch) + ", or a context of " + std::to_string(context) +
            (context > s.model.maxContext
                 ? " tokens, more than the " + std::to_string(s.model.maxContext) + " of the model"
                 : " tokens"));
}

void printCut(const ModelSubject& s, int cut) {
    const auto below = s.accounting().below(cut), above = s.accounting().above(cut);
    const Bytes each = s.accounting().outputBytesPerToken(below.last - 1);
    std::cout << '\n';
    printPairs(std::cout,
               {{"cut after layer",
                 std::to_string(cut) + ", " + toDisplay(each) + " per token in " +
                     std::string(llm::schemeName(s.options.activations)) + ", " +
                     toDisplay(each * double(s.prompt * s.options.batch) + encodedBytesAcross(s, cut)) +
                     " for the prompt"}});
    Table table({text("Side"), text("Weights in"), number("Parameters"), number("Weights"), number("Memory"),
                 number("Prefill"), number("Decode")});
    const auto side = [&](const char* name, llm::BlockRange range, Scheme scheme) {
        table.add({name, std::string(llm::schemeName(scheme)),
                   std::to_string(s.accounting().parameters(range)),
                   toDisplay(s.accounting().weightBytes(range)), toDisplay(s.memory(range).total),
                   toDisplay(s.prefill(range).flop), toDisplay(s.decode(range).flop)});
    };
    side("below", below, s.options.cutWeights.value_or(s.weights));
    side("above", above, s.weights);
    table.print(std::cout, 0);
}

void printLayers(const ModelSubject& s) {
    Table table({number("Block"), text("Name"), number("Parameters"), number("Weights"), number("Prefill"),
                 number("Decode"), number("Output per token")});
    for (int block = 0; block < s.accounting().blocks(); ++block) {
        const llm::BlockRange range{block, block + 1};
        table.add({std::to_string(block), s.accounting().blockName(block),
                   std::to_string(s.accounting().parameters(range)),
                   toDisplay(s.accounting().weightBytes(range)), toDisplay(s.prefill(range).flop),
                   toDisplay(s.decode(range).flop), toDisplay(s.accounting().outputBytesPerToken(block))});
    }
    std::cout << '\n';
    table.print(std::cout, 0);
}

/// Equal layers have equal operations: each kind is shown once, with the blocks it stands for.
void printOperations(const ModelSubject& s) {
    Table table({text("Block"), text("Operation"), number("Parameters"), number("Prefill"),
                 number("read and written"), number("Decode"), number("read and written")});
    for (int block = s.accounting().decoder().first; block < s.accounting().blocks(); ++block) {
        const auto place = llm::blockPlace(s.model, block);
        if (place.layer > 0 &&
            s.model.layers[std::size_t(place.layer)] == s.model.layers[std::size_t(place.layer) - 1])
            continue;
        for (const auto& operation : s.accounting().operations(s.model, block)) {
            const auto prefill = llm::workOf(operation, s.prefillStep()),
                       decode = llm::workOf(operation, s.decodeStep());
            table.add({s.accounting().blockName(block), std::string(operation.name),
                       std::to_string(operation.cost.parameters), toDisplay(prefill.flop),
                       toDisplay(prefill.bytes()), toDisplay(decode.flop), toDisplay(decode.bytes())});
        }
    }
    std::cout << "\nOperations; layers like the one before are left out\n";
    table.print(std::cout, 0);
}

} // namespace

void printModel(const ModelSubject& s) {
    std::optional<TrainingPlan> training; // refuses what cannot be trained before anything is printed
    if (s.options.training.asked)
        training.emplace(s);
    Pairs pairs = countPairs(s);
    addCache(s, pairs);
    addWork(s, pairs);
    addMemory(s, pairs);
    printPairs(std::cout, pairs);
    for (const auto& note : s.notes)
        std::cout << "note: " << printable(note) << '\n';
    if (s.options.cut)
        printCut(s, int(*s.options.cut));
    if (training)
        training->print();
    printLayers(s);
    if (s.options.operations)
        printOperations(s);
    printQuality(std::cout, s.model, s.weights);
}

} // namespace cellwright::cli
