// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/key_values.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>

namespace cellwright {
namespace {

using test::cli;

bool near(double a, double b, double relative) {
    return test::relativeError(a, b) <= relative;
}

} // namespace

class CalculatorsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pathLossFollowsTheReference() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        int checked = 0;
        const auto rows = test::readCsv(*shared / "reference" / "pathloss.csv");
        for (std::size_t i = 0; i < rows.size(); i += std::max<std::size_t>(1, rows.size() / 25)) {
            const auto& row = rows[i];
            const auto model = QString::fromStdString(row.at("scenario")).toLower();
            const bool known = model == QLatin1String("uma") || model == QLatin1String("umi");
            if (!known || row.at("valid_38901_range") != "yes")
                continue;
            const auto line =
                QStringLiteral("radio pathloss --model %1 --state los --frequency %2GHz --distance-2d %3m "
                               "--bs-height %4 --ue-height %5m --json")
                    .arg(model, QString::fromStdString(row.at("f_GHz")),
                         QString::fromStdString(row.at("d2D_m")), QString::fromStdString(row.at("h_bs_m")),
                         QString::fromStdString(row.at("h_ut_m")));
            const auto result = cli(line);
            CELLWRIGHT_STATUS(result, 0);
            QVERIFY2(std::abs(result.json().at("path_loss_db").get<double>() -
                              std::stod(row.at("PL_los_dB"))) < 1e-3,
                     qPrintable(line));
            QVERIFY(std::abs(result.json().at("los_probability").get<double>() - std::stod(row.at("p_los"))) <
                    1e-6);
            ++checked;
        }
        QVERIFY(checked >= 5);
    }

    void pathLossSaysWhatItAnswers() {
        const auto result = cli(QStringLiteral(
            "radio pathloss --model uma --state los --frequency 3.5GHz --distance-2d 100m --json"));
        CELLWRIGHT_STATUS(result, 0);
        // By hand: d3D = sqrt(100^2 + 23.5^2), 28 + 22 lg d + 20 lg 3.5.
        const double direct = std::hypot(100.0, 23.5);
        QVERIFY(near(result.json().at("path_loss_db"),
                     28.0 + 22.0 * std::log10(direct) + 20.0 * std::log10(3.5), 1e-9));
        QVERIFY(near(result.json().at("breakpoint_m"), 4.0 * 24.0 * 0.5 * 3.5e9 / 299792458.0, 1e-9));
        const auto plain = cli(QStringLiteral(
            "radio pathloss --model uma --state los --frequency 3500000000 --distance-2d 0.1km --json"));
        QCOMPARE(plain.out, result.out); // units or SI, the same question
    }

    void pathLossWarnsBeyondTheModel() {
        const auto result = cli(QStringLiteral(
            "radio pathloss --model umi --state nlos --frequency 3.5GHz --distance-2d 9km --json"));
        CELLWRIGHT_STATUS(result, 0);
        QVERIFY(!result.json().at("in_range").get<bool>());
        QVERIFY(result.err.contains("5 km"));
    }

    void transportBlocksFollowTheReference() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        std::vector<std::map<std::string, std::string>> blocks;
        for (auto& row : test::readCsv(*shared / "reference" / "nr.csv"))
            if (row.at("kind") == "tbs" && row.at("table_or_case").starts_with("5.1.3.1-"))
                blocks.push_back(std::move(row));
        QVERIFY(!blocks.empty());
        for (std::size_t i = 0; i < blocks.size(); i += std::max<std::size_t>(1, blocks.size() / 15)) {
            const auto& row = blocks[i];
            const auto text = [&](const char* key) { return QString::fromStdString(row.at(key)); };
            const auto line =
                QStringLiteral("radio tbs --mcs-table %1 --mcs %2 --prbs %3 --symbols %4 --dmrs-re %5 "
                               "--overhead %6 --layers %7 --json")
                    .arg(text("table_or_case").right(1), text("index"), text("n_prb"), text("n_symb"),
                         text("n_dmrs_re_per_prb"), text("n_oh"), text("layers"));
            const auto result = cli(line);
            CELLWRIGHT_STATUS(result, 0);
            QVERIFY2(result.json().at("tbs_bits") == std::stoi(row.at("value")), qPrintable(line));
            QCOMPARE(result.json().at("modulation_order").get<int>(), text("Qm").toInt());
            QVERIFY(near(result.json().at("code_rate"), std::stod(row.at("code_rate_x1024")) / 1024.0, 1e-9));
        }
    }

    void peakRate() {
        // TS 38.306 clause 4.1.2: 4 layers x 8 bit x 948/1024 x 273 x 12 / (1 ms / 28) x 0.86.
        const auto result =
            cli(QStringLiteral("radio peak-rate --bandwidth 100MHz --scs 30kHz --layers 4 --qm 8 --json"));
        CELLWRIGHT_STATUS(result, 0);
        QCOMPARE(result.json().at("prbs").get<int>(), 273);
        QVERIFY(near(result.json().at("rate_bps"), 4 * 8 * 948.0 / 1024.0 * 273 * 12 * 28e3 * 0.86, 1e-12));
        const auto up = cli(QStringLiteral(
            "radio peak-rate --bandwidth 400MHz --scs 120kHz --layers 2 --qm 6 --uplink --json"));
        CELLWRIGHT_STATUS(up, 0); // FR2 by its spacing
        QVERIFY(near(up.json().at("rate_bps"), 2 * 6 * 948.0 / 1024.0 * 264 * 12 * 112e3 * 0.90, 1e-12));
    }

    void rateRisesWithSinr() {
        double before = 0.0;
        for (const int sinr : {-20, -5, 5, 15, 25, 40}) {
            const auto result =
                cli(QStringLiteral("radio rate --sinr-db %1 --bandwidth 100MHz --scs 30kHz --layers 2 --json")
                        .arg(sinr));
            CELLWRIGHT_STATUS(result, 0);
            const auto json = result.json();
            for (const char* key : {"mcs", "spectral_efficiency", "tbs_bits", "rate_bps"})
                QVERIFY2(json.contains(key), key);
            QVERIFY(json.at("rate_bps").get<double>() > before);
            before = json.at("rate_bps");
        }
    }

    void gaussianMechanismFollowsTheReference() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        int checked = 0;
        for (const auto& row : test::readCsv(*shared / "reference" / "dp.csv")) {
            if (row.at("kind") != "gauss_eps")
                continue;
            const auto inputs = test::keyValues(row.at("inputs"));
            const auto text = [&](const char* key) { return QString::fromStdString(inputs.at(key)); };
            const auto result =
                cli(QStringLiteral("privacy dp gaussian --sigma %1 --sensitivity %2 --delta %3 --json")
                        .arg(text("sigma"), text("sens"), text("delta")));
            CELLWRIGHT_STATUS(result, 0);
            QVERIFY2(near(result.json().at("epsilon"), std::stod(row.at("value")), 1e-6),
                     row.at("inputs").c_str());
            if (++checked == 8)
                break;
        }
        QVERIFY(checked > 0);
    }

    void releasesCompose() {
        // Four releases with twice the noise are one release: mu adds in squares.
        const auto one =
            cli(QStringLiteral("privacy dp gaussian --sigma 1 --sensitivity 1 --delta 1e-5 --json"));
        const auto four = cli(
            QStringLiteral("privacy dp gaussian --sigma 2 --sensitivity 1 --delta 1e-5 --releases 4 --json"));
        QVERIFY(near(four.json().at("epsilon"), one.json().at("epsilon"), 1e-9));
    }

    void recoveryCap() {
        const auto coin =
            cli(QStringLiteral("privacy recovery-cap --radius 1 --sigma 1 --vocabulary 2 --json"));
        CELLWRIGHT_STATUS(coin, 0);
        QVERIFY(near(coin.json().at("cap"), 0.5 * std::erfc(-1.0 / std::sqrt(2.0)),
                     1e-9)); // Phi(Phi^-1(1/2) + 1)
        QCOMPARE(coin.json().at("prior_only").get<double>(), 0.5);
        const test::Workplace place;
        place.write("counts.txt", "5\n5\n");
        place.write("probabilities.json", "[0.5, 0.5]\n");
        for (const char* prior : {"counts.txt", "probabilities.json"}) {
            const auto line = QByteArray("privacy recovery-cap --radius 1 --sigma 1 --json --prior ") + prior;
            const auto result = place.run(line.constData());
            CELLWRIGHT_STATUS(result, 0);
            QVERIFY(near(result.json().at("cap"), coin.json().at("cap"), 1e-6));
        }
    }

    void tablesAreForPeople() {
        const auto result =
            cli(QStringLiteral("radio peak-rate --bandwidth 100MHz --scs 30kHz --layers 4 --qm 8"));
        CELLWRIGHT_STATUS(result, 0);
        QVERIFY(result.out.contains("Gbit/s"));
        QVERIFY(result.json().is_discarded());
        QVERIFY(result.err.isEmpty());
    }
};

CELLWRIGHT_TEST(CalculatorsTest)

} // namespace cellwright

#include "calculators_test.moc"
