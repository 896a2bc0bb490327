// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "data/catalogue/model_filter.h"
#include "widgets/models/filter_bar.h"
#include "widgets/modelstrip/model_strip.h"

#include <QDialog>

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace cellwright {

class BrowserTable;
class FactSheet;

/// All models to look through and choose from: the catalogue, and those that the project brings along.
/// Filters while typing; from the search field the arrow keys walk through the table and Enter uses a model.
class ModelBrowser : public QDialog {
    Q_OBJECT
public:
    explicit ModelBrowser(QWidget* parent = nullptr);
    ~ModelBrowser() override;

    /// All models that deployments can have, and which of them are the project's own rather than shipped.
    void setModels(std::shared_ptr<const Models> models, const std::set<std::string>& own);
    /// The devices and hosts that a model may have to fit into.
    void setMemories(const std::vector<MemoryChoice>& memories);
    /// The use that memory is computed for at first.
    void setUse(const catalogue::ModelFilter& use);
    /// What a chosen model is for, by name ("Assistant on tablets"); without one models can only be looked
    /// at.
    void setTarget(const QString& deployment);
    void select(const std::string& id);
    [[nodiscard]] const catalogue::ModelEntry* selected() const;

    /// Reads a file into the project and says which model it has become.
    using Importer = std::function<Expected<std::string>(const QString& path)>;
    void setImporter(Importer importer);
    /// Imports as if the file had been chosen; what goes wrong stands in the dialog.
    void importFile(const QString& path);

Q_SIGNALS:
    /// The user wants this model for the target.
    void modelChosen(const QString& id);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void buildTable();
    QWidget* makeEmptyPage();
    QWidget* makeFooter();
    void refill();
    void showSelected();
    void use();
    void chooseFile();
    void say(const QString& message, bool bad);

    std::shared_ptr<const Models> models_;
    std::vector<catalogue::ModelEntry> entries_;
    std::unique_ptr<catalogue::ModelSearch> search_;
    QString target_;
    Importer importer_;
    FilterBar* filter_;
    BrowserTable* table_;
    QTableView* view_;
    QStackedWidget* pages_;
    FactSheet* sheet_;
    QLabel* count_;
    QLabel* message_;
    QPushButton* import_;
    QPushButton* use_;
};

} // namespace cellwright
