// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright {
namespace {

using nlohmann::json;

constexpr double byteRate = 20e9, flopRate = 400e9;

/// A product of a computer that reads q4_0 at 20 GB/s and computes at 400 GFLOP/s, one or the other.
json product(int rows, int cols, int tokens, int threads, const char* provider, double slower) {
    const double bytes = 0.5625 * rows * cols, flop = 2.0 * rows * cols * tokens;
    const double t = slower * std::max(bytes / byteRate, flop / flopRate) / std::sqrt(double(threads));
    return {{"kernel", tokens == 1 ? "matvec" : "matmat"},
            {"weights", "q4_0"},
            {"rows", rows},
            {"cols", cols},
            {"tokens", tokens},
            {"threads", threads},
            {"median_s", t},
            {"p10_s", 0.98 * t},
            {"p90_s", 1.02 * t},
            {"samples", 9},
            {"flop_per_s", flop / t},
            {"bytes_per_s", bytes / t},
            {"provider", provider}};
}

json profile(bool ggml) {
    json kernels = json::array();
    for (const int threads : {1, 4})
        for (const int tokens : {1, 8, 512}) {
            kernels.push_back(product(4096, 4096, tokens, threads, "cellwright", 1.0));
            kernels.push_back(product(768, 768, tokens, threads, "cellwright", 1.0));
            if (ggml)
                kernels.push_back(product(4096, 4096, tokens, threads, "ggml", 2.0));
        }
    return {{"machine",
             {{"cpu", "Handmade"},
              {"cores", 4},
              {"logical_processors", 4},
              {"cache_l1_bytes", 32768},
              {"cache_l2_bytes", 1048576},
              {"cache_l3_bytes", 33554432},
              {"memory_bytes", 16e9},
              {"simd", "AVX2"},
              {"warnings", json::array()},
              {"huge_pages", true},
              {"load", 0.1},
              {"date", "2026-03-01T00:00:00Z"},
              {"version", "1"}}},
            {"read_bandwidth",
             {{{"threads", 1}, {"bytes_per_s", 25e9}, {"spread", 0.01}, {"samples", 9}},
              {{"threads", 4}, {"bytes_per_s", 45e9}, {"spread", 0.01}, {"samples", 9}}}},
            {"peaks", json::array()},
            {"dispatch", {{{"threads", 1}, {"median_s", 1e-7}}, {{"threads", 4}, {"median_s", 3e-6}}}},
            {"kernels", kernels},
            {"operations", json::array()},
            {"noise",
             {{"median_spread", 0.02},
              {"canary_spread", 0.02},
              {"rounds", 9},
              {"disturbed_rounds", 0},
              {"involuntary_switches", 0},
              {"disturbed", false}}}};
}

/// A folder with p.json, a profile of our kernels, and with-ggml.json.
class Measured : public test::Workplace {
public:
    Measured() {
        write("p.json", QByteArray::fromStdString(profile(false).dump()));
        write("with-ggml.json", QByteArray::fromStdString(profile(true).dump()));
    }
    [[nodiscard]] json predict(const char* more) const {
        return run((std::string("predict --model gpt2 --weights q4_0 --json ") + more).c_str()).json();
    }
    [[nodiscard]] double decode(const char* more) const {
        return predict(more).at("decode_tokens_per_s").get<double>();
    }
};

} // namespace

class PredictTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theProfileIsPutTogether() {
        const Measured place;
        CELLWRIGHT_STATUS(place.run("predict --model gpt2 --weights q4_0 --device p.json --json"), 0);
        const auto p = place.predict("--device p.json --prompt 512 --generate 128");
        QCOMPARE(p.at("runtime").get<std::string>(), std::string("Cellwright kernels"));
        QCOMPARE(p.at("threads").get<int>(), 4);
        // 124 million weights at 4.5 to 8 bits and 40 GB/s, and some more.
        QVERIFY(p.at("tpot_s").get<double>() > 70e6 / 40e9 && p.at("tpot_s").get<double>() < 200e6 / 40e9);
        for (const char* phase : {"prefill", "decode"}) {
            double parts = 0.0, operations = 0.0;
            for (const auto& part : p.at("breakdown"))
                if (part.at("phase") == phase)
                    parts += part.at("seconds").get<double>();
            for (const auto& o : p.at("operations"))
                if (o.at("phase") == phase)
                    operations += o.at("times").get<double>() * o.at("each_s").get<double>();
            const double time = p.at(phase == std::string("decode") ? "tpot_s" : "ttft_s").get<double>();
            QVERIFY(std::abs(parts / time - 1.0) < 1e-9);
            QVERIFY(std::abs(operations / time - 1.0) < 1e-9);
        }
        const auto& u = p.at("uncertainty");
        QVERIFY(u.at("decode_rel").get<double>() > 0.05 && u.at("decode_rel").get<double>() < 0.6);
        const double rate = p.at("decode_tokens_per_s").get<double>();
        QVERIFY(u.at("decode_tokens_per_s")[0].get<double>() < rate);
        QVERIFY(u.at("decode_tokens_per_s")[1].get<double>() > rate);
        QVERIFY(u.at("source").get<std::string>().find("Handmade") != std::string::npos);
    }
    void peopleReadARange() {
        const Measured place;
        const auto result = place.run("predict --model gpt2 --weights q4_0 --device p.json --prompt 0");
        CELLWRIGHT_STATUS(result, 0);
        QVERIFY(result.out.contains(", between "));
        QVERIFY(result.out.contains("attention was not measured"));
        QVERIFY(result.out.contains("What it consists of"));
    }
    void generationAloneHasNoPrefill() {
        const Measured place;
        const auto alone = place.predict("--device p.json --prompt 0 --generate 64 --depth 100");
        QCOMPARE(alone.at("prefill_tokens_per_s").get<double>(), 0.0);
        QCOMPARE(alone.at("ttft_s").get<double>(), 0.0);
        QVERIFY(std::abs(alone.at("e2e_s").get<double>() / alone.at("tpot_s").get<double>() - 64.0) < 1e-9);
        // Positions are positions, whether a prompt or the depth brought them.
        const auto prompt = place.predict("--device p.json --prompt 100 --generate 64");
        QVERIFY(std::abs(prompt.at("tpot_s").get<double>() / alone.at("tpot_s").get<double>() - 1.0) < 1e-12);
        QVERIFY(place.decode("--device p.json --prompt 0 --depth 800") <
                place.decode("--device p.json --prompt 0 --depth 0"));
        QVERIFY(test::cli(QStringLiteral("predict --model gpt2 --weights q4_0 --device nvidia-l4 --prompt 0 "
                                         "--json"))
                    .json()
                    .at("decode_tokens_per_s")
                    .get<double>() > 0.0);
    }
    void aRuntimeIsChosenByItsName() {
        const Measured place;
        const double ours = place.decode("--device with-ggml.json");
        QVERIFY(place.decode("--device with-ggml.json --runtime Cellwright") == ours);
        const auto llama = place.predict("--device with-ggml.json --runtime LLAMA.CPP");
        QCOMPARE(llama.at("runtime").get<std::string>(), std::string("llama.cpp"));
        QVERIFY(llama.at("decode_tokens_per_s").get<double>() < 0.7 * ours);
        // Without ggml our kernels stand for it, which is less sure.
        const auto standIn = place.predict("--device p.json --runtime llama.cpp");
        QVERIFY(standIn.at("uncertainty").at("notes").dump().find("usual ratios") != std::string::npos);
        QVERIFY(standIn.at("uncertainty").at("decode_rel").get<double>() >
                llama.at("uncertainty").at("decode_rel").get<double>());
        const auto unknown =
            place.run("predict --model gpt2 --weights q4_0 --device p.json --runtime Fortran");
        QCOMPARE(unknown.status, 2);
        QVERIFY(unknown.err.contains("Fortran") && unknown.err.contains("llama.cpp"));
        const auto here = place.run("predict --model gpt2 --weights q4_0 --runtime Fortran");
        QCOMPARE(here.status, 2); // before anything is measured
        QVERIFY(here.err.contains("Cellwright kernels"));
    }
    void threadsAreThoseMeasuredOrBetween() {
        const Measured place;
        const double one = place.decode("--device p.json --threads 1"),
                     two = place.decode("--device p.json --threads 2"),
                     four = place.decode("--device p.json --threads 4");
        QVERIFY(one < two && two < four);
        const auto between = place.predict("--device p.json --threads 2");
        QVERIFY(between.at("uncertainty").at("notes").dump().find("2 threads were not measured") !=
                std::string::npos);
        QCOMPARE(place.run("predict --model gpt2 --weights q4_0 --device p.json --threads 8").status, 3);
    }
    void batchesAndFormatsCount() {
        const Measured place;
        QVERIFY(place.decode("--device p.json --batch 8") > 2.0 * place.decode("--device p.json"));
        const auto other = place.run("predict --model gpt2 --weights f16 --device p.json --json").json();
        QVERIFY(other.at("uncertainty").at("notes").dump().find("q4_0 stands for it") != std::string::npos);
    }
    void thisComputerMeasuresWhatTheModelNeeds() {
        const Measured place;
        const auto result = place.run(
            "predict --model smollm-135m --weights q4_0 --threads 1 --prompt 64 --generate 8 --json");
        CELLWRIGHT_STATUS(result, 0);
        const auto p = result.json();
        QCOMPARE(p.at("threads").get<int>(), 1);
        int products = 0;
        for (const auto& o : p.at("operations"))
            if (o.contains("rows")) {
                ++products;
                QVERIFY2(o.at("measured").get<bool>(), o.dump().c_str());
            }
        QVERIFY(products >= 8);
        QVERIFY(p.at("decode_tokens_per_s").get<double>() > 0.0);
    }
};

CELLWRIGHT_TEST(PredictTest)

} // namespace cellwright

#include "predict_test.moc"
