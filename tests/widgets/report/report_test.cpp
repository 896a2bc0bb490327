// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/file.h"
#include "data/exchange/import.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"
#include "tests/widgets/report/fixture.h"
#include "widgets/report/report.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace cellwright;

namespace {

/// Reports are written in well under this on an idle machine; a loaded one gets the rest of it.
constexpr double secondsAllowed = 2.0;

ReportOptions dated() {
    ReportOptions options;
    options.created = QDateTime(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC);
    return options;
}

} // namespace

class ReportTest : public QObject {
    Q_OBJECT
    const test::Assessed hospital_{samples::hospitalCampus()};

    static QByteArray bytesOf(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static Expected<ReportSummary> write(const QString& path, const test::Assessed& plan,
                                         const ReportOptions& options = dated(), bool force = false) {
        return writeReport(path.toStdString(), plan.project, plan.assessments, plan.facts, options, force);
    }

private Q_SLOTS:
    void theChosenMapHasItsPage() {
        const QTemporaryDir folder;
        const QString without = folder.filePath(u"without.pdf"_s), with = folder.filePath(u"with.pdf"_s);
        QVERIFY(write(without, hospital_));
        ReportOptions options = dated();
        options.map.emplace();
        options.map->question.layer = maps::Layer::ttft;
        options.map->question.group = {987654}; // of another scenario: the first group stands in
        const auto written = write(with, hospital_, options);
        QVERIFY2(written.has_value(), written ? "" : written.error().message().c_str());
        QVERIFY(bytesOf(with).size() > bytesOf(without).size() + 2000);
    }

    void writesEachSample_data() {
        QTest::addColumn<int>("sample");
        QTest::addColumn<int>("paper");
        for (int sample = 0; sample < int(samples::all().size()); ++sample)
            for (const Paper paper : {Paper::a4, Paper::letter})
                QTest::addRow("%s on %s", samples::all()[std::size_t(sample)].id.data(),
                              paper == Paper::a4 ? "A4" : "Letter")
                    << sample << int(paper);
    }
    void writesEachSample() {
        QFETCH(int, sample);
        QFETCH(int, paper);
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"report.pdf"_s);
        ReportOptions options = dated();
        options.paper = Paper(paper);
        const auto summary = write(path, test::Assessed(samples::all()[std::size_t(sample)].make()), options);
        QVERIFY2(summary, summary ? "" : summary.error().message().c_str());
        const QByteArray pdf = bytesOf(path);
        QVERIFY(pdf.startsWith("%PDF-"));
        QVERIFY(pdf.trimmed().endsWith("%%EOF"));
        QVERIFY(pdf.contains("/FontFile")); // embedded, not by name
        QCOMPARE(pdf.count("/Type /Page\n"), summary->pages);
        QVERIFY(pdf.contains(options.paper == Paper::a4 ? "595.000000 842.000000" : "612.000000 792.000000"));
        QCOMPARE_GT(summary->pages, 3);
        QCOMPARE_LT(summary->seconds, secondsAllowed);
    }
    void theSameInputsGiveTheSameBytes() {
        const QTemporaryDir folder;
        QVERIFY(write(folder.filePath(u"a.pdf"_s), hospital_));
        QVERIFY(write(folder.filePath(u"b.pdf"_s), hospital_));
        QCOMPARE(bytesOf(folder.filePath(u"a.pdf"_s)), bytesOf(folder.filePath(u"b.pdf"_s)));
        QVERIFY(bytesOf(folder.filePath(u"a.pdf"_s)).contains("(D:20260101120000"));
    }
    void anExistingFileStaysUnlessForced() {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"report.pdf"_s);
        QFile mine(path);
        QVERIFY(mine.open(QIODevice::WriteOnly));
        mine.write("mine");
        mine.close();
        const auto refused = write(path, hospital_);
        QVERIFY(!refused);
        QVERIFY(refused.error().message().find("exists") != std::string::npos);
        QCOMPARE(bytesOf(path), QByteArray("mine"));
        QVERIFY(write(path, hospital_, dated(), true));
        QVERIFY(bytesOf(path).startsWith("%PDF-"));
    }
    void failuresLeaveNothing() {
        const QTemporaryDir folder;
        QVERIFY(!write(folder.filePath(u"no/such/folder.pdf"_s), hospital_));
        ReportOptions options;
        options.language = u"tlh"_s;
        const auto unknown = write(folder.filePath(u"a.pdf"_s), hospital_, options);
        QVERIFY(!unknown);
        QVERIFY(unknown.error().remedy.find("en") != std::string::npos);
        test::Assessed stranger(samples::hospitalCampus());
        stranger.assessments[0].id = ScenarioId{999};
        QVERIFY(!write(folder.filePath(u"a.pdf"_s), stranger));
        stranger.assessments.clear();
        QVERIFY(!write(folder.filePath(u"a.pdf"_s), stranger));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 0);
    }
    void theHashFollowsTheInputs() {
        Project project = samples::hospitalCampus();
        const QString before = report::inputsHash(project);
        QCOMPARE(before.size(), 64);
        QCOMPARE(report::inputsHash(samples::hospitalCampus()), before);
        project.scenarios[0].workloads[0].promptTokens += 1;
        QVERIFY(report::inputsHash(project) != before);
    }
    void aPlanThatCannotWorkIsReportedToo() {
        Project project = samples::hospitalCampus();
        Scenario& broken = project.scenarios.front();
        broken.deployments.front().model = "no-such-model";
        broken.topology.links.clear();
        project.scenarios.push_back({.id = {99}, .name = "Empty"});
        const QTemporaryDir folder;
        const test::Assessed plan(project);
        QVERIFY(!plan.assessments.front().feasible);
        const auto summary = write(folder.filePath(u"report.pdf"_s), plan);
        QVERIFY2(summary, summary ? "" : summary.error().message().c_str());
    }
    void hostileTextsFit() {
        Project project = samples::hospitalCampus();
        project.name = std::string(60'000, 'W');
        project.description = std::string(300'000, 'x');
        project.scenarios[0].name = std::string(5'000, 'y');
        project.scenarios[0].topology.groups[0].name = "<b>&amp;</b>\n\x01 " + std::string(9'000, 'z');
        const QTemporaryDir folder;
        const auto summary = write(folder.filePath(u"report.pdf"_s), test::Assessed(project));
        QVERIFY2(summary, summary ? "" : summary.error().message().c_str());
        QCOMPARE_LT(summary->pages, 100);
    }
    void theMelbourneNetworkInTwoSeconds() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        Project project;
        project.name = "Melbourne";
        Scenario scenario{.id = {1}, .name = "Split with the edge"};
        const auto read = [&](const char* name) { return readFile(*shared / "data" / "eua" / name).value(); };
        QVERIFY(importSites(read("site-optus-melbCBD.csv"), "sites", scenario));
        QVERIFY(importUsers(read("users-melbcbd-generated.csv"), "users", scenario));
        addMissingParts(scenario);
        project.scenarios = {scenario};
        const test::Assessed plan(project);
        const QTemporaryDir folder;
        const auto summary = write(folder.filePath(u"report.pdf"_s), plan);
        QVERIFY2(summary, summary ? "" : summary.error().message().c_str());
        QCOMPARE_LT(summary->seconds, secondsAllowed);
        QCOMPARE_LT(summary->pages, 25);
    }
};

CELLWRIGHT_TEST(ReportTest)
#include "report_test.moc"
