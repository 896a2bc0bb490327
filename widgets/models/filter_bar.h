// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/catalogue/model_filter.h"

#include <QWidget>

#include <optional>
#include <vector>

class QComboBox;
class QGridLayout;
class QLineEdit;

namespace cellwright {

class QuantityEdit;

/// Something that a model may have to fit into: a device or host of the project.
struct MemoryChoice {
    QString name; ///< "Server room: NVIDIA L4"
    Bytes memory;
};

/// A number of parameters as people write it: "7B", "350 M", "1.5e9". Nothing for anything else.
std::optional<std::int64_t> parseParameters(const QString& text);
/// "7B", "0.35B", "671B".
QString parametersText(std::int64_t count);

/// What to look for, above the table of models: words, size, family, licence, kind, the memory that models
/// have to fit into, and the precision and context that they are sized for.
class FilterBar : public QWidget {
    Q_OBJECT
public:
    explicit FilterBar(QWidget* parent = nullptr);

    /// The series and licences to choose from.
    void setEntries(const std::vector<catalogue::ModelEntry>& entries);
    void setMemories(const std::vector<MemoryChoice>& memories);
    /// How models are sized at first: weights, kv and context.
    void setUse(const catalogue::ModelFilter& use);

    [[nodiscard]] const catalogue::ModelFilter& filter() const { return filter_; }
    /// Whether anything is left out.
    [[nodiscard]] bool restricts() const;
    /// Everything passes again; precision and context stay.
    void clear();

    [[nodiscard]] QLineEdit* search() const { return search_; }

Q_SIGNALS:
    void changed();

private:
    QWidget* makeSearchRow();
    QWidget* makeUseRow();
    QWidget* makeSizeField();
    QComboBox* makeChoice(const QString& name, const QString& any,
                          std::string catalogue::ModelFilter::*member);
    void addField(QLayout* row, const QString& caption, QWidget* editor, int stretch = 0);
    void takeSizes();
    void takeMemory();

    catalogue::ModelFilter filter_;
    std::vector<MemoryChoice> memories_;
    QLineEdit* search_ = nullptr;
    QLineEdit *least_ = nullptr, *most_ = nullptr;
    QComboBox *series_ = nullptr, *licence_ = nullptr, *kind_ = nullptr;
    QComboBox *fits_ = nullptr, *weights_ = nullptr, *kv_ = nullptr;
    QuantityEdit *memory_ = nullptr, *context_ = nullptr;
};

} // namespace cellwright
