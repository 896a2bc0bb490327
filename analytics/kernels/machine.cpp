// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/machine.h"

#include "analytics/kernels/products/simd.h"
#include "analytics/kernels/system.h"
#include "analytics/quantity/text.h"

#include <hwloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cellwright/version.h"
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>

namespace cellwright::kernels {
namespace {

/// The computer's parts, read once.
hwloc_topology_t topology() {
    static const hwloc_topology_t loaded = [] {
        hwloc_topology_t fresh = nullptr;
        hwloc_topology_init(&fresh);
        hwloc_topology_load(fresh);
        return fresh;
    }();
    return loaded;
}

struct FreeBitmap {
    void operator()(hwloc_bitmap_t bitmap) const { hwloc_bitmap_free(bitmap); }
};
using Bitmap = std::unique_ptr<hwloc_bitmap_s, FreeBitmap>;

/// The processors this process is bound to, which may be fewer than it is allowed.
Bitmap boundProcessors() {
    Bitmap set(hwloc_bitmap_alloc());
    if (hwloc_get_cpubind(topology(), set.get(), HWLOC_CPUBIND_PROCESS) != 0 ||
        hwloc_bitmap_iszero(set.get()))
        hwloc_bitmap_copy(set.get(), hwloc_topology_get_allowed_cpuset(topology()));
    return set;
}

/// Those, as they were when first asked for: before anything was pinned.
hwloc_const_bitmap_t firstProcessors() {
    static const Bitmap first = boundProcessors();
    return first.get();
}

int efficiencyOf(int processor) {
    Bitmap one(hwloc_bitmap_alloc());
    hwloc_bitmap_only(one.get(), unsigned(processor));
    return hwloc_cpukinds_get_by_cpuset(topology(), one.get(), 0);
}

std::string cpuName() {
    const hwloc_obj_t package = hwloc_get_obj_by_type(topology(), HWLOC_OBJ_PACKAGE, 0);
    for (const hwloc_obj_t object : {package, hwloc_get_root_obj(topology())})
        for (const char* key : {"CPUModel", "SoCModel", "HardwareName"})
            if (object)
                if (const char* text = hwloc_obj_get_info_by_name(object, key))
                    return text;
    return "unknown processor";
}

/// The size of one cache of a type, or of all of them.
Bytes cacheBytes(hwloc_obj_type_t type, bool all) {
    double total = 0.0;
    const int count = hwloc_get_nbobjs_by_type(topology(), type);
    for (int i = 0; i < count; ++i) {
        const auto size = double(hwloc_get_obj_by_type(topology(), type, unsigned(i))->attr->cache.size);
        total = all ? total + size : std::max(total, size);
    }
    return Bytes(total);
}

std::string utcNow() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

/// The numbers of a control-group file; "max" ends them.
std::vector<double> numbersIn(const char* file) {
    std::vector<double> numbers;
    if (std::FILE* const stream = std::fopen(file, "r")) {
        double value = 0.0;
        while (std::fscanf(stream, "%lf", &value) == 1)
            numbers.push_back(value);
        std::fclose(stream);
    }
    return numbers;
}

std::vector<std::string> warningsFor(int cores, double quota) {
    std::vector<std::string> warnings;
    if (!simd::wide())
        warnings.push_back("no AVX2: the kernels run on " + simd::targetName() +
                           ", several times slower than this program can");
    if (quota > 0.0)
        warnings.push_back("the control group grants " + roundedText(quota, 3) + " cores of time");
    if (cores < hwloc_get_nbobjs_by_type(topology(), HWLOC_OBJ_CORE))
        warnings.push_back("the process may use " + std::to_string(cores) + " of " +
                           std::to_string(hwloc_get_nbobjs_by_type(topology(), HWLOC_OBJ_CORE)) + " cores");
    return warnings;
}

} // namespace

double coreQuota() {
    const auto version2 = numbersIn("/sys/fs/cgroup/cpu.max");
    if (version2.size() == 2 && version2[1] > 0.0)
        return version2[0] / version2[1];
    const auto quota = numbersIn("/sys/fs/cgroup/cpu/cpu.cfs_quota_us");
    const auto period = numbersIn("/sys/fs/cgroup/cpu/cpu.cfs_period_us");
    return quota.empty() || period.empty() || quota[0] <= 0.0 || period[0] <= 0.0 ? 0.0
                                                                                  : quota[0] / period[0];
}

std::vector<int> usableCores() {
    const hwloc_const_bitmap_t bound = firstProcessors();
    std::vector<int> cores;
    for (hwloc_obj_t core = nullptr; (core = hwloc_get_next_obj_by_type(topology(), HWLOC_OBJ_CORE, core));) {
        Bitmap mine(hwloc_bitmap_alloc());
        hwloc_bitmap_and(mine.get(), core->cpuset, bound);
        if (!hwloc_bitmap_iszero(mine.get()))
            cores.push_back(hwloc_bitmap_first(mine.get()));
    }
    for (int cpu = hwloc_bitmap_first(bound); cores.empty() && cpu >= 0;) // a system that hides its cores
        cores.push_back(cpu);
    std::ranges::stable_sort(cores, std::greater<>(), efficiencyOf);
    if (const double quota = coreQuota(); quota > 0.0)
        cores.resize(std::clamp<std::size_t>(std::size_t(std::floor(quota)), 1,
                                             std::max<std::size_t>(cores.size(), 1)));
    return cores;
}

namespace {

/// Fastest first, as the cores are.
std::vector<CoreKind> kindsOf(const std::vector<int>& cores) {
    std::vector<CoreKind> kinds;
    for (const int core : cores) {
        const int efficiency = std::max(0, efficiencyOf(core));
        if (kinds.empty() || kinds.back().efficiency != efficiency)
            kinds.push_back({0, efficiency});
        ++kinds.back().cores;
    }
    return kinds;
}

/// The memory nodes of the processors that this process may use.
Bitmap usableNodes() {
    Bitmap nodes(hwloc_bitmap_alloc());
    hwloc_cpuset_to_nodeset(topology(), firstProcessors(), nodes.get());
    return nodes;
}

void describeSystem(Machine& machine) {
    const Hypervisor above = hypervisor();
    machine.virtualMachine = above.present;
    machine.hypervisor = above.name;
    machine.numaNodes = std::max(1, hwloc_bitmap_weight(usableNodes().get()));
    machine.smt = hwloc_get_nbobjs_by_type(topology(), HWLOC_OBJ_PU) >
                  hwloc_get_nbobjs_by_type(topology(), HWLOC_OBJ_CORE);
    machine.operatingSystem = operatingSystemName();
    machine.kernelRelease = kernelRelease();
    machine.compiler = compilerName();
    machine.build = CELLWRIGHT_BUILD;
    machine.governor = clockGovernor();
    machine.quota = coreQuota();
}

} // namespace

Machine describeMachine() {
    Machine machine;
    machine.cpu = cpuName();
    const auto cores = usableCores();
    machine.coreKinds = kindsOf(cores);
    describeSystem(machine);
    machine.cores = std::max(1, int(cores.size()));
    machine.logicalProcessors = std::max(1, hwloc_bitmap_weight(firstProcessors()));
    machine.cacheL1 = cacheBytes(HWLOC_OBJ_L1CACHE, false);
    machine.cacheL2 = cacheBytes(HWLOC_OBJ_L2CACHE, false);
    machine.cacheL3 = cacheBytes(HWLOC_OBJ_L3CACHE, true);
    machine.memory = Bytes(double(hwloc_get_root_obj(topology())->total_memory));
    if (machine.memory.si() <= 0.0) // no /sys, as in a bare container
        machine.memory = Bytes(double(sysconf(_SC_PHYS_PAGES)) * double(sysconf(_SC_PAGESIZE)));
    machine.simd = simd::targetName();
    machine.load = loadAverage();
    machine.date = utcNow();
    machine.version = cellwright::version;
    machine.warnings = warningsFor(machine.cores, coreQuota());
    return machine;
}

bool canPin() {
    const auto cores = usableCores();
    void* const saved = saveAffinity();
    const bool pinned = !cores.empty() && pinThread(cores.front());
    restoreAffinity(saved);
    return pinned;
}

bool pinThread(int processor) {
    Bitmap one(hwloc_bitmap_alloc());
    hwloc_bitmap_only(one.get(), unsigned(processor));
    return hwloc_set_cpubind(topology(), one.get(), HWLOC_CPUBIND_THREAD) == 0;
}

void unpinThread() {
    hwloc_set_cpubind(topology(), firstProcessors(), HWLOC_CPUBIND_THREAD);
}

void* saveAffinity() {
    Bitmap set(hwloc_bitmap_alloc());
    return hwloc_get_cpubind(topology(), set.get(), HWLOC_CPUBIND_THREAD) == 0 ? set.release() : nullptr;
}

void restoreAffinity(void* saved) {
    if (!saved)
        return;
    const Bitmap set(static_cast<hwloc_bitmap_t>(saved));
    hwloc_set_cpubind(topology(), set.get(), HWLOC_CPUBIND_THREAD);
}

PageSpread::PageSpread() {
    const Bitmap nodes = usableNodes();
    if (hwloc_bitmap_weight(nodes.get()) > 1)
        words_ = hwloc_set_membind(topology(), nodes.get(), HWLOC_MEMBIND_INTERLEAVE,
                                   HWLOC_MEMBIND_THREAD | HWLOC_MEMBIND_BYNODESET) == 0
                     ? "interleaved"
                     : "local";
}

PageSpread::~PageSpread() {
    if (words_ == "interleaved")
        hwloc_set_membind(topology(), hwloc_topology_get_allowed_nodeset(topology()), HWLOC_MEMBIND_DEFAULT,
                          HWLOC_MEMBIND_THREAD | HWLOC_MEMBIND_BYNODESET);
}

long involuntarySwitches() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_nivcsw;
}

double loadAverage() {
    double load = -1.0;
    return getloadavg(&load, 1) == 1 ? load : -1.0;
}

bool partsAreReadable() {
#ifdef __linux__
    return access("/sys/devices/system/cpu", R_OK) == 0;
#else
    return true;
#endif
}

} // namespace cellwright::kernels
