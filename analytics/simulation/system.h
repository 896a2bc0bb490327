// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/world.h"
#include "analytics/simulate/batching.h"

#include <string>
#include <vector>

/// The inside of simulateScenario(): stations and the ways of requests through them, and one course of them.
namespace cellwright::simulating {

/// What a request goes through until its first token, in this order.
struct Step {
    enum class Kind : std::uint8_t {
        delay,     ///< passes in `amount` seconds
        device,    ///< begins when the user's device has answered what came before; holds it for `hold`
        air,       ///< a transfer of `amount` seconds at the part `hold` of a cell's time
        link,      ///< a transfer of `amount` seconds alone on a shared link
        host,      ///< begins when its accelerator has answered what came before; holds it for `hold`
        batch,     ///< a prompt for a server that batches by iterations
        help,      ///< a host that helps another is busy for `hold`; nobody waits for it
        firstToken ///< has arrived
    };
    Kind kind = Kind::delay;
    int station = 0;
    double amount = 0.0, hold = 0.0;
};

/// How the tokens after the first come.
struct Later {
    double perToken = 0.0;               ///< seconds of each, with the air as assess() shares it
    double up = 0.0, down = 0.0;         ///< of them in the air
    double upPart = 0.0, downPart = 0.0; ///< of the cell's time, while in the air
    int cell = -1;
    bool streams =
        false;         ///< a token travels while the next is computed: the air counts where it takes longer
    double back = 0.0; ///< from the host to the user
    double host = 0.0; ///< of perToken on the host
};

/// The way of one user's requests.
struct Path {
    std::size_t first = 0, last = 0; ///< in System::steps
    Later later;
};

struct SystemGroup {
    std::size_t place = 0; ///< in the topology
    Arrivals arrivals = Arrivals::poisson;
    double rate = 0.0; ///< of each user
    int outputTokens = 1;
    std::size_t firstUser = 0; ///< users of all groups are counted through
    std::vector<Path> paths;   ///< of the served users
    bool batched = false, stepwise = false;
    simulate::BatchingServer::Request request; ///< what it is for a server that batches
    double prefill = 0.0;                      ///< of a prompt alone on such a server
};

struct SystemHost {
    HostId id;
    int accelerators = 1;
    bool batches = false;
    std::vector<simulate::IterationCost> costs;
    simulate::BatchingLimits limits;
};

/// A scenario as stations. Immutable: all courses share it.
struct System {
    std::vector<SystemGroup> groups; ///< those that have served users
    std::vector<Step> steps;
    std::size_t users = 0;
    std::vector<SystemHost> hosts; ///< in the order of the topology
    std::size_t cells = 0;         ///< of two kinds of air each: 2 c up, 2 c + 1 down
    std::size_t links = 0;         ///< shared by prompts, one direction each
    std::vector<std::string> notes;
    [[nodiscard]] double requestRate() const;
};

/// Fails where the plan of a group cannot be evaluated.
Expected<System> makeSystem(const assessing::World& world);

} // namespace cellwright::simulating
