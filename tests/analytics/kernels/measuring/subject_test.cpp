// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/measuring/subject.h"
#include "tests/analytics/kernels/measuring/fake_provider.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::kernels {

namespace {

const Case small{Scheme::q4_0, {8, 32, 2}, 1};

Vectors vectorsFor(const Case& c) {
    Vectors vectors;
    vectors.x.resize(std::size_t(c.shape.cols) * std::size_t(c.shape.tokens), 1.0f);
    vectors.y.resize(std::size_t(c.shape.rows) * std::size_t(c.shape.tokens));
    return vectors;
}

} // namespace

class SubjectTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void samplesOfDroppedStretchesDoNotCount() {
        Samples samples;
        samples.add(0, 1.0);
        samples.add(1, 9.0);
        samples.add(2, 3.0);
        QCOMPARE(samples.kept({true, false, true}), (std::vector<double>{1.0, 3.0}));
        QCOMPARE(samples.kept({false, false, false}).size(), std::size_t(3)); // better than nothing
    }
    void theProvidersClockCounts() {
        const test::FakeProvider provider("fake", Scheme::q4_0, {.seconds = 0.25});
        Subject subject = test::subjectOf(small, provider);
        auto vectors = vectorsFor(small);
        subject.tryOut(vectors, {});
        QCOMPARE(subject.estimate(), 0.25);
        subject.measure(vectors, 0, {});
        const auto timing = subject.kernelTiming({true});
        QVERIFY(timing.has_value());
        QCOMPARE(timing->median.si(), 0.25);
        QCOMPARE(timing->provider, std::string("fake"));
        QCOMPARE(timing->kernel, std::string(matMat));
        QCOMPARE(timing->flopRate.si(), 2.0 * 8 * 32 * 2 / 0.25);
        QCOMPARE(timing->byteRate.si(), 8 * 18 / 0.25);
        QVERIFY(!timing->settled); // of one sample
        QVERIFY(!subject.operationTiming({true}).has_value());
    }
    void aRunThroughSeveralLayersIsOneOfEach() {
        const test::FakeProvider provider("fake", Scheme::q4_0, {.seconds = 0.25, .layers = 5});
        Subject subject = test::subjectOf(small, provider);
        auto vectors = vectorsFor(small);
        subject.tryOut(vectors, {});
        QCOMPARE(subject.estimate(), 0.05);
    }
    void shortRunsAreBundled() {
        int runs = 0;
        const test::FakeProvider provider("fake", Scheme::q4_0, {.seconds = 1e-5, .runs = &runs});
        Subject subject = test::subjectOf(small, provider);
        auto vectors = vectorsFor(small);
        subject.tryOut(vectors, {});
        runs = 0;
        subject.measure(vectors, 0, {});
        QVERIFY(runs >= 30);
        QCOMPARE(subject.samples().size(), std::size_t(1));
        QVERIFY(std::abs(subject.samples().all().front() / 1e-5 - 1.0) < 1e-9);
        QVERIFY(std::abs(subject.visit() / (runs * 1e-5) - 1.0) < 1e-9);
    }
    void poisonThatIsLeftIsAFault() {
        const test::FakeProvider provider("fake", Scheme::q4_0, {.unwritten = true});
        Subject subject = test::subjectOf(small, provider);
        auto vectors = vectorsFor(small);
        subject.tryOut(vectors, {});
        QVERIFY2(subject.fault().find("left 1 of 16 results unwritten") != std::string::npos,
                 subject.fault().c_str());
        QVERIFY(!subject.usable());
        QVERIFY(!subject.kernelTiming({}).has_value());
    }
    void whatThrowsIsAFault() {
        const test::FakeProvider provider("fake", Scheme::q4_0, {.throws = true});
        Subject subject = test::subjectOf(small, provider);
        auto vectors = vectorsFor(small);
        subject.tryOut(vectors, {});
        QCOMPARE(subject.fault(), std::string("failed: no device"));
        QVERIFY(!subject.usable());
    }
    void aStopLeavesNoSample() {
        int runs = 0;
        const test::FakeProvider provider("fake", Scheme::q4_0, {.seconds = 1e-6, .runs = &runs});
        Subject subject = test::subjectOf(small, provider);
        auto vectors = vectorsFor(small);
        subject.tryOut(vectors, {});
        std::stop_source source;
        source.request_stop();
        runs = 0;
        subject.measure(vectors, 0, source.get_token());
        QCOMPARE(runs, 0);
        QCOMPARE(subject.samples().size(), std::size_t(0));
        QVERIFY(subject.fault().empty());
    }
    void steadySamplesSettle() {
        const test::FakeProvider provider("fake");
        Subject subject = test::subjectOf(small, provider);
        auto vectors = vectorsFor(small);
        subject.tryOut(vectors, {});
        for (int i = 0; i < 6; ++i)
            subject.measure(vectors, i, {});
        QVERIFY(subject.kernelTiming(std::vector<bool>(6, true))->settled);
        QCOMPARE(subject.kernelTiming(std::vector<bool>(6, true))->samples, 6);
    }
    void theSpreadOfFewQuietSamplesIsThatOfAll() {
        double seconds = 0.5;
        const test::FakeProvider provider("fake", Scheme::q4_0, {.follow = &seconds});
        Subject subject = test::subjectOf(small, provider);
        auto vectors = vectorsFor(small);
        subject.tryOut(vectors, {});
        for (const double next : {0.5, 1.0, 1.5}) {
            seconds = next;
            subject.measure(vectors, int(2.0 * next) - 1, {});
        }
        const auto timing = subject.kernelTiming({true, false, false});
        QCOMPARE(timing->median.si(), 0.5);
        QCOMPARE(timing->samples, 1);
        QCOMPARE(timing->p10.si(), 0.5); // never above the median
        QVERIFY(timing->p90.si() > 1.3);
    }
    void saysWhoWorks() {
        const test::FakeProvider other("ggml"), own{std::string(ownProvider)};
        QCOMPARE(test::subjectOf(small, other).text(), std::string("q4_0 8 × 32 × 2, 1 thread, ggml"));
        QCOMPARE(test::subjectOf(small, own).text(), std::string("q4_0 8 × 32 × 2, 1 thread"));
        QVERIFY(test::subjectOf(small, own).sameWork(test::subjectOf(small, other)));
        Case larger = small;
        larger.shape.rows = 16;
        QVERIFY(!test::subjectOf(small, own).sameWork(test::subjectOf(larger, own)));
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::SubjectTest)
#include "subject_test.moc"
