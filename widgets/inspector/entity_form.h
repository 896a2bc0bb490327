// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/document/document.h"
#include "widgets/inspector/fields.h"

namespace cellwright {

class Form;

/// A form for entities that are all of one kind; brought up to date by Form::refresh(), good as long as they
/// exist.
Form* makeEntityForm(const fields::Context& context, const EntityRefs& refs);

} // namespace cellwright
