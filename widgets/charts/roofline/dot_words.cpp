// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/roofline/dot_words.h"

#include "analytics/quantity/text.h"

#include <QCoreApplication>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Roofline)
};

template <class Q>
QString shown(const Q& quantity) {
    return QString::fromStdString(toDisplay(quantity, 3));
}
QString percent(double share, int digits = 2) {
    return QString::fromStdString(roundedText(share * 100.0, digits)) + u" %"_s;
}

} // namespace

QString dotRate(const RooflineDot& dot) {
    const bool bytes = dot.limit ? dot.limit->memory : dot.tokens == 1;
    return bytes ? shown(dot.byteRate) : shown(dot.rate);
}

QString dotShare(const RooflineDot& dot) {
    if (!dot.limit)
        return {};
    return dot.limit->memory ? Words::tr("%1 of memory").arg(percent(dot.limit->share))
                             : Words::tr("%1 of the %2 peak").arg(percent(dot.limit->share), dot.limit->name);
}

QString dotTime(const RooflineDot& dot) {
    return Words::tr("%1 ± %2").arg(shown(dot.median), percent(dot.spread / 2.0));
}

QString dotInWords(const RooflineDot& dot) {
    QStringList lines{Words::tr("%1 by %2").arg(dot.what, providerName(dot.provider)), dot.shape};
    lines += Words::tr("Time: %1 (first to ninth decile %2 to %3, %4 samples)")
                 .arg(shown(dot.median), shown(dot.p10), shown(dot.p90))
                 .arg(dot.samples);
    lines += Words::tr("Rate: %1, %2").arg(shown(dot.byteRate), shown(dot.rate));
    if (dot.limit)
        lines += Words::tr("Reaches %1").arg(dotShare(dot));
    return lines.join(u'\n');
}

QString rooflineInWords(const RooflineData& data) {
    QStringList parts;
    if (data.bandwidth.si() > 0.0)
        parts += Words::tr("memory reads %1").arg(shown(data.bandwidth));
    for (const RooflineCeiling& ceiling : data.ceilings)
        parts += Words::tr("%1 peak %2").arg(ceiling.unit, shown(ceiling.rate));
    parts += Words::tr("measurements: %1").arg(data.dots.size());
    return parts.join(u", "_s);
}

} // namespace cellwright
