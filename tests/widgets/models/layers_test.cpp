// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/modelstrip/sample_models.h"
#include "widgets/models/layer_table.h"
#include "widgets/models/layers_panel.h"
#include "widgets/models/operation_table.h"
#include "widgets/models/table_copy.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

double exact(const QAbstractItemModel& model, int row, int column) {
    return model.index(row, column).data(exactRole).toDouble();
}
QString shown(const QAbstractItemModel& model, int row, int column) {
    return model.index(row, column).data().toString();
}
QTableView* viewOf(const QWidget& panel, const QString& name) {
    for (auto* view : panel.findChildren<QTableView*>())
        if (view->accessibleName().startsWith(name))
            return view;
    return nullptr;
}

} // namespace

class LayersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyBlockIsARow_data() {
        QTest::addColumn<int>("which");
        for (const int which : {0, 1, 2, 3, 4, 5})
            QTest::addRow("model %d", which) << which;
    }
    void everyBlockIsARow() {
        QFETCH(int, which);
        const llm::Model models[] = {test::llama(24), test::llama(128), test::llama(1),
                                     test::seeing(),  test::hybrid(),   test::encoder()};
        const StripData data = test::stripOf(models[which]);
        LayerTable table;
        const QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::QtTest);
        table.setStrip(data);
        QCOMPARE(table.rowCount(), data.blocks());
        double parameters = 0.0;
        for (int row = 0; row < table.rowCount(); ++row) {
            QCOMPARE(shown(table, row, LayerTable::Block), blockName(data, row));
            parameters += exact(table, row, LayerTable::Parameters);
        }
        QCOMPARE(parameters, double(llm::countParameters(models[which]).total));
    }
    void rowsHoldTheNumbersOfTheAccounting() {
        const StripData data = test::stripOf(test::llama(24));
        LayerTable table;
        table.setStrip(data);
        const llm::BlockRange layer{3, 4};
        QCOMPARE(exact(table, 3, LayerTable::Weights), data.accounting->weightBytes(layer).si());
        QCOMPARE(exact(table, 3, LayerTable::PromptFlop), data.accounting->prefill(layer, 512).flop.si());
        QCOMPARE(exact(table, 3, LayerTable::TokenFlop), data.accounting->decode(layer, 640).flop.si());
        QCOMPARE(exact(table, 3, LayerTable::KvPerToken), 4096.0);
        QCOMPARE(exact(table, 3, LayerTable::OutputPerToken), 8192.0);
        QCOMPARE(shown(table, 3, LayerTable::RunsOn), u"Device"_s);
        QCOMPARE(shown(table, 4, LayerTable::RunsOn), u"Edge"_s);
        QCOMPARE(shown(table, 3, LayerTable::Format), u"q4_0"_s);
        QCOMPARE(shown(table, 4, LayerTable::Format), u"f16"_s);
        QCOMPARE(shown(table, 3, LayerTable::Heads), u"32 / 8"_s);
    }
    void mixedFormatsAreAllNamed() {
        StripData data = test::stripOf(test::llama(8), Placement::device);
        Scenario scenario;
        data.deployment.deviceWeights = Scheme::q4_k_m;
        const StripData mixed = makeStripData(scenario, data.deployment, data.model);
        LayerTable table;
        table.setStrip(mixed);
        QCOMPARE(shown(table, 1, LayerTable::Format), u"q4_k + q6_k"_s);
    }
    void columnsWithoutAnythingToSayAreHidden() {
        LayersPanel panel;
        panel.setStrip(test::stripOf(test::llama(4)));
        auto* view = viewOf(panel, u"Layers"_s);
        QVERIFY(view->isColumnHidden(LayerTable::ExpertsColumn));
        QVERIFY(view->isColumnHidden(LayerTable::Window));
        panel.setStrip(test::stripOf(test::hybrid()));
        QVERIFY(!view->isColumnHidden(LayerTable::ExpertsColumn));
        QVERIFY(!view->isColumnHidden(LayerTable::Window));
        const auto& table = *view->model();
        QVERIFY(shown(table, 2, LayerTable::ExpertsColumn).startsWith(u"2 of 16"_s));
        QCOMPARE(shown(table, 1, LayerTable::Mixer), u"Mamba"_s);
    }
    void operationsAddUpToTheirBlock() {
        const StripData data = test::stripOf(test::seeing());
        LayerTable layers;
        layers.setStrip(data);
        OperationTable operations;
        for (int block = 0; block < data.blocks(); ++block) {
            operations.setBlock(data, block);
            QVERIFY(operations.rowCount() > 0);
            double parameters = 0.0, prompt = 0.0, token = 0.0;
            for (int row = 0; row < operations.rowCount(); ++row) {
                parameters += exact(operations, row, OperationTable::Parameters);
                prompt += exact(operations, row, OperationTable::PromptFlop);
                token += exact(operations, row, OperationTable::TokenFlop);
            }
            QCOMPARE(parameters, exact(layers, block, LayerTable::Parameters));
            QCOMPARE(prompt, exact(layers, block, LayerTable::PromptFlop));
            QCOMPARE(token, exact(layers, block, LayerTable::TokenFlop));
        }
        operations.setBlock(data, -1);
        QCOMPARE(operations.rowCount(), 0);
    }
    void enterShowsTheOperationsAndAButtonHidesThem() {
        LayersPanel panel;
        panel.resize(1000, 300);
        panel.setStrip(test::stripOf(test::llama(8)));
        panel.show();
        auto* layers = viewOf(panel, u"Layers"_s);
        auto* operations = viewOf(panel, u"Operations"_s);
        QVERIFY(!operations->isVisible());
        layers->setFocus();
        layers->selectRow(2);
        QTest::keyClick(layers, Qt::Key_Return);
        QVERIFY(operations->isVisible());
        QVERIFY(operations->model()->rowCount() > 5);
        panel.resize(1600, 300);
        QVERIFY(operations->isVisible());
    }
    void aWidePanelShowsBoth() {
        LayersPanel panel;
        panel.setStrip(test::stripOf(test::llama(8)));
        panel.resize(1700, 300);
        panel.show();
        QVERIFY(viewOf(panel, u"Operations"_s)->isVisible());
        panel.resize(1000, 300);
        QVERIFY(!viewOf(panel, u"Operations"_s)->isVisible());
    }
    void theChosenRowStaysWhenTheCutMoves() {
        LayersPanel panel;
        const StripData data = test::stripOf(test::llama(8));
        panel.setStrip(data);
        QSignalSpy selected(&panel, &LayersPanel::blockSelected);
        panel.selectBlock(4);
        QCOMPARE(selected.count(), 0); // only what the user does is told
        StripData moved = test::stripOf(*data.model, Placement::split, 6);
        moved.model = data.model;
        panel.setStrip(moved);
        QCOMPARE(panel.selectedBlock(), 4);
        viewOf(panel, u"Layers"_s)->selectRow(7);
        QCOMPARE(selected.count(), 1);
        QCOMPARE(selected.front().front().toInt(), 7);
    }
    void copiesExactNumbersInBothForms() {
        LayersPanel panel;
        const StripData data = test::stripOf(test::llama(24));
        panel.setStrip(data);
        auto* view = viewOf(panel, u"Layers"_s);
        view->setFocus();
        copyTable(*view);
        const QMimeData* mime = QGuiApplication::clipboard()->mimeData();
        const QStringList lines = mime->text().split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 27);
        QVERIFY(lines.front().startsWith(u"block\truns_on\tmixer"_s));
        const QStringList fields = lines[1 + 3].split(u'\t');
        QCOMPARE(fields.size(), lines.front().split(u'\t').size());
        QCOMPARE(fields.front(), u"Layer 3"_s);
        const auto weights = lines.front().split(u'\t').indexOf(u"weight_bytes"_s);
        QCOMPARE(fields[weights].toDouble(), data.accounting->weightBytes({3, 4}).si());
        QVERIFY(mime->hasFormat(u"text/csv"_s));
        view->selectionModel()->select(QItemSelection(view->model()->index(1, 0), view->model()->index(2, 0)),
                                       QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        QCOMPARE(tableText(*view, u',').split(u'\n', Qt::SkipEmptyParts).size(), 3);
    }
    void csvQuotesWhatWouldBeMisread() {
        LayersPanel panel;
        StripData data = test::stripOf(test::llama(2), Placement::host);
        data.parts.front().name = "Room 1, \"north\"";
        panel.setStrip(data);
        const QString text = tableText(*viewOf(panel, u"Layers"_s), u',');
        QVERIFY2(text.contains(u"\"Room 1, \"\"north\"\"\""_s), qPrintable(text));
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::LayersTest)
#include "layers_test.moc"
