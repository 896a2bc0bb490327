// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does with models: the list of all of them, and models that a project brings along.
#include "app/desktop/main_window.h"
#include "data/catalogue/model_files.h"
#include "widgets/document/commands.h"
#include "widgets/document/folders.h"
#include "widgets/models/model_browser.h"
#include "widgets/models/model_panel.h"
#include "widgets/modelstrip/strip_data.h"

#include <QFileDialog>

#include <algorithm>
#include <set>

namespace cellwright {

using namespace Qt::StringLiterals;

namespace {

std::filesystem::path native(const QString& path) {
    return path.toStdU16String();
}

std::set<std::string> ownModels(const Project& project) {
    std::set<std::string> own;
    for (const auto& attachment : project.attachments)
        if (attachment.kind == "model")
            own.insert(attachment.id);
    return own;
}

/// Every device of users and every host of the scenario, with what a model may use of its memory.
std::vector<MemoryChoice> memoriesOf(const Scenario& scenario, const Facts& facts) {
    std::vector<MemoryChoice> choices;
    const auto add = [&](const std::string& name, const std::string& id) {
        const auto device = facts.devices.find(id);
        if (device != facts.devices.end())
            choices.push_back(
                {u"%1: %2"_s.arg(QString::fromStdString(name), QString::fromStdString(device->second.name)),
                 device->second.memoryCapacity.value});
    };
    for (const UserGroup& group : scenario.topology.groups)
        add(group.name, group.device);
    for (const Host& host : scenario.topology.hosts)
        add(host.name, host.device);
    return choices;
}

/// Models are sized as the deployment would keep them: whole on the device, or as its host keeps them.
catalogue::ModelFilter useOf(const StripData& data) {
    catalogue::ModelFilter use;
    const bool device = data.deployment.placement == Placement::device;
    use.weights = device ? data.deployment.deviceWeights : data.deployment.hostWeights;
    use.kv = data.deployment.kvCache;
    use.context = data.promptTokens + data.outputTokens;
    return use;
}

} // namespace

void MainWindow::browseModels() {
    const DeploymentId id = strip_->deployment();
    const Deployment* deployment = findById(document_->scenario().deployments, id);
    const auto choose = [this, id](const QString& model) {
        commands::setField(*document_, tr("Choose model"), {{EntityKind::deployment, id.value}},
                           &Deployment::model, model.toStdString());
    };
    if (deployment)
        browseModelsFor(QString::fromStdString(deployment->name), QString::fromStdString(deployment->model),
                        choose);
    else
        browseModelsFor({}, {}, choose);
}

void MainWindow::browseModelsFor(const QString& what, const QString& current,
                                 std::function<void(const QString&)> choose) {
    auto* browser = new ModelBrowser(this);
    browser->setAttribute(Qt::WA_DeleteOnClose);
    const auto showModels = [this, browser] {
        browser->setModels({facts_, &facts_->models}, ownModels(document_->project()));
    };
    showModels();
    browser->setMemories(memoriesOf(document_->scenario(), *facts_));
    browser->setUse(useOf(strip_->data()));
    browser->setTarget(what);
    browser->select(current.toStdString());
    browser->setImporter([this, showModels](const QString& path) {
        auto id = importModel(path);
        if (id)
            showModels();
        return id;
    });
    connect(browser, &ModelBrowser::modelChosen, this, std::move(choose));
    browser->open();
}

Expected<std::string> MainWindow::importModel(const QString& path) {
    const auto attachment = catalogue::modelAttachment(native(path));
    if (!attachment)
        return tl::make_unexpected(attachment.error());
    attach(*attachment, tr("Import the model %1").arg(QString::fromStdString(attachment->id)));
    // The same model once more changes nothing, which is no failure.
    const auto& kept = document_->project().attachments;
    if (std::ranges::find(kept, *attachment) == kept.end())
        return failure("the model could not be kept in the project", path.toStdString(),
                       "save the project to another place and try again");
    return attachment->id;
}

void MainWindow::chooseModel() {
    const QString file =
        QFileDialog::getOpenFileName(this, tr("Import a model"), documentsFolder(),
                                     tr("Models (*.json *.gguf *.safetensors);;All files (*)"));
    if (file.isEmpty())
        return;
    if (const auto id = importModel(file); !id)
        showError(id.error());
}

} // namespace cellwright
