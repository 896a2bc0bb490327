// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/exchange/background_dialog.h"

#include "analytics/quantity/text.h"
#include "data/exchange/file.h"
#include "widgets/canvas/view_mapping.h"
#include "widgets/exchange/backdrops.h"
#include "widgets/exchange/picture_label.h"
#include "widgets/inspector/quantity_edit.h"
#include "widgets/theme/theme.h"

#include <QDialogButtonBox>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QGroupBox>
#include <QImageReader>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

const std::string ownId = "background";

QuantityEdit* makeEdit(const std::string& kind, const QString& name) {
    auto* edit = new QuantityEdit(kind);
    edit->setAccessibleName(name);
    edit->setToolTip(name);
    return edit;
}

} // namespace

BackgroundDialog::BackgroundDialog(Document& document, QWidget* parent)
    : QDialog(parent)
    , document_(document)
    , id_(ownId)
    , file_(new QLineEdit)
    , picture_(new PictureLabel)
    , opacity_(new QSlider(Qt::Horizontal))
    , problem_(new QLabel)
    , remove_(new QPushButton(tr("&Remove the background")))
    , buttons_(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel)) {
    setWindowTitle(tr("Background picture"));
    auto* choose = new QPushButton(tr("&Choose…"));
    file_->setReadOnly(true);
    file_->setAccessibleName(tr("File of the picture"));
    auto* top = new QHBoxLayout;
    top->addWidget(file_, 1);
    top->addWidget(choose);
    auto* points = new QHBoxLayout;
    points->addWidget(makePoint(0));
    points->addWidget(makePoint(1));
    opacity_->setRange(5, 100);
    opacity_->setAccessibleName(tr("Opacity of the background"));
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(new QLabel(tr("Opacity")));
    bottom->addWidget(opacity_, 1);
    bottom->addWidget(remove_);
    problem_->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(top);
    layout->addWidget(picture_, 1);
    auto* hint =
        new QLabel(tr("Click two points in the picture whose places you know, far apart from each other, and "
                      "type where they lie on the ground."));
    hint->setWordWrap(true);
    layout->addWidget(hint);
    layout->addLayout(points);
    layout->addLayout(bottom);
    layout->addWidget(problem_);
    layout->addWidget(buttons_);
    connect(choose, &QPushButton::clicked, this, &BackgroundDialog::choose);
    connect(remove_, &QPushButton::clicked, this, [this] {
        if (removeBackground())
            QDialog::accept();
    });
    connect(opacity_, &QSlider::valueChanged, this,
            [this](int percent) { background_.opacity = percent / 100.0; });
    connect(picture_, &PictureLabel::pointMoved, this, [this](int index, QPointF pixel) {
        anchor(index).column = std::round(pixel.x() * 10) / 10;
        anchor(index).row = std::round(pixel.y() * 10) / 10;
        showFields();
    });
    connect(buttons_, &QDialogButtonBox::accepted, this, &BackgroundDialog::accept);
    connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
    const auto present = backgroundsOf(document_.project());
    remove_->setVisible(!present.empty());
    if (!present.empty()) {
        id_ = present.front().first;
        setBackground(present.front().second);
    } else {
        showFields();
    }
    resize(640, 620);
}

BackgroundDialog::~BackgroundDialog() = default;

QWidget* BackgroundDialog::makePoint(int index) {
    auto* box = new QGroupBox(tr("Point %1").arg(index + 1));
    auto* grid = new QGridLayout(box);
    PointFields& fields = points_[std::size_t(index)];
    const auto add = [&](int row, const QString& words, const std::string& kind, QuantityEdit*& edit,
                         std::function<void(double)> set) {
        auto* label = new QLabel(words);
        edit = makeEdit(kind, tr("Point %1: %2").arg(index + 1).arg(words));
        label->setBuddy(edit);
        grid->addWidget(label, row, 0);
        grid->addWidget(edit, row, 1);
        connect(edit, &QuantityEdit::edited, this,
                [this, index, set = std::move(set)](std::optional<double> value) {
                    if (value)
                        set(*value);
                    picture_->setActive(index);
                    showFields();
                });
    };
    add(0, tr("pixels from the left"), "", fields.column,
        [this, index](double v) { anchor(index).column = v; });
    add(1, tr("pixels from the top"), "", fields.row, [this, index](double v) { anchor(index).row = v; });
    add(2, tr("east of the origin"), "length", fields.x,
        [this, index](double v) { anchor(index).position.x = Metres(v); });
    add(3, tr("north of the origin"), "length", fields.y,
        [this, index](double v) { anchor(index).position.y = Metres(v); });
    return box;
}

