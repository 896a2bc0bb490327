// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/store/project_store.h"
#include "tests/data/store/random_session.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <random>
#include <thread>

extern char** environ;

namespace cellwright {

/// A running writer and what it acknowledged.
class Writer {
public:
    Writer(const std::string& file, std::uint64_t seed, int steps) {
        int ends[2];
        if (::pipe(ends) != 0)
            qFatal("no pipe");
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        posix_spawn_file_actions_addclose(&actions, ends[0]);
        std::string arguments[] = {CRASH_WRITER, file, std::to_string(seed), std::to_string(steps)};
        char* argv[] = {arguments[0].data(), arguments[1].data(), arguments[2].data(), arguments[3].data(),
                        nullptr};
        if (posix_spawn(&process_, CRASH_WRITER, &actions, nullptr, argv, environ) != 0)
            qFatal("cannot start the writer");
        posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
        output_ = ends[0];
    }
    /// Waits until `steps` steps are acknowledged, then kills after a pause; returns all that were
    /// acknowledged.
    int killAfter(int steps, std::chrono::microseconds pause) {
        int acknowledged = 0;
        char byte = 0;
        while (acknowledged < steps && ::read(output_, &byte, 1) == 1)
            ++acknowledged;
        std::this_thread::sleep_for(pause);
        ::kill(process_, SIGKILL);
        ::waitpid(process_, &status_, 0);
        while (::read(output_, &byte, 1) == 1)
            ++acknowledged;
        ::close(output_);
        return acknowledged;
    }
    [[nodiscard]] bool killed() const { return WIFSIGNALED(status_) && WTERMSIG(status_) == SIGKILL; }

private:
    pid_t process_ = 0;
    int output_ = -1, status_ = 0;
};

class StoreCrashTest : public QObject {
    Q_OBJECT

    /// The file must be as after every acknowledged step, and at most one more that was finished but not yet
    /// reported.
    static void checkAgainstReplay(const ProjectStore& store, test::ModelStore& model, std::uint64_t seed,
                                   int acknowledged) {
        test::RandomSession session(seed);
        for (int i = 0; i < acknowledged; ++i)
            QVERIFY(session.step(model).has_value());
        const auto agrees = [&] {
            const auto history = store.history();
            return store.project() == model.project() && history.position == model.position() &&
                   history.labels == model.labels();
        };
        if (!agrees())
            QVERIFY(session.step(model).has_value());
        QVERIFY2(agrees(), qPrintable(QStringLiteral("after %1 acknowledged steps").arg(acknowledged)));
    }

private Q_SLOTS:
    void everyAcknowledgedEditSurvivesBeingKilled() {
        const QTemporaryDir folder;
        const auto file = (folder.path() + QStringLiteral("/plan.cellwright")).toStdString();
        const auto start = test::RandomProject(1).project();
        QVERIFY(ProjectStore::create(file, start).has_value());
        test::ModelStore model(start);
        std::mt19937_64 random(2026);
        int steps = 0, kills = 0;
        for (std::uint64_t round = 0; round < 40 || steps < 400; ++round) {
            Writer writer(file, round, 100000);
            const int acknowledged =
                writer.killAfter(int(random() % 25), std::chrono::microseconds(random() % 8000));
            kills += writer.killed() ? 1 : 0;
            steps += acknowledged;
            const auto store = ProjectStore::open(file);
            QVERIFY2(store.has_value(), store ? "" : store.error().message().c_str());
            QVERIFY(!store->readOnly());
            checkAgainstReplay(*store, model, round, acknowledged);
        }
        QVERIFY(kills >= 40);
        auto store = ProjectStore::open(file);
        while (store->canUndo())
            QVERIFY(store->undo().has_value());
        QVERIFY(store->project() == start);
        qInfo("%d acknowledged steps, %d kills", steps, kills);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::StoreCrashTest)
#include "crash_test.moc"
