// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/registry.h"

#include <QFile>
#include <QObject>
#include <QProcess>
#include <QTest>

#include <sqlite3.h>

namespace cellwright {
namespace {

/// Runs SQL on a project file, as a program of the future or an attacker would.
bool sql(const QString& file, const char* statement) {
    sqlite3* database = nullptr;
    bool done = sqlite3_open(file.toUtf8().constData(), &database) == SQLITE_OK;
    done = done && sqlite3_exec(database, statement, nullptr, nullptr, nullptr) == SQLITE_OK;
    sqlite3_close(database);
    return done;
}

} // namespace

class RefusalsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wrongCommandLines_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* line, const char* says) {
            QTest::newRow(*line ? line : "nothing") << QByteArray(line) << QByteArray(says);
        };
        row("", "evaluate");
        row("assess p.json", "assess");
        row("evaluate", "PROJECT");
        row("evaluate p.json --fast", "--fast");
        row("evaluate p.json --scenario", "--scenario");
        row("explain p.json", "--quantity");
        row("explain p.json --quantity groups[99].ttft_s.p95", "groups[99]");
        row("explain p.json --quantity scenarios[99].totals.users", "scenarios[0]");
        row("model gpt2 --weights q3_x", "q4_0");
        row("model gpt2 --kv nf4", "f16");
        row("model gpt2 --prompt -1", "--prompt");
        row("model gpt2 --batch 1e3", "--batch");
        row("predict --model gpt2", "--weights");
        row("predict --model gpt2 --weights f16 --device nvidia-l4 --threads 2", "--threads");
        row("predict --model gpt2 --weights f16 --device nvidia-l4 --runtime Fortran", "Fortran");
        row("radio", "pathloss");
        row("radio pathloss --model suburbia --state los --frequency 1GHz --distance-2d 10", "uma");
        row("radio pathloss --model uma --state los --frequency 1km --distance-2d 10", "--frequency");
        row("radio pathloss --model uma --state los --frequency 0 --distance-2d 10", "more than 0");
        row("radio pathloss --model uma --state los --frequency nan --distance-2d 10", "--frequency");
        row("radio rate --sinr-db 30 --bandwidth 20MHz --scs 30kHz --uplink --mcs-table 4", "uplink");
        row("radio peak-rate --bandwidth 20MHz --scs 30kHz --layers 1 --qm 10 --uplink", "uplink");
        row("radio tbs --mcs-table 2 --mcs 28 --prbs 1", "0 to 27");
        row("radio tbs --mcs-table 5 --mcs 1 --prbs 1", "--mcs-table");
        row("radio tbs --mcs-table 1 --mcs 1 --prbs 1 --symbols 1 --dmrs-re 12", "data");
        row("radio peak-rate --bandwidth 7MHz --scs 30kHz --layers 1 --qm 2", "5, 10, 15");
        row("radio rate --sinr-db 10 --bandwidth 20MHz --scs 30kHz --mapping magic", "sionna-awgn");
        row("privacy dp gaussian --sigma 1 --sensitivity 1 --delta 1.5", "--delta");
        row("privacy dp gaussian --sigma 0 --sensitivity 1 --delta 1e-5", "--sigma");
        row("privacy recovery-cap --radius 1 --sigma 1", "--vocabulary");
        row("privacy recovery-cap --radius 1 --sigma 1 --vocabulary 2 --prior f", "--prior");
        row("catalogue", "devices");
        row("catalogue colours", "devices");
        row("sample", "--list");
        row("sample nowhere -o x.json", "hospital");
        row("sample hospital", "-o");
        row("import cats p.json -o x.json", "cats");
        row("import sites p.json", "--into");
        row("import network p.json -o x.json", "users");
        row("import sites sites.csv -o x.json --placement moon", "moon");
        row("import users users.csv -o x.json --host-device nowhere --bare --id a", "--id");
        row("export p.json --as dwg -o x.dwg", "dwg");
        row("export p.json --as json", "--output");
        row("profile --shape 4096x4096", "--shape");
        row("profile --weights q9_9", "q9_9");
        row("profile --provider gpu", "gpu");
        row("profile --quick --weights nf4", "nf4");
        row("profile --quick --threads 4096", "4096");
    }
    void wrongCommandLines() {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, says);
        const test::Workplace place;
        place.prepare("sample hospital -o p.json");
        const auto files = place.files();
        const auto result = place.run(line.constData());
        CELLWRIGHT_STATUS(result, 2);
        QVERIFY2(result.err.contains(says), result.message());
        QVERIFY(result.out.isEmpty());
        QCOMPARE(place.files(), files);
    }

    void unreadableProjects_data() {
        QTest::addColumn<QByteArray>("file");
        for (const char* file :
             {"truncated.cellwright", "header.cellwright", "newer.cellwright", "foreign.cellwright",
              "hostile.cellwright", "empty.cellwright", "text.cellwright", "missing.cellwright", ".",
              "truncated.json", "types.json", "newer.json", "utf8.json", "deep.json", "nan.json"})
            QTest::newRow(file) << QByteArray(file);
    }
    void unreadableProjects() {
        QFETCH(QByteArray, file);
        const test::Workplace place;
        makeBadProjects(place);
        const auto before = place.read(file.constData());
        const auto files = place.files();
        for (const QByteArray command :
             {"evaluate %", "validate %", "explain % --list", "export % --as json -o out.json",
              "import json % -o out.cellwright"}) {
            const auto result = place.run(QByteArray(command).replace("%", file).constData());
            QVERIFY2(result.status == 3, (command + ": " + result.err).constData());
            QVERIFY2(result.err.contains(file == "." ? "directory" : file) || result.err.contains(file),
                     result.message());
            QVERIFY(result.out.isEmpty());
            QCOMPARE(place.read(file.constData()), before);
            QCOMPARE(place.files(), files);
        }
    }

    void unreadableTables_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* name, const QByteArray& bytes, const char* says) {
            QTest::newRow(name) << bytes << QByteArray(says);
        };
        row("empty", "", "bad.csv");
        row("no position", "NAME,HEIGHT\na,25\n", "LATITUDE");
        row("NaN", "LATITUDE,LONGITUDE\n52,nan\n", "bad.csv:2");
        row("infinite", "LATITUDE,LONGITUDE\n52,inf\n", "bad.csv:2");
        row("huge", "LATITUDE,LONGITUDE\n1e308,13\n", "LATITUDE");
        row("a word", "LATITUDE,LONGITUDE\n52,13\n52,east\n", "bad.csv:3");
        row("a cell too many", "LATITUDE,LONGITUDE\n52,13,5\n", "bad.csv:2");
        row("an open quote", "LATITUDE,LONGITUDE\n52,\"13\n", "bad.csv");
        row("bad UTF-8", "NAME,LATITUDE,LONGITUDE\n\xff\xfe,52,13\n", "UTF-8");
    }
    void unreadableTables() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, says);
        const test::Workplace place;
        place.write("bad.csv", bytes);
        place.write("sites.csv", "LATITUDE,LONGITUDE\n52,13\n");
        place.prepare("import sites sites.csv -o p.cellwright");
        const auto project = place.read("p.cellwright");
        const auto files = place.files();
        for (const char* line :
             {"import sites bad.csv -o out.cellwright", "import network sites.csv bad.csv -o out.cellwright",
              "import users bad.csv --into p.cellwright"}) {
            const auto result = place.run(line);
            QVERIFY2(result.status == 3, (QByteArray(line) + ": " + result.err).constData());
            QVERIFY2(result.err.contains(says), result.message());
            QCOMPARE(place.read("p.cellwright"), project);
            QCOMPARE(place.files(), files);
        }
    }

    void unreadableModels_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char* name, const char* file, const QByteArray& bytes) {
            QTest::newRow(name) << QByteArray(file) << bytes;
        };
        row("empty", "config.json", "");
        row("truncated", "config.json", R"({"model_type": "llama", "hidden_size": 40)");
        row("no type", "config.json", R"({"hidden_size": 4096})");
        row("wrong type", "config.json", R"({"model_type": "llama", "hidden_size": "big"})");
        row("missing fields", "config.json", R"({"model_type": "llama", "hidden_size": 4096})");
        row("huge", "config.json",
            R"({"model_type": "llama", "hidden_size": 1e300, "num_hidden_layers": 2, "num_attention_heads": 2, "vocab_size": 5})");
        row("bad UTF-8", "config.json", "{\"model_type\": \"lla\xff\xfema\", \"hidden_size\": 4096}");
        row("deep", "config.json", QByteArray(100'000, '['));
        row("gguf", "weights.gguf", "GGUF");
        row("safetensors", "weights.safetensors", "????????{}");
    }
    void unreadableModels() {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, bytes);
        const test::Workplace place;
        place.write(file.constData(), bytes);
        const auto files = place.files();
        for (const QByteArray line : {"model ./%", "predict --model ./% --weights f16 --device nvidia-l4",
                                      "import model % -o out.cellwright"}) {
            const auto result = place.run(QByteArray(line).replace("%", file).constData());
            QVERIFY2(result.status == 3, (line + ": " + result.err).constData());
            QVERIFY2(result.err.contains(file), result.message());
            QVERIFY(result.out.isEmpty());
            QCOMPARE(place.files(), files);
        }
    }

    void unknownInputs_data() {
        QTest::addColumn<QByteArray>("line");
        for (const char* line :
             {"model llama-9", "model ./nowhere/config.json",
              "predict --model gpt2 --weights f16 --device abacus",
              "predict --model gpt2 --weights f16 --device ./nowhere.json",
              "predict --model gpt2 --weights f16 --device bad.json", "import users nowhere.csv -o out.json",
              "import device bad.json -o out.json", "import sites bad.json --into nowhere.cellwright",
              "privacy recovery-cap --radius 1 --sigma 1 --prior nowhere",
              "privacy recovery-cap --radius 1 --sigma 1 --prior bad.json",
              "sample hospital -o nowhere/p.cellwright", "sample hospital -o nowhere/p.json"})
            QTest::newRow(line) << QByteArray(line);
    }
    void unknownInputs() {
        QFETCH(QByteArray, line);
        const test::Workplace place;
        place.write("bad.json", R"({"machine": 5})");
        const auto files = place.files();
        const auto result = place.run(line.constData());
        CELLWRIGHT_STATUS(result, 3);
        QVERIFY(result.err.startsWith("cellwright-cli: "));
        QVERIFY(result.out.isEmpty());
        QCOMPARE(place.files(), files);
    }

    void existingFilesStay_data() {
        QTest::addColumn<QByteArray>("line");
        for (const char* line :
             {"sample hospital -o there", "sample hospital -o there.json", "import json p.json -o there",
              "export p.json --as json -o there", "export p.json --as csv -o there"})
            QTest::newRow(line) << QByteArray(line);
    }
    void existingFilesStay() {
        QFETCH(QByteArray, line);
        const test::Workplace place;
        const QByteArray precious = "do not lose this\n";
        place.prepare("sample factory -o p.json");
        place.write("there", precious);
        place.write("there.json", precious);
        const auto files = place.files();
        const auto refused = place.run(line.constData());
        CELLWRIGHT_STATUS(refused, 3);
        QVERIFY2(refused.err.contains("--force"), refused.message());
        QCOMPARE(place.read("there"), precious);
        QCOMPARE(place.read("there.json"), precious);
        QCOMPARE(place.files(), files);
        CELLWRIGHT_STATUS(place.run((line + " --force").constData()), 0);
        QVERIFY(place.read("there") != precious || place.read("there.json") != precious);
        QCOMPARE(place.files(), files);
    }

    void aFullDiskIsNoticed() {
        if (!QFile::exists(QStringLiteral("/dev/full")))
            QSKIP("no /dev/full here");
        QProcess process;
        process.setStandardOutputFile(QStringLiteral("/dev/full"));
        process.start(test::programPath(), {QStringLiteral("catalogue"), QStringLiteral("models")});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 4);
    }

    void terminalsAreSafe() {
        const test::Workplace place;
        place.prepare("sample hospital -o p.json");
        place.write("p.json", place.read("p.json").replace("\"Ward tablets\"", "\"Ward\\u001b[2Jtablets\""));
        const auto result = place.run("evaluate p.json");
        QVERIFY(result.out.contains("tablets"));
        QVERIFY(!result.out.contains('\x1b'));
    }

