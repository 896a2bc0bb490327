// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/serving/simulation_panel.h"

#include "analytics/quantity/text.h"
#include "widgets/charts/curve_plot.h"
#include "widgets/inspector/quantity_edit.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QSplitter>
#include <QTimer>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <cmath>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

constexpr int tickMilliseconds = 100;
constexpr double usualSeconds = 3600.0;
/// Beyond this the formulas and the simulation disagree.
constexpr double largeDifference = 0.1;

enum Column { Figure, Analytic, Simulated, Interval, Difference };

/// How the values of a figure are written.
enum class Kind { time, share, rate };

QString written(double value, Kind kind) {
    if (!std::isfinite(value))
        return value > 0 ? SimulationPanel::tr("unbounded") : u"–"_s;
    switch (kind) {
    case Kind::time:
        return QString::fromStdString(roundedSi(value, "time", 4));
    case Kind::share:
        return u"%1 %"_s.arg(QString::fromStdString(roundedText(100.0 * value, 3)));
    case Kind::rate:
        break;
    }
    return u"%1/s"_s.arg(QString::fromStdString(roundedText(value, 4)));
}

void addFigure(QTreeWidgetItem* parent, const QString& name, const ComparedFigure& figure, Kind kind,
               const Theme& theme) {
    auto* item = new QTreeWidgetItem(parent);
    item->setText(Figure, name);
    item->setText(Analytic, figure.analytic ? written(*figure.analytic, kind) : u"–"_s);
    item->setText(Simulated, written(figure.simulated.value, kind));
    if (std::isfinite(figure.simulated.low) && std::isfinite(figure.simulated.high))
        item->setText(Interval,
                      SimulationPanel::tr("%1 to %2")
                          .arg(written(figure.simulated.low, kind), written(figure.simulated.high, kind)));
    if (const auto difference = figure.difference()) {
        // Two ways to add the same numbers differ in the last digits.
        const double shown = std::abs(*difference) < 5e-6 ? 0.0 : *difference;
        item->setText(Difference, u"%1%2 %"_s.arg(shown > 0 ? u"+"_s : QString(),
                                                  QString::fromStdString(roundedText(100.0 * shown, 3))));
        if (std::abs(*difference) > largeDifference)
            item->setForeground(Difference, theme.warning);
    }
    for (const int column : {Analytic, Simulated, Interval, Difference})
        item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
}

void addTimes(QTreeWidgetItem* parent, const QString& name, const ComparedTimes& times, const Theme& theme) {
    const std::pair<QString, const ComparedFigure*> rows[] = {
        {SimulationPanel::tr("%1, mean").arg(name), &times.mean},
        {SimulationPanel::tr("%1, median").arg(name), &times.p50},
        {SimulationPanel::tr("%1, 95th percentile").arg(name), &times.p95},
        {SimulationPanel::tr("%1, 99th percentile").arg(name), &times.p99}};
    for (const auto& [words, figure] : rows)
        addFigure(parent, words, *figure, Kind::time, theme);
}

void addMiss(QTreeWidgetItem* parent, const QString& name, const std::optional<ComparedMiss>& miss,
             const Theme& theme) {
    if (miss)
        addFigure(parent, SimulationPanel::tr("%1 above %2").arg(name, written(miss->target, Kind::time)),
                  miss->share, Kind::share, theme);
}

/// Quantiles at (i + 0.5) / n as a distribution.
std::vector<QPointF> distribution(const std::vector<double>& quantiles) {
    std::vector<QPointF> points;
    for (std::size_t i = 0; i < quantiles.size(); ++i)
        if (std::isfinite(quantiles[i]))
            points.emplace_back(quantiles[i], (double(i) + 0.5) / double(quantiles.size()));
    return points;
}

QString lines(const std::vector<std::string>& sentences) {
    QStringList all;
    for (const auto& sentence : sentences)
        all += QString::fromStdString(sentence);
    return all.join(u'\n');
}

} // namespace

