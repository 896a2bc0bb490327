// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/plan.h"

namespace cellwright::assessing {

/// The violations of a plan.
Violation invalid(EntityRef entity, std::string what, std::string remedy, double value = 0, double limit = 0,
                  std::string unit = {});

/// Finds the hosts of a plan whose model is known and lays its blocks out over them and the device. Hosts
/// that do not exist, devices that are not known and layers that do not fit the model become violations;
/// false if there is one.
bool layOut(Plan& plan, const Scenario& scenario, const Facts& facts, std::vector<Violation>& violations);

} // namespace cellwright::assessing
