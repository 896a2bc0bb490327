// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/choices.h"

#include "analytics/quantity/text.h"

#include <QCoreApplication>

namespace cellwright {

using namespace Qt::StringLiterals;

namespace {

Choice modelChoice(const llm::Model& model) {
    const double billions = double(llm::countParameters(model).total) / 1e9;
    return {QString::fromStdString(model.id), QString::fromStdString(model.name),
            QCoreApplication::translate("choices", "%1 billion parameters, %2 layers, %3")
                .arg(QString::number(billions, 'g', 3))
                .arg(model.layers.size())
                .arg(QString::fromStdString(model.licence))};
}

Choice deviceChoice(const compute::Device& device) {
    return {QString::fromStdString(device.id), QString::fromStdString(device.name),
            QCoreApplication::translate("choices", "%1 memory, %2, %3")
                .arg(QString::fromStdString(toDisplay(device.memoryCapacity.value, 3)),
                     QString::fromStdString(toDisplay(device.memoryBandwidth.value, 3)),
                     QString::fromStdString(compute::runtimeOf(device).name))};
}

} // namespace

ChoiceProvider choicesOf(SharedFacts facts) {
    return [facts = std::move(facts)](std::string_view catalogue) {
        std::vector<Choice> choices;
        if (catalogue == "model")
            for (const auto& [id, model] : facts->models)
                choices.push_back(modelChoice(model));
        if (catalogue == "device")
            for (const auto& [id, device] : facts->devices)
                choices.push_back(deviceChoice(device));
        return choices;
    };
}

} // namespace cellwright
