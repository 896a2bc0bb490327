// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/profile/empty_page.h"

#include "widgets/theme/icons.h"
#include "widgets/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace cellwright {

EmptyProfilePage::EmptyProfilePage(QWidget* parent)
    : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    auto* heading = new QLabel(tr("This computer has not been measured yet"));
    heading->setFont(Theme::scaled(font(), 1.5, true));
    heading->setAlignment(Qt::AlignHCenter);
    auto* words = new QLabel(tr(
        "Measuring takes 20 seconds, or 3 minutes for all kernels. It shows how fast this computer runs the "
        "operations of a language model, how close that comes to what its memory and its processor allow, "
        "and makes "
        "“This computer” a device that you can choose for hosts and users."));
    words->setWordWrap(true);
    words->setAlignment(Qt::AlignHCenter);
    words->setMaximumWidth(560);
    auto* measure = new QPushButton(themedIcon(u"profile"_s), tr("&Measure this computer"));
    measure->setFont(Theme::scaled(font(), 1.15, true));
    measure->setDefault(true);
    measure->setMinimumHeight(fontMetrics().height() * 5 / 2);
    auto* import = new QPushButton(themedIcon(u"import"_s), tr("&Import a profile or llama-bench results…"));
    import->setFlat(true);
    layout->addStretch(2);
    layout->addWidget(heading);
    layout->addSpacing(8);
    auto* centred = new QHBoxLayout;
    centred->addStretch(1);
    centred->addWidget(words, 10);
    centred->addStretch(1);
    layout->addLayout(centred);
    layout->addSpacing(16);
    for (QPushButton* button : {measure, import})
        layout->addWidget(button, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(measure, &QPushButton::clicked, this, &EmptyProfilePage::measureRequested);
    connect(import, &QPushButton::clicked, this, &EmptyProfilePage::importRequested);
}

} // namespace cellwright
