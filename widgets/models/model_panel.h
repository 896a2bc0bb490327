// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/modelstrip/model_strip.h"

#include <QWidget>

#include <functional>
#include <vector>

class QHBoxLayout;
class QStackedWidget;
class QToolButton;

namespace cellwright {

class ChartPanel;
class LayersPanel;

/// The dock below the canvas: a deployment as a strip of layers, and under it pages that open with a button
/// each: the table of layers, where bytes and FLOP go, and the published quality. Pressing the button of the
/// open page closes it.
class ModelPanel : public QWidget {
    Q_OBJECT
public:
    explicit ModelPanel(Document& document, QWidget* parent = nullptr);
    ~ModelPanel() override;

    [[nodiscard]] ModelStrip& strip() { return *strip_; }

    /// Opens a page; -1 closes the open one.
    void openPage(int page);
    [[nodiscard]] int openedPage() const { return open_; }

    enum Page { Layers, Charts, Quality };

Q_SIGNALS:
    /// Another page is open, or none (-1): the dock needs more or less height.
    void opened(int page);

private:
    struct Entry {
        QToolButton* button;
        std::function<void(const StripData&)> refresh;
    };
    void addPage(const QString& title, const QString& help, QWidget* page,
                 std::function<void(const StripData&)> refresh);
    void refreshPage();

    ModelStrip* strip_;
    QHBoxLayout* row_;
    QStackedWidget* pages_;
    LayersPanel* layers_;
    std::vector<Entry> entries_;
    int open_ = -1;
};

} // namespace cellwright
