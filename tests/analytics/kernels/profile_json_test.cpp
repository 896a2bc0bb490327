// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/profile.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <nlohmann/json.hpp>

namespace cellwright::kernels {

namespace {

Profile sample() {
    Profile p;
    p.machine = {"Test \"CPU\" π", 2,      4,        Bytes(49152), Bytes(1 << 20), Bytes(32 << 20),
                 Bytes(16e9),      "AVX2", {"slow"}, true,         0.25,           "2026-03-01T10:00:00Z",
                 "0.1.0"};
    p.readBandwidth = {{1, BytesPerSecond(26e9), 0.03, 20}, {2, BytesPerSecond(33e9), 0.02, 20}};
    p.peaks = {{"f32", 1, FlopPerSecond(116e9), 0.01, 20}, {"int8", 2, FlopPerSecond(927e9), 0.02, 19}};
    p.dispatch = {{1, Seconds(1e-7)}, {2, Seconds(3.3e-6)}};
    p.kernels = {{std::string(matVec), Scheme::q4_0, 4096, 4096, 1, 2, Seconds(0.001), Seconds(0.0009),
                  Seconds(0.0012), 30, FlopPerSecond(33.5e9), BytesPerSecond(9.4e9)},
                 {std::string(matMat), Scheme::f16, 4096, 4096, 512, 2, Seconds(0.1), Seconds(0.09),
                  Seconds(0.12), 7, FlopPerSecond(171e9), BytesPerSecond(3e8)}};
    OperationTiming layer{
        std::string(layerKernel), Scheme::q4_0, Scheme::q8_0, 2048, 32, 8, 64, 8192, 1, 1024, 2};
    layer.median = layer.p10 = layer.p90 = Seconds(0.002);
    layer.samples = 5;
    layer.flopRate = FlopPerSecond(60e9);
    layer.byteRate = BytesPerSecond(20e9);
    p.operations = {layer};
    p.noise = {0.05, 0.01, 9, 1, 3, false};
    return p;
}

} // namespace

class ProfileJsonTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void comesBackEqual() {
        const auto back = profileFromJson(toJsonText(sample()));
        QVERIFY2(back.has_value(), back ? "" : back.error().message().c_str());
        QVERIFY(*back == sample());
    }
    void hasTheKeysOfTheContract() {
        const auto json = toJson(sample());
        for (const char* key : {"machine", "read_bandwidth", "kernels"})
            QVERIFY2(json.contains(key), key);
        for (const char* key : {"threads", "bytes_per_s"})
            QVERIFY2(json["read_bandwidth"][0].contains(key), key);
        for (const char* key : {"kernel", "weights", "rows", "cols", "tokens", "threads", "median_s", "p10_s",
                                "p90_s", "samples", "flop_per_s", "bytes_per_s"})
            QVERIFY2(json["kernels"][0].contains(key), key);
        QCOMPARE(json["kernels"][0]["weights"].get<std::string>(), std::string("q4_0"));
    }
    void namesTheFieldThatIsNonsense_data() {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("named");
        const auto row = [](const char* name, const char* pointer, const char* value, const char* named) {
            QTest::newRow(name) << pointer << value << named;
        };
        row("negative time", "/kernels/1/median_s", "-1", "kernels[1].median_s");
        row("zero rate", "/kernels/0/flop_per_s", "0", "kernels[0].flop_per_s");
        row("not a number", "/kernels/0/median_s", "null", "kernels[0].median_s"); // how NaN is written
        row("huge", "/kernels/0/bytes_per_s", "1e300", "kernels[0].bytes_per_s");
        row("text for number", "/kernels/0/rows", "\"many\"", "kernels[0].rows");
        row("fraction", "/kernels/0/tokens", "1.5", "kernels[0].tokens");
        row("unknown scheme", "/kernels/0/weights", "\"q3\"", "kernels[0].weights");
        row("unknown kernel", "/kernels/0/kernel", "\"fft\"", "kernels[0].kernel");
        row("median outside", "/kernels/0/p10_s", "0.5", "kernels[0].median_s");
        row("no threads", "/read_bandwidth/1/threads", "0", "read_bandwidth[1].threads");
        row("unknown unit", "/peaks/1/unit", "\"fp4\"", "peaks[1].unit");
        row("no peak", "/peaks/0/flop_per_s", "0", "peaks[0].flop_per_s");
        row("unknown operation", "/operations/0/kernel", "\"matvec\"", "operations[0].kernel");
        row("depth", "/operations/0/depth", "-1", "operations[0].depth");
        row("cache", "/operations/0/cache", "\"q3\"", "operations[0].cache");
        row("number for list", "/kernels", "3", "kernels");
        row("empty list", "/kernels", "[]", "kernels");
        row("list of numbers", "/kernels", "[1]", "kernels[0]");
        row("machine", "/machine", "\"mine\"", "machine");
        row("cores", "/machine/cores", "-2", "machine.cores");
        row("warnings", "/machine/warnings", "[1]", "machine.warnings");
        row("flag", "/noise/disturbed", "1", "noise.disturbed");
    }
    void namesTheFieldThatIsNonsense() {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        QFETCH(QString, named);
        auto json = toJson(sample());
        json[nlohmann::json::json_pointer(pointer.toStdString())] =
            nlohmann::json::parse(value.toStdString());
        const auto result = profileFromJson(json.dump(), "mine.json");
        QVERIFY(!result.has_value());
        const QString message = QString::fromStdString(result.error().message());
        QVERIFY2(message.startsWith(QLatin1String("mine.json: ")) && message.contains(named),
                 qPrintable(message));
    }
    void namesTheFieldThatIsMissing() {
        for (const char* key : {"machine", "read_bandwidth", "dispatch", "kernels", "noise"}) {
            auto json = toJson(sample());
            json.erase(key);
            const auto result = profileFromJson(json.dump());
            QVERIFY(!result.has_value());
            QVERIFY(result.error().what.find(std::string(key) + " is missing") != std::string::npos);
        }
    }
    void profilesWithoutPeaksAndLayersAreRead() {
        auto json = toJson(sample());
        json.erase("peaks");
        json.erase("operations");
        const auto result = profileFromJson(json.dump());
        QVERIFY(result.has_value());
        QVERIFY(result->peaks.empty() && result->operations.empty());
    }
    void refusesWhatIsNoProfile() {
        for (const std::string text :
             {"", "{", "[]", "null", "42", "\"text\"", "{\"kernels\": NaN}", "\xff\xfe"})
            QVERIFY2(!profileFromJson(text).has_value(), text.c_str());
        QVERIFY(!profileFromJson(std::string(maximumProfileText + 1, ' ')).has_value());
        QVERIFY(!profileFromJson(std::string(200000, '[')).has_value());
        std::string nested = std::string(100000, '[') + std::string(100000, ']');
        QVERIFY(!profileFromJson(nested).has_value());
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::ProfileJsonTest)
#include "profile_json_test.moc"
