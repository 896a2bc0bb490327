// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Large language models as planners need them: architecture facts, from which counts, FLOP and bytes follow.
namespace cellwright::llm {

enum class Norm {
    rms,         ///< one weight per channel
    layer,       ///< weight and bias per channel
    layerNoBias, ///< LayerNorm with a weight only
    none,        ///< LayerNorm without parameters (OLMo)
};
enum class PositionEmbedding {
    rotary,
    learned,
    alibi,
    relative,   ///< a learned bias per bucket of distances (T5)
    sinusoidal, ///< computed, no parameters
    none,
};
/// RMSNorm on queries and on keys.
enum class QueryKeyNorm {
    none,
    perHead, ///< head_dim weights that all heads share (Qwen3, Gemma 3)
    whole,   ///< a weight per channel of all heads (OLMo 2)
};

/// Self-attention of one layer. kvHeads == heads is multi-head, 1 is multi-query, between them grouped-query.
struct Attention {
    std::int64_t heads = 0;
    std::int64_t kvHeads = 0;
    std::int64_t headDim = 0;
    bool qkvBias = false;
    bool outputBias = false;
    bool fused = false;                 ///< query, key and value are one matrix in the published files
    std::optional<std::int64_t> window; ///< tokens that a position can see, itself included; absent: all
    QueryKeyNorm qkNorm = QueryKeyNorm::none;
    bool noKeyBias = false;           ///< with qkvBias: queries and values have one, keys have none (Whisper)
    bool causal = true;               ///< false: a position sees those after it too (encoders)
    bool sinks = false;               ///< one learned logit per head that takes attention away (gpt-oss)
    bool outputGate = false;          ///< a second query matrix whose sigmoid scales the heads (Qwen3-Next)
    std::int64_t relativeBuckets = 0; ///< rows of this layer's table of distance biases, heads wide (T5)
    std::optional<double> softCap;    ///< scores are squashed to ±this (Gemma 2)
    bool operator==(const Attention&) const = default;
};

/// Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434, section 2.1): the cache holds one vector of
/// kvRank + ropeDim elements per token and layer, from which keys and values of all heads are computed.
struct LatentAttention {
    std::int64_t heads = 0;
    std::int64_t queryRank = 0; ///< 0: queries come from one matrix
    std::int64_t kvRank = 0;
    std::int64_t contentDim = 0; ///< of a query or key head, without position ("qk_nope_head_dim")
    std::int64_t ropeDim = 0;    ///< of a query head and of the shared key, with position
    std::int64_t valueDim = 0;   ///< of a value head
    bool bias = false;           ///< of the two matrices down from the hidden vector and of the output
    bool operator==(const LatentAttention&) const = default;
};

/// A selective state-space mixer: Mamba (arXiv 2312.00752) or Mamba-2 (arXiv 2405.21060). Its state does not
/// grow with the context.
struct StateSpace {
    int generation = 1;      ///< 1 or 2
    std::int64_t inner = 0;  ///< channels
    std::int64_t state = 0;  ///< state elements per channel
    std::int64_t kernel = 4; ///< taps of the depthwise convolution
    std::int64_t rank = 0;   ///< of the time-step projection (generation 1)
    std::int64_t heads = 0;  ///< generation 2: heads that share a decay
    std::int64_t groups = 1; ///< generation 2: groups that share input and output projections of the state
    bool convolutionBias = true;
    bool bias = false;       ///< of the matrices into and out of the mixer
    bool innerNorms = false; ///< RMSNorm on time step and both projections (Jamba)
    bool outputNorm = false; ///< gated RMSNorm before the output matrix (generation 2)
    bool operator==(const StateSpace&) const = default;
    /// Channels of the convolution: those of the mixer, in generation 2 also the state's projections.
    [[nodiscard]] std::int64_t convolved() const {
        return generation == 1 ? inner : inner + 2 * groups * state;
    }
};

/// A dense feed-forward network: up and down, and a gate beside up where gated (SwiGLU, GeGLU).
struct FeedForward {
    std::int64_t width = 0; ///< 0: the layer has none
    bool gated = true;
    bool bias = false;
    bool fused = false; ///< gate and up are one matrix in the published files
    bool operator==(const FeedForward&) const = default;
};

/// A mixture of experts: a router sends each token to `perToken` of `count` equal networks.
struct Experts {
    std::int64_t count = 0;
    std::int64_t perToken = 0;
    std::int64_t width = 0; ///< of one expert
    bool gated = true;
    bool bias = false;
    bool routerBias = false;      ///< a learned bias per expert
    std::int64_t sharedWidth = 0; ///< of the network that every token passes beside them; 0: none
    bool sharedGate = false;      ///< its output is scaled by a gate of one row (Qwen2-MoE)
    bool operator==(const Experts&) const = default;
};

/// How tokens exchange information in a layer. With std::monostate they do not.
using Mixer = std::variant<Attention, LatentAttention, StateSpace, std::monostate>;

/// One layer. Layers of a model may differ.
struct Layer {
    Mixer mixer = Attention{};
    FeedForward feedForward; ///< beside experts only where a layer has both
    std::optional<Experts> experts;
    std::optional<Attention> cross; ///< attention to the encoder's output, after self-attention
    bool parallel = false;          ///< mixer and feed-forward read the same input and are added together
    bool sharedNorm =
        false; ///< one norm before both (parallel layers of Phi and Falcon-7B), else one before each
    bool postNorms = false; ///< two more norms, on the outputs of attention and feed-forward (Gemma 2)
    bool operator==(const Layer&) const = default;

