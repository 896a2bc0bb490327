// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/icons.h"

#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

// The resources of a static library are only linked in when something asks for them.
static void initResources() {
    Q_INIT_RESOURCE(cellwright_icons);
}

namespace cellwright {
namespace {

const QString folder = u":/cellwright/icons"_s;

QColor colourFor(QIcon::Mode mode) {
    const QPalette palette = QGuiApplication::palette();
    switch (mode) {
    case QIcon::Disabled:
        return palette.color(QPalette::Disabled, QPalette::Text);
    case QIcon::Selected:
        return palette.color(QPalette::HighlightedText);
    case QIcon::Normal:
    case QIcon::Active:
        break;
    }
    return palette.color(QPalette::WindowText);
}

/// Draws an SVG whose strokes are "currentColor" in the colour of the palette at the time of painting.
class TintedEngine : public QIconEngine {
public:
    TintedEngine(QString name, QByteArray svg)
        : name_(std::move(name))
        , svg_(std::move(svg)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const QColor colour = colourFor(mode);
        QByteArray tinted = svg_;
        tinted.replace("currentColor", colour.name().toLatin1());
        QSvgRenderer renderer(tinted);
        const int side = std::min(rect.width(), rect.height());
        QRectF square(0, 0, side, side);
        square.moveCenter(QRectF(rect).center());
        painter->save();
        painter->setOpacity(painter->opacity() * double(colour.alphaF()));
        renderer.render(painter, square);
        painter->restore();
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        const QString key = u"cellwright/%1/%2x%3/%4"_s.arg(name_)
                                .arg(size.width())
                                .arg(size.height())
                                .arg(colourFor(mode).name(QColor::HexArgb));
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap))
            return pixmap;
        pixmap = QPixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        painter.end();
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

    [[nodiscard]] QIconEngine* clone() const override { return new TintedEngine(*this); }
    QString key() const override { return u"cellwright"_s; }
    QString iconName() override { return name_; }

private:
    QString name_;
    QByteArray svg_;
};

} // namespace

QIcon themedIcon(const QString& name) {
    initResources();
    QFile file(folder + u'/' + name + u".svg"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QIcon(new TintedEngine(name, file.readAll()));
}

QStringList iconNames() {
    initResources();
    QStringList names = QDir(folder).entryList({u"*.svg"_s}, QDir::Files, QDir::Name);
    names.replaceInStrings(u".svg"_s, QString());
    return names;
}

} // namespace cellwright
