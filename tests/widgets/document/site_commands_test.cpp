// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/document/fixture.h"
#include "widgets/document/site_commands.h"

using namespace cellwright;
using namespace cellwright::test;

namespace {

constexpr EntityRef north{EntityKind::site, 2}, south{EntityKind::site, 4}, host{EntityKind::host, 6},
    wire{EntityKind::link, 8}, users{EntityKind::userGroup, 12};

} // namespace

class SiteCommandsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whateverCanFailIsSwitched() {
        const auto document = smallDocument();
        QVERIFY(commands::canSwitch(document->scenario(), {north, users}));
        QVERIFY(!commands::canSwitch(document->scenario(), {users}));
        QVERIFY(commands::toggleOn(*document, {north, host, wire, users}));
        const auto topology = [&]() -> const Topology& { return document->scenario().topology; };
        QVERIFY(!topology().sites[0].enabled && topology().sites[1].enabled);
        QVERIFY(!topology().hosts[0].enabled && !topology().links[0].enabled);
        QVERIFY2(commands::toggleOn(*document, {north, south}), "one of two is off: both go on");
        QVERIFY(topology().sites[0].enabled && topology().sites[1].enabled);
        QVERIFY(document->undo());
        QVERIFY(!topology().sites[0].enabled);
    }

    void oneSectorIsSwitched() {
        const auto document = smallDocument();
        QVERIFY(commands::setSectorOn(*document, north, SectorId{3}, false));
        QVERIFY(!document->scenario().topology.sites[0].sectors[0].enabled);
        QVERIFY(document->scenario().topology.sites[0].enabled);
        QVERIFY2(!commands::setSectorOn(*document, north, SectorId{99}, false), "no such sector, no step");
    }

    void lockedSitesDoNotMove() {
        const auto document = smallDocument();
        QVERIFY(commands::lockedReason(document->scenario(), {north, south}).isEmpty());
        QVERIFY(commands::toggleLocked(*document, {north, host}));
        QCOMPARE(commands::lockedAmong(document->scenario(), {north, south}), EntityRefs{north});
        QVERIFY(commands::lockedReason(document->scenario(), {north}).contains(QStringLiteral("North")));
        QVERIFY(commands::moveEntities(*document, {north, south}, at(10, 10)));
        QVERIFY(document->scenario().topology.sites[0].position == at(0, 300));
        QVERIFY(document->scenario().topology.sites[1].position == at(10, -290));
        QVERIFY2(!commands::moveEntities(*document, {north}, at(10, 10)), "nothing moved, no step");
        QVERIFY(commands::toggleLocked(*document, {north}));
        QVERIFY(!document->scenario().topology.sites[0].locked);
    }

    void statusOfMany() {
        const auto document = smallDocument();
        QVERIFY(commands::setStatus(*document, {north, south, host}, SiteStatus::candidate));
        QVERIFY(document->scenario().topology.sites[1].status == SiteStatus::candidate);
        QVERIFY(document->undo());
        QVERIFY(document->scenario().topology.sites[1].status == SiteStatus::existing);
    }

    void addedSitesGetACarrierThatIsThere() {
        const auto document = smallDocument();
        const std::int64_t id = nextId(document->scenario());
        const Site site{.id = {id}, .name = "New", .sectors = {{.id = {id + 1}, .carrier = {777}}}};
        const EntityRefs added = commands::addSites(*document, QStringLiteral("Add"), {site});
        QCOMPARE(added, (EntityRefs{{EntityKind::site, id}}));
        QCOMPARE(document->scenario().topology.sites.back().sectors[0].carrier.value, std::int64_t(1));
    }
};

CELLWRIGHT_TEST(SiteCommandsTest)
#include "site_commands_test.moc"
