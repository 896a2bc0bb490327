// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/maps/map_panel.h"

#include "analytics/quantity/text.h"
#include "widgets/inspector/quantity_edit.h"
#include "widgets/inspector/section.h"
#include "widgets/maps/cdf_plot.h"
#include "widgets/maps/legend_editor.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QTimer>
#include <QVBoxLayout>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

constexpr int pauseMilliseconds = 60;

QLabel* heading(const QString& text) {
    auto* label = new QLabel(text);
    QFont bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    return label;
}

QLabel* number() {
    auto* label = new QLabel;
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setFont(Theme::numberFont(label->font()));
    return label;
}

QString percentText(double share) {
    return MapPanel::tr("%1 %").arg(QString::fromStdString(roundedText(100.0 * share, 3)));
}

/// "4.1 km²"
QString areaText(double squareMetres) {
    return squareMetres >= 1e5 ? QString::fromStdString(roundedText(squareMetres / 1e6, 3)) + u" km²"_s
                               : QString::fromStdString(roundedText(squareMetres, 3)) + u" m²"_s;
}

} // namespace

MapPanel::MapPanel(Document& document, QWidget* parent)
    : QWidget(parent)
    , document_(document)
    , shown_(new QCheckBox(tr("&Show a map over the ground")))
    , shadowing_(new QCheckBox(tr("S&hadowing")))
    , layer_(new QComboBox)
    , group_(new QComboBox)
    , zone_(new QComboBox)
    , opacity_(new QSlider(Qt::Horizontal))
    , legend_(new LegendEditor)
    , target_(new QuantityEdit({}))
    , problem_(new QLabel)
    , share_(number())
    , userShare_(number())
    , targetWord_(new QLabel)
    , plot_(new CdfPlot)
    , pause_(new QTimer(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(makeChoices());
    layout->addWidget(makeStatistics());
    layout->addWidget(plot_);
    auto* save = new QPushButton(themedIcon(u"export"_s), tr("&Export the map…"));
    connect(save, &QPushButton::clicked, this, &MapPanel::exportRequested);
    layout->addWidget(save, 0, Qt::AlignRight);
    layout->addStretch(1);
    pause_->setSingleShot(true);
    pause_->setInterval(pauseMilliseconds);
    connect(pause_, &QTimer::timeout, this, &MapPanel::refreshStatistics);
    connect(&document_, &Document::changed, this, [this](const ChangeEvent& event) {
        if (event.touches(EntityKind::userGroup) || event.structural)
            fillGroups();
        const QSignalBlocker quiet(shadowing_);
        shadowing_->setChecked(document_.scenario().assumptions.shadowing);
    });
    fillGroups();
    showSettings();
}

MapPanel::~MapPanel() = default;

void MapPanel::change(auto&& edit) {
    MapSettings settings = settings_;
    edit(settings);
    if (settings == settings_)
        return;
    settings_ = settings;
    showSettings();
    pause_->start();
    Q_EMIT settingsChanged(settings_);
}

QWidget* MapPanel::makeChoices() {
    auto* box = new QWidget;
    auto* form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    for (const auto& info : maps::allLayers()) {
        layer_->addItem(layerName(info.layer));
        layer_->setItemData(layer_->count() - 1, layerHelp(info.layer), Qt::ToolTipRole);
    }
    layer_->setMaxVisibleItems(int(maps::layerCount));
    for (auto* combo : {layer_, group_}) {
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo->setMinimumContentsLength(10);
    }
    opacity_->setRange(10, 100);
    problem_->setWordWrap(true);
    problem_->hide();
    shadowing_->setToolTip(
        tr("Correlated shadow fading of TR 38.901: the same for maps and users, by the seed in the "
           "assumptions of the scenario"));
    form->addRow(shown_);
    form->addRow(tr("&Map"), layer_);
    form->addRow(tr("&For"), group_);
    form->addRow(QString(), shadowing_);
    form->addRow(makeLegendSection());
    form->addRow(problem_);
    connect(shown_, &QCheckBox::toggled, this,
            [this](bool on) { change([on](MapSettings& s) { s.shown = on; }); });
    connect(layer_, &QComboBox::activated, this, [this](int index) {
        change([index](MapSettings& s) { s.question.layer = maps::allLayers()[std::size_t(index)].layer; });
    });
    connect(group_, &QComboBox::activated, this, [this](int index) {
        change([this, index](MapSettings& s) { s.question.group = {group_->itemData(index).toLongLong()}; });
    });
    connect(opacity_, &QSlider::valueChanged, this,
            [this](int percent) { change([percent](MapSettings& s) { s.opacity = percent / 100.0; }); });
    connect(legend_, &LegendEditor::styleChanged, this,
            [this](const MapStyle& style) { change([&style](MapSettings& s) { s.style() = style; }); });
    connect(shadowing_, &QCheckBox::clicked, this, [this](bool on) {
        document_.edit(on ? tr("Switch shadowing on") : tr("Switch shadowing off"),
                       [on](Scenario& scenario) { scenario.assumptions.shadowing = on; });
    });
    return box;
}

/// Closed at first: the numbers below matter more, and the drawing shows the legend.
QWidget* MapPanel::makeLegendSection() {
    auto* section = new Section(u"legend"_s, 1, [this]() -> QWidget* {
        auto* box = new QWidget;
        auto* form = new QFormLayout(box);
        form->setContentsMargins(16, 2, 0, 4);
        form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
        form->addRow(tr("&Colours"), legend_);
        form->addRow(tr("&Opacity"), opacity_);
        return box;
    });
    section->setTitle(tr("Legend"));
    section->setOpen(true); // makes the editors children of the panel
    section->setOpen(false);
    return section;
}

QWidget* MapPanel::makeStatistics() {
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(3);
    zone_->addItem(tr("of the map"));
    zone_->addItem(tr("of user areas"));
    zone_->setAccessibleName(tr("Which area the statistics are of"));
    target_->setAccessibleName(tr("Target"));
    auto* targetRow = new QHBoxLayout;
    targetRow->setSpacing(8);
    targetRow->addWidget(targetWord_);
    targetRow->addWidget(target_, 1);
    grid->addWidget(heading(tr("Statistics")), 0, 0);
    grid->addWidget(zone_, 0, 1, 1, 2);
    grid->addLayout(targetRow, 1, 0, 1, 3);
    auto* areaHead = number();
    areaHead->setText(tr("area"));
    auto* userHead = number();
    userHead->setText(tr("users"));
    grid->addWidget(areaHead, 2, 1);
    grid->addWidget(userHead, 2, 2);
    grid->addWidget(new QLabel(tr("meets the target")), 3, 0);
    grid->addWidget(share_, 3, 1);
    grid->addWidget(userShare_, 3, 2);
    const QString rows[] = {tr("5 % have at most"), tr("half have at most"), tr("95 % have at most")};
    for (int row = 0; row < 3; ++row) {
        grid->addWidget(new QLabel(rows[row]), 4 + row, 0);
        for (int column = 0; column < 2; ++column)
            grid->addWidget(numbers_[row][column] = number(), 4 + row, 1 + column);
    }
    grid->setColumnStretch(0, 1);
    connect(zone_, &QComboBox::activated, this, [this] { pause_->start(); });
    connect(target_, &QuantityEdit::edited, this, [this](std::optional<double> si) {
        if (si)
            change([si](MapSettings& s) { s.target() = *si; });
    });
    return box;
}

void MapPanel::fillGroups() {
    const QSignalBlocker quiet(group_);
    group_->clear();
    for (const auto& group : document_.scenario().topology.groups)
        group_->addItem(QString::fromStdString(group.name), qlonglong(group.id.value));
    const bool none = group_->count() == 0;
    if (none)
        group_->addItem(tr("a usual phone"), 0);
    group_->setEnabled(!none);
    group_->setToolTip(none ? tr("Draw a user area (F4) to map for its devices and requests.")
                            : tr("Whose devices and requests the map is about"));
    const int index = group_->findData(qlonglong(settings_.question.group.value));
    group_->setCurrentIndex(std::max(0, index));
    if (index < 0 && settings_.question.group)
        change([](MapSettings& s) { s.question.group = {}; });
}

void MapPanel::setSettings(const MapSettings& settings) {
    if (settings == settings_)
        return;
    settings_ = settings;
    showSettings();
    pause_->start();
}

void MapPanel::showSettings() {
    const QSignalBlocker quietShown(shown_), quietLayer(layer_), quietGroup(group_), quietOpacity(opacity_),
        quietShadowing(shadowing_);
    const maps::LayerInfo& info = maps::infoOf(settings_.layer());
    shown_->setChecked(settings_.shown);
    layer_->setCurrentIndex(int(settings_.layer()));
    layer_->setToolTip(layerHelp(settings_.layer()));
    opacity_->setValue(int(std::lround(settings_.opacity * 100)));
    shadowing_->setChecked(document_.scenario().assumptions.shadowing);
    legend_->setStyle(settings_.layer(), settings_.style());
    if (target_->property("kind").toByteArray() !=
        QByteArray(info.kind.data(), qsizetype(info.kind.size()))) {
        target_->setKind(std::string(info.kind));
        target_->setProperty("kind", QByteArray(info.kind.data(), qsizetype(info.kind.size())));
    }
    target_->setValue(settings_.target());
    target_->setEnabled(!info.categories);
    targetWord_->setText(info.higherIsBetter ? tr("Target: at least") : tr("Target: at most"));
    for (QWidget* each :
         {static_cast<QWidget*>(layer_), static_cast<QWidget*>(legend_), static_cast<QWidget*>(opacity_)})
        each->setEnabled(settings_.shown);
}

void MapPanel::setMap(std::shared_ptr<const MapData> map, bool fine, const QString& problem) {
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, Theme::of(colours).bad);
    problem_->setPalette(colours);
    problem_->setText(problem);
    problem_->setVisible(!problem.isEmpty());
    if (!fine && map && !map->empty())
        return; // the numbers of the last whole map stand until the next one is whole
    map_ = std::move(map);
    pause_->start();
}

