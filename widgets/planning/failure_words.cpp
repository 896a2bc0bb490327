// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/planning/failure_words.h"

#include "analytics/quantity/text.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

struct FailureWords {
    Q_DECLARE_TR_FUNCTIONS(FailureWords)
};

QString plain(const std::string& text) {
    return QString::fromStdString(text).toHtmlEscaped();
}

QString joined(const std::vector<std::string>& all) {
    QStringList parts;
    for (const auto& each : all)
        parts << QString::fromStdString(each);
    return parts.join(u", "_s);
}

} // namespace

QString delayChangeText(Seconds change) {
    if (change.si() == 0.0)
        return u"–"_s;
    const QString size = QString::fromStdString(toDisplay(Seconds(std::abs(change.si())), 3));
    return (change.si() > 0.0 ? u"+"_s : u"−"_s) + size;
}

QStringList impactSentences(const GroupImpact& group) {
    QStringList all;
    if (group.lost > 0)
        all << FailureWords::tr("%1 of %2 users lose service").arg(group.lost).arg(group.servedBefore);
    if (group.rerouted > 0)
        all << FailureWords::tr("%1 are served another way (delay %2 on average, %3 at worst)")
                   .arg(group.rerouted)
                   .arg(delayChangeText(group.meanDelayChange), delayChangeText(group.worstDelayChange));
    if (!group.brokenTargets.empty())
        all << FailureWords::tr("no longer met: %1").arg(joined(group.brokenTargets));
    return all;
}

QString impactText(const FailureImpact& impact) {
    QString text = u"<b>"_s + FailureWords::tr("If %1 fails").arg(plain(impact.name)) + u"</b>"_s;
    if (impact.groups.empty() && impact.violations.empty())
        return text + u"<p>"_s + FailureWords::tr("Nobody notices: all users are served as before.") +
               u"</p>"_s;
    text += u"<ul>"_s;
    for (const auto& group : impact.groups)
        text += u"<li><b>%1</b>: %2</li>"_s.arg(plain(group.name),
                                                impactSentences(group).join(u"; "_s).toHtmlEscaped());
    for (const auto& violation : impact.violations)
        text += u"<li>%1</li>"_s.arg(plain(violation.what));
    return text + u"</ul>"_s;
}

} // namespace cellwright
