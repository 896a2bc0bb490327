// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/support/sample_profile.h"
#include "widgets/profile/measure_panel.h"
#include "widgets/profile/measurement.h"
#include "widgets/profile/profile_view.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <chrono>
#include <thread>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

/// Reports once, then waits until it is stopped or let go.
struct SlowProfiler {
    std::atomic<bool> release = false;
    kernels::ProfileOptions asked;
    Expected<kernels::Profile> operator()(const kernels::ProfileOptions& options,
                                          const kernels::ProfileProgress& progress,
                                          const std::stop_token& stop) {
        asked = options;
        progress(0.4, "matvec q4_0");
        while (!release && !stop.stop_requested())
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        if (stop.stop_requested())
            return failure("cancelled");
        return sampleProfile();
    }
};

QPushButton* button(const QWidget& view, const QString& part) {
    for (QPushButton* each : view.findChildren<QPushButton*>())
        if (each->isVisible() && each->text().remove(u'&').contains(part))
            return each;
    return nullptr;
}

bool says(const QWidget& view, const QString& part) {
    const auto labels = view.findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
        return label->isVisible() && label->text().contains(part);
    });
}

} // namespace

class MeasuringTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theEmptyViewOffersToMeasure() {
        SlowProfiler profiler;
        ProfileView view(nullptr, std::ref(profiler));
        view.show();
        QVERIFY(says(view, u"has not been measured"_s));
        QVERIFY(!view.shown());
        QVERIFY(!button(view, u"Export"_s));
        QTest::mouseClick(button(view, u"Measure this computer"_s), Qt::LeftButton);
        QVERIFY(view.measurement().running());
        QTRY_COMPARE(view.findChild<QProgressBar*>()->value(), 400);
        QVERIFY(says(view, u"matvec q4_0"_s));
        QVERIFY(!says(view, u"Preparing"_s));
        profiler.release = true;
        QTRY_VERIFY(!view.measurement().running());
        QVERIFY(view.shown());
        QVERIFY(view.shown()->profile == sampleProfile());
        QVERIFY(!view.findChild<QProgressBar*>()->isVisible());
    }
    void aMeasuredProfileIsHandedOver() {
        SlowProfiler profiler;
        profiler.release = true;
        ProfileView view(nullptr, std::ref(profiler));
        view.show();
        QSignalSpy chosen(&view, &ProfileView::profileChosen);
        view.startMeasuring();
        QTRY_VERIFY(view.shown());
        QTest::mouseClick(button(view, u"Use in this project"_s), Qt::LeftButton);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.front().front().toString(), u"this-computer"_s);
    }
    void cancelStopsAndKeepsWhatWasShown() {
        SlowProfiler profiler;
        ProfileView view(nullptr, std::ref(profiler));
        view.setEntries(ProfilePlace::project,
                        {{u"this-computer"_s, u"This computer"_s, sampleProfile(), {}}});
        view.show();
        view.startMeasuring();
        QTRY_COMPARE(view.findChild<QProgressBar*>()->value(), 400);
        QTest::mouseClick(button(view, u"Cancel"_s), Qt::LeftButton);
        QTRY_VERIFY(!view.measurement().running());
        QVERIFY(says(view, u"Nothing was changed"_s));
        QCOMPARE(view.shown()->id, u"this-computer"_s);
    }
    void closingStopsTheMeasurement() {
        SlowProfiler profiler;
        ProfileView view(nullptr, std::ref(profiler));
        view.show();
        view.startMeasuring();
        QTRY_COMPARE(view.findChild<QProgressBar*>()->value(), 400);
        view.close();
        QTRY_VERIFY(!view.measurement().running());
    }
    void destroyingWhileMeasuringIsSafe() {
        SlowProfiler profiler;
        auto view = std::make_unique<ProfileView>(nullptr, std::ref(profiler));
        view->startMeasuring();
        view.reset();
        QCoreApplication::processEvents();
    }
    void failureIsSaid() {
        ProfileView view(nullptr, [](const auto&, const auto&, const auto&) -> Expected<kernels::Profile> {
            return failure("no memory for the weights");
        });
        view.show();
        view.startMeasuring();
        QTRY_VERIFY(says(view, u"no memory for the weights"_s));
        QVERIFY(!view.shown());
    }
    void choicesBecomeOptions() {
        SlowProfiler profiler;
        Measurement measurement(std::ref(profiler));
        MeasurePanel panel(measurement);
        panel.setChoices({{"cellwright", "Cellwright", "1.0", "", ""},
                          {"ggml", "ggml", "0.21", "", ""},
                          {"opencl", "OpenCL", "", "", "no platform is installed"}},
                         6);
        QVERIFY(panel.options().quick);
        QVERIFY(panel.options().threads.empty());
        QCOMPARE(panel.options().providers, (std::vector<std::string>{"cellwright", "ggml"}));
        const auto* opencl = panel.findChild<QCheckBox*>(u"opencl"_s);
        QVERIFY(!opencl->isEnabled());
        QCOMPARE(opencl->toolTip(), u"no platform is installed"_s);
        panel.findChild<QCheckBox*>(u"ggml"_s)->setChecked(false);
        for (auto* depth : panel.findChildren<QRadioButton*>())
            if (depth->text().contains(u"Full"_s))
                depth->setChecked(true);
        auto* threads = panel.findChild<QComboBox*>();
        QVERIFY(threads->findData(6) > 0 && threads->findData(4) > 0 && threads->findData(8) < 0);
        threads->setCurrentIndex(threads->findData(6));
        const kernels::ProfileOptions options = panel.options();
        QVERIFY(!options.quick);
        QCOMPARE(options.threads, std::vector<int>{6});
        QCOMPARE(options.providers, std::vector<std::string>{"cellwright"});
        profiler.release = true;
        panel.start();
        QTRY_VERIFY(!measurement.running());
        QVERIFY(!profiler.asked.quick);
    }
    void timeLeftTrustsTheShareMoreAndMore() {
        QCOMPARE(secondsLeft(20.0, 5.0, 0.0), 15.0);
        QCOMPARE(secondsLeft(20.0, 10.0, 0.5), 10.0);
        QVERIFY(secondsLeft(20.0, 30.0, 0.9) > 0.0); // late, but not done
        QCOMPARE(secondsLeft(20.0, 30.0, 1.0), 0.0);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::MeasuringTest)
#include "measuring_test.moc"
