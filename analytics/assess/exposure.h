// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/request.h"

namespace cellwright::assessing {

/// The ledger of one request of this plan, with the guarantees where noise is added. For noised cuts the
/// ledger's cap assumes an attacker who knows word frequencies (a Zipf law over the vocabulary).
/// `draftLength` is that of the group's users on average, where they speculate.
Expected<PrivacyResult> privacyResult(const Plan& plan, const Assumptions& assumptions,
                                      double draftLength = 0.0);

/// The rows of that ledger under a recorder.
template <class R>
Expected<std::vector<privacy::Flow<R>>> ledgerRows(R& rec, const Plan& plan, const Assumptions& assumptions,
                                                   double draftLength = 0.0);

/// The epsilon of a request through the noised cut; fails for plans without noise.
template <class R>
Expected<Of<double, R>> requestEpsilon(R& rec, const Plan& plan);
/// The most that any attacker recovers of one token, if all tokens are equally likely; fails for plans
/// without noise.
template <class R>
Expected<Of<double, R>> uniformRecoveryCap(R& rec, const Plan& plan);

} // namespace cellwright::assessing
