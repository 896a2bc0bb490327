// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/document/fixture.h"
#include "widgets/exchange/import_dialog.h"

#include <QDialogButtonBox>
#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTextBrowser>

using namespace cellwright;
using namespace cellwright::test;
using namespace Qt::StringLiterals;

namespace {

struct Fixture {
    QTemporaryDir folder;
    std::unique_ptr<Document> document = smallDocument();

    QString file(const char* name, const QByteArray& text) const {
        QFile file(folder.filePath(QString::fromUtf8(name)));
        (void)file.open(QIODevice::WriteOnly);
        file.write(text);
        return file.fileName();
    }
};

bool tried(ImportDialog& dialog) {
    QSignalSpy spy(&dialog, &ImportDialog::tried);
    return dialog.trial().has_value() || spy.wait(20000);
}
bool canImport(ImportDialog& dialog) {
    return dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->isEnabled();
}
QString words(ImportDialog& dialog) {
    return dialog.findChild<QTextBrowser*>()->toPlainText();
}

} // namespace

class ImportDialogTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aTrialSaysWhatWouldCome() {
        Fixture f;
        const Project before = f.document->project();
        ImportDialog dialog(*f.document, f.file("sites.csv", "NAME,X,Y,AZIMUTH\nA,0,0,0\nB,500,0,120\n"),
                            u"sites"_s);
        QVERIFY(!canImport(dialog));
        QVERIFY(tried(dialog));
        QVERIFY2(words(dialog).contains(u"2 would be imported"_s), qPrintable(words(dialog)));
        QVERIFY2(f.document->project() == before, "a trial changes nothing");
        QVERIFY(canImport(dialog));
        dialog.accept();
        QCOMPARE(f.document->scenario().topology.sites.size(), std::size_t(4));
        QVERIFY(f.document->undo());
        QVERIFY(f.document->project() == before);
        QVERIFY(!f.document->canUndo());
    }

    void whatIsWrongIsSaidWithItsPlace() {
        Fixture f;
        ImportDialog dialog(*f.document, f.file("bad.csv", "NAME,X,Y\nA,zero,0\n"), u"sites"_s);
        QVERIFY(tried(dialog));
        QVERIFY(!canImport(dialog));
        QVERIFY2(words(dialog).contains(u"bad.csv"_s), qPrintable(words(dialog)));
        dialog.accept();
        QCOMPARE(f.document->scenario().topology.sites.size(), std::size_t(2));
    }

    void aMissingCoordinateSystemIsAskedForAndUsed() {
        Fixture f;
        // Objects that already lie nowhere on the Earth would be placed there unsaid: begin with none.
        const auto document = smallDocument();
        QVERIFY(document->edit(u"Clear"_s, [](Scenario& scenario) {
            scenario.topology.sites.clear();
            scenario.topology.hosts.clear();
            scenario.topology.groups.clear();
            scenario.topology.links.clear();
        }));
        // Leipzig in metres of EPSG:25833: without saying so, no place on Earth in degrees.
        ImportDialog dialog(
            *document,
            f.file("leipzig.geojson",
                   R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"P"},)"
                   R"("geometry":{"type":"Point","coordinates":[317000,5690000]}}]})"));
        QVERIFY(tried(dialog));
        QVERIFY(!canImport(dialog));
        QSignalSpy again(&dialog, &ImportDialog::tried);
        dialog.setCrs(u"EPSG:25833"_s);
        QVERIFY(again.wait(20000));
        QVERIFY2(canImport(dialog), qPrintable(words(dialog)));
        dialog.accept();
        const auto& origin = document->scenario().topology.origin;
        QVERIFY(origin);
        QVERIFY2(std::abs(origin->latitude - 51.3) < 0.3 && std::abs(origin->longitude - 12.4) < 0.3,
                 "Leipzig");
    }

    void aMissingFileIsSaid() {
        Fixture f;
        ImportDialog dialog(*f.document, f.folder.filePath(u"none.csv"_s));
        QVERIFY(tried(dialog));
        QVERIFY(!canImport(dialog));
        QVERIFY(words(dialog).contains(u"none.csv"_s));
    }
};

CELLWRIGHT_TEST(ImportDialogTest)
#include "import_dialog_test.moc"
