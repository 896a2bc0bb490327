// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/desktop.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>
#include <QStyleFactory>

#include "cellwright/version.h"

using namespace Qt::StringLiterals;

int main(int argc, char** argv) {
    QApplication::setApplicationName(u"cellwright"_s);
    QApplication::setApplicationDisplayName(u"Cellwright"_s);
    QApplication::setOrganizationName(u"cellwright"_s);
    QApplication::setApplicationVersion(QLatin1StringView(cellwright::version));
    const QApplication application(argc, argv);
    // One style everywhere, so that the program looks the same on every desktop.
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    QApplication::setWindowIcon(QIcon(u":/cellwright/icons/cellwright.svg"_s));

    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::translate(
        "main", "Plans large language models over cellular networks and edge compute."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption sample(
        u"sample"_s, QApplication::translate("main", "Open a sample: hospital or factory."), u"id"_s);
    parser.addOption(sample);
    parser.addPositionalArgument(u"project"_s, QApplication::translate("main", "The project to open."),
                                 u"[project]"_s);
    parser.process(application);

    cellwright::Desktop desktop;
    cellwright::MainWindow* window = nullptr;
    if (parser.isSet(sample))
        window = desktop.openSample(parser.value(sample));
    else if (!parser.positionalArguments().isEmpty())
        window = desktop.openFile(parser.positionalArguments().constFirst());
    if (!window)
        desktop.showStartPage();
    return QApplication::exec();
}
