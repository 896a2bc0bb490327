// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/modes/media.h"

#include "analytics/llm/cut.h"
#include "analytics/scenario/schema.h"

#include <algorithm>
#include <cmath>

namespace cellwright::assessing {
namespace {

template <class R>
using N = typename R::Number;

llm::Tower::Kind towerFor(MediaKind kind) {
    return kind == MediaKind::audio ? llm::Tower::Kind::audio : llm::Tower::Kind::vision;
}

/// Images and video are counted by frames; a sound by its length.
llm::MediaTokens tokensOf(const llm::Tower& tower, const Workload& w) {
    if (tower.kind == llm::Tower::Kind::audio)
        return llm::audioTokens(tower, w.audioLength.si());
    const int frames = w.media == MediaKind::video ? w.frames : 1;
    return llm::imageTokens(tower, w.imageWidth, w.imageHeight, frames);
}

/// Tokens that all towers of the kind make together; towers that join the next one in channels make none.
std::int64_t tokensOf(const llm::Model& model, const Workload& workload) {
    std::int64_t tokens = 0;
    for (const auto& tower : model.towers)
        if (tower.kind == towerFor(workload.media) && !tower.joinsNext)
            tokens += tokensOf(tower, workload).tokens;
    return tokens;
}

std::int64_t vectorsOf(const Plan& plan) {
    std::int64_t vectors = 0;
    for (const auto& tower : plan.model->towers)
        if (const auto step = encodingStep(tower, *plan.workload))
            vectors += step->tokens * step->batch;
    return vectors;
}

/// What a tower makes of one image or clip of the size that it is made for; the prompt's tokens include what
/// becomes of them, so that no more fit.
llm::Step usualStep(const llm::Tower& tower, std::int64_t promptTokens) {
    const auto side = llm::usualImageSide(tower);
    const auto media = tower.kind == llm::Tower::Kind::vision
                           ? llm::imageTokens(tower, side, side)
                           : llm::audioTokens(tower, llm::usualClipSeconds(tower));
    return {llm::Step::Phase::encode,
            std::min(media.vectors, promptTokens * tower.merge + tower.extraVectors)};
}

} // namespace

std::optional<llm::Step> encodingStep(const llm::Tower& tower, const Workload& workload) {
    if (tower.kind == llm::Tower::Kind::text || tower.kind != towerFor(workload.media))
        return std::nullopt;
    const auto all = tokensOf(tower, workload).vectors;
    auto one = workload;
    if (tower.kind == llm::Tower::Kind::vision)
        one.frames = 1;
    else if (tower.media.chunkSeconds > 0.0)
        one.audioLength = std::min(one.audioLength, Seconds(tower.media.chunkSeconds));
    const auto each = tokensOf(tower, one).vectors;
    if (all <= 0 || each <= 0)
        return std::nullopt;
    return llm::Step{llm::Step::Phase::encode, each, (all + each - 1) / each};
}

std::vector<compute::Stretch> encodingOf(const Plan& plan, llm::BlockRange range) {
    std::vector<compute::Stretch> stretches;
    const auto& towers = plan.model->towers;
    const bool ofKind = plan.workload->media != MediaKind::none;
    if (!ofKind && plan.workload->mediaBytes <= Bytes())
        return stretches;
    for (std::size_t i = 0; i < towers.size(); ++i) {
        const auto blocks = llm::towerBlocks(*plan.model, int(i));
        const llm::BlockRange own{std::max(blocks.first, range.first), std::min(blocks.last, range.last)};
        const auto step = ofKind ? encodingStep(towers[i], *plan.workload)
                                 : usualStep(towers[i], plan.workload->promptTokens);
        if (own.first < own.last && step)
            stretches.push_back({own, *step});
    }
    return stretches;
}

bool addMedia(Plan& plan, std::vector<Violation>& violations) {
    plan.asked = plan.workload;
    if (plan.workload->media == MediaKind::none)
        return true;
    const auto tokens = tokensOf(*plan.model, *plan.workload);
    const std::string kind(enumKey(plan.workload->media));
    if (tokens <= 0) {
        violations.push_back({ViolationKind::invalid,
                              {EntityKind::deployment, plan.deployment->id.value},
                              plan.model->name + " has no tower that makes tokens of " + kind,
                              "choose a model that takes " + kind +
                                  (plan.workload->media == MediaKind::audio
                                       ? ", or send what was said as text"
                                       : ", such as Qwen2.5-VL, or a workload without media"),
                              0.0,
                              0.0,
                              {}});
        return false;
    }
    auto counted = std::make_shared<Workload>(*plan.workload);
    counted->promptTokens = int(std::min<std::int64_t>(counted->promptTokens + tokens, 1'000'000'000));
    plan.mediaTokens = tokens;
    plan.ownWorkload = std::move(counted);
    plan.workload = plan.ownWorkload.get();
    return true;
}

void moveTowers(Plan& plan) {
    const bool wanted = plan.mediaTokens > 0 && plan.deployment->mediaHandling == MediaHandling::embeddings;
    if (!wanted || plan.usesDevice())
        return;
    const int first = llm::firstDecoderBlock(*plan.model);
    plan.stages.front().blocks.first = first;
    plan.towers =
        Stage{{0, first}, plan.deployment->deviceWeights, {{nullptr, plan.device, Duty::layers, 1.0}}};
}

const Seat* encodingSeat(const Plan& plan) {
    if (plan.mediaTokens == 0)
        return nullptr;
    return plan.towers ? &plan.towers->seat() : &plan.stages.front().promptSeat();
}

compute::Task encodingTask(const Plan& plan) {
    compute::Task task;
    task.model = plan.model;
    task.accounting = &*plan.accounting;
    task.weights = plan.towers ? plan.towers->weights : plan.stages.front().weights;
    task.stretches = encodingOf(plan, {0, llm::firstDecoderBlock(*plan.model)});
    return task;
}

template <class R>
Of<Bytes, R> embeddingBytes(R& rec, const Plan& plan) {
    const N<R> tokens = rec.input(double(plan.mediaTokens), "P_media", "tokens of the media", Label::computed,
                                  "towers of " + plan.model->name);
    const auto vector = llm::vectorBytes(rec, *plan.model, plan.accounting->activationFormat());
    return rec.name(tokens * vector, "D_media", "embeddings of the media", "one vector for each token");
}

template <class R>
Of<Seconds, R> deviceEncoding(R& rec, const Plan& plan) {
    if (!plan.towers)
        return {};
    auto task = encodingTask(plan);
    const std::string source = "accounting of the towers of " + plan.model->name;
    task.source = source;
    return rec.name(compute::predict(rec, *plan.device, task, "encoding"), "t_encode",
                    "encoding the media on the device");
}

template <class R>
MediaFigures<R> mediaFigures(R& rec, const Plan& plan) {
    const std::string towers = "towers of " + plan.model->name;
    MediaFigures<R> f;
    f.tokens = rec.input(double(plan.mediaTokens), "P_media", "tokens of the media", Label::computed, towers);
    f.vectors = rec.input(double(vectorsOf(plan)), "n_v", "vectors in the towers", Label::computed, towers);
    auto task = encodingTask(plan);
    task.source = towers;
    f.encoding = rec.name(compute::predict(rec, *encodingSeat(plan)->device, task, "encoding"), "t_encode",
                          "encoding the media");
    if (plan.towers)
        f.sent = embeddingBytes(rec, plan);
    else if (!plan.usesDevice())
        f.sent = rec.input(plan.workload->mediaBytes, "D_media", "media sent with the prompt", Label::assumed,
                           "workload \"" + plan.workload->name + "\"");
    return f;
}

template <class R>
void nameEmbeddings(const Plan& plan, std::vector<privacy::Flow<R>>& rows) {
    if (!plan.towers)
        return;
    for (auto& row : rows)
        if (row.dataClass == privacy::DataClass::media) {
            row.dataClass = privacy::DataClass::embedding;
            row.recovery.label = Label::assumed;
            row.recovery.basis = "vectors of a known tower: what the media showed is presumed recoverable";
            row.note = "The media themselves stay on the device; what the tower made of them travels.";
        }
}

#define INSTANTIATE(R)                                                                                       \
    template Of<Bytes, R> embeddingBytes(R&, const Plan&);                                                   \
    template Of<Seconds, R> deviceEncoding(R&, const Plan&);                                                 \
    template MediaFigures<R> mediaFigures(R&, const Plan&);                                                  \
    template void nameEmbeddings<R>(const Plan&, std::vector<privacy::Flow<R>>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::assessing
