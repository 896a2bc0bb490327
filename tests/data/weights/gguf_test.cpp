// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/weights/gguf.h"
#include "tests/data/weights/allocations.h"
#include "tests/support/gguf_writer.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <functional>

namespace cellwright::weights {
namespace {

using test::GgufWriter;

/// A small file with every type of value and three formats of tensor.
GgufWriter example(std::uint32_t version = 3, bool bigEndian = false) {
    GgufWriter writer(version, bigEndian);
    writer.text("general.architecture", "llama");
    writer.u8("a.u8", 200);
    writer.pair("a.i8", 1, writer.number(0xFE, 1));
    writer.u16("a.u16", 60000);
    writer.pair("a.i16", 3, writer.number(0xFFFE, 2));
    writer.u32("llama.block_count", 2);
    writer.i32("a.i32", -7);
    writer.real("a.f32", 0.5f);
    writer.boolean("a.yes", true);
    writer.u64("a.u64", std::uint64_t(1) << 40);
    writer.pair("a.i64", 11, writer.number(~std::uint64_t(0), 8));
    writer.pair("a.f64", 12, writer.number(std::bit_cast<std::uint64_t>(0.25), 8));
    writer.integers("llama.attention.head_count_kv", {8, 4});
    writer.texts("tokenizer.ggml.tokens", {"<s>", "hello", ""});
    writer.tensor("token_embd.weight", {64, 3}, 1);
    writer.tensor("blk.0.ffn_down.weight", {256, 2}, 12);
    writer.tensor("output_norm.weight", {64}, 0);
    return writer;
}

Expected<GgufHeader> read(const std::string& bytes) {
    return readGgufHeader(MemorySource(bytes), "x.gguf");
}
Expected<GgufHeader> read(const GgufWriter& writer) {
    return read(writer.bytes());
}
bool says(const Expected<GgufHeader>& header, const char* what, const char* where = "x.gguf") {
    if (header || header.error().what.find(what) == std::string::npos ||
        header.error().where.find(where) == std::string::npos || header.error().remedy.empty())
        qWarning("%s", header ? "accepted" : header.error().message().c_str());
    return !header && header.error().what.find(what) != std::string::npos &&
           header.error().where.find(where) != std::string::npos && !header.error().remedy.empty();
}

/// Claims to be long without having the bytes: what lies behind the header cannot be read.
class HollowSource : public ByteSource {
public:
    HollowSource(std::string bytes, std::uint64_t size)
        : bytes_(std::move(bytes))
        , size_(size) {}
    std::uint64_t size() const override { return size_; }
    Expected<void> read(std::uint64_t offset, std::span<std::byte> out) const override {
        read_ += out.size();
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = offset + i < bytes_.size() ? std::byte(bytes_[std::size_t(offset) + i]) : std::byte(0);
        return {};
    }
    std::uint64_t bytesRead() const { return read_; }

private:
    std::string bytes_;
    std::uint64_t size_;
    mutable std::uint64_t read_ = 0;
};

} // namespace

class GgufTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyVersionAndByteOrderReadsTheSame_data() {
        QTest::addColumn<uint>("version");
        QTest::addColumn<bool>("big");
        QTest::newRow("v1") << 1u << false;
        QTest::newRow("v2") << 2u << false;
        QTest::newRow("v3") << 3u << false;
        QTest::newRow("v3 big endian") << 3u << true;
    }
    void everyVersionAndByteOrderReadsTheSame() {
        QFETCH(uint, version);
        QFETCH(bool, big);
        const auto header = read(example(version, big));
        QVERIFY2(header.has_value(), header ? "" : header.error().message().c_str());
        QCOMPARE(header->version, version);
        QCOMPARE(header->bigEndian, big);
        QCOMPARE(header->alignment, std::uint64_t(32));
        QCOMPARE(header->dataStart, std::uint64_t(example(version, big).header().size()));
        QCOMPARE(header->tensors.size(), std::size_t(3));
        const auto& down = header->tensors[1];
        QCOMPARE(down.name, std::string("blk.0.ffn_down.weight"));
        QCOMPARE(down.dims, (std::vector<std::int64_t>{256, 2}));
        QCOMPARE(down.elements, std::int64_t(512));
        QCOMPARE(down.bytes, std::uint64_t(288));
        QCOMPARE(down.offset, std::uint64_t(384));
        QCOMPARE(std::string(down.format->name), std::string("q4_k"));
    }
    void everyTypeOfValueIsRead() {
        for (const bool big : {false, true}) {
            const auto values = read(example(3, big)).value().metadata;
            QCOMPARE(values.text("general.architecture"), std::string("llama"));
            QCOMPARE(values.integer("a.u8").value(), std::int64_t(200));
            QCOMPARE(values.integer("a.i8").value(), std::int64_t(-2));
            QCOMPARE(values.integer("a.u16").value(), std::int64_t(60000));
            QCOMPARE(values.integer("a.i16").value(), std::int64_t(-2));
            QCOMPARE(values.integer("llama.block_count").value(), std::int64_t(2));
            QCOMPARE(values.integer("a.i32").value(), std::int64_t(-7));
            QCOMPARE(values.number("a.f32").value(), 0.5);
            QCOMPARE(values.number("a.f64").value(), 0.25);
            QCOMPARE(values.boolean("a.yes").value(), true);
            QCOMPARE(values.integer("a.u64").value(), std::int64_t(1) << 40);
            QCOMPARE(values.integer("a.i64").value(), std::int64_t(-1));
            QCOMPARE(values.array("llama.attention.head_count_kv")->integers,
                     (std::vector<std::int64_t>{8, 4}));
            QCOMPARE(values.array("tokenizer.ggml.tokens")->count, std::uint64_t(3));
            QVERIFY(values.array("tokenizer.ggml.tokens")->integers.empty());
            QVERIFY(!values.integer("a.f32") && !values.boolean("a.u8") && values.text("a.u8").empty());
        }
    }
    void aFileCutAnywhereIsRefused() {
        for (const bool big : {false, true}) {
            const auto bytes = example(3, big).bytes();
            // The last tensor may lack its padding, but none of its 256 bytes.
            for (std::size_t length = 0; length < bytes.size(); ++length) {
                const auto header = read(bytes.substr(0, length));
                QVERIFY2(!header, std::to_string(length).c_str());
                QVERIFY(!header.error().what.empty() && !header.error().where.empty());
            }
            QVERIFY(read(bytes).has_value());
        }
    }
    void aTruncatedDownloadSaysHowMuchIsMissing() {
        const auto bytes = example().bytes();
        const auto cut = read(bytes.substr(0, bytes.size() - 100));
        QVERIFY(
            says(cut, ("it has " + std::to_string(bytes.size() - 100) + " bytes").c_str(), "output_norm"));
        QVERIFY(says(cut, ("need " + std::to_string(bytes.size())).c_str()));
    }
    void everyChangedByteIsReadOrRefused() {
        for (const auto version : {1u, 2u, 3u}) {
            const auto bytes = example(version).header() + std::string(1000, '\0');
            for (std::size_t at = 0; at < bytes.size(); ++at)
                for (const char change : {'\x01', '\x80', '\xFF'}) {
                    auto changed = bytes;
                    changed[at] = char(changed[at] ^ change);
                    if (const auto header = read(changed); !header)
                        QVERIFY(!header.error().what.empty());
                }
        }
    }
    void claimsBeyondTheFileAreRefusedAtOnce_data() {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char* name, const std::function<void(GgufWriter&)>& change,
                            std::uint32_t version = 3) {
            GgufWriter writer(version);
            change(writer);
            QTest::newRow(name) << QByteArray::fromStdString(writer.header() + std::string(500, '\0'));
        };
        row("2^60 tensors", [](auto& w) { w.claimTensors(std::uint64_t(1) << 60); });
        row("2^64-1 tensors", [](auto& w) { w.claimTensors(~std::uint64_t(0)); });
        row(
            "2^32-1 tensors, version 1", [](auto& w) { w.claimTensors(0xFFFFFFFF); }, 1);
        row("2^60 pairs", [](auto& w) { w.claimPairs(std::uint64_t(1) << 60); });
        row("key of 100 GB", [](auto& w) {
            w.pair("", 8, w.counted("a"));
            w.claimTensors(0);
        });
        row("text of 100 GB", [](auto& w) { w.pair("a", 8, w.length(100'000'000'000)); });
        row("text of 2^64-1", [](auto& w) { w.pair("a", 8, w.length(~std::uint64_t(0))); });
        row("array of 2^63",
            [](auto& w) { w.pair("a", 9, w.number(4, 4) + w.length(std::uint64_t(1) << 63)); });
        row("array of 2^62 doubles",
            [](auto& w) { w.pair("a", 9, w.number(12, 4) + w.length(std::uint64_t(1) << 62)); });
        row("array of 2^61 texts",
            [](auto& w) { w.pair("a", 9, w.number(8, 4) + w.length(std::uint64_t(1) << 61)); });
        row("tensor of 100 GB", [](auto& w) { w.tensorAt("t", {25'000'000'000}, 0, 0); });
        row("dimensions of 2^80", [](auto& w) {
            w.tensorAt("t", {std::uint64_t(1) << 40, std::uint64_t(1) << 40}, 0, 0);
        });
        row("dimensions of 2^63 bytes", [](auto& w) { w.tensorAt("t", {std::uint64_t(1) << 62}, 0, 0); });
        row("offset of 2^64-32", [](auto& w) { w.tensorAt("t", {8}, 0, ~std::uint64_t(31)); });
        row("offset of 2^63-32", [](auto& w) { w.tensorAt("t", {8}, 0, (std::uint64_t(1) << 63) - 32); });
    }
    void claimsBeyondTheFileAreRefusedAtOnce() {
        QFETCH(QByteArray, bytes);
        auto text = bytes.toStdString();
        if (QByteArray(QTest::currentDataTag()) == "key of 100 GB") {
            // The first key's length follows magic, version and the two counts.
            const auto length = GgufWriter().length(100'000'000'000);
            text.replace(24, 8, length);
        }
        test::startWatching();
        const auto header = read(text);
        const auto largest = test::largestAllocation();
        QVERIFY(!header);
        QVERIFY2(largest <= 65536, std::to_string(largest).c_str());
        QVERIFY(!header.error().what.empty() && !header.error().remedy.empty());
    }
    void aHugeFileOfNothingIsRefusedAfterLittleReading() {
        GgufWriter writer;
        writer.claimTensors(GgufLimits::tensors);
        const HollowSource zeros(writer.header(), std::uint64_t(1) << 40);
        QVERIFY(says(readGgufHeader(zeros, "x.gguf"), "same name")); // none of them has a name
        QVERIFY(zeros.bytesRead() < 16'000'000);

        GgufWriter list;
        list.pair("a", 9, list.number(8, 4) + list.length(std::uint64_t(1) << 36));
        const HollowSource texts(list.header(), std::uint64_t(1) << 40);
        QVERIFY(says(readGgufHeader(texts, "x.gguf"), "more entries", "key \"a\""));
        QVERIFY(texts.bytesRead() < 1'000'000);
    }
    void longTextsAndListsAreSkipped() {
        GgufWriter writer;
        writer.text("tokenizer.chat_template", std::string(300'000, 'x'));
        writer.integers("tokenizer.ggml.token_type", std::vector<std::int32_t>(200'000, 1));
        writer.texts("tokenizer.ggml.merges", std::vector<std::string>(100'000, "ab c"));
        writer.u32("after", 9);
        const auto bytes = writer.bytes();
        test::startWatching();
        const auto header = read(bytes);
        QVERIFY(header && test::largestAllocation() <= 65536);
        QCOMPARE(header->metadata.text("tokenizer.chat_template").size(), std::size_t(1024));
        QCOMPARE(header->metadata.array("tokenizer.ggml.token_type")->count, std::uint64_t(200'000));
        QVERIFY(header->metadata.array("tokenizer.ggml.token_type")->integers.empty());
        QCOMPARE(header->metadata.integer("after").value(), std::int64_t(9));
    }
    void nestedListsAreSkippedToADepth() {
        const auto nested = [](int depth) {
            GgufWriter writer;
            std::string value = writer.number(4, 4) + writer.length(1) + writer.number(7, 4);
            for (int i = 1; i < depth; ++i)
                value = writer.number(9, 4) + writer.length(1) + value;
            writer.pair("deep", 9, value);
            writer.u32("after", 9);
            return read(writer);
        };
        QCOMPARE(nested(4).value().metadata.integer("after").value(), std::int64_t(9));
        QCOMPARE(nested(4).value().metadata.array("deep")->count, std::uint64_t(1));
        QVERIFY(says(nested(5), "nested too deep", "key \"deep\""));
        QVERIFY(says(nested(1000), "nested too deep"));
    }
    void metadataThatNobodyWritesAreRefused() {
        GgufWriter twice;
        twice.u32("a", 1);
        twice.u32("a", 1);
        QVERIFY(says(read(twice), "occurs twice", "key \"a\""));
        GgufWriter type;
        type.pair("b", 13, "1234");
        QVERIFY(says(read(type), "value type 13", "key \"b\""));
        GgufWriter element;
        element.pair("c", 9, element.number(99, 4) + element.length(1) + "1234");
        QVERIFY(says(read(element), "value type 99", "key \"c\""));
        GgufWriter large;
        for (int i = 0; i < 400; ++i)
            large.text(std::to_string(i) + std::string(60'000, 'k'), "v");
        QVERIFY(says(read(large), "larger than any model's"));
    }
    void thePreambleDecides() {
        QVERIFY(says(read(std::string()), "not a GGUF file"));
        QVERIFY(says(read("GGU"), "not a GGUF file"));
        QVERIFY(says(read("GGML" + std::string(100, '\0')), "not a GGUF file"));
        QVERIFY(says(read("GGUF"), "ends too early"));
        QVERIFY(says(read(GgufWriter(0)), "version 0"));
        QVERIFY(says(read(GgufWriter(4)), "version 4"));
        QVERIFY(says(read(GgufWriter(4, true)), "version 4"));
        QVERIFY(read(GgufWriter(3)).has_value());
    }
    void alignmentIsAMultipleOfEight() {
        for (const auto alignment : {0u, 1u, 4u, 12u, 31u, 1u << 30}) {
            GgufWriter writer;
            writer.u32("general.alignment", alignment);
            QVERIFY(says(read(writer), "alignment", "general.alignment"));
        }
        GgufWriter text;
        text.text("general.alignment", "32");
        QVERIFY(says(read(text), "no whole number"));
        GgufWriter wide;
        wide.alignTo(4096);
        wide.tensor("a", {8}, 0);
        wide.tensor("b", {8}, 0);
        const auto header = read(wide);
        QVERIFY(header && header->dataStart == 4096 && header->tensors[1].offset == 4096);
        GgufWriter odd;
        odd.tensorAt("a", {8}, 0, 16);
        QVERIFY(says(read(odd), "begins at offset 16", "tensor \"a\""));
    }
    void tensorsThatContradictThemselvesAreRefused() {
        const auto one = [](const std::vector<std::uint64_t>& dims, std::uint32_t type) {
            GgufWriter writer;
            writer.tensorAt("t", dims, type, 0);
            return read(writer.header() + std::string(4096, '\0'));
        };
        QVERIFY(one({}, 0) && one({2, 2, 2, 2}, 0));
        QVERIFY(says(one({1, 1, 1, 1, 1}, 0), "5 dimensions", "tensor \"t\""));
        QVERIFY(says(one({0}, 0), "dimension 0 is 0"));
        QVERIFY(says(one({4, ~std::uint64_t(0)}, 0), "dimension 1 is -1"));
        QVERIFY(says(one({255}, 12), "no whole blocks of q4_k"));
        QVERIFY(says(one({32}, 4), "type 4", "tensor \"t\""));
        QVERIFY(says(one({32}, 63), "type 63"));
        QVERIFY(says(one({32}, 4096), "type 4096"));
        GgufWriter names;
        names.tensor("same", {8}, 0);
        names.tensor("same", {8}, 0);
        QVERIFY(says(read(names), "same name", "tensor \"same\""));
        GgufWriter overlap;
        overlap.tensorAt("a", {64}, 0, 0);
        overlap.tensorAt("b", {64}, 0, 32);
        QVERIFY(says(read(overlap.header() + std::string(512, '\0')), "overlaps", "tensor \"b\""));
        GgufWriter longName;
        longName.tensor(std::string(600, 'n'), {8}, 0);
        QVERIFY(says(read(longName), "600 bytes"));
    }
};

} // namespace cellwright::weights

CELLWRIGHT_TEST(cellwright::weights::GgufTest)
#include "gguf_test.moc"
