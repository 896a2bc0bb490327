// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/modelstrip/model_strip.h"

#include "analytics/scenario/schema.h"
#include "widgets/document/commands.h"
#include "widgets/document/document.h"
#include "widgets/inspector/choice_combo.h"
#include "widgets/modelstrip/strip_view.h"
#include "widgets/theme/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

QString labelOf(std::string_view label) {
    return QString::fromUtf8(label.data(), qsizetype(label.size()));
}

template <class E>
void fillWithEnum(QComboBox& combo) {
    for (const auto& entry : EnumText<E>::entries)
        combo.addItem(labelOf(entry.label), int(entry.value));
}

/// The formats that runtimes keep keys, values and activations in.
void fillWithVectorFormats(QComboBox& combo) {
    for (const auto& entry : EnumText<Scheme>::entries)
        if (llm::vectorFormat(entry.value, {}))
            combo.addItem(labelOf(entry.label), int(entry.value));
}

std::vector<Choice> choicesOf(const Models& models) {
    std::vector<Choice> choices;
    for (const auto& [id, model] : models) {
        const auto layers = ModelStrip::tr("%1 layers").arg(model.layers.size());
        choices.push_back({QString::fromStdString(id), QString::fromStdString(model.name), layers});
    }
    return choices;
}

} // namespace

class ModelStrip::Private {
public:
    Private(ModelStrip& strip, Document& document)
        : strip_(strip)
        , document_(document) {}

    void build();
    void refresh();
    [[nodiscard]] const Deployment* shown() const;
    void show(DeploymentId id);
    void setModels(std::shared_ptr<const Models> models);
    [[nodiscard]] StripView& view() const { return *view_; }

    DeploymentId id_;

private:
    QHBoxLayout* addControl(const QString& caption, QComboBox* combo, int letters);
    void addBrowseButton(QHBoxLayout* row);
    void addSchemes(const QString& caption, QComboBox*& combo, Scheme Deployment::*member, bool vectors);
    void connectControls();
    void connectStrip();
    void change(const QString& label, const std::function<void(Deployment&)>& change);
    void refreshDeployments();
    void refreshHosts(const Deployment& deployment);
    void refreshControls(const Deployment* deployment);

    ModelStrip& strip_;
    Document& document_;
    std::shared_ptr<const Models> models_ = std::make_shared<const Models>();
    QHBoxLayout* controls_ = nullptr;
    QComboBox* deployments_ = nullptr;
    ChoiceCombo* model_ = nullptr;
    QComboBox* placement_ = nullptr;
    QComboBox* host_ = nullptr;
    QComboBox* deviceWeights_ = nullptr;
    QComboBox* hostWeights_ = nullptr;
    QComboBox* kvCache_ = nullptr;
    QComboBox* activations_ = nullptr;
    StripView* view_ = nullptr;
};

void ModelStrip::Private::build() {
    auto* layout = new QVBoxLayout(&strip_);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->setSpacing(2);
    controls_ = new QHBoxLayout;
    controls_->setSpacing(10);
    layout->addLayout(controls_);
    deployments_ = new QComboBox;
    model_ = new ChoiceCombo;
    placement_ = new QComboBox;
    host_ = new QComboBox;
    fillWithEnum<Placement>(*placement_);
    addControl(ModelStrip::tr("Deployment"), deployments_, 11);
    addBrowseButton(addControl(ModelStrip::tr("Model"), model_, 17));
    addControl(ModelStrip::tr("Placement"), placement_, 17);
    addControl(ModelStrip::tr("Host"), host_, 9);
    addSchemes(ModelStrip::tr("Device weights"), deviceWeights_, &Deployment::deviceWeights, false);
    addSchemes(ModelStrip::tr("Host weights"), hostWeights_, &Deployment::hostWeights, false);
    addSchemes(ModelStrip::tr("KV cache"), kvCache_, &Deployment::kvCache, true);
    addSchemes(ModelStrip::tr("Activations"), activations_, &Deployment::activations, true);
    controls_->addStretch(1);
    view_ = new StripView;
    layout->addWidget(view_);
    layout->addStretch(1);
    connectControls();
    connectStrip();
}

