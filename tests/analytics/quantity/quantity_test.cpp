// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quantity/quantity.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright {

using namespace literals;

template <class A, class B>
concept Addable = requires(A a, B b) {
    a + b;
};
template <class A, class B>
concept Multipliable = requires(A a, B b) {
    a* b;
};

static_assert(std::same_as<decltype(1.0_W * 1.0_s), Joules>);
static_assert(std::same_as<decltype(Flop(1.0) / FlopPerSecond(1.0)), Seconds>);
static_assert(std::same_as<decltype(toBits(Bytes(1.0)) / 1.0_bps), Seconds>);
static_assert(std::same_as<decltype(1.0_s / 1.0_s), double>);
static_assert(!Addable<Seconds, Metres>);
static_assert(!Addable<Bytes, Bits>);
static_assert(!Addable<DecibelMilliwatts, DecibelMilliwatts>);
static_assert(!Addable<Decibels, Watts>);
static_assert(!Multipliable<Decibels, double>);
static_assert(!Multipliable<DecibelMilliwatts, Decibels>);
static_assert(std::same_as<decltype(1.0_dBm + 1.0_dB), DecibelMilliwatts>);
static_assert(std::same_as<decltype(1.0_dBm - 1.0_dBm), Decibels>);

class QuantityTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void levelsAndPowersConvertBothWays() {
        QCOMPARE(toWatts(DecibelMilliwatts(30.0)).si(), 1.0);
        QCOMPARE(toDbm(20.0_W).db(), 10.0 * std::log10(20000.0));
        QCOMPARE(toLinear(3.0_dB), std::pow(10.0, 0.3));
        QCOMPARE(toDecibels(100.0).db(), 20.0);
    }
    void bytesAreEightBits() {
        QCOMPARE(toBits(Bytes(3.0)).si(), 24.0);
        QCOMPARE(toBytes(Bits(24.0)).si(), 3.0);
    }
    void arithmeticKeepsUnits() {
        QCOMPARE((2.0_W * 3.0_s + 1.0_J).si(), 7.0);
        QCOMPARE(max(2.0_s, 3.0_s).si(), 3.0);
        QCOMPARE((1.0 / Seconds(4.0)).si(), 0.25);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::QuantityTest)
#include "quantity_test.moc"