private:
    static void makeBadProjects(const test::Workplace& place) {
        place.prepare("sample hospital -o good.cellwright");
        place.prepare("sample hospital -o good.json");
        const auto file = place.read("good.cellwright"), text = place.read("good.json");
        place.write("truncated.cellwright", file.left(file.size() / 2));
        place.write("header.cellwright", file.left(100));
        for (const char* name : {"newer.cellwright", "foreign.cellwright", "hostile.cellwright"})
            place.write(name, file);
        QVERIFY(sql(place.path("newer.cellwright"), "PRAGMA user_version = 9999"));
        QVERIFY(sql(place.path("foreign.cellwright"), "PRAGMA application_id = 5"));
        QVERIFY(sql(place.path("hostile.cellwright"),
                    "CREATE TRIGGER t AFTER INSERT ON sqlite_sequence BEGIN SELECT 1; END") ||
                sql(place.path("hostile.cellwright"), "CREATE VIEW evil AS SELECT 1"));
        place.write("empty.cellwright", "");
        place.write("text.cellwright", "hello\n");
        place.write("truncated.json", text.left(text.size() / 2));
        place.write("types.json", QByteArray(text).replace("\"scenarios\": [", "\"scenarios\": [5, "));
        place.write("newer.json", QByteArray(text).replace("\"version\": 1", "\"version\": 9999"));
        place.write("utf8.json", QByteArray(text).replace("Ward tablets", "Ward \xff\xfe"));
        place.write("deep.json", QByteArray(1'000'000, '['));
        place.write("nan.json", QByteArray(text).replace("\"height_m\": 1.5", "\"height_m\": NaN"));
    }
};

CELLWRIGHT_TEST(RefusalsTest)

} // namespace cellwright

#include "refusals_test.moc"
