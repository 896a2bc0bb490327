// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/csv.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright {

using Cells = std::vector<std::vector<std::string>>;

struct GoodCsv {
    const char* name;
    const char* text;
    Cells cells; ///< header first
};
static const std::vector<GoodCsv> good{
    {"plain", "a,b\n1,2\n", {{"a", "b"}, {"1", "2"}}},
    {"no last newline", "a,b\n1,2", {{"a", "b"}, {"1", "2"}}},
    {"crlf", "a,b\r\n1,2\r\n", {{"a", "b"}, {"1", "2"}}},
    {"old mac", "a,b\r1,2\r", {{"a", "b"}, {"1", "2"}}},
    {"bom",
     "\xEF\xBB\xBF"
     "a,b\n1,2\n",
     {{"a", "b"}, {"1", "2"}}},
    {"semicolon", "a;b\n1,5;2\n", {{"a", "b"}, {"1,5", "2"}}},
    {"tab", "a\tb\n1\t2\n", {{"a", "b"}, {"1", "2"}}},
    {"spaces", " a , b\n 1 , 2 \n", {{"a", "b"}, {"1", "2"}}},
    {"quotes", "a,b\n\"x, y\",\"he said \"\"no\"\"\"\n", {{"a", "b"}, {"x, y", "he said \"no\""}}},
    {"newline in quotes", "a,b\n\"x\ny\",2\n", {{"a", "b"}, {"x\ny", "2"}}},
    {"space before quote", "a,b\n1, \"x, y\" \n", {{"a", "b"}, {"1", "x, y"}}},
    {"delimiter in quoted header", "\"a,b\";c\n1;2\n", {{"a,b", "c"}, {"1", "2"}}},
    {"empty lines", "\n\na,b\n\n1,2\n\n", {{"a", "b"}, {"1", "2"}}},
    {"short row", "a,b,c\n1\n", {{"a", "b", "c"}, {"1", "", ""}}},
    {"trailing delimiter", "a,b\n1,2,,\n", {{"a", "b"}, {"1", "2"}}},
    {"one column", "a\n1\n2\n", {{"a"}, {"1"}, {"2"}}},
    {"unicode", "name\nDünkirchen 京\n", {{"name"}, {"Dünkirchen 京"}}},
};

struct BadCsv {
    const char* name;
    std::string text;
    const char* message;
};
static const std::vector<BadCsv> bad{
    {"empty", "", "t.csv: the table is empty"},
    {"only newlines", "\n\r\n", "t.csv: the table is empty"},
    {"long row", "a,b\n1,2\n1,2,3\n", "t.csv:3: the row has 3 cells, the header 2"},
    {"open quote", "a,b\n1,\"2\n3,4\n", "t.csv:2: a quoted cell is never closed"},
    {"text after quote", "a,b\n1,\"2\"x\n", "t.csv:2: the line goes on after a closing quote"},
    {"bad utf-8", "a,b\n1,\xff\n", "t.csv: the text is not valid UTF-8"},
    {"latin 1", "name\nM\xfcnchen\n", "t.csv: the text is not valid UTF-8"},
    {"nul", std::string("a\0b\n", 4), "t.csv: byte 2 is NUL"},
    {"many columns", std::string(300, ','), "t.csv:1: the line has more than 256 cells"},
    {"long cell", "a\n" + std::string(70000, 'x'), "has a cell of 70000 bytes"},
    {"line after newline in quotes", "a,b\n\"x\ny\",2\n1,2,3\n", "t.csv:4: the row has 3 cells"},
};

class CsvTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void reads_data() {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(good.size()); ++i)
            QTest::newRow(good[std::size_t(i)].name) << i;
    }
    void reads() {
        QFETCH(int, index);
        const auto& each = good[std::size_t(index)];
        const auto table = parseCsv(each.text, "t.csv");
        QVERIFY2(table.has_value(), table ? "" : table.error().message().c_str());
        Cells cells{table->header};
        for (const auto& row : table->rows)
            cells.push_back(row.cells);
        QVERIFY(cells == each.cells);
    }
    void refuses_data() {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(bad.size()); ++i)
            QTest::newRow(bad[std::size_t(i)].name) << i;
    }
    void refuses() {
        QFETCH(int, index);
        const auto& each = bad[std::size_t(index)];
        const auto table = parseCsv(each.text, "t.csv");
        QVERIFY(!table.has_value());
        QVERIFY2(table.error().message().find(each.message) != std::string::npos,
                 table.error().message().c_str());
        QVERIFY(!table.error().remedy.empty());
    }
    void linesCountFromTheTopOfTheFile() {
        const auto table = parseCsv("\na,b\n\n\"x\n\",2\n3,4\n", "t.csv");
        QVERIFY(table.has_value());
        QCOMPARE(table->rows.at(0).line, std::size_t(4));
        QCOMPARE(table->rows.at(1).line, std::size_t(6));
    }
    void tooManyRowsAreRefused() {
        std::string text = "a\n";
        for (std::size_t i = 0; i <= CsvLimits::rows; ++i)
            text += "1\n";
        const auto table = parseCsv(text, "t.csv");
        QVERIFY(!table.has_value());
        QVERIFY(table.error().what.find("more than 1000000 rows") != std::string::npos);
    }
    void cellsReadBack() {
        for (const std::string cell :
             {"plain", "a,b", "a\"b", " lead", "trail ", "new\nline", "semi;colon", "tab\tbed", "\"", ""}) {
            const auto table = parseCsv("h,i\n" + csvCell(cell) + ",x\n", "t.csv");
            QVERIFY2(table.has_value(), table ? "" : table.error().message().c_str());
            QCOMPARE(table->rows.at(0).cells.at(0), cell);
        }
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::CsvTest)
#include "csv_test.moc"