    [[nodiscard]] const Attention* attention() const { return std::get_if<Attention>(&mixer); }
    [[nodiscard]] Attention* attention() { return std::get_if<Attention>(&mixer); }
    [[nodiscard]] const LatentAttention* latent() const { return std::get_if<LatentAttention>(&mixer); }
    [[nodiscard]] const StateSpace* stateSpace() const { return std::get_if<StateSpace>(&mixer); }
    [[nodiscard]] bool hasFeedForward() const { return feedForward.width > 0 || experts.has_value(); }
};

/// A matrix of a tower outside its layers: the convolution over patches or frames, a projector.
struct Projection {
    std::string_view name; ///< lives as long as the program: "mm_0", "patch_embd"
    std::int64_t rows = 0;
    std::int64_t cols = 0; ///< inputs, all taps of a convolution together
    bool bias = false;
    std::int64_t runs =
        1; ///< times it is applied per vector that enters (or leaves, for projectors) the layers
    bool operator==(const Projection&) const = default;
};

/// How many vectors a piece of media becomes in a tower.
struct MediaRule {
    std::int64_t patch = 0;          ///< pixels of a patch's side
    std::int64_t imageSide = 0;      ///< pixels; images are scaled to it. 0: any size is kept (Qwen2.5-VL)
    std::int64_t framesPerPatch = 1; ///< video frames that one patch spans
    double vectorsPerSecond = 0.0;   ///< audio: vectors in the layers per second
    double chunkSeconds = 0.0;       ///< audio: clips are filled up to this length; 0: not
    /// Tokens between which images that keep their shape are scaled, their sides rounded to whole groups of
    /// merged patches (Qwen2-VL's processor, smart_resize); 0: they are padded to whole groups, of any size.
    std::int64_t minTokens = 0;
    std::int64_t maxTokens = 0;
    bool operator==(const MediaRule&) const = default;
};

/// An encoder whose output the decoder reads: as tokens among its own (vision, audio) or by cross-attention
/// (text, and Whisper's audio).
struct Tower {
    enum class Kind { vision, audio, text };
    Kind kind = Kind::vision;
    std::string name; ///< "CLIP ViT-L/14"
    std::int64_t hidden = 0;
    std::int64_t vocabulary = 0; ///< rows of its own token table (text)
    bool sharedTable = false;    ///< text: the table is the decoder's
    PositionEmbedding positions = PositionEmbedding::learned;
    std::int64_t learnedPositions = 0; ///< rows of the position table
    std::int64_t extraVectors = 0;     ///< learned vectors put beside the patches (class token, registers)
    Norm norm = Norm::layer;
    bool inputNorm = false;
    bool outputNorm = false;
    std::vector<Projection> input;
    std::vector<Layer> layers;
    std::int64_t layersRun = -1; ///< layers that run; fewer where the last are skipped (LLaVA); -1: all
    std::vector<std::int64_t> projectorNorms; ///< widths of RMSNorm or LayerNorm weights around the projector
    bool projectorNormBias = false;
    std::vector<Projection> projector;
    std::int64_t otherParameters = 0; ///< stored, but no part of a matrix that runs (pooling heads)
    std::int64_t merge = 1;           ///< vectors that the projector makes one token of
    /// Its vectors are put beside those of the next tower in channels: they become no tokens of their own.
    bool joinsNext = false;
    bool dropsExtraVectors = true; ///< the extra vectors do not become tokens
    MediaRule media;
    bool operator==(const Tower&) const = default;
};

/// What the last block makes of hidden vectors.
enum class Head {
    tokens, ///< logits over the vocabulary
    pooler, ///< a dense layer on the first position (BERT)
    none,
};

/// A language model: towers, embedding, layers, head. Numbers are exact integers; sizes in elements.
struct Model {
    std::string id;     ///< "llama-3.1-8b"
    std::string name;   ///< "Llama 3.1 8B"
    std::string family; ///< Hugging Face model_type: "llama"
    std::string licence;
    std::string source;    ///< where the facts come from: repository and file, or paper and table
    std::string date;      ///< when the source was published or read, ISO 8601; may be empty
    bool verified = false; ///< the facts were compared with the source, or with figures derived from it
    std::string note;      ///< what a planner must know about the facts; may be empty
    std::int64_t hidden = 0;
    std::int64_t vocabulary = 0; ///< rows of the embedding table, padding included
    std::int64_t maxContext = 0; ///< tokens
    PositionEmbedding positions = PositionEmbedding::rotary;
    std::int64_t learnedPositions = 0; ///< rows of the position table; 0 unless positions are learned
    std::int64_t embeddingWidth =
        0; ///< of the table where a matrix leads to the hidden size (OPT-350M); 0: hidden
    std::int64_t segmentTypes = 0; ///< rows of a table of token types (BERT)
    bool tiedEmbeddings = false;   ///< the output head is the embedding table
    bool headBias = false;
    bool embeddingNorm = false; ///< BLOOM, BERT
    bool finalNorm = true;
    Head head = Head::tokens;
    Norm norm = Norm::rms;
    std::string activation; ///< "silu", "gelu_new"
    std::vector<Layer> layers;
    std::vector<Tower> towers; ///< in the order in which they run
    bool operator==(const Model&) const = default;

