// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/planning/path_view.h"

#include "analytics/assess/world.h"
#include "analytics/quantity/text.h"
#include "widgets/planning/path_chart.h"
#include "widgets/theme/theme.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTimer>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

constexpr int pauseMilliseconds = 80;

template <class Q>
QString text(const Q& quantity, int digits = 4) {
    return QString::fromStdString(toDisplay(quantity, digits));
}

const Site* nearestSite(const Topology& topology, Position place) {
    const Site* nearest = nullptr;
    double least = std::numeric_limits<double>::infinity();
    for (const auto& site : topology.sites) {
        const double distance =
            std::hypot((site.position.x - place.x).si(), (site.position.y - place.y).si());
        if (site.enabled && !site.sectors.empty() && distance < least) {
            least = distance;
            nearest = &site;
        }
    }
    return nearest;
}

/// The level at the receiver: the last line of a budget that is a level in dBm.
double received(const radio::PathProfile& profile) {
    double level = -std::numeric_limits<double>::infinity();
    for (const auto& term : profile.down)
        if (term.level && term.unit == "dBm")
            level = term.value;
    return level;
}

QString textOf(const radio::BudgetTerm& term) {
    return u"%1 %2"_s.arg(QString::fromStdString(roundedText(term.value, 4)),
                          QString::fromLatin1(term.unit.data(), qsizetype(term.unit.size())));
}

/// What the line is; where the directions have different words for it, both.
void addName(QTreeWidgetItem& item, const QString& name) {
    const QString before = item.text(0);
    item.setText(0, before.isEmpty() || before == name ? name : before + u" / "_s + name);
    item.setToolTip(0, item.text(0));
}

/// The device of the chosen group, or a usual phone.
UserGroup deviceOf(const Scenario& scenario, UserGroupId id) {
    const auto* group = findById(scenario.topology.groups, id);
    return group ? *group : UserGroup{};
}

/// What a path is asked of.
struct Question {
    Scenario scenario;
    std::shared_ptr<const Facts> facts;
    std::vector<SectorId> sectors;
    Position to;
    UserGroup device;
};

/// With the loads that an assessment sees; where the scenario cannot be assessed, with those entered.
Expected<std::vector<radio::PathProfile>> answer(const Question& question) {
    static const Facts none;
    const assessing::World world(question.scenario, question.facts ? *question.facts : none);
    const auto entered = radio::radioOptions(question.scenario.assumptions);
    const auto profileOf = [&](SectorId sector) {
        if (!world.usable())
            return radio::pathProfile(question.scenario.topology, entered, sector, question.to,
                                      question.device);
        const auto& cells = world.field().network().cells;
        const auto cell =
            std::ranges::find(cells, sector, [](const radio::Cell& each) { return each.sector.id; });
        return radio::pathProfile(world.field(), int(cell - cells.begin()), question.to, question.device);
    };
    std::vector<radio::PathProfile> all;
    for (const SectorId sector : question.sectors) {
        auto profile = profileOf(sector);
        if (!profile)
            return tl::make_unexpected(profile.error());
        all.push_back(std::move(*profile));
    }
    return all;
}

} // namespace

PathView::PathView(Document& document, QWidget* parent)
    : QWidget(parent)
    , document_(document)
    , job_(this)
    , sectors_(new QComboBox)
    , group_(new QComboBox)
    , geometry_(new QLabel)
    , message_(new QLabel)
    , chart_(new PathChart)
    , budget_(new QTreeWidget)
    , pause_(new QTimer(this)) {
    sectors_->setAccessibleName(tr("Sector that the path begins at"));
    group_->setAccessibleName(tr("Whose device is at the other end"));
    geometry_->setWordWrap(true);
    geometry_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    message_->setWordWrap(true);
    message_->hide();
    budget_->setHeaderLabels({tr("Link budget"), tr("Downlink"), tr("Uplink")});
    budget_->header()->setStretchLastSection(false);
    budget_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    for (const int column : {1, 2})
        budget_->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    sectors_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    budget_->setRootIsDecorated(false);
    budget_->setAlternatingRowColors(true);
    budget_->setAccessibleName(tr("Link budget"));
    budget_->setToolTip(tr("Double-click a number to see how the rate of its direction comes about"));
    connect(budget_, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem*, int column) {
        if (profile_)
            Q_EMIT explainRequested(column == 2 ? profile_->upDerivation : profile_->downDerivation);
    });
    auto* top = new QHBoxLayout;
    for (QWidget* each :
         {static_cast<QWidget*>(new QLabel(tr("From"))), static_cast<QWidget*>(sectors_),
          static_cast<QWidget*>(new QLabel(tr("to a device of"))), static_cast<QWidget*>(group_)})
        top->addWidget(each);
    top->addStretch(1);
    auto* left = new QWidget;
    auto* leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->addLayout(top);
    leftLayout->addWidget(chart_, 1);
    leftLayout->addWidget(geometry_);
    leftLayout->addWidget(message_);
    auto* split = new QSplitter(Qt::Horizontal);
    split->addWidget(left);
    split->addWidget(budget_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 6);
    layout->addWidget(split);
    pause_->setSingleShot(true);
    pause_->setInterval(pauseMilliseconds);
    connect(pause_, &QTimer::timeout, this, &PathView::request);
    connect(sectors_, &QComboBox::activated, this, [this](int index) {
        sector_ = {sectors_->itemData(index).toLongLong()};
        request();
    });
    connect(group_, &QComboBox::activated, this, &PathView::request);
    connect(&document_, &Document::changed, this, [this](const ChangeEvent& event) {
        if (event.touches(EntityKind::userGroup) || event.structural)
            fillGroups();
        // Loads that are coupled follow from everything.
        if (to_)
            pause_->start();
    });
    fillGroups();
}

