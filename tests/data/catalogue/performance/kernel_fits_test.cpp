// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/fit.h"
#include "analytics/compute/runtime_class.h"
#include "data/catalogue/devices.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <optional>

namespace cellwright::catalogue {

namespace {

using compute::Roofline;

/// Constants fitted to kernels of one system with one engine.
struct Fitted {
    std::string system, engine, kind; ///< data type of products, or phase of attention
    double computing = 0.0, memory = 0.0, exponent = 0.0, overhead = 0.0;
};

std::vector<Fitted> readFits(const std::filesystem::path& file, const std::string& kind) {
    std::vector<Fitted> fits;
    for (const auto& row : test::readCsv(file))
        fits.push_back({row.at("system"), row.at("engine"), row.at(kind), std::stod(row.at("ec")),
                        std::stod(row.at("em")), std::stod(row.at("p")), 1e-6 * std::stod(row.at("t0_us"))});
    return fits;
}

const Fitted* find(const std::vector<Fitted>& fits, const std::string& system, const std::string& engine,
                   const std::string& kind) {
    const auto found = std::ranges::find_if(fits, [&](const Fitted& fit) {
        return fit.system == system && fit.engine == engine && fit.kind == kind;
    });
    return found == fits.end() ? nullptr : &*found;
}

/// Per layer: 4 products, attention over the cache of which 0.6 is not hidden, and 4 small operations of 3
/// us.
double perLayer(const Fitted& product, const Fitted& attention) {
    return 4.0 * product.overhead + 0.6 * attention.overhead + 4.0 * 3e-6;
}

std::string systemOf(const std::string& id) {
    const std::pair<const char*, const char*> systems[] = {{"nvidia-h100-sxm", "h100_sxm"},
                                                           {"nvidia-h200", "h200_sxm"},
                                                           {"nvidia-b200", "b200_sxm"},
                                                           {"nvidia-a100-80gb", "a100_sxm"},
                                                           {"nvidia-l40s", "l40s"}};
    for (const auto& [device, system] : systems)
        if (id == device)
            return system;
    return {};
}

/// Which products a roofline was fitted to; those of formats that a system lacks are another's.
std::pair<std::string, std::string> productsOf(const Roofline& roofline, const std::string& system) {
    if (roofline.schemes.empty())
        return {system, "bfloat16"};
    if (roofline.schemes.front() == Scheme::fp8_e4m3)
        return {system, "fp8"};
    return {"a100_sxm", roofline.schemes.front() == Scheme::int8 ? "int8_wo" : "int4_wo"};
}

bool near(double a, double b, double tolerance) {
    return std::abs(a / b - 1.0) <= tolerance;
}

} // namespace

class KernelFitsTest : public QObject {
    Q_OBJECT
    std::vector<Fitted> products_, attention_;
    std::string engineOf(const std::string& system) const {
        for (const auto& fit : products_)
            if (fit.system == system && fit.engine.starts_with("trtllm"))
                return fit.engine;
        return {};
    }
private Q_SLOTS:
    void initTestCase() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        products_ = readFits(*shared / "reference" / "kernel_fits_gemm.csv", "gemm_dtype");
        attention_ = readFits(*shared / "reference" / "kernel_fits_attention.csv", "phase");
    }
    void devicesHaveTheConstantsFittedToTheirKernels() {
        int compared = 0;
        for (const auto& device : devices()) {
            const auto system = systemOf(device.id);
            if (system.empty())
                continue;
            const auto runtime = compute::withRuntime(device, "TensorRT-LLM");
            QVERIFY2(runtime.has_value(), device.id.c_str());
            const auto* const attention = find(attention_, system, engineOf(system), "generation");
            QVERIFY2(attention, system.c_str());
            for (const auto& roofline : compute::runtimeOf(*runtime).rooflines) {
                const auto [of, type] = productsOf(roofline, system);
                const auto* const fit = find(products_, of, engineOf(of), type);
                const std::string what = device.id + " " + type;
                QVERIFY2(fit, what.c_str());
                QVERIFY2(near(roofline.computeEfficiency, fit->computing, 0.002), what.c_str());
                QVERIFY2(near(roofline.memoryEfficiency, fit->memory, 0.002), what.c_str());
                QVERIFY2(near(roofline.exponent, fit->exponent, 0.005), what.c_str());
                QVERIFY2(near(roofline.perLayer.si(), perLayer(*fit, *attention), 0.005), what.c_str());
                QVERIFY2(roofline.source.find(type == "bfloat16" ? "bf16" : type) != std::string::npos,
                         what.c_str());
                ++compared;
            }
        }
        QVERIFY2(compared >= 19, std::to_string(compared).c_str());
    }
    // A GPU without fits of its own gets the middle of those that have.
    void theClassIsTheMiddleOfTheSystems() {
        std::vector<double> wide, eight, four, computing, exponent, layer, cache;
        for (const auto& fit : products_) {
            if (!fit.engine.starts_with("trtllm"))
                continue;
            if (fit.kind == "fp8" || fit.kind == "int8_wo")
                eight.push_back(fit.memory);
            if (fit.kind == "int4_wo")
                four.push_back(fit.memory);
            if (fit.kind != "bfloat16")
                continue;
            wide.push_back(fit.memory);
            computing.push_back(fit.computing);
            exponent.push_back(fit.exponent);
            if (const auto* const attention = find(attention_, fit.system, fit.engine, "generation")) {
                layer.push_back(perLayer(fit, *attention));
                cache.push_back(fit.memory / attention->memory);
            }
        }
        const auto middle = [](const std::vector<double>& values) { return compute::quantile(values, 0.5); };
        const auto& c = compute::findRuntimeClass("TensorRT-LLM")->constants;
        qInfo("{%.3f, %.3f, %.3f, %.3f, %.3f, %.3ge-6, p %.2f}", middle(wide), middle(eight), middle(four),
              middle(computing), middle(cache), 1e6 * middle(layer), middle(exponent));
        QVERIFY(near(c.wide, middle(wide), 0.002) && near(c.eight, middle(eight), 0.002));
        QVERIFY(near(c.four, middle(four), 0.002) && near(c.computeEfficiency, middle(computing), 0.002));
        QVERIFY(near(c.cacheCost, middle(cache), 0.002) && near(c.exponent, middle(exponent), 0.005));
        QVERIFY(near(c.perLayer, middle(layer), 0.005));
    }
};

} // namespace cellwright::catalogue

CELLWRIGHT_TEST(cellwright::catalogue::KernelFitsTest)
#include "kernel_fits_test.moc"
