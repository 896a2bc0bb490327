// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "widgets/planning/newest_job.h"

#include <QObject>
#include <QTest>
#include <QThread>

#include <vector>

using namespace cellwright;

class NewestJobTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void onlyTheNewestAnswerArrives() {
        QObject owner;
        NewestJob<int> job(&owner);
        std::vector<int> answers;
        for (int i = 1; i <= 5; ++i)
            job.run(
                [i](const auto&) {
                    QThread::msleep(5);
                    return i;
                },
                [&](int answer) { answers.push_back(answer); });
        QVERIFY(job.busy());
        QTRY_VERIFY(!job.busy());
        QCOMPARE(answers, std::vector<int>{5});
    }

    void workLearnsThatItIsNotWantedAnyMore() {
        QObject owner;
        NewestJob<bool> job(&owner);
        std::vector<bool> answers;
        std::atomic<bool> gaveUp = false;
        job.run(
            [&](const auto& wanted) {
                for (int i = 0; i < 4000 && wanted(); ++i)
                    QThread::msleep(1);
                gaveUp = !wanted();
                return true;
            },
            [&](bool answer) { answers.push_back(answer); });
        QTest::qWait(5);
        job.cancel();
        QTRY_VERIFY(!job.busy());
        QVERIFY(gaveUp);
        QVERIFY(answers.empty());
    }

    void answersComeOnTheThreadOfTheWindow() {
        QObject owner;
        NewestJob<int> job(&owner);
        QThread* thread = nullptr;
        job.run([](const auto&) { return 1; }, [&](int) { thread = QThread::currentThread(); });
        QTRY_VERIFY(thread);
        QCOMPARE(thread, QThread::currentThread());
    }
};

CELLWRIGHT_TEST(NewestJobTest)
#include "newest_job_test.moc"
