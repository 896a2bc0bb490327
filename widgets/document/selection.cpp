// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/document/selection.h"

#include <algorithm>

namespace cellwright {

Selection::Selection(Document& document, QObject* parent)
    : QObject(parent)
    , document_(document) {
    connect(&document, &Document::changed, this, &Selection::dropMissing);
}

bool Selection::contains(EntityRef ref) const {
    return std::ranges::find(refs_, ref) != refs_.end();
}

void Selection::set(EntityRefs refs) {
    if (refs == refs_)
        return;
    refs_ = std::move(refs);
    Q_EMIT changed();
}

void Selection::set(EntityRef ref) {
    set(ref ? EntityRefs{ref} : EntityRefs{});
}

void Selection::add(const EntityRefs& refs) {
    EntityRefs all = refs_;
    for (const EntityRef ref : refs)
        if (std::ranges::find(all, ref) == all.end())
            all.push_back(ref);
    set(std::move(all));
}

void Selection::toggle(EntityRef ref) {
    EntityRefs all = refs_;
    if (std::erase(all, ref) == 0)
        all.push_back(ref);
    set(std::move(all));
}

void Selection::clear() {
    set(EntityRefs{});
}

void Selection::dropMissing(const ChangeEvent& event) {
    if (!event.structural && !event.scenarioSwitched)
        return;
    EntityRefs kept;
    for (const EntityRef ref : refs_)
        if (entityOf(document_.scenario(), ref))
            kept.push_back(ref);
    set(std::move(kept));
}

} // namespace cellwright
