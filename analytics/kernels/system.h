// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

/// What the operating system says of itself and of what runs besides this process. Texts are empty where it
/// says nothing.
namespace cellwright::kernels {

std::string operatingSystemName(); ///< "Debian GNU/Linux 12 (bookworm)"
std::string kernelRelease();       ///< "Linux 6.1.0-18-amd64"
std::string clockGovernor();       ///< "performance", of the first processor
std::string compilerName();        ///< that built this program: "GCC 12.2.0"

/// What a processor or a firmware tells of a hypervisor.
struct Hypervisor {
    bool present = false;
    std::string name; ///< "KVM"
};
Hypervisor hypervisor();

/// Time of all processors together since the computer started, in seconds.
struct ProcessorTimes {
    double busy = 0.0;  ///< in programs and in the system for them
    double idle = 0.0;  ///< and waiting for disks
    double steal = 0.0; ///< taken by a hypervisor
    int processors = 0;
};
/// Nothing where the system keeps no such account.
std::optional<ProcessorTimes> processorTimes();
/// Parses the text of /proc/stat (proc(5)) at this many ticks per second.
std::optional<ProcessorTimes> processorTimes(std::string_view stat, double ticksPerSecond);
/// Processor time of this process, in seconds.
double ownProcessorTime();

} // namespace cellwright::kernels
