// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/json.h"
#include "tests/analytics/scenario/random_project.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <limits>

namespace cellwright {

using Wrap = std::string (*)(const char*);
static std::string whole(const char* text) {
    return text;
}
static std::string inScenario(const char* fields) {
    return QStringLiteral("{\"scenarios\": [{\"id\": 1, %1}]}").arg(QString::fromUtf8(fields)).toStdString();
}
static std::string inSite(const char* fields) {
    const auto site = QStringLiteral("\"topology\": {\"sites\": [{\"id\": 1}, {\"id\": 2, %1}]}");
    return inScenario(site.arg(QString::fromUtf8(fields)).toUtf8().constData());
}

struct RefusedText {
    const char* name;
    Wrap wrap;
    const char* text;
    const char* message;
};
static const RefusedText refused[] = {
    {"empty", whole, "", "f: the JSON breaks off or is malformed at line 1"},
    {"cut off", whole, "{\"scenarios\": [\n{\"id\"", "at line 2, column 6"},
    {"not a project", whole, "{}", "f: $: \"scenarios\" is missing"},
    {"array", whole, "[]", "f: $: expected an object, found a list"},
    {"other format", whole, R"({"format": "geojson", "scenarios": []})",
     "f: $.format: this is a \"geojson\""},
    {"newer", whole, R"({"version": 9, "scenarios": []})", "f: $.version: the project has format version 9"},
    {"wrong type", inSite, R"("height_m": "high")",
     "f: $.scenarios[0].topology.sites[1].height_m: expected a number, found a text"},
    {"too high", inSite, R"("height_m": 151)",
     "sites[1].height_m: 151 is out of range (give a number from 1 to 150)"},
    {"null", inSite, R"("height_m": null)", "sites[1].height_m: expected a number, found nothing (null)"},
    {"overflow", inSite, R"("height_m": 1e999)", "the number 1e999 is too large"},
    {"nan", inSite, R"("height_m": NaN)", "the JSON breaks off or is malformed at line 1"},
    {"infinity", inSite, R"("height_m": -Infinity)", "malformed"},
    {"flag", inSite, R"("enabled": 1)", "sites[1].enabled: expected true or false, found a number"},
    {"enum", inSite, R"("propagation": "lunar")",
     "sites[1].propagation: unknown value \"lunar\" (use one of: uma, umi, rma, "},
    {"cut", inScenario, R"("topology": {"antennas": [{"id": 4, "vertical_db": [0, "3"]}]})",
     "topology.antennas[0].vertical_db[1]: expected a number, found a text"},
    {"position", inSite, R"("position_m": [1])",
     "sites[1].position_m: expected a position, found a list of 1"},
    {"position part", inSite, R"("position_m": [1, "2"])",
     "sites[1].position_m[1]: expected a number, found a text"},
    {"sector id", inSite, R"("sectors": [{"id": 3}, {"id": 3}])",
     "sectors[1]: the sector id 3 is used twice"},
    {"sectors", inSite, R"("sectors": {})", "sites[1].sectors: expected a list, found an object"},
    {"duplicate", inScenario, R"("workloads": [{"id": 5}, {"id": 5}])",
     "$.scenarios[0].workloads[1]: the id 5 is used twice"},
    {"no id", inScenario, R"("workloads": [{"name": "a"}])", "workloads[0]: the id is missing"},
    {"zero id", inScenario, R"("workloads": [{"id": 0}])", "workloads[0].id: 0 is out of range"},
    {"huge id", inScenario, R"("workloads": [{"id": 1e30}])", "workloads[0].id: 1e+30 is out of range"},
    {"fraction", inScenario, R"("workloads": [{"id": 1, "prompt_tokens": 1.5}])",
     "prompt_tokens: 1.5 is not a whole number"},
    {"int overflow", inScenario, R"("workloads": [{"id": 1, "prompt_tokens": 5000000000}])",
     "is out of range (give a whole number from 1 to 10000000)"},
    {"origin", inScenario, R"("topology": {"origin": {"latitude": 1}})",
     "topology.origin: the longitude is missing"},
    {"latitude", inScenario, R"("topology": {"origin": {"latitude": 91, "longitude": 0}})",
     "origin.latitude: 91 is out of range"},
    {"nul", inScenario, R"("name": "a\u0000b")", "$.scenarios[0].name: the text holds a NUL character"},
    {"same scenario", whole, R"({"scenarios": [{"id": 1}, {"id": 1}]})",
     "$.scenarios[1]: the scenario id 1 is used twice"},
    {"attachment kind", whole,
     R"({"scenarios": [], "attachments": [{"id": "a", "kind": "x", "json": "{}"}]})",
     "the kind \"x\" is unknown"},
    {"attachment json", whole,
     R"({"scenarios": [], "attachments": [{"id": "a", "kind": "model", "json": "{"}]})",
     "the text of \"a\" is not JSON"},
    {"attachment id", whole, R"({"scenarios": [], "attachments": [{"kind": "model"}]})",
     "$.attachments[0]: \"id\" is missing"},
    {"trailing", whole, R"({"scenarios": []} x)", "malformed"},
};

class ScenarioJsonTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void randomProjectsRoundTripExactly() {
        for (std::uint64_t seed = 0; seed < 300; ++seed) {
            const auto project = test::RandomProject(seed).project();
            const auto text = toJsonText(project, seed % 2 == 0 ? -1 : 2);
            const auto back = projectFromJson(text, "round");
            QVERIFY2(back.has_value(), back ? "" : back.error().message().c_str());
            QVERIFY(*back == project);
            QCOMPARE(toJsonText(*back, seed % 2 == 0 ? -1 : 2), text);
        }
    }
    void randomScenariosRoundTripExactly() {
        for (std::uint64_t seed = 0; seed < 200; ++seed) {
            const auto scenario = test::RandomProject(seed).scenario({7});
            const auto back = scenarioFromJson(toJsonText(scenario), "round");
            QVERIFY2(back.has_value(), back ? "" : back.error().message().c_str());
            QVERIFY(*back == scenario);
        }
    }
    void absentFieldsTakeDefaultsAndUnknownOnesAreIgnored() {
        const auto project = projectFromJson(
            "{\"scenarios\": [{\"id\": 4, \"topology\": {\"sites\": [{\"id\": 2}]}, \"new\": 1}]}", "x");
        QVERIFY(project.has_value());
        Site site;
        site.id = {2};
        QVERIFY(project->scenarios.at(0).topology.sites.at(0) == site);
        QVERIFY(project->scenarios.at(0).assumptions == Assumptions{});
    }

    void refuses_data() {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(std::size(refused)); ++i)
            QTest::newRow(refused[i].name) << i;
    }
    void refuses() {
        QFETCH(int, index);
        const auto& each = refused[index];
        const auto read = projectFromJson(each.wrap(each.text), "f");
        QVERIFY(!read.has_value());
        const auto message = read.error().message();
        QVERIFY2(message.find(each.message) != std::string::npos, message.c_str());
        QVERIFY(!read.error().remedy.empty());
    }
    void invalidUtf8IsRefused() {
        for (const char* bytes : {"\xff", "\xc3(", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xc0\xaf"}) {
            const auto read =
                projectFromJson(std::string("{\"scenarios\": [], \"name\": \"") + bytes + "\"}", "f");
            QVERIFY(!read.has_value());
            QVERIFY2(read.error().what.find("UTF-8") != std::string::npos, read.error().what.c_str());
        }
    }
    void deepNestingIsRefused() {
        const auto read = projectFromJson(std::string(100000, '['), "f");
        QVERIFY(!read.has_value());
        QVERIFY(read.error().what.find("nested 100000 levels deep") != std::string::npos);
    }
    void hugeListsAreRefused() {
        std::string many = "{\"scenarios\": [{\"id\": 1, \"topology\": {\"links\": [";
        for (std::size_t i = 0; i <= JsonLimits::entitiesPerList; ++i)
            many += i == 0 ? "{}" : ",{}";
        const auto read = projectFromJson(many + "]}}]}", "f");
        QVERIFY(!read.has_value());
        QVERIFY2(read.error().message().find("topology.links: the list has 100001 entries") !=
                     std::string::npos,
                 read.error().message().c_str());
        const auto values = projectFromJson(std::string(JsonLimits::values + 1, ','), "f");
        QVERIFY(!values.has_value());
        QVERIFY(values.error().what.find("more than") != std::string::npos);
    }
    void bracketsInTextsAreNotNesting() {
        Project project;
        project.description.assign(1000, '[');
        project.description.append("\\\\\"").append(1000, '{');
        QVERIFY(projectFromJson(toJsonText(project), "f") == project);
    }
    void aNumberThatIsNotFiniteDoesNotReadBack() {
        Scenario scenario;
        scenario.id = {1};
        scenario.assumptions.bytesPerToken = std::numeric_limits<double>::quiet_NaN();
        const auto back = scenarioFromJson(toJsonText(scenario), "f");
        QVERIFY(!back.has_value());
        QVERIFY(back.error().where.find("$.assumptions.bytes_per_token") != std::string::npos);
    }
    void anyCutOfATextIsRefused() {
        const auto text = toJsonText(test::RandomProject(5).project());
        for (std::size_t length = 0; length < text.size(); length += 7)
            QVERIFY(!projectFromJson(std::string_view(text).substr(0, length), "f").has_value());
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::ScenarioJsonTest)
#include "json_test.moc"
