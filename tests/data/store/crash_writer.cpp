// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Opens a project file and edits it at random without end, printing the number of each step once it is
// acknowledged. The crash test kills it at any moment.
#include "data/store/project_store.h"
#include "tests/data/store/random_session.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
    if (argc != 4)
        return 2;
    const auto seed = std::strtoull(argv[2], nullptr, 10);
    auto store = cellwright::ProjectStore::open(argv[1]);
    if (!store || store->readOnly())
        return 3;
    cellwright::test::RandomSession session(seed);
    for (long done = 0, most = std::strtol(argv[3], nullptr, 10); done < most; ++done) {
        if (const auto step = session.step(*store); !step) {
            std::fprintf(stderr, "%s\n", step.error().message().c_str());
            return 4;
        }
        // One unbuffered byte per acknowledged step: what arrived was acknowledged.
        if (::write(STDOUT_FILENO, ".", 1) != 1)
            return 5;
    }
    return 0;
}
