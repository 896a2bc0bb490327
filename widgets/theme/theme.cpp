// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/theme.h"

#include <algorithm>
#include <cmath>

namespace cellwright {
namespace {

/// Relative luminance of WCAG 2.1.
double luminance(const QColor& colour) {
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

/// Bits per weight, rounded down to the class that gets a colour of its own.
int bitClass(Scheme scheme) {
    switch (scheme) {
    case Scheme::f32:
        return 32;
    case Scheme::f16:
    case Scheme::bf16:
        return 16;
    case Scheme::fp8_e4m3:
    case Scheme::int8:
    case Scheme::q8_0:
        return 8;
    case Scheme::q6_k:
        return 6;
    case Scheme::q5_k_m:
    case Scheme::q5_0:
        return 5;
    case Scheme::q3_k_m:
        return 3;
    case Scheme::q2_k:
        return 2;
    case Scheme::int4:
    case Scheme::q4_k_m:
    case Scheme::q4_k_s:
    case Scheme::q4_0:
    case Scheme::iq4_xs:
    case Scheme::mxfp4:
    case Scheme::nf4:
    case Scheme::gptq4:
    case Scheme::awq4:
        break;
    }
    return 4;
}

void setDisabled(QPalette& palette, const QColor& text) {
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, text);
}

} // namespace

const Theme& Theme::of(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < 128 ? dark() : light();
}

QPalette Theme::palette() const {
    QPalette palette(text, window, raised.lighter(115), border.darker(130), border, text, textOn(window),
                     base, window);
    palette.setColor(QPalette::Button, isDark ? raised : window);
    palette.setColor(QPalette::AlternateBase, isDark ? window : window.lighter(101));
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, accentText);
    palette.setColor(QPalette::Link, accent);
    palette.setColor(QPalette::LinkVisited, category(3));
    palette.setColor(QPalette::ToolTipBase, raised);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::PlaceholderText, mutedText);
    palette.setColor(QPalette::Shadow, isDark ? QColor(Qt::black) : border.darker(150));
    QColor faded = mutedText;
    faded.setAlphaF(0.7F);
    setDisabled(palette, faded);
    return palette;
}

QColor Theme::precision(Scheme scheme) const {
    switch (bitClass(scheme)) {
    case 32:
        return isDark ? QColor(0x7d, 0x8f, 0xe8) : QColor(0x35, 0x3f, 0x96);
    case 16:
        return category(0);
    case 8:
        return category(2);
    case 6:
        return category(6);
    case 5:
        return category(1);
    case 3:
        return category(5);
    case 2:
        return category(3);
    default:
        return category(4);
    }
}

QColor Theme::textOn(const QColor& background) {
    return contrast(background, Qt::white) >= contrast(background, Qt::black) ? QColor(Qt::white)
                                                                              : QColor(Qt::black);
}

double Theme::contrast(const QColor& a, const QColor& b) {
    const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
    return (lighter + 0.05) / (darker + 0.05);
}

QFont Theme::numberFont(const QFont& base) {
    QFont font = base;
    font.setFamilies({QStringLiteral("DejaVu Sans Mono"), QStringLiteral("Noto Sans Mono"), base.family()});
    font.setStyleHint(QFont::Monospace);
    return font;
}

QFont Theme::scaled(const QFont& base, double factor, bool bold) {
    QFont font = base;
    if (base.pointSizeF() > 0)
        font.setPointSizeF(base.pointSizeF() * factor);
    else
        font.setPixelSize(std::max(1, int(std::lround(base.pixelSize() * factor))));
    font.setBold(bold);
    return font;
}

} // namespace cellwright
