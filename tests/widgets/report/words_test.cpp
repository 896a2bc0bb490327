// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "widgets/report/pdf_bytes.h"
#include "widgets/report/report.h"
#include "widgets/report/words.h"

#include <QTest>

#include <array>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace cellwright;
using namespace cellwright::report;

class WordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void quantitiesStayOnOneLine() {
        QCOMPARE(quantity(Seconds(0.0123)), u"12.3\u00a0ms"_s);
        QCOMPARE(quantity(Bytes(6e9)), u"6\u00a0GB"_s);
        QCOMPARE(quantity(Seconds(INFINITY)), u"unbounded"_s);
    }
    void shares() {
        QCOMPARE(percent(0.0676), u"6.76\u00a0%"_s);
        QCOMPARE(percent(0.0), u"0\u00a0%"_s);
        QCOMPARE(percent(4e-7), u"<\u00a00.0001\u00a0%"_s);
        QCOMPARE(percent(INFINITY), u"unbounded"_s);
    }
    void exactCounts() { QCOMPARE(grouped(8'030'261'248), u"8,030,261,248"_s); }
    void oneUnitForAll() {
        const std::array values{0.012, 1.5, 0.4};
        const Scale scale = commonScale(values, "time");
        QCOMPARE(scale.unit, u"s"_s);
        QCOMPARE(scale.of(0.012), u"0.012"_s);
        const std::array small{0.012, 0.4, double(INFINITY)};
        QCOMPARE(commonScale(small, "time").unit, u"ms"_s);
        QCOMPARE(commonScale(small, "time").of(INFINITY), u"unbounded"_s);
        QCOMPARE(commonScale(small, "").unit, QString());
    }
    void papers() {
        QCOMPARE(parsePaper(u"a4"_s), Paper::a4);
        QCOMPARE(parsePaper(u"Letter"_s), Paper::letter);
        QVERIFY(!parsePaper(u"A5"_s));
    }
    void creationDateKeepsTheLength() {
        const QDateTime date(QDate(2026, 3, 1), QTime(12, 30, 5), Qt::UTC);
        for (const QByteArray old :
             {"/CreationDate (D:20200101000000+01'00')", "/CreationDate (D:20200101000000Z)"}) {
            const QByteArray patched = withCreationDate("before " + old + " after", date);
            QCOMPARE(patched.size(), old.size() + 13);
            QVERIFY(patched.contains("(D:20260301123005"));
            QVERIFY(patched.endsWith(") after"));
        }
        QCOMPARE(withCreationDate("nothing", date), QByteArray("nothing"));
    }
    void sourceDateEpochIsHonoured() {
        qputenv("SOURCE_DATE_EPOCH", "86400");
        QCOMPARE(creationDate({}), QDateTime(QDate(1970, 1, 2), QTime(0, 0), Qt::UTC));
        qunsetenv("SOURCE_DATE_EPOCH");
        const QDateTime asked(QDate(2026, 1, 1), QTime(1, 2), Qt::UTC);
        QCOMPARE(creationDate(asked), asked);
    }
};

CELLWRIGHT_TEST(WordsTest)
#include "words_test.moc"
