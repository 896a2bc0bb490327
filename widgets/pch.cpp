// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Carries the precompiled header that every Qt target reuses (see CMakeLists.txt).
#include <QWidget>
