// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>
#include <memory>

namespace cellwright::test {

/// Adds a test class to this program; used through CELLWRIGHT_TEST.
struct Registration {
    explicit Registration(std::function<std::unique_ptr<QObject>()> make);
};

/// Runs every registered class and fails on any Qt warning that no test announced. Returns the failures.
int runAll(int argc, char** argv);

} // namespace cellwright::test

#define CELLWRIGHT_TEST(Class)                                                                               \
    namespace {                                                                                              \
    const cellwright::test::Registration registration([] { return std::make_unique<Class>(); });             \
    }