/// The caption stands above its control, so that all of them fit beside each other.
QHBoxLayout* ModelStrip::Private::addControl(const QString& caption, QComboBox* combo, int letters) {
    auto* cell = new QWidget;
    auto* column = new QVBoxLayout(cell);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(1);
    auto* label = new QLabel(caption);
    label->setFont(Theme::scaled(strip_.font(), 0.9));
    label->setBuddy(combo);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(letters);
    combo->setAccessibleName(caption);
    column->addWidget(label);
    auto* row = new QHBoxLayout;
    row->setSpacing(2);
    row->addWidget(combo, 1);
    column->addLayout(row);
    controls_->addWidget(cell, letters);
    return row;
}

void ModelStrip::Private::addBrowseButton(QHBoxLayout* row) {
    auto* browse = new QToolButton;
    browse->setText(u"…"_s);
    browse->setToolTip(ModelStrip::tr("Look through all models: search, filter, compare (Ctrl+M)"));
    browse->setAccessibleName(ModelStrip::tr("Browse models"));
    browse->setFocusPolicy(Qt::StrongFocus);
    QObject::connect(browse, &QToolButton::clicked, &strip_, &ModelStrip::browseRequested);
    row->addWidget(browse);
}

void ModelStrip::Private::addSchemes(const QString& caption, QComboBox*& combo, Scheme Deployment::*member,
                                     bool vectors) {
    combo = new QComboBox;
    if (vectors)
        fillWithVectorFormats(*combo);
    else
        fillWithEnum<Scheme>(*combo);
    addControl(caption, combo, 6);
    QObject::connect(combo, &QComboBox::activated, &strip_, [this, combo, caption, member](int row) {
        change(ModelStrip::tr("Change %1").arg(caption.toLower()),
               [&](Deployment& deployment) { deployment.*member = Scheme(combo->itemData(row).toInt()); });
    });
}

void ModelStrip::Private::connectControls() {
    QObject::connect(deployments_, &QComboBox::activated, &strip_,
                     [this](int row) { show(DeploymentId{deployments_->itemData(row).toLongLong()}); });
    QObject::connect(model_, &ChoiceCombo::idChosen, &strip_, [this](const QString& id) {
        change(ModelStrip::tr("Choose model"),
               [&](Deployment& deployment) { deployment.model = id.toStdString(); });
    });
    QObject::connect(placement_, &QComboBox::activated, &strip_, [this](int row) {
        change(ModelStrip::tr("Change placement"), [&](Deployment& deployment) {
            deployment.placement = Placement(placement_->itemData(row).toInt());
        });
    });
    QObject::connect(host_, &QComboBox::activated, &strip_, [this](int row) {
        change(ModelStrip::tr("Choose host"),
               [&](Deployment& deployment) { deployment.host = HostId{host_->itemData(row).toLongLong()}; });
    });
}

void ModelStrip::Private::connectStrip() {
    QObject::connect(view_, &StripView::cutDragged, &strip_, [this](const StripCut& cut, int layer) {
        document_.preview([this, cut, layer, layers = view_->data().layers()](Scenario& scenario) {
            if (Deployment* deployment = findById(scenario.deployments, id_))
                moveCut(*deployment, cut, layer, layers);
        });
        Q_EMIT strip_.cutPreviewed(layer);
    });
    QObject::connect(view_, &StripView::cutDropped, &strip_, [this](const StripCut&, int layer) {
        if (document_.previewing() &&
            document_.commitPreview(ModelStrip::tr("Move the cut to layer %1").arg(layer)))
            Q_EMIT strip_.cutChosen(layer);
    });
    QObject::connect(view_, &StripView::blockSelected, &strip_, &ModelStrip::blockSelected);
    QObject::connect(view_, &StripView::dragCancelled, &strip_, [this] { document_.cancelPreview(); });
    QObject::connect(view_, &StripView::cutStepped, &strip_, [this](const StripCut& cut, int layer) {
        const int layers = view_->data().layers();
        change(ModelStrip::tr("Move the cut to layer %1").arg(layer),
               [&](Deployment& deployment) { moveCut(deployment, cut, layer, layers); });
        Q_EMIT strip_.cutChosen(layer);
    });
}

void ModelStrip::Private::change(const QString& label, const std::function<void(Deployment&)>& change) {
    commands::editEntities<Deployment>(document_, label, {{EntityKind::deployment, id_.value}}, change);
    refresh();
}

