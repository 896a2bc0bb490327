// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/measuring/watch.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QString>
#include <QTest>

#include <cmath>

namespace cellwright::kernels {

namespace {

/// Ten seconds on two idle processors of which this process used one and a half.
Observations quiet() {
    Observations seen;
    seen.canary.assign(30, 1e-3);
    seen.before = ProcessorTimes{100.0, 50.0, 1.0, 2};
    seen.after = ProcessorTimes{115.1, 54.8, 1.1, 2};
    seen.ownTime = 15.0;
    seen.wall = 10.0;
    seen.loadBefore = 0.1;
    seen.loadAfter = 1.2;
    seen.involuntarySwitches = 3;
    return seen;
}

bool saysOf(const Noise& noise, const char* words) {
    for (const auto& reason : noise.reasons)
        if (QString::fromStdString(reason).contains(QString::fromLatin1(words)))
            return true;
    return false;
}

} // namespace

class WatchTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aQuietMachineIsNotDisturbed() {
        const Noise noise = noiseOf(quiet());
        QVERIFY2(!noise.disturbed, noise.reasons.empty() ? "" : noise.reasons.front().c_str());
        QVERIFY(noise.reasons.empty());
        QVERIFY(std::abs(noise.otherCores - 0.01) < 1e-9);
        QVERIFY(std::abs(noise.stealShare - 0.1 / 20.0) < 1e-9);
        QCOMPARE(noise.rounds, 30);
        QCOMPARE(noise.loadBefore, 0.1);
        QCOMPARE(noise.loadAfter, 1.2);
        QCOMPARE(noise.involuntarySwitches, 3);
        QCOMPARE(noise.throttling, 0.0);
    }
    void aBusyProgramDisturbs() {
        auto seen = quiet();
        seen.after->busy += 9.0;
        const Noise noise = noiseOf(seen);
        QVERIFY(noise.disturbed);
        QVERIFY(saysOf(noise, "other programs used 0.91 cores"));
        QVERIFY(std::abs(noise.otherCores - 0.91) < 1e-9);
    }
    void manyProcessorsHaveMoreInTheBackground() {
        auto seen = quiet();
        seen.before->processors = seen.after->processors = 20;
        seen.after->busy += 3.0; // 0.31 cores
        QVERIFY(!noiseOf(seen).disturbed);
        seen.before->processors = 4;
        QVERIFY(noiseOf(seen).disturbed);
    }
    void aHypervisorThatTakesTimeDisturbs() {
        auto seen = quiet();
        seen.after->steal += 2.0;
        const Noise noise = noiseOf(seen);
        QVERIFY(noise.disturbed);
        QVERIFY(saysOf(noise, "hypervisor"));
    }
    void slowCanariesDisturb() {
        auto seen = quiet();
        for (std::size_t i = 0; i < seen.canary.size(); i += 5)
            seen.canary[i] = 1.5e-3;
        QVERIFY(!noiseOf(seen).disturbed); // a fifth
        QCOMPARE(noiseOf(seen).disturbedRounds, 6);
        QCOMPARE(noiseOf(seen).rounds, 24);
        for (std::size_t i = 0; i < seen.canary.size(); i += 2)
            seen.canary[i] = 1.5e-3;
        QVERIFY(saysOf(noiseOf(seen), "fixed loop"));
    }
    void aSlowerClockIsThrottling() {
        auto seen = quiet();
        for (std::size_t i = 15; i < seen.canary.size(); ++i)
            seen.canary[i] = 1.1e-3;
        const Noise noise = noiseOf(seen);
        QVERIFY(std::abs(noise.throttling - 0.1) < 1e-9);
        QVERIFY(noise.disturbed);
        QVERIFY(saysOf(noise, "throttle"));
        seen.canary.resize(8); // too few to tell
        QCOMPARE(noiseOf(seen).throttling, 0.0);
    }
    void withoutAccountsTheyAreUnknown() {
        auto seen = quiet();
        seen.before.reset();
        const Noise noise = noiseOf(seen);
        QCOMPARE(noise.otherCores, -1.0);
        QCOMPARE(noise.stealShare, -1.0);
        QVERIFY(!noise.disturbed);
        seen = quiet();
        seen.wall = 0.01; // one tick
        QCOMPARE(noiseOf(seen).otherCores, -1.0);
    }
    void listensToTheMachine() {
        ThreadPool pool(1);
        Watch watch;
        QCOMPARE(watch.stretch(), -1);
        watch.listen(pool);
        QCOMPARE(watch.stretch(), 0);
        watch.listen(pool);
        const Observations seen = watch.finish(pool);
        QCOMPARE(seen.canary.size(), std::size_t(2));
        QVERIFY(seen.canary[0] > 0.0 && seen.canary[1] > 0.0);
        QVERIFY(seen.wall > 0.0 && seen.ownTime >= 0.0);
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::WatchTest)
#include "watch_test.moc"
