// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/inspector/choice_combo.h"

#include <QString>
#include <QWidget>

#include <functional>
#include <optional>
#include <utility>
#include <vector>

class QFormLayout;
class QLabel;

namespace cellwright {

/// How an editor reads and writes one field of everything that is edited together.
template <class V>
struct Binding {
    std::function<std::vector<V>()> read;
    std::function<void(const V&)> write;
};

/// The texts of one row.
struct RowText {
    QString label;
    QString help;
};

/// What a number may be and how it is written.
struct NumberFormat {
    std::string kind; ///< as for parseSi()
    double minimum = 0.0;
    double maximum = 0.0;
    bool optional = false;
    bool integer = false;
};

/// One entry of a fixed list: what is kept, and the words for it.
using Option = std::pair<QString, QString>;
using Options = std::function<std::vector<Option>()>;

/// Labelled editors below each other. Each editor shows what its binding reads when refresh() is called, and
/// "mixed" where it reads different values; each has its label as buddy and accessible name, its help as
/// tooltip, and room below it for what is wrong with its text.
class Form : public QWidget {
    Q_OBJECT
public:
    explicit Form(QWidget* parent = nullptr);

    void addNumber(const RowText& text, const NumberFormat& format, Binding<std::optional<double>> binding);
    /// Two numbers in one row, each with its own caption ("x", "y").
    void addPair(const RowText& text, const NumberFormat& first, const NumberFormat& second,
                 const std::pair<QString, QString>& captions, Binding<std::optional<double>> firstBinding,
                 Binding<std::optional<double>> secondBinding);
    void addCheck(const RowText& text, Binding<bool> binding);
    void addText(const RowText& text, Binding<QString> binding);
    void addOptions(const RowText& text, Options options, Binding<QString> binding);
    /// With a browser, a button beside the field opens it.
    void addChoice(const RowText& text, const std::vector<Choice>& choices, Binding<QString> binding,
                   const ChoiceBrowser& browse = {});
    /// Text that is not edited here.
    void addSummary(const RowText& text, std::function<QString()> summary);
    /// A few words above the rows that follow.
    void addHeading(const QString& text);
    /// A widget over the whole width, with what brings it up to date.
    void addWide(QWidget* widget, std::function<void()> refresh);

    /// Shows what the bindings read now.
    void refresh();

private:
    void addRow(const RowText& text, QWidget* field, QWidget* editor);
    class QuantityEdit* makeNumber(const RowText& text, const NumberFormat& format,
                                   Binding<std::optional<double>> binding);
    QLabel* makeProblemLabel(class QuantityEdit* editor);

    QFormLayout* layout_;
    std::vector<std::function<void()>> refreshers_;
};

} // namespace cellwright
