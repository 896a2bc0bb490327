// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/exchange/backdrops.h"

#include <QImageReader>

namespace cellwright {

std::vector<std::pair<std::string, Background>> backgroundsOf(const Project& project) {
    std::vector<std::pair<std::string, Background>> all;
    for (const auto& attachment : project.attachments)
        if (attachment.kind == backgroundKind)
            if (const auto background = backgroundFromJson(attachment.json, attachment.id))
                all.emplace_back(attachment.id, *background);
    return all;
}

Expected<Backdrop> backdropOf(const Background& background) {
    const auto placed = placementOf(background);
    if (!placed)
        return tl::make_unexpected(placed.error());
    QImageReader reader(QString::fromStdString(background.file));
    reader.setAutoTransform(false); // the points are pixels of the file
    const QImage image = reader.read();
    if (image.isNull())
        return failure("the background picture cannot be read: " + reader.errorString().toStdString(),
                       background.file, "put the picture back in its place, or choose another");
    const auto& [a, b, c, d, e, f] = *placed;
    return Backdrop{.image = image,
                    .origin = {Metres(e), Metres(f)},
                    .perColumn = {Metres(a), Metres(b)},
                    .perRow = {Metres(c), Metres(d)},
                    .opacity = background.opacity};
}

std::pair<std::vector<Backdrop>, QStringList> backdropsOf(const Project& project) {
    std::vector<Backdrop> backdrops;
    QStringList problems;
    for (const auto& [id, background] : backgroundsOf(project)) {
        auto backdrop = backdropOf(background);
        if (backdrop)
            backdrops.push_back(std::move(*backdrop));
        else
            problems << QString::fromStdString(backdrop.error().message());
    }
    return {std::move(backdrops), problems};
}

} // namespace cellwright
