// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/planning/pci_panel.h"

#include "analytics/quantity/text.h"
#include "widgets/inspector/quantity_edit.h"
#include "widgets/planning/sector_places.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

constexpr int pauseMilliseconds = 300;
constexpr int findingRole = Qt::UserRole;
constexpr double aheadOfSite = 60.0; ///< metres; where lines of a sector end

QString words(std::string_view text) {
    return QCoreApplication::translate("Pci", std::string(text).c_str());
}

Gravity gravityOf(radio::PciSeverity severity) {
    switch (severity) {
    case radio::PciSeverity::critical:
        return Gravity::critical;
    case radio::PciSeverity::warning:
        return Gravity::warning;
    case radio::PciSeverity::notice:
        break;
    }
    return Gravity::notice;
}

QColor colourOf(const Theme& theme, radio::PciSeverity severity) {
    switch (severity) {
    case radio::PciSeverity::critical:
        return theme.bad;
    case radio::PciSeverity::warning:
        return theme.warning;
    case radio::PciSeverity::notice:
        break;
    }
    return theme.mutedText;
}

bool touchesPci(const ChangeEvent& event) {
    return event.touches(EntityKind::site) || event.touches(EntityKind::carrier) ||
           event.touches(EntityKind::antenna) || event.touches(EntityKind::assumptions);
}

} // namespace

PciPanel::PciPanel(Document& document, QWidget* parent)
    : QWidget(parent)
    , document_(document)
    , checking_(this)
    , planning_(this)
    , summary_(new QLabel)
    , message_(new QLabel)
    , table_(new QTreeWidget)
    , least_(new QComboBox)
    , lines_(new QCheckBox(tr("&Lines on the map")))
    , margin_(new QuantityEdit("gain"))
    , suggest_(new QPushButton(tr("&Suggest identities")))
    , apply_(new QPushButton(themedIcon(u"ok"_s), tr("&Apply")))
    , pause_(new QTimer(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 6);
    layout->setSpacing(4);
    layout->addWidget(makeTop());
    layout->addWidget(table_, 1);
    layout->addWidget(makeBottom());
    table_->setHeaderLabels({tr("Severity"), tr("Kind"), tr("What"), tr("Overlap"), tr("Distance")});
    table_->setRootIsDecorated(false);
    table_->setAlternatingRowColors(true);
    table_->setUniformRowHeights(true);
    table_->setAccessibleName(tr("Conflicts of physical cell identities"));
    table_->header()->setStretchLastSection(false);
    table_->header()->setSectionResizeMode(2, QHeaderView::Stretch);
    connect(table_, &QTreeWidget::itemSelectionChanged, this, &PciPanel::drawOverlay);
    connect(table_, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item) {
        const auto& finding = report_.findings[item->data(0, findingRole).toUInt()];
        if (const auto found = findSector(document_.scenario().topology, finding.first))
            Q_EMIT revealRequested({EntityKind::site, found->site->id.value});
    });
    pause_->setSingleShot(true);
    pause_->setInterval(pauseMilliseconds);
    connect(pause_, &QTimer::timeout, this, &PciPanel::check);
    connect(&document_, &Document::changed, this, [this](const ChangeEvent& event) {
        if (touchesPci(event) && seen_) {
            plan_ = {};
            apply_->setEnabled(false);
            pause_->start();
        }
    });
}

PciPanel::~PciPanel() = default;

QWidget* PciPanel::makeTop() {
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    least_->addItem(tr("everything"), int(radio::PciSeverity::notice));
    least_->addItem(tr("warnings and worse"), int(radio::PciSeverity::warning));
    least_->addItem(tr("critical only"), int(radio::PciSeverity::critical));
    least_->setCurrentIndex(1);
    least_->setAccessibleName(tr("Which conflicts are listed and drawn"));
    lines_->setChecked(true);
    margin_->setRange(0, 30);
    margin_->setValue(radio::PciOptions{}.margin.db());
    margin_->setHelp(tr("A cell is a neighbour where it is at most this much below the strongest"));
    margin_->setAccessibleName(tr("Margin of neighbours"));
    margin_->setMaximumWidth(80);
    summary_->setWordWrap(true);
    row->addWidget(summary_, 1);
    row->addWidget(new QLabel(tr("Neighbours within")));
    row->addWidget(margin_);
    row->addWidget(least_);
    row->addWidget(lines_);
    connect(least_, &QComboBox::activated, this, [this] { fill(); });
    connect(lines_, &QCheckBox::toggled, this, &PciPanel::drawOverlay);
    connect(margin_, &QuantityEdit::edited, this, &PciPanel::check);
    return box;
}

QWidget* PciPanel::makeBottom() {
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    message_->setWordWrap(true);
    apply_->setEnabled(false);
    apply_->setToolTip(tr("First let identities be suggested."));
    row->addWidget(message_, 1);
    row->addWidget(suggest_);
    row->addWidget(apply_);
    connect(suggest_, &QPushButton::clicked, this, &PciPanel::suggest);
    connect(apply_, &QPushButton::clicked, this, &PciPanel::apply);
    return box;
}

radio::PciOptions PciPanel::options() const {
    radio::PciOptions options;
    options.margin = Decibels(margin_->value().value_or(options.margin.db()));
    return options;
}

void PciPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    setSeen(true);
}

void PciPanel::setSeen(bool seen) {
    if (seen == seen_)
        return;
    seen_ = seen;
    if (seen_)
        return check();
    checking_.cancel();
    planning_.cancel();
    suggest_->setEnabled(true);
    Q_EMIT overlayChanged({});
}

void PciPanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    setSeen(false);
}

