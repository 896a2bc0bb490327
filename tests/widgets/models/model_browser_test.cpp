// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/models.h"
#include "tests/support/registry.h"
#include "tests/widgets/modelstrip/sample_models.h"
#include "widgets/inspector/quantity_edit.h"
#include "widgets/models/browser_table.h"
#include "widgets/models/fact_sheet.h"
#include "widgets/models/model_browser.h"
#include "widgets/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

std::shared_ptr<const Models> shipped() {
    Models models;
    for (const auto& model : catalogue::models())
        models.emplace(model.id, model);
    return std::make_shared<const Models>(std::move(models));
}

struct Fixture {
    ModelBrowser browser;
    QTableView* view = browser.findChild<QTableView*>();
    FilterBar* filter = browser.findChild<FilterBar*>();

    Fixture() {
        browser.setModels(shipped(), {});
        browser.setTarget(u"Assistant"_s);
        browser.resize(1200, 700);
        browser.show();
    }
    void type(const QString& words) const {
        filter->search()->clear();
        QTest::keyClicks(filter->search(), words);
    }
    template <class Widget>
    [[nodiscard]] Widget* named(const QString& name) const {
        for (auto* each : browser.findChildren<Widget*>())
            if (each->accessibleName() == name)
                return each;
        return nullptr;
    }
    [[nodiscard]] QPushButton* button(const QString& text) const {
        for (auto* each : browser.findChildren<QPushButton*>())
            if (each->text().remove(u'&').startsWith(text))
                return each;
        return nullptr;
    }
    [[nodiscard]] int rows() const { return view->model()->rowCount(); }
    [[nodiscard]] QString name(int row) const {
        return view->model()->index(row, BrowserTable::Name).data().toString();
    }
};

} // namespace

class ModelBrowserTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsSizesAsPeopleWriteThem() {
        QCOMPARE(parseParameters(u"7B"_s), std::optional<std::int64_t>(7'000'000'000));
        QCOMPARE(parseParameters(u" 350 m "_s), std::optional<std::int64_t>(350'000'000));
        QCOMPARE(parseParameters(u"1.5e9"_s), std::optional<std::int64_t>(1'500'000'000));
        QCOMPARE(parseParameters(u"1T"_s), std::optional<std::int64_t>(1'000'000'000'000));
        for (const auto& bad : {u""_s, u"B"_s, u"-1B"_s, u"seven"_s, u"nan"_s, u"inf"_s, u"1e30"_s})
            QVERIFY2(!parseParameters(bad), qPrintable(bad));
        QCOMPARE(parametersText(8'030'261'248), u"8.03B"_s);
        QCOMPARE(parametersText(134'515'008), u"0.135B"_s);
    }
    void filtersWhileTyping() {
        const Fixture f;
        const int all = f.rows();
        QVERIFY(all >= 60);
        f.type(u"llama 3.1 8b"_s);
        QVERIFY(f.rows() >= 1 && f.rows() < all);
        QCOMPARE(f.name(0), u"Llama 3.1 8B"_s);
        f.filter->search()->clear();
        QCOMPARE(f.rows(), all);
    }
    void everyFilterRestricts() {
        const Fixture f;
        const int all = f.rows();
        for (const auto& name : {u"Family"_s, u"Licence"_s, u"Kind"_s}) {
            auto* combo = f.named<QComboBox>(name);
            QVERIFY2(combo && combo->count() > 2, qPrintable(name));
            combo->setCurrentIndex(1);
            QVERIFY2(f.rows() > 0 && f.rows() < all, qPrintable(name));
            combo->setCurrentIndex(0);
        }
        f.named<QLineEdit>(u"Parameters at least"_s)->setText(u"7B"_s);
        f.named<QLineEdit>(u"Parameters at most"_s)->setText(u"9B"_s);
        QVERIFY(f.rows() > 0 && f.rows() < all);
        const auto& table = static_cast<const BrowserTable&>(*f.view->model());
        for (int row = 0; row < f.rows(); ++row)
            QVERIFY(table.at(row)->count.total >= 7'000'000'000 &&
                    table.at(row)->count.total <= 9'000'000'000);
        f.named<QLineEdit>(u"Parameters at least"_s)->setText(u"no number"_s);
        QVERIFY(f.rows() > 0);
    }
    void memoryLeavesWhatFits() {
        Fixture f;
        f.browser.setMemories({{u"Phone"_s, Bytes(6e9)}});
        const int all = f.rows();
        auto* fits = f.named<QComboBox>(u"Fits into"_s);
        QVERIFY(fits);
        fits->setCurrentIndex(1);
        const int inHalf = f.rows();
        QVERIFY(inHalf > 0 && inHalf < all);
        auto* weights = f.named<QComboBox>(u"Weights as"_s);
        weights->setCurrentIndex(weights->findText(u"Q4_0"_s));
        QVERIFY(f.rows() > inHalf);
        fits->setCurrentIndex(2);
        auto* memory = f.named<QuantityEdit>(u"Memory"_s);
        QVERIFY(memory->isEnabled());
        memory->selectAll();
        QTest::keyClicks(memory, u"1 GB"_s);
        QTest::keyClick(memory, Qt::Key_Return);
        QCOMPARE(f.filter->filter().memory->si(), 1e9);
        QVERIFY(f.rows() < inHalf);
    }
    void nothingMatchesAndFiltersAreCleared() {
        const Fixture f;
        const int all = f.rows();
        f.type(u"zzzz"_s);
        QCOMPARE(f.rows(), 0);
        auto* clear = f.button(u"Clear"_s);
        QVERIFY(clear && clear->isVisible());
        QVERIFY(!f.button(u"Use"_s)->isEnabled());
        clear->click();
        QCOMPARE(f.rows(), all);
        QVERIFY(f.filter->search()->text().isEmpty());
        QVERIFY(!clear->isVisible());
    }
    void sortsByEveryColumnWithUnknownLast() {
        BrowserTable table;
        const QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::QtTest);
        table.setRows(catalogue::filterModels({}));
        for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder})
            for (const int column : {BrowserTable::Parameters, BrowserTable::Active, BrowserTable::Layers,
                                     BrowserTable::Context, BrowserTable::Memory}) {
                table.sort(column, order);
                bool unknown = false;
                double before = order == Qt::AscendingOrder ? 0.0 : 1e300;
                for (int row = 0; row < table.rowCount(); ++row) {
                    const QVariant value = table.index(row, column).data(Qt::UserRole + 100);
                    if (!value.isValid()) {
                        unknown = true;
                        continue;
                    }
                    QVERIFY(!unknown);
                    QVERIFY(order == Qt::AscendingOrder ? value.toDouble() >= before
                                                        : value.toDouble() <= before);
                    before = value.toDouble();
                }
            }
    }
    void sortingKeepsTheChosenModel() {
        const Fixture f;
        f.type(u"llama"_s);
        f.view->selectRow(2);
        const std::string chosen = f.browser.selected()->id;
        f.view->sortByColumn(BrowserTable::Parameters, Qt::DescendingOrder);
        QCOMPARE(f.browser.selected()->id, chosen);
    }
    void arrowsWalkFromTheSearchAndEnterUses() {
        Fixture f;
        const QSignalSpy chosen(&f.browser, &ModelBrowser::modelChosen);
        f.type(u"llama-3.2"_s);
        QVERIFY(f.rows() >= 2);
        QTest::keyClick(f.filter->search(), Qt::Key_Down);
        const std::string second = f.browser.selected()->id;
        QVERIFY(f.view->currentIndex().row() == 1);
        QTest::keyClick(f.filter->search(), Qt::Key_Return);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.front().front().toString().toStdString(), second);
        QVERIFY(!f.browser.isVisible());
    }
    void aModelWithoutArchitectureIsShownButNotUsed() {
        const Fixture f;
        const QSignalSpy chosen(&f.browser, &ModelBrowser::modelChosen);
        f.type(u"gemini-nano-2"_s);
        QCOMPARE(f.rows(), 1);
        QVERIFY(!f.button(u"Use"_s)->isEnabled());
        QVERIFY(f.browser.findChild<FactSheet*>()->toPlainText().contains(u"cannot be used"_s));
        QVERIFY(f.browser.findChild<FactSheet*>()->toPlainText().contains(u"3,250,000,000"_s) ||
                f.browser.findChild<FactSheet*>()->toPlainText().contains(u"3250000000"_s));
        QTest::keyClick(f.filter->search(), Qt::Key_Return);
        QCOMPARE(chosen.count(), 0);
        QVERIFY(f.browser.isVisible());
    }
    void theSheetHasFactsWithSourceAndDate() {
        const auto rows = catalogue::filterModels({.text = "llama-3.1-8b", .kind = "text"});
        QVERIFY(!rows.empty());
        const QString html = factSheetHtml(rows.front(), {}, Theme::light());
        for (const auto& words :
             {u"published"_s, u"config.json"_s, u"2024-07-23"_s, u"131.1 kB"_s, u"32 × Attention"_s})
            QVERIFY2(html.contains(words), qPrintable(words));
    }
    void importErrorsStandInTheDialog() {
        Fixture f;
        f.browser.setImporter([](const QString&) -> Expected<std::string> {
            return failure("hidden_size is missing", "config.json", "give it");
        });
        f.browser.importFile(u"/tmp/config.json"_s);
        const auto labels = f.browser.findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(
            labels, [](const QLabel* label) { return label->text().contains(u"hidden_size is missing"_s); }));
        QVERIFY(f.browser.isVisible());
    }
    void anImportedModelIsChosen() {
        Fixture f;
        f.browser.setImporter([&f](const QString&) -> Expected<std::string> {
            Models models = *shipped();
            models.insert_or_assign("mine", test::hybrid());
            models.at("mine").id = "mine";
            f.browser.setModels(std::make_shared<const Models>(std::move(models)), {"mine"});
            return std::string("mine");
        });
        f.type(u"zzzz"_s);
        f.browser.importFile(u"/tmp/config.json"_s);
        QVERIFY(f.browser.selected());
        QCOMPARE(f.browser.selected()->id, std::string("mine"));
        QVERIFY(f.button(u"Use"_s)->isEnabled());
    }
    void withoutATargetModelsAreOnlyLookedAt() {
        Fixture f;
        f.browser.setTarget({});
        QVERIFY(!f.button(u"Use"_s)->isVisible());
    }
    void everyCaptionLeadsToAnEditor() {
        const FilterBar bar;
        int led = 0;
        for (const QLabel* caption : bar.findChildren<QLabel*>())
            if (const QWidget* editor = caption->buddy()) {
                QVERIFY2(editor->focusPolicy() != Qt::NoFocus, qPrintable(caption->text()));
                ++led;
            }
        QCOMPARE(led, 10);
    }
    void everyEditorHasANameAndNothingIsCutOff() {
        const Fixture f;
        for (const QWidget* each : f.browser.findChildren<QWidget*>())
            if (each->isVisible() &&
                (qobject_cast<const QComboBox*>(each) || qobject_cast<const QTableView*>(each)))
                QVERIFY2(!each->accessibleName().isEmpty(), each->metaObject()->className());
        for (const QLabel* label : f.browser.findChildren<QLabel*>())
            if (label->isVisible() && !label->wordWrap())
                QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(label->text()));
        QVERIFY(f.browser.minimumSizeHint().width() <= 1240);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::ModelBrowserTest)
#include "model_browser_test.moc"
