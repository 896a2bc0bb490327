// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCache>
#include <QPixmap>
#include <QString>

#include <functional>

class QPainter;

namespace cellwright {

/// Symbols and labels as small pixmaps, drawn once and stamped many times: a window full of sites costs a
/// tenth. For the screen only; pages get vectors.
class Stamps {
public:
    /// Draws the stamp `key` with its middle at `at`; `paint` makes it, if it is not there yet, around the
    /// origin. `size` in logical pixels.
    void draw(QPainter& painter, const QString& key, QPointF at, QSizeF size,
              const std::function<void(QPainter&)>& paint);
    void clear() { stamps_.clear(); }

private:
    static constexpr int mostBytes = 8 << 20;
    QCache<QString, QPixmap> stamps_{mostBytes};
};

} // namespace cellwright
