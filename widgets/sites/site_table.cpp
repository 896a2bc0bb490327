// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/sites/site_table.h"

#include "widgets/document/entity_lists.h"
#include "widgets/document/site_commands.h"
#include "widgets/sites/site_filter.h"
#include "widgets/sites/site_table_model.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/theme.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <map>
#include <set>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

/// Offers the choices of a column where it has any; else a line of text.
class CellDelegate : public QStyledItemDelegate {
public:
    CellDelegate(Document& document, QObject* parent)
        : QStyledItemDelegate(parent)
        , document_(document) {}

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override {
        const auto& column = siteColumns()[std::size_t(index.column())];
        if (!column.choices)
            return QStyledItemDelegate::createEditor(parent, option, index);
        auto* combo = new QComboBox(parent);
        combo->addItems(column.choices(document_.scenario()));
        connect(combo, &QComboBox::activated, this, [this, combo] {
            auto* self = const_cast<CellDelegate*>(this);
            Q_EMIT self->commitData(combo);
            Q_EMIT self->closeEditor(combo);
        });
        return combo;
    }
    void setEditorData(QWidget* editor, const QModelIndex& index) const override {
        if (auto* combo = qobject_cast<QComboBox*>(editor))
            combo->setCurrentText(index.data(Qt::EditRole).toString());
        else
            QStyledItemDelegate::setEditorData(editor, index);
    }
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override {
        if (auto* combo = qobject_cast<QComboBox*>(editor))
            model->setData(index, combo->currentText());
        else
            QStyledItemDelegate::setModelData(editor, model, index);
    }

private:
    Document& document_;
};

/// Lines of cells, as spreadsheets copy them; a last line break ends the last line.
QList<QStringList> blockOf(QString text) {
    text.remove(u'\r');
    if (text.endsWith(u'\n'))
        text.chop(1);
    QList<QStringList> block;
    for (const QString& line : text.split(u'\n'))
        block << line.split(u'\t');
    return block;
}

} // namespace

SiteTable::SiteTable(Document& document, Selection& selection, QWidget* parent)
    : QWidget(parent)
    , document_(document)
    , selection_(selection)
    , model_(new SiteTableModel(document, this))
    , proxy_(new SiteFilter(this))
    , view_(new QTableView)
    , filter_(new QLineEdit)
    , count_(new QLabel)
    , message_(new QLabel)
    , empty_(new QLabel(tr("No sites yet: place one (F3), make a grid or import a file."))) {
    proxy_->setSourceModel(model_);
    filter_->setPlaceholderText(tr("Filter: words, STATUS=candidate, HEIGHT>30, PCI="));
    filter_->setAccessibleName(tr("Filter the table of sites"));
    filter_->setClearButtonEnabled(true);
    auto* grid = new QPushButton(themedIcon(u"grid-sites"_s), tr("Hexagonal &grid…"));
    connect(grid, &QPushButton::clicked, this, &SiteTable::gridRequested);
    auto* top = new QHBoxLayout;
    top->addWidget(filter_, 1);
    top->addWidget(count_);
    top->addWidget(grid);
    message_->setWordWrap(true);
    message_->hide();
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 6);
    layout->setSpacing(4);
    layout->addLayout(top);
    layout->addWidget(view_, 1);
    layout->addWidget(empty_, 1);
    layout->addWidget(message_);
    makeView();
    makeActions();
    connect(filter_, &QLineEdit::textChanged, proxy_, &SiteFilter::setWords);
    connect(filter_, &QLineEdit::textChanged, this, &SiteTable::showCount);
    connect(model_, &SiteTableModel::refused, this, &SiteTable::say);
    connect(model_, &QAbstractItemModel::modelReset, this, [this] {
        showCount();
        showSelection();
    });
    connect(&document_, &Document::historyChanged, this, [this] { say({}); });
    connect(&selection_, &Selection::changed, this, &SiteTable::showSelection);
    showCount();
    showSelection();
}

SiteTable::~SiteTable() = default;

