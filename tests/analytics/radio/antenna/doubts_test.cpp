// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quantity/text.h"
#include "analytics/radio/antenna/doubts.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright::radio {

class AntennaDoubtsTest : public QObject {
    Q_OBJECT
private:
    static std::string texts(const Sector& sector, const AntennaPattern* pattern = nullptr) {
        std::string all;
        for (const auto& doubt : antennaDoubts(sector, pattern, Carrier{})) {
            all += doubt.what + "\n";
            if (doubt.remedy.empty())
                all += "(no remedy)\n";
        }
        return all;
    }

private Q_SLOTS:
    void whatHasAnEffectIsNotNamed() {
        Sector sector;
        QCOMPARE(texts(sector), std::string());
        sector.panelRows = 8;
        sector.panelColumns = 4;
        sector.beams = 4;
        sector.electricalTilt = Degrees(6.0);
        QCOMPARE(texts(sector), std::string());
    }
    void fieldsThatAPanelLacksAreNamed() {
        Sector sector;
        sector.electricalTilt = Degrees(6.0);
        sector.panelColumns = 4; // columns do not tilt
        QCOMPARE(texts(sector), std::string("the electrical tilt has no effect on a panel with one row\n"));
        sector = {};
        sector.beams = 4;
        sector.panelRows = 8;
        QCOMPARE(texts(sector), std::string("the beams have no effect on a panel with one column\n"));
    }
    void otherAntennasHaveNoPanel() {
        Sector sector;
        sector.panelRows = 8;
        sector.panelColumns = 4;
        sector.beams = 4;
        sector.electricalTilt = Degrees(6.0);
        const AntennaPattern pattern;
        QCOMPARE(antennaDoubts(sector, &pattern, Carrier{}).size(), std::size_t(3)); // it can be tilted
        sector.antenna = Antenna::omni;
        QCOMPARE(antennaDoubts(sector, nullptr, Carrier{}).size(), std::size_t(4));
        sector.panelRows = sector.panelColumns = sector.beams = 1;
        QVERIFY(texts(sector).find("omni") != std::string::npos);
    }
    void patternsOfOtherBandsAreNamed() {
        AntennaPattern pattern;
        pattern.name = "X";
        QCOMPARE(texts({}, &pattern), std::string()); // nobody said where it holds
        pattern.frequency = Hertz(3.3e9);             // the carrier is at 3.5 GHz
        QCOMPARE(texts({}, &pattern), std::string());
        pattern.frequency = Hertz(2.1e9);
        QCOMPARE(texts({}, &pattern),
                 std::string("the imported pattern \"X\" holds at 2.1 GHz, the carrier is at 3.5 GHz\n"));
    }
    void tiltsThatAddUpAreNamed() {
        AntennaPattern pattern;
        pattern.electricalTilt = Degrees(4.0);
        Sector sector;
        QCOMPARE(texts(sector, &pattern), std::string());
        sector.electricalTilt = Degrees(2.0);
        const auto text = texts(sector, &pattern);
        QVERIFY2(text.find("contains an electrical tilt of " + toDisplay(Degrees(4.0))) !=
                         std::string::npos &&
                     text.find("the sector adds " + toDisplay(Degrees(2.0))) != std::string::npos,
                 text.c_str());
    }
};

} // namespace cellwright::radio

CELLWRIGHT_TEST(cellwright::radio::AntennaDoubtsTest)
#include "doubts_test.moc"
