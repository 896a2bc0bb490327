// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/start_window.h"

#include "app/desktop/project_files.h"
#include "app/desktop/settings.h"
#include "data/samples/samples.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/theme.h"

#include <QAbstractButton>
#include <QCommandLinkButton>
#include <QDir>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace cellwright {

using namespace Qt::StringLiterals;

namespace {

QString text(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

QLabel* heading(const QString& words, double factor, QWidget* parent) {
    auto* label = new QLabel(words, parent);
    label->setFont(Theme::scaled(label->font(), factor, true));
    label->setWordWrap(true);
    return label;
}

void clear(QVBoxLayout* layout) {
    while (auto* item = layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

} // namespace

StartWindow::StartWindow(QWidget* parent)
    : QWidget(parent) {
    setWindowTitle(tr("Cellwright"));
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(48, 40, 48, 40);
    page->setSpacing(24);
    page->addWidget(makeHeader());
    auto* columns = new QHBoxLayout;
    columns->setSpacing(48);
    columns->addWidget(makeSamples(), 3);
    columns->addWidget(makeRecent(), 2);
    page->addLayout(columns, 1);
    resize(980, 520);
}

QWidget* StartWindow::makeHeader() {
    auto* header = new QWidget(this);
    auto* layout = new QVBoxLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(heading(tr("Cellwright"), 2.2, header));
    auto* line = new QLabel(
        tr("Draw a cellular network and the compute behind it, choose a language model, a precision and a "
           "cut, and see what that does to latency, energy, memory and privacy."),
        header);
    line->setWordWrap(true);
    layout->addWidget(line);
    return header;
}

QWidget* StartWindow::makeSamples() {
    auto* box = new QWidget(this);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(heading(tr("Start with a sample"), 1.25, box));
    for (const auto& sample : samples::all()) {
        auto* button = new QCommandLinkButton(text(sample.name), text(sample.about), box);
        button->setIcon(themedIcon(u"play"_s));
        button->setAccessibleName(tr("Open the sample %1").arg(text(sample.name)));
        connect(button, &QPushButton::clicked, this,
                [this, id = text(sample.id)] { Q_EMIT sampleChosen(id); });
        layout->addWidget(button);
    }
    layout->addStretch();
    return box;
}

QWidget* StartWindow::makeRecent() {
    auto* box = new QWidget(this);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(heading(tr("Or with your own"), 1.25, box));
    auto* create = new QPushButton(themedIcon(u"new"_s), tr("&New project"), box);
    auto* open = new QPushButton(themedIcon(u"open"_s), tr("&Open project…"), box);
    connect(create, &QPushButton::clicked, this, &StartWindow::newRequested);
    connect(open, &QPushButton::clicked, this, &StartWindow::openRequested);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(create);
    buttons->addWidget(open);
    layout->addLayout(buttons);
    layout->addSpacing(16);
    layout->addWidget(heading(tr("Recent projects"), 1.25, box));
    recent_ = new QVBoxLayout;
    layout->addLayout(recent_);
    layout->addStretch();
    return box;
}

void StartWindow::fillRecent() {
    clear(recent_);
    const auto files = Settings::recentFiles();
    if (files.isEmpty()) {
        auto* none = new QLabel(tr("Projects that you open appear here."), this);
        none->setWordWrap(true);
        recent_->addWidget(none);
    }
    for (const auto& path : files) {
        auto* button = new QPushButton(project_files::displayName(path), this);
        button->setFlat(true);
        button->setToolTip(QDir::toNativeSeparators(path));
        button->setAccessibleDescription(path);
        button->setStyleSheet(u"text-align: left; padding: 4px;"_s);
        connect(button, &QPushButton::clicked, this, [this, path] { Q_EMIT fileChosen(path); });
        recent_->addWidget(button);
    }
}

void StartWindow::showEvent(QShowEvent* event) {
    fillRecent();
    if (auto* first = findChild<QCommandLinkButton*>())
        first->setFocus();
    QWidget::showEvent(event);
}

/// Enter presses the button that has the focus, as people expect of a page of choices.
void StartWindow::keyPressEvent(QKeyEvent* event) {
    auto* button = qobject_cast<QAbstractButton*>(focusWidget());
    if (button && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter))
        button->click();
    else
        QWidget::keyPressEvent(event);
}

void StartWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        for (auto* button : findChildren<QCommandLinkButton*>())
            button->setIcon(themedIcon(u"play"_s));
    QWidget::changeEvent(event);
}

} // namespace cellwright
