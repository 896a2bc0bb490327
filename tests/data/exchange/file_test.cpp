// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/file.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

namespace cellwright {

class FileTest : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    [[nodiscard]] std::filesystem::path at(const char* name) const {
        return std::filesystem::path(folder_.path().toStdString()) / name;
    }
    [[nodiscard]] std::ptrdiff_t entries() const {
        return std::distance(std::filesystem::directory_iterator(folder_.path().toStdString()), {});
    }

private Q_SLOTS:
    void bytesReadBack() {
        std::string bytes(100'000, 'x');
        bytes[5] = '\0';
        bytes[6] = '\xff';
        QVERIFY(writeFileAtomically(at("a"), bytes).has_value());
        QCOMPARE(readFile(at("a")).value(), bytes);
        QVERIFY(writeFileAtomically(at("empty"), "").has_value());
        QCOMPARE(readFile(at("empty")).value(), std::string());
    }
    void anExistingFileIsReplacedOnlyWithForce() {
        QVERIFY(writeFileAtomically(at("b"), "old").has_value());
        const auto before = entries();
        const auto refused = writeFileAtomically(at("b"), "new");
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().what, std::string("the file exists"));
        QCOMPARE(readFile(at("b")).value(), std::string("old"));
        QVERIFY(writeFileAtomically(at("b"), "new", true).has_value());
        QCOMPARE(readFile(at("b")).value(), std::string("new"));
        QCOMPARE(entries(), before);
    }
    void whatCannotBeReadIsNamed() {
        const auto missing = readFile(at("missing"));
        QVERIFY(!missing.has_value());
        QCOMPARE(missing.error().where, at("missing").string());
        QVERIFY(missing.error().what.find("No such file") != std::string::npos);
        const auto directory = readFile(folder_.path().toStdString());
        QVERIFY(!directory.has_value());
        QCOMPARE(directory.error().what, std::string("this is not a regular file"));
        QVERIFY(!writeFileAtomically(at("no/such/folder"), "x").has_value());
    }
    void largeFilesAreRefused() {
        QVERIFY(writeFileAtomically(at("c"), std::string(1000, 'x')).has_value());
        QVERIFY(readFile(at("c"), 1000).has_value());
        const auto refused = readFile(at("c"), 999);
        QVERIFY(!refused.has_value());
        QVERIFY(refused.error().what.find("larger than 999 bytes") != std::string::npos);
        QVERIFY(!readFile("/dev/zero", 999).has_value());
    }
    void utf8IsRecognised() {
        for (const char* text :
             {"", "plain", "ü", "京", "😀", "\xf4\x8f\xbf\xbf", "\xed\x9f\xbf", "\xee\x80\x80"})
            QVERIFY2(isUtf8(text), text);
        for (const char* text :
             {"\x80", "\xc3", "\xc0\x80", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
              "\xf4\x90\x80\x80", "\xfe", "a\xc3(", "\xe4\xba", "\xe4\xba("})
            QVERIFY(!isUtf8(text));
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::FileTest)
#include "file_test.moc"
