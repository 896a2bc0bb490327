// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/training/adaptation.h"
#include "tests/analytics/llm/samples.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright::llm {
namespace {

AdaptationCount trained(const Model& model, const char* how) {
    return countTrained(model, parseAdaptation(how).value(), {0, blockCount(model)});
}
std::int64_t trainable(const Model& model, const char* how) {
    return trained(model, how).trainable();
}
/// Eight experts, two per token, of width 14336 (Mixtral).
Model mixtral() {
    auto model = llama31_8b();
    for (auto& layer : model.layers) {
        layer.experts = Experts{8, 2, 14336};
        layer.feedForward.width = 0;
    }
    return model;
}
Model latentModel() {
    auto model = llama32_1b();
    for (auto& layer : model.layers)
        layer.mixer = LatentAttention{16, 1536, 512, 128, 64, 128};
    return model;
}
/// An encoder of two layers before a decoder with cross-attention.
Model encoderDecoder() {
    auto model = llama32_1b();
    Tower encoder;
    encoder.kind = Tower::Kind::text;
    encoder.hidden = model.hidden;
    encoder.vocabulary = 1000;
    encoder.layers.assign(2, model.layers[0]);
    for (auto& layer : encoder.layers)
        layer.attention()->causal = false;
    model.towers.push_back(encoder);
    for (auto& layer : model.layers)
        layer.cross = *layer.attention();
    return model;
}

} // namespace

class AdaptationTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void lowRankAdaptersBesideSeparateMatrices() {
        // Llama 3.1 8B: queries 4096 x 4096, keys and values 1024 x 4096, feed-forward 14336.
        const auto model = llama31_8b();
        const auto pair = [](std::int64_t rank, std::int64_t rows, std::int64_t cols) {
            return rank * (rows + cols);
        };
        const std::int64_t q = pair(16, 4096, 4096), kv = pair(16, 1024, 4096), f = pair(16, 14336, 4096);
        QCOMPARE(trainable(model, "lora:16"), 32 * (q + kv));
        QCOMPARE(trainable(model, "lora:16:q_proj,v_proj"), 32 * (q + kv));
        QCOMPARE(trainable(model, "lora:16:attention"), 32 * (2 * q + 2 * kv));
        // The figure that PEFT prints for all linear layers: 41,943,040.
        QCOMPARE(trainable(model, "lora:16:all"), 32 * (2 * q + 2 * kv + 3 * f));
        QCOMPARE(trainable(model, "lora:16:all"), std::int64_t(41'943'040));
        QCOMPARE(trained(model, "lora:16").flopPerToken, 2.0 * 32 * double(q + kv));
    }
    void fusedMatricesAreTheirParts() {
        const auto model = gpt2Medium();
        QVERIFY(model.layers[0].attention()->fused);
        QCOMPARE(trainable(model, "lora:4:q"), std::int64_t(24 * 4 * 2048));
        QCOMPARE(trainable(model, "lora:4:q,k,v"), 3 * trainable(model, "lora:4:q"));
        auto phi = llama32_1b();
        const auto separate = trainable(phi, "lora:4:all");
        for (auto& layer : phi.layers)
            layer.feedForward.fused = layer.attention()->fused = true;
        QCOMPARE(trainable(phi, "lora:4:all"), separate);
    }
    void expertsAreAdaptedOnRequest() {
        const auto model = mixtral();
        const auto without = trained(model, "lora:8:all"), with = trained(model, "lora:8:all,experts");
        const std::int64_t pair = 8 * (4096 + 14336);
        QCOMPARE(with.trainable() - without.trainable(), std::int64_t(32 * 3 * 8) * pair);
        // A token passes two of the eight.
        QCOMPARE(with.flopPerToken - without.flopPerToken, 2.0 * 32 * 3 * 2 * double(pair));
    }
    void latentAttentionIsAdaptedWhereItsMatricesAre() {
        const auto model = latentModel();
        const std::int64_t query = 1536 + 2048 + 16 * 192 + 1536;
        const std::int64_t latent = 576 + 2048 + 16 * 256 + 512;
        QCOMPARE(trainable(model, "lora:2:q"), 16 * 2 * query);
        QCOMPARE(trainable(model, "lora:2:v"), 16 * 2 * latent);
        QCOMPARE(trainable(model, "prefix:10"), std::int64_t(16) * 10 * 576);
    }
    void adaptersInLine() {
        const auto model = gpt2Medium();
        const std::int64_t one = 2 * 1024 * 64 + 64 + 1024;
        QCOMPARE(trainable(model, "adapter:64"), 24 * 2 * one);
        QCOMPARE(trainable(model, "adapter:64:pfeiffer"), 24 * one);
        QCOMPARE(trained(model, "adapter:64").flopPerToken, 24.0 * 2 * 4 * 1024 * 64);
    }
    void virtualTokens() {
        const auto model = llama31_8b();
        const auto accounting = Accounting::of(model).value();
        const auto prefix = trained(model, "prefix:20");
        QCOMPARE(prefix.added, std::int64_t(20 * 2 * 1024 * 32)); // grouped-query: 8 heads of 128
        QCOMPARE(prefix.flopPerToken, 32.0 * 4 * 4096 * 20);
        QCOMPARE(trainable(model, "prompt:20"), std::int64_t(20) * 4096);
        QCOMPARE(virtualKvBytes(accounting, VirtualTokens{20, true}, accounting.whole()).si(),
                 20 * accounting.kvBytesPerToken(accounting.whole()).si());
        QCOMPARE(virtualKvBytes(accounting, LowRank{}, accounting.whole()), Bytes());
    }
    void partsOfTheModel() {
        const auto model = llama31_8b();
        const auto total = countParameters(model).total;
        QCOMPARE(trainable(model, "full"), total);
        QCOMPARE(trained(model, "full").freezingRatio(), 0.0);
        QCOMPARE(trainable(model, "head"), std::int64_t(128256) * 4096);
        QCOMPARE(trainable(model, "last:2"),
                 2 * layerParameters(model, 31) + 4096 + std::int64_t(128256) * 4096);
        QCOMPARE(trainable(model, "none"), std::int64_t(0));
        QCOMPARE(trained(model, "none").freezingRatio(), 1.0);
        // A tied head is the table: trained alone it is, with the last layers it stays.
        const auto tied = llama32_1b();
        QCOMPARE(trainable(tied, "head"), std::int64_t(128256) * 2048);
        QCOMPARE(trainable(tied, "last:1"), layerParameters(tied, 15) + 2048);
        QCOMPARE(trainable(tied, "full"), std::int64_t(1'235'814'400));
    }
    void sidesOfACutAddUp() {
        const auto model = gpt2Medium();
        const auto accounting = Accounting::of(model).value();
        for (const char* how : {"lora:8", "adapter:16", "prefix:5", "prompt:5"}) {
            const auto adaptation = parseAdaptation(how).value();
            const auto below = countTrained(model, adaptation, accounting.below(6));
            const auto above = countTrained(model, adaptation, accounting.above(6));
            QCOMPARE(below.added + above.added, trained(model, how).added);
            if (std::string(how) == "lora:8")
                QCOMPARE(4 * below.added, trained(model, how).added); // 6 of 24 layers
        }
        // The table is kept twice when it is tied, and then both copies are trained.
        const auto below = countTrained(model, FullTuning{}, accounting.below(6));
        const auto above = countTrained(model, FullTuning{}, accounting.above(6));
        QCOMPARE(below.unfrozen + above.unfrozen, countParameters(model).total + std::int64_t(50257) * 1024);
        QCOMPARE(above.freezingRatio(), 0.0);
    }
    void encodersAreAdaptedWithTheirDecoder() {
        const auto model = encoderDecoder();
        const std::int64_t q = 2048 + 2048, v = 512 + 2048;
        // 16 decoder layers with cross-attention, 2 encoder layers without.
        QCOMPARE(trainable(model, "lora:4"), 4 * (16 * 2 + 2) * (q + v));
        // Cross-attention's values are made of encoded vectors, not of tokens.
        QCOMPARE(trained(model, "lora:4").flopPerToken, 2.0 * 4 * double((16 * 2 + 2) * q + (16 + 2) * v));
        auto seeing = model;
        seeing.towers[0].kind = Tower::Kind::vision;
        for (auto& layer : seeing.layers)
            layer.cross.reset();
        QCOMPARE(trainable(seeing, "lora:4"), 4 * 16 * (q + v));
    }
    void bytesOfWhatIsUploaded() {
        const auto model = llama31_8b();
        const BlockRange all{0, blockCount(model)};
        const auto parameters = trainable(model, "lora:16:all");
        QCOMPARE(adapterBytes(model, parseAdaptation("lora:16:all").value(), all, TensorFormat::f32).si(),
                 4.0 * double(parameters));
        // One f32 scale per row: r rows down, as many rows up as outputs.
        const double eight = adapterBytes(model, LowRank{8, {}}, all, TensorFormat::int8).si();
        QCOMPARE(eight, double(trainable(model, "lora:8")) + 4.0 * 32 * (8 + 4096 + 8 + 1024));
        QCOMPARE(adapterBytes(model, Frozen{}, all, TensorFormat::f16), Bytes());
    }
    void theLowestTrainedBlock() {
        const auto model = gpt2Medium();
        const BlockRange all{0, blockCount(model)};
        QCOMPARE(lowestTrained(model, FullTuning{}, all), 0);
        QCOMPARE(lowestTrained(model, LowRank{}, all), 1);
        QCOMPARE(lowestTrained(model, LastLayers{4}, all), 21);
        QCOMPARE(lowestTrained(model, HeadOnly{}, all), 25);
        QCOMPARE(lowestTrained(model, Frozen{}, all), 26);
    }
    void textIsReadBack_data() {
        QTest::addColumn<QString>("text");
        for (const char* text :
             {"full", "head", "none", "last:3", "lora:8:q,v", "lora:64:q,k,v,o,gate,up,down,ssm",
              "lora:1:up,experts", "adapter:64", "adapter:8:pfeiffer", "prefix:20", "prompt:1"})
            QTest::newRow(text) << QString::fromUtf8(text);
    }
    void textIsReadBack() {
        QFETCH(QString, text);
        const auto parsed = parseAdaptation(text.toStdString());
        QVERIFY(parsed.has_value());
        QCOMPARE(adaptationText(*parsed), text.toStdString());
    }
    void nonsenseIsRefused_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", "lora", "lora:", "lora:0", "lora:-1", "lora:8:", "lora:8:x",
                                 "lora:8:experts", "lora:1e3", "lora:99999999999999999999", "adapter:8:other",
                                 "prefix:", "prefix:1000001", "last:0", "full:1", "Full"})
            QTest::newRow(text) << QString::fromUtf8(text);
    }
    void nonsenseIsRefused() {
        QFETCH(QString, text);
        const auto parsed = parseAdaptation(text.toStdString());
        QVERIFY(!parsed.has_value());
        QVERIFY(!parsed.error().message().empty());
    }
    void whatTheModelLacksIsRefused() {
        const auto model = gpt2Medium();
        const auto refused = [&](const char* how) {
            return !checkAdaptation(model, parseAdaptation(how).value()).has_value();
        };
        QVERIFY(refused("lora:8:gate"));
        QVERIFY(refused("lora:8:ssm"));
        QVERIFY(refused("last:25"));
        QVERIFY(!refused("last:24"));
        QVERIFY(!refused("lora:8:all"));
        QVERIFY(!checkAdaptation(model, LowRank{0, {}}).has_value());
        QVERIFY(checkAdaptation(model, Frozen{}).has_value());
    }
};

} // namespace cellwright::llm

CELLWRIGHT_TEST(cellwright::llm::AdaptationTest)
#include "adaptation_test.moc"
