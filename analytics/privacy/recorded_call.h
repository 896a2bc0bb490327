// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/trace.h"

namespace cellwright::privacy {

/// A special function or a root inside a recorded formula: its value is computed elsewhere, the derivation
/// shows name(a) or name(a, b) and opens the arguments. `name` must be a literal.
inline double recordedCall(const char*, double value, double) {
    return value;
}
inline double recordedCall(const char*, double value, double, double) {
    return value;
}
inline Traced recordedCall(const char* name, double value, const Traced& a) {
    return a.trace ? Traced(value, a.trace->function(name, a), a.trace) : Traced(value);
}
inline Traced recordedCall(const char* name, double value, const Traced& a, const Traced& b) {
    Trace* trace = a.trace ? a.trace : b.trace;
    return trace ? Traced(value, trace->function(name, a, b), trace) : Traced(value);
}

} // namespace cellwright::privacy
