// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/desktop.h"

#include "app/desktop/main_window.h"
#include "app/desktop/project_files.h"
#include "app/desktop/settings.h"
#include "app/desktop/start_window.h"
#include "data/samples/samples.h"
#include "widgets/document/folders.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>

namespace cellwright {

Desktop::Desktop(QObject* parent)
    : QObject(parent) {
    theme_.setChoice(Settings::theme());
}
Desktop::~Desktop() {
    delete window_;
}

void Desktop::showStartPage() {
    if (!start_) {
        start_ = std::make_unique<StartWindow>();
        connect(start_.get(), &StartWindow::sampleChosen, this, &Desktop::openSample);
        connect(start_.get(), &StartWindow::fileChosen, this, &Desktop::openFile);
        connect(start_.get(), &StartWindow::newRequested, this, &Desktop::openNew);
        connect(start_.get(), &StartWindow::openRequested, this, &Desktop::chooseFile);
    }
    start_->show();
    start_->raise();
    start_->activateWindow();
}

MainWindow* Desktop::openFile(const QString& path) {
    if (window_ &&
        QFileInfo(path) == QFileInfo(window_->path())) { // already open: its own lock would be in the way
        if (start_)
            start_->hide();
        window_->raise();
        window_->activateWindow();
        return window_;
    }
    return openStore(project_files::open(path));
}

MainWindow* Desktop::openSample(const QString& id) {
    return openStore(samples::find(id.toStdString()).and_then([](const samples::Sample& sample) {
        return project_files::draft(sample.make());
    }));
}

MainWindow* Desktop::openNew() {
    return openStore(project_files::draft(project_files::emptyProject()));
}

void Desktop::chooseFile() {
    const QString folder = documentsFolder();
    const QString path =
        QFileDialog::getOpenFileName(window_, tr("Open a project"), folder, project_files::openFilter());
    if (!path.isEmpty())
        openFile(path);
}

MainWindow* Desktop::openStore(Expected<ProjectStore> store) {
    if (!store) {
        complain(store.error());
        return nullptr;
    }
    auto* window = new MainWindow(std::move(*store), theme_);
    connect(window, &MainWindow::newRequested, this, &Desktop::openNew);
    connect(window, &MainWindow::openRequested, this, &Desktop::chooseFile);
    connect(window, &MainWindow::fileRequested, this, &Desktop::openFile);
    connect(window, &MainWindow::startPageRequested, this, &Desktop::showStartPage);
    // Drafts too: after a crash the start page offers what was being drawn.
    Settings::addRecentFile(window->path());
    window->show();
    if (start_)
        start_->hide();
    if (window_) // one project at a time: the new window takes the place of the old one
        window_->close();
    window_ = window;
    return window;
}

void Desktop::complain(const Error& error) {
    QWidget* parent = window_ ? static_cast<QWidget*>(window_) : start_.get();
    QMessageBox box(QMessageBox::Warning, tr("Cellwright"), QString::fromStdString(error.what),
                    QMessageBox::Ok, parent);
    box.setInformativeText(
        QString::fromStdString(error.where + (error.remedy.empty() ? "" : "\n" + error.remedy)));
    box.exec();
}

} // namespace cellwright
