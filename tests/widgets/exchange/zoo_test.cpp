// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/file.h"
#include "data/exchange/import.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"
#include "tests/widgets/canvas/demo.h"
#include "widgets/canvas/canvas_view.h"
#include "widgets/canvas/geometry.h"

using namespace cellwright;
using namespace cellwright::test;

/// Large networks of the Internet Topology Zoo on the drawing.
class ZooTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void largeNetworksLayOutAndPan_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("nodes");
        QTest::newRow("Cogentco") << QStringLiteral("Cogentco.graphml") << 197;
        QTest::newRow("Kdl") << QStringLiteral("Kdl.graphml") << 754;
    }
    void largeNetworksLayOutAndPan() {
        QFETCH(QString, file);
        QFETCH(int, nodes);
        const auto shared = sharedFolder();
        if (!shared)
            QSKIP("no shared data beside the checkout");
        const auto text = readFile(*shared / "data" / "topologyzoo" / file.toStdString());
        QVERIFY(text);
        Scenario scenario{.id = {1}, .name = "Zoo"};
        QVERIFY(importGraphMl(*text, file.toStdString(), scenario));
        QCOMPARE(int(scenario.topology.sites.size()), nodes);
        const auto document = documentOf(std::move(scenario));
        Selection selection(*document);
        CanvasView view(*document, selection);
        view.resize(1200, 800);
        view.show();
        view.zoomToFit();
        int inView = 0;
        for (const auto& site : document->scenario().topology.sites)
            inView += view.viewport()->rect().contains(view.toPixels(site.position).toPoint());
        QCOMPARE(inView, nodes);
        const QImage before = view.grab().toImage();
        const Position centre = view.centre();
        view.setView({centre.x + Metres(100 / view.pixelsPerMetre()), centre.y}, view.pixelsPerMetre());
        QVERIFY(view.grab().toImage() != before);
    }
};

CELLWRIGHT_TEST(ZooTest)
#include "zoo_test.moc"
