// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/rate/sinr_mapping.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>
#include <map>
#include <tuple>

namespace cellwright::radio {

class SinrMappingTest : public QObject {
    Q_OBJECT
private:
    using Key = std::pair<int, double>;
    /// The mean over the tables at the largest block of at least 500 bits, from the raw link-level rows.
    static std::map<Key, double> fromCsv(const std::string& source) {
        std::map<Key, std::tuple<double, double, int>> gathered; // block, sum, count
        for (const auto& row : test::readCsv(*test::sharedFolder() / "reference" / "mcs_snr10.csv")) {
            const auto& snr = row.at("snr_dB_at_BLER_0.1");
            // PUSCH rows of Sionna are for transform precoding, whose tables differ.
            if (!row.at("source").starts_with(source) || row.at("channel") == "PUSCH" || snr.empty())
                continue;
            const double block = std::stod(row.at("cbs_bits"));
            auto& [largest, sum, count] =
                gathered[{std::stoi(row.at("Qm")), std::stod(row.at("code_rate_x1024"))}];
            if (block < 500.0 || block < largest)
                continue;
            if (block > largest)
                sum = count = 0;
            largest = block;
            sum += std::stod(snr);
            ++count;
        }
        std::map<Key, double> means;
        for (const auto& [key, value] : gathered)
            if (std::get<2>(value) > 0)
                means[key] = std::get<1>(value) / std::get<2>(value);
        return means;
    }

private Q_SLOTS:
    void thresholdsAreThoseOfTheirSource() {
        if (!test::sharedFolder())
            QSKIP("no shared reference data beside the checkout");
        for (const auto& [mapping, source] :
             {std::pair{SinrMapping::sionnaAwgn, "Sionna"}, std::pair{SinrMapping::lenaEesm, "5G-LENA"}}) {
            const auto means = fromCsv(source);
            QVERIFY(means.size() >= 33);
            for (const auto& [key, snr] : means)
                QVERIFY(std::abs(threshold(mapping, {key.first, key.second}, Direction::down) - snr) < 0.006);
        }
    }
    void onlyTheSourcesOwnSchemesAreListed() {
        QVERIFY(!listed(SinrMapping::sionnaAwgn, {2, 30}) && !listed(SinrMapping::lenaEesm, {2, 30}));
        QVERIFY(listed(SinrMapping::lenaEesm, {8, 948}) && !listed(SinrMapping::sionnaAwgn, {8, 948}));
        QVERIFY(!listed(SinrMapping::lenaEesm, {10, 948}));
        QVERIFY(listed(SinrMapping::attenuatedShannon, {10, 948}));
    }
    void missingSchemesKeepTheGap() {
        const double lowest = threshold(SinrMapping::sionnaAwgn, {2, 120}, Direction::down);
        const auto shannon = [](double efficiency) { return 10.0 * std::log10(std::exp2(efficiency) - 1.0); };
        const double gap = -3.04 - shannon(2 * 251.0 / 1024.0);
        QVERIFY(std::abs(lowest - shannon(2 * 120.0 / 1024.0) - gap) < 1e-9);
        QVERIFY(threshold(SinrMapping::sionnaAwgn, {8, 948}, Direction::down) > 23.88);
    }
    void theCarefulMappingIsCareful() {
        for (int table = 1; table <= 3; ++table)
            for (const auto& mcs : nr::mcsTable(table)) {
                const double sionna = threshold(SinrMapping::sionnaAwgn, mcs, Direction::down);
                const double lena = threshold(SinrMapping::lenaEesm, mcs, Direction::down);
                QVERIFY(lena - sionna > 1.5 && lena - sionna < 7.0);
                QVERIFY(sionna > 10.0 * std::log10(std::exp2(mcs.efficiency()) - 1.0)); // Shannon
            }
    }
    void choosesTheBestSchemeThatFits() {
        for (const auto mapping :
             {SinrMapping::attenuatedShannon, SinrMapping::sionnaAwgn, SinrMapping::lenaEesm})
            for (const auto direction : {Direction::down, Direction::up})
                for (int table = 1; table <= 3; ++table)
                    for (double sinr = -12.0; sinr < 45.0; sinr += 0.37) {
                        double best = 0.0;
                        for (const auto& mcs : nr::mcsTable(table))
                            if (threshold(mapping, mcs, direction) <= sinr)
                                best = std::max(best, mcs.efficiency());
                        const auto choice = chooseMcs(mapping, table, sinr, direction);
                        QCOMPARE(choice.repeated, best == 0.0);
                        if (best > 0.0)
                            QCOMPARE(choice.efficiency, best);
                    }
    }
    void repetitionMeetsTheLowestScheme() {
        const auto lowest = chooseMcs(defaultMapping, 1, -20.0, Direction::down);
        QVERIFY(lowest.repeated);
        const auto half =
            chooseMcs(defaultMapping, 1, lowest.threshold - 10.0 * std::log10(2.0), Direction::down);
        QVERIFY(std::abs(half.efficiency - nr::mcsTable(1)[0].efficiency() / 2.0) < 1e-12);
    }
    void shannonByHand() {
        // a log2(1 + SINR) = 2 with a = 0.6 down and 0.4 up.
        QVERIFY(std::abs(threshold(SinrMapping::attenuatedShannon, {4, 512}, Direction::down) -
                         10.0 * std::log10(std::exp2(2.0 / 0.6) - 1.0)) < 1e-12);
        QVERIFY(std::abs(threshold(SinrMapping::attenuatedShannon, {4, 512}, Direction::up) -
                         10.0 * std::log10(std::exp2(5.0) - 1.0)) < 1e-12);
    }
    void idsReadBack() {
        for (const auto mapping :
             {SinrMapping::attenuatedShannon, SinrMapping::sionnaAwgn, SinrMapping::lenaEesm}) {
            QVERIFY(parseMapping(idOf(mapping)) == mapping);
            QVERIFY(!toText(mapping).empty() && !sourceOf(mapping).empty());
        }
        QVERIFY(!parseMapping("guess"));
    }
};

} // namespace cellwright::radio

CELLWRIGHT_TEST(cellwright::radio::SinrMappingTest)
#include "sinr_mapping_test.moc"
