// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/explain/explain_panel.h"

#include "widgets/explain/badge_delegate.h"
#include "widgets/explain/derivation_model.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/theme.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QShortcut>
#include <QStackedWidget>
#include <QStringList>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

/// The rows from the top to this one: "0" or "0/2/1".
QString placeOf(QModelIndex index) {
    QStringList rows;
    for (; index.isValid(); index = index.parent())
        rows.prepend(QString::number(index.row()));
    return rows.join(u'/');
}

QString line(const QString& caption, const QString& text) {
    return text.isEmpty() ? QString()
                          : u"<tr><td style='padding-right:10px'><b>%1</b></td><td>%2</td></tr>"_s.arg(
                                caption, text.toHtmlEscaped());
}

} // namespace

ExplainPanel::ExplainPanel(QWidget* parent)
    : QWidget(parent)
    , model_(new DerivationModel(this))
    , pages_(new QStackedWidget(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(pages_);
    pages_->addWidget(makeEmptyPage());
    pages_->addWidget(makeTreePage());
    setFocusProxy(tree_);
    clear();
}

QWidget* ExplainPanel::makeEmptyPage() {
    empty_ = new QLabel;
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    empty_->setMargin(24);
    return empty_;
}

QWidget* ExplainPanel::makeTreePage() {
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(8, 8, 8, 8);
    headline_ = new QLabel;
    headline_->setWordWrap(true);
    headline_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    copy_ = new QToolButton;
    copy_->setText(tr("Copy"));
    copy_->setIcon(themedIcon(u"copy-text"_s));
    copy_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    copy_->setToolTip(tr("Copy the whole derivation as text (Ctrl+C)"));
    connect(copy_, &QToolButton::clicked, this, &ExplainPanel::copyText);
    auto* top = new QHBoxLayout;
    top->addWidget(headline_, 1);
    top->addWidget(copy_, 0, Qt::AlignTop);
    layout->addLayout(top);
    trail_ = new QLabel;
    trail_->setWordWrap(true);
    trail_->setTextInteractionFlags(Qt::TextBrowserInteraction);
    trail_->setAccessibleName(tr("Path to the selected input"));
    connect(trail_, &QLabel::linkActivated, this, &ExplainPanel::follow);
    layout->addWidget(trail_);
    makeTree();
    layout->addWidget(tree_, 1);
    detail_ = new QLabel;
    detail_->setWordWrap(true);
    detail_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    detail_->setAccessibleName(tr("Details of the selected input"));
    detail_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    layout->addWidget(detail_);
    return page;
}

void ExplainPanel::makeTree() {
    tree_ = new QTreeView;
    tree_->setModel(model_);
    tree_->setItemDelegateForColumn(DerivationModel::Kind, new BadgeDelegate(tree_));
    tree_->setAccessibleName(tr("Derivation"));
    tree_->setAlternatingRowColors(true);
    tree_->setUniformRowHeights(true);
    tree_->setMinimumHeight(120);
    tree_->header()->setStretchLastSection(false);
    tree_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    tree_->header()->setSectionResizeMode(DerivationModel::Name, QHeaderView::Stretch);
    auto* copyShortcut = new QShortcut(QKeySequence::Copy, tree_);
    copyShortcut->setContext(Qt::WidgetShortcut);
    connect(copyShortcut, &QShortcut::activated, this, &ExplainPanel::copyText);
    connect(tree_->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        showTrail();
        showDetail();
    });
}

void ExplainPanel::setDerivation(Derivation derivation) {
    derivation_ = std::move(derivation);
    model_->setDerivation(derivation_);
    headline_->setText(u"%1\n= %2"_s.arg(QString::fromStdString(derivation_->name), valueText(*derivation_)));
    headline_->setFont(Theme::scaled(font(), 1.2, true));
    tree_->expandToDepth(1);
    tree_->setCurrentIndex(model_->index(0, 0));
    pages_->setCurrentIndex(1);
    arrangeColumns();
}

void ExplainPanel::setProblem(const QString& message) {
    derivation_.reset();
    model_->setDerivation(std::nullopt);
    empty_->setText(message);
    pages_->setCurrentIndex(0);
}

void ExplainPanel::clear() {
    setProblem(
        tr("Click any number to see how it follows from your inputs, the standards and the catalogue."));
}

QString ExplainPanel::text() const {
    return derivation_ ? QString::fromStdString(toPlainText(*derivation_)) : QString();
}

void ExplainPanel::copyText() const {
    if (derivation_)
        QGuiApplication::clipboard()->setText(text());
}

/// The way from the number to the current row, each step a link back.
void ExplainPanel::showTrail() {
    QStringList steps;
    for (QModelIndex at = tree_->currentIndex().siblingAtColumn(0); at.isValid(); at = at.parent()) {
        const QString name = QString::fromStdString(model_->derivationAt(at)->name).toHtmlEscaped();
        steps.prepend(steps.isEmpty() ? name : u"<a href='%1'>%2</a>"_s.arg(placeOf(at), name));
    }
    trail_->setText(steps.join(u" › "_s));
    trail_->setVisible(steps.size() > 1);
}

void ExplainPanel::showDetail() {
    const Derivation* shown = model_->derivationAt(tree_->currentIndex());
    if (!shown)
        return detail_->clear();
    const auto text = [](const std::string& part) { return QString::fromStdString(part); };
    QString rows =
        line(tr("Formula"), text(shown->formula)) + line(tr("With numbers"), text(shown->substituted));
    rows += line(tr("Value"), valueText(*shown));
    rows += line(tr("Kind"), labelName(shown->label) + u": "_s + labelMeaning(shown->label));
    rows += line(tr("Source"), text(shown->source));
    if (shown->repeated)
        rows += line(tr("Note"), tr("Its inputs are shown where it first appears in this tree."));
    detail_->setText(u"<table>"_s + rows + u"</table>"_s);
}

void ExplainPanel::follow(const QString& link) {
    QModelIndex at;
    for (const QString& row : link.split(u'/'))
        at = model_->index(row.toInt(), 0, at);
    tree_->setCurrentIndex(at);
    tree_->setFocus();
}

/// Formula and source have columns of their own where there is room; else they stand below the tree.
void ExplainPanel::arrangeColumns() {
    tree_->setColumnHidden(DerivationModel::Formula, width() < 760);
    tree_->setColumnHidden(DerivationModel::Source, width() < 1000);
}

void ExplainPanel::resizeEvent(QResizeEvent* event) {
    arrangeColumns();
    QWidget::resizeEvent(event);
}

void ExplainPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange && derivation_)
        headline_->setFont(Theme::scaled(font(), 1.2, true));
    QWidget::changeEvent(event);
}

} // namespace cellwright
