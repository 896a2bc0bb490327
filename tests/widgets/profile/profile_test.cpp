// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "widgets/profile/profile_dialog.h"
#include "widgets/profile/profile_model.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include <atomic>
#include <chrono>
#include <thread>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

kernels::Profile sampleProfile() {
    kernels::Profile profile;
    profile.machine.cpu = "Test CPU";
    profile.machine.cores = 2;
    profile.machine.memory = Bytes(16e9);
    profile.readBandwidth = {{2, BytesPerSecond(21e9), 0.03, 9}};
    profile.kernels = {{std::string(kernels::matVec), Scheme::q4_0, 4096, 4096, 1, 2, Seconds(0.001),
                        Seconds(0.00099), Seconds(0.00102), 9, FlopPerSecond(3.3e10), BytesPerSecond(9.4e9)}};
    return profile;
}

/// Reports once, then waits until it is stopped or let go.
struct SlowProfiler {
    std::atomic<bool> release = false;
    Expected<kernels::Profile> operator()(const kernels::ProfileOptions&,
                                          const kernels::ProfileProgress& progress,
                                          const std::stop_token& stop) {
        progress(0.4, "matvec q4_0");
        while (!release && !stop.stop_requested())
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        if (stop.stop_requested())
            return failure("cancelled");
        return sampleProfile();
    }
};

QPushButton* button(const QWidget& dialog, const QString& part) {
    for (QPushButton* each : dialog.findChildren<QPushButton*>())
        if (each->text().remove(u'&').contains(part))
            return each;
    return nullptr;
}

} // namespace

class ProfileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theModelShowsMedianAndSpread() {
        ProfileModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setProfile(sampleProfile());
        QCOMPARE(model.rowCount(), 2);
        const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
        QCOMPARE(text(0, ProfileModel::Rate), u"21 GB/s"_s);
        QCOMPARE(text(1, ProfileModel::What), u"Matrix × vector, Q4_0"_s);
        QCOMPARE(text(1, ProfileModel::Time), u"1 ms"_s);
        QCOMPARE(text(1, ProfileModel::Spread), u"3 %"_s);
        QVERIFY(machineText(sampleProfile()).contains(u"Test CPU"_s));
    }
    void measuresWithoutBlockingAndHandsOverTheProfile() {
        SlowProfiler profiler;
        ProfileDialog dialog(nullptr, std::ref(profiler));
        dialog.show();
        qRegisterMetaType<kernels::Profile>();
        const QSignalSpy chosen(&dialog, &ProfileDialog::profileChosen);
        QElapsedTimer clock;
        clock.start();
        QTest::mouseClick(button(dialog, u"Measure"_s), Qt::LeftButton);
        QVERIFY(clock.elapsed() < 100);
        QVERIFY(dialog.measuring());
        QTRY_COMPARE(dialog.findChild<QProgressBar*>()->value(), 400);
        QVERIFY(!button(dialog, u"This computer"_s)->isEnabled());
        profiler.release = true;
        QTRY_VERIFY(!dialog.measuring());
        QCOMPARE(dialog.findChild<QTableView*>()->model()->rowCount(), 2);
        QTest::mouseClick(button(dialog, u"This computer"_s), Qt::LeftButton);
        QCOMPARE(chosen.count(), 1);
        QVERIFY(chosen.front().front().value<kernels::Profile>() == sampleProfile());
        QVERIFY(!dialog.isVisible());
    }
    void cancelStopsAndKeepsTheDialog() {
        SlowProfiler profiler;
        ProfileDialog dialog(nullptr, std::ref(profiler));
        dialog.show();
        dialog.start();
        QTRY_COMPARE(dialog.findChild<QProgressBar*>()->value(), 400);
        QTest::mouseClick(button(dialog, u"Cancel"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!dialog.measuring(), 1000);
        QVERIFY(dialog.isVisible());
        QVERIFY(!button(dialog, u"This computer"_s)->isEnabled());
    }
    void closingWhileMeasuringIsQuick() {
        SlowProfiler profiler;
        auto dialog = std::make_unique<ProfileDialog>(nullptr, std::ref(profiler));
        dialog->show();
        dialog->start();
        QTRY_COMPARE(dialog->findChild<QProgressBar*>()->value(), 400);
        QElapsedTimer clock;
        clock.start();
        QTest::keyClick(dialog.get(), Qt::Key_Escape);
        QVERIFY(!dialog->isVisible());
        dialog.reset();
        QVERIFY2(clock.elapsed() < 100, qPrintable(QString::number(clock.elapsed())));
    }
    void failureIsSaid() {
        ProfileDialog dialog(nullptr,
                             [](const auto&, const auto&, const auto&) -> Expected<kernels::Profile> {
                                 return failure("no memory for the weights");
                             });
        dialog.show();
        dialog.start();
        QTRY_VERIFY(!dialog.measuring());
        const auto labels = dialog.findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->text().contains(u"no memory for the weights"_s);
        }));
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::ProfileTest)
#include "profile_test.moc"