PathView::~PathView() = default;

void PathView::fillGroups() {
    const QSignalBlocker quiet(group_);
    const QVariant chosen = group_->currentData();
    group_->clear();
    for (const auto& group : document_.scenario().topology.groups)
        group_->addItem(QString::fromStdString(group.name), qlonglong(group.id.value));
    if (group_->count() == 0)
        group_->addItem(tr("a usual phone"), 0);
    group_->setCurrentIndex(std::max(0, group_->findData(chosen)));
}

void PathView::setFacts(std::shared_ptr<const Facts> facts) {
    facts_ = std::move(facts);
    if (to_)
        pause_->start();
}

void PathView::setPath(Position from, Position to) {
    const Site* site = nearestSite(document_.scenario().topology, from);
    site_ = site ? site->id : SiteId{};
    sector_ = {};
    to_ = to;
    request();
}

void PathView::request() {
    if (!to_)
        return;
    const Scenario& scenario = document_.scenario();
    const auto* site = findById(scenario.topology.sites, site_);
    if (!site) {
        take(failure("no site is on the air", "the path", "place a site (F3) or switch one on"));
        return;
    }
    std::vector<SectorId> sectors;
    for (const auto& sector : site->sectors)
        if (sector.enabled)
            sectors.push_back(sector.id);
    job_.run([question = Question{scenario, facts_, std::move(sectors), *to_,
                                  deviceOf(scenario, {group_->currentData().toLongLong()})}](
                 const auto&) { return answer(question); },
             [this](const Expected<Profiles>& profiles) { take(profiles); });
}

void PathView::take(const Expected<Profiles>& profiles) {
    profiles_ = profiles ? *profiles : Profiles{};
    profile_.reset();
    const QSignalBlocker quiet(sectors_);
    sectors_->clear();
    for (const auto& profile : profiles_)
        sectors_->addItem(QString::fromStdString(profile.cell), qlonglong(profile.sector.value));
    if (profiles_.empty()) {
        chart_->setProfile({});
        budget_->clear();
        geometry_->clear();
        message_->setText(profiles ? tr("No sector of this site is on the air.")
                                   : QString::fromStdString(profiles.error().message()));
        message_->show();
    } else {
        auto chosen = std::ranges::find(profiles_, sector_, &radio::PathProfile::sector);
        if (chosen == profiles_.end())
            chosen = std::ranges::max_element(profiles_, {}, received);
        sectors_->setCurrentIndex(int(chosen - profiles_.begin()));
        showProfile(*chosen);
    }
    Q_EMIT computed();
}

void PathView::showProfile(const radio::PathProfile& profile) {
    profile_ = profile;
    chart_->setProfile(profile);
    geometry_->setText(
        tr("%1 on the ground, %2 through the air, bearing %3, elevation %4, %5 off the azimuth. Path loss %6 "
           "(free space %7), line of sight with %8 %. Least clearance %9 radii of the first Fresnel zone%10.")
            .arg(text(profile.ground), text(profile.direct), text(profile.bearing),
                 text(profile.elevation, 3), text(profile.offAzimuth, 3), text(profile.pathLoss),
                 text(profile.freeSpace),
                 QString::fromStdString(roundedText(100.0 * profile.losProbability, 3)),
                 QString::fromStdString(roundedText(profile.clearance, 3)))
            .arg(profile.strongest ? QString() : tr("; a device there would choose another cell")));
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, Theme::of(colours).warning);
    message_->setPalette(colours);
    message_->setText(QString::fromStdString(profile.warning));
    message_->setVisible(!profile.warning.empty());
    fillBudget(profile);
}

/// Both directions side by side, by the key of each line.
void PathView::fillBudget(const radio::PathProfile& profile) {
    budget_->clear();
    std::vector<std::string_view> keys;
    for (const auto* terms : {&profile.down, &profile.up})
        for (const auto& term : *terms)
            if (std::ranges::find(keys, term.key) == keys.end())
                keys.push_back(term.key);
    QFont bold = budget_->font();
    bold.setBold(true);
    for (const auto key : keys) {
        auto* item = new QTreeWidgetItem(budget_);
        int column = 1;
        for (const auto* terms : {&profile.down, &profile.up}) {
            const auto term = std::ranges::find(*terms, key, &radio::BudgetTerm::key);
            if (term != terms->end()) {
                addName(*item, QString::fromStdString(term->name));
                item->setText(column, textOf(*term));
                item->setToolTip(column, QString::fromStdString(term->source));
                if (term->level)
                    for (const int each : {0, column})
                        item->setFont(each, bold);
            }
            item->setTextAlignment(column++, Qt::AlignRight | Qt::AlignVCenter);
        }
    }
}

} // namespace cellwright
