// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Carries the precompiled header that all tests reuse.
#include "tests/support/registry.h"
