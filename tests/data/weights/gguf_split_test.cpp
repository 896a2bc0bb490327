// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/weights/gguf.h"
#include "tests/support/gguf_writer.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

namespace cellwright::weights {
namespace {

using test::GgufWriter;
using Files = std::map<std::string, std::string>;

GgufWriter part(int number, int count, int tensors) {
    GgufWriter writer;
    if (number == 0)
        writer.text("general.architecture", "llama");
    writer.u16("split.no", std::uint16_t(number));
    writer.u16("split.count", std::uint16_t(count));
    writer.i32("split.tensors.count", tensors);
    return writer;
}
Files threeParts() {
    Files files;
    for (int i = 0; i < 3; ++i) {
        auto writer = part(i, 3, 3);
        writer.tensor("t" + std::to_string(i), {8}, 0);
        files["m-0000" + std::to_string(i + 1) + "-of-00003.gguf"] = writer.bytes();
    }
    return files;
}
bool says(const Expected<GgufModelFile>& file, const char* what, const char* where) {
    return !file && file.error().what.find(what) != std::string::npos &&
           file.error().where.find(where) != std::string::npos;
}

} // namespace

class GgufSplitTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anyPartGivesTheWholeModel() {
        const MemoryFolder folder(threeParts());
        std::uint64_t bytes = 0;
        for (const auto& [name, content] : threeParts())
            bytes += content.size();
        for (const auto& [name, content] : threeParts()) {
            const auto file = readGguf(folder, name);
            QVERIFY2(file.has_value(), file ? "" : file.error().message().c_str());
            QCOMPARE(file->names.size(), std::size_t(3));
            QCOMPARE(file->fileBytes, bytes);
            QCOMPARE(file->tensors.size(), std::size_t(3));
            QCOMPARE(file->tensors[2].name, std::string("t2"));
            QCOMPARE(file->tensors[2].part, std::uint32_t(2));
            QCOMPARE(file->metadata.text("general.architecture"), std::string("llama"));
        }
    }
    void aMissingPartIsNamed() {
        auto files = threeParts();
        files.erase("m-00002-of-00003.gguf");
        QVERIFY(says(readGguf(MemoryFolder(files), "m-00001-of-00003.gguf"), "part 2 of 3 is missing",
                     "m-00002-of-00003.gguf"));
        QVERIFY(says(readGguf(MemoryFolder(files), "m-00003-of-00003.gguf"), "part 2 of 3 is missing",
                     "m-00002-of-00003.gguf"));
    }
    void aRenamedPartCannotFindTheOthers() {
        const auto files = threeParts();
        QVERIFY(says(readGguf(MemoryFolder({{"model.gguf", files.begin()->second}}), "model.gguf"),
                     "one of 3 parts", "model.gguf"));
        QVERIFY(says(readGguf(MemoryFolder({{"m-00001-of-00004.gguf", files.begin()->second}}),
                              "m-00001-of-00004.gguf"),
                     "one of 3 parts", "m-00001-of-00004.gguf"));
    }
    void partsOfDifferentModelsAreRefused() {
        auto swapped = threeParts();
        std::swap(swapped["m-00002-of-00003.gguf"], swapped["m-00003-of-00003.gguf"]);
        QVERIFY(says(readGguf(MemoryFolder(swapped), "m-00001-of-00003.gguf"), "not part 2", "split.no"));
        auto other = threeParts();
        auto writer = part(1, 4, 3);
        other["m-00002-of-00003.gguf"] = writer.bytes();
        QVERIFY(says(readGguf(MemoryFolder(other), "m-00001-of-00003.gguf"), "not one of 3 parts",
                     "split.count"));
        auto twice = threeParts();
        auto again = part(1, 3, 3);
        again.tensor("t0", {8}, 0);
        twice["m-00002-of-00003.gguf"] = again.bytes();
        QVERIFY(says(readGguf(MemoryFolder(twice), "m-00001-of-00003.gguf"), "same name", "t0"));
        auto fewer = threeParts();
        fewer["m-00002-of-00003.gguf"] = part(1, 3, 3).bytes();
        QVERIFY(says(readGguf(MemoryFolder(fewer), "m-00001-of-00003.gguf"),
                     "hold 2 tensors, the first says 3", "split.tensors.count"));
    }
    void partsAreFoundOnDisk() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        for (const auto& [name, content] : threeParts())
            std::ofstream(path / name, std::ios::binary) << content;
        QCOMPARE(readGguf(DiskFolder(path), "m-00002-of-00003.gguf").value().tensors.size(), std::size_t(3));
        QVERIFY(says(readGguf(DiskFolder(path), "n.gguf"), "no such file", "n.gguf"));
        QVERIFY(says(readGguf(DiskFolder(path), "."), "not a file", path.string().c_str()));
        QVERIFY(says(readGguf(DiskFolder("/dev"), "zero"), "not a file", "/dev/zero"));
    }
    void namesOfPartsAreTakenApart() {
        const auto name = parsePartName("a-b-00002-of-00013.safetensors");
        QCOMPARE(name.stem, std::string("a-b"));
        QCOMPARE(name.number, std::uint64_t(2));
        QCOMPARE(name.count, std::uint64_t(13));
        QCOMPARE(name.of(13), std::string("a-b-00013-of-00013.safetensors"));
        for (const char* other : {"", "a", "a.gguf", "-00001-of-00001", "a-00002-of-00001.gguf",
                                  "a-00000-of-00001.gguf", "a-0000x-of-00001.gguf", "a_00001-of-00001.gguf",
                                  "a-00001-of-0001.gguf", "a--0001-of-00001.gguf", "a-+0001-of-00001.gguf"})
            QCOMPARE(parsePartName(other).count, std::uint64_t(0));
        QCOMPARE(parsePartName("-00001-of-00002.gguf").of(2), std::string("-00002-of-00002.gguf"));
    }
};

} // namespace cellwright::weights

CELLWRIGHT_TEST(cellwright::weights::GgufSplitTest)
#include "gguf_split_test.moc"