SimulationPanel::SimulationPanel(Document& document, QWidget* parent)
    : QWidget(parent)
    , document_(document)
    , job_(this)
    , duration_(new QuantityEdit("time"))
    , seed_(new QSpinBox)
    , run_(new QPushButton(themedIcon(u"play"_s), tr("S&imulate")))
    , cancel_(new QPushButton(themedIcon(u"stop"_s), tr("S&top")))
    , bar_(new QProgressBar)
    , tick_(new QTimer(this))
    , message_(new QLabel)
    , notes_(new QLabel)
    , table_(new QTreeWidget)
    , group_(new QComboBox)
    , figure_(new QComboBox)
    , curve_(new CurvePlot) {
    auto* split = new QSplitter(Qt::Horizontal);
    split->addWidget(table_);
    split->addWidget(makeCurve());
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 6);
    layout->setSpacing(4);
    layout->addWidget(makeControls());
    layout->addWidget(split, 1);
    layout->addWidget(notes_);
    notes_->setWordWrap(true);
    notes_->setForegroundRole(QPalette::PlaceholderText);
    notes_->hide();
    table_->setHeaderLabels(
        {tr("Figure"), tr("Formulas"), tr("Simulation"), tr("Its interval"), tr("Difference")});
    table_->setAlternatingRowColors(true);
    table_->setUniformRowHeights(true);
    table_->setAccessibleName(tr("Formulas and simulation"));
    table_->header()->setStretchLastSection(false);
    table_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->header()->setSectionResizeMode(Figure, QHeaderView::Stretch);
    connect(&document_, &Document::changed, this, [this](const ChangeEvent& event) {
        if (!event.transient && (result_ || wanted_)) {
            cancel();
            if (result_)
                say(tr("The scenario has changed: these are the figures of before. Simulate again."), true);
        }
    });
    connect(tick_, &QTimer::timeout, this, [this] { bar_->setValue(int(1000.0 * progress_->load())); });
    say(tr("Plays the requests of all users one by one, to check what the formulas say."));
    showRunning(false);
    fillCurve();
}

SimulationPanel::~SimulationPanel() = default;

QWidget* SimulationPanel::makeControls() {
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    duration_->setRange(1.0, 1e7);
    duration_->setValue(usualSeconds);
    duration_->setMaximumWidth(110);
    duration_->setAccessibleName(tr("Simulated time"));
    duration_->setHelp(tr("Of each replication; its first tenth does not count."));
    seed_->setRange(0, 1000000000);
    seed_->setValue(1);
    seed_->setAccessibleName(tr("Seed"));
    seed_->setToolTip(tr("The same seed gives the same answer."));
    bar_->setRange(0, 1000);
    bar_->setMaximumWidth(140);
    bar_->setAccessibleName(tr("Progress"));
    message_->setWordWrap(true);
    auto* time = new QLabel(tr("Simulated &time"));
    time->setBuddy(duration_);
    auto* seed = new QLabel(tr("S&eed"));
    seed->setBuddy(seed_);
    for (QWidget* each :
         {static_cast<QWidget*>(time), static_cast<QWidget*>(duration_), static_cast<QWidget*>(seed),
          static_cast<QWidget*>(seed_), static_cast<QWidget*>(run_), static_cast<QWidget*>(cancel_),
          static_cast<QWidget*>(bar_)})
        row->addWidget(each);
    row->addSpacing(8);
    row->addWidget(message_, 1);
    connect(run_, &QPushButton::clicked, this, &SimulationPanel::run);
    connect(cancel_, &QPushButton::clicked, this, [this] {
        cancel();
        say(tr("Stopped."));
    });
    return box;
}

QWidget* SimulationPanel::makeCurve() {
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* row = new QHBoxLayout;
    group_->setAccessibleName(tr("Whose requests the curve shows"));
    figure_->setAccessibleName(tr("What the curve shows"));
    figure_->addItems({tr("First token (s)"), tr("Each next token (s)"), tr("Whole answer (s)")});
    row->addWidget(figure_);
    row->addWidget(group_, 1);
    layout->addLayout(row);
    layout->addWidget(curve_, 1);
    curve_->setAccessibleName(tr("Share of requests that are done by a time"));
    curve_->setEmptyText(tr("Share of the requests that are done by a time: simulate first."));
    connect(group_, &QComboBox::activated, this, &SimulationPanel::fillCurve);
    connect(figure_, &QComboBox::activated, this, &SimulationPanel::fillCurve);
    return box;
}

void SimulationPanel::setFacts(std::shared_ptr<const Facts> facts) {
    facts_ = std::move(facts);
    cancel();
}

void SimulationPanel::say(const QString& text, bool bad) {
    QPalette colours = palette();
    if (bad)
        colours.setColor(QPalette::WindowText, Theme::of(colours).warning);
    message_->setPalette(colours);
    message_->setText(text);
}

void SimulationPanel::showRunning(bool on) {
    wanted_ = on;
    run_->setVisible(!on);
    cancel_->setVisible(on);
    bar_->setVisible(on);
    if (on)
        tick_->start(tickMilliseconds);
    else
        tick_->stop();
}

void SimulationPanel::run() {
    if (!facts_ || !duration_->commit())
        return;
    SimulationOptions options;
    options.seconds = duration_->value().value_or(usualSeconds);
    options.seed = std::uint64_t(seed_->value());
    progress_ = std::make_shared<std::atomic<double>>(0.0);
    bar_->setValue(0);
    showRunning(true);
    say(tr("Simulating…"));
    job_.run(
        [scenario = document_.scenario(), facts = facts_, options,
         progress = progress_](const NewestJob<Expected<SimulationResult>>::Wanted& wanted) mutable {
            options.proceed = [&](double share) {
                progress->store(share);
                return wanted();
            };
            return simulateScenario(scenario, *facts, options);
        },
        [this](const Expected<SimulationResult>& result) { take(result); });
}

