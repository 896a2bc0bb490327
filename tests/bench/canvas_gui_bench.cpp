// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/widgets/canvas/demo.h"
#include "widgets/canvas/canvas_view.h"

#include <QApplication>
#include <QEventLoop>
#include <QImage>

#include <benchmark/benchmark.h>

using namespace cellwright;
using namespace cellwright::test;

namespace {

/// An application without a display, unless the program has one already. Lives until the process ends.
void needApplication() {
    static int argc = 1;
    static char name[] = "canvas_gui_bench";
    static char* argv[] = {name, nullptr};
    if (QCoreApplication::instance())
        return;
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    new QApplication(argc, argv);
}

/// A window of 1200 x 800 on a network with many sites, drawn without the heat map.
struct Window {
    explicit Window(int sites, bool heatMap = false) {
        needApplication();
        document = documentOf(demoScenario(sites));
        selection = std::make_unique<Selection>(*document);
        view = std::make_unique<CanvasView>(*document, *selection);
        CanvasOptions options = view->options();
        options.map.shown = heatMap;
        view->setOptions(options);
        view->resize(1200, 800);
        view->show();
        frame();
    }
    /// Draws one whole frame, as the window system would ask for it.
    void frame() { view->viewport()->render(&image); }
    void settle() const {
        QEventLoop loop;
        QObject::connect(view.get(), &CanvasView::mapChanged, &loop, [&] {
            if (view->mapSettled())
                loop.quit();
        });
        if (!view->mapSettled())
            loop.exec();
    }

    QImage image{1200, 800, QImage::Format_ARGB32_Premultiplied};
    std::unique_ptr<Document> document;
    std::unique_ptr<Selection> selection;
    std::unique_ptr<CanvasView> view;
};

void panFrame(benchmark::State& state) {
    Window window(int(state.range(0)));
    double x = 0;
    for (auto _ : state) {
        window.view->setView({Metres(x += 1.0), Metres(0)}, window.view->pixelsPerMetre());
        window.frame();
    }
}
BENCHMARK(panFrame)->Arg(1000)->Arg(10000)->Arg(50000)->Unit(benchmark::kMillisecond);

void zoomFrame(benchmark::State& state) {
    Window window(int(state.range(0)));
    const double scale = window.view->pixelsPerMetre();
    double factor = 1.0;
    for (auto _ : state) {
        factor = factor > 20 ? 1.0 : factor * 1.2;
        window.view->setView({}, scale * factor);
        window.frame();
    }
}
BENCHMARK(zoomFrame)->Arg(1000)->Arg(10000)->Arg(50000)->Unit(benchmark::kMillisecond);

/// From the move of a site to the drawn frame, the heat map included where it follows at once.
void dragFrame(benchmark::State& state) {
    Window window(int(state.range(0)), true);
    window.settle();
    QApplication::processEvents();
    const EntityRef site{EntityKind::site, window.document->scenario().topology.sites.front().id.value};
    double x = 0;
    for (auto _ : state) {
        x = x > 300 ? 0 : x + 3;
        window.document->preview([&](Scenario& scenario) {
            commands::moveBy(scenario, {site}, {Metres(x), Metres(x)});
        });
        window.frame();
    }
    window.document->cancelPreview();
}
BENCHMARK(dragFrame)->Arg(3)->Arg(7)->Arg(20)->Arg(125)->Unit(benchmark::kMillisecond)->UseRealTime();

/// Until the fine map is there.
void settleHeatMap(benchmark::State& state) {
    Window window(int(state.range(0)), true);
    double x = 0;
    for (auto _ : state) {
        commands::moveEntities(*window.document, {{EntityKind::site, 11}},
                               {Metres(x = x > 0 ? -10 : 10), Metres(0)});
        window.settle();
    }
}
BENCHMARK(settleHeatMap)->Arg(7)->Arg(125)->Unit(benchmark::kMillisecond)->UseRealTime();

void editOneOfMany(benchmark::State& state) {
    needApplication();
    const auto document = documentOf(demoScenario(int(state.range(0))));
    double x = 0;
    for (auto _ : state)
        commands::moveEntities(*document, {{EntityKind::site, 11}},
                               {Metres(x = x > 0 ? -10 : 10), Metres(0)});
}
BENCHMARK(editOneOfMany)->Arg(10)->Arg(1000)->Arg(10000)->Unit(benchmark::kMillisecond);

} // namespace
