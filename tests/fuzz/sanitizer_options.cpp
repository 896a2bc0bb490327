// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// AddressSanitizer keeps 256 MiB of freed memory by itself, which would hide whether a reader stays within
// that limit.

extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
    return "quarantine_size_mb=16";
}
