// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/document/fixture.h"
#include "widgets/sites/site_columns.h"
#include "widgets/sites/site_table.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QTest>

using namespace cellwright;
using namespace cellwright::test;
using namespace Qt::StringLiterals;

namespace {

/// Three sites of one sector each, named so that they sort differently by name and by text.
std::unique_ptr<Document> threeSites() {
    Project project = smallProject();
    auto& sites = project.scenarios[0].topology.sites;
    sites[0].name = "Site 10";
    sites[1].name = "Site 2";
    sites.push_back(
        {.id = {30}, .name = "Site 1", .position = at(500, 0), .sectors = {{.id = {31}, .carrier = {1}}}});
    return std::make_unique<Document>(std::move(project), std::make_unique<MemoryJournal>());
}

struct Fixture {
    std::unique_ptr<Document> document = threeSites();
    Selection selection{*document};
    SiteTable table{*document, selection};

    Fixture() {
        table.resize(900, 300);
        table.show();
    }
    [[nodiscard]] QModelIndex cell(int row, const char* column) {
        return table.view().model()->index(row, siteColumn(column));
    }
    [[nodiscard]] QString text(int row, const char* column) {
        return cell(row, column).data(Qt::EditRole).toString();
    }
    [[nodiscard]] const Site& site(std::size_t index) const {
        return document->scenario().topology.sites[index];
    }
    void select(std::initializer_list<QModelIndex> cells) {
        table.view().selectionModel()->clearSelection();
        for (const auto& each : cells)
            table.view().selectionModel()->select(each, QItemSelectionModel::Select);
        table.view().selectionModel()->setCurrentIndex(*cells.begin(), QItemSelectionModel::NoUpdate);
    }
    bool says(const char* words) {
        for (const auto* label : table.findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(QLatin1StringView(words)))
                return true;
        return false;
    }
};

} // namespace

class SiteTableTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneRowPerSector() {
        Fixture f;
        QCOMPARE(f.table.view().model()->rowCount(), 3);
        QCOMPARE(f.text(0, "SITE"), u"Site 10"_s);
        QVERIFY(!f.table.view().accessibleName().isEmpty());
        commands::editEntities<Site>(*f.document, u"x"_s, {{EntityKind::site, 2}}, [](Site& site) {
            site.sectors.push_back({.id = {40}, .name = "B", .carrier = {1}});
        });
        QCOMPARE(f.table.view().model()->rowCount(), 4);
        commands::editEntities<Site>(*f.document, u"x"_s, {{EntityKind::site, 2}},
                                     [](Site& site) { site.sectors.clear(); });
        QCOMPARE(f.table.view().model()->rowCount(), 3);
        QVERIFY2(!(f.cell(0, "PMAX").flags() & Qt::ItemIsEditable), "no sector, nothing to type");
        QVERIFY(f.cell(0, "HEIGHT").flags() & Qt::ItemIsEditable);
    }

    void editingIsOneUndoableStep() {
        Fixture f;
        const Project before = f.document->project();
        QVERIFY(f.table.view().model()->setData(f.cell(1, "PMAX"), u"40"_s));
        QCOMPARE(f.site(1).sectors[0].power.db(), 40.0);
        QVERIFY(f.document->undoText().contains(u"PMAX"_s));
        QVERIFY(f.document->undo());
        QVERIFY(f.document->project() == before);
        QVERIFY2(f.table.view().model()->setData(f.cell(1, "PMAX"), f.text(1, "PMAX")), "the same is fine");
        QVERIFY2(!f.document->canUndo(), "and no step");
    }

    void wrongTextIsRefusedInWords() {
        Fixture f;
        QVERIFY(!f.table.view().model()->setData(f.cell(1, "PMAX"), u"99"_s));
        QVERIFY(f.says("PMAX, row 2"));
        QVERIFY(f.table.view().model()->setData(f.cell(1, "PMAX"), u"40"_s));
        QVERIFY2(!f.says("PMAX, row 2"), "the complaint goes with the next edit");
    }

    void checkBoxesSwitch() {
        Fixture f;
        QVERIFY(f.table.view().model()->setData(f.cell(0, "LOCKED"), int(Qt::Checked), Qt::CheckStateRole));
        QVERIFY(f.site(0).locked);
        QCOMPARE(f.cell(0, "LOCKED").data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
    }

    void keyboardEdits() {
        Fixture f;
        auto& view = f.table.view();
        view.setFocus();
        view.setCurrentIndex(f.cell(0, "HEIGHT"));
        QTest::keyClick(&view, Qt::Key_F2);
        auto* editor = view.findChild<QLineEdit*>();
        QVERIFY(editor);
        editor->setText(u"33"_s);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(f.site(0).height.si(), 33.0);
    }

    void sortsNumbersAndNamesAsPeopleCount() {
        Fixture f;
        f.table.view().sortByColumn(siteColumn("SITE"), Qt::AscendingOrder);
        QCOMPARE(f.text(0, "SITE"), u"Site 1"_s);
        QCOMPARE(f.text(2, "SITE"), u"Site 10"_s);
        f.table.view().model()->setData(f.cell(0, "AZIMUTH"), u"90"_s);
        f.table.view().model()->setData(f.cell(1, "AZIMUTH"), u"100"_s);
        f.table.view().sortByColumn(siteColumn("AZIMUTH"), Qt::DescendingOrder);
        QCOMPARE(f.text(0, "AZIMUTH"), u"100"_s);
        QCOMPARE(f.text(1, "AZIMUTH"), u"90"_s);
    }

    void filterTakesWordsAndColumns() {
        Fixture f;
        const auto rows = [&](const QString& words) {
            f.table.filterLine().setText(words);
            return f.table.view().model()->rowCount();
        };
        QCOMPARE(rows(u"site"_s), 3);
        QCOMPARE(rows(u"10"_s), 1);
        f.table.filterLine().clear();
        f.table.view().model()->setData(f.cell(2, "STATUS"), u"CANDIDATE"_s);
        f.table.view().model()->setData(f.cell(1, "HEIGHT"), u"40"_s);
        f.table.view().model()->setData(f.cell(0, "PCI"), u"3"_s);
        QCOMPARE(rows(u"STATUS=candidate"_s), 1);
        QCOMPARE(rows(u"height>30"_s), 1);
        QCOMPARE(rows(u"HEIGHT<30 status=existing"_s), 1);
        QCOMPARE(rows(u"PCI="_s), 2);
        QVERIFY(f.says("2 of 3"));
        QCOMPARE(rows(u"nothing like it"_s), 0);
    }

    void selectionIsSharedBothWays() {
        Fixture f;
        f.selection.set(EntityRef{EntityKind::site, 4});
        QVERIFY(f.table.view().selectionModel()->isRowSelected(1));
        QVERIFY(!f.table.view().selectionModel()->isRowSelected(0));
        f.select({f.cell(2, "PMAX")});
        QCOMPARE(f.selection.refs(), (EntityRefs{{EntityKind::site, 30}}));
        f.select({f.cell(2, "PMAX"), f.cell(0, "PMAX")});
        QCOMPARE(f.selection.refs().size(), std::size_t(2));
    }

    void blocksAreCopiedAndPasted() {
        Fixture f;
        f.select({f.cell(0, "MTILT"), f.cell(0, "ETILT"), f.cell(1, "MTILT"), f.cell(1, "ETILT")});
        QCOMPARE(f.table.selectedText(), u"8\t0\n8\t0"_s);
        f.select({f.cell(1, "MTILT")});
        QVERIFY(f.table.paste(u"3\t4\r\n5\t6\r\n"_s));
        QCOMPARE(f.site(1).sectors[0].downtilt.degrees(), 3.0);
        QCOMPARE(f.site(1).sectors[0].electricalTilt.degrees(), 4.0);
        QCOMPARE(f.site(2).sectors[0].electricalTilt.degrees(), 6.0);
        QVERIFY(f.document->undo());
        QVERIFY2(!f.document->canUndo(), "one step");
        QVERIFY2(!f.table.paste(u"1\n2\n3"_s), "three rows do not fit below the second of three");
        QVERIFY(f.says("does not fit"));
    }

    void allCellsOrNone() {
        Fixture f;
        const Project before = f.document->project();
        f.select({f.cell(0, "MTILT")});
        QVERIFY(!f.table.paste(u"3\n400\n5"_s));
        QVERIFY(f.document->project() == before);
        QVERIFY(f.says("MTILT, row 2"));
    }

    void whatCannotBeTypedMayBePastedUnchanged() {
        Fixture f;
        f.select({f.cell(0, "AZIMUTH")});
        QVERIFY(f.table.paste(u"15\t65\t30"_s)); // AZIMUTH, BEAMWIDTH as it is, HEIGHT
        QCOMPARE(f.site(0).height.si(), 30.0);
        QVERIFY2(!f.table.paste(u"15\t70\t30"_s), "another beamwidth");
        QVERIFY(f.says("BEAMWIDTH"));
    }

    void oneValueFillsTheSelection() {
        Fixture f;
        f.select({f.cell(0, "PMAX"), f.cell(2, "PMAX")});
        QVERIFY(f.table.paste(u"37"_s));
        QCOMPARE(f.site(0).sectors[0].power.db(), 37.0);
        QCOMPARE(f.site(1).sectors[0].power.db(), 44.0);
        QCOMPARE(f.site(2).sectors[0].power.db(), 37.0);
    }

    void whatTheMapSelectedIsFilledInOneColumnOnly() {
        Fixture f;
        f.selection.set(EntityRefs{{EntityKind::site, 2}, {EntityKind::site, 4}});
        f.table.view().selectionModel()->setCurrentIndex(f.cell(0, "HEIGHT"), QItemSelectionModel::NoUpdate);
        QVERIFY(f.table.paste(u"41"_s));
        QCOMPARE(f.site(0).height.si(), 41.0);
        QCOMPARE(f.site(1).height.si(), 41.0);
        QCOMPARE(f.site(0).sectors[0].power.db(), 44.0);
    }

    void fillsDown() {
        Fixture f;
        f.table.view().model()->setData(f.cell(0, "PCI"), u"100"_s);
        f.select({f.cell(0, "PCI")});
        QVERIFY(!f.table.fillDown());
        f.select({f.cell(0, "PCI"), f.cell(1, "PCI"), f.cell(2, "PCI")});
        QVERIFY(f.table.fillDown());
        QCOMPARE(f.site(2).sectors[0].pci, std::optional(100));
        QVERIFY(f.table.clearCells());
        QVERIFY(!f.site(0).sectors[0].pci);
        QVERIFY2(!f.document->scenario().topology.sites[2].sectors[0].pci, "all three");
    }

    void keysOfTheTableAreNotThoseOfTheWindow() {
        Fixture f;
        f.select({f.cell(0, "PMAX"), f.cell(1, "PMAX")});
        f.table.view().model()->setData(f.cell(0, "PMAX"), u"31"_s);
        QTest::keyClick(&f.table.view(), Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(f.site(1).sectors[0].power.db(), 31.0);
        QTest::keyClick(&f.table.view(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"31\n31"_s);
        QKeyEvent asked(QEvent::ShortcutOverride, Qt::Key_D, Qt::ControlModifier);
        asked.ignore();
        QCoreApplication::sendEvent(&f.table.view(), &asked);
        QVERIFY2(asked.isAccepted(), "or Ctrl+D would duplicate the site");
    }

    void emptyScenarioSaysWhatToDo() {
        Project project = smallProject();
        project.scenarios[0].topology.sites.clear();
        Document document(std::move(project), std::make_unique<MemoryJournal>());
        Selection selection(document);
        SiteTable table(document, selection);
        table.show();
        QVERIFY(!table.view().isVisible());
        commands::addSite(document, at(0, 0));
        QVERIFY(table.view().isVisible());
        QCOMPARE(table.view().model()->rowCount(), 3);
    }
};

CELLWRIGHT_TEST(SiteTableTest)
#include "site_table_test.moc"
