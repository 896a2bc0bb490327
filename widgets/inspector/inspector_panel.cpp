// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/inspector/inspector_panel.h"

#include "widgets/document/document.h"
#include "widgets/document/selection.h"
#include "widgets/inspector/entity_form.h"
#include "widgets/inspector/scenario_page.h"
#include "widgets/theme/theme.h"

#include <QEvent>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QSet>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

QString countText(EntityKind kind, std::size_t count) {
    const auto text = [kind] {
        switch (kind) {
        case EntityKind::carrier:
            return InspectorPanel::tr("%1 carriers");
        case EntityKind::site:
            return InspectorPanel::tr("%1 sites");
        case EntityKind::userGroup:
            return InspectorPanel::tr("%1 user groups");
        case EntityKind::host:
            return InspectorPanel::tr("%1 hosts");
        case EntityKind::link:
            return InspectorPanel::tr("%1 links");
        case EntityKind::antenna:
            return InspectorPanel::tr("%1 antennas");
        case EntityKind::workload:
            return InspectorPanel::tr("%1 workloads");
        case EntityKind::deployment:
            return InspectorPanel::tr("%1 deployments");
        default:
            return InspectorPanel::tr("%1 objects");
        }
    };
    return text().arg(count);
}

bool sameKind(const EntityRefs& refs) {
    return std::all_of(refs.begin(), refs.end(),
                       [&](EntityRef ref) { return ref.kind == refs.front().kind; });
}

} // namespace

namespace {

/// Never narrower than what it holds: nothing is cut at the right.
class FittingArea : public QScrollArea {
public:
    using QScrollArea::QScrollArea;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (watched == widget() && event->type() == QEvent::LayoutRequest)
            setMinimumWidth(widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width());
        return QScrollArea::eventFilter(watched, event);
    }
};

} // namespace

class InspectorPanel::Private {
public:
    Private(InspectorPanel& panel, Document& document, Selection& selection)
        : panel_(panel)
        , document_(document)
        , selection_(selection) {}

    void build();
    void rebuild();
    void refresh(const ChangeEvent& event);
    void showFailure(const Error& error);
    bool showEntity(EntityRef entity);

    ChoiceProvider choices_;
    ChoiceBrowser browseModels_;

private:
    void showTitle();
    QWidget* makePage();
    void focusInside(QWidget* content);

    InspectorPanel& panel_;
    Document& document_;
    Selection& selection_;
    QLabel* title_ = nullptr;
    QLabel* subtitle_ = nullptr;
    QLabel* failure_ = nullptr;
    QScrollArea* area_ = nullptr;
    EntityRefs shown_;
    ScenarioId scenario_;
    Form* form_ = nullptr;
    ScenarioPage* page_ = nullptr;
    QSet<QString> open_{u"%1:1"_s.arg(int(EntityKind::properties)),
                        u"all:%1"_s.arg(int(EntityKind::deployment))};
};

void InspectorPanel::Private::build() {
    auto* layout = new QVBoxLayout(&panel_);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    title_ = new QLabel;
    title_->setFont(Theme::scaled(panel_.font(), 1.15, true));
    title_->setContentsMargins(8, 8, 8, 0);
    title_->setWordWrap(true);
    subtitle_ = new QLabel;
    subtitle_->setContentsMargins(8, 0, 8, 4);
    subtitle_->setWordWrap(true);
    subtitle_->setForegroundRole(QPalette::PlaceholderText);
    failure_ = new QLabel;
    failure_->setContentsMargins(8, 4, 8, 4);
    failure_->setWordWrap(true);
    failure_->hide();
    area_ = new FittingArea;
    area_->setWidgetResizable(true);
    area_->setFrameShape(QFrame::NoFrame);
    area_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (QWidget* part : {static_cast<QWidget*>(title_), static_cast<QWidget*>(subtitle_),
                          static_cast<QWidget*>(failure_), static_cast<QWidget*>(area_)})
        layout->addWidget(part);
    layout->setStretchFactor(area_, 1);
}

void InspectorPanel::Private::rebuild() {
    shown_ = selection_.refs();
    scenario_ = document_.currentScenario();
    form_ = nullptr;
    page_ = nullptr;
    failure_->hide();
    // The old page may be the sender of the signal that led here.
    if (QWidget* old = area_->takeWidget()) {
        old->hide();
        old->deleteLater();
    }
    auto* outer = new QWidget;
    auto* layout = new QVBoxLayout(outer);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(makePage());
    layout->addStretch(1);
    area_->setWidget(outer);
    showTitle();
}

