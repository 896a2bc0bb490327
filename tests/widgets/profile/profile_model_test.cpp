// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/support/sample_profile.h"
#include "widgets/charts/roofline/limits.h"
#include "widgets/profile/measurement_filter.h"
#include "widgets/profile/profile_model.h"
#include "widgets/profile/profile_words.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace Qt::StringLiterals;

namespace cellwright {

class ProfileModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsAreLimitsThenKernelsThenOperations() {
        ProfileModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setProfile(sampleProfile());
        QCOMPARE(model.rowCount(), 2 + 3 + 5 + 2);
        const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
        QCOMPARE(text(0, ProfileModel::What), u"Memory read"_s);
        QCOMPARE(text(1, ProfileModel::Rate), u"40 GB/s"_s);
        QCOMPARE(text(4, ProfileModel::What), u"Peak of the int8 unit"_s);
        QCOMPARE(text(6, ProfileModel::What), u"Matrix × vector, Q4_0"_s);
        QCOMPARE(text(6, ProfileModel::Provider), u"Cellwright"_s);
        QCOMPARE(text(6, ProfileModel::Spread), u"30 %"_s);
        QCOMPARE(text(6, ProfileModel::Rate), u"36 GB/s"_s);
        QCOMPARE(text(6, ProfileModel::Limit), u"90 % of memory"_s);
        QCOMPARE(text(8, ProfileModel::Limit), u"50 % of the int8 peak"_s);
        QCOMPARE(text(9, ProfileModel::Provider), u"oneDNN"_s);
        QCOMPARE(text(10, ProfileModel::What), u"Whole layer, Q4_0"_s);
        QCOMPARE(text(10, ProfileModel::Shape), u"64 tokens at depth 1024"_s);
        QCOMPARE(text(11, ProfileModel::Limit), QString());
    }
    void theFilterShowsOneNumberOfThreads() {
        ProfileModel model;
        model.setProfile(sampleProfile());
        MeasurementFilter filter(model);
        filter.setThreads(1);
        QCOMPARE(filter.rowCount(), 3);
        filter.setThreads(2);
        QCOMPARE(filter.rowCount(), 9);
        filter.setThreads(7);
        QCOMPARE(filter.rowCount(), 0);
    }
    void columnsOfNumbersSortAsNumbers() {
        ProfileModel model;
        model.setProfile(sampleProfile());
        MeasurementFilter filter(model);
        filter.setThreads(2);
        filter.sort(ProfileModel::Time, Qt::DescendingOrder);
        QCOMPARE(filter.index(0, ProfileModel::Shape).data().toString(), u"4096 × 4096 × 512"_s);
        filter.sort(ProfileModel::Shape, Qt::DescendingOrder); // 4096 × 4096 × 512 after 4096 × 4096 × 1
        QVERIFY(filter.index(0, ProfileModel::Shape).data().toString() >
                filter.index(8, ProfileModel::Shape).data().toString());
    }
    void wordsNameWhatDisturbed() {
        kernels::Profile profile = sampleProfile();
        QVERIFY(noiseText(profile.noise).startsWith(u"Quiet"_s));
        profile.noise.disturbed = true;
        profile.noise.reasons = {"another program used 1.0 cores"};
        profile.noise.disturbedRounds = 3;
        const QString text = noiseText(profile.noise);
        QVERIFY(text.startsWith(u"Disturbed"_s));
        QVERIFY(text.contains(u"another program used 1.0 cores"_s));
        QVERIFY(text.contains(u"dropped: 3"_s));
    }
    void wordsTellMachineDateAndVersion() {
        const kernels::Profile profile = sampleProfile();
        QCOMPARE(machineText(profile.machine), u"Test CPU, 2 cores, 16 GB, AVX2"_s);
        QVERIFY(originText(profile.machine).contains(u"1.2"_s));
        kernels::Machine unknown;
        QVERIFY(machineText(unknown).contains(u"Unknown processor"_s));
        QVERIFY(originText(unknown).contains(u"unknown time"_s));
        QVERIFY(profileName(profile).startsWith(u"Test CPU, 2026-03-01"_s));
    }
    void warningsAreThoseOfTheProfilerAndTheVirtualMachine() {
        kernels::Profile profile = sampleProfile();
        QVERIFY(profileWarnings(profile).isEmpty());
        profile.machine.warnings = {"no AVX2: slow kernels"};
        profile.machine.virtualMachine = true;
        profile.machine.hypervisor = "KVM";
        const QStringList warnings = profileWarnings(profile);
        QCOMPARE(warnings.size(), 2);
        QVERIFY(warnings[0].contains(u"no AVX2"_s));
        QVERIFY(warnings[1].contains(u"KVM"_s));
    }
    void timeLeftIsRounded() {
        QCOMPARE(timeLeftText(12.4), u"about 12 s left"_s);
        QCOMPARE(timeLeftText(150.0), u"about 3 min left"_s);
        QCOMPARE(timeLeftText(-1.0), QString());
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::ProfileModelTest)
#include "profile_model_test.moc"