void SiteTable::makeView() {
    view_->setModel(proxy_);
    view_->setItemDelegate(new CellDelegate(document_, view_));
    view_->setSortingEnabled(true);
    view_->sortByColumn(-1, Qt::AscendingOrder);
    view_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    view_->setAlternatingRowColors(true);
    view_->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                           QAbstractItemView::AnyKeyPressed);
    view_->setAccessibleName(tr("Table of sites"));
    view_->setContextMenuPolicy(Qt::NoContextMenu); // the menu is ours
    view_->verticalHeader()->setDefaultSectionSize(view_->fontMetrics().height() + 8);
    view_->verticalHeader()->setMinimumWidth(28);
    view_->horizontalHeader()->setHighlightSections(false);
    view_->setFont(Theme::numberFont(view_->font()));
    for (int column = 0; column < proxy_->columnCount(); ++column) {
        const QString name = proxy_->headerData(column, Qt::Horizontal).toString();
        const bool wide = name == u"SITE" || name == u"CARRIER" || name == u"STATUS";
        const int head = view_->fontMetrics().horizontalAdvance(name) + 30; // the arrow of sorting
        view_->setColumnWidth(column, std::max(head, wide ? 110 : 58));
    }
    connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &SiteTable::takeSelection);
}

/// The keys are taken in eventFilter(): as shortcuts they would compete with those of the window.
void SiteTable::makeActions() {
    const auto add = [this](const QString& text, const QKeySequence& keys, auto run) {
        auto* action = new QAction(
            keys.isEmpty() ? text : text + u'\t' + keys.toString(QKeySequence::NativeText), view_);
        action->setData(keys.toString());
        connect(action, &QAction::triggered, this, run);
        view_->addAction(action);
    };
    add(tr("&Copy"), QKeySequence::Copy, [this] { QGuiApplication::clipboard()->setText(selectedText()); });
    add(tr("&Paste"), QKeySequence::Paste, [this] { paste(QGuiApplication::clipboard()->text()); });
    add(tr("Fill &down"), QKeySequence(u"Ctrl+D"_s), [this] { fillDown(); });
    add(tr("C&lear"), QKeySequence(Qt::Key_Delete), [this] { clearCells(); });
    add(tr("Switch site &on or off"), {}, [this] { commands::toggleOn(document_, selection_.refs()); });
    add(tr("Loc&k or unlock site"), {}, [this] { commands::toggleLocked(document_, selection_.refs()); });
    add(tr("&Show on the map"), {}, [this] { Q_EMIT revealRequested(selection_.primary()); });
    view_->installEventFilter(this);
}

QAction* SiteTable::actionOf(const QKeyEvent& event) const {
    const QKeySequence pressed(event.keyCombination());
    for (auto* action : view_->actions())
        if (const QString keys = action->data().toString(); !keys.isEmpty() && QKeySequence(keys) == pressed)
            return action;
    return nullptr;
}

bool SiteTable::eventFilter(QObject* object, QEvent* event) {
    const bool asked = event->type() == QEvent::ShortcutOverride, pressed = event->type() == QEvent::KeyPress;
    if (object != view_ || !(asked || pressed))
        return QWidget::eventFilter(object, event);
    auto* action = actionOf(*static_cast<QKeyEvent*>(event));
    if (!action)
        return QWidget::eventFilter(object, event);
    if (pressed)
        action->trigger();
    event->accept();
    return true;
}

void SiteTable::contextMenuEvent(QContextMenuEvent* event) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(view_->actions());
    menu->popup(event->globalPos());
}

void SiteTable::showCount() {
    const int all = model_->rowCount(), shown = proxy_->rowCount();
    count_->setText(shown == all ? tr("%1 sectors").arg(all) : tr("%1 of %2 sectors").arg(shown).arg(all));
    view_->setVisible(all > 0);
    empty_->setVisible(all == 0);
}

void SiteTable::say(const QString& problem) {
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, Theme::of(colours).bad);
    message_->setPalette(colours);
    message_->setText(problem);
    message_->setVisible(!problem.isEmpty());
}

