// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/support/sample_profile.h"
#include "tests/widgets/report/fixture.h"
#include "widgets/report/sections.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace cellwright;
using namespace cellwright::report;

namespace {

/// The hospital with its first host on a measured computer.
Project withMeasuredHost(const std::string& device) {
    Project project = samples::hospitalCampus();
    project.attachments.push_back({"this-computer", "device", kernels::toJsonText(sampleProfile())});
    for (Scenario& scenario : project.scenarios)
        scenario.topology.hosts.front().device = device;
    return project;
}

} // namespace

class ComputersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyComputersInUseAreTold() {
        const test::Assessed unused(withMeasuredHost("nvidia-l4"));
        QVERIFY(usedProfiles(unused.content()).empty());
        const test::Assessed used(withMeasuredHost("this-computer"));
        const auto profiles = usedProfiles(used.content());
        QCOMPARE(profiles.size(), std::size_t(1));
        QCOMPARE(profiles[0].id, std::string("this-computer"));
        QCOMPARE(profiles[0].threads, 2);
        QVERIFY(profiles[0].profile == sampleProfile());
    }
    void aChosenRuntimeIsStillThatComputer() {
        const test::Assessed used(withMeasuredHost("this-computer#cellwright-kernels"));
        QCOMPARE(usedProfiles(used.content()).size(), std::size_t(1));
    }
    void limitsAreToldByFormatKernelAndProvider() {
        const TableData table = limitsTable(rooflineData(sampleProfile(), 2));
        QCOMPARE(table.rows.size(),
                 std::size_t(5)); // vectors of ours and ggml, matrices q4_0 and f32, the layer
        const auto& ours = table.rows[0].cells;
        QCOMPARE(ours[0].text, u"Matrix × vector, Q4_0"_s);
        QCOMPARE(ours[1].text, u"Cellwright"_s);
        QCOMPARE(ours[2].text, u"memory"_s);
        QCOMPARE(ours[3].text, u"1"_s);
        QVERIFY(ours[5].text.startsWith(u"90"_s));
        QCOMPARE(table.rows[3].cells[2].text, u"f32\u00a0peak"_s);
    }
    void shapesOfOneKernelAreOneRow() {
        kernels::Profile profile = sampleProfile();
        kernels::KernelTiming other = profile.kernels[1];
        other.rows = 14336;
        other.flopRate = other.flopRate * 0.5;
        other.byteRate = other.byteRate * 0.5;
        profile.kernels.push_back(other);
        const TableData table = limitsTable(rooflineData(profile, 2));
        QCOMPARE(table.rows[0].cells[3].text, u"2"_s);
        QVERIFY(table.rows[0].cells[4].text.startsWith(u"45"_s));
        QVERIFY(table.rows[0].cells[6].text.startsWith(u"90"_s));
    }
};

CELLWRIGHT_TEST(ComputersTest)
#include "computers_test.moc"
