// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/model.h"
#include "data/catalogue/models.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright::catalogue {
namespace {

// Where the totals come from; none was computed by this program.
constexpr const char* hub = "the Hub's safetensors.total, in a stored copy of its API's answer";
constexpr const char* hubListed =
    "the Hub's safetensors.total, copied in hf_models.json of llmfit, 2026-03-18";
constexpr const char* keras = "\"params\" of the presets of keras-hub at 71453d0";
constexpr const char* printed = "printed by llama.cpp or PyTorch, in a stored log";
constexpr const char* readme = "README of the model";
constexpr const char* counted = "counted from the tensors by others, in a stored publication";
constexpr const char* nobody = "not compared; pins the catalogue against change";

} // namespace

class ModelTotalsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // A remark says what a source counts that is no parameter of the model, or counts twice.
    void countsAreThePublishedOnes_data() {
        QTest::addColumn<qint64>("expected");
        QTest::addColumn<QString>("source");
        const auto row = [](const char* id, qint64 expected, const char* source) {
            QTest::newRow(id) << expected << QString::fromUtf8(source);
        };
        row("gpt2", 124439808, keras);
        row("gpt2-medium", 354823168, keras);
        row("gpt2-large", 774030080, keras);
        row("gpt2-xl", 1557611200, keras);
        row("gpt-j-6b", 6050882784, printed);
        row("opt-125m", 125239296, hubListed);
        row("opt-350m", 331196416, counted);
        row("opt-1.3b", 1315758080, keras); // keras-hub leaves out two rows of the position table (4096)
        row("opt-2.7b", 2651596800, nobody);
        row("opt-6.7b", 6658473984, nobody);
        row("opt-13b", 12853473280, nobody);
        row("opt-30b", 29974540288, nobody);
        row("opt-66b", 65719701504, nobody);
        row("llama-7b", 6738415616, hubListed); // the Hub counts 2048 rotary frequencies more
        row("llama-13b", 13015864320, printed);
        row("llama-30b", 32528943616, printed);
        row("llama-65b", 65285660672, printed);
        row("llama-2-7b", 6738415616, keras);
        row("llama-2-13b", 13015864320, hub); // the Hub counts 2560 rotary frequencies more
        row("llama-2-70b", 68976648192, hub); // the Hub counts 5120 rotary frequencies more
        row("llama-3-8b", 8030261248, hubListed);
        row("llama-3-70b", 70553706496, hubListed);
        row("llama-3.1-8b", 8030261248, hub);
        row("llama-3.1-70b", 70553706496, hubListed);
        row("llama-3.1-405b", 405853388800, hubListed);
        row("llama-3.2-1b", 1235814400, hubListed);
        row("llama-3.2-3b", 3212749824, hubListed);
        row("llama-3.3-70b", 70553706496, hubListed);
        row("llama-4-scout", 108641793536, hub);
        row("llama-4-maverick", 401583781376, hubListed);
        row("tinyllama-1.1b", 1100048384, hubListed);
        row("smollm-135m", 134515008, hubListed);
        row("smollm-360m", 361821120, hubListed);
        row("smollm-1.7b", 1711376384, hubListed);
        row("smollm2-135m", 134515008, hubListed);
        row("smollm2-360m", 361821120, hubListed);
        row("smollm2-1.7b", 1711376384, hubListed);
        row("vicuna-7b-v1.5", 6738415616, hubListed);
        row("deepseek-coder-6.7b", 6740512768, hubListed);
        row("codellama-7b", 6738546688, hubListed);
        row("codellama-13b", 13016028160, hubListed);
        row("codellama-34b", 33743970304, hubListed);
        row("yi-6b", 6061035520, hubListed);
        row("yi-34b", 34388917248, hubListed);
        row("falcon3-7b", 7455550464, hubListed);
        row("mistral-7b-v0.1", 7241732096, keras);
        row("mistral-7b-v0.2", 7241732096, hubListed);
        row("mistral-7b-v0.3", 7248023552, hub);
        row("ministral-8b", 8019808256, hub);
        row("mistral-nemo-12b", 12247782400, hub);
        row("codestral-22b", 22247282688, hubListed);
        row("mistral-small-24b", 23572403200, hubListed);
        row("mistral-large-123b", 122610069504, counted);
        row("mixtral-8x7b", 46702792704, hubListed);
        row("mixtral-8x22b", 140620634112, hub);
        row("qwen2-7b", 7615616512, hubListed);
        row("qwen2.5-0.5b", 494032768, hubListed);
        row("qwen2.5-1.5b", 1543714304, hubListed);
        row("qwen2.5-3b", 3085938688, hubListed);
        row("qwen2.5-7b", 7615616512, hubListed);
        row("qwen2.5-14b", 14770033664, hubListed);
        row("qwen2.5-32b", 32763876352, hubListed);
        row("qwen2.5-72b", 72706203648, hubListed);
        row("qwen2.5-coder-7b", 7615616512, hubListed);
        row("qwen2.5-coder-32b", 32763876352, hubListed);
        row("deepseek-r1-distill-qwen-7b", 7615616512, hubListed);
        row("deepseek-r1-distill-qwen-14b", 14770033664, hubListed);
        row("qwen3-0.6b", 596049920, keras);
        row("qwen3-1.7b", 1720574976, hubListed);
        row("qwen3-4b", 4022468096, hubListed);
        row("qwen3-8b", 8190735360, hubListed);
        row("qwen3-14b", 14768307200, hubListed);
        row("qwen3-32b", 32762123264, hub);
        row("qwen3-30b-a3b", 30532122624, hubListed);
        row("qwen3-235b-a22b", 235093634560, hubListed);
        row("qwen3-coder-30b-a3b", 30532122624, keras);
        row("qwen3-coder-480b-a35b", 480154875392, hubListed);
        row("deepseek-v2-lite", 15706484224, hubListed);
        row("deepseek-v2", 235741434880, hubListed);
        row("deepseek-v3", 671026419200, counted);
        row("deepseek-r1", 671026419200, counted);
        row("kimi-k2", 1026408232448, counted);
        row("gpt-oss-20b", 20914757184, keras);
        row("gpt-oss-120b", 116829156672, keras);
        row("gemma-2b", 2506172416, keras);
        row("gemma-7b", 8537680896, keras);
        row("gemma-2-2b", 2614341888, keras);
        row("gemma-2-9b", 9241705984, keras);
        row("gemma-2-27b", 27227128320, keras);
        row("gemma-3-270m", 268098176, keras);
        row("gemma-3-1b", 999885952, hub);
        row("gemma-3-4b", 4300079472, hub);
        row("gemma-3-12b", 12187325040, hub);
        row("gemma-3-27b", 27432406640, hubListed);
        row("gemma-3-4b-text", 3880263168, counted);
        row("gemma-3-27b-text", 27009346304, printed);
        row("phi-1.5", 1418270720, hubListed);
        row("phi-2", 2779683840, hubListed);
        row("phi-3-mini", 3821079552, hub);
        row("phi-3-medium", 13960238080, printed);
        row("phi-3.5-mini", 3821079552, hub);
        row("phi-3.5-moe", 41873153344, counted);
        row("phi-4", 14659507200, hub);
        row("phi-4-mini", 3836021760, hub);
        row("pythia-70m", 70426624, readme);
        row("pythia-160m", 162322944, readme);
        row("pythia-410m", 405334016, readme);
        row("pythia-1b", 1011781632, readme);
        row("pythia-1.4b", 1414647808, readme);
        row("pythia-2.8b", 2775208960, readme);
        row("pythia-6.9b", 6857302016, readme);
        row("pythia-12b", 11846072320, readme);
        row("falcon-7b", 6921720704, hubListed); // the Hub counts the tied head again (295469056)
        row("falcon-40b", 41303293952, nobody);
        row("falcon-180b", 178557088768, hub); // the Hub counts the tied head again (965476352)
        row("bloom-560m", 559214592, keras);
        row("bloom-1.1b", 1065314304, keras);
        row("bloom-1.7b", 1722408960, keras);
        row("bloom-3b", 3002557440, keras);
        row("bloom-7.1b", 7069016064, counted);
        row("bloom-176b", 176247271424, hubListed);
        row("starcoder2-3b", 3030371328, hubListed);
        row("starcoder2-7b", 7173923840, hubListed);
        row("starcoder2-15b", 15957889024, hub);
        row("olmo-2-1b", 1484916736, hubListed);
        row("olmo-2-7b", 7298617344, hub);
        row("olmo-2-13b", 13716198400, hub);
        row("olmo-2-32b", 32234279936, hubListed);
        row("granite-3.3-2b", 2533539840, hub);
        row("granite-3.3-8b", 8170864640, hub);
        row("gpt-neox-20b", 20554567680, readme);
        row("smollm3-3b", 3075098624, hub);
        row("command-r", 34980831232, nobody);
        row("command-r-plus", 103810674688, nobody);
        row("glm-4-9b", 9399951360, hubListed);
        row("qwen1.5-moe-a2.7b", 14315784192, hubListed);
        row("olmoe-1b-7b", 6919161856, hubListed);
        row("dbrx", 131596523520, nobody);
        row("bert-base", 109482240, keras);
        row("bert-large", 335141888, keras);
        row("distilbert-base", 66362880, keras);
        row("roberta-base", 124645632, nobody);
        row("all-minilm-l6-v2", 22713216, keras);
        row("bge-m3", 567754752, nobody);
        row("modernbert-base", 149014272, nobody);
        row("t5-small", 60506624, keras);
        row("t5-base", 222903552, keras);
        row("t5-large", 737668096, keras);
        row("t5-3b", 2851598336, nobody);
        row("t5-11b", 11307321344, nobody);
        row("flan-t5-small", 76961152, keras);
        row("flan-t5-base", 247577856, keras);
        row("flan-t5-large", 783150080, keras);
        row("flan-t5-xl", 2849757184, keras);
        row("flan-t5-xxl", 11135332352, keras);
        row("bart-base", 139420416, keras);  // keras-hub leaves out two rows of each position table (3072)
        row("bart-large", 406291456, keras); // keras-hub leaves out two rows of each position table (4096)
        row("whisper-tiny", 37760640, hub);
        row("whisper-base", 72593920, hub);
        row("whisper-small", 241734912, hub);
        row("whisper-medium", 763857920, hub);
        row("whisper-large-v2", 1543304960, hub);
        row("whisper-large-v3", 1543490560, hub);
        row("whisper-large-v3-turbo", 808878080, hub);
        row("llava-1.5-7b", 7063427072, printed);
        row("llava-1.5-13b", 13351494656, nobody);
        row("paligemma-3b-224", 2923466480, printed);
        row("smolvlm-256m", 256484928, printed); // for SmolDocling, which has its architecture
        row("smolvlm-2.2b", 2246272880, nobody);
        row("qwen2-vl-7b", 8291375616, printed);
        row("qwen2.5-vl-3b", 3754622976, hubListed);
        row("qwen2.5-vl-7b", 8292166656, hubListed);
        row("qwen2.5-vl-72b", 73410777344, nobody);
        row("qwen3-vl-8b", 8767123696, hub);
        row("mistral-small-3.1-24b", 24011361280, hub);
        row("openvla-7b", 7541237184, hub);
        row("mamba-130m", 129135360, counted);
        row("mamba-370m", 371516416, counted);
        row("mamba-790m", 793204224, counted);
        row("mamba-1.4b", 1372178432, counted);
        row("mamba-2.8b", 2768345600, counted);
        row("codestral-mamba-7b", 7285403648, nobody);
        row("falcon-mamba-7b", 7272665088, nobody);
        row("jamba-v0.1", 51570323328, nobody);
        row("nemotron-nano-9b-v2", 8888227328, hubListed);
        row("granite-4.0-h-tiny", 6939037248, nobody);
        row("qwen2.5-coder-0.5b", 494032768, hubListed);
        row("qwen2.5-coder-1.5b", 1543714304, hubListed);
        row("qwen2.5-coder-3b", 3085938688, hubListed);
        row("qwen2.5-coder-14b", 14770033664, hubListed);
        row("qwen2-0.5b", 494032768, hubListed);
        row("qwen2-1.5b", 1543714304, hubListed);
        row("qwen2-72b", 72706203648, hubListed);
        row("qwen3-4b-2507", 4022468096, hub);
        row("qwen3-30b-a3b-2507", 30532122624, hubListed);
        row("qwen3-235b-a22b-2507", 235093634560, nobody);
        row("deepseek-r1-distill-qwen-32b", 32763876352, hubListed);
        row("deepseek-r1-distill-llama-8b", 8030261248, nobody);
        row("deepseek-coder-v2-lite", 15706484224, hubListed);
        row("moonlight-16b-a3b", 15960110208, nobody);
        row("yi-1.5-9b", 8829407232, hubListed);
        row("vicuna-13b-v1.5", 13015864320, hubListed);
        row("exaone-4.0-32b", 32003216384, hubListed);
        row("seed-oss-36b", 36151104512, hubListed);
        row("stablelm-2-1.6b", 1644515328, hubListed);
        row("codegemma-7b", 8537680896, keras);
        row("devstral-small-24b", 23572403200, hubListed);
        row("llava-onevision-7b", 8030348832, hubListed);
        row("nemotron-4-340b", 341029195776, nobody);
        row("glm-4.5-air", 106852251264, nobody);
    }
    void countsAreThePublishedOnes() {
        QFETCH(qint64, expected);
        QFETCH(QString, source);
        const auto model = findModel(QTest::currentDataTag());
        QVERIFY2(model.has_value(), model ? "" : model.error().message().c_str());
        const qint64 count = llm::countParameters(*model).total;
        QVERIFY2(count == expected,
                 qPrintable(QStringLiteral("%1 instead of %2: %3").arg(count).arg(expected).arg(source)));
        QCOMPARE(model->verified, source != QString::fromUtf8(nobody));
    }
};

} // namespace cellwright::catalogue

CELLWRIGHT_TEST(cellwright::catalogue::ModelTotalsTest)
#include "model_totals_test.moc"
