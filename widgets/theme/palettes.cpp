// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/theme.h"

namespace cellwright {
namespace {

QColor rgb(QRgb value) {
    return QColor::fromRgb(value);
}

Theme makeLight() {
    Theme theme;
    theme.window = rgb(0xf3f5f8);
    theme.base = rgb(0xffffff);
    theme.raised = rgb(0xe9edf2);
    theme.border = rgb(0xcfd5de);
    theme.text = rgb(0x1b2230);
    theme.mutedText = rgb(0x566074);
    theme.accent = rgb(0x2160c4);
    theme.accentText = rgb(0xffffff);
    theme.good = rgb(0x0b7a53);
    theme.warning = rgb(0x8a5600);
    theme.bad = rgb(0xb8321a);

    theme.canvas = rgb(0xfbfcfd);
    theme.gridMinor = rgb(0xeff2f5);
    theme.gridMajor = rgb(0xe0e5eb);
    theme.axis = rgb(0xc6cdd8);
    theme.site = rgb(0x17315f);
    theme.siteOff = rgb(0x8a93a3);
    theme.sectorFill = QColor(0x2f, 0x6f, 0xd6, 0x4c);
    theme.host = rgb(0x6d3a9c);
    theme.hostOutline = rgb(0xffffff);
    theme.users = rgb(0xb4500a);
    theme.areaFill = QColor(0xe0, 0x86, 0x1a, 0x26);
    theme.areaOutline = rgb(0xb4600a);
    theme.label = rgb(0x1b2230);
    theme.labelHalo = QColor(0xff, 0xff, 0xff, 0xe0);
    theme.selection = rgb(0x0a6cff);
    theme.selectionFill = QColor(0x0a, 0x6c, 0xff, 0x28);
    theme.rubberBand = QColor(0x0a, 0x6c, 0xff, 0x1e);
    theme.crosshair = rgb(0xc2185b);
    theme.link = {rgb(0x2f7f70), rgb(0x8a5a9e), rgb(0x93692f), rgb(0x1f6f9e), rgb(0xa34a6b)};

    theme.categorical = {rgb(0x0072b2), rgb(0xb87f00), rgb(0x009068), rgb(0xbb5f94),
                         rgb(0xd05a00), rgb(0x2e8fc9), rgb(0x8a8200), rgb(0x5a6271)};
    theme.chartGrid = rgb(0xe4e8ee);
    theme.chartAxis = rgb(0x566074);
    return theme;
}

Theme makeDark() {
    Theme theme;
    theme.isDark = true;
    theme.window = rgb(0x1c2027);
    theme.base = rgb(0x14171d);
    theme.raised = rgb(0x272c36);
    theme.border = rgb(0x3a4250);
    theme.text = rgb(0xe7eaf0);
    theme.mutedText = rgb(0xa0a9b8);
    theme.accent = rgb(0x7ab2ff);
    theme.accentText = rgb(0x0b1629);
    theme.good = rgb(0x4cc79a);
    theme.warning = rgb(0xf0b14a);
    theme.bad = rgb(0xff8a70);

    theme.canvas = rgb(0x12151a);
    theme.gridMinor = rgb(0x191d24);
    theme.gridMajor = rgb(0x242a34);
    theme.axis = rgb(0x3b4453);
    theme.site = rgb(0xd4e3ff);
    theme.siteOff = rgb(0x7c8594);
    theme.sectorFill = QColor(0x7a, 0xb2, 0xff, 0x4a);
    theme.host = rgb(0xcfa4f2);
    theme.hostOutline = rgb(0x12151a);
    theme.users = rgb(0xffb070);
    theme.areaFill = QColor(0xff, 0xb0, 0x50, 0x22);
    theme.areaOutline = rgb(0xe0a050);
    theme.label = rgb(0xe7eaf0);
    theme.labelHalo = QColor(0x12, 0x15, 0x1a, 0xd8);
    theme.selection = rgb(0x5cc8ff);
    theme.selectionFill = QColor(0x5c, 0xc8, 0xff, 0x30);
    theme.rubberBand = QColor(0x5c, 0xc8, 0xff, 0x24);
    theme.crosshair = rgb(0xff7eb0);
    theme.link = {rgb(0x62b8a6), rgb(0xc59ad8), rgb(0xcfa568), rgb(0x6fb7e0), rgb(0xe08fb0)};

    theme.categorical = {rgb(0x4aa3e0), rgb(0xe69f00), rgb(0x20b58a), rgb(0xd98bb6),
                         rgb(0xf0803c), rgb(0x84cdf5), rgb(0xe8dc5a), rgb(0xaab2bf)};
    theme.chartGrid = rgb(0x2a303b);
    theme.chartAxis = rgb(0xa0a9b8);
    return theme;
}

} // namespace

const Theme& Theme::light() {
    static const Theme theme = makeLight();
    return theme;
}

const Theme& Theme::dark() {
    static const Theme theme = makeDark();
    return theme;
}

} // namespace cellwright
