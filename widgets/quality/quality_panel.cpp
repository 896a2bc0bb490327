// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/quality/quality_panel.h"

#include "analytics/quality/metric.h"
#include "data/catalogue/quality.h"

#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

enum Column { What, Value, Change, Method, ColumnCount };

QString number(double value) {
    return QLocale().toString(value, 'g', 6);
}
QString withUnit(double value, const quality::Metric& metric) {
    const QString unit = QString::fromStdString(metric.unit);
    return unit.isEmpty() ? number(value) : number(value) + u' ' + unit;
}
QString change(double delta) {
    return delta > 0.0 ? u'+' + number(delta) : number(delta);
}

/// Where a table comes from, in the line above its rows.
QString heading(const quality::Row& row, const std::string& model) {
    const QString text =
        u"%1 – %2. %3"_s.arg(QString::fromStdString(model), QString::fromStdString(row.setting),
                             QString::fromStdString(row.source));
    return row.label == Label::unverified ? QualityPanel::tr("%1 (unverified)").arg(text) : text;
}

QStringList cells(const quality::Row& row) {
    const auto metric = quality::metricOf(row.metric);
    return {QString::fromStdString(metric.name), withUnit(row.value, metric),
            row.delta ? change(*row.delta) : QualityPanel::tr("not given"),
            QString::fromStdString(row.method)};
}

} // namespace

QualityPanel::QualityPanel(QWidget* parent)
    : QWidget(parent)
    , statement_(new QLabel)
    , tree_(new QTreeWidget) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->addWidget(statement_);
    layout->addWidget(tree_, 1);
    statement_->setWordWrap(true);
    statement_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    tree_->setColumnCount(ColumnCount);
    tree_->setHeaderLabels({tr("Metric"), tr("Value"), tr("Change from 16 bit"), tr("Method")});
    tree_->setAccessibleName(tr("Published quality of the model in its number formats"));
    tree_->setAlternatingRowColors(true);
    tree_->setRootIsDecorated(true);
    tree_->setUniformRowHeights(true);
    tree_->header()->setStretchLastSection(true);
    clear();
}

void QualityPanel::clear() {
    tree_->clear();
    tree_->hide();
    statement_->setText(tr("Choose a model to see what was published on its quality."));
}

void QualityPanel::setPlan(const llm::Model* model, const Deployment& deployment) {
    if (!model) {
        clear();
        return;
    }
    const bool onHost = deployment.placement == Placement::host;
    const bool split = deployment.placement == Placement::split && model->generates();
    const Scheme device = onHost ? deployment.hostWeights : deployment.deviceWeights;
    const Scheme host = split ? deployment.hostWeights : device;
    setAnswer(quality::qualityOfCut(catalogue::qualityTables(), quality::subjectOf(*model), device, host));
}

void QualityPanel::setAnswer(const quality::CutAnswer& answer) {
    tree_->clear();
    statement_->setText(QString::fromStdString(answer.statement));
    if (answer.mixed) {
        addSide(tr("Below the cut"), answer.device);
        addSide(tr("Above the cut"), answer.host);
    } else {
        addTables(answer.device, tree_->invisibleRootItem());
    }
    tree_->expandAll();
    for (int column = 0; column < Method; ++column)
        tree_->resizeColumnToContents(column);
    tree_->setVisible(tree_->topLevelItemCount() > 0);
}

void QualityPanel::addSide(const QString& side, const quality::Answer& answer) {
    auto* item =
        new QTreeWidgetItem(tree_, {u"%1: %2"_s.arg(side, QString::fromStdString(answer.statement))});
    item->setFirstColumnSpanned(true);
    item->setToolTip(What, item->text(What));
    auto font = item->font(What);
    font.setBold(true);
    item->setFont(What, font);
    addTables(answer, item);
}

/// Rows of one source and setting follow each other in the tables.
void QualityPanel::addTables(const quality::Answer& answer, QTreeWidgetItem* parent) {
    QTreeWidgetItem* table = nullptr;
    const quality::Row* last = nullptr;
    for (const auto& row : answer.rows) {
        if (!last || last->source != row.source || last->setting != row.setting) {
            table = new QTreeWidgetItem(parent, {heading(row, answer.measured->name)});
            table->setFirstColumnSpanned(true);
            table->setToolTip(What, table->text(What));
        }
        last = &row;
        auto* item = new QTreeWidgetItem(table, cells(row));
        for (const int column : {Value, Change})
            item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    }
}

} // namespace cellwright
