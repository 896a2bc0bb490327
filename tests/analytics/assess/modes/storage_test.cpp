// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/modes/storage.h"
#include "tests/analytics/assess/modes/modes_support.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright {
namespace {

using test::groupOf, test::near, test::openEverything, test::part, test::violates, test::warns;

double figure(const GroupResult& group, std::string_view key) {
    return group.storage ? test::figure(group.storage->figures, key) : std::nan("");
}

/// A model on a board of 8 GB that it does not fit in.
Scenario tooLarge() {
    auto s = test::oneUser(Placement::device);
    s.deployments[0].model = "llama-3.1-8b";
    s.deployments[0].deviceWeights = Scheme::q8_0;
    s.topology.groups[0].device = "raspberry-pi-5";
    return s;
}

} // namespace

class StorageModesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatDoesNotFitIsReadForEveryToken() {
        auto s = tooLarge();
        QVERIFY(violates(s, "too much"));
        const auto whole = groupOf(s);
        s.deployments[0].deviceStorage = DeviceStorage::flash;
        s.assumptions.flashRate = BytesPerSecond(0.2e9);
        const auto streamed = groupOf(s);
        QVERIFY(!violates(s, "too much"));
        QVERIFY(near(streamed.deviceMemory.si(), streamed.deviceCapacity.si(), 1e-6));
        const double missing = (whole.deviceMemory - whole.deviceCapacity).si();
        QVERIFY(near(figure(streamed, "streamed_bytes"), missing));
        QVERIFY(near(streamed.tpot.mean.si(), std::max(whole.tpot.mean.si(), missing / 0.2e9)));
        QVERIFY(streamed.tpot.mean > whole.tpot.mean);
        s.assumptions.flashRate = BytesPerSecond(1e12);
        QVERIFY(near(groupOf(s).tpot.mean.si(), whole.tpot.mean.si()));
    }
    void whatFitsIsNotStreamed() {
        auto s = test::oneUser(Placement::device);
        const auto before = groupOf(s);
        s.deployments[0].deviceStorage = DeviceStorage::flash;
        const auto after = groupOf(s);
        QVERIFY(near(before.endToEnd.mean.si(), after.endToEnd.mean.si()));
        QCOMPARE(figure(after, "streamed_bytes"), 0.0);
        s.deployments[0].placement = Placement::host;
        s.deployments[0].host = HostId{20};
        QVERIFY(warns(s, "its storage does not matter"));
    }
    /// R20: never longer than downloading first, never shorter than either alone.
    void downloadingWhileComputingIsBounded() {
        auto s = test::oneUser(Placement::device);
        const auto kept = groupOf(s);
        s.deployments[0].deviceStorage = DeviceStorage::download;
        QVERIFY(violates(s, "names no host to download"));
        s.deployments[0].host = HostId{20};
        const auto a = assess(s, test::facts());
        const auto& loading = a.groups[0];
        const double free = a.links[0].capacity.si() * (1.0 - s.topology.links[0].backgroundLoad);
        const double rate = std::min(loading.rateDownlink.mean.si(), free);
        const double download = figure(loading, "download_bytes") * 8.0 / rate;
        const double prefill = kept.ttft.mean.si(), ttft = loading.ttft.mean.si();
        QVERIFY(ttft < download + prefill + 0.05);
        QVERIFY(ttft > std::max(download, prefill));
        QVERIFY(near(part(loading.ttftParts, "loading").si(), figure(loading, "download_wait_s")));
        QVERIFY(near(loading.tpot.mean.si(), kept.tpot.mean.si()));
        QVERIFY(loading.energy.radio.si() > 0.0 && kept.energy.radio.si() == 0.0);
        QVERIFY(a.links[0].offered.si() > 0.0 && a.cells[0].utilisationDownlink > 0.0);
        QCOMPARE(a.hosts[0].requestRate.si(), 0.0);
    }
    void aSplitDownloadsItsPart() {
        auto s = test::oneUser(Placement::split);
        const auto kept = groupOf(s);
        s.deployments[0].deviceStorage = DeviceStorage::download;
        const auto loading = groupOf(s);
        QVERIFY(loading.ttft.mean > kept.ttft.mean);
        QVERIFY(figure(loading, "download_bytes") > 1e7);
        s.deployments[0].tailLayers = 2;
        QVERIFY(violates(s, "cannot be downloaded"));
    }
    void coldStartsCountInMeansAndPercentiles() {
        auto s = test::oneUser(Placement::host);
        const auto warm = groupOf(s);
        s.deployments[0].coldShare = 0.04;
        const auto rare = groupOf(s);
        const double load = figure(rare, "cold_load_s");
        QVERIFY(near(load, figure(rare, "cold_load_bytes") / 5e9));
        QVERIFY(near(part(rare.ttftParts, "loading").si(), 0.04 * load));
        QVERIFY(rare.ttft.p95.si() < warm.ttft.p95.si() + load);
        s.deployments[0].coldShare = 0.06;
        const auto often = groupOf(s);
        QVERIFY(near(often.ttft.p95.si(), often.ttft.p50.si() + load));
        QVERIFY(near(often.ttft.mean.si(), often.ttft.p50.si() + 0.06 * load));
        QVERIFY(assess(s, test::facts()).hosts[0].utilisation >
                assess(test::oneUser(Placement::host), test::facts()).hosts[0].utilisation);
    }
    void aModelThatIsThereNeedNotBeLoaded() {
        auto s = test::oneUser(Placement::host);
        s.deployments[0].coldShare = 0.1;
        const auto alone = groupOf(s);
        auto other = s.deployments[0];
        other.id = {61};
        other.name = "Always there";
        other.coldShare = 0.0;
        other.placement = Placement::split;
        other.cut = 8;
        s.deployments.push_back(other);
        auto users = s.topology.groups[0];
        users.id = {41};
        users.deployment = other.id;
        s.topology.groups.push_back(users);
        const auto shared = groupOf(s);
        QVERIFY(figure(shared, "cold_load_bytes") < 0.8 * figure(alone, "cold_load_bytes"));
        s.deployments[1].hostWeights = Scheme::q4_0; // another format shares nothing
        QVERIFY(near(figure(groupOf(s), "cold_load_bytes"), figure(alone, "cold_load_bytes")));
    }
    void aDeviceStartsColdFromItsFlash() {
        auto s = test::oneUser(Placement::device);
        s.deployments[0].coldShare = 0.5;
        const auto cold = groupOf(s);
        QVERIFY(near(figure(cold, "cold_load_s"), figure(cold, "cold_load_bytes") / 2e9));
        QVERIFY(near(cold.ttft.p95.si() - cold.ttft.p50.si(), figure(cold, "cold_load_s")));
    }
    void everyFigureOpens() {
        auto s = tooLarge();
        s.deployments[0].deviceStorage = DeviceStorage::flash;
        openEverything(s);
        s = test::oneUser(Placement::device);
        s.deployments[0].deviceStorage = DeviceStorage::download;
        s.deployments[0].host = HostId{20};
        openEverything(s);
        s = test::oneUser(Placement::split);
        s.deployments[0].deviceStorage = DeviceStorage::download;
        s.deployments[0].coldShare = 0.2;
        openEverything(s);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::StorageModesTest)
#include "storage_test.moc"
