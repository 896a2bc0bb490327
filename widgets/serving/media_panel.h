// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/modes/media_choice.h"
#include "widgets/serving/group_job_panel.h"

class QTreeWidget;

namespace cellwright {

/// Uploading media, uploading what the device's tower made of them, or splitting the model: times, energy,
/// bytes, and the uplink rate at which each is as fast as uploading.
class MediaPanel : public GroupJobPanel<MediaComparison> {
    Q_OBJECT
public:
    explicit MediaPanel(Document& document, QWidget* parent = nullptr);

protected:
    void showAnswer() override;

private:
    QTreeWidget* table_;
};

} // namespace cellwright
