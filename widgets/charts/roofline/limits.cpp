// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/roofline/limits.h"

#include "analytics/kernels/roof.h"
#include "analytics/scenario/schema.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Roofline)
};

const kernels::ReadBandwidth* readOf(const kernels::Profile& profile, int threads) {
    const auto found = std::ranges::find(profile.readBandwidth, threads, &kernels::ReadBandwidth::threads);
    return found == profile.readBandwidth.end() ? nullptr : &*found;
}

/// The roof of a kernel in the words of a chart.
template <class Timing>
std::optional<KernelLimit> limitOf(const kernels::Profile& profile, const Timing& timing) {
    const auto roof = kernels::roofOf(profile, timing);
    if (!roof)
        return {};
    const bool memory = roof->limit == "read";
    const QString unit = QString::fromUtf8(roof->limit.data(), qsizetype(roof->limit.size()));
    return KernelLimit{memory ? Words::tr("memory") : unit, memory, roof->share};
}

/// What kernels and operations have in common. Rates are operations per time: the fast end is the first
/// decile.
template <class Timing>
RooflineDot dotOf(const kernels::Profile& profile, const Timing& timing, std::size_t row) {
    RooflineDot dot;
    dot.limit = limitOf(profile, timing);
    dot.kernel = timing.kernel;
    dot.tokens = timing.tokens;
    dot.threads = timing.threads;
    dot.rate = timing.flopRate;
    dot.byteRate = timing.byteRate;
    dot.intensity = timing.byteRate.si() > 0.0 ? timing.flopRate.si() / timing.byteRate.si() : 0.0;
    dot.median = timing.median;
    dot.p10 = timing.p10;
    dot.p90 = timing.p90;
    dot.low = timing.flopRate * (timing.median / timing.p90);
    dot.high = timing.flopRate * (timing.median / timing.p10);
    dot.spread = timing.spread();
    dot.samples = timing.samples;
    dot.provider = timing.provider;
    dot.row = row;
    return dot;
}

RooflineDot kernelDot(const kernels::Profile& profile, const kernels::KernelTiming& kernel, std::size_t row) {
    RooflineDot dot = dotOf(profile, kernel, row);
    dot.scheme = kernel.weights;
    dot.format = formatName(kernel.weights);
    dot.what = u"%1, %2"_s.arg(kernelName(kernel.kernel), dot.format);
    dot.shape = u"%1 × %2 × %3"_s.arg(kernel.rows).arg(kernel.cols).arg(kernel.tokens);
    return dot;
}

RooflineDot operationDot(const kernels::Profile& profile, const kernels::OperationTiming& operation,
                         std::size_t row) {
    RooflineDot dot = dotOf(profile, operation, row);
    const std::string& kernel = operation.kernel;
    const bool cached = kernel == kernels::layerKernel || kernel == kernels::attentionKernel;
    const bool weighted = kernel == kernels::layerKernel || kernel == kernels::embeddingKernel ||
                          kernel == kernels::quantizeKernel || kernel == kernels::dequantizeKernel;
    // All other operations work on activations, which are f32.
    dot.scheme = weighted ? operation.weights : cached ? operation.cache : Scheme::f32;
    dot.format = formatName(dot.scheme);
    const bool named = weighted || cached;
    dot.what = named ? u"%1, %2"_s.arg(kernelName(kernel), dot.format) : kernelName(kernel);
    dot.shape = operation.tokens == 1 ? Words::tr("1 token") : Words::tr("%1 tokens").arg(operation.tokens);
    if (cached || operation.depth > 0)
        dot.shape = Words::tr("%1 at depth %2").arg(dot.shape).arg(operation.depth);
    dot.inCache = !weighted && kernel != kernels::attentionKernel;
    if (dot.inCache)
        dot.format = Words::tr("Activations");
    return dot;
}

} // namespace

ProfileRows::ProfileRows(const kernels::Profile& profile)
    : reads(profile.readBandwidth.size())
    , peaks(profile.peaks.size())
    , kernels(profile.kernels.size())
    , operations(profile.operations.size()) {}

