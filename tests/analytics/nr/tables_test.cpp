// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/nr/tables.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>
#include <cstring>
#include <map>

namespace cellwright::nr {

class TablesTest : public QObject {
    Q_OBJECT
private:
    using Row = std::map<std::string, std::string>;
    static std::vector<Row> rows(const std::string& kind) {
        std::vector<Row> found;
        for (auto& row : test::readCsv(*test::sharedFolder() / "reference" / "nr.csv"))
            if (row.at("kind") == kind)
                found.push_back(row);
        return found;
    }
    static int lastDigit(const Row& row) { return row.at("table_or_case").back() - '0'; }

private Q_SLOTS:
    void mcsTablesMatch() {
        if (!test::sharedFolder())
            QSKIP("no shared reference data beside the checkout");
        for (const auto& row : rows("mcs")) {
            const auto& mcs = mcsTable(lastDigit(row))[std::stoul(row.at("index"))];
            QCOMPARE(mcs.bitsPerSymbol, std::stoi(row.at("Qm")));
            QCOMPARE(mcs.codeRate1024, std::stod(row.at("code_rate_x1024")));
            QVERIFY(std::abs(mcs.efficiency() - std::stod(row.at("spectral_eff_bps_per_Hz"))) < 0.5001e-4);
        }
    }
    void cqiTablesMatch() {
        if (!test::sharedFolder())
            QSKIP("no shared reference data beside the checkout");
        int compared = 0;
        for (const auto& row : rows("cqi")) {
            const auto& cqi = cqiTable(lastDigit(row) - 1)[std::stoul(row.at("index")) - 1];
            QCOMPARE(cqi.bitsPerSymbol, std::stoi(row.at("Qm")));
            QCOMPARE(cqi.codeRate1024, std::stod(row.at("code_rate_x1024")));
            ++compared;
        }
        QVERIFY(compared > 30);
    }
    void tablesRiseInEfficiency() {
        for (int table = 1; table <= mcsTables; ++table) {
            const auto cqi = cqiTable(table);
            QCOMPARE(cqi.size(), std::size_t(15));
            for (std::size_t i = 1; i < cqi.size(); ++i)
                QVERIFY(cqi[i].efficiency() > cqi[i - 1].efficiency());
            // MCS tables repeat an efficiency where the modulation changes, within rounding.
            const auto mcs = mcsTable(table);
            for (std::size_t i = 1; i < mcs.size(); ++i)
                QVERIFY(mcs[i].efficiency() > mcs[i - 1].efficiency() * 0.995);
        }
        QCOMPARE(mcsTable(4).back(), (Mcs{10, 948}));
        QCOMPARE(mcsTable(4).size(), std::size_t(27)); // 27 to 31 are reserved
        QCOMPARE(uplinkTable(4), 2);
        QCOMPARE(uplinkTable(3), 3);
    }
    void blockSizesMatch() {
        if (!test::sharedFolder())
            QSKIP("no shared reference data beside the checkout");
        int compared = 0;
        for (const auto& row : rows("tbs")) {
            const auto whole = [&row](const char* column) { return std::stoi(row.at(column)); };
            const BlockShape shape{.blocks = whole("n_prb"),
                                   .symbols = whole("n_symb"),
                                   .dmrsElements = whole("n_dmrs_re_per_prb"),
                                   .overhead = whole("n_oh"),
                                   .layers = whole("layers"),
                                   .mcs = mcsTable(lastDigit(row))[std::size_t(whole("index"))]};
            QCOMPARE(transportBlockSize(shape), whole("value"));
            ++compared;
        }
        QVERIFY(compared > 200);
    }
    /// Every branch of TS 38.214 clause 5.1.3.2 by its own arithmetic, in whole numbers.
    void blockSizesFollowTheClause() {
        for (int table = 1; table <= mcsTables; ++table)
            for (const auto& mcs : mcsTable(table))
                for (const int blocks : {1, 3, 11, 24, 52, 106, 162, 273})
                    for (const int layers : {1, 2, 4, 8}) {
                        const BlockShape shape{.blocks = blocks,
                                               .dmrsElements = 18,
                                               .overhead = 6,
                                               .layers = layers,
                                               .mcs = mcs};
                        QCOMPARE(transportBlockSize(shape), byHand(shape));
                    }
    }
    void blockSizeOfNothingIsZero() {
        QCOMPARE(transportBlockSize({.blocks = 0}), 0);
        QCOMPARE(transportBlockSize({.blocks = 5, .symbols = 1, .dmrsElements = 12}), 0);
    }
    void blockSizesGrowWithBlocks() {
        for (int table = 1; table <= mcsTables; ++table)
            for (const auto& mcs : mcsTable(table)) {
                int before = 0;
                for (int blocks = 1; blocks <= 273; ++blocks) {
                    const int size = transportBlockSize({.blocks = blocks, .layers = 2, .mcs = mcs});
                    QVERIFY(size >= before && size % 8 == 0);
                    before = size;
                }
            }
    }
    void resourceBlocksMatch() {
        if (!test::sharedFolder())
            QSKIP("no shared reference data beside the checkout");
        for (const auto& row : rows("n_rb")) {
            const auto& name = row.at("table_or_case");
            const auto after = [&name](const char* key) {
                return std::stod(name.substr(name.find(key) + std::strlen(key)));
            };
            const bool fr2 = name.find("FR2") != std::string::npos;
            const auto found = resourceBlocks(Hertz(fr2 ? 28e9 : 3.5e9), Hertz(after("BW") * 1e6),
                                              Hertz(after("SCS") * 1e3));
            QVERIFY2(found.has_value(), name.c_str());
            QCOMPARE(*found, std::stoi(row.at("value")));
        }
    }
    /// What is occupied fits into the channel, and no block more than a guard band would allow is missing.
    void resourceBlocksFillTheirChannels() {
        for (const auto& row : allocations()) {
            const double occupied = occupiedBandwidth(row.blocks, Hertz(row.spacing * 1e3)).si();
            QVERIFY(occupied < row.bandwidth * 1e6);
            // 960 kHz subcarriers leave most: 24.0 % of 1600 MHz at 124 blocks is 10.7 %.
            QVERIFY2(occupied > 0.78 * row.bandwidth * 1e6, std::to_string(row.bandwidth).c_str());
        }
    }
    void rangesAndTheirNumerologies() {
        QCOMPARE(rangeOf(Hertz(3.5e9)), Range::fr1);
        QCOMPARE(rangeOf(Hertz(7.125e9)), Range::fr3);
        QCOMPARE(rangeOf(Hertz(24.25e9)), Range::fr2_1);
        QCOMPARE(rangeOf(Hertz(60e9)), Range::fr2_2);
        QCOMPARE(rangeOf(Hertz(140e9)), Range::subThz);
        QVERIFY(isCandidate(Range::fr3) && isCandidate(Range::subThz) && !isCandidate(Range::fr2_2));
        QCOMPARE(*resourceBlocks(Hertz(60e9), Hertz(400e6), Hertz(480e3)), 66);
        QCOMPARE(*resourceBlocks(Hertz(60e9), Hertz(1600e6), Hertz(480e3)), 248);
        QCOMPARE(*resourceBlocks(Hertz(60e9), Hertz(2e9), Hertz(960e3)), 148);
        QCOMPARE(*resourceBlocks(Hertz(140e9), Hertz(2e9), Hertz(960e3)), 148);
        QCOMPARE(*resourceBlocks(Hertz(140e9), Hertz(200e6), Hertz(120e3)), 132);
        QCOMPARE(*resourceBlocks(Hertz(15e9), Hertz(100e6), Hertz(30e3)), 273);
        QCOMPARE(*resourceBlocks(Hertz(15e9), Hertz(400e6), Hertz(120e3)), 264);
        QCOMPARE(*resourceBlocks(Hertz(700e6), Hertz(3e6), Hertz(15e3)), 15);
        QCOMPARE(*numerology(Hertz(960e3)), 6);
        QVERIFY(!numerology(Hertz(240e3)) && !numerology(Hertz(31e3)));
    }
    void unknownBandwidthsAreRefusedWithTheKnownOnes() {
        const auto odd = resourceBlocks(Hertz(3.5e9), Hertz(37e6), Hertz(30e3));
        QVERIFY(!odd);
        QVERIFY(odd.error().remedy.find("35, 40") != std::string::npos);
        const auto spacing = resourceBlocks(Hertz(28e9), Hertz(100e6), Hertz(15e3));
        QVERIFY(!spacing && spacing.error().where == "subcarrier spacing");
        QCOMPARE(spacing.error().remedy, std::string("use 60 kHz or 120 kHz"));
        QVERIFY(!resourceBlocks(Hertz(60e9), Hertz(200e6), Hertz(480e3)));
        QVERIFY(!resourceBlocks(Hertz(std::nan("")), Hertz(std::nan("")), Hertz(30e3)));
    }
    void bandwidthPartsHoldWholeBlocks() {
        QCOMPARE(partBlocks(273, Hertz(20e6), Hertz(30e3)), 55); // 55 × 360 kHz = 19.8 MHz
        QCOMPARE(partBlocks(273, Hertz(360e3 * 7), Hertz(30e3)), 7);
        QCOMPARE(partBlocks(273, Hertz(100e6), Hertz(30e3)), 273);
        QCOMPARE(partBlocks(273, Hertz(1.0), Hertz(30e3)), 1);
    }

private:
    static int byHand(const BlockShape& s) {
        const long long perBlock = std::min(156, 12 * s.symbols - s.dmrsElements - s.overhead);
        // In units of 1/2048, which hold the half-numbered code rates.
        const long long information =
            perBlock * s.blocks * (long long)(2.0 * s.mcs.codeRate1024) * s.mcs.bitsPerSymbol * s.layers;
        const long long unit = 2048;
        const auto exponent = [](long long value, long long per) {
            int n = 0;
            while (value >= 2 * per) {
                per *= 2;
                ++n;
            }
            return n;
        };
        if (information <= 3824 * unit) {
            const int n = std::max(3, exponent(information, unit) - 6);
            const long long step = (1LL << n) * unit;
            const long long quantized = std::max(24LL, (information / step) << n);
            int size = 24;
            // Table 5.1.3.2-1 by its pattern of steps.
            for (const auto& [step2, upTo] : {std::pair{8, 192}, {16, 384}, {24, 576}, {32, 768}, {40, 928}})
                while (size < quantized && size < upTo)
                    size += step2;
            for (const int larger : {984, 1032, 1064, 1128})
                if (size < quantized && size < larger)
                    size = larger;
            while (size < quantized && size < 1320)
                size += 32;
            for (const int larger : {1352, 1416, 1480, 1544, 1608, 1672, 1736, 1800, 1864, 1928, 2024,
                                     2088, 2152, 2216, 2280, 2408, 2472, 2536, 2600, 2664, 2728, 2792,
                                     2856, 2976, 3104, 3240, 3368, 3496, 3624, 3752, 3824})
                if (size < quantized && size < larger)
                    size = larger;
            return size;
        }
        const int n = exponent(information - 24 * unit, unit) - 5;
        const long long step = (1LL << n) * unit;
        const long long quantized =
            std::max(3840LL, ((2 * (information - 24 * unit) + step) / (2 * step)) << n);
        const bool slow = s.mcs.codeRate1024 <= 256.0;
        const long long largest = slow ? 3816 : 8424;
        const long long segments = slow || quantized > 8424 ? (quantized + 24 + largest - 1) / largest : 1;
        return int(8 * segments * ((quantized + 24 + 8 * segments - 1) / (8 * segments)) - 24);
    }
};

} // namespace cellwright::nr

CELLWRIGHT_TEST(cellwright::nr::TablesTest)
#include "tables_test.moc"