void BackgroundDialog::choose() {
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Background picture"), QFileInfo(file_->text()).path(),
                                     tr("Pictures (*.png *.jpg *.jpeg *.gif)"));
    if (!path.isEmpty())
        setFile(path);
}

bool BackgroundDialog::setFile(const QString& path) {
    QImageReader reader(path);
    reader.setAutoTransform(false);
    const QImage image = reader.read();
    if (image.isNull()) {
        problem_->setText(tr("%1 cannot be read: %2").arg(path, reader.errorString()));
        return false;
    }
    background_.file = path.toStdString();
    picture_->setPicture(image);
    if (!takeWorldFile(path, image.size())) {
        // Spread over what is drawn, as far as its shape allows: a place to begin from.
        const QRectF plane = extentOf(document_.scenario().topology);
        const double width = plane.width(), height = width * image.height() / image.width();
        const double top = plane.center().y() + height / 2;
        background_.first = {0.0, 0.0, {Metres(plane.left()), Metres(top)}};
        background_.second = {
            double(image.width()), double(image.height()), {Metres(plane.right()), Metres(top - height)}};
    }
    showFields();
    return true;
}

/// The world file beside a picture says where it lies.
bool BackgroundDialog::takeWorldFile(const QString& path, QSize size) {
    const QString world = QString::fromStdString(worldFileName(path.toStdString()));
    if (!QFile::exists(world))
        return false;
    const auto text = readFile(std::filesystem::path(world.toStdU16String()));
    const auto placed = text ? readWorldFile(*text, world.toStdString()) : tl::make_unexpected(text.error());
    const auto found =
        placed ? backgroundFromWorld(path.toStdString(), size.width(), size.height(), *placed,
                                     document_.scenario().topology.origin, {}, world.toStdString())
               : tl::make_unexpected(placed.error());
    if (!found) {
        problem_->setText(QString::fromStdString(found.error().message()));
        return false;
    }
    const double opacity = background_.opacity;
    background_ = *found;
    background_.opacity = opacity;
    return true;
}

void BackgroundDialog::setBackground(const Background& background) {
    background_ = background;
    QImageReader reader(QString::fromStdString(background.file));
    reader.setAutoTransform(false);
    picture_->setPicture(reader.read());
    showFields();
}

void BackgroundDialog::showFields() {
    const QSignalBlocker quiet(opacity_);
    file_->setText(QString::fromStdString(background_.file));
    opacity_->setValue(int(std::lround(100 * background_.opacity)));
    for (int index = 0; index < 2; ++index) {
        const PictureAnchor& point = anchor(index);
        const PointFields& fields = points_[std::size_t(index)];
        fields.column->setValue(point.column);
        fields.row->setValue(point.row);
        fields.x->setValue(point.position.x.si());
        fields.y->setValue(point.position.y.si());
        picture_->setPoint(index, {point.column, point.row});
    }
    check();
}

void BackgroundDialog::check() {
    const bool chosen = !background_.file.empty();
    const auto placed = chosen ? placementOf(background_) : Expected<PixelToMap>(PixelToMap{});
    buttons_->button(QDialogButtonBox::Ok)->setEnabled(chosen && placed);
    QPalette colours = palette();
    if (!placed)
        colours.setColor(QPalette::WindowText, Theme::of(colours).bad);
    problem_->setPalette(colours);
    if (!chosen)
        problem_->setText(tr("Choose a picture first."));
    else if (!placed)
        problem_->setText(QString::fromStdString(placed.error().message()));
    else
        problem_->setText(
            tr("%1 per pixel, turned by %2.")
                .arg(QString::fromStdString(toDisplay(Metres(std::hypot((*placed)[0], (*placed)[1])), 3)),
                     QString::fromStdString(toDisplay(
                         Degrees(std::atan2(-(*placed)[1], (*placed)[0]) * 180.0 / 3.14159265358979323846),
                         3))));
}

bool BackgroundDialog::removeBackground() {
    return document_.perform(tr("Remove the background"), [](Project& project) {
        std::erase_if(project.attachments, [](const auto& each) { return each.kind == backgroundKind; });
    });
}

void BackgroundDialog::accept() {
    if (!placementOf(background_))
        return;
    document_.perform(tr("Set the background"), [this](Project& project) {
        std::erase_if(project.attachments, [this](const auto& each) { return each.id == id_; });
        project.attachments.push_back({id_, backgroundKind, toJsonText(background_)});
    });
    QDialog::accept();
}

} // namespace cellwright
