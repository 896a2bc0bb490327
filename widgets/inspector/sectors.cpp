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

/// "A: 120°, 44 dBm"
QString titleOf(const Sector& sector) {
    return u"%1: %2, %3"_s.arg(QString::fromStdString(sector.name),
                               QString::fromStdString(toDisplay(sector.azimuth)),
                               QString::fromStdString(toDisplay(sector.power)));
}

std::string nextName(const std::vector<Sector>& sectors) {
    for (char letter = 'A'; letter <= 'Z'; ++letter) {
        const std::string name(1, letter);
        if (std::none_of(sectors.begin(), sectors.end(), [&](const Sector& s) { return s.name == name; }))
            return name;
    }
    return std::to_string(sectors.size() + 1);
}

/// One sector of one site, edited through the site.
Target<Sector> targetOf(const Target<Site>& site, SectorId id) {
    return {[visit = site.visit, id](const std::function<void(const Sector&)>& f) {
                visit([&](const Site& owner) {
                    if (const Sector* sector = findById(owner.sectors, id))
                        f(*sector);
                });
            },
            [change = site.change, id](const QString& label, const std::function<void(Sector&)>& f) {
                change(label, [&](Site& owner) {
                    if (Sector* sector = findById(owner.sectors, id))
                        f(*sector);
                });
            }};
}

/// The faces of one site: a section each, with buttons to add, copy and remove.
class SectorList : public QWidget {
public:
    SectorList(const Context& context, Target<Site> target)
        : context_(context)
        , target_(std::move(target)) {
        layout_ = new QVBoxLayout(this);
        layout_->setContentsMargins(0, 0, 0, 0);
        layout_->setSpacing(2);
        auto* add = new QPushButton(themedIcon(u"add"_s), inspectorText("Add sector"));
        connect(add, &QPushButton::clicked, this, [this] { addSector(); });
        layout_->addWidget(add, 0, Qt::AlignLeft);
    }

    void refresh() {
        target_.visit([this](const Site& site) {
            if (ids_ != idsOf(site))
                rebuild(site);
            for (std::size_t i = 0; i < sections_.size(); ++i) {
                sections_[i]->setTitle(titleOf(site.sectors[i]));
                if (auto* form = static_cast<Form*>(sections_[i]->content()))
                    form->refresh();
            }
        });
    }

private:
    static std::vector<SectorId> idsOf(const Site& site) {
        std::vector<SectorId> ids;
        for (const Sector& sector : site.sectors)
            ids.push_back(sector.id);
        return ids;
    }

    void rebuild(const Site& site) {
        std::vector<SectorId> open;
        for (std::size_t i = 0; i < sections_.size(); ++i) {
            if (sections_[i]->isOpen())
                open.push_back(ids_[i]);
            sections_[i]->hide();
            sections_[i]->deleteLater();
        }
        sections_.clear();
        ids_ = idsOf(site);
        for (const SectorId id : ids_) {
            Section* section = makeSection(id);
            section->setOpen(std::find(open.begin(), open.end(), id) != open.end());
        }
    }

    Section* makeSection(SectorId id) {
        auto* section = new Section(u"sector:%1"_s.arg(id.value), 1, [this, id]() -> QWidget* {
            auto* form = new Form;
            addAll(*form, context_, targetOf(target_, id));
            form->refresh();
            return form;
        });
        section->addButton(u"duplicate"_s, inspectorText("Duplicate sector"), [this, id] { duplicate(id); });
        section->addButton(u"delete"_s, inspectorText("Remove sector"), [this, id] { remove(id); });
        layout_->insertWidget(int(sections_.size()), section);
        sections_.push_back(section);
        return section;
    }

    void addSector() {
        const Scenario& scenario = context_.document.scenario();
        Sector fresh;
        fresh.id = SectorId{nextId(scenario)};
        if (!scenario.topology.carriers.empty())
            fresh.carrier = scenario.topology.carriers.front().id;
        target_.change(inspectorText("Add sector"), [&](Site& site) {
            fresh.name = nextName(site.sectors);
            site.sectors.push_back(fresh);
        });
    }

    void duplicate(SectorId id) {
        const SectorId fresh{nextId(context_.document.scenario())};
        target_.change(inspectorText("Duplicate sector"), [&](Site& site) {
            const auto at = std::find_if(site.sectors.begin(), site.sectors.end(),
                                         [id](const Sector& sector) { return sector.id == id; });
            if (at == site.sectors.end())
                return;
            Sector copy = *at;
            copy.id = fresh;
            copy.name = nextName(site.sectors);
            site.sectors.insert(at + 1, copy);
        });
    }

    void remove(SectorId id) {
        target_.change(inspectorText("Remove sector"), [&](Site& site) {
            std::erase_if(site.sectors, [id](const Sector& sector) { return sector.id == id; });
        });
    }

    Context context_;
    Target<Site> target_;
    QVBoxLayout* layout_;
    std::vector<SectorId> ids_;
    std::vector<Section*> sections_;
};

} // namespace

void addSectors(Form& form, const Context& context, const Target<Site>& target, const RowText& text) {
    int sites = 0;
    target.visit([&](const Site&) { ++sites; });
    if (sites != 1)
        return form.addSummary(text,
                               [] { return inspectorText("Select a single site to edit its sectors."); });
    auto* heading = new QLabel(text.label);
    heading->setToolTip(text.help);
    QFont bold = heading->font();
    bold.setBold(true);
    heading->setFont(bold);
    form.addWide(heading, [] {});
    auto* list = new SectorList(context, target);
    form.addWide(list, [list] { list->refresh(); });
}

} // namespace cellwright::fields
