// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/system.h"

#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstring>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace cellwright::kernels {
namespace {

/// The beginning of a file of the system; empty where there is none.
std::string textOf(const char* file) {
    std::string text(1 << 16, '\0');
    std::size_t size = 0;
    if (std::FILE* const stream = std::fopen(file, "r")) {
        size = std::fread(text.data(), 1, text.size(), stream);
        std::fclose(stream);
    }
    text.resize(size);
    return text;
}

std::string firstLineOf(const char* file) {
    const std::string text = textOf(file);
    return text.substr(0, text.find('\n'));
}

/// Cuts the next word off the front of a line.
std::string_view nextWord(std::string_view& line) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    const auto word = line.substr(0, line.find(' '));
    line.remove_prefix(word.size());
    return word;
}

std::optional<double> nextNumber(std::string_view& line) {
    const auto word = nextWord(line);
    unsigned long long value = 0;
    const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (problem != std::errc{} || end != word.data() + word.size())
        return std::nullopt;
    return double(value);
}

#if defined(__x86_64__)
/// The hypervisor's signature in CPUID leaf 0x40000000, in words that people use.
std::string signatureName(const std::string& signature) {
    static constexpr std::array<std::array<const char*, 2>, 8> known{{{"KVMKVMKVM", "KVM"},
                                                                      {"Microsoft Hv", "Hyper-V"},
                                                                      {"VMwareVMware", "VMware"},
                                                                      {"XenVMMXenVMM", "Xen"},
                                                                      {"TCGTCGTCGTCG", "QEMU"},
                                                                      {"bhyve bhyve ", "bhyve"},
                                                                      {"VBoxVBoxVBox", "VirtualBox"},
                                                                      {"ACRNACRNACRN", "ACRN"}}};
    for (const auto& [text, name] : known)
        if (signature == text)
            return name;
    return signature;
}

/// Bit 31 of ECX in CPUID leaf 1 is kept for hypervisors (Intel SDM 2A; AMD APM 3, E.3.2).
Hypervisor processorsHypervisor() {
    unsigned a = 0, b = 0, c = 0, d = 0;
    if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c >> 31 & 1) == 0)
        return {};
    __cpuid(0x40000000, a, b, c, d);
    char signature[13] = {};
    std::memcpy(signature, &b, 4);
    std::memcpy(signature + 4, &c, 4);
    std::memcpy(signature + 8, &d, 4);
    return {true, signatureName(signature)};
}
#else
Hypervisor processorsHypervisor() {
    return {};
}
#endif

} // namespace

std::string operatingSystemName() {
    const std::string text = textOf("/etc/os-release");
    constexpr std::string_view key = "PRETTY_NAME=";
    const auto at = text.find(key);
    if (at == std::string::npos) {
        utsname names{};
        return uname(&names) == 0 ? names.sysname : "";
    }
    const auto line = text.substr(at + key.size(), text.find('\n', at) - at - key.size());
    return line.size() >= 2 && line.front() == '"' ? line.substr(1, line.size() - 2) : line;
}

std::string kernelRelease() {
    utsname names{};
    return uname(&names) == 0 ? std::string(names.sysname) + " " + names.release : "";
}

std::string clockGovernor() {
    return firstLineOf("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
}

std::string compilerName() {
#if defined(__clang__)
    return "Clang " + std::to_string(__clang_major__) + "." + std::to_string(__clang_minor__) + "." +
           std::to_string(__clang_patchlevel__);
#elif defined(__GNUC__)
    return "GCC " + std::to_string(__GNUC__) + "." + std::to_string(__GNUC_MINOR__) + "." +
           std::to_string(__GNUC_PATCHLEVEL__);
#else
    return {};
#endif
}

Hypervisor hypervisor() {
    if (const Hypervisor found = processorsHypervisor(); found.present)
        return found;
    // Xen says so in a file; firmware of other processors names the machine that it pretends to be.
    if (const auto type = firstLineOf("/sys/hypervisor/type"); !type.empty())
        return {true, type};
    if (const auto compatible = textOf("/proc/device-tree/hypervisor/compatible"); !compatible.empty())
        return {true, compatible.c_str()};
#if !defined(__x86_64__)
    const auto vendor = firstLineOf("/sys/class/dmi/id/sys_vendor"),
               product = firstLineOf("/sys/class/dmi/id/product_name");
    if (vendor == "QEMU" || vendor == "Xen" || vendor == "VMware, Inc." ||
        product == "Google Compute Engine" ||
        (vendor == "Amazon EC2" && product.find("metal") == std::string::npos))
        return {true, vendor};
#endif
    return {};
}

std::optional<ProcessorTimes> processorTimes(std::string_view stat, double ticksPerSecond) {
    ProcessorTimes times;
    bool found = false;
    while (!stat.empty()) {
        std::string_view line = stat.substr(0, stat.find('\n'));
        stat.remove_prefix(std::min(line.size() + 1, stat.size()));
        const auto name = nextWord(line);
        if (!name.starts_with("cpu"))
            continue;
        if (name != "cpu") {
            ++times.processors;
            continue;
        }
        // user nice system idle iowait irq softirq steal; user and nice hold the guests' time already.
        std::array<double, 8> ticks{};
        for (std::size_t i = 0; i < ticks.size(); ++i) {
            const auto value = nextNumber(line);
            if (!value && i < 4)
                return std::nullopt;
            ticks[i] = value.value_or(0.0) / ticksPerSecond;
        }
        times.busy = ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6];
        times.idle = ticks[3] + ticks[4];
        times.steal = ticks[7];
        found = true;
    }
    return found && times.processors > 0 ? std::optional(times) : std::nullopt;
}

std::optional<ProcessorTimes> processorTimes() {
    return processorTimes(textOf("/proc/stat"), double(sysconf(_SC_CLK_TCK)));
}

double ownProcessorTime() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return double(time.tv_sec) + 1e-6 * double(time.tv_usec);
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

} // namespace cellwright::kernels
