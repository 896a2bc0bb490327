// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/profile/profile_header.h"

#include "widgets/profile/profile_words.h"
#include "widgets/theme/theme.h"

#include <QEvent>
#include <QLabel>
#include <QRegularExpression>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace cellwright {

ProfileHeader::ProfileHeader(QWidget* parent)
    : QWidget(parent)
    , machine_(new QLabel)
    , origin_(new QLabel)
    , noise_(new QLabel)
    , warnings_(new QLabel) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    for (QLabel* label : {machine_, origin_, noise_, warnings_}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        layout->addWidget(label);
    }
    colour();
}

void ProfileHeader::setProfile(const kernels::Profile& profile) {
    disturbed_ = profile.noise.disturbed;
    machine_->setText(machineText(profile.machine));
    origin_->setText(originText(profile.machine));
    noise_->setText((disturbed_ ? u"⚠ "_s : u"✓ "_s) + noiseText(profile.noise));
    QStringList warnings = profileWarnings(profile);
    warnings.replaceInStrings(QRegularExpression(u"^"_s), u"⚠ "_s);
    warnings_->setText(warnings.join(u'\n'));
    warnings_->setVisible(!warnings.isEmpty());
    colour();
}

void ProfileHeader::colour() {
    const Theme& theme = Theme::of(palette());
    machine_->setFont(Theme::scaled(font(), 1.2, true));
    const auto paint = [](QLabel* label, const QColor& colour) {
        QPalette own = label->palette();
        own.setColor(QPalette::WindowText, colour);
        label->setPalette(own);
    };
    paint(origin_, theme.mutedText);
    paint(noise_, disturbed_ ? theme.warning : theme.good);
    paint(warnings_, theme.warning);
}

void ProfileHeader::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        colour();
    QWidget::changeEvent(event);
}

} // namespace cellwright