QWidget* InspectorPanel::Private::makePage() {
    const fields::Context context{document_, choices_, browseModels_};
    if (document_.project().scenarios.empty()) {
        auto* empty =
            new QLabel(InspectorPanel::tr("This project has no scenario yet. Add one to begin planning."));
        empty->setWordWrap(true);
        empty->setMargin(16);
        return empty;
    }
    if (shown_.empty())
        return page_ = new ScenarioPage(context, open_);
    if (sameKind(shown_))
        return form_ = makeEntityForm(context, shown_);
    auto* mixed =
        new QLabel(InspectorPanel::tr("Objects of different kinds are selected. Select objects of one kind "
                                      "to edit what they have in common."));
    mixed->setWordWrap(true);
    mixed->setMargin(16);
    return mixed;
}

void InspectorPanel::Private::showTitle() {
    QString title;
    QString subtitle;
    if (document_.project().scenarios.empty()) {
        title = InspectorPanel::tr("Nothing to edit");
    } else if (shown_.empty()) {
        title = QString::fromStdString(document_.scenario().name);
        subtitle = InspectorPanel::tr("Nothing is selected: these are the settings of the whole scenario.");
    } else if (shown_.size() == 1) {
        const auto entity = entityOf(document_.scenario(), shown_.front());
        title = entity ? QString::fromStdString(nameOf(*entity)) : QString();
        const std::string_view kind = enumLabel(shown_.front().kind);
        subtitle = fields::translated(kind);
    } else if (sameKind(shown_)) {
        title = countText(shown_.front().kind, shown_.size());
        subtitle = InspectorPanel::tr("A change applies to all of them.");
    } else {
        title = InspectorPanel::tr("%1 objects").arg(shown_.size());
    }
    title_->setText(title);
    subtitle_->setText(subtitle);
    subtitle_->setVisible(!subtitle.isEmpty());
}

void InspectorPanel::Private::refresh(const ChangeEvent& event) {
    const bool hadPage = page_ || form_;
    if (event.scenarioSwitched || scenario_ != document_.currentScenario() ||
        hadPage == document_.project().scenarios.empty() || shown_ != selection_.refs())
        return rebuild();
    failure_->hide();
    if (form_)
        form_->refresh();
    if (page_)
        page_->refresh();
    showTitle();
}

void InspectorPanel::Private::showFailure(const Error& error) {
    if (form_)
        form_->refresh();
    if (page_)
        page_->refresh();
    QPalette colours = panel_.palette();
    colours.setColor(QPalette::WindowText, Theme::of(colours).bad);
    failure_->setPalette(colours);
    failure_->setText(QString::fromStdString(error.message()));
    failure_->show();
}

void InspectorPanel::Private::focusInside(QWidget* content) {
    if (!content)
        return;
    for (QWidget* child : content->findChildren<QWidget*>())
        if (child->focusPolicy() != Qt::NoFocus && child->isEnabled()) {
            child->setFocus(Qt::OtherFocusReason);
            break;
        }
    // The layout of a section that was just opened is not known before the event loop turns.
    QTimer::singleShot(0, content, [area = area_, content] { area->ensureWidgetVisible(content, 0, 40); });
}

bool InspectorPanel::Private::showEntity(EntityRef entity) {
    if (!entityOf(document_.scenario(), entity))
        return false;
    const bool listed = entity.kind != EntityKind::site && entity.kind != EntityKind::userGroup &&
                        entity.kind != EntityKind::host && entity.kind != EntityKind::link;
    if (!listed) {
        if (!selection_.contains(entity) || selection_.refs().size() != 1)
            selection_.set(entity);
        focusInside(form_);
        return true;
    }
    selection_.clear();
    if (!page_)
        rebuild();
    focusInside(page_ ? page_->reveal(entity) : nullptr);
    return true;
}

InspectorPanel::InspectorPanel(Document& document, Selection& selection, QWidget* parent)
    : QWidget(parent)
    , d_(std::make_unique<Private>(*this, document, selection)) {
    d_->build();
    d_->rebuild();
    connect(&document, &Document::changed, this, [this](const ChangeEvent& event) { d_->refresh(event); });
    connect(&document, &Document::failed, this, [this](const Error& error) { d_->showFailure(error); });
    connect(&selection, &Selection::changed, this, [this] { d_->rebuild(); });
}

InspectorPanel::~InspectorPanel() = default;

void InspectorPanel::setModelBrowser(ChoiceBrowser browser) {
    d_->browseModels_ = std::move(browser);
}

void InspectorPanel::setChoiceProvider(ChoiceProvider provider) {
    d_->choices_ = std::move(provider);
    d_->rebuild();
}

bool InspectorPanel::showEntity(EntityRef entity) {
    return d_->showEntity(entity);
}

QSize InspectorPanel::sizeHint() const {
    return {320, 600};
}

} // namespace cellwright
