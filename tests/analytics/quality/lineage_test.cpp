// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quality/lineage.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright::quality {

class LineageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aNameTellsMoreThanTheFamily() {
        for (const char* telling : {"llama-2-7b", "meta-llama/Llama-2-7b-hf", "gpt2", "/models/phi-2"})
            QVERIFY2(isTelling(telling), telling);
        for (const char* silent : {"", "llama", "models/llama", "checkpoint-500", "rv"})
            QVERIFY2(!isTelling(silent), silent);
    }
    void namesAreRead_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<Lineage>("expected");
        const auto row = [](const char* name, const Lineage& expected) {
            QTest::newRow(name) << QString::fromLatin1(name) << expected;
        };
        row("llama-3.1-8b", {"llama", 3.1, "", 8e9});
        row("Meta-Llama-3.1-8B-Instruct", {"llama", 3.1, "instruct", 8e9});
        row("meta-llama/Llama-2-7b-hf", {"llama", 2.0, "", 7e9});
        row("LLaMA-7B", {"llama", 1.0, "", 7e9});
        row("llama3.2-1b", {"llama", 3.2, "", 1e9});
        row("Qwen2.5-0.5B", {"qwen", 2.5, "", 0.5e9});
        row("mistral-7b-v0.1", {"mistral", 0.1, "", 7e9});
        row("mixtral-8x7b", {"mixtral", std::nullopt, "", 56e9});
        row("gpt2-medium", {"gpt", 2.0, "medium", 0.0});
        row("opt-125m", {"opt", std::nullopt, "", 125e6});
        row("tinyllama-1.1b", {"tinyllama", std::nullopt, "", 1.1e9});
        row("codellama-7b", {"codellama", std::nullopt, "", 7e9});
        row("DeepSeek-R1-Distill-Llama-8B", {"deepseek", std::nullopt, "r1 distill llama", 8e9});
        row("kimi-k2-1t", {"kimi", std::nullopt, "k2", 1e12});
        row("phi-3-mini", {"phi", 3.0, "mini", 0.0});
        row("", {});
        row("...///---", {});
        row("7b", {"", std::nullopt, "", 0.0});
    }
    void namesAreRead() {
        QFETCH(QString, name);
        QFETCH(Lineage, expected);
        const auto lineage = lineageOf(name.toStdString());
        QCOMPARE(QString::fromStdString(lineage.family), QString::fromStdString(expected.family));
        QVERIFY(lineage.generation == expected.generation);
        QCOMPARE(QString::fromStdString(lineage.variant), QString::fromStdString(expected.variant));
        QVERIFY(std::abs(lineage.parameters - expected.parameters) <= 1e-9 * expected.parameters);
    }
    void distanceIsTheSumOfItsParts() {
        const Lineage three{"llama", 3.0, "", 8e9};
        QCOMPARE(distance(three, three), Distance{});
        QCOMPARE(distance(three, {"llama", 3.1, "", 8e9}), (Distance{0, 0.5, 0, 0}));
        QCOMPARE(distance(three, {"llama", 2.0, "", 8e9}), (Distance{0, 1.0, 0, 0}));
        QCOMPARE(distance(three, {"llama", 1.0, "", 4e9}), (Distance{0, 2.0, 1.0, 0}));
        QCOMPARE(distance(three, {"llama", std::nullopt, "", 8e9}), (Distance{0, 0.5, 0, 0}));
        QCOMPARE(distance(three, {"llama", 3.0, "instruct", 8e9}), (Distance{0, 0, 0, 0.5}));
        // Generations of different families cannot be compared.
        QCOMPARE(distance(three, {"qwen", 2.5, "", 32e9}), (Distance{4.0, 0, 2.0, 0}));
        QVERIFY(std::isinf(distance(three, {"llama", 3.0, "", 0}).total()));
    }
    void distanceIsSymmetric() {
        const std::array all{Lineage{"llama", 3.0, "", 8e9}, Lineage{"llama", 2.0, "chat", 70e9},
                             Lineage{"qwen", 2.5, "", 5e8}, Lineage{"opt", std::nullopt, "", 125e6}};
        for (const auto& a : all)
            for (const auto& b : all)
                QCOMPARE(distance(a, b), distance(b, a));
    }
    void roundedNamesMeanTheSameModel() {
        QVERIFY(sameModel({"llama", 3.0, "", 8.03e9}, {"llama", 3.0, "", 8e9}));
        QVERIFY(!sameModel({"llama", 3.0, "", 8.03e9}, {"llama", 3.0, "", 7e9}));
        QVERIFY(!sameModel({"llama", 3.0, "", 8.03e9}, {"llama", 3.1, "", 8.03e9}));
        QVERIFY(!sameModel({"llama", 3.0, "", 8.03e9}, {"llama", 3.0, "instruct", 8.03e9}));
    }
    void distancesShowTheirParts() {
        QCOMPARE(toText(Distance{}), std::string("0"));
        QCOMPARE(toText(Distance{4.0, 0, 1.5, 0.5}), std::string("6 = family 4 + size 1.5 + variant 0.5"));
    }
};

} // namespace cellwright::quality

CELLWRIGHT_TEST(cellwright::quality::LineageTest)
#include "lineage_test.moc"
