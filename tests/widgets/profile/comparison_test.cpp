// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/support/sample_profile.h"
#include "widgets/profile/comparison_model.h"
#include "widgets/profile/profile_view.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QTableView>
#include <QTest>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

void slowDown(kernels::KernelTiming& kernel, double factor) {
    kernel.median = kernel.median * factor;
    kernel.p10 = kernel.p10 * factor;
    kernel.p90 = kernel.p90 * factor;
}

/// The sample with its second kernel twice as slow, its third 5 % slower and its fifth three times as fast.
kernels::Profile changed() {
    kernels::Profile profile = sampleProfile();
    slowDown(profile.kernels[1], 2.0);
    slowDown(profile.kernels[2], 1.05);
    slowDown(profile.kernels[4], 1.0 / 3.0);
    return profile;
}

QTableView* comparisonTable(const QWidget& view) {
    for (QTableView* table : view.findChildren<QTableView*>())
        if (table->accessibleName() == u"Comparison"_s)
            return table;
    return nullptr;
}

} // namespace

class ComparisonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void worstComesFirstAndNoiseIsTold() {
        ComparisonModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.compare(changed(), sampleProfile());
        QCOMPARE(model.rowCount(), 7 + 5); // with the limits
        const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
        QCOMPARE(text(0, ComparisonModel::Ratio), u"2×"_s);
        QCOMPARE(text(0, ComparisonModel::Verdict), u"▲ slower"_s);
        QCOMPARE(text(0, ComparisonModel::Provider), u"Cellwright"_s);
        QCOMPARE(text(0, ComparisonModel::What), u"Matrix × vector"_s);
        QCOMPARE(text(1, ComparisonModel::Ratio), u"1.05×"_s);
        QCOMPARE(text(1, ComparisonModel::Verdict), u"within the noise"_s);
        QCOMPARE(text(11, ComparisonModel::Ratio), u"0.333×"_s);
        QCOMPARE(text(11, ComparisonModel::Verdict), u"▼ faster"_s);
        QVERIFY2(model.summary().contains(u"of 7 kernels: 1 slower, 1 faster"_s),
                 qPrintable(model.summary()));
    }
    void aProfileEqualsItself() {
        ComparisonModel model;
        model.compare(sampleProfile(), sampleProfile());
        for (int row = 0; row < model.rowCount(); ++row) {
            QCOMPARE(model.index(row, ComparisonModel::Ratio).data().toString(), u"1×"_s);
            QCOMPARE(model.index(row, ComparisonModel::Verdict).data().toString(), u"within the noise"_s);
        }
    }
    void whatOnlyOneHasIsCounted() {
        kernels::Profile fewer = sampleProfile();
        fewer.kernels.resize(2);
        fewer.kernels[0].provider = "ggml"; // somebody else's kernel is another measurement
        fewer.operations.clear();
        ComparisonModel model;
        model.compare(fewer, sampleProfile());
        QVERIFY2(model.summary().contains(u"Only in this one: 1, only in the other one: 6"_s),
                 qPrintable(model.summary()));
        model.compare({}, sampleProfile());
        QVERIFY(model.summary().contains(u"no kernel in common"_s));
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }
    void theViewComparesWithTheOtherEntry() {
        ProfileView view(nullptr, [](const auto&, const auto&, const auto&) -> Expected<kernels::Profile> {
            return failure("not in this test");
        });
        view.setEntries(ProfilePlace::project, {{u"a"_s, u"a"_s, changed(), {}}});
        QCOMPARE(comparisonTable(view)->model()->rowCount(), 0);
        view.setEntries(ProfilePlace::library, {{u"b"_s, u"b"_s, sampleProfile(), ProfilePlace::library}});
        QCOMPARE(comparisonTable(view)->model()->rowCount(), 7 + 5);
        QCOMPARE(comparisonTable(view)->model()->index(0, ComparisonModel::Ratio).data().toString(), u"2×"_s);
        view.showProfile(u"b"_s, ProfilePlace::library);
        QCOMPARE(comparisonTable(view)->model()->index(0, ComparisonModel::Ratio).data().toString(), u"3×"_s);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::ComparisonTest)
#include "comparison_test.moc"
