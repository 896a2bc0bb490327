// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/exchange/picture/background.h"
#include "widgets/document/document.h"

#include <QDialog>

#include <array>

class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSlider;

namespace cellwright {

class PictureLabel;
class QuantityEdit;

/// Places a picture below the drawing by two of its points: where they are in the picture and where on the
/// ground, in metres or, where the scenario has an origin, by latitude and longitude too. The project keeps
/// it.
class BackgroundDialog : public QDialog {
    Q_OBJECT
public:
    /// Begins with the background that the project has, if any, else with a picture to be chosen.
    explicit BackgroundDialog(Document& document, QWidget* parent = nullptr);
    ~BackgroundDialog() override;

    /// Another picture, spread over the sites at first, or by the world file beside it.
    bool setFile(const QString& path);
    void setBackground(const Background& background);
    [[nodiscard]] const Background& background() const { return background_; }
    void accept() override;
    /// Takes the background out of the project.
    bool removeBackground();

private:
    QWidget* makePoint(int index);
    PictureAnchor& anchor(int index) { return index == 0 ? background_.first : background_.second; }
    void choose();
    bool takeWorldFile(const QString& path, QSize size);
    void showFields();
    void check();

    Document& document_;
    Background background_;
    std::string id_;
    QLineEdit* file_;
    PictureLabel* picture_;
    struct PointFields {
        QuantityEdit *column, *row, *x, *y;
    };
    std::array<PointFields, 2> points_{};
    QSlider* opacity_;
    QLabel* problem_;
    QPushButton* remove_;
    QDialogButtonBox* buttons_;
};

} // namespace cellwright
