// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/document/fixture.h"
#include "widgets/sites/site_columns.h"

using namespace cellwright;
using namespace cellwright::test;
using namespace Qt::StringLiterals;

namespace {

struct OneSite {
    Scenario scenario = smallScenario();
    Site& site = scenario.topology.sites[0];
    Sector& sector = site.sectors[0];

    [[nodiscard]] QString text(const char* column) const {
        return siteColumns()[std::size_t(siteColumn(column))].text(scenario, site, &sector);
    }
    Expected<void> set(const char* column, const QString& to) {
        return siteColumns()[std::size_t(siteColumn(column))].set({scenario, site, &sector}, to);
    }
};

} // namespace

class SiteColumnsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theNamesThatPlannersKnowAreThere() {
        for (const auto* name : {"AZIMUTH", "BEAMWIDTH", "HEIGHT", "MTILT", "ETILT", "PMAX", "ANT_GAIN",
                                 "BAND", "ARFCN", "PCI", "STATUS", "LOCKED"})
            QVERIFY2(siteColumn(name) >= 0, name);
        QCOMPARE(siteColumn("NOTHING"), -1);
    }

    void everyColumnSaysWhatItIs() {
        OneSite one;
        for (const auto& column : siteColumns()) {
            QVERIFY2(*column.help, column.name);
            QVERIFY2(bool(column.set) != bool(column.readOnly), column.name);
            QVERIFY2((column.kind == SiteColumn::Kind::choice) == bool(column.choices), column.name);
            column.text(one.scenario, one.site, nullptr); // sites without sectors have rows too
        }
    }

    /// What a cell shows can be typed into it and changes nothing.
    void textsRoundTrip() {
        OneSite one;
        one.sector.pci = 511;
        one.sector.electricalTilt = Degrees(-2.5);
        one.scenario.topology.carriers[0].band = "n78";
        const Scenario before = one.scenario;
        for (const auto& column : siteColumns()) {
            if (column.readOnly)
                continue;
            const QString text = column.text(one.scenario, one.site, &one.sector);
            const auto done = column.set({one.scenario, one.site, &one.sector}, text);
            QVERIFY2(done.has_value(), column.name);
            QVERIFY2(one.scenario == before, column.name);
        }
    }

    void valuesAreTakenWithAndWithoutUnit() {
        OneSite one;
        QVERIFY(one.set("PMAX", u"46"_s));
        QCOMPARE(one.sector.power.db(), 46.0);
        QVERIFY(one.set("PMAX", u"43 dBm"_s));
        QCOMPARE(one.text("PMAX"), u"43"_s);
        QVERIFY(one.set("HEIGHT", u"0.03 km"_s));
        QCOMPARE(one.text("HEIGHT"), u"30"_s);
        QVERIFY(one.set("AZIMUTH", u" 120 "_s));
        QCOMPARE(one.sector.azimuth.degrees(), 120.0);
        QVERIFY(one.set("STATUS", u"candidate"_s));
        QCOMPARE(one.text("STATUS"), u"CANDIDATE"_s);
        QVERIFY(one.set("LOCKED", u"TRUE"_s));
        QVERIFY(one.site.locked);
    }

    void whatCannotBeIsRefusedWithItsReason() {
        OneSite one;
        const Scenario before = one.scenario;
        const auto refused = [&](const char* column, const QString& text, const char* word) {
            const auto done = one.set(column, text);
            return !done && QString::fromStdString(done.error().message()).contains(QLatin1StringView(word));
        };
        QVERIFY(refused("PMAX", u"99"_s, "60"));
        QVERIFY(refused("PMAX", u"much"_s, "much"));
        QVERIFY(refused("PCI", u"1008"_s, "1007"));
        QVERIFY(refused("PCI", u"12.5"_s, "whole"));
        QVERIFY(refused("STATUS", u"gone"_s, "candidate"));
        QVERIFY(refused("LOCKED", u"perhaps"_s, "yes or no"));
        QVERIFY(refused("BAND", u"n999"_s, "carrier"));
        QVERIFY(refused("ARFCN", u"12"_s, "carrier"));
        QVERIFY(one.scenario == before);
    }

    void pciMayBeEmpty() {
        OneSite one;
        QVERIFY(one.text("PCI").isEmpty());
        QVERIFY(one.set("PCI", u"7"_s));
        QVERIFY(one.set("PCI", u""_s));
        QVERIFY(!one.sector.pci);
    }

    void bandAndChannelChooseTheCarrier() {
        OneSite one;
        auto& carriers = one.scenario.topology.carriers;
        carriers[0].band = "n78";
        carriers.push_back({.id = {99}, .name = "Low", .band = "n28", .frequency = Hertz(783e6)});
        QVERIFY(one.set("BAND", u"N28"_s));
        QCOMPARE(one.sector.carrier.value, std::int64_t(99));
        QCOMPARE(one.text("ARFCN"), u"156600"_s); // 783 MHz / 5 kHz
        QVERIFY(one.set("ARFCN", u"633333"_s));   // nearest to 3.5 GHz
        QCOMPARE(one.sector.carrier.value, std::int64_t(1));
        QVERIFY(one.set("CARRIER", u"Low"_s));
        QCOMPARE(one.sector.carrier.value, std::int64_t(99));
    }

    void lockedSitesStayInPlace() {
        OneSite one;
        one.site.locked = true;
        QVERIFY(!one.set("X", u"5"_s));
        one.site.locked = false;
        QVERIFY(one.set("X", u"5"_s));
        QCOMPARE(one.site.position.x.si(), 5.0);
    }

    void beamwidthFollowsTheAntenna() {
        OneSite one;
        QCOMPARE(one.text("BEAMWIDTH"), u"65"_s);
        one.sector.panelColumns = 4;
        const double four = one.text("BEAMWIDTH").toDouble();
        QVERIFY2(four > 22.0 && four < 27.0, "101.5 / 4 degrees, a little less for the element");
        one.sector.beams = 4;
        QCOMPARE(one.text("BEAMWIDTH"), u"65"_s); // a grid of beams covers what an element does
        one.sector.antenna = Antenna::omni;
        QCOMPARE(one.text("BEAMWIDTH"), u"360"_s);
    }
};

CELLWRIGHT_TEST(SiteColumnsTest)
#include "site_columns_test.moc"
