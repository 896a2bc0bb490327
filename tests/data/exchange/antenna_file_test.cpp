// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/validate.h"
#include "data/exchange/antenna_file.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>
#include <random>
#include <string>

namespace cellwright {

static std::string cut(const char* heading, int step = 1, double (*loss)(int) = nullptr) {
    std::string text = std::string(heading) + " " + std::to_string(360 / step) + "\n";
    for (int degrees = 0; degrees < 360; degrees += step)
        text += std::to_string(degrees) + " " +
                std::to_string(loss ? loss(degrees) : std::min(degrees, 360 - degrees) / 10.0) + "\n";
    return text;
}
static std::string file(const std::string& head,
                        const std::string& body = cut("HORIZONTAL") + cut("VERTICAL")) {
    return head + body;
}
static bool contains(const std::vector<std::string>& notes, const char* part) {
    return std::ranges::any_of(notes,
                               [&](const std::string& note) { return note.find(part) != std::string::npos; });
}

struct Refusal {
    const char* name;
    std::string text;
    const char* message;
};
static const std::vector<Refusal>& refusals() {
    static const std::string both = cut("HORIZONTAL") + cut("VERTICAL");
    static const std::vector<Refusal> all{
        {"empty", "", "no gain"},
        {"no gain", "NAME a\n" + both, "a.msi: the antenna has no gain"},
        {"gain", "NAME a\nGAIN high\n" + both, "line 2: the gain \"high\" is not a number"},
        {"gain unit", "NAME a\nGAIN 17 dBm\n" + both, "line 2: the gain \"17 dBm\""},
        {"gain range", "NAME a\nGAIN 900 dBi\n" + both, "line 2: a gain of 900 dBi is out of range"},
        {"gain nan", "NAME a\nGAIN nan\n" + both, "line 2: the gain"},
        {"no vertical", "NAME a\nGAIN 17\n" + cut("HORIZONTAL"), "the vertical cut is missing"},
        {"no horizontal", "NAME a\nGAIN 17\n" + cut("VERTICAL"), "the horizontal cut is missing"},
        {"twice", "NAME a\nGAIN 17\n" + both + cut("VERTICAL"),
         "line 725: the vertical cut is there twice, first in line 364"},
        {"count", "NAME a\nGAIN 17\nHORIZONTAL many\n",
         "line 3: the heading of the horizontal cut does not say"},
        {"too few", "NAME a\nGAIN 17\nHORIZONTAL 360\n0 0\n1 0.1\n" + cut("VERTICAL"),
         "line 6: line 3 announces 360 angles, but only 2 follow"},
        {"cut off", "NAME a\nGAIN 17\n" + cut("VERTICAL") + "HORIZONTAL 360\n0 0\n",
         "line 364: the heading announces 360 angles, but only 1 follow"},
        {"too many", "NAME a\nGAIN 17\n" + cut("HORIZONTAL") + "360.5 3\n",
         "line 364: there are more angles than the 360"},
        {"text", "NAME a\nGAIN 17\nHORIZONTAL 2\n0 0\n180 weak\n", "line 5: \"weak\" is not a finite number"},
        {"nan", "NAME a\nGAIN 17\nHORIZONTAL 2\n0 nan\n", "line 4: \"nan\" is not a finite number"},
        {"infinite", "NAME a\nGAIN 17\nHORIZONTAL 2\n0 1e999\n", "line 4: \"1e999\" is not a finite number"},
        {"nan angle", "NAME a\nGAIN 17\nHORIZONTAL 2\nnan 0\n", "line 4: \"nan\" is not a finite number"},
        {"angle", "NAME a\nGAIN 17\nHORIZONTAL 2\n700 0\n",
         "line 4: an angle or attenuation is out of range"},
        {"loss", "NAME a\nGAIN 17\nHORIZONTAL 2\n0 4000\n",
         "line 4: an angle or attenuation is out of range"},
        {"no loss", "NAME a\nGAIN 17\nHORIZONTAL 2\n0\n", "line 4: \"\" is not a finite number"},
        {"conflict", "NAME a\nGAIN 17\nHORIZONTAL 3\n0 1\n180 2\n0 3\n",
         "line 6: the angle 0 has another attenuation in line 4"},
        {"gap", "NAME a\nGAIN 17\n" + cut("HORIZONTAL", 60) + cut("VERTICAL"),
         "the horizontal cut has a gap of 60 degrees here"},
        {"signs",
         "NAME a\nGAIN 17\n" + cut("HORIZONTAL", 1, [](int d) { return d < 180 ? 20.0 : -20.0; }) +
             cut("VERTICAL"),
         "the horizontal cut has attenuations of both signs"},
        {"tilt", "NAME a\nGAIN 17\nELECTRICAL_TILT steep\n" + both,
         "line 3: the tilt \"steep\" is not an angle"},
        {"frequency", "NAME a\nGAIN 17\nFREQUENCY 3.5\nFREQUENCY 0.0001\n" + both,
         "line 4: the frequency is out of range"},
        {"binary", std::string("NAME a\0b\n", 9), "not a text"},
        {"json", "{\"gain\": 5}", "no gain"},
    };
    return all;
}

class AntennaFileTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aUsualFile() {
        const auto read = parseAntennaFile(file("NAME 80010965_3500_X_CO_M45_04T\r\nMAKE Maker\r\nFREQUENCY "
                                                "3500\r\nH_WIDTH 65\r\nV_WIDTH 7\r\n"
                                                "FRONT_TO_BACK 28\r\nGAIN 17.5 dBi\r\nTILT "
                                                "ELECTRICAL\r\nELECTRICAL_TILT 4\r\nCOMMENT port 1\r\n"),
                                           "folder/a.msi");
        QVERIFY2(read.has_value(), read ? "" : read.error().message().c_str());
        const auto& p = read->pattern;
        QCOMPARE(p.name, std::string("80010965_3500_X_CO_M45_04T"));
        QCOMPARE(p.gain.db(), 17.5);
        QCOMPARE(p.frequency->si(), 3.5e9);
        QCOMPARE(p.electricalTilt.degrees(), 4.0);
        QCOMPARE(p.source, std::string("a.msi, Maker; port 1"));
        QCOMPARE(p.horizontal.size(), std::size_t(360));
        QCOMPARE(p.horizontal[359], 0.1);
        QCOMPARE(p.vertical[180], 18.0);
        QVERIFY2(read->notes.empty(), read->notes.empty() ? "" : read->notes.front().c_str());
    }
    void gainsAreOfADipoleUnlessTheySayOtherwise() {
        const auto gain = [](const char* text) {
            return parseAntennaFile(file(std::string("NAME a\nGAIN ") + text + "\n"), "a")->pattern.gain.db();
        };
        QCOMPARE(gain("15"), 17.15);
        QCOMPARE(gain("15.0 dBd"), 17.15);
        QCOMPARE(gain("15dBd"), 17.15);
        QCOMPARE(gain("15 (dBi)"), 15.0);
        QCOMPARE(gain("15,5 dBi"), 15.5);
        QCOMPARE(gain("+15 DBI"), 15.0);
        QVERIFY(contains(parseAntennaFile(file("NAME a\nGAIN 15\n"), "a")->notes, "dBd"));
    }
    void theNameMayStandAlone() {
        QCOMPARE(parseAntennaFile(file("Super Panel 3000\nGAIN 15\n"), "a")->pattern.name,
                 std::string("Super Panel 3000"));
        QCOMPARE(parseAntennaFile(file("GAIN 15\n"), "folder/b.pln")->pattern.name, std::string("b"));
        QCOMPARE(parseAntennaFile(file("name lower\ngain 15 dbi\n", cut("Horizontal") + cut("vertical")), "a")
                     ->pattern.name,
                 std::string("lower"));
    }
    void coarseCutsAreFilledIn() {
        const auto read =
            parseAntennaFile(file("NAME a\nGAIN 15 dBi\n", cut("HORIZONTAL", 5) + cut("VERTICAL", 10)), "a");
        QVERIFY(read.has_value());
        QVERIFY(contains(read->notes, "horizontal cut has 72 angles"));
        QVERIFY(std::abs(read->pattern.horizontal[7] - 0.7) < 1e-6);
        QVERIFY(std::abs(read->pattern.horizontal[357] - 0.3) < 1e-6); // across the seam
        QVERIFY(std::abs(read->pattern.vertical[183] - 17.7) < 1e-6);
    }
    void anglesFromMinusHalfATurn() {
        std::string body = "HORIZONTAL 361\n";
        for (int degrees = -180; degrees <= 180; ++degrees)
            body += std::to_string(degrees) + "\t" + std::to_string(std::abs(degrees) / 10.0) + "\n";
        const auto read = parseAntennaFile(file("NAME a\nGAIN 15 dBi\n", body + cut("VERTICAL")), "a");
        QVERIFY2(read.has_value(), read ? "" : read.error().message().c_str());
        QCOMPARE(read->pattern.horizontal[270], 9.0);
        QCOMPARE(read->pattern.horizontal[180], 18.0);
        QVERIFY(read->notes.empty());
    }
    void missingAndRepeatedAnglesAreSaid() {
        std::string body = "HORIZONTAL 359\n";
        for (int degrees = 0; degrees < 360; ++degrees)
            if (degrees != 90 && degrees != 91)
                body +=
                    std::to_string(degrees) + ";" + std::to_string(std::min(degrees, 360 - degrees)) + "\n";
        body += "17 17\n";
        const auto read = parseAntennaFile(file("NAME a\nGAIN 15 dBi\n", body + cut("VERTICAL")), "a");
        QVERIFY2(read.has_value(), read ? "" : read.error().message().c_str());
        QVERIFY(contains(read->notes, "the angle 17 is there twice, in lines 21 and 362"));
        QVERIFY(contains(read->notes, "358 angles"));
        QVERIFY(std::abs(read->pattern.horizontal[90] - 90.0) < 1e-9);
    }
    void negativeNumbersAreGains() {
        const auto negative = [](int degrees) { return -std::min(degrees, 360 - degrees) / 10.0; };
        const auto read = parseAntennaFile(
            file("NAME a\nGAIN 15 dBi\n", cut("HORIZONTAL", 1, negative) + cut("VERTICAL")), "a");
        QVERIFY(read.has_value() && contains(read->notes, "negative numbers"));
        QCOMPARE(read->pattern.horizontal[100], 10.0);
    }
    void theVerticalCutTellsTheTilt() {
        const auto tilted = [](int degrees) {
            return std::abs((degrees > 180 ? degrees - 360 : degrees) - 6) / 10.0;
        };
        const auto body = cut("HORIZONTAL") + cut("VERTICAL", 1, tilted);
        const auto read = parseAntennaFile(file("NAME a\nGAIN 15 dBi\nTILT ELECTRICAL\n", body), "a");
        QCOMPARE(read->pattern.electricalTilt.degrees(), 6.0);
        QVERIFY(contains(read->notes, "6 degrees below"));
        QCOMPARE(parseAntennaFile(file("NAME a\nGAIN 15 dBi\nTILT 5\n", body), "a")
                     ->pattern.electricalTilt.degrees(),
                 5.0);
    }
    void frequenciesHaveUnits() {
        const auto frequency = [](const char* text) {
            return parseAntennaFile(file(std::string("NAME a\nGAIN 1 dBi\nFREQUENCY ") + text + "\n"), "a")
                ->pattern.frequency;
        };
        QCOMPARE(frequency("3.5 GHz")->si(), 3.5e9);
        QCOMPARE(frequency("1710-2170 MHz")->si(), 1.94e9);
        QCOMPARE(frequency("1710 - 2170")->si(), 1.94e9);
        QVERIFY(!frequency("wide"));
    }
    void otherAlphabetsAreRead() {
        const auto read = parseAntennaFile(file("NAME M\xfcnchen\nGAIN 15 dBi\n"), "a");
        QCOMPARE(read->pattern.name, std::string("München"));
        QVERIFY(contains(read->notes, "Latin-1"));
        QCOMPARE(parseAntennaFile(file("\xef\xbb\xbfNAME ü\nGAIN 15 dBi\n"), "a")->pattern.name,
                 std::string("ü"));
    }
    void faultsAreNamedWithTheirLine_data() {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(refusals().size()); ++i)
            QTest::newRow(refusals()[std::size_t(i)].name) << i;
    }
    void faultsAreNamedWithTheirLine() {
        QFETCH(int, index);
        const auto& refusal = refusals()[std::size_t(index)];
        const auto read = parseAntennaFile(refusal.text, "a.msi");
        QVERIFY(!read.has_value());
        const auto text = read.error().where + ": " + read.error().what;
        QVERIFY2(text.find(refusal.message) != std::string::npos, text.c_str());
        QVERIFY(!read.error().remedy.empty() && text.starts_with("a.msi"));
    }
    void hostileTextsNeitherCrashNorHang() {
        const auto whole = file("NAME a\nGAIN 17 dBi\nFREQUENCY 3500\n");
        std::mt19937 random(3);
        for (int i = 0; i < 400; ++i) {
            auto text = whole;
            for (int k = 0; k < 6; ++k)
                text[random() % text.size()] = char(random());
            const auto read = parseAntennaFile(text.substr(0, random() % (text.size() + 1)), "a");
            QVERIFY(read.has_value() || !read.error().what.empty());
        }
        QVERIFY(!parseAntennaFile(std::string(5u << 20, '\n'), "a"));
        QVERIFY(!parseAntennaFile(std::string(30'000, '\n'), "a"));
    }
    void importsIntoAScenario() {
        Scenario scenario{.id = {1}};
        scenario.topology.sites = {{.id = {40}}};
        const auto text = file("NAME panel\nGAIN 15\n");
        const auto result = importAntenna(text, "a", scenario);
        QVERIFY(result.has_value() && importAntenna(text, "a", scenario).has_value());
        QCOMPARE(result->imported, 1);
        QVERIFY(contains(result->warnings, "panel: the gain has no unit"));
        const auto& antennas = scenario.topology.antennas;
        QCOMPARE(antennas.size(), std::size_t(2));
        QCOMPARE(antennas[0].id.value, std::int64_t(41));
        QCOMPARE(antennas[1].name, std::string("panel 2"));
        QVERIFY(validate(scenario).empty());
        QVERIFY(!importAntenna("nothing", "a", scenario));
        QCOMPARE(antennas.size(), std::size_t(2));
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::AntennaFileTest)
#include "antenna_file_test.moc"
