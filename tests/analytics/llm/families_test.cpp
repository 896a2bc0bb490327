// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/accounting.h"
#include "analytics/llm/model.h"
#include "tests/analytics/llm/published/published.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <nlohmann/json.hpp>

#include <array>
#include <set>

namespace cellwright::llm {
namespace {

using Json = nlohmann::json;

std::vector<Published> allPublished() {
    std::vector<Published> all;
    for (const auto& group : {publishedDense(), publishedEarly(), publishedExperts(), publishedEncoders(),
                              publishedMultimodal(), publishedStateSpace()})
        all.insert(all.end(), group.begin(), group.end());
    return all;
}

} // namespace

/// Public models: their parameter counts are met to the last one, and whatever is wrong with their files is
/// refused by the field's name or harmless.
class FamiliesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void publishedModelsAreCountedExactly_data() {
        QTest::addColumn<qsizetype>("index");
        const auto all = allPublished();
        for (std::size_t i = 0; i < all.size(); ++i)
            QTest::newRow(all[i].name) << qsizetype(i);
    }
    void publishedModelsAreCountedExactly() {
        QFETCH(qsizetype, index);
        const auto published = allPublished()[std::size_t(index)];
        const auto model = fromHuggingFaceConfig(published.config);
        QVERIFY2(model.has_value(), model ? "" : model.error().message().c_str());
        const auto count = countParameters(*model);
        QCOMPARE(qint64(count.total), qint64(published.total));
        if (published.active > 0)
            QCOMPARE(qint64(count.active), qint64(published.active));
        QVERIFY(count.active <= count.total && count.embedding + count.towers <= count.total);
        const auto accounting = Accounting::of(*model, {Scheme::q4_k_m});
        QVERIFY2(accounting.has_value(), accounting ? "" : accounting.error().message().c_str());
        QCOMPARE(qint64(accounting->parameters(accounting->whole())), qint64(count.total));
    }
};

} // namespace cellwright::llm

CELLWRIGHT_TEST(cellwright::llm::FamiliesTest)
#include "families_test.moc"
