// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/document/fixture.h"
#include "widgets/document/store_journal.h"

#include <QTemporaryDir>

using namespace cellwright;
using namespace cellwright::test;

namespace {

std::unique_ptr<Document> documentIn(ProjectStore store) {
    Project project = store.project();
    return std::make_unique<Document>(std::move(project), std::make_unique<StoreJournal>(std::move(store)));
}

} // namespace

class StoreJournalTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void editsAndHistoryOutliveTheDocument() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("p.cellwright")).toStdString();
        auto created = ProjectStore::create(path, smallProject());
        QVERIFY2(created, created ? "" : created.error().message().c_str());
        Project afterTwo, afterOne;
        {
            const auto document = documentIn(std::move(*created));
            QVERIFY(commands::addSite(*document, at(10, 20)));
            afterOne = document->project();
            QVERIFY(commands::removeEntities(*document, {{EntityKind::host, 6}}));
            afterTwo = document->project();
            QVERIFY(document->undo());
        }
        auto opened = ProjectStore::open(path);
        QVERIFY2(opened, opened ? "" : opened.error().message().c_str());
        const auto document = documentIn(std::move(*opened));
        QVERIFY(document->project() == afterOne);
        QVERIFY(document->redo());
        QVERIFY(document->project() == afterTwo);
        QVERIFY(document->undo());
        QVERIFY(document->undo());
        QVERIFY(document->project() == smallProject());
        QVERIFY(!document->canUndo());
    }

    void readOnlyFileKeepsTheDocumentAsItIs() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("p.cellwright")).toStdString();
        QVERIFY(ProjectStore::create(path, smallProject()));
        auto opened = ProjectStore::open(path, ProjectStore::Access::readOnly);
        QVERIFY(opened);
        const auto document = documentIn(std::move(*opened));
        std::vector<Error> failures;
        connect(document.get(), &Document::failed, this,
                [&](const Error& error) { failures.push_back(error); });
        QVERIFY(!commands::addSite(*document, at(10, 20)));
        QVERIFY(document->project() == smallProject());
        QCOMPARE(failures.size(), std::size_t(1));
    }
};

CELLWRIGHT_TEST(StoreJournalTest)
#include "store_journal_test.moc"
