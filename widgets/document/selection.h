// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/document/document.h"

#include <QObject>

namespace cellwright {

/// Which entities of the current scenario the person works on. Shared by canvas, inspector and object list.
/// Not part of the history; entities that cease to exist leave it by themselves.
class Selection : public QObject {
    Q_OBJECT
public:
    explicit Selection(Document& document, QObject* parent = nullptr);

    /// In the order of selecting; the last one is the primary.
    [[nodiscard]] const EntityRefs& refs() const { return refs_; }
    [[nodiscard]] bool empty() const { return refs_.empty(); }
    [[nodiscard]] bool contains(EntityRef ref) const;
    /// The one that was selected last, or a null reference.
    [[nodiscard]] EntityRef primary() const { return refs_.empty() ? EntityRef{} : refs_.back(); }

    void set(EntityRefs refs);
    void set(EntityRef ref);
    void add(const EntityRefs& refs);
    void toggle(EntityRef ref);
    void clear();

Q_SIGNALS:
    void changed();

private:
    void dropMissing(const ChangeEvent& event);

    Document& document_;
    EntityRefs refs_;
};

} // namespace cellwright
