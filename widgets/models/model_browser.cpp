// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/model_browser.h"

#include "widgets/document/folders.h"
#include "widgets/explain/badge_delegate.h"
#include "widgets/models/browser_table.h"
#include "widgets/models/fact_sheet.h"
#include "widgets/models/table_copy.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/theme.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

/// A model of the project as an entry beside those of the catalogue.
catalogue::ModelEntry ownEntry(const llm::Model& model) {
    catalogue::ModelEntry entry;
    entry.id = model.id;
    entry.name = ModelBrowser::tr("%1 (this project)")
                     .arg(QString::fromStdString(model.name.empty() ? model.id : model.name))
                     .toStdString();
    entry.family = model.family;
    entry.kind = !model.generates()         ? "encoder"
                 : model.isEncoderDecoder() ? "encoder-decoder"
                 : !model.towers.empty()    ? "multimodal"
                                            : "text";
    entry.licence = model.licence;
    entry.source = model.source;
    entry.date = model.date;
    entry.note = model.note;
    entry.verified = model.verified;
    entry.model = &model;
    entry.count = llm::countParameters(model);
    return entry;
}

} // namespace

ModelBrowser::ModelBrowser(QWidget* parent)
    : QDialog(parent)
    , filter_(new FilterBar)
    , table_(new BrowserTable(this))
    , view_(new QTableView)
    , pages_(new QStackedWidget)
    , sheet_(new FactSheet) {
    setWindowTitle(tr("Models"));
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(8);
    layout->addWidget(filter_);
    buildTable();
    auto* splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    pages_->addWidget(view_);
    pages_->addWidget(makeEmptyPage());
    splitter->addWidget(pages_);
    splitter->addWidget(sheet_);
    splitter->setStretchFactor(0, 5);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({860, 310});
    layout->addWidget(splitter, 1);
    layout->addWidget(makeFooter());
    filter_->search()->installEventFilter(this);
    view_->installEventFilter(this);
    connect(filter_, &FilterBar::changed, this, &ModelBrowser::refill);
    setModels(std::make_shared<const Models>(), {});
    resize(QSize(1200, 720).boundedTo(screen()->availableGeometry().size() - QSize(40, 80)));
    filter_->search()->setFocus();
}

ModelBrowser::~ModelBrowser() = default;

void ModelBrowser::buildTable() {
    view_->setModel(table_);
    view_->setAccessibleName(tr("Models"));
    view_->setSelectionBehavior(QAbstractItemView::SelectRows);
    view_->setSelectionMode(QAbstractItemView::SingleSelection);
    view_->setItemDelegateForColumn(BrowserTable::Facts, new BadgeDelegate(view_));
    view_->setAlternatingRowColors(true);
    view_->setShowGrid(false);
    view_->setWordWrap(false);
    view_->setTabKeyNavigation(false);
    view_->verticalHeader()->hide();
    view_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 9);
    auto* header = view_->horizontalHeader();
    header->setHighlightSections(false);
    header->setStretchLastSection(false);
    header->setSectionResizeMode(BrowserTable::Name, QHeaderView::Stretch);
    // Widths for what columns hold at most, so that they do not jump while the list is filtered.
    const std::pair<int, QString> widest[] = {
        {BrowserTable::Kind, u"multimodal"_s},    {BrowserTable::Parameters, u"Parameters_"_s},
        {BrowserTable::Active, u"0.135B_"_s},     {BrowserTable::Layers, u"Layers_"_s},
        {BrowserTable::Context, u"10,485,760"_s}, {BrowserTable::Licence, u"CC-BY-NC-4.0 xx"_s},
        {BrowserTable::Memory, u"≥ 1.23 GB"_s},   {BrowserTable::Facts, u"unverified___"_s}};
    for (const auto& [column, text] : widest)
        header->resizeSection(column, fontMetrics().horizontalAdvance(text) + 12);
    header->setMinimumSectionSize(fontMetrics().horizontalAdvance(u"0000"_s));
    header->setSortIndicatorClearable(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    view_->setSortingEnabled(true);
    makeCopyable(view_);
    connect(view_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ModelBrowser::showSelected);
    connect(view_, &QTableView::doubleClicked, this, &ModelBrowser::use);
}

