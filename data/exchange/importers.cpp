// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/import.h"

#include <algorithm>
#include <array>

namespace cellwright {

std::span<const Importer> importers() {
    static constexpr std::array all{
        Importer{"sites", "CSV of sites: position, and optionally height, azimuths, power and band",
                 &importSites},
        Importer{"users", "CSV of user positions, which become one group", &importUsers},
    };
    return all;
}

Expected<Importer> importerOf(std::string_view kind) {
    std::string known;
    for (const auto& importer : importers()) {
        if (importer.kind == kind)
            return importer;
        known += (known.empty() ? "" : ", ") + std::string(importer.kind);
    }
    return failure("nothing is known about importing \"" + std::string(kind) + "\"", {},
                   "use one of: " + known);
}

} // namespace cellwright
