// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/derivation.h"

#include <QWidget>

#include <optional>

class QLabel;
class QStackedWidget;
class QToolButton;
class QTreeView;

namespace cellwright {

class DerivationModel;

/// Shows how a number follows from its inputs, down to catalogue facts and what the user typed: a tree to
/// open by mouse or keyboard, with formula, numbers, kind of knowledge and source. Copyable as text.
class ExplainPanel : public QWidget {
    Q_OBJECT
public:
    explicit ExplainPanel(QWidget* parent = nullptr);

    void setDerivation(Derivation derivation);
    /// Why there is nothing to show.
    void setProblem(const QString& message);
    void clear();

    /// The whole tree as indented lines.
    [[nodiscard]] QString text() const;
    [[nodiscard]] DerivationModel& model() const { return *model_; }

public Q_SLOTS:
    void copyText() const;

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeEmptyPage();
    QWidget* makeTreePage();
    void makeTree();
    void showTrail();
    void showDetail();
    void follow(const QString& link);
    void arrangeColumns();

    std::optional<Derivation> derivation_;
    DerivationModel* model_;
    QStackedWidget* pages_;
    QLabel* empty_ = nullptr;
    QLabel* headline_ = nullptr;
    QLabel* trail_ = nullptr;
    QLabel* detail_ = nullptr;
    QTreeView* tree_ = nullptr;
    QToolButton* copy_ = nullptr;
};

} // namespace cellwright