QWidget* ModelBrowser::makeEmptyPage() {
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    auto* words = new QLabel(tr("No model matches."));
    words->setFont(Theme::scaled(font(), 1.25, true));
    words->setAlignment(Qt::AlignCenter);
    auto* clear = new QPushButton(tr("Cl&ear the filters"));
    clear->setAutoDefault(false);
    connect(clear, &QPushButton::clicked, this, [this] {
        filter_->clear();
        filter_->search()->setFocus();
    });
    layout->addStretch(2);
    layout->addWidget(words);
    layout->addWidget(clear, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    return page;
}

QWidget* ModelBrowser::makeFooter() {
    auto* footer = new QWidget;
    auto* row = new QHBoxLayout(footer);
    row->setContentsMargins(0, 0, 0, 0);
    import_ = new QPushButton(themedIcon(u"import"_s), tr("&Import…"));
    import_->setToolTip(tr("Reads a config.json, a GGUF or a safetensors file into this project"));
    import_->hide();
    count_ = new QLabel;
    message_ = new QLabel;
    message_->setWordWrap(true);
    message_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* close = new QPushButton(tr("Close"));
    use_ = new QPushButton(themedIcon(u"ok"_s), tr("&Use this model"));
    for (QPushButton* button : {import_, close, use_})
        button->setAutoDefault(false);
    row->addWidget(import_);
    row->addWidget(count_);
    row->addWidget(message_, 1);
    row->addWidget(close);
    row->addWidget(use_);
    connect(import_, &QPushButton::clicked, this, &ModelBrowser::chooseFile);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(use_, &QPushButton::clicked, this, &ModelBrowser::use);
    return footer;
}

void ModelBrowser::setModels(std::shared_ptr<const Models> models, const std::set<std::string>& own) {
    const auto* before = selected();
    const std::string id = before ? before->id : std::string();
    table_->setRows({});
    search_.reset();
    models_ = std::move(models);
    entries_.clear();
    for (const std::string& name : own)
        if (const auto model = models_->find(name); model != models_->end())
            entries_.push_back(ownEntry(model->second));
    for (const catalogue::ModelEntry& entry : catalogue::modelEntries())
        if (!own.contains(entry.id))
            entries_.push_back(entry);
    search_ = std::make_unique<catalogue::ModelSearch>(entries_);
    filter_->setEntries(entries_);
    refill();
    if (!id.empty())
        select(id);
}

void ModelBrowser::setMemories(const std::vector<MemoryChoice>& memories) {
    filter_->setMemories(memories);
}

void ModelBrowser::setUse(const catalogue::ModelFilter& use) {
    filter_->setUse(use);
    refill();
}

void ModelBrowser::setTarget(const QString& deployment) {
    target_ = deployment;
    use_->setVisible(!target_.isEmpty());
    setWindowTitle(target_.isEmpty() ? tr("Models") : tr("Choose a model for “%1”").arg(target_));
    showSelected();
}

void ModelBrowser::setImporter(Importer importer) {
    importer_ = std::move(importer);
    import_->setVisible(bool(importer_));
}

void ModelBrowser::select(const std::string& id) {
    const int row = table_->find(id);
    if (row < 0)
        return;
    view_->selectRow(row);
    view_->scrollTo(table_->index(row, 0), QAbstractItemView::PositionAtCenter);
}

const catalogue::ModelEntry* ModelBrowser::selected() const {
    const auto* row = table_->at(view_->currentIndex().row());
    return row ? row->entry : nullptr;
}

/// What was chosen stays chosen as long as it passes.
void ModelBrowser::refill() {
    if (!search_)
        return;
    const auto* before = selected();
    table_->setRows(search_->rows(filter_->filter()));
    const int count = table_->rowCount();
    pages_->setCurrentIndex(count == 0 ? 1 : 0);
    count_->setText(filter_->restricts() ? tr("%1 of %2 models").arg(count).arg(entries_.size())
                                         : tr("%1 models").arg(count));
    const int row = before ? table_->find(before->id) : -1;
    if (count > 0)
        view_->selectRow(std::max(0, row));
    showSelected();
}

void ModelBrowser::showSelected() {
    const auto* row = table_->at(view_->currentIndex().row());
    message_->clear();
    if (row)
        sheet_->showModel(*row, filter_->filter());
    else
        sheet_->showNothing();
    const QString obstacle = row ? obstacleTo(*row->entry) : tr("No model is chosen.");
    use_->setEnabled(obstacle.isEmpty() && !target_.isEmpty());
    use_->setToolTip(obstacle);
}

void ModelBrowser::use() {
    const auto* entry = selected();
    if (!entry || target_.isEmpty())
        return;
    if (const QString obstacle = obstacleTo(*entry); !obstacle.isEmpty())
        return say(obstacle, true);
    Q_EMIT modelChosen(QString::fromStdString(entry->id));
    accept();
}

void ModelBrowser::chooseFile() {
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Import a model"), documentsFolder(),
                                     tr("Models (*.json *.gguf *.safetensors);;All files (*)"));
    if (!path.isEmpty())
        importFile(path);
}

void ModelBrowser::importFile(const QString& path) {
    if (!importer_)
        return;
    const auto id = importer_(path);
    if (!id)
        return say(QString::fromStdString(id.error().message()), true);
    filter_->clear();
    select(*id);
    say(tr("Imported as “%1”.").arg(QString::fromStdString(*id)), false);
}

void ModelBrowser::say(const QString& message, bool bad) {
    const Theme& theme = Theme::of(palette());
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, bad ? theme.bad : theme.good);
    message_->setPalette(colours);
    message_->setText((bad ? u"⚠ "_s : u"✓ "_s) + message);
}

/// From the search field the arrows walk through the table; Enter in either uses the model.
bool ModelBrowser::eventFilter(QObject* object, QEvent* event) {
    if (event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(object, event);
    auto* key = static_cast<QKeyEvent*>(event);
    switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        use();
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        if (object != filter_->search())
            break;
        // The view moves its current row and keeps the focus where it is.
        view_->removeEventFilter(this);
        QCoreApplication::sendEvent(view_, key);
        view_->installEventFilter(this);
        return true;
    default:
        break;
    }
    return QDialog::eventFilter(object, event);
}

} // namespace cellwright