const Deployment* ModelStrip::Private::shown() const {
    return findById(document_.scenario().deployments, id_);
}

void ModelStrip::Private::show(DeploymentId id) {
    if (id == id_)
        return;
    id_ = id;
    refresh();
    Q_EMIT strip_.deploymentShown(id_);
}

void ModelStrip::Private::refresh() {
    const auto& all = document_.scenario().deployments;
    if (!shown())
        id_ = all.empty() ? DeploymentId{} : all.front().id;
    const Deployment* deployment = shown();
    refreshDeployments();
    refreshControls(deployment);
    StripData data;
    if (deployment) {
        const auto model = models_->find(deployment->model);
        // Shares the life of the whole list.
        auto known =
            model == models_->end() ? nullptr : std::shared_ptr<const llm::Model>(models_, &model->second);
        data = makeStripData(document_.scenario(), *deployment, std::move(known));
    }
    view_->setData(std::move(data));
    Q_EMIT strip_.dataChanged();
}

void ModelStrip::Private::setModels(std::shared_ptr<const Models> models) {
    models_ = std::move(models);
    model_->setChoices(choicesOf(*models_));
    refresh();
}

void ModelStrip::Private::refreshDeployments() {
    const auto& all = document_.scenario().deployments;
    deployments_->clear();
    for (const Deployment& deployment : all)
        deployments_->addItem(QString::fromStdString(deployment.name), qlonglong(deployment.id.value));
    deployments_->setCurrentIndex(deployments_->findData(qlonglong(id_.value)));
    deployments_->parentWidget()->setVisible(all.size() > 1);
}

void ModelStrip::Private::refreshHosts(const Deployment& deployment) {
    host_->clear();
    host_->addItem(ModelStrip::tr("none"), qlonglong(0));
    for (const Host& host : document_.scenario().topology.hosts)
        host_->addItem(QString::fromStdString(host.name), qlonglong(host.id.value));
    host_->setCurrentIndex(host_->findData(qlonglong(deployment.host.value)));
}

void ModelStrip::Private::refreshControls(const Deployment* deployment) {
    const bool device = deployment && deployment->placement != Placement::host;
    const bool host = deployment && deployment->placement != Placement::device;
    for (QComboBox* combo : {static_cast<QComboBox*>(model_), placement_, kvCache_})
        combo->setEnabled(deployment);
    deviceWeights_->setEnabled(device);
    host_->setEnabled(host);
    hostWeights_->setEnabled(host);
    activations_->setEnabled(device && host);
    if (!deployment)
        return;
    model_->setCurrentId(QString::fromStdString(deployment->model));
    placement_->setCurrentIndex(placement_->findData(int(deployment->placement)));
    refreshHosts(*deployment);
    const std::pair<QComboBox*, Scheme> schemes[] = {{deviceWeights_, deployment->deviceWeights},
                                                     {hostWeights_, deployment->hostWeights},
                                                     {kvCache_, deployment->kvCache},
                                                     {activations_, deployment->activations}};
    for (const auto& [combo, scheme] : schemes)
        combo->setCurrentIndex(combo->findData(int(scheme)));
}

ModelStrip::ModelStrip(Document& document, QWidget* parent)
    : QWidget(parent)
    , d_(std::make_unique<Private>(*this, document)) {
    d_->build();
    d_->refresh();
    connect(&document, &Document::changed, this, [this](const ChangeEvent& event) {
        if (event.structural || event.scenarioSwitched || event.touches(EntityKind::deployment) ||
            event.touches(EntityKind::host) || event.touches(EntityKind::workload) ||
            event.touches(EntityKind::userGroup))
            d_->refresh();
    });
}

ModelStrip::~ModelStrip() = default;

void ModelStrip::setModels(std::shared_ptr<const Models> models) {
    d_->setModels(std::move(models));
}

const StripData& ModelStrip::data() const {
    return d_->view().data();
}

int ModelStrip::selectedBlock() const {
    return d_->view().selected();
}

void ModelStrip::setSelectedBlock(int block) {
    d_->view().setSelected(block);
}

DeploymentId ModelStrip::deployment() const {
    return d_->id_;
}

void ModelStrip::setDeployment(DeploymentId id) {
    d_->show(id);
}

} // namespace cellwright
