// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/providers/libraries.h"

#include <algorithm>
#include <array>

namespace cellwright::kernels {
namespace {

class Absent final : public Provider {
public:
    explicit Absent(ProviderInfo info)
        : info_(std::move(info)) {}
    [[nodiscard]] ProviderInfo info() const override { return info_; }
    [[nodiscard]] bool multiplies(Scheme) const override { return false; }
    [[nodiscard]] std::size_t matrixBytes(Scheme, int, int) const override { return 0; }
    [[nodiscard]] bool runs(const OperationCase&) const override { return false; }
    std::unique_ptr<ColdWeights> weights(Scheme, std::size_t, std::uint64_t,
                                         const std::stop_token&) override {
        return nullptr;
    }

private:
    ProviderInfo info_;
};

std::string idsOf(std::span<const std::unique_ptr<Provider>> all) {
    std::string text;
    for (const auto& provider : all)
        text += (text.empty() ? "" : ", ") + provider->info().id;
    return text;
}

} // namespace

std::unique_ptr<Provider> makeAbsent(ProviderInfo info) {
    return std::make_unique<Absent>(std::move(info));
}

std::span<const std::unique_ptr<Provider>> providers() {
    static const std::array<std::unique_ptr<Provider>, 6> all{makeCellwright(), makeGgml(),  makeOneDnn(),
                                                              makeOpenBlas(),   makeEigen(), makeOpenCl()};
    return all;
}

Expected<Provider*> findProvider(std::string_view id) {
    const auto all = providers();
    const auto found = std::ranges::find_if(all, [&](const auto& p) { return p->info().id == id; });
    if (found == all.end())
        return failure("there is no provider \"" + std::string(id) + "\"", "provider",
                       "use one of " + idsOf(all));
    const ProviderInfo info = (*found)->info();
    if (!info.unavailable.empty())
        return failure(info.name + " cannot be used here", "provider", info.unavailable);
    return found->get();
}

} // namespace cellwright::kernels
