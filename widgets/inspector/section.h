// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>

class QHBoxLayout;
class QToolButton;
class QVBoxLayout;

namespace cellwright {

/// A heading that opens and closes what is below it. The content is made when it is first opened.
class Section : public QWidget {
    Q_OBJECT
public:
    /// `key` names the section among its siblings, for remembering whether it was open. `level` 0 stands out
    /// most.
    Section(QString key, int level, std::function<QWidget*()> make, QWidget* parent = nullptr);

    [[nodiscard]] const QString& key() const { return key_; }
    void setTitle(const QString& title);
    [[nodiscard]] bool isOpen() const;
    void setOpen(bool open);
    [[nodiscard]] QWidget* content() const { return content_; }
    [[nodiscard]] QToolButton* heading() const { return heading_; }

    /// A small button at the right of the heading.
    void addButton(const QString& icon, const QString& name, std::function<void()> action);

Q_SIGNALS:
    void toggled(bool open);

private:
    void showContent(bool open);

    QString key_;
    std::function<QWidget*()> make_;
    QToolButton* heading_;
    QHBoxLayout* row_;
    QVBoxLayout* layout_;
    QWidget* content_ = nullptr;
};

} // namespace cellwright
