// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/failure.h"

#include <QString>
#include <QStringList>

namespace cellwright {

/// "+12 ms", "–" for none.
QString delayChangeText(Seconds change);
/// One sentence per group that notices a failure: who loses service, who is served another way, which targets
/// break.
QStringList impactSentences(const GroupImpact& group);
/// The whole answer as rich text.
QString impactText(const FailureImpact& impact);

} // namespace cellwright