void SiteTable::showSelection() {
    if (following_)
        return;
    const QScopedValueRollback guard(following_, true);
    QItemSelection rows;
    QModelIndex first;
    for (const EntityRef ref : selection_.refs()) {
        if (ref.kind != EntityKind::site)
            continue;
        const auto [begin, end] = model_->rowsOf(SiteId{ref.id});
        for (int row = begin; row < end; ++row)
            if (const QModelIndex index = proxy_->mapFromSource(model_->index(row, 0)); index.isValid()) {
                rows.select(index, index.siblingAtColumn(proxy_->columnCount() - 1));
                first = first.isValid() ? first : index;
            }
    }
    view_->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect);
    if (first.isValid()) {
        view_->selectionModel()->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
        view_->scrollTo(first);
    }
}

void SiteTable::takeSelection() {
    if (following_)
        return;
    const QScopedValueRollback guard(following_, true);
    EntityRefs refs;
    std::set<SiteId> seen;
    for (const QModelIndex& index : view_->selectionModel()->selectedIndexes()) {
        const SiteId site = model_->row(proxy_->mapToSource(index).row()).site;
        if (seen.insert(site).second)
            refs.push_back({EntityKind::site, site.value});
    }
    selection_.set(std::move(refs));
}

QString SiteTable::selectedText() const {
    std::map<int, std::map<int, QString>> rows;
    for (const QModelIndex& index : view_->selectionModel()->selectedIndexes())
        rows[index.row()][index.column()] = index.data(Qt::EditRole).toString();
    QStringList lines;
    for (const auto& [row, cells] : rows) {
        QStringList line;
        for (const auto& [column, text] : cells)
            line << text;
        lines << line.join(u'\t');
    }
    return lines.join(u'\n');
}

/// The selected cells; of whole rows (as the map selects them) only those of the current column.
QModelIndexList SiteTable::targets() const {
    QModelIndexList all = view_->selectionModel()->selectedIndexes();
    const QModelIndex current = view_->currentIndex();
    const bool wholeRows = view_->selectionModel()->isRowSelected(current.row());
    if (wholeRows)
        all.removeIf([&](const QModelIndex& index) { return index.column() != current.column(); });
    std::sort(all.begin(), all.end());
    return all;
}

bool SiteTable::paste(const QString& text) {
    const auto block = blockOf(text);
    const QModelIndex start = view_->currentIndex();
    if (text.isEmpty() || !start.isValid())
        return false;
    std::vector<SiteTableModel::CellText> cells;
    const bool single = block.size() == 1 && block.front().size() == 1;
    if (single)
        for (const QModelIndex& index : targets())
            cells.emplace_back(proxy_->mapToSource(index), block.front().front());
    else
        for (int row = 0; row < block.size(); ++row)
            for (int column = 0; column < block[row].size(); ++column) {
                const QModelIndex index = start.siblingAtRow(start.row() + row);
                const QModelIndex cell =
                    index.isValid() ? index.siblingAtColumn(start.column() + column) : index;
                if (!cell.isValid()) {
                    say(tr("The copied block of %1 × %2 cells does not fit below and right of the current "
                           "cell.")
                            .arg(block.size())
                            .arg(block[row].size()));
                    return false;
                }
                cells.emplace_back(proxy_->mapToSource(cell), block[row][column]);
            }
    // What is the same anyway need not be editable: blocks may hold BEAMWIDTH.
    std::erase_if(cells,
                  [](const auto& cell) { return cell.first.data(Qt::EditRole).toString() == cell.second; });
    return model_->setTexts(tr("Paste %1 cells").arg(cells.size()), cells);
}

bool SiteTable::fillDown() {
    std::map<int, QString> first;
    std::vector<SiteTableModel::CellText> cells;
    for (const QModelIndex& index : targets()) {
        const auto [at, fresh] = first.try_emplace(index.column(), index.data(Qt::EditRole).toString());
        if (!fresh)
            cells.emplace_back(proxy_->mapToSource(index), at->second);
    }
    if (cells.empty()) {
        say(tr("Select several cells of a column: the first one fills the others."));
        return false;
    }
    return model_->setTexts(tr("Fill %1 cells").arg(cells.size()), cells);
}

bool SiteTable::clearCells() {
    std::vector<SiteTableModel::CellText> cells;
    for (const QModelIndex& index : targets())
        cells.emplace_back(proxy_->mapToSource(index), QString());
    return model_->setTexts(tr("Clear %1 cells").arg(cells.size()), cells);
}

} // namespace cellwright
