// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/document/fixture.h"

#include <random>

using namespace cellwright;
using namespace cellwright::test;
using namespace Qt::StringLiterals;

namespace {

/// Makes random commands, previews, undos and redos, and remembers every project that undo must lead back to.
class Monkey {
public:
    explicit Monkey(unsigned seed)
        : random_(seed) {
        states_.push_back(document_->project());
    }

    /// One step; whether the document is where the remembered history says.
    bool step() {
        const Project before = document_->project();
        const int dice = pick(12);
        if (dice == 0 && document_->canUndo()) {
            document_->undo();
            --place_;
        } else if (dice == 1 && document_->canRedo()) {
            document_->redo();
            ++place_;
        } else if (dice == 2) {
            document_->preview(
                [this](Scenario& scenario) { commands::moveBy(scenario, some(), somewhere()); });
            document_->cancelPreview();
        } else {
            command(dice);
            if (!(document_->project() == before))
                remember();
        }
        return document_->project() == states_[place_] && document_->canUndo() == (place_ > 0) &&
               document_->canRedo() == (place_ + 1 < states_.size());
    }

    bool undoAll() {
        while (document_->undo())
            if (!(document_->project() == states_[--place_]))
                return false;
        return place_ == 0;
    }
    bool redoAll() {
        while (document_->redo())
            if (!(document_->project() == states_[++place_]))
                return false;
        return place_ + 1 == states_.size();
    }

private:
    int pick(int count) { return int(random_() % unsigned(count)); }
    Position somewhere() { return at(pick(2000) - 1000, pick(2000) - 1000); }

    EntityRefs some() {
        EntityRefs refs;
        for (const EntityRef ref : entitiesOf(document_->recorded().scenarios.front()))
            if (pick(4) == 0)
                refs.push_back(ref);
        return refs;
    }

    void command(int dice) {
        switch (dice) {
        case 3:
            commands::addSite(*document_, somewhere());
            break;
        case 4:
            commands::addHost(*document_, somewhere());
            break;
        case 5:
            commands::addUserArea(*document_, {somewhere(), somewhere(), somewhere()});
            break;
        case 6:
            commands::duplicateEntities(*document_, some(), somewhere());
            break;
        case 7:
            commands::removeEntities(*document_, some());
            break;
        case 8: {
            document_->preview(
                [this](Scenario& scenario) { commands::moveBy(scenario, some(), somewhere()); });
            document_->commitPreview(u"Drag"_s);
            break;
        }
        case 9:
            commands::setField(*document_, u"Load"_s, some(), &UserGroup::count, 1 + pick(99));
            break;
        case 10:
            linkRandom();
            break;
        default:
            commands::moveEntities(*document_, some(), somewhere());
        }
    }

    void linkRandom() {
        const Topology& topology = document_->scenario().topology;
        if (topology.sites.empty() || topology.hosts.empty())
            return;
        commands::addLink(*document_,
                          {.site = topology.sites[std::size_t(pick(int(topology.sites.size())))].id},
                          {.host = topology.hosts[std::size_t(pick(int(topology.hosts.size())))].id});
    }

    void remember() {
        states_.resize(place_ + 1);
        states_.push_back(document_->project());
        ++place_;
    }

    std::mt19937 random_;
    std::unique_ptr<Document> document_ = smallDocument();
    std::vector<Project> states_;
    std::size_t place_ = 0;
};

} // namespace

class RandomEditsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void historyLeadsBackAndForth_data() {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 10; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void historyLeadsBackAndForth() {
        QFETCH(unsigned, seed);
        Monkey monkey(seed);
        for (int i = 0; i < 120; ++i)
            QVERIFY2(monkey.step(), qPrintable(u"step %1"_s.arg(i)));
        QVERIFY(monkey.undoAll());
        QVERIFY(monkey.redoAll());
    }
};

CELLWRIGHT_TEST(RandomEditsTest)
#include "random_edits_test.moc"
