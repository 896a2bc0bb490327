// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/model.h"
#include "analytics/scenario/ids.h"

#include <QWidget>

#include <map>
#include <memory>
#include <string>

namespace cellwright {

class Document;
struct StripData;

/// The models by catalogue id, as Facts::models of assess.h.
using Models = std::map<std::string, llm::Model, std::less<>>;

/// A deployment as people think of it: the model's layers as a strip of blocks with the cut to drag, the
/// choice of model, placement and number formats above it, and below it what each side weighs and what
/// crosses. Edits go through the document; dragging previews and only letting go is an edit.
class ModelStrip : public QWidget {
    Q_OBJECT
public:
    explicit ModelStrip(Document& document, QWidget* parent = nullptr);
    ~ModelStrip() override;

    /// What may be chosen and drawn.
    void setModels(std::shared_ptr<const Models> models);

    /// What is drawn now, a cut that is being dragged included.
    [[nodiscard]] const StripData& data() const;
    /// The marked block of the model, or -1.
    [[nodiscard]] int selectedBlock() const;
    void setSelectedBlock(int block);

    /// The deployment shown; 0 if the scenario has none.
    [[nodiscard]] DeploymentId deployment() const;
    void setDeployment(DeploymentId id);

Q_SIGNALS:
    /// The cut under the mouse while it is dragged; the document is not changed yet.
    void cutPreviewed(int cut);
    /// The document's cut was changed.
    void cutChosen(int cut);
    void deploymentShown(cellwright::DeploymentId id);
    /// Anything of data() is new.
    void dataChanged();
    /// The user marked a block.
    void blockSelected(int block);
    /// The user wants to look at all models before choosing one.
    void browseRequested();

private:
    class Private;
    std::unique_ptr<Private> d_;
};

} // namespace cellwright
