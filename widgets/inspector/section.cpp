// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/inspector/section.h"

#include "widgets/theme/icons.h"
#include "widgets/theme/theme.h"

#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace cellwright {

Section::Section(QString key, int level, std::function<QWidget*()> make, QWidget* parent)
    : QWidget(parent)
    , key_(std::move(key))
    , make_(std::move(make))
    , heading_(new QToolButton)
    , row_(new QHBoxLayout)
    , layout_(new QVBoxLayout(this)) {
    layout_->setContentsMargins(level > 0 ? 10 : 0, 0, 0, 0);
    layout_->setSpacing(0);
    row_->setSpacing(2);
    layout_->addLayout(row_);
    heading_->setCheckable(true);
    heading_->setAutoRaise(true);
    heading_->setArrowType(Qt::RightArrow);
    heading_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    heading_->setFocusPolicy(Qt::StrongFocus);
    heading_->setIconSize(QSize(10, 10));
    heading_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    heading_->setFont(Theme::scaled(font(), 1.0, level == 0));
    row_->addWidget(heading_, 1);
    connect(heading_, &QToolButton::toggled, this, &Section::showContent);
}

void Section::setTitle(const QString& title) {
    heading_->setText(title);
    heading_->setAccessibleName(title);
}

bool Section::isOpen() const {
    return heading_->isChecked();
}

void Section::setOpen(bool open) {
    heading_->setChecked(open);
}

void Section::addButton(const QString& icon, const QString& name, std::function<void()> action) {
    auto* button = new QToolButton;
    button->setIcon(themedIcon(icon));
    if (button->icon().isNull())
        button->setText(name);
    button->setAutoRaise(true);
    button->setToolTip(name);
    button->setAccessibleName(name);
    connect(button, &QToolButton::clicked, this, std::move(action));
    row_->addWidget(button);
}

void Section::showContent(bool open) {
    heading_->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    if (open && !content_) {
        content_ = make_();
        layout_->addWidget(content_);
    }
    if (content_)
        content_->setVisible(open);
    Q_EMIT toggled(open);
}

} // namespace cellwright
