// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assess.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace cellwright {

/// The facts are read by the window and, at the same time, by an assessment under way: they share one copy.
using SharedFacts = std::shared_ptr<const Facts>;

/// Assesses snapshots of scenarios away from the window's thread. At most one computation runs; while it
/// does, only the newest request waits, so a drag is followed as fast as the computer can and never falls
/// behind.
class Assessor : public QObject {
    Q_OBJECT
public:
    explicit Assessor(QObject* parent = nullptr);
    ~Assessor() override;

    void request(std::vector<Scenario> scenarios, SharedFacts facts);
    void requestDerivation(Scenario scenario, SharedFacts facts, const QString& path);
    [[nodiscard]] bool busy() const { return running_; }

Q_SIGNALS:
    void assessed(const std::vector<cellwright::Assessment>& assessments);
    void derived(const QString& path, const cellwright::Expected<cellwright::Derivation>& derivation);

private:
    struct Job {
        std::vector<Scenario> scenarios;
        SharedFacts facts;
    };
    void start(Job job);

    std::optional<Job> waiting_;
    bool running_ = false;
    int derivation_ = 0; ///< number of the newest request; answers to older ones are dropped
};

} // namespace cellwright
