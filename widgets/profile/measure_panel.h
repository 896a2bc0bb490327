// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/profile/measurement.h"

#include <QFrame>

#include <vector>

class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;
class QRadioButton;
class QStackedWidget;

namespace cellwright {

/// What to measure, and how far the measurement is: two faces of one strip, so that nothing opens in the way.
class MeasurePanel : public QFrame {
    Q_OBJECT
public:
    explicit MeasurePanel(Measurement& measurement, QWidget* parent = nullptr);

    /// Whose kernels can be chosen; those that are not available are shown with the reason. `cores` bounds
    /// the threads.
    void setChoices(const std::vector<kernels::ProviderInfo>& providers, int cores);
    /// As chosen. Without a choice of providers the profiler decides.
    [[nodiscard]] kernels::ProfileOptions options() const;
    void focusFirst();

public Q_SLOTS:
    void start();

Q_SIGNALS:
    /// The user wants it out of the way.
    void dismissed();

private:
    QWidget* makeChoices();
    QWidget* makeProgress();
    void showFace(int index);
    void showProgress(double fraction, const QString& what, double left);

    Measurement& measurement_;
    QStackedWidget* faces_;
    QRadioButton *quick_ = nullptr, *full_ = nullptr;
    QComboBox* threads_ = nullptr;
    QHBoxLayout* providerRow_ = nullptr;
    QLabel* providerLabel_ = nullptr;
    std::vector<QCheckBox*> providers_;
    QPushButton *start_ = nullptr, *cancel_ = nullptr;
    QProgressBar* progress_ = nullptr;
    QLabel *what_ = nullptr, *left_ = nullptr;
};

} // namespace cellwright
