// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

#include <vector>

class QBoxLayout;

namespace cellwright {

class ChartPanel;

/// Charts beside each other where there is room, else below each other; scrolls where they are too tall.
class ChartBox : public QScrollArea {
    Q_OBJECT
public:
    explicit ChartBox(const std::vector<ChartPanel*>& charts, QWidget* parent = nullptr);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QBoxLayout* layout_;
};

} // namespace cellwright
