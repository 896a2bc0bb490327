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

/// One line of llama-bench about TinyLlama in q4_0, of which it counts 1.1 billion weights.
json rate(int prompt, int generated, int depth, int threads, double tokensPerSecond) {
    return {{"build_commit", "79c1160"},
            {"build_number", 6123},
            {"cpu_info", "AMD Ryzen 5 Handmade"},
            {"gpu_info", ""},
            {"backends", "CPU"},
            {"model_type", "llama 1B Q4_0"},
            {"model_size", 636786688},
            {"model_n_params", 1100048384},
            {"n_threads", threads},
            {"n_gpu_layers", 0},
            {"n_prompt", prompt},
            {"n_gen", generated},
            {"n_depth", depth},
            {"test_time", "2026-03-01T10:00:00Z"},
            {"avg_ts", tokensPerSecond},
            {"stddev_ts", 0.05 * tokensPerSecond}};
}

constexpr const char* sheet = R"({"id": "card", "name": "GeForce RTX 9070", "kind": "gpu",
  "runtime": "llama.cpp CUDA", "memory_bandwidth": 500e9, "peak": 100e12, "memory_capacity": 16e9})";

/// A folder with bench.json, card.json (a datasheet) and a library of its own.
class Place : public test::Workplace {
public:
    Place() {
        const json bench{rate(512, 0, 0, 4, 200.0), rate(0, 128, 0, 4, 30.0), rate(0, 128, 0, 2, 20.0)};
        write("bench.json", QByteArray::fromStdString(bench.dump()));
        write("card.json", sheet);
        qputenv("CELLWRIGHT_LIBRARY", path("library").toUtf8());
    }
    ~Place() { qunsetenv("CELLWRIGHT_LIBRARY"); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    [[nodiscard]] json predict(const char* more, const char* model = "tinyllama-1.1b --weights q4_0") const {
        return run((std::string("predict --json --model ") + model + " " + more).c_str()).json();
    }
    [[nodiscard]] double decode(const char* more) const {
        return predict(more).at("decode_tokens_per_s").get<double>();
    }
    [[nodiscard]] json own() const {
        json yours = json::array();
        const auto all = run("catalogue devices --json").json();
        for (const auto& entry : all.at("entries"))
            if (entry.at("yours").get<bool>())
                yours.push_back(entry);
        return yours;
    }
};

bool near(double a, double b, double share) {
    return std::abs(a / b - 1.0) <= share;
}

} // namespace

class DeviceCommandsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatLlamaBenchMeasuredIsReplayed() {
        const Place place;
        CELLWRIGHT_STATUS(
            place.run("predict --model tinyllama-1.1b --weights q4_0 --device bench.json --prompt 0"), 0);
        const auto same = place.predict("--device bench.json --prompt 0");
        QVERIFY(near(same.at("decode_tokens_per_s").get<double>(), 30.0, 1e-9));
        const auto& doubt = same.at("uncertainty");
        QVERIFY(near(doubt.at("decode_rel").get<double>(), 0.064, 0.01));
        QVERIFY(place.predict("--device bench.json").at("prefill_tokens_per_s").get<double>() == 200.0);
        // Another depth, answer or model is predicted: near for the same, not the very number.
        const double deeper = place.decode("--device bench.json --prompt 0 --depth 1024");
        QVERIFY(deeper < 30.0 && deeper > 15.0);
        const double longer = place.decode("--device bench.json --prompt 0 --generate 64");
        QVERIFY(longer != 30.0 && near(longer, 30.0, 0.15));
        const double wider = place.predict("--device bench.json --prompt 0", "tinyllama-1.1b --weights q8_0")
                                 .at("decode_tokens_per_s")
                                 .get<double>();
        QVERIFY(wider < 25.0 && wider > 8.0);
    }
    void itsThreadsCanBeChosen() {
        const Place place;
        QVERIFY(near(place.decode("--device bench.json --prompt 0 --threads 2"), 20.0, 1e-9));
        QVERIFY(near(place.decode("--device bench.json --prompt 0 --threads 4"), 30.0, 1e-9));
        const auto none =
            place.run("predict --model tinyllama-1.1b --weights q4_0 --device bench.json --threads 3");
        QCOMPARE(none.status, 3);
        QVERIFY2(none.err.contains("2, 4"), none.message());
    }
    void aDatasheetIsEnough() {
        const Place place;
        const auto p = place.predict("--device card.json --prompt 0", "llama-3.1-8b --weights q4_k_m");
        // 4.9 GB at 500 GB/s, and less than all of it.
        const double rate = p.at("decode_tokens_per_s").get<double>();
        QVERIFY2(rate > 50.0 && rate < 102.0, p.dump().c_str());
        place.write("bad.json", R"({"id": "x", "name": "X", "kind": "gpu", "runtime": "Fortran",
            "memory_bandwidth": 1e9, "peak": 1e12, "memory_capacity": 1e9})");
        const auto refused = place.run("predict --model gpt2 --weights q4_0 --device bad.json");
        QCOMPARE(refused.status, 3);
        QVERIFY(refused.err.contains("Fortran") && refused.err.contains("bad.json"));
    }
    void onePointCalibratesADevice() {
        const Place place;
        const char* const ask = "llama-3.1-8b --weights q4_k_m";
        const auto before = place.predict("--device card.json --prompt 0", ask);
        const double rate = before.at("decode_tokens_per_s").get<double>();
        const std::string point = "--device card.json --prompt 0 --calibrate llama-3.1-8b,q8_0,decode=" +
                                  std::to_string(0.4 * rate);
        const auto after = place.predict(point.c_str(), ask);
        // q8_0 would do a bit above half: this card is slower than its class.
        QVERIFY(after.at("decode_tokens_per_s").get<double>() < 0.95 * rate);
        const auto& change = after.at("calibration");
        QVERIFY(change.at("bandwidth_share_factor").get<double>() < 1.0);
        QVERIFY(change.at("overhead_factor").get<double>() > 1.0);
        QCOMPARE(change.at("residuals_rel").size(), std::size_t(1));
        const auto byFile = place.predict("--device card.json --prompt 0 --calibrate bench.json", ask);
        QVERIFY(byFile.at("decode_tokens_per_s").get<double>() < rate);
        QCOMPARE(byFile.at("calibration").at("residuals_rel").size(), std::size_t(3));
        for (const char* wrong :
             {"gpt2,q4_0", "gpt2,q4_0,decode=-3", "gpt2,q4_0,speed=3", "gpt2,q99,decode=3",
              "nothing,q4_0,decode=3", "gpt2,q4_0,prompt=4", "gpt2,q4_0,decode=3,depth=1.5"}) {
            const auto run = place.run((std::string("predict --model gpt2 --weights q4_0 --device card.json "
                                                    "--calibrate ") +
                                        wrong)
                                           .c_str());
            QVERIFY2(run.status == 2 && run.err.contains("--calibrate"), wrong);
        }
    }
    void theLibraryKeepsDevices() {
        const Place place;
        QCOMPARE(place.own().size(), std::size_t(0));
        CELLWRIGHT_STATUS(place.run("catalogue devices --add card.json"), 0);
        CELLWRIGHT_STATUS(place.run("catalogue devices --add bench.json --id my-ryzen"), 0);
        const auto yours = place.own();
        QCOMPARE(yours.size(), std::size_t(2));
        QCOMPARE(yours[0].at("id").get<std::string>(), std::string("card"));
        QVERIFY(place.run("catalogue devices").out.contains("GeForce RTX 9070 (yours)"));
        QVERIFY(near(place.decode("--device my-ryzen --prompt 0"), 30.0, 1e-9));
        QVERIFY(near(place.decode("--device my-ryzen --prompt 0 --threads 2"), 20.0, 1e-9));
        CELLWRIGHT_STATUS(place.run("catalogue models --fits card --json"), 0);
        CELLWRIGHT_STATUS(place.run("import device my-ryzen -o p.cellwright"), 0);
        QCOMPARE(place.run("catalogue devices --add card.json").status, 3); // taken
        CELLWRIGHT_STATUS(place.run("catalogue devices --add card.json --force"), 0);
        QCOMPARE(place.run("catalogue devices --add card.json --id nvidia-l4").status, 3);
        CELLWRIGHT_STATUS(place.run("catalogue devices --remove card"), 0);
        QCOMPARE(place.own().size(), std::size_t(1));
        QCOMPARE(place.run("catalogue devices --remove card").status, 3);
        QCOMPARE(place.run("predict --model gpt2 --weights q4_0 --device card").status, 3);
    }
    void aBrokenFileOfTheLibraryIsNamed() {
        const Place place;
        CELLWRIGHT_STATUS(place.run("catalogue devices --add card.json"), 0);
        place.write("library/bad.json", "{}");
        const auto listed = place.run("catalogue devices --json");
        CELLWRIGHT_STATUS(listed, 0);
        QVERIFY(listed.err.contains("bad.json"));
        QCOMPARE(place.own().size(), std::size_t(1));
        QVERIFY(place.run("predict --model gpt2 --weights q4_0 --device bad").err.contains("bad.json"));
    }
    void aProfileIsSavedUnderAName() {
        const Place place;
        const char* const measure =
            "profile --quick --shape 256x256x1 --kernel matvec --weights q4_0 --threads 1 "
            "--save this-one --json";
        CELLWRIGHT_STATUS(place.run(measure), 0);
        QCOMPARE(place.own().size(), std::size_t(1));
        QVERIFY(place.decode("--device this-one") > 0.0);
        const auto again = place.run(measure); // before it measures
        QCOMPARE(again.status, 3);
        QVERIFY(again.err.contains("already") && again.out.isEmpty());
        QCOMPARE(place.run("profile --quick --save a/b").status, 3);
    }
    void importsLlamaBench() {
        const Place place;
        CELLWRIGHT_STATUS(place.run("import llama-bench bench.json -o p.cellwright"), 0);
        const auto other = place.run("import llama-bench card.json -o q.cellwright");
        QCOMPARE(other.status, 3);
        QVERIFY(other.err.contains("llama-bench -o json"));
    }
};

CELLWRIGHT_TEST(DeviceCommandsTest)

} // namespace cellwright

#include "devices_test.moc"
