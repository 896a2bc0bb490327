// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/serving/media_panel.h"

#include "analytics/quantity/text.h"

#include <QHeaderView>
#include <QTreeWidget>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

template <class Q>
QString shown(const Q& quantity) {
    return QString::fromStdString(toDisplay(quantity, 3));
}

QString nameOf(MediaWay way) {
    const std::string_view name = mediaWayName(way);
    return QString::fromUtf8(name.data(), qsizetype(name.size()));
}

} // namespace

MediaPanel::MediaPanel(Document& document, QWidget* parent)
    : GroupJobPanel(document, compareMedia, parent)
    , table_(new QTreeWidget) {
    group()->setAccessibleName(tr("Whose requests"));
    table_->setHeaderLabels({tr("Way"), tr("First token"), tr("Whole answer"), tr("Energy"), tr("Uplink"),
                             tr("Memory on the device"), tr("As fast as uploading at")});
    table_->setRootIsDecorated(false);
    table_->setAlternatingRowColors(true);
    table_->setAccessibleName(tr("Ways for media to reach the model"));
    table_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    layout_->addWidget(table_, 1);
}

void MediaPanel::showAnswer() {
    table_->clear();
    if (!answer())
        return;
    const MediaWayResult& fastest = answer()->fastest();
    message()->setText(tr("Fastest of those that fit: %1, with %2 of uplink")
                           .arg(nameOf(fastest.way).toLower(), shown(answer()->uplink)));
    for (const auto& way : answer()->ways) {
        const QString memory =
            way.fits ? shown(way.deviceMemory) : tr("%1, which does not fit").arg(shown(way.deviceMemory));
        const QString breakEven = way.way == MediaWay::upload ? QString()
                                  : way.breakEvenUplink       ? shown(*way.breakEvenUplink)
                                                              : tr("no rate");
        auto* item = new QTreeWidgetItem(table_, {nameOf(way.way), shown(way.ttft), shown(way.endToEnd),
                                                  shown(way.energy), shown(way.uplink), memory, breakEven});
        for (int column = 1; column < table_->columnCount(); ++column)
            item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
        if (way.way == fastest.way) {
            QFont bold = table_->font();
            bold.setBold(true);
            item->setFont(0, bold);
            item->setFont(1, bold);
        }
    }
}

} // namespace cellwright