void MapPanel::refreshStatistics() {
    const bool useful = map_ && !map_->empty() && map_->question == settings_.question &&
                        !maps::infoOf(settings_.layer()).categories;
    shares_ = useful ? sharesOf(*map_, settings_.target(),
                                zone_->currentIndex() == 1 ? &document_.scenario().topology : nullptr)
                     : MapShares{};
    showNumbers();
    if (useful)
        plot_->setCurves(settings_, shares_);
    else
        plot_->clear();
}

void MapPanel::showNumbers() {
    const auto text = [this](const maps::Distribution& d, double value) {
        return d.valued > 0 ? layerText(settings_.layer(), value) : u"–"_s;
    };
    share_->setText(shares_.area.places > 0 ? percentText(shares_.areaShare) : u"–"_s);
    share_->setToolTip(areaText(shares_.squareMetres));
    userShare_->setText(shares_.users.places > 0 ? percentText(shares_.userShare) : u"–"_s);
    userShare_->setToolTip(tr("%1 users").arg(shares_.users.places));
    const maps::Distribution* columns[] = {&shares_.area, &shares_.users};
    for (int column = 0; column < 2; ++column) {
        const auto& d = *columns[column];
        const double values[] = {d.p5, d.p50, d.p95};
        for (int row = 0; row < 3; ++row)
            numbers_[row][column]->setText(text(d, values[row]));
    }
}

} // namespace cellwright