void SimulationPanel::cancel() {
    job_.cancel();
    showRunning(false);
}

void SimulationPanel::take(const Expected<SimulationResult>& result) {
    showRunning(false);
    result_ = result ? std::optional(*result) : std::nullopt;
    if (!result)
        say(QString::fromStdString(result.error().message()), true);
    else
        say(tr("%1 requests in %2 replications")
                .arg(QLocale().toString(qlonglong(result_->requests)))
                .arg(result_->replications));
    fill();
    Q_EMIT finished();
}

void SimulationPanel::fill() {
    const Theme& theme = Theme::of(palette());
    table_->clear();
    group_->clear();
    notes_->setVisible(result_ && !result_->notes.empty());
    if (!result_)
        return fillCurve();
    notes_->setText(lines(result_->notes));
    for (const auto& group : result_->groups) {
        group_->addItem(QString::fromStdString(group.name));
        auto* item = new QTreeWidgetItem(table_);
        item->setText(Figure, QString::fromStdString(group.name));
        fillGroup(item, group);
        item->setExpanded(true);
    }
    auto* network = new QTreeWidgetItem(table_);
    network->setText(Figure, tr("Hosts and cells"));
    for (const auto& host : result_->hosts) {
        const QString name = QString::fromStdString(host.name);
        addFigure(network, tr("%1, utilisation").arg(name), host.utilisation, Kind::share, theme);
        addFigure(network, tr("%1, wait").arg(name), host.wait, Kind::time, theme);
    }
    for (const auto& cell : result_->cells) {
        const QString name = QString::fromStdString(cell.name);
        addFigure(network, tr("%1, uplink").arg(name), cell.uplink, Kind::share, theme);
        addFigure(network, tr("%1, downlink").arg(name), cell.downlink, Kind::share, theme);
    }
    fillCurve();
}

void SimulationPanel::fillGroup(QTreeWidgetItem* parent, const SimulatedGroup& group) {
    const Theme& theme = Theme::of(palette());
    if (!group.analyticValid) {
        auto* doubt = new QTreeWidgetItem(parent);
        doubt->setText(
            Figure, tr("The formulas are out of their range: %1").arg(QString::fromStdString(group.doubt)));
        doubt->setForeground(Figure, theme.warning);
        doubt->setToolTip(Figure, doubt->text(Figure));
        doubt->setFirstColumnSpanned(true);
    }
    for (const auto& sentence : group.notSimulated) {
        auto* note = new QTreeWidgetItem(parent);
        note->setText(Figure, QString::fromStdString(sentence));
        note->setToolTip(Figure, note->text(Figure));
        note->setForeground(Figure, theme.mutedText);
        note->setFirstColumnSpanned(true);
    }
    addTimes(parent, tr("First token"), group.ttft, theme);
    addTimes(parent, tr("Each next token"), group.tpot, theme);
    addTimes(parent, tr("Whole answer"), group.endToEnd, theme);
    addMiss(parent, tr("First token"), group.ttftMiss, theme);
    addMiss(parent, tr("Each next token"), group.tpotMiss, theme);
    addMiss(parent, tr("Whole answer"), group.endToEndMiss, theme);
    addFigure(parent, tr("Answers"), group.throughput, Kind::rate, theme);
    for (int row = 0; row < parent->childCount(); ++row)
        parent->child(row)->setToolTip(Analytic, QString::fromStdString(group.analyticModel));
    if (group.dropped + group.unfinished > 0) {
        auto* lost = new QTreeWidgetItem(parent);
        lost->setText(Figure, tr("Requests refused: %1; not answered in the time: %2")
                                  .arg(QLocale().toString(qlonglong(group.dropped)),
                                       QLocale().toString(qlonglong(group.unfinished))));
        lost->setForeground(Figure, theme.bad);
        lost->setFirstColumnSpanned(true);
    }
}

void SimulationPanel::fillCurve() {
    const int index = group_->currentIndex();
    group_->setEnabled(index >= 0);
    figure_->setEnabled(index >= 0);
    if (!result_ || index < 0)
        return curve_->setCurves({}, {}, {});
    const auto& group = result_->groups[std::size_t(index)];
    const ComparedTimes& times = figure_->currentIndex() == 0   ? group.ttft
                                 : figure_->currentIndex() == 1 ? group.tpot
                                                                : group.endToEnd;
    std::vector<Curve> curves;
    if (!times.quantiles.empty())
        curves.push_back({tr("Simulation"), distribution(times.quantiles), 0, false, false});
    if (!times.analyticQuantiles.empty())
        curves.push_back({tr("Formulas"), distribution(times.analyticQuantiles), 1, true, false});
    curve_->setCurves(std::move(curves), {figure_->currentText(), false, false, false},
                      {tr("Share of requests"), true, true, false});
}

} // namespace cellwright
