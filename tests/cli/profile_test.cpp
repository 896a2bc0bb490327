// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QProcess>
#include <QTest>

#include <csignal>

namespace cellwright {

class ProfileTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void measuresAndPredicts() {
        const test::Workplace place;
        const auto result =
            place.run("profile --quick --threads 1 --weights q4_0 --shape 512x512x1,512x512x32 --seed 7 "
                      "-o p.json --json");
        CELLWRIGHT_STATUS(result, 0);
        QVERIFY(!result.err.contains('\r')); // progress is for terminals
        const auto profile = result.json();
        QVERIFY(nlohmann::json::parse(place.read("p.json").toStdString()) == profile);
        QVERIFY(profile.contains("machine"));
        QVERIFY(profile.at("read_bandwidth")[0].at("bytes_per_s").get<double>() > 0.0);
        QCOMPARE(profile.at("kernels").size(), std::size_t(2));
        for (const auto& kernel : profile.at("kernels"))
            for (const char* key : {"kernel", "weights", "rows", "cols", "tokens", "threads", "median_s",
                                    "p10_s", "p90_s", "samples", "flop_per_s", "bytes_per_s"})
                QVERIFY2(kernel.contains(key), key);
        const auto prediction = place.run("predict --model gpt2 --weights q4_0 --device p.json --json");
        CELLWRIGHT_STATUS(prediction, 0);
        QVERIFY(prediction.json().at("decode_tokens_per_s").get<double>() > 0.0);
        QCOMPARE(place.run("predict --model gpt2 --weights q4_0 --device p.json --threads 64").status, 3);
        CELLWRIGHT_STATUS(place.run("import device p.json --id here -o with-device.cellwright"), 0);
        const auto before = place.read("p.json");
        QCOMPARE(place.run("profile --quick -o p.json").status, 3); // refused before measuring
        QCOMPARE(place.read("p.json"), before);
    }

    void interruptionLeavesNothing() {
        const test::Workplace place;
        QProcess process;
        process.setWorkingDirectory(place.path("."));
        process.start(test::programPath(),
                      {QStringLiteral("profile"), QStringLiteral("-o"), QStringLiteral("p.json")});
        QVERIFY(process.waitForStarted());
        QTest::qWait(1500);
        kill(pid_t(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(20'000));
        QCOMPARE(process.exitStatus(), QProcess::CrashExit); // ended by the signal, as shells expect
        QVERIFY(process.readAllStandardError().contains("cancelled"));
        QVERIFY(place.files().isEmpty());
    }
};

CELLWRIGHT_TEST(ProfileTest)

} // namespace cellwright

#include "profile_test.moc"
