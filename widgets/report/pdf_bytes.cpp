// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/pdf_bytes.h"

#include "cellwright/version.h"

using namespace Qt::StringLiterals;

namespace cellwright::report {

QString programName() {
    return u"Cellwright "_s + QLatin1StringView(version);
}

QDateTime creationDate(const std::optional<QDateTime>& asked) {
    if (asked && asked->isValid())
        return *asked;
    bool isNumber = false;
    const qint64 epoch = qEnvironmentVariable("SOURCE_DATE_EPOCH").toLongLong(&isNumber);
    return isNumber ? QDateTime::fromSecsSinceEpoch(epoch, Qt::UTC) : QDateTime::currentDateTime();
}

QByteArray withCreationDate(QByteArray pdf, const QDateTime& date) {
    static constexpr char key[] = "/CreationDate (D:";
    const qsizetype start = pdf.indexOf(key);
    if (start < 0)
        return pdf;
    const qsizetype from = start + qsizetype(sizeof key) - 1;
    const qsizetype length = pdf.indexOf(')', from) - from;
    // The same length, so that the offsets of the file's objects stay true.
    const QByteArray zone = length == 15 ? QByteArray("Z") : QByteArray("+00'00'");
    const QByteArray text = date.toUTC().toString(u"yyyyMMddHHmmss"_s).toLatin1() + zone;
    return text.size() == length ? pdf.replace(from, length, text) : pdf;
}

Expected<void> checkFree(const std::filesystem::path& file, bool force) {
    std::error_code ignored;
    if (!force && std::filesystem::exists(std::filesystem::symlink_status(file, ignored)))
        return failure("the file exists", file.string(), "choose another name, or ask for it to be replaced");
    return {};
}

} // namespace cellwright::report
