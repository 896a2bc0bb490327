// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/entity_lists.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

namespace cellwright::test {

/// Makes random projects whose every field is within its range, and random edits of them. Repeatable by seed.
class RandomProject {
public:
    explicit RandomProject(std::uint64_t seed)
        : random_(seed) {}

    Project project() {
        Project project;
        setProperties(project, projectProperties());
        for (int i = upTo(3); i-- > 0;)
            project.scenarios.push_back(scenario({100 + i}));
        return project;
    }

    Scenario scenario(ScenarioId id) {
        Scenario scenario;
        scenario.id = id;
        forEachList(scenario, [&](auto& list) {
            for (int i = upTo(6); i-- > 0;)
                insert(list);
        });
        fill(scenario.assumptions);
        ScenarioProperties properties;
        fill(properties);
        setProperties(scenario, properties);
        return scenario;
    }

    /// One to three random changes of any sort: the project afterwards.
    Project changed(Project project) {
        for (int i = 1 + upTo(2); i-- > 0;)
            change(project);
        return project;
    }

    int upTo(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }

private:
    void change(Project& project) {
        const int what = upTo(19);
        if (what == 0)
            setProperties(project, projectProperties());
        else if (what == 1 && project.scenarios.size() < 5)
            project.scenarios.insert(project.scenarios.begin() + place(project.scenarios.size() + 1),
                                     scenario({nextScenario(project)}));
        else if (what == 2 && project.scenarios.size() > 1)
            project.scenarios.erase(project.scenarios.begin() + place(project.scenarios.size()));
        else if (what == 3)
            std::shuffle(project.scenarios.begin(), project.scenarios.end(), random_);
        else if (project.scenarios.empty())
            project.scenarios.push_back(scenario({nextScenario(project)}));
        else
            change(project.scenarios[std::size_t(place(project.scenarios.size()))]);
    }
    void change(Scenario& scenario) {
        const int which = upTo(9);
        if (which == 8)
            fill(scenario.assumptions);
        if (which == 9) {
            ScenarioProperties properties;
            fill(properties);
            setProperties(scenario, properties);
        }
        int index = 0;
        forEachList(scenario, [&](auto& list) {
            if (index++ == which)
                changeList(list);
        });
    }
    template <class T>
    void changeList(std::vector<T>& list) {
        const int what = upTo(9);
        if (list.empty() || what < 2)
            insert(list);
        else if (what < 4)
            list.erase(list.begin() + place(list.size()));
        else if (what == 4)
            std::shuffle(list.begin(), list.end(), random_);
        else {
            T& entity = list[std::size_t(place(list.size()))];
            const auto id = entity.id;
            fill(entity);
            entity.id = id;
        }
    }
    template <class T>
    void insert(std::vector<T>& list) {
        T entity;
        fill(entity);
        entity.id = {1};
        for (const auto& other : list)
            entity.id.value = std::max(entity.id.value, other.id.value + 1);
        list.insert(list.begin() + place(list.size() + 1), std::move(entity));
    }
    static std::int64_t nextScenario(const Project& project) {
        std::int64_t next = 1;
        for (const auto& scenario : project.scenarios)
            next = std::max(next, scenario.id.value + 1);
        return next;
    }
    std::ptrdiff_t place(std::size_t size) { return upTo(int(size) - 1); }

    ProjectProperties projectProperties() {
        static const std::vector<Project::Attachment> attachments{{"m0", "model", "{\"layers\": [1, 2.5]}"},
                                                                  {"m1", "device", "[]"}};
        ProjectProperties properties;
        properties.name = text();
        properties.description = text();
        properties.attachments.assign(attachments.begin(), attachments.begin() + upTo(2));
        return properties;
    }

    template <class T>
    void fill(T& object) {
        forEachField(object, [&](const FieldInfo& info, auto& value) { draw(info, value); });
    }
    double number(const FieldInfo& info) {
        const double low = std::max(info.min, -1e12), high = std::min(info.max, 1e12);
        return upTo(9) == 0
                   ? low
                   : std::clamp(std::uniform_real_distribution<double>(low, high)(random_), low, high);
    }
    std::string text() {
        static const std::vector<std::string> pieces{"a", "Mast ", "ü", "京", "\"", "\\", "\n",
                                                     "/", "😀",     "'", "0",  "é",  "{",  "\t"};
        std::string result;
        for (int i = upTo(6); i-- > 0;)
            result += pieces[std::size_t(place(pieces.size()))];
        return result;
    }
    void draw(const FieldInfo&, bool& value) { value = upTo(1) == 1; }
    void draw(const FieldInfo& info, int& value) { value = int(number(info)); }
    void draw(const FieldInfo& info, double& value) { value = number(info); }
    void draw(const FieldInfo&, std::string& value) { value = text(); }
    void draw(const FieldInfo& info, Position& value) {
        draw(info, value.x);
        draw(info, value.y);
    }
    void draw(const FieldInfo&, GeoOrigin& value) {
        value.latitude = number({"", "", "", -90, 90});
        value.longitude = number({"", "", "", -180, 180});
    }
    void draw(const FieldInfo&, Endpoint& value) {
        (upTo(1) == 0 ? value.site.value : value.host.value) = 1 + upTo(9);
    }
    void draw(const FieldInfo& info, std::vector<double>& value) {
        value.resize(std::size_t(upTo(5)));
        for (auto& each : value)
            draw(info, each);
    }
    void draw(const FieldInfo& info, std::vector<Position>& value) {
        value.resize(std::size_t(upTo(5)));
        for (auto& each : value)
            draw(info, each);
    }
    void draw(const FieldInfo&, std::vector<Sector>& value) {
        value.resize(std::size_t(upTo(3)));
        for (std::size_t i = 0; i < value.size(); ++i) {
            fill(value[i]);
            value[i].id = {std::int64_t(i) + 1};
        }
    }
    void draw(const FieldInfo&, std::vector<AddedHost>& value) {
        value.resize(std::size_t(upTo(3)));
        for (auto& each : value)
            fill(each);
    }
    template <class Tag>
    void draw(const FieldInfo&, Id<Tag>& value) {
        value.value = upTo(9);
    }
    template <class T>
    void draw(const FieldInfo& info, std::optional<T>& value) {
        value.reset();
        if (upTo(1) == 1)
            draw(info, value.emplace());
    }
    template <class T>
    void draw(const FieldInfo& info, T& value) {
        if constexpr (std::is_enum_v<T>)
            value = EnumText<T>::entries[std::size_t(place(EnumText<T>::entries.size()))].value;
        else
            value = T(number(info));
    }

    std::mt19937_64 random_;
};

} // namespace cellwright::test
