// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/inspector/fields.h"
#include "widgets/inspector/section.h"
#include "widgets/theme/icons.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cellwright::fields {
namespace {

QString inspectorText(const char* text) {
    return QCoreApplication::translate("Inspector", text);
}

/// One further host of one deployment, edited through the deployment.
Target<AddedHost> targetOf(const Target<Deployment>& deployment, std::size_t index) {
    return {
        [visit = deployment.visit, index](const std::function<void(const AddedHost&)>& f) {
            visit([&](const Deployment& owner) {
                if (index < owner.addedHosts.size())
                    f(owner.addedHosts[index]);
            });
        },
        [change = deployment.change, index](const QString& label, const std::function<void(AddedHost&)>& f) {
            change(label, [&](Deployment& owner) {
                if (index < owner.addedHosts.size())
                    f(owner.addedHosts[index]);
            });
        }};
}

/// Whether a field says something about a host that does this.
bool matters(HostRole role, std::string_view key) {
    return (key != "from_layer" || role == HostRole::stage) && (key != "share" || role == HostRole::experts);
}

/// The further hosts of one deployment: a section each, with buttons to add and remove.
class AddedHostList : public QWidget {
public:
    AddedHostList(const Context& context, Target<Deployment> target)
        : context_(context)
        , target_(std::move(target)) {
        layout_ = new QVBoxLayout(this);
        layout_->setContentsMargins(0, 0, 0, 0);
        layout_->setSpacing(2);
        auto* add = new QPushButton(themedIcon(u"add"_s), inspectorText("Add host"));
        connect(add, &QPushButton::clicked, this, [this] { addHost(); });
        layout_->addWidget(add, 0, Qt::AlignLeft);
    }

    void refresh() {
        target_.visit([this](const Deployment& deployment) {
            std::vector<HostRole> roles;
            for (const auto& added : deployment.addedHosts)
                roles.push_back(added.role);
            if (roles != roles_)
                rebuild(std::move(roles));
            for (std::size_t i = 0; i < sections_.size(); ++i) {
                sections_[i]->setTitle(summaryOf(context_.document.scenario(), {deployment.addedHosts[i]}));
                if (auto* form = static_cast<Form*>(sections_[i]->content()))
                    form->refresh();
            }
        });
    }

private:
    /// The form shows what matters for the role, so that a changed role makes new ones.
    void rebuild(std::vector<HostRole> roles) {
        std::vector<bool> open(roles.size(), false);
        for (std::size_t i = 0; i < sections_.size(); ++i) {
            if (i < open.size())
                open[i] = sections_[i]->isOpen();
            sections_[i]->hide();
            sections_[i]->deleteLater();
        }
        if (roles.size() > sections_.size() && !sections_.empty())
            open.back() = true; // has just been added
        sections_.clear();
        roles_ = std::move(roles);
        for (std::size_t i = 0; i < roles_.size(); ++i)
            makeSection(i)->setOpen(open[i]);
    }

    Section* makeSection(std::size_t index) {
        auto* section = new Section(u"host:%1"_s.arg(index), 1, [this, index]() -> QWidget* {
            auto* form = new Form;
            const auto target = targetOf(target_, index);
            const auto one = [&](const auto& field) {
                if (matters(roles_[index], field.info.key))
                    add(*form, context_, target, field.info, field.member);
            };
            std::apply([&](const auto&... field) { (one(field), ...); }, Schema<AddedHost>::fields);
            form->refresh();
            return form;
        });
        section->addButton(u"delete"_s, inspectorText("Remove host from the plan"),
                           [this, index] { remove(index); });
        layout_->insertWidget(int(sections_.size()), section);
        sections_.push_back(section);
        return section;
    }

    /// As the next stage, on a host that the plan does not use yet.
    void addHost() {
        const auto& hosts = context_.document.scenario().topology.hosts;
        target_.change(inspectorText("Add a host to the plan"), [&](Deployment& deployment) {
            AddedHost fresh;
            for (const Host& host : hosts) {
                const bool used = host.id == deployment.host ||
                                  std::ranges::any_of(deployment.addedHosts, [&](const AddedHost& added) {
                                      return added.host == host.id;
                                  });
                if (!used && !fresh.host)
                    fresh.host = host.id;
            }
            if (!fresh.host && !hosts.empty())
                fresh.host = hosts.front().id;
            int first = deployment.placement == Placement::split ? deployment.cut : 0;
            for (const auto& added : deployment.addedHosts)
                if (added.role == HostRole::stage)
                    first = std::max(first, added.fromLayer);
            fresh.fromLayer = std::max(fresh.fromLayer, first + 1);
            deployment.addedHosts.push_back(fresh);
        });
    }

    void remove(std::size_t index) {
        target_.change(inspectorText("Remove a host from the plan"), [index](Deployment& deployment) {
            if (index < deployment.addedHosts.size())
                deployment.addedHosts.erase(deployment.addedHosts.begin() + std::ptrdiff_t(index));
        });
    }

    Context context_;
    Target<Deployment> target_;
    QVBoxLayout* layout_;
    std::vector<HostRole> roles_;
    std::vector<Section*> sections_;
};

} // namespace

void addHosts(Form& form, const Context& context, const Target<Deployment>& target, const RowText& text) {
    int deployments = 0;
    target.visit([&](const Deployment&) { ++deployments; });
    if (deployments != 1)
        return form.addSummary(text,
                               [] { return inspectorText("Select a single deployment to edit its hosts."); });
    auto* list = new AddedHostList(context, target);
    list->setToolTip(text.help);
    form.addWide(list, [list] { list->refresh(); });
}

} // namespace cellwright::fields
