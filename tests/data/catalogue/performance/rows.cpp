// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/data/catalogue/performance/rows.h"

#include "analytics/llm/accounting.h"
#include "data/catalogue/models.h"
#include "tests/support/reference.h"

#include <algorithm>
#include <cmath>
#include <regex>

namespace cellwright::catalogue::test {
namespace {

using CsvRow = std::map<std::string, std::string>;

const std::map<std::string, Scheme> schemes{{"F16", Scheme::f16},
                                            {"FP16", Scheme::f16},
                                            {"BF16", Scheme::bf16},
                                            {"Q8_0", Scheme::q8_0},
                                            {"Q6_K", Scheme::q6_k},
                                            {"Q4_0", Scheme::q4_0},
                                            {"Q4_0_4_4", Scheme::q4_0},
                                            {"Q4_K_M", Scheme::q4_k_m},
                                            {"Q4_K - Medium", Scheme::q4_k_m},
                                            {"AWQ INT4 g128", Scheme::awq4},
                                            {"w4a16", Scheme::int4},
                                            {"w4", Scheme::int4},
                                            {"int4 per-channel", Scheme::int4},
                                            {"int4 g128", Scheme::int4},
                                            {"int4 g256", Scheme::int4},
                                            {"MLC INT4 (q4f16_ft)", Scheme::q4_0},
                                            {"SpinQuant int4", Scheme::q4_0},
                                            {"QAT+LoRA int4", Scheme::q4_0},
                                            {"4bit", Scheme::q4_0},
                                            {"W4", Scheme::q4_0},
                                            {"W4 (g128)", Scheme::q4_0},
                                            {"W2", Scheme::q2_k},
                                            {"W2 (g128)", Scheme::q2_k},
                                            {"MXFP4", Scheme::mxfp4}};

bool contains(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

/// Of rows without a format: what the runtime loads unless told otherwise.
std::optional<Scheme> schemeOf(const CsvRow& row) {
    const auto& quant = row.at("quant");
    const auto& model = row.at("model");
    if (const auto found = schemes.find(quant); found != schemes.end())
        return found->second;
    if (!quant.empty())
        return std::nullopt;
    if (contains(model, "AWQ"))
        return Scheme::awq4;
    if (contains(model, "FP8"))
        return Scheme::fp8_e4m3;
    if (contains(model, "gpt-oss"))
        return Scheme::mxfp4;
    if (row.at("engine") == "vLLM")
        return Scheme::bf16;
    const bool llama = row.at("engine") == "ollama" || row.at("engine") == "llamacpp";
    return llama ? std::optional(Scheme::q4_k_m) : std::nullopt;
}

double numberOr(const std::string& text, double otherwise) {
    return text.empty() ? otherwise : std::stod(text);
}

/// What keeps a row from being one machine that holds a model; empty for one that is.
std::string notOneMachine(const CsvRow& row) {
    static const std::regex several(R"(\* ?\d|Cluster|\dxA100)"), times(R"(^(\d+)x )"),
        count(R"(gpuCount (\d+))");
    const auto& device = row.at("device");
    std::smatch found;
    if (std::regex_search(device, several) || (std::regex_search(device, found, times) && found[1] != "1") ||
        (std::regex_search(row.at("note"), found, count) && std::stoi(found[1]) > 1))
        return "several devices";
    if (contains(device, "unspecified") || contains(device, "not stated"))
        return "device not named";
    return contains(device, "[GPU/CPU]") ? "partly on the processor" : "";
}

/// The step itself: servers report the time between tokens beside a rate that waits for prompts.
double decodeSeconds(const CsvRow& row) {
    static const std::regex between(R"(median ITL ([\d.]+) ms)");
    std::smatch found;
    if (std::regex_search(row.at("note"), found, between))
        return 1e-3 * std::stod(found[1]);
    return numberOr(row.at("batch"), 1.0) / std::stod(row.at("tg_tok_s"));
}

compute::ClassPoint pointOf(const CsvRow& chip, Scheme scheme, const llm::Work& work, int layers,
                            double seconds) {
    NullRecorder none;
    const double peak = 1e12 * std::stod(chip.at("peak_TFLOPS"));
    return {compute::record(none, work, layers),
            scheme,
            FlopPerSecond(peak),
            BytesPerSecond(1e9 * std::stod(chip.at("bandwidth_GBps"))),
            Seconds(seconds),
            1.0};
}

class Reader {
public:
    explicit Reader(const std::filesystem::path& names) {
        for (auto& row : cellwright::test::readCsv(names / "devices.csv"))
            chips_[{row.at("device"), row.at("engine")}] = row;
        for (auto& row : cellwright::test::readCsv(names / "models.csv"))
            models_[row.at("model")] = row.at("id");
    }
    /// The reason where the row cannot be used.
    std::string read(const CsvRow& row, std::vector<PerformanceRow>& rows) const {
        if (row.at("tg_tok_s").empty())
            return "no decode rate";
        if (auto reason = notOneMachine(row); !reason.empty())
            return reason;
        const auto scheme = schemeOf(row);
        const auto id = models_.find(row.at("model"));
        const auto model = findModel(id == models_.end() ? row.at("model") : id->second);
        if (!scheme || !model)
            return !scheme ? "format unknown" : "model not in the catalogue";
        std::string device = row.at("device");
        const std::string hyphen = "\u2011"; // not a plain one
        for (auto at = device.find(hyphen); at != std::string::npos; at = device.find(hyphen))
            device.replace(at, hyphen.size(), "-");
        const auto chip = chips_.find({device, row.at("engine")});
        if (chip == chips_.end())
            return "bandwidth of the device unknown";
        return add(row, chip->second, *model, *scheme, rows);
    }

private:
    static std::string add(const CsvRow& row, const CsvRow& chip, const llm::Model& model, Scheme scheme,
                           std::vector<PerformanceRow>& rows) {
        const auto accounting = llm::Accounting::of(model, {scheme}).value();
        const double batch = numberOr(row.at("batch"), 1.0);
        const double memory = numberOr(chip.at("memory_GiB"), 1e6) * 1073741824.0;
        if (batch <= 1.0 && accounting.weightBytes(accounting.whole()).si() > 0.97 * memory)
            return "model larger than the device's memory";
        const bool npu = contains(row.at("engine"), "Qualcomm Genie"); // rates are those of short prompts
        const double context = npu ? 128.0 : numberOr(row.at("n_gen"), 128.0) / 2.0;
        PerformanceRow result{row.at("device"), chip.at("chip"), chip.at("class"), model.id, batch, {}, {}};
        const auto sequences = std::max(std::int64_t(1), std::int64_t(std::llround(batch)));
        const auto step = accounting.decode(accounting.whole(),
                                            std::max(std::int64_t(1), std::int64_t(context)), sequences);
        result.decode = pointOf(chip, scheme, step, accounting.layers(), decodeSeconds(row));
        result.decode.work.sequences = double(sequences);
        if (!row.at("pp_tok_s").empty() && !row.at("n_prompt").empty()) {
            const auto prompt = std::int64_t(std::stod(row.at("n_prompt")));
            const auto work = accounting.prefill(accounting.whole(), prompt);
            result.prefill = pointOf(chip, scheme, work, accounting.layers(),
                                     double(prompt) / std::stod(row.at("pp_tok_s")));
        }
        rows.push_back(std::move(result));
        return {};
    }

    std::map<std::pair<std::string, std::string>, CsvRow> chips_;
    std::map<std::string, std::string> models_;
};

} // namespace

PerformanceRows readPerformance(const std::filesystem::path& shared, const std::filesystem::path& names) {
    const Reader reader(names);
    PerformanceRows result;
    for (const auto& row : cellwright::test::readCsv(shared / "reference" / "measured_llm_performance.csv")) {
        ++result.all;
        if (const auto reason = reader.read(row, result.rows); !reason.empty())
            ++result.leftOut[reason];
    }
    return result;
}

} // namespace cellwright::catalogue::test
