// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/measuring/limits_meter.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>

namespace cellwright::kernels {

class LimitsMeterTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void measuresEachNumberOfThreads() {
        LimitsMeter meter(8u << 20);
        ThreadPool one(1), two(2);
        for (int stretch = 0; stretch < 3; ++stretch) {
            meter.sample(one, stretch);
            meter.sample(two, stretch);
        }
        Profile profile;
        meter.addTo(profile, {true, false, true});
        QCOMPARE(profile.readBandwidth.size(), std::size_t(2));
        QCOMPARE(profile.readBandwidth[0].threads, 1);
        QCOMPARE(profile.readBandwidth[1].threads, 2);
        for (const auto& b : profile.readBandwidth) {
            QCOMPARE(b.samples, 2); // of the stretches that were kept
            QVERIFY(b.bandwidth.si() > 1e7 && b.bandwidth.si() < 1e14);
        }
        QCOMPARE(profile.dispatch.size(), std::size_t(2));
        QVERIFY(std::ranges::any_of(profile.peaks, [](const PeakRate& p) { return p.unit == "f32"; }));
        for (const auto& peak : profile.peaks)
            QVERIFY(peak.rate.si() > 1e7 && peak.samples == 2);
    }
    void aStopLeavesNothing() {
        LimitsMeter meter(8u << 20);
        ThreadPool pool(1);
        std::stop_source source;
        source.request_stop();
        meter.sample(pool, 0, source.get_token());
        Profile profile;
        meter.addTo(profile, {true});
        QVERIFY(profile.readBandwidth.empty() && profile.peaks.empty() && profile.dispatch.empty());
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::LimitsMeterTest)
#include "limits_meter_test.moc"