    /// The model generates text token by token from a prompt; encoders (BERT) do not.
    [[nodiscard]] bool generates() const;
    /// A tower feeds the decoder by cross-attention (T5, Whisper).
    [[nodiscard]] bool isEncoderDecoder() const;
};

/// The vectors that a tower's layers work on, and the tokens that reach the decoder.
struct MediaTokens {
    std::int64_t vectors = 0;
    std::int64_t tokens = 0;
    bool operator==(const MediaTokens&) const = default;
};
/// Of an image, or of `frames` frames of video, of this size in pixels.
MediaTokens imageTokens(const Tower& tower, std::int64_t width, std::int64_t height, std::int64_t frames = 1);
/// Of `seconds` of sound.
MediaTokens audioTokens(const Tower& tower, double seconds);
/// The side in pixels of the images that a tower is made for; 1024 where it keeps any size.
std::int64_t usualImageSide(const Tower& tower);
/// The length of the clips that a tower is made for; 30 s where it does not fill them up.
double usualClipSeconds(const Tower& tower);

/// What a model may be at most. Within these limits no count or byte sum leaves 64 bits.
struct Limits {
    static constexpr std::int64_t layers = 1000;
    static constexpr std::int64_t hidden = 1'000'000; ///< also heads x head dimension
    static constexpr std::int64_t feedForward = 10'000'000;
    static constexpr std::int64_t vocabulary = 10'000'000;
    static constexpr std::int64_t context = 1'000'000'000;
    static constexpr std::int64_t experts = 100'000;
    static constexpr std::int64_t towers = 8;
    static constexpr double parameters = 72'057'594'037'927'936.0; ///< 2^56
};

/// Refuses a model that is incomplete, contradicts itself or exceeds the limits; the error names the field.
Expected<void> check(const Model& model, std::string_view where = {});

/// Exact parameter counts. Helper values that are computed (rotary frequencies) are none; biases that a
/// router only adds for load balance are.
struct ParameterCount {
    std::int64_t total = 0;
    std::int64_t active = 0;    ///< total without the experts that a token does not choose
    std::int64_t embedding = 0; ///< token and position tables, and the head where it is a matrix of its own
    std::int64_t towers = 0;    ///< of total: encoders and their projectors
};
ParameterCount countParameters(const Model& model);
/// Parameters of decoder layer 0 to layers-1.
std::int64_t layerParameters(const Model& model, int layer);

/// Reads the text of a Hugging Face `config.json`, of the families that huggingface/families.h lists: dense
/// decoders, mixtures of experts, encoders, encoder-decoders, vision-language models and state-space models.
/// Where `model_type` is missing, `architectures` names the family. Unknown fields are ignored; fields that
/// Hugging Face may leave out have its defaults. Text over 1 MiB, nesting over 64, wrong types, missing
/// fields, sizes beyond Limits and variants that Model cannot represent are refused with the field's name.
/// `where` is the file's name for messages. The id is left empty.
Expected<Model> fromHuggingFaceConfig(std::string_view json, std::string_view where = "config.json");

} // namespace cellwright::llm
