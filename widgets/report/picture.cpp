// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/picture.h"

#include "data/exchange/file.h"
#include "widgets/canvas/painting/render_scene.h"
#include "widgets/report/pdf_bytes.h"
#include "widgets/theme/theme.h"

#include <QBuffer>
#include <QImage>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

#include <algorithm>
#include <cctype>
#include <string_view>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

constexpr double pixelsPerInch = 96.0;
constexpr int pdfResolution = 720;

void paint(QPainter& painter, const QRectF& target, const Scenario& scenario, const PictureOptions& options,
           double symbolScale) {
    RenderOptions render;
    render.show.grid = options.grid;
    render.show.labels = options.labels;
    render.show.scaleBar = options.scaleBar;
    render.show.legend = options.legend;
    render.show.map.shown = options.heatMap;
    render.symbolScale = symbolScale;
    renderScene(painter, target, scenario, options.dark ? Theme::dark() : Theme::light(), render);
}

Expected<QByteArray> pngOf(const Scenario& scenario, const PictureOptions& options) {
    QImage image(options.width, options.height, QImage::Format_ARGB32_Premultiplied);
    if (image.isNull())
        return failure("not enough memory for a picture of this size", {}, "choose a smaller one");
    image.fill(Qt::transparent);
    {
        QPainter painter(&image);
        // Symbols keep their size on a small picture and grow with a large one.
        paint(painter, image.rect(), scenario, options, std::max(1.0, options.width / 1600.0));
    }
    QBuffer buffer;
    if (!image.save(&buffer, "PNG"))
        return failure("the picture cannot be encoded as PNG", {}, "choose a smaller one");
    return buffer.data();
}

Expected<QByteArray> svgOf(const Scenario& scenario, const PictureOptions& options) {
    QBuffer buffer;
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(int(pixelsPerInch));
    generator.setSize({options.width, options.height});
    generator.setViewBox(QRect(0, 0, options.width, options.height));
    generator.setTitle(QString::fromStdString(scenario.name));
    {
        QPainter painter(&generator);
        paint(painter, QRectF(0, 0, options.width, options.height), scenario, options, 1.0);
    }
    return buffer.data();
}

Expected<QByteArray> pdfOf(const Scenario& scenario, const PictureOptions& options) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setResolution(pdfResolution);
        writer.setTitle(QString::fromStdString(scenario.name));
        writer.setCreator(report::programName());
        const QSizeF inches(options.width / pixelsPerInch, options.height / pixelsPerInch);
        writer.setPageSize(QPageSize(inches, QPageSize::Inch));
        writer.setPageMargins(QMarginsF());
        QPainter painter(&writer);
        paint(painter, QRectF(QPointF(), inches * pdfResolution), scenario, options,
              pdfResolution / pixelsPerInch);
    }
    return report::withCreationDate(buffer.data(), report::creationDate({}));
}

struct Format {
    std::string_view extension;
    Expected<QByteArray> (*make)(const Scenario&, const PictureOptions&);
};
constexpr Format formats[] = {{".png", pngOf}, {".svg", svgOf}, {".pdf", pdfOf}};

Expected<const Format*> formatOf(const std::filesystem::path& file) {
    std::string extension = file.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return char(std::tolower(c)); });
    for (const Format& format : formats)
        if (format.extension == extension)
            return &format;
    return failure("cannot tell the format of the picture from its name", file.string(),
                   "end the name with .png, .svg or .pdf");
}

Expected<void> check(const PictureOptions& options) {
    const auto fits = [](int side) {
        return side >= PictureOptions::minimumSide && side <= PictureOptions::maximumSide;
    };
    if (fits(options.width) && fits(options.height))
        return {};
    return failure("a picture cannot be " + std::to_string(options.width) + " x " +
                       std::to_string(options.height) + " pixels",
                   {},
                   "choose between " + std::to_string(PictureOptions::minimumSide) + " and " +
                       std::to_string(PictureOptions::maximumSide) + " pixels for each side");
}

} // namespace

Expected<void> checkPictureName(const std::filesystem::path& file) {
    return formatOf(file).map([](const Format*) {});
}

Expected<PictureSummary> renderPicture(const std::filesystem::path& file, const Scenario& scenario,
                                       const PictureOptions& options, bool force) {
    const auto format = formatOf(file);
    if (!format)
        return tl::make_unexpected(format.error());
    if (const auto valid = check(options); !valid)
        return tl::make_unexpected(valid.error());
    if (const auto free = report::checkFree(file, force); !free)
        return tl::make_unexpected(free.error());
    const auto bytes = (*format)->make(scenario, options);
    if (!bytes)
        return tl::make_unexpected(bytes.error());
    const auto written = writeFileAtomically(file, {bytes->constData(), std::size_t(bytes->size())}, force);
    if (!written)
        return tl::make_unexpected(written.error());
    return PictureSummary{options.width, options.height};
}

} // namespace cellwright
