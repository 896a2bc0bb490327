// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/profile/profile_words.h"

#include "analytics/quantity/text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ProfileWords)
};

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}
QString percent(double share) {
    return text(roundedText(share * 100.0, 2)) + u" %"_s;
}

QDateTime dateOf(const kernels::Machine& machine) {
    return QDateTime::fromString(text(machine.date), Qt::ISODate);
}

/// Figures of the noise that say something, each a part of a sentence.
QStringList noiseParts(const kernels::Noise& noise) {
    QStringList parts{Words::tr("median spread %1").arg(percent(noise.medianSpread)),
                      Words::tr("rounds kept: %1").arg(noise.rounds)};
    if (noise.disturbedRounds > 0)
        parts += Words::tr("dropped: %1").arg(noise.disturbedRounds);
    if (!noise.reasons.empty()) // they say the rest
        return parts;
    if (noise.stealShare > 0.005)
        parts += Words::tr("%1 of the time taken by other virtual machines").arg(percent(noise.stealShare));
    if (noise.otherCores > 0.05)
        parts += Words::tr("other programs used %1 cores").arg(text(roundedText(noise.otherCores, 2)));
    if (noise.throttling > 0.02)
        parts += Words::tr("%1 slower at the end than at the beginning").arg(percent(noise.throttling));
    return parts;
}

} // namespace

QString machineText(const kernels::Machine& machine) {
    QStringList parts{machine.cpu.empty() ? Words::tr("Unknown processor") : text(machine.cpu)};
    parts += machine.cores == 1 ? Words::tr("1 core") : Words::tr("%1 cores").arg(machine.cores);
    if (machine.memory.si() > 0.0)
        parts += text(toDisplay(machine.memory, 3));
    if (!machine.simd.empty())
        parts += text(machine.simd);
    return parts.join(u", "_s);
}

QString originText(const kernels::Machine& machine) {
    const QDateTime date = dateOf(machine);
    QString line =
        date.isValid()
            ? Words::tr("Measured %1").arg(QLocale().toString(date.toLocalTime(), QLocale::ShortFormat))
            : Words::tr("Measured at an unknown time");
    if (!machine.version.empty())
        line = Words::tr("%1 with Cellwright %2").arg(line, text(machine.version));
    QStringList build;
    for (const std::string* part : {&machine.compiler, &machine.build})
        if (!part->empty())
            build += text(*part);
    if (!build.isEmpty())
        line += u" (%1)"_s.arg(build.join(u", "_s));
    if (!machine.operatingSystem.empty())
        line = Words::tr("%1 on %2").arg(line, text(machine.operatingSystem));
    return line;
}

QString noiseText(const kernels::Noise& noise) {
    const QString figures = noiseParts(noise).join(u", "_s);
    if (!noise.disturbed)
        return noise.medianSpread > 0.1 ? Words::tr("Restless: %1.").arg(figures)
                                        : Words::tr("Quiet: %1.").arg(figures);
    QStringList reasons;
    for (const std::string& reason : noise.reasons)
        reasons += text(reason);
    if (reasons.isEmpty())
        reasons += Words::tr("other programs ran meanwhile");
    return Words::tr("Disturbed (%1): %2. Measure again when the computer is idle.")
        .arg(reasons.join(u"; "_s), figures);
}

QStringList profileWarnings(const kernels::Profile& profile) {
    QStringList warnings;
    for (const std::string& warning : profile.machine.warnings)
        warnings += text(warning);
    if (profile.machine.virtualMachine)
        warnings +=
            profile.machine.hypervisor.empty()
                ? Words::tr("measured in a virtual machine, whose neighbours may change the figures")
                : Words::tr("measured in a virtual machine (%1), whose neighbours may change the figures")
                      .arg(text(profile.machine.hypervisor));
    return warnings;
}

QString profileName(const kernels::Profile& profile) {
    const QString cpu =
        profile.machine.cpu.empty() ? Words::tr("Unknown processor") : text(profile.machine.cpu);
    const QDateTime date = dateOf(profile.machine);
    return date.isValid() ? u"%1, %2"_s.arg(cpu, date.toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s)) : cpu;
}

QString timeLeftText(double seconds) {
    if (!(seconds >= 0.0))
        return {};
    if (seconds < 90.0)
        return Words::tr("about %1 s left").arg(std::max(1, int(std::lround(seconds))));
    return Words::tr("about %1 min left").arg(int(std::lround(seconds / 60.0)));
}

} // namespace cellwright
