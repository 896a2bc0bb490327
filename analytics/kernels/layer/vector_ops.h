// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

/// What a transformer does to single vectors, vectorised and chosen for the processor at run time. All spans
/// of one call have the same length, in f32; results may overwrite their inputs.
namespace cellwright::kernels {

/// y = x / sqrt(mean(x^2) + epsilon) * weight (Zhang and Sennrich 2019, eq. 4).
void rmsNorm(std::span<const float> x, std::span<const float> weight, float epsilon, std::span<float> y);
/// y = (x - mean) / sqrt(variance + epsilon) * weight + bias (Ba et al. 2016, eq. 4).
void layerNorm(std::span<const float> x, std::span<const float> weight, std::span<const float> bias,
               float epsilon, std::span<float> y);
/// x_i = e^(x_i) / sum of e^(x_j), kept from overflow by the largest x. Values of -1e30 and less become zero.
void softmax(std::span<float> x);
/// y = silu(gate) * up with silu(g) = g / (1 + e^-g) (Shazeer 2020, eq. 6).
void swiGlu(std::span<const float> gate, std::span<const float> up, std::span<float> y);
/// y = x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) (Hendrycks and Gimpel 2016).
void gelu(std::span<const float> x, std::span<float> y);
/// y = a + b.
void add(std::span<const float> a, std::span<const float> b, std::span<float> y);
/// y += factor * x.
void addScaled(float factor, std::span<const float> x, std::span<float> y);

/// Which two elements of a head turn together: neighbours (2 i, 2 i + 1) as in the paper and in GGUF's Llama,
/// or (i, i + rotated / 2) as in GPT-NeoX, Qwen and the Hugging Face checkpoints.
enum class RotaryPairs { neighbours, halves };

/// Cosines and sines of one position: position * base^(-2 i / rotated) (Su et al. 2021, eq. 15).
class RotaryAngles {
public:
    /// `rotated` elements of each head turn, an even number.
    RotaryAngles(int position, int rotated, float base);
    /// Turns each of the heads of `headSize` elements that lie after each other in x.
    void rotate(std::span<float> x, int headSize, RotaryPairs pairs) const;

private:
    std::vector<float> cosines_;
    std::vector<float> sines_;
};

} // namespace cellwright::kernels
