// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assess.h"
#include "analytics/radio/profile.h"
#include "widgets/document/document.h"
#include "widgets/planning/newest_job.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QComboBox;
class QLabel;
class QTimer;
class QTreeWidget;

namespace cellwright {

class PathChart;

/// The link between one sector and one place: geometry, first Fresnel zone and the budgets of both
/// directions, line by line. Follows the scenario.
class PathView : public QWidget {
    Q_OBJECT
public:
    explicit PathView(Document& document, QWidget* parent = nullptr);
    ~PathView() override;

    /// The models and devices of the scenario: coupled loads follow from what they send.
    void setFacts(std::shared_ptr<const Facts> facts);
    /// From a place near a site (its sectors are offered; else those of the nearest site) to a place.
    void setPath(Position from, Position to);
    [[nodiscard]] const std::optional<radio::PathProfile>& profile() const { return profile_; }

Q_SIGNALS:
    void computed();
    /// A line of the budget was activated: how its rate came about.
    void explainRequested(const cellwright::Derivation& derivation);

private:
    using Profiles = std::vector<radio::PathProfile>;
    void fillGroups();
    void request();
    void take(const Expected<Profiles>& profiles);
    void showProfile(const radio::PathProfile& profile);
    void fillBudget(const radio::PathProfile& profile);

    Document& document_;
    std::shared_ptr<const Facts> facts_;
    std::optional<Position> to_;
    SiteId site_;
    SectorId sector_; ///< chosen by the person; null: the one that arrives strongest
    Profiles profiles_;
    std::optional<radio::PathProfile> profile_;
    NewestJob<Expected<Profiles>> job_;
    QComboBox *sectors_, *group_;
    QLabel *geometry_, *message_;
    PathChart* chart_;
    QTreeWidget* budget_;
    QTimer* pause_;
};

} // namespace cellwright
