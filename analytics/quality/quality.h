// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/derivation.h"
#include "analytics/llm/model.h"
#include "analytics/quality/lineage.h"
#include "analytics/scenario/scenario.h"

#include <optional>
#include <string>
#include <vector>

/// What quantization costs in quality, as published. A result belongs to one model, one method and one
/// setting: no curve over models, no interpolation between schemes.
namespace cellwright::quality {

/// A model that somebody measured.
struct Measured {
    std::string name; ///< as the source calls it: "Llama-3-8B"
    Lineage lineage;
    bool aggregate = false; ///< a mean over models, which stands for none of them
};

/// One measured number.
struct Row {
    std::size_t model = 0;        ///< index into Tables::models
    std::string method;           ///< as the source calls it: "GGUF q4_K_M imatrix WT 10m"
    std::optional<Scheme> scheme; ///< what the method is called here, where it has a name
    std::optional<double> bits;   ///< per weight, as published
    std::string metric;           ///< "ppl_wikitext2"; see metricOf()
    double value = 0.0;
    std::optional<double> delta; ///< to the 16 or 32 bit model of the same table; absent where it has none
    std::string setting;
    std::string source;
    Label label = Label::published; ///< or unverified
};

struct Tables {
    std::vector<Measured> models;
    std::vector<Row> rows;
};

/// What is asked for: a model, by its lineage, for instance one that nobody measured.
struct Subject {
    std::string name;
    Lineage lineage;
};
/// Family, generation and variant from the model's id or else its name, the size counted. Of a configuration
/// without a name only the family is known: no table is then the model's own.
Subject subjectOf(const llm::Model& model);

struct Answer {
    std::string statement;            ///< one sentence for people: whose rows these are, and how near
    std::optional<Measured> measured; ///< whose rows these are; nothing where nobody measured the scheme
    bool exact = false;               ///< measured on the subject itself
    Distance distance;                ///< from the subject to `measured`
    std::vector<Row> rows;            ///< in the tables' order
};
/// Every row of the subject in this scheme; where it has none, those of the nearest model that has.
Answer qualityOf(const Tables& tables, const Subject& subject, Scheme scheme);
/// The same for methods that keep as many bits per weight, to 0.05.
Answer qualityAtBits(const Tables& tables, const Subject& subject, double bitsPerWeight);

/// A model whose sides keep their weights in two schemes.
struct CutAnswer {
    std::string statement; ///< that no published number exists for the mixture, or that there is one scheme
    Answer device;
    Answer host;
    bool mixed = false;
};
CutAnswer qualityOfCut(const Tables& tables, const Subject& subject, Scheme device, Scheme host);

} // namespace cellwright::quality
