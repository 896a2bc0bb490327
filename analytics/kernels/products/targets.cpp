// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/products/extensions.h"
#include "analytics/kernels/products/simd.h"

#include <hwy/targets.h>

#include <vector>

namespace cellwright::kernels::simd {
namespace {

std::vector<Target> targetsIn(std::int64_t bits) {
    std::vector<Target> found;
    for (; bits != 0; bits &= bits - 1) { // the lowest bit is the best target
        const std::int64_t bit = bits & -bits;
        found.push_back({hwy::TargetName(bit), bit});
    }
    return found;
}

std::int64_t forced = 0;
bool extensionsUsed = true;

Extensions detect() {
    Extensions found;
#if defined(__x86_64__)
    __builtin_cpu_init();
    found.avxVnni = __builtin_cpu_supports("avxvnni");
    found.avx512Bf16 = __builtin_cpu_supports("avx512bf16");
#endif
    return found;
}

} // namespace

std::int64_t compiledTargets(); // limits.cpp, where Highway's list of them is visible

std::span<const Target> targets() {
    static const std::vector<Target> all = targetsIn(hwy::SupportedTargets() & compiledTargets());
    return all;
}

void forceTarget(std::int64_t bit) {
    targets(); // looked up before anything is forced
    forced = bit;
    hwy::SetSupportedTargetsForTest(bit);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

std::string targetName() {
    for (const auto& target : targets())
        if (forced == 0 || target.bit == forced)
            return target.name; // best first
    return "none";
}

std::string extensionNames() {
    const std::string target = targetName();
    if (target == "AVX2" && extensions().avxVnni)
        return "AVX-VNNI";
    return target == "AVX3_DL" && extensions().avx512Bf16 ? "AVX512-BF16" : "";
}

bool wide() {
    const std::string name = targetName();
    return name != "EMU128" && name != "SCALAR" && name != "SSSE3" && name != "SSE4";
}

void useExtensions(bool use) {
    extensionsUsed = use;
}

Extensions extensions() {
    static const Extensions found = detect();
    return extensionsUsed ? found : Extensions();
}

} // namespace cellwright::kernels::simd
