// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/support/sample_profile.h"
#include "widgets/charts/roofline/limit_bars.h"
#include "widgets/charts/roofline/roofline_view.h"
#include "widgets/profile/profile_model.h"
#include "widgets/profile/profile_view.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QInputDialog>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

Expected<kernels::Profile> never(const kernels::ProfileOptions&, const kernels::ProfileProgress&,
                                 std::stop_token) {
    return failure("not in this test");
}

ProfileEntry entry(const QString& id, ProfilePlace place = ProfilePlace::project) {
    return {id, id, sampleProfile(), place};
}

QTableView* tableOf(const QWidget& view) {
    for (QTableView* table : view.findChildren<QTableView*>())
        if (table->accessibleName() == u"Measurements"_s)
            return table;
    return nullptr;
}

QString write(const QTemporaryDir& folder, const QString& name, const QByteArray& text) {
    const QString path = folder.filePath(name);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        return {};
    return path;
}

/// All words on show, for messages of failures.
QString said(const QWidget& view) {
    QStringList texts;
    for (const QLabel* label : view.findChildren<QLabel*>())
        if (label->isVisible())
            texts += label->text();
    return texts.join(u" | "_s);
}

bool says(const QWidget& view, const QString& part) {
    const auto labels = view.findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
        return label->isVisible() && label->text().contains(part);
    });
}

} // namespace

class ProfileViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void chartBarsAndTableAreInStep() {
        ProfileView view(nullptr, never);
        view.setEntries(ProfilePlace::project, {entry(u"a"_s)});
        view.resize(1100, 800);
        view.show();
        auto* chart = view.findChild<RooflineView*>();
        auto* bars = view.findChild<LimitBars*>();
        auto* table = tableOf(view);
        // A click on the dot of our product of q4_0 and 512 tokens, row 8.
        QTest::mouseClick(chart, Qt::LeftButton, {}, chart->positionOf(8).toPoint());
        QCOMPARE(view.selectedRow(), std::optional<std::size_t>(8));
        QCOMPARE(bars->selected(), std::optional<std::size_t>(8));
        QCOMPARE(table->currentIndex().siblingAtColumn(ProfileModel::Limit).data().toString(),
                 u"50 % of the int8 peak"_s);
        // The row above it in the table.
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Up);
        QCOMPARE(view.selectedRow(), std::optional<std::size_t>(7));
        QCOMPARE(chart->selected(), std::optional<std::size_t>(7));
        // A limit has no dot.
        table->selectRow(0);
        QVERIFY(!chart->selected());
        view.findChild<QTabWidget*>()->setCurrentIndex(1);
        QTest::mouseClick(bars, Qt::LeftButton, {}, bars->placeOf(6).center().toPoint());
        QCOMPARE(view.selectedRow(), std::optional<std::size_t>(6));
        QCOMPARE(chart->selected(), std::optional<std::size_t>(6));
    }
    void devicesOfOnesOwnCanBeRenamedAndRemovedOthersKept() {
        ProfileView view(nullptr, never);
        const auto enabled = [&](const char* name) {
            return view.findChild<QAction*>(QString::fromLatin1(name))->isEnabled();
        };
        view.setEntries(ProfilePlace::project, {entry(u"a"_s)});
        QVERIFY(enabled("keepDevice") && !enabled("renameDevice") && !enabled("removeDevice"));
        view.setEntries(ProfilePlace::library, {entry(u"mine"_s, ProfilePlace::library)});
        view.showProfile(u"mine"_s, ProfilePlace::library);
        QVERIFY(!enabled("keepDevice") && enabled("renameDevice") && enabled("removeDevice"));
        QStringList removed, renamed;
        connect(&view, &ProfileView::removeRequested, this, [&](const QString& id) { removed += id; });
        connect(&view, &ProfileView::renameRequested, this, [&](const QString& id, const QString& newId) {
            renamed += {id, newId};
        });
        view.findChild<QAction*>(u"removeDevice"_s)->trigger();
        QCOMPARE(removed, QStringList{u"mine"_s});
        QTimer::singleShot(0, &view, [] {
            auto* dialog = qobject_cast<QInputDialog*>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            QCOMPARE(dialog->textValue(), u"mine"_s);
            dialog->setTextValue(u" desk "_s);
            dialog->accept();
        });
        view.findChild<QAction*>(u"renameDevice"_s)->trigger();
        QCOMPARE(renamed, (QStringList{u"mine"_s, u"desk"_s}));
    }
    void sortingTheTableKeepsTheStep() {
        ProfileView view(nullptr, never);
        view.setEntries(ProfilePlace::project, {entry(u"a"_s)});
        view.show();
        auto* chart = view.findChild<RooflineView*>();
        auto* table = tableOf(view);
        table->sortByColumn(ProfileModel::Time, Qt::DescendingOrder);
        Q_EMIT chart->rowSelected(9);
        QCOMPARE(table->currentIndex().siblingAtColumn(ProfileModel::Provider).data().toString(),
                 u"oneDNN"_s);
    }
    void arrowsWalkTheDots() {
        ProfileView view(nullptr, never);
        view.setEntries(ProfilePlace::project, {entry(u"a"_s)});
        view.show();
        auto* chart = view.findChild<RooflineView*>();
        QTest::keyClick(chart, Qt::Key_Right);
        QCOMPARE(view.selectedRow(), std::optional<std::size_t>(11)); // the norm: fewest operations per byte
        QTest::keyClick(chart, Qt::Key_Right);
        QTest::keyClick(chart, Qt::Key_Right);
        QCOMPARE(view.selectedRow(), std::optional<std::size_t>(6)); // above ggml's at the same place
        QTest::keyClick(chart, Qt::Key_Left);
        QCOMPARE(view.selectedRow(), std::optional<std::size_t>(7));
        QVERIFY(chart->accessibleDescription().contains(u"ggml"_s));
    }
    void theNumberOfThreadsFiltersAll() {
        ProfileView view(nullptr, never);
        view.setEntries(ProfilePlace::project, {entry(u"a"_s)});
        view.show();
        auto* chart = view.findChild<RooflineView*>();
        QCOMPARE(chart->data().threads, 2);
        QComboBox* threads = nullptr;
        for (auto* box : view.findChildren<QComboBox*>())
            if (box->accessibleName().contains(u"threads to show"_s))
                threads = box;
        Q_EMIT chart->rowSelected(6);
        threads->setCurrentIndex(threads->findData(1));
        QCOMPARE(chart->data().dots.size(), std::size_t(1));
        QCOMPARE(tableOf(view)->model()->rowCount(), 3);
        QVERIFY(!view.selectedRow());
    }
    void exportThenImportIsTheSame() {
        const QTemporaryDir folder;
        ProfileView view(nullptr, never);
        view.setEntries(ProfilePlace::project, {entry(u"a"_s)});
        view.show();
        const QString path = folder.filePath(u"My Jetson.json"_s);
        QVERIFY(view.exportFile(path));
        QVERIFY2(view.importFile(path), qPrintable(said(view)));
        QCOMPARE(view.shown()->place, ProfilePlace::file);
        QCOMPARE(view.shown()->id, u"my-jetson"_s);
        QVERIFY(view.shown()->profile == sampleProfile());
    }
    void nonsenseIsRefusedWithTheField() {
        const QTemporaryDir folder;
        QByteArray text = QByteArray::fromStdString(kernels::toJsonText(sampleProfile()));
        text.replace("\"median_s\": 0.0", "\"median_s\": -0.0");
        const QString path = write(folder, u"bad.json"_s, text);
        ProfileView view(nullptr, never);
        view.show();
        QVERIFY(!view.importFile(path));
        QVERIFY(says(view, u"kernels[0].median_s"_s));
        QVERIFY(!view.shown());
        QVERIFY(!view.importFile(write(folder, u"worse.json"_s, "not JSON at all")));
        QVERIFY(says(view, u"worse.json"_s));
        QVERIFY(!view.importFile(folder.filePath(u"absent.json"_s)));
    }
    void whatIsShownStaysWhenTheListChanges() {
        ProfileView view(nullptr, never);
        view.setEntries(ProfilePlace::project, {entry(u"a"_s), entry(u"b"_s)});
        view.showProfile(u"b"_s, ProfilePlace::project);
        QCOMPARE(view.shown()->id, u"b"_s);
        view.setEntries(ProfilePlace::project, {entry(u"0"_s), entry(u"a"_s), entry(u"b"_s)});
        QCOMPARE(view.shown()->id, u"b"_s);
        view.setEntries(ProfilePlace::project, {entry(u"a"_s)});
        QCOMPARE(view.shown()->id, u"a"_s);
        view.setEntries(ProfilePlace::project, {});
        QVERIFY(!view.shown());
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::ProfileViewTest)
#include "profile_view_test.moc"
