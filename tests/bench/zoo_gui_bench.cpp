// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Large networks of the Internet Topology Zoo: reading, laying out and panning. The files are not ours to
// ship; give their folder in CELLWRIGHT_SHARED (…/data/topologyzoo below it).
#include "data/exchange/file.h"
#include "data/exchange/import.h"
#include "tests/widgets/canvas/demo.h"
#include "widgets/canvas/canvas_view.h"

#include <QApplication>
#include <QImage>

#include <benchmark/benchmark.h>

#include <filesystem>

using namespace cellwright;
using namespace cellwright::test;

namespace {

std::filesystem::path zooFile(const char* name) {
    const char* shared = std::getenv("CELLWRIGHT_SHARED");
    return std::filesystem::path(shared ? shared : "../shared") / "data" / "topologyzoo" / name;
}

Expected<Scenario> networkOf(const char* name) {
    const auto text = readFile(zooFile(name));
    if (!text)
        return tl::make_unexpected(text.error());
    Scenario scenario{.id = {1}, .name = name};
    const auto read = importGraphMl(*text, name, scenario);
    return read ? Expected<Scenario>(std::move(scenario)) : tl::make_unexpected(read.error());
}

void readZoo(benchmark::State& state, const char* name) {
    if (!networkOf(name)) {
        state.SkipWithError("the file is not there: set CELLWRIGHT_SHARED");
        return;
    }
    for (auto _ : state)
        benchmark::DoNotOptimize(networkOf(name));
}
BENCHMARK_CAPTURE(readZoo, cogentco, "Cogentco.graphml")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(readZoo, kdl, "Kdl.graphml")->Unit(benchmark::kMillisecond);

/// One frame of a pan with every node, link and label that fits on 1200 x 800 pixels: 16.7 ms are 60 per
/// second.
void panZoo(benchmark::State& state, const char* name) {
    auto scenario = networkOf(name);
    if (!scenario) {
        state.SkipWithError("the file is not there: set CELLWRIGHT_SHARED");
        return;
    }
    if (!QCoreApplication::instance()) {
        static int argc = 1;
        static char program[] = "zoo_gui_bench";
        static char* argv[] = {program, nullptr};
        if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
            qputenv("QT_QPA_PLATFORM", "offscreen");
        new QApplication(argc, argv);
    }
    const auto document = documentOf(std::move(*scenario));
    Selection selection(*document);
    CanvasView view(*document, selection);
    CanvasOptions options = view.options();
    options.map.shown = false;
    view.setOptions(options);
    view.resize(1200, 800);
    view.show();
    view.zoomToFit();
    QImage image(1200, 800, QImage::Format_ARGB32_Premultiplied);
    const Position centre = view.centre();
    const double scale = view.pixelsPerMetre();
    double pixels = 0;
    for (auto _ : state) {
        pixels = pixels > 200 ? 0 : pixels + 3;
        view.setView({centre.x + Metres(pixels / scale), centre.y}, scale);
        view.viewport()->render(&image);
    }
    state.counters["nodes"] = double(document->scenario().topology.sites.size());
    state.counters["links"] = double(document->scenario().topology.links.size());
}
BENCHMARK_CAPTURE(panZoo, cogentco, "Cogentco.graphml")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(panZoo, kdl, "Kdl.graphml")->Unit(benchmark::kMillisecond);

} // namespace
