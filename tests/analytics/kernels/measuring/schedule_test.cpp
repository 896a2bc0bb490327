// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/measuring/schedule.h"
#include "tests/analytics/kernels/measuring/fake_provider.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <set>

namespace cellwright::kernels {

namespace {

const test::FakeProvider one("one"), two("two"), slow("slow", Scheme::q4_0, {.seconds = 0.5});

Case caseOf(int rows) {
    return {Scheme::q4_0, {rows, 32, 1}, 1};
}

Vectors vectors() {
    return {std::vector<float>(32, 1.0f), std::vector<float>(4096)};
}

/// Subjects that were tried out.
std::vector<Subject> triedOut(const std::vector<std::pair<int, const test::FakeProvider*>>& what) {
    std::vector<Subject> subjects;
    Vectors memory = vectors();
    for (const auto& [rows, provider] : what) {
        subjects.push_back(test::subjectOf(caseOf(rows), *provider));
        subjects.back().tryOut(memory, {});
    }
    return subjects;
}

} // namespace

class ScheduleTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theSameWorkGoesTogether() {
        auto subjects = triedOut({{16, &one}, {32, &one}, {16, &two}, {32, &two}, {64, &two}});
        const auto groups = groupsOf(subjects);
        QCOMPARE(groups.size(), std::size_t(3));
        QCOMPARE(groups[0].size(), std::size_t(2));
        QCOMPARE(groups[2].size(), std::size_t(1));
        for (const Group& group : groups)
            for (const Subject* subject : group)
                QVERIFY(subject->sameWork(*group.front()));
    }
    void aGroupIsSettledWhenAllOfItAre() {
        auto subjects = triedOut({{16, &one}, {16, &two}});
        const auto groups = groupsOf(subjects);
        Vectors memory = vectors();
        const Patience patience{0.01, 7};
        for (int i = 0; i < 7; ++i)
            subjects[0].measure(memory, i, {});
        QVERIFY(!settled(groups.front(), patience));
        for (int i = 0; i < 7; ++i)
            subjects[1].measure(memory, i, {});
        QVERIFY(settled(groups.front(), patience));
        QVERIFY(!settled(groups.front(), {0.01, 8}));
    }
    void whatCannotBeMeasuredHoldsNobodyUp() {
        auto subjects = triedOut({{16, &one}, {16, &two}});
        Vectors memory = vectors();
        for (int i = 0; i < 7; ++i)
            subjects[0].measure(memory, i, {});
        subjects[1].leaveOut();
        QVERIFY(settled(groupsOf(subjects).front(), {0.01, 7}));
    }
    void theSlowestWorkIsLeftOutFirst() {
        auto subjects = triedOut({{16, &one}, {32, &slow}, {64, &one}});
        const auto groups = groupsOf(subjects);
        fitInto(groups, 4, 10.0);
        QVERIFY(!subjects[1].left());
        fitInto(groups, 4, 1.9); // four samples of half a second do not fit
        QVERIFY(subjects[1].left());
        QVERIFY(!subjects[0].left() && !subjects[2].left());
        fitInto(groups, 4, 0.0);
        QVERIFY(subjects[0].left() && subjects[2].left());
    }
    void aRoundHoldsEverythingOnceInBlocks() {
        std::vector<std::pair<int, const test::FakeProvider*>> what;
        for (int rows = 1; rows <= 50; ++rows)
            what.emplace_back(rows, &one);
        auto subjects = triedOut(what);
        const auto groups = groupsOf(subjects);
        std::mt19937_64 random(1);
        const auto blocks = blocksOf(groups, {}, 0, random);
        QVERIFY(blocks.size() >= 4);
        std::set<const Group*> seen;
        std::size_t count = 0;
        for (const auto& block : blocks) {
            count += block.size();
            seen.insert(block.begin(), block.end());
        }
        QCOMPARE(count, std::size_t(50));
        QCOMPARE(seen.size(), std::size_t(50));
        QVERIFY(blocksOf(groups, {}, 0, random).front() != blocks.front()); // another order
    }
    void slowWorkRestsInEveryOtherRound() {
        auto subjects = triedOut({{16, &slow}, {32, &one}});
        const auto groups = groupsOf(subjects);
        Vectors memory = vectors();
        std::mt19937_64 random(1);
        const auto works = [&](int round) {
            std::size_t count = 0;
            for (const auto& block : blocksOf(groups, {}, round, random))
                count += block.size();
            return count;
        };
        QCOMPARE(works(1), std::size_t(2)); // too few samples yet
        for (int i = 0; i < 3; ++i)
            subjects[0].measure(memory, i, {});
        QCOMPARE(works(1), std::size_t(1));
        QCOMPARE(works(2), std::size_t(2));
    }
    void settledWorkLeaves() {
        auto subjects = triedOut({{16, &one}});
        const auto groups = groupsOf(subjects);
        Vectors memory = vectors();
        for (int i = 0; i < 9; ++i)
            subjects[0].measure(memory, i, {});
        std::mt19937_64 random(1);
        QVERIFY(blocksOf(groups, {}, 0, random).empty());
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::ScheduleTest)
#include "schedule_test.moc"
