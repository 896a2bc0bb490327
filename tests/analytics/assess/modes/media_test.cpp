// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/modes/media_choice.h"
#include "tests/analytics/assess/modes/modes_support.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright {
namespace {

using test::groupOf, test::near, test::openEverything, test::part, test::violates, test::warns;

/// One image of 1024 x 1024 pixels for LLaVA 1.5, whose tower scales it to 336 pixels: 576 tokens.
Scenario imageFor(Placement placement, MediaHandling handling = MediaHandling::upload) {
    auto s = test::oneUser(placement);
    s.deployments[0].model = "llava-1.5-7b";
    s.deployments[0].hostWeights = Scheme::q8_0;
    s.deployments[0].mediaHandling = handling;
    s.workloads[0].promptTokens = 64;
    s.workloads[0].media = MediaKind::image;
    s.workloads[0].mediaBytes = Bytes(400e3);
    s.topology.groups[0].device = "apple-m4";
    return s;
}

double figure(const GroupResult& group, std::string_view key) {
    return test::figure(group.media->figures, key);
}

} // namespace

class MediaModesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anImageBecomesTokensOnTopOfThePrompt() {
        auto s = imageFor(Placement::host);
        const auto with = groupOf(s);
        QVERIFY(with.media.has_value());
        QCOMPARE(figure(with, "tokens"), 576.0);
        QCOMPARE(figure(with, "vectors"), 577.0);
        QCOMPARE(figure(with, "sent_bytes"), 400e3);
        auto counted = s; // the same prompt with its tokens counted in by hand, the old way
        counted.workloads[0].media = MediaKind::none;
        counted.workloads[0].promptTokens = 64 + 576;
        const auto by = groupOf(counted);
        QVERIFY(!by.media.has_value());
        QVERIFY(near(with.endToEnd.mean.si() - part(with.ttftParts, "radio_uplink").si() -
                         part(with.ttftParts, "transport").si() - part(with.ttftParts, "queue").si(),
                     by.endToEnd.mean.si() - part(by.ttftParts, "radio_uplink").si() -
                         part(by.ttftParts, "transport").si() - part(by.ttftParts, "queue").si(),
                     1e-6));
        const double text = 576 * 4.5 * 8.0 / with.rateUplink.mean.si(); // that image tokens do not travel as
        QVERIFY(near(part(by.ttftParts, "radio_uplink").si() - part(with.ttftParts, "radio_uplink").si(),
                     text, 1e-6));
    }
    void framesOfAVideoAddUp() {
        auto s = imageFor(Placement::host);
        s.workloads[0].media = MediaKind::video;
        s.workloads[0].frames = 5;
        QCOMPARE(figure(groupOf(s), "tokens"), 5 * 576.0);
        const auto video = figure(groupOf(s), "encoding_s");
        s.workloads[0].media = MediaKind::image; // an image is one, whatever the number of frames
        const auto image = groupOf(s);
        QCOMPARE(figure(image, "tokens"), 576.0);
        QVERIFY(video > figure(image, "encoding_s") && video < 6.0 * figure(image, "encoding_s"));
    }
    void embeddingsTravelInsteadOfTheImage() {
        const auto media = groupOf(imageFor(Placement::host));
        const auto vectors = groupOf(imageFor(Placement::host, MediaHandling::embeddings));
        QVERIFY(near(figure(vectors, "sent_bytes"), 576 * 4096 * 2.0));
        QVERIFY(part(vectors.ttftParts, "device_prefill").si() > 0.0);
        QVERIFY(near(part(vectors.ttftParts, "device_prefill").si(), figure(vectors, "encoding_s")));
        QCOMPARE(part(media.ttftParts, "device_prefill").si(), 0.0);
        QVERIFY(part(vectors.ttftParts, "host_prefill") < part(media.ttftParts, "host_prefill"));
        QVERIFY(vectors.deviceMemory.si() > 3e7 && media.deviceMemory.si() == 0.0);
        QVERIFY(vectors.energy.device > media.energy.device);
        const auto has = [](const GroupResult& g, privacy::DataClass kind) {
            return std::ranges::any_of(g.privacy.ledger,
                                       [&](const auto& row) { return row.dataClass == kind; });
        };
        QVERIFY(has(media, privacy::DataClass::media) && !has(media, privacy::DataClass::embedding));
        QVERIFY(has(vectors, privacy::DataClass::embedding) && !has(vectors, privacy::DataClass::media));
    }
    void theHostKeepsNoTowerThatTheDeviceHas() {
        const auto media = assess(imageFor(Placement::host), test::facts());
        const auto vectors = assess(imageFor(Placement::host, MediaHandling::embeddings), test::facts());
        QVERIFY(vectors.hosts[0].memory < media.hosts[0].memory);
        QVERIFY(vectors.hosts[0].utilisation < media.hosts[0].utilisation);
    }
    void aSplitEncodesOnTheDevice() {
        const auto split = groupOf(imageFor(Placement::split));
        QCOMPARE(figure(split, "sent_bytes"), 0.0);
        QVERIFY(warns(imageFor(Placement::split), "nothing of them is uploaded"));
        QVERIFY(!warns(imageFor(Placement::split, MediaHandling::embeddings), "uploaded"));
    }
    void aModelWithoutATowerCannotSee() {
        auto s = imageFor(Placement::host);
        s.deployments[0].model = "llama-3.1-8b";
        QVERIFY(violates(s, "has no tower that makes tokens of image"));
        s.deployments[0].model = "llava-1.5-7b";
        s.workloads[0].media = MediaKind::audio;
        QVERIFY(violates(s, "has no tower that makes tokens of audio"));
        s = imageFor(Placement::host);
        s.workloads[0].mediaBytes = Bytes();
        QVERIFY(warns(s, "have no size"));
    }
    void theWaysCrossAtTheirBreakEven() {
        auto s = imageFor(Placement::host);
        s.workloads[0].mediaBytes = Bytes(12e6);
        const auto all = compareMedia(s, test::facts(), 0);
        QVERIFY(all.has_value());
        QCOMPARE(all->ways.size(), std::size_t(3));
        const auto& upload = all->ways[0];
        const auto& vectors = all->ways[1];
        QVERIFY(near(upload.ttft.si(), groupOf(s).ttft.mean.si()));
        if (vectors.breakEvenUplink) {
            const double rate = vectors.breakEvenUplink->si(), now = all->uplink.si();
            const auto at = [&](const MediaWayResult& way) {
                return way.ttft.si() + toBits(way.uplink).si() * (1.0 / rate - 1.0 / now);
            };
            QVERIFY(near(at(upload), at(vectors), 1e-6));
        }
        QVERIFY(vectors.uplink < upload.uplink);
        s.workloads[0].media = MediaKind::none;
        QVERIFY(!compareMedia(s, test::facts(), 0).has_value());
        QVERIFY(!compareMedia(imageFor(Placement::device), test::facts(), 0).has_value());
    }
    void everyFigureOpens() {
        for (const auto placement : {Placement::device, Placement::host, Placement::split})
            for (const auto handling : {MediaHandling::upload, MediaHandling::embeddings})
                openEverything(imageFor(placement, handling));
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::MediaModesTest)
#include "media_test.moc"
