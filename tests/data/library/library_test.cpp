// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/devices.h"
#include "data/library/library.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

namespace cellwright::library {

namespace {

std::string sheet(const std::string& name) {
    return "{\"id\": \"x\", \"name\": \"" + name +
           "\", \"kind\": \"gpu\", \"runtime\": \"llama.cpp CUDA\", \"memory_bandwidth\": 500e9, \"peak\": "
           "100e12,\n"
           "               \"memory_capacity\": 16e9}";
}

} // namespace

class LibraryTest : public QObject {
    Q_OBJECT
    QTemporaryDir temporary_;
    std::filesystem::path where_;
private Q_SLOTS:
    void init() {
        where_ = std::filesystem::path(temporary_.path().toStdString()) / QTest::currentTestFunction();
    }
    void keepsDevicesUnderTheirIds() {
        QVERIFY(list(where_).entries.empty());
        QVERIFY(save("my-card", sheet("My card"), false, where_).has_value());
        QVERIFY(save("another", sheet("Another"), false, where_).has_value());
        const auto listing = list(where_);
        QCOMPARE(listing.entries.size(), std::size_t(2));
        QVERIFY(listing.refused.empty());
        QCOMPARE(listing.entries[0].device.id, std::string("another"));
        QCOMPARE(find("my-card", where_)->device.name, std::string("My card"));
        QCOMPARE(find("my-card", where_)->device.id, std::string("my-card"));
    }
    void replacesOnlyWhenForced() {
        QVERIFY(save("card", sheet("One"), false, where_).has_value());
        QVERIFY(!save("card", sheet("Two"), false, where_).has_value());
        QCOMPARE(find("card", where_)->device.name, std::string("One"));
        QVERIFY(save("card", sheet("Two"), true, where_).has_value());
        QCOMPARE(find("card", where_)->device.name, std::string("Two"));
    }
    void idsOfTheCatalogueStayItsOwn() {
        const auto saved = save("nvidia-l4", sheet("Mine"), true, where_);
        QVERIFY(!saved && saved.error().message().find("catalogue") != std::string::npos);
        QVERIFY(!checkFree("nvidia-l4", false, where_).has_value());
        QVERIFY(checkFree("my-l4", false, where_).has_value());
    }
    void renames() {
        QVERIFY(save("one", sheet("One"), false, where_).has_value());
        QVERIFY(save("two", sheet("Two"), false, where_).has_value());
        QVERIFY(!rename("one", "two", where_).has_value());
        QVERIFY(!rename("three", "four", where_).has_value());
        QVERIFY(!rename("one", "../one", where_).has_value());
        QVERIFY(rename("one", "first", where_).has_value());
        QCOMPARE(find("first", where_)->device.name, std::string("One"));
        QCOMPARE(list(where_).entries.size(), std::size_t(2));
    }
    void removes() {
        QVERIFY(save("card", sheet("One"), false, where_).has_value());
        QVERIFY(remove("card", where_).has_value());
        QVERIFY(!find("card", where_).has_value());
        QVERIFY(!remove("card", where_).has_value());
    }
    void refusesNonsense() {
        for (const char* id : {"", "../escape", "a/b", ".hidden", "two words"}) {
            QVERIFY(!save(id, sheet("x"), false, where_).has_value());
            QVERIFY(!find(id, where_).has_value() && !remove(id, where_).has_value());
        }
        QVERIFY(!save("card", "{}", false, where_).has_value());
        QVERIFY(!std::filesystem::exists(where_));
        QVERIFY(!save("card", sheet("x"), false, {}).has_value());
    }
    void saysWhyAFileWasNotRead() {
        QVERIFY(save("good", sheet("Good"), false, where_).has_value());
        std::ofstream(where_ / "bad.json") << "{\"id\": \"bad\", \"kind\": \"toaster\"}";
        std::ofstream(where_ / "notes.txt") << "not a device";
        const auto listing = list(where_);
        QCOMPARE(listing.entries.size(), std::size_t(1));
        QCOMPARE(listing.refused.size(), std::size_t(1));
        QVERIFY(listing.refused[0].message().find("bad.json") != std::string::npos);
        QVERIFY(!find("bad", where_).has_value());
    }
    void theEnvironmentChoosesTheFolder() {
        qputenv("CELLWRIGHT_LIBRARY", "/somewhere/mine");
        QVERIFY(folder() == std::filesystem::path("/somewhere/mine"));
        qunsetenv("CELLWRIGHT_LIBRARY");
        qputenv("XDG_DATA_HOME", "/data");
        QVERIFY(folder() == std::filesystem::path("/data/cellwright/devices"));
        qunsetenv("XDG_DATA_HOME");
    }
};

} // namespace cellwright::library

CELLWRIGHT_TEST(cellwright::library::LibraryTest)
#include "library_test.moc"
