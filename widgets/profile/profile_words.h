// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/profile.h"

#include <QString>
#include <QStringList>

namespace cellwright {

/// "AMD EPYC 9R14, 2 cores, 16 GB, AVX3_DL".
QString machineText(const kernels::Machine& machine);
/// "Measured on 22 November 2026, 14:05, with Cellwright 1.0 (GCC 12.2.0, Release) on Debian GNU/Linux 12";
/// what is not known is left out.
QString originText(const kernels::Machine& machine);
/// How quiet the computer was, in a sentence: "Quiet: …" or "Disturbed: …" with the reasons.
QString noiseText(const kernels::Noise& noise);
/// What a reader must know: the profiler's own warnings (fallbacks, quotas, medians that had not settled),
/// and a virtual machine.
QStringList profileWarnings(const kernels::Profile& profile);
/// A name for lists: the processor and the date.
QString profileName(const kernels::Profile& profile);
/// "about 2 minutes left".
QString timeLeftText(double seconds);

} // namespace cellwright
