// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assess.h"
#include "widgets/document/document.h"
#include "widgets/planning/newest_job.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QTimer>
#include <QVBoxLayout>
#include <QWidget>

#include <memory>
#include <optional>

namespace cellwright {

/// A panel about one group of users whose answer is computed away from the window's thread: anew whenever the
/// scenario changes, but only while somebody sees the panel. What derives from it says how to compute and to
/// show.
template <class Answer>
class GroupJobPanel : public QWidget {
public:
    void setFacts(std::shared_ptr<const Facts> facts) {
        facts_ = std::move(facts);
        ask();
    }
    [[nodiscard]] const std::optional<Answer>& answer() const { return answer_; }
    /// Whether an answer is still to come.
    [[nodiscard]] bool pending() const { return job_.busy() || pause_->isActive(); }

protected:
    using Compute = Expected<Answer> (*)(const Scenario&, const Facts&, std::size_t group);

    GroupJobPanel(Document& document, Compute compute, QWidget* parent)
        : QWidget(parent)
        , document_(document)
        , compute_(compute)
        , job_(this)
        , pause_(new QTimer(this))
        , group_(new QComboBox)
        , message_(new QLabel) {
        group_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        message_->setWordWrap(true);
        auto* row = new QHBoxLayout;
        row->addWidget(group_);
        row->addWidget(message_, 1);
        layout_ = new QVBoxLayout(this);
        layout_->setContentsMargins(6, 4, 6, 6);
        layout_->addLayout(row);
        pause_->setSingleShot(true);
        pause_->setInterval(120);
        QObject::connect(pause_, &QTimer::timeout, this, [this] { ask(); });
        QObject::connect(group_, &QComboBox::activated, this, [this] { ask(); });
        QObject::connect(&document_, &Document::changed, this, [this](const ChangeEvent&) {
            fillGroups();
            if (isVisible())
                pause_->start();
        });
        fillGroups();
    }

    /// Shows the answer; or nothing, where there is none.
    virtual void showAnswer() = 0;

    void showEvent(QShowEvent* event) override {
        QWidget::showEvent(event);
        ask();
    }

    Document& document_;
    QVBoxLayout* layout_ = nullptr;
    QComboBox* group() const { return group_; }
    QLabel* message() const { return message_; }

private:
    void fillGroups() {
        const QString chosen = group_->currentText();
        group_->clear();
        for (const auto& each : document_.scenario().topology.groups)
            group_->addItem(QString::fromStdString(each.name));
        group_->setCurrentIndex(std::max(0, group_->findText(chosen)));
        group_->setEnabled(group_->count() > 0);
    }
    void ask() {
        if (!facts_ || !isVisible())
            return;
        job_.run([scenario = document_.scenario(), facts = facts_, compute = compute_,
                  index = std::size_t(std::max(0, group_->currentIndex()))](
                     const auto&) { return compute(scenario, *facts, index); },
                 [this](const Expected<Answer>& answer) {
                     answer_ = answer ? std::optional(*answer) : std::nullopt;
                     message_->setText(answer ? QString() : QString::fromStdString(answer.error().message()));
                     showAnswer();
                 });
    }

    Compute compute_;
    std::shared_ptr<const Facts> facts_;
    std::optional<Answer> answer_;
    NewestJob<Expected<Answer>> job_;
    QTimer* pause_;
    QComboBox* group_;
    QLabel* message_;
};

} // namespace cellwright
