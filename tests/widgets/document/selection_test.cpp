// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/document/fixture.h"
#include "widgets/document/selection.h"

#include <QSignalSpy>

using namespace cellwright;
using namespace cellwright::test;

class SelectionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void setAddToggle() {
        const auto document = smallDocument();
        Selection selection(*document);
        QSignalSpy spy(&selection, &Selection::changed);
        selection.set(north);
        selection.set(north);
        QCOMPARE(spy.count(), 1);
        selection.add({north, mec});
        QCOMPARE(selection.refs().size(), std::size_t(2));
        QVERIFY(selection.primary() == mec);
        selection.toggle(mec);
        QVERIFY(!selection.contains(mec));
        selection.toggle(mec);
        QVERIFY(selection.contains(mec));
        selection.clear();
        QVERIFY(selection.empty());
        QVERIFY(!selection.primary());
    }

    void removedEntitiesLeave() {
        const auto document = smallDocument();
        Selection selection(*document);
        selection.set({north, mec});
        commands::removeEntities(*document, {north});
        QCOMPARE(selection.refs(), EntityRefs{mec});
        document->undo();
        QCOMPARE(selection.refs(), EntityRefs{mec});
    }

private:
    const EntityRef north{EntityKind::site, 2};
    const EntityRef mec{EntityKind::host, 6};
};

CELLWRIGHT_TEST(SelectionTest)
#include "selection_test.moc"
