// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/inspector/entity_form.h"

#include "widgets/document/commands.h"

namespace cellwright {
namespace {

using fields::Target;

template <class T>
Target<T> targetOf(Document& document, const EntityRefs& refs) {
    return {[&document, refs](const std::function<void(const T&)>& f) {
                for (const EntityRef ref : refs)
                    if (const T* entity = find<T>(document.scenario(), ref))
                        f(*entity);
            },
            [&document, refs](const QString& label, const std::function<void(T&)>& f) {
                commands::editEntities<T>(document, label, refs, f);
            }};
}

Target<Assumptions> assumptionsTarget(Document& document) {
    return {[&document](const auto& f) { f(document.scenario().assumptions); },
            [&document](const QString& label, const auto& f) {
                document.edit(label, [&](Scenario& scenario) { f(scenario.assumptions); });
            }};
}

Target<ScenarioProperties> propertiesTarget(Document& document) {
    return {[&document](const auto& f) {
                f({document.scenario().name, document.scenario().topology.origin});
            },
            [&document](const QString& label, const auto& f) {
                document.edit(label, [&](Scenario& scenario) {
                    ScenarioProperties properties{scenario.name, scenario.topology.origin};
                    f(properties);
                    scenario.name = properties.name;
                    scenario.topology.origin = properties.origin;
                });
            }};
}

} // namespace

Form* makeEntityForm(const fields::Context& context, const EntityRefs& refs) {
    auto* form = new Form;
    const auto fill = [&]<class T>(const Target<T>& target) { fields::addAll(*form, context, target); };
    if (refs.front().kind == EntityKind::assumptions)
        fill(assumptionsTarget(context.document));
    else if (refs.front().kind == EntityKind::properties)
        fill(propertiesTarget(context.document));
    else
        forEachListedType([&]<class T>() {
            if (kindOf<T>() == refs.front().kind)
                fill(targetOf<T>(context.document, refs));
        });
    form->refresh();
    return form;
}

} // namespace cellwright
