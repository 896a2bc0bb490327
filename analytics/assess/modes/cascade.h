// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/user.h"

namespace cellwright::assessing {

/// A request of a cascade: the small model answers it whole on the device; of some requests it is not sure,
/// and these go to the large model as if they were new, so that their first token comes after the small
/// model's whole answer. Answers that are kept appear as the small model writes them. Times, energy and cost
/// are means over both kinds; outcomes() of the result tell them apart.
template <class R>
UserResult<R> cascaded(R& rec, const Plan& plan, const UserResult<R>& small, const UserResult<R>& large);

/// Leaves in the rows of a host's ledger what the escalated requests bring, per request on average.
template <class R>
void keepEscalated(R& rec, const Plan& plan, std::vector<privacy::Flow<R>>& rows);

} // namespace cellwright::assessing
