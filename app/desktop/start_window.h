// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QVBoxLayout;

namespace cellwright {

/// What opens first: samples, recent files, and the ways to begin. Everything is reached with Tab and Enter.
class StartWindow : public QWidget {
    Q_OBJECT
public:
    explicit StartWindow(QWidget* parent = nullptr);

Q_SIGNALS:
    void sampleChosen(const QString& id);
    void fileChosen(const QString& path);
    void newRequested();
    void openRequested();

protected:
    void showEvent(QShowEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeHeader();
    QWidget* makeSamples();
    QWidget* makeRecent();
    void fillRecent();

    QVBoxLayout* recent_ = nullptr;
};

} // namespace cellwright
