// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/figures.h"

#include <QFrame>
#include <QPushButton>

#include <vector>

class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace cellwright {

/// A number that explains itself when it is clicked or pressed: looks like text, behaves like a link.
class NumberButton : public QPushButton {
    Q_OBJECT
public:
    explicit NumberButton(QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
};

/// One key figure: a number per scenario, each with its mark against the target.
class FigureCard : public QFrame {
    Q_OBJECT
public:
    explicit FigureCard(QWidget* parent = nullptr);

    struct Entry {
        KeyFigure figure;
        QString scenario; ///< shown where there are several entries
        ScenarioId id;
    };
    void setEntries(const QString& group, const std::vector<Entry>& entries);

Q_SIGNALS:
    void explainRequested(const QString& path, cellwright::ScenarioId scenario);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Row {
        QLabel* scenario;
        NumberButton* number;
        QLabel* interval; ///< of the prediction, behind the number
        QLabel* target;
    };
    void makeRows(std::size_t count);
    void showRow(std::size_t index, const QString& group, const Entry& entry, bool named);

    QLabel* title_;
    QLabel* caption_;
    QVBoxLayout* layout_;
    std::vector<Row> rows_;
    std::vector<Entry> entries_;
};

/// Cards beside each other, in as many rows as the width needs.
class CardRow : public QWidget {
    Q_OBJECT
public:
    explicit CardRow(QWidget* parent = nullptr);
    void setCards(const std::vector<FigureCard*>& cards);
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] int columnsAt(int width) const;
    [[nodiscard]] QSize cardSize() const;
    void arrange();
    std::vector<FigureCard*> cards_;
};

} // namespace cellwright