void PciPanel::say(const QString& text, bool bad) {
    QPalette colours = palette();
    if (bad)
        colours.setColor(QPalette::WindowText, Theme::of(colours).bad);
    message_->setPalette(colours);
    message_->setText(text);
}

void PciPanel::check() {
    summary_->setText(tr("Checking…"));
    checking_.run([topology = document_.scenario().topology,
                   options = options()](const auto&) { return radio::checkPci(topology, options); },
                  [this](const Expected<radio::PciReport>& report) { takeReport(report); });
}

void PciPanel::takeReport(const Expected<radio::PciReport>& report) {
    report_ = report ? *report : radio::PciReport{};
    if (!report) {
        summary_->setText(QString::fromStdString(report.error().message()));
    } else if (report_.cells == 0) {
        summary_->setText(tr("No cell is on the air: nothing to check."));
    } else {
        QStringList parts{tr("%1 cells").arg(report_.cells)};
        parts << tr("%1 critical").arg(report_.count(radio::PciSeverity::critical))
              << tr("%1 warnings").arg(report_.count(radio::PciSeverity::warning))
              << tr("%1 notices").arg(report_.count(radio::PciSeverity::notice));
        if (!report_.unset.empty())
            parts << tr("%1 without an identity (\"%2\" below finds some)")
                         .arg(report_.unset.size())
                         .arg(suggest_->text().remove(u'&'));
        summary_->setText(parts.join(u", "_s));
    }
    fill();
    Q_EMIT checked();
}

std::vector<const radio::PciFinding*> PciPanel::shownFindings() const {
    std::vector<const radio::PciFinding*> shown;
    const auto least = radio::PciSeverity(least_->currentData().toInt());
    for (const auto& finding : report_.findings)
        if (finding.severity >= least)
            shown.push_back(&finding);
    return shown;
}

void PciPanel::fill() {
    table_->clear();
    const Theme& theme = Theme::of(palette());
    for (const auto* finding : shownFindings()) {
        auto* item = new QTreeWidgetItem(table_);
        item->setData(0, findingRole, qulonglong(finding - report_.findings.data()));
        item->setText(0, words(radio::toText(finding->severity)));
        item->setForeground(0, colourOf(theme, finding->severity));
        item->setText(1, words(radio::pciName(finding->kind)));
        item->setText(2, QString::fromStdString(finding->what));
        item->setToolTip(2, item->text(2));
        item->setText(3, tr("%1 %").arg(QString::fromStdString(roundedText(100 * finding->overlap, 2))));
        item->setText(4, QString::fromStdString(toDisplay(finding->distance, 3)));
        for (const int column : {3, 4})
            item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    }
    for (const int column : {0, 1, 3, 4})
        table_->resizeColumnToContents(column);
    drawOverlay();
}

/// All that are listed, or only those selected.
void PciPanel::drawOverlay() {
    Overlay overlay;
    const auto chosen = table_->selectedItems();
    const Topology& topology = document_.scenario().topology;
    const auto place = [&](SectorId id) -> std::optional<Position> {
        const auto found = findSector(topology, id);
        return found ? std::optional(sectorPlace(*found, Metres(aheadOfSite))) : std::nullopt;
    };
    for (const auto* finding : shownFindings()) {
        const auto index = std::size_t(finding - report_.findings.data());
        const bool wanted = chosen.isEmpty() || std::ranges::any_of(chosen, [index](const auto* item) {
                                return item->data(0, findingRole).toULongLong() == index;
                            });
        const auto from = place(finding->first), to = place(finding->second);
        if (wanted && from && to)
            overlay.lines.push_back(
                {*from, *to, gravityOf(finding->severity),
                 tr("%1: %2").arg(words(radio::pciName(finding->kind))).arg(finding->pci)});
    }
    Q_EMIT overlayChanged(lines_->isChecked() && seen_ ? overlay : Overlay{});
}

void PciPanel::suggest() {
    say(tr("Looking for identities…"));
    suggest_->setEnabled(false);
    planning_.run([topology = document_.scenario().topology,
                   options = options()](const auto&) { return radio::planPci(topology, options); },
                  [this](const Expected<radio::PciPlan>& plan) { takePlan(plan); });
}

void PciPanel::takePlan(const Expected<radio::PciPlan>& plan) {
    suggest_->setEnabled(true);
    plan_ = plan ? *plan : radio::PciPlan{};
    apply_->setEnabled(!plan_.changes.empty());
    if (!plan) {
        say(QString::fromStdString(plan.error().message()), true);
    } else if (plan_.changes.empty()) {
        say(tr("Nothing to change: no other identities would be better. Locked sites keep theirs."));
        apply_->setToolTip(tr("There is nothing to change."));
    } else {
        say(tr("%1 cells would get another identity; then %2 critical conflicts and %3 warnings are left.")
                .arg(plan_.changes.size())
                .arg(plan_.after.count(radio::PciSeverity::critical))
                .arg(plan_.after.count(radio::PciSeverity::warning)));
        apply_->setToolTip(tr("Sets the suggested identities in one step that can be undone"));
    }
    Q_EMIT suggested();
}

bool PciPanel::apply() {
    if (plan_.changes.empty())
        return false;
    const radio::PciPlan plan = std::exchange(plan_, {});
    apply_->setEnabled(false);
    const bool done =
        document_.edit(tr("Set %1 cell identities").arg(plan.changes.size()), [&](Scenario& scenario) {
            scenario.topology = radio::withPci(std::move(scenario.topology), plan.changes);
        });
    say(done ? tr("%1 identities set.").arg(plan.changes.size()) : QString());
    return done;
}

} // namespace cellwright
