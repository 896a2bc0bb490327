// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/start_window.h"
#include "data/samples/samples.h"
#include "tests/support/registry.h"

#include <QCommandLinkButton>
#include <QObject>
#include <QSignalSpy>
#include <QTest>

namespace cellwright {

class StartWindowTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everySampleHasAButtonThatOpensIt() {
        StartWindow window;
        window.show();
        QSignalSpy chosen(&window, &StartWindow::sampleChosen);
        const auto buttons = window.findChildren<QCommandLinkButton*>();
        QCOMPARE(std::size_t(buttons.size()), samples::all().size());
        for (auto* button : buttons) {
            QVERIFY(!button->accessibleName().isEmpty());
            button->setFocus();
            QTest::keyClick(button, Qt::Key_Return);
        }
        QCOMPARE(std::size_t(chosen.size()), samples::all().size());
        QCOMPARE(chosen[0][0].toString(), QStringLiteral("hospital"));
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::StartWindowTest)
#include "start_window_test.moc"
