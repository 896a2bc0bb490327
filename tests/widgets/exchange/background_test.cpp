// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/document/fixture.h"
#include "widgets/exchange/backdrops.h"
#include "widgets/exchange/background_dialog.h"
#include "widgets/exchange/picture_label.h"

#include <QFile>
#include <QImage>
#include <QLabel>
#include <QTemporaryDir>

using namespace cellwright;
using namespace cellwright::test;
using namespace Qt::StringLiterals;

namespace {

struct Fixture {
    QTemporaryDir folder;
    std::unique_ptr<Document> document = smallDocument();
    QString picture() const {
        QImage image(200, 100, QImage::Format_RGB32);
        image.fill(Qt::darkGreen);
        const QString path = folder.filePath(u"plan.png"_s);
        image.save(path);
        return path;
    }
};

} // namespace

class BackgroundTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void twoPointsPlaceThePicture() {
        Fixture f;
        const Background background{
            f.picture().toStdString(), {0, 0, at(0, 100)}, {200, 100, at(200, 0)}, 0.4};
        const auto backdrop = backdropOf(background);
        QVERIFY(backdrop);
        QVERIFY(backdrop->origin == at(0, 100));
        QVERIFY(std::abs(backdrop->perColumn.x.si() - 1.0) < 1e-9 &&
                std::abs(backdrop->perColumn.y.si()) < 1e-9);
        QVERIFY(std::abs(backdrop->perRow.y.si() + 1.0) < 1e-9);
        QCOMPARE(backdrop->opacity, 0.4);
        QCOMPARE(backdrop->image.width(), 200);
    }

    void theProjectKeepsItInOneStep() {
        Fixture f;
        const Project before = f.document->project();
        BackgroundDialog dialog(*f.document);
        QVERIFY(dialog.setFile(f.picture()));
        Background background = dialog.background();
        background.first = {10, 10, at(-100, 50)};
        background.second = {190, 90, at(80, -30)};
        dialog.setBackground(background);
        dialog.accept();
        const auto kept = backgroundsOf(f.document->project());
        QCOMPARE(kept.size(), std::size_t(1));
        QVERIFY(kept.front().second == background);
        QCOMPARE(backdropsOf(f.document->project()).first.size(), std::size_t(1));
        QVERIFY(f.document->undo());
        QVERIFY(f.document->project() == before);
        QVERIFY(f.document->redo());
        BackgroundDialog again(*f.document);
        QVERIFY2(again.background() == background, "it begins with what is there");
        QVERIFY(again.removeBackground());
        QVERIFY(backgroundsOf(f.document->project()).empty());
    }

    void aFreshPictureLiesOverTheSitesInItsShape() {
        Fixture f;
        BackgroundDialog dialog(*f.document);
        QVERIFY(dialog.setFile(f.picture()));
        const auto backdrop = backdropOf(dialog.background());
        QVERIFY(backdrop);
        QVERIFY2(std::abs(backdrop->perColumn.x.si() + backdrop->perRow.y.si()) < 1e-9,
                 "square pixels, north up");
    }

    void aWorldFileBesideItIsUsed() {
        Fixture f;
        const QString path = f.picture();
        QFile world(f.folder.filePath(u"plan.pgw"_s));
        QVERIFY(world.open(QIODevice::WriteOnly));
        world.write("2\n0\n0\n-2\n101\n199\n"); // centre of the first pixel at (101, 199), 2 m per pixel
        world.close();
        BackgroundDialog dialog(*f.document);
        QVERIFY(dialog.setFile(path));
        const auto backdrop = backdropOf(dialog.background());
        QVERIFY(backdrop);
        QVERIFY(std::abs(backdrop->perColumn.x.si() - 2.0) < 1e-9);
        QVERIFY(std::abs(backdrop->origin.x.si() - 100.0) < 1e-6 &&
                std::abs(backdrop->origin.y.si() - 200.0) < 1e-6);
    }

    void whatCannotBeIsSaid() {
        Fixture f;
        BackgroundDialog dialog(*f.document);
        QVERIFY(!dialog.setFile(f.folder.filePath(u"none.png"_s)));
        QVERIFY(dialog.setFile(f.picture()));
        Background background = dialog.background();
        background.second = background.first;
        dialog.setBackground(background);
        dialog.accept();
        QVERIFY2(backgroundsOf(f.document->project()).empty(), "two points in one place");
    }

    void aPictureThatIsGoneIsToldNotHidden() {
        Fixture f;
        const Background gone{"/nowhere/plan.png", {0, 0, at(0, 100)}, {200, 100, at(200, 0)}, 0.4};
        f.document->perform(u"x"_s, [&](Project& project) {
            project.attachments.push_back({"background", backgroundKind, toJsonText(gone)});
        });
        const auto [backdrops, problems] = backdropsOf(f.document->project());
        QVERIFY(backdrops.empty());
        QCOMPARE(problems.size(), 1);
        QVERIFY(problems.front().contains(u"/nowhere/plan.png"_s));
    }

    void pointsAreClicked() {
        PictureLabel label;
        label.resize(400, 200);
        QImage image(200, 100, QImage::Format_RGB32);
        image.fill(Qt::gray);
        label.setPicture(image);
        label.setPoint(0, {10, 10});
        label.setPoint(1, {190, 90});
        label.show();
        QTest::mouseClick(&label, Qt::LeftButton, {}, QPoint(200, 100));
        QVERIFY(std::abs(label.point(0).x() - 100) < 1.0 && std::abs(label.point(0).y() - 50) < 1.0);
        QTest::mouseClick(&label, Qt::LeftButton, {}, QPoint(381, 181));
        QVERIFY2(label.point(1).x() > 180, "a point is taken up where it lies");
        QTest::mouseClick(&label, Qt::LeftButton, {}, QPoint(300, 100));
        QVERIFY(std::abs(label.point(1).x() - 150) < 1.0);
        QVERIFY(std::abs(label.point(0).x() - 100) < 1.0);
    }
};

CELLWRIGHT_TEST(BackgroundTest)
#include "background_test.moc"