const RooflineDot* RooflineData::dotOfRow(std::size_t row) const {
    const auto found = std::ranges::find(dots, row, &RooflineDot::row);
    return found == dots.end() ? nullptr : &*found;
}

std::vector<RooflineDot> measurements(const kernels::Profile& profile) {
    std::vector<RooflineDot> dots;
    const ProfileRows rows(profile);
    for (std::size_t i = 0; i < profile.kernels.size(); ++i)
        dots.push_back(kernelDot(profile, profile.kernels[i], rows.firstKernel() + i));
    for (std::size_t i = 0; i < profile.operations.size(); ++i)
        dots.push_back(operationDot(profile, profile.operations[i], rows.firstOperation() + i));
    return dots;
}

RooflineData rooflineData(const kernels::Profile& profile, int threads) {
    RooflineData data;
    data.threads = threads;
    if (const auto* read = readOf(profile, threads))
        data.bandwidth = read->bandwidth;
    for (const kernels::PeakRate& peak : profile.peaks)
        if (peak.threads == threads)
            data.ceilings.push_back({QString::fromStdString(peak.unit), peak.rate});
    std::ranges::stable_sort(data.ceilings, std::ranges::greater{},
                             [](const RooflineCeiling& ceiling) { return ceiling.rate.si(); });
    for (RooflineDot& dot : measurements(profile))
        if (dot.threads == threads && dot.intensity > 0.0 && dot.rate.si() > 0.0)
            data.dots.push_back(std::move(dot));
    return data;
}

std::vector<int> measuredThreads(const kernels::Profile& profile) {
    std::set<int> threads;
    for (const auto& kernel : profile.kernels)
        threads.insert(kernel.threads);
    for (const auto& operation : profile.operations)
        threads.insert(operation.threads);
    if (threads.empty())
        for (const auto& read : profile.readBandwidth)
            threads.insert(read.threads);
    return {threads.begin(), threads.end()};
}

int mostThreads(const kernels::Profile& profile) {
    const auto threads = measuredThreads(profile);
    return threads.empty() ? 0 : threads.back();
}

QString kernelName(const std::string& kernel) {
    const std::pair<std::string_view, QString> names[] = {
        {kernels::matVec, Words::tr("Matrix × vector")},
        {kernels::matMat, Words::tr("Matrix × matrix")},
        {kernels::layerKernel, Words::tr("Whole layer")},
        {kernels::attentionKernel, Words::tr("Attention")},
        {kernels::normKernel, Words::tr("Normalisation")},
        {kernels::ropeKernel, Words::tr("Rotary embedding")},
        {kernels::softmaxKernel, Words::tr("Softmax")},
        {kernels::activationKernel, Words::tr("Activation")},
        {kernels::addKernel, Words::tr("Residual addition")},
        {kernels::embeddingKernel, Words::tr("Embedding look-up")},
        {kernels::gatherKernel, Words::tr("Expert gather")},
        {kernels::quantizeKernel, Words::tr("Quantize at a cut")},
        {kernels::dequantizeKernel, Words::tr("Dequantize at a cut")},
        {kernels::graphKernel, Words::tr("Start of a pass")},
        {"read", Words::tr("Memory read")},
        {"peak", Words::tr("Peak of a unit")}};
    for (const auto& [known, name] : names)
        if (kernel == known)
            return name;
    return QString::fromStdString(kernel);
}

QString providerName(const std::string& id) {
    static const std::pair<const char*, QString> names[] = {
        {"cellwright", u"Cellwright"_s}, {"onednn", u"oneDNN"_s}, {"openblas", u"OpenBLAS"_s},
        {"eigen", u"Eigen"_s},           {"ggml", u"ggml"_s},     {"opencl", u"OpenCL"_s}};
    for (const auto& [known, name] : names)
        if (id == known)
            return name;
    return QString::fromStdString(id);
}

QString formatName(Scheme scheme) {
    const std::string_view label = enumLabel(scheme);
    return QString::fromUtf8(label.data(), qsizetype(label.size()));
}

} // namespace cellwright
