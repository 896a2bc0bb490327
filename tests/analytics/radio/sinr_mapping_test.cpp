// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/rate/scheme_source.h"
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
    /// max over schemes of efficiency × min(1, SINR / threshold), straight from its definition.
    void concentratingTakesWhatCarriesMost() {
        for (const auto mapping :
             {SinrMapping::attenuatedShannon, SinrMapping::sionnaAwgn, SinrMapping::lenaEesm})
            for (int table = 1; table <= 4; ++table)
                for (double sinr = -30.0; sinr < 45.0; sinr += 0.13) {
                    double best = 0.0;
                    for (const auto& mcs : nr::mcsTable(table)) {
                        const double share =
                            std::pow(10.0, (sinr - threshold(mapping, mcs, Direction::down)) / 10.0);
                        best = std::max(best, mcs.efficiency() * std::min(1.0, share));
                    }
                    const auto choice = concentrateMcs(mapping, table, sinr, Direction::down);
                    QVERIFY(std::abs(choice.efficiency / best - 1.0) < 1e-9);
                    QVERIFY(!(choice.repeated && choice.narrowed));
                    // The scheme it names is the one: its efficiency on the blocks that the power reaches.
                    const auto& mcs = nr::mcsTable(table)[std::size_t(choice.index)];
                    const double share = std::min(1.0, std::pow(10.0, (sinr - choice.threshold) / 10.0));
                    QVERIFY(std::abs(mcs.efficiency() * share / choice.efficiency - 1.0) < 1e-9);
                    QCOMPARE(choice.narrowed || choice.repeated, share < 1.0);
                    // And never less than with the power spread evenly.
                    QVERIFY(choice.efficiency >=
                            chooseMcs(mapping, table, sinr, Direction::down).efficiency * (1.0 - 1e-12));
                }
    }
    /// By hand, MCS 4 and 5 of table 2 (QPSK 602/1024 at 1.83 dB, 16QAM 378/1024 at 3.8367 dB): between them
    /// at 3.7 dB the second on 10^-0.01367 of the blocks carries 1.4307, the first 1.1758.
    void concentratingByHand() {
        const auto choice = concentrateMcs(SinrMapping::sionnaAwgn, 2, 3.7, Direction::down);
        QVERIFY(choice.narrowed && !choice.repeated);
        QCOMPARE(choice.index, 5);
        QVERIFY(std::abs(choice.efficiency - 4 * 378.0 / 1024.0 * std::pow(10.0, -0.01367)) < 1e-12);
        QCOMPARE(chooseMcs(SinrMapping::sionnaAwgn, 2, 3.7, Direction::down).index, 4);
        const auto met = concentrateMcs(SinrMapping::sionnaAwgn, 2, 3.8368, Direction::down);
        QVERIFY(!met.narrowed && met.index == 5);
    }
    /// Continuous, rising with the SINR, and falling over it.
    void concentratingHasNoSteps() {
        double before = 0.0, perPower = 1e9;
        for (double sinr = -20.0; sinr < 40.0; sinr += 0.01) {
            const double now = concentrateMcs(defaultMapping, 2, sinr, Direction::down).efficiency;
            const double over = now / std::pow(10.0, sinr / 10.0);
            QVERIFY(now >= before * (1.0 - 1e-12) && over <= perPower * (1.0 + 1e-12));
            QVERIFY(before == 0.0 || now / before < 1.0024); // 0.01 dB is 0.23 % of power
            before = now;
            perPower = over;
        }
        QCOMPARE(concentrateMcs(defaultMapping, 2, -INFINITY, Direction::down).efficiency, 0.0);
        QCOMPARE(concentrateMcs(defaultMapping, 2, NAN, Direction::down).efficiency, 0.0);
    }
    void sourcesSayWhereTheyAreExtrapolated() {
        QCOMPARE(thresholdSource(SinrMapping::sionnaAwgn, {4, 340}),
                 std::string(sourceOf(SinrMapping::sionnaAwgn)));
        QVERIFY(thresholdSource(SinrMapping::sionnaAwgn, {8, 948})
                    .ends_with("extrapolated at the same gap to Shannon's limit"));
        QVERIFY(thresholdLabel(SinrMapping::sionnaAwgn, {8, 948}) == Label::assumed);
        QVERIFY(thresholdLabel(SinrMapping::lenaEesm, {8, 948}) == Label::published);
        QVERIFY(thresholdLabel(SinrMapping::attenuatedShannon, {10, 948}) == Label::unverified);
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
