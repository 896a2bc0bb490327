// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quantity/text.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <clocale>
#include <cstring>
#include <random>

namespace cellwright {

class QuantityTextTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void parses_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<double>("si");
        const auto row = [](const char* text, const char* kind, double si) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(kind) << si;
        };
        row("2.5 GHz", "frequency", 2.5e9);
        row("3.5GHz", "frequency", 3.5e9);
        row("43 dBm", "level", 43.0);
        row("1.2 ms", "time", 1.2e-3);
        row("400Mbit/s", "bit rate", 4e8);
        row("16GiB", "bytes", 17179869184.0);
        row("1e3m", "length", 1000.0);
        row("  -7.5 dB ", "gain", -7.5);
        row("+5 us", "time", 5e-6);
        row("12", "time", 12.0);
        row("50 %", "share", 0.5);
        row("100", "", 100.0);
    }
    void parses() {
        QFETCH(QString, text);
        QFETCH(QString, kind);
        QFETCH(double, si);
        const auto value = parseSi(text.toStdString(), kind.toStdString());
        QVERIFY2(value.has_value(), value ? "" : value.error().message().c_str());
        QCOMPARE(*value, si);
    }
    void refuses_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", "abc", "nan", "inf GHz", "1e999 Hz", "1e308 GHz", "2.5 dBm", "2,5 GHz",
                                 "1 2 Hz", "0x10", "GHz", "1e", "--1 Hz", "1 GHZ"})
            QTest::newRow(text) << QString::fromUtf8(text);
    }
    void refuses() {
        QFETCH(QString, text);
        const auto value = parseSi(text.toStdString(), "frequency");
        QVERIFY(!value.has_value());
        QVERIFY(!value.error().what.empty());
        QVERIFY(!value.error().remedy.empty());
    }
    void exactTextReadsBackBitForBit() {
        std::mt19937_64 random(7);
        for (int i = 0; i < 20000; ++i) {
            std::uint64_t bits = random();
            double value = 0;
            std::memcpy(&value, &bits, sizeof value);
            if (!std::isfinite(value))
                continue;
            for (const char* kind : {"frequency", "time", "bytes", "level", ""}) {
                const auto back = parseSi(exactSi(value, kind), kind);
                QVERIFY2(back.has_value() && *back == value, exactSi(value, kind).c_str());
            }
        }
        QCOMPARE(toText(Hertz(2.5e9)), std::string("2.5 GHz"));
        QCOMPARE(toText(Seconds(1e-4)), std::string("100 µs"));
        QCOMPARE(parse<Seconds>("100 µs")->si(), 1e-4);
        QCOMPARE(toText(Seconds(1.2e-3)), std::string("1.2 ms"));
        QCOMPARE(toText(DecibelMilliwatts(43.0)), std::string("43 dBm"));
    }
    void theLocaleDoesNotMatter() {
        const std::string before = std::setlocale(LC_ALL, nullptr);
        if (!std::setlocale(LC_ALL, "de_DE.UTF-8"))
            std::setlocale(LC_ALL, "C");
        QCOMPARE(toText(Metres(1.5)), std::string("1.5 m"));
        QCOMPARE(parse<Metres>("1.5 m")->si(), 1.5);
        std::setlocale(LC_ALL, before.c_str());
    }
    void displayIsRounded() {
        QCOMPARE(toDisplay(Seconds(0.0123456)), std::string("12.35 ms"));
        QCOMPARE(toDisplay(Bytes(8030261248.0 * 2), 3), std::string("16.1 GB"));
        QCOMPARE(roundedText(0.0), std::string("0"));
        QCOMPARE(roundedText(123456.0), std::string("123456"));
        QCOMPARE(toDisplay(Degrees(120.0)), std::string("120°"));
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::QuantityTextTest)
#include "text_test.moc"
