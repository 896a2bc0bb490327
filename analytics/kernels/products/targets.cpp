// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/products/extensions.h"
#include "analytics/kernels/products/simd.h"

#include <hwy/targets.h>

#include <vector>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

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
    // Leaf 7, subleaf 1 (Intel SDM, volume 2A, CPUID); that the system keeps the registers is what the
    // targets beside which they are used ask for.
    unsigned a = 0, b = 0, c = 0, d = 0;
    if (__get_cpuid_count(7, 1, &a, &b, &c, &d) != 0) {
        found.avxVnni = (a >> 4 & 1) != 0;
        found.avx512Bf16 = (a >> 5 & 1) != 0;
    }
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
