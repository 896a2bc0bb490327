// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/weights/safetensors.h"
#include "tests/data/weights/allocations.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright::weights {
namespace {

std::string number(std::uint64_t value) {
    std::string bytes;
    for (int i = 0; i < 8; ++i)
        bytes += char(value >> 8 * i & 0xFF);
    return bytes;
}
std::string file(const std::string& json, std::size_t data) {
    return number(json.size()) + json + std::string(data, '\0');
}
Expected<SafetensorsHeader> read(const std::string& bytes) {
    return readSafetensorsHeader(MemorySource(bytes), "x.safetensors");
}
const std::string example = R"({"__metadata__":{"format":"pt"},
    "b":{"dtype":"BF16","shape":[2,3],"data_offsets":[4,16]},
    "a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},
    "c":{"data_offsets":[16,16],"shape":[0,7],"dtype":"I64"}}   )";

} // namespace

class SafetensorsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tensorsComeInTheOrderOfTheirData() {
        const auto header = read(file(example, 16));
        QVERIFY2(header.has_value(), header ? "" : header.error().message().c_str());
        QCOMPARE(header->tensors.size(), std::size_t(3));
        QCOMPARE(header->tensors[0].name, std::string("a"));
        QCOMPARE(header->tensors[0].elements, std::int64_t(1));
        const auto& b = header->tensors[1];
        QCOMPARE(b.dims, (std::vector<std::int64_t>{3, 2})); // inputs first
        QCOMPARE(b.bytes, std::uint64_t(12));
        QCOMPARE(std::string(b.format->name), std::string("bf16"));
        QCOMPARE(header->tensors[2].elements, std::int64_t(0));
    }
    void aFileCutAnywhereIsRefused() {
        const auto bytes = file(example, 16);
        for (std::size_t length = 0; length < bytes.size(); ++length) {
            const auto header = read(bytes.substr(0, length));
            QVERIFY2(!header, std::to_string(length).c_str());
            QVERIFY(!header.error().what.empty() && header.error().where.starts_with("x.safetensors"));
        }
        QVERIFY(!read(bytes + "x"));
    }
    void everyChangedByteIsReadOrRefused() {
        const auto bytes = file(example, 16);
        for (std::size_t at = 0; at < bytes.size(); ++at)
            for (const char change : {'\x01', '\x02', '\x10', '\x80'}) {
                auto changed = bytes;
                changed[at] = char(changed[at] ^ change);
                if (const auto header = read(changed); !header)
                    QVERIFY(!header.error().what.empty());
            }
    }
    void claimsBeyondTheFileAreRefusedAtOnce() {
        for (const auto length : {std::uint64_t(1000), std::uint64_t(100'000'000'000), ~std::uint64_t(0),
                                  std::uint64_t(1) << 63}) {
            test::startWatching();
            const auto header = read(number(length) + std::string(900, ' '));
            QVERIFY(!header && header.error().what.find("the header claims") != std::string::npos);
            QVERIFY(test::largestAllocation() <= 65536);
        }
        const std::string large =
            number(SafetensorsLimits::headerBytes + 1) + std::string(SafetensorsLimits::headerBytes + 1, ' ');
        test::startWatching();
        QVERIFY(!read(large) && test::largestAllocation() <= 65536);
    }
    void tensorsThatContradictThemselvesAreRefused_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("what");
        const auto row = [](const char* json, const char* what) {
            QTest::newRow(json) << QByteArray(json) << QByteArray(what);
        };
        row(R"({"t":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", "do not fit the shape");
        row(R"({"t":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})", "do not fit the shape");
        row(R"({"t":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}})", "negative");
        row(R"({"t":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})", "negative");
        row(R"({"t":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}})", "not whole");
        row(R"({"t":{"dtype":"F32","shape":[1e99],"data_offsets":[0,8]}})", "not whole");
        row(R"({"t":{"dtype":"F32","shape":[18446744073709551615],"data_offsets":[0,8]}})",
            "does not belong");
        row(R"({"t":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}})",
            "exceed 64 bits");
        row(R"({"t":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,8]}})", "exceed 64 bits");
        row(R"({"t":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}})", "more than 8");
        row(R"({"t":{"dtype":"Q4","shape":[2],"data_offsets":[0,8]}})", "dtype \"Q4\"");
        row(R"({"t":{"shape":[2],"data_offsets":[0,8]}})", "lacks its dtype");
        row(R"({"t":{"dtype":"F32","data_offsets":[0,8]}})", "lacks its dtype, its shape");
        row(R"({"t":{"dtype":"F32","shape":[2]}})", "data_offsets");
        row(R"({"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}})", "data_offsets");
        row(R"({"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"t":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}})",
            "same name");
        row(R"({"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"u":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
            "within that of another");
        row(R"({"t":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", "after a gap");
        row(R"({"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", "goes on after");
        row(R"({"t":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}})", "cut short");
        row(R"({"t":{"dtype":"F32","shape":{"a":1}}})", "an object where none");
        row(R"({"t":[1]})", "a list where none");
        row(R"({"t":1})", "does not belong");
        row(R"({"t":null})", "null");
        row(R"({"t":true})", "true or false");
        row(R"({"t":"x"})", "a text where none");
        row(R"({"t":{"dtype":"F32","shape":[[2]]}})", "a list where none");
        row(R"([1])", "no JSON object");
        row(R"({"t":)", "not JSON");
    }
    void tensorsThatContradictThemselvesAreRefused() {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, what);
        const auto header = read(file(json.toStdString(), 8));
        QVERIFY(!header);
        QVERIFY2(header.error().what.find(what.toStdString()) != std::string::npos,
                 header.error().message().c_str());
        QVERIFY(header.error().where.starts_with("x.safetensors") && !header.error().remedy.empty());
    }
    void deepNestingAndLongTextsAreRefused() {
        QVERIFY(!read(file("{\"t\":" + std::string(100'000, '['), 0)));
        QVERIFY(!read(file("{\"t\":" + std::string(100'000, '{'), 0)));
        const auto text = read(file("{\"__metadata__\":{\"a\":\"" + std::string(5 << 20, 'x') + "\"}}", 0));
        QVERIFY(!text && text.error().what.find("longer than any name") != std::string::npos);
        const auto name = read(file("{\"" + std::string(600, 'x') + "\":{}}", 0));
        QVERIFY(!name && name.error().what.find("600 bytes") != std::string::npos);
        QVERIFY(
            read(file("{\"__metadata__\":{\"a\":\"" + std::string(1 << 20, 'x') + "\"}}", 0)).has_value());
    }
    void packedFormatsCountTheirElements() {
        const auto header = read(file(R"({"t":{"dtype":"F4","shape":[3,4],"data_offsets":[0,6]}})", 6));
        QVERIFY(header && header->tensors[0].elements == 12);
        QVERIFY(!read(file(R"({"t":{"dtype":"F4","shape":[3],"data_offsets":[0,1]}})", 1)));
    }
    void shardsAreReadTogether() {
        // No raw text here: moc loses count of quotes in it, and with them the tests that follow.
        const auto shard = [](const char* name) {
            return file(std::string("{\"") + name +
                            "\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[0,8]}}",
                        8);
        };
        std::map<std::string, std::string> files{
            {"model-00001-of-00002.safetensors", shard("a")},
            {"model-00002-of-00002.safetensors", shard("b")},
            {"model.safetensors.index.json",
             R"({"metadata":{"total_size":16},"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"}})"}};
        for (const auto& [name, content] : files) {
            const auto whole = readSafetensors(MemoryFolder(files), name);
            QVERIFY2(whole.has_value(), whole ? "" : whole.error().message().c_str());
            QCOMPARE(whole->tensors.size(), std::size_t(2));
            QCOMPARE(whole->tensors[1].part, std::uint32_t(1));
        }
        auto missing = files;
        missing.erase("model-00002-of-00002.safetensors");
        for (const char* name : {"model-00001-of-00002.safetensors", "model.safetensors.index.json"}) {
            const auto whole = readSafetensors(MemoryFolder(missing), name);
            QVERIFY(!whole && whole.error().where == "model-00002-of-00002.safetensors");
            QVERIFY(whole.error().what.find("part 2 of 2 is missing") != std::string::npos);
        }
        auto twice = files;
        twice["model-00002-of-00002.safetensors"] = shard("a");
        QVERIFY(readSafetensors(MemoryFolder(twice), "model-00001-of-00002.safetensors")
                    .error()
                    .what.find("same name") != std::string::npos);
        auto more = files;
        more["model.safetensors.index.json"] = R"({"weight_map":{"a":"model-00001-of-00002.safetensors"}})";
        QVERIFY(readSafetensors(MemoryFolder(more), "model.safetensors.index.json").value().tensors.size() ==
                1);
        more["model.safetensors.index.json"] =
            R"({"weight_map":{"a":"model-00001-of-00002.safetensors","c":"model-00001-of-00002.safetensors"}})";
        QVERIFY(!readSafetensors(MemoryFolder(more), "model.safetensors.index.json"));
    }
    void anIndexNamesEachFileOnceHoweverItsTensorsTakeTurns() {
        const auto quoted = [](char kind, int number) { return '"' + (kind + std::to_string(number)) + '"'; };
        std::string text = R"({"weight_map":{)" + quoted('t', 0) + ':' + quoted('f', 0);
        for (int i = 1; i < 60; ++i)
            text += ',' + quoted('t', i) + ':' + quoted('f', i % 20);
        const auto index = parseSafetensorsIndex(text + "}}", "i.json").value();
        QCOMPARE(index.files.size(), std::size_t(20));
        QCOMPARE(index.files[19], std::string("f19"));
        QCOMPARE(index.tensors, std::uint64_t(60));
    }
    void anIndexStaysInItsFolder() {
        const auto names = [](const std::string& to) {
            return parseSafetensorsIndex("{\"weight_map\":{\"a\":\"" + to + "\"}}", "i.json");
        };
        QCOMPARE(names("x.safetensors").value().files.front(), std::string("x.safetensors"));
        for (const char* outside : {"../x", "/etc/passwd", "a/b", "..", "", "a\\\\b", "a\\u0000b"})
            QVERIFY(!names(outside));
        QVERIFY(!parseSafetensorsIndex("[]", "i.json"));
        QVERIFY(!parseSafetensorsIndex("{}", "i.json"));
        QVERIFY(!parseSafetensorsIndex("{\"weight_map\":", "i.json"));
        QVERIFY(!parseSafetensorsIndex("{\"a\":" + std::string(1000, '['), "i.json"));
    }
};

} // namespace cellwright::weights

CELLWRIGHT_TEST(cellwright::weights::SafetensorsTest)
#include "safetensors_test.moc"
