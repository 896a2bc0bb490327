// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/profile.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <nlohmann/json.hpp>

namespace cellwright::kernels {

namespace {

/// An operation with only the sizes that it needs.
OperationTiming smallOperation(std::string_view kernel) {
    OperationTiming o;
    o.kernel = kernel;
    if (kernel == normKernel || kernel == gatherKernel)
        o.hidden = 2048;
    if (kernel == ropeKernel)
        o.heads = 32, o.headSize = 64;
    if (kernel == gatherKernel)
        o.experts = 8, o.chosen = 2;
    o.median = o.p10 = o.p90 = Seconds(1e-6);
    o.samples = 9;
    if (kernel != graphKernel) {
        o.flopRate = FlopPerSecond(1e9);
        o.byteRate = BytesPerSecond(1e9);
    }
    return o;
}

Profile sample() {
    Profile p;
    p.machine.cpu = "Test \"CPU\" π";
    p.machine.cores = 2;
    p.machine.logicalProcessors = 4;
    p.machine.cacheL1 = Bytes(49152);
    p.machine.cacheL2 = Bytes(1 << 20);
    p.machine.cacheL3 = Bytes(32 << 20);
    p.machine.memory = Bytes(16e9);
    p.machine.simd = "AVX2";
    p.machine.warnings = {"slow"};
    p.machine.hugePages = true;
    p.machine.load = 0.25;
    p.machine.date = "2026-03-01T10:00:00Z";
    p.machine.version = "0.1.0";
    p.machine.virtualMachine = true;
    p.machine.hypervisor = "KVM";
    p.machine.numaNodes = 2;
    p.machine.pages = "interleaved";
    p.machine.coreKinds = {{1, 1}, {1, 0}};
    p.machine.smt = true;
    p.machine.pinned = true;
    p.machine.operatingSystem = "Debian GNU/Linux 12 (bookworm)";
    p.machine.kernelRelease = "Linux 6.1.0";
    p.machine.compiler = "GCC 12.2.0";
    p.machine.build = "Release";
    p.machine.governor = "performance";
    p.machine.quota = 1.5;
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
    layer.provider = "ggml";
    layer.gated = false;
    p.operations = {layer, smallOperation(normKernel), smallOperation(ropeKernel),
                    smallOperation(graphKernel), smallOperation(gatherKernel)};
    p.kernels.back().provider = "ggml";
    p.kernels.back().settled = false;
    p.noise = {0.05, 0.01, 9, 1, 3, true, 0.02, 1.1, 0.1, 0.4, -0.01, {"other programs used 1.1 cores"}};
    p.providers = {{"cellwright", "Cellwright", "0.1.0", "", ""},
                   {"ggml", "ggml", "0.25", "", "built without it"}};
    return p;
}

/// As a program wrote it before providers and systems were asked for.
nlohmann::json ofAnEarlierVersion() {
    auto json = toJson(sample());
    json.erase("providers");
    for (const char* key :
         {"virtual_machine", "hypervisor", "numa_nodes", "pages", "core_kinds", "smt", "pinned",
          "operating_system", "kernel_release", "compiler", "build", "governor", "quota_cores"})
        json["machine"].erase(key);
    for (const char* key :
         {"steal_share", "other_cores", "load_before", "load_after", "throttling", "reasons"})
        json["noise"].erase(key);
    for (const char* list : {"kernels", "operations"})
        for (auto& entry : json[list])
            for (const char* key : {"provider", "settled", "gated", "experts", "chosen"})
                entry.erase(key);
    json["operations"].erase(4); // gather came with its sizes
    return json;
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
        row("provider", "/kernels/0/provider", "\"\"", "kernels[0].provider");
        row("provider's kind", "/operations/0/provider", "7", "operations[0].provider");
        row("settled", "/kernels/0/settled", "\"yes\"", "kernels[0].settled");
        row("gated", "/operations/0/gated", "1", "operations[0].gated");
        row("layer without heads", "/operations/0/heads", "0", "operations[0].heads");
        row("norm without size", "/operations/1/hidden", "0", "operations[1].hidden");
        row("rope without size", "/operations/2/head_size", "0", "operations[2].head_size");
        row("norm without work", "/operations/1/flop_per_s", "0", "operations[1].flop_per_s");
        row("no experts", "/operations/4/experts", "0", "operations[4].experts");
        row("more than all experts", "/operations/4/chosen", "9", "operations[4].chosen");
        row("settled operation", "/operations/3/settled", "0", "operations[3].settled");
        row("id of a provider", "/providers/1/id", "\"\"", "providers[1].id");
        row("name of a provider", "/providers/1/name", "null", "providers[1].name");
        row("version of a provider", "/providers/0/version", "2", "providers[0].version");
        row("device of a provider", "/providers/0/device", "[]", "providers[0].device");
        row("availability", "/providers/0/unavailable", "false", "providers[0].unavailable");
        row("list of providers", "/providers", "{}", "providers");
        row("virtual machine", "/machine/virtual_machine", "\"kvm\"", "machine.virtual_machine");
        row("hypervisor", "/machine/hypervisor", "true", "machine.hypervisor");
        row("NUMA nodes", "/machine/numa_nodes", "0", "machine.numa_nodes");
        row("pages", "/machine/pages", "4096", "machine.pages");
        row("kinds of cores", "/machine/core_kinds", "2", "machine.core_kinds");
        row("cores of a kind", "/machine/core_kinds/1/cores", "0", "machine.core_kinds[1].cores");
        row("efficiency", "/machine/core_kinds/0/efficiency", "-1", "machine.core_kinds[0].efficiency");
        row("SMT", "/machine/smt", "2", "machine.smt");
        row("pinned", "/machine/pinned", "\"\"", "machine.pinned");
        row("system", "/machine/operating_system", "12", "machine.operating_system");
        row("release", "/machine/kernel_release", "6.1", "machine.kernel_release");
        row("compiler", "/machine/compiler", "{}", "machine.compiler");
        row("build", "/machine/build", "1", "machine.build");
        row("governor", "/machine/governor", "false", "machine.governor");
        row("quota", "/machine/quota_cores", "-1", "machine.quota_cores");
        row("steal", "/noise/steal_share", "1.5", "noise.steal_share");
        row("other programs", "/noise/other_cores", "-2", "noise.other_cores");
        row("load before", "/noise/load_before", "\"low\"", "noise.load_before");
        row("load after", "/noise/load_after", "1e9", "noise.load_after");
        row("throttling", "/noise/throttling", "-3", "noise.throttling");
        row("reasons", "/noise/reasons", "\"noise\"", "noise.reasons");
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
    void profilesOfEarlierVersionsAreRead() {
        const auto result = profileFromJson(ofAnEarlierVersion().dump());
        QVERIFY2(result.has_value(), result ? "" : result.error().message().c_str());
        QCOMPARE(result->kernels.back().provider, std::string(ownProvider));
        QCOMPARE(result->operations.front().provider, std::string(ownProvider));
        QVERIFY(result->operations.front().gated && result->operations.front().settled);
        QVERIFY(result->providers.empty() && result->noise.reasons.empty());
        QVERIFY(result->machine.coreKinds.empty() && !result->machine.virtualMachine);
        QCOMPARE(result->machine.numaNodes, 1);
        QCOMPARE(result->noise.stealShare, -1.0);
        QVERIFY(profileFromJson(toJsonText(*result)).has_value());
    }
    void everyOperationHasItsSizes() {
        for (const auto kernel : operationKernels) {
            auto json = toJson(sample());
            auto& operation = json["operations"][0];
            operation["kernel"] = kernel;
            operation["experts"] = 8;
            operation["chosen"] = 2;
            QVERIFY2(profileFromJson(json.dump()).has_value(), std::string(kernel).c_str());
            for (const char* key : {"hidden", "heads", "cache_heads", "head_size", "intermediate", "experts"})
                operation[key] = 0;
            operation["chosen"] = 0;
            QCOMPARE(profileFromJson(json.dump()).has_value(), kernel == graphKernel);
        }
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
