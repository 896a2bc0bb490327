// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/formats/scheme.h"
#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"
#include "widgets/document/document.h"
#include "widgets/inspector/form.h"
#include "widgets/inspector/groups.h"

#include <QCoreApplication>

#include <algorithm>
#include <string>
#include <type_traits>

/// Editors for the fields of Schema: one overload per type of field.
namespace cellwright::fields {

/// What is edited: one object, or several of one type together. `change` makes one undoable edit.
template <class T>
struct Target {
    std::function<void(const std::function<void(const T&)>&)> visit;
    std::function<void(const QString& label, const std::function<void(T&)>&)> change;
};

/// What editors need to know besides the object.
struct Context {
    Document& document;
    ChoiceProvider choices;
    ChoiceBrowser browseModels = {}; ///< absent: models are chosen from the combo box alone
};

inline QString translated(const char* text) {
    return QCoreApplication::translate("Schema", text);
}
inline QString translated(std::string_view text) {
    return translated(std::string(text).c_str());
}
inline RowText rowText(const FieldInfo& info) {
    return {translated(info.label), translated(info.help)};
}
inline QString editLabel(const FieldInfo& info) {
    return QCoreApplication::translate("Inspector", "Change %1").arg(translated(info.label).toLower());
}

/// The binding of one field, or of a part of it, through a getter and a setter on the whole object.
template <class V, class T, class Get, class Set>
Binding<V> bind(const Target<T>& target, const QString& label, Get get, Set set) {
    return {[visit = target.visit, get] {
                std::vector<V> values;
                visit([&](const T& object) { values.push_back(get(object)); });
                return values;
            },
            [change = target.change, label, set](const V& value) {
                change(label, [&](T& object) { set(object, value); });
            }};
}

template <class Q>
concept StrongNumber = !quantityKind<Q>().empty();

template <class Q>
double numberOf(const Q& value) {
    if constexpr (StrongNumber<Q>)
        return detail::stored(value);
    else
        return double(value);
}
template <class Q>
NumberFormat formatOf(const FieldInfo& info) {
    const std::string kind = StrongNumber<Q> ? std::string(quantityKind<Q>()) : std::string(info.kind);
    return {kind, info.min, info.max, false, std::is_integral_v<Q>};
}

/// Numbers with and without unit.
template <class T, class Q>
requires StrongNumber<Q> || std::is_arithmetic_v<Q>
void add(Form& form, const Context&, const Target<T>& target, const FieldInfo& info, Q T::*member) {
    form.addNumber(
        rowText(info), formatOf<Q>(info),
        bind<std::optional<double>>(
            target, editLabel(info), [member](const T& o) { return std::optional(numberOf(o.*member)); },
            [member](T& o, std::optional<double> v) { o.*member = Q(v.value_or(numberOf(o.*member))); }));
}

/// Numbers that may be absent.
template <class T, class Q>
requires StrongNumber<Q> || std::is_arithmetic_v<Q>
void add(Form& form, const Context&, const Target<T>& target, const FieldInfo& info,
         std::optional<Q> T::*member) {
    NumberFormat format = formatOf<Q>(info);
    format.optional = true;
    form.addNumber(rowText(info), format,
                   bind<std::optional<double>>(
                       target, editLabel(info),
                       [member](const T& o) {
                           const auto& value = o.*member;
                           return value ? std::optional(numberOf(*value)) : std::nullopt;
                       },
                       [member](T& o, std::optional<double> v) {
                           o.*member = v ? std::optional(Q(*v)) : std::nullopt;
                       }));
}

template <class T>
void add(Form& form, const Context&, const Target<T>& target, const FieldInfo& info, bool T::*member) {
    form.addCheck(rowText(info), bind<bool>(
                                     target, editLabel(info), [member](const T& o) { return o.*member; },
                                     [member](T& o, bool v) { o.*member = v; }));
}

template <class T>
void add(Form& form, const Context& context, const Target<T>& target, const FieldInfo& info,
         std::string T::*member) {
    auto binding = bind<QString>(
        target, editLabel(info), [member](const T& o) { return QString::fromStdString(o.*member); },
        [member](T& o, const QString& v) { o.*member = v.toStdString(); });
    const std::string_view catalogue = info.choice;
    if (catalogue.empty())
        form.addText(rowText(info), std::move(binding));
    else
        form.addChoice(rowText(info), context.choices ? context.choices(catalogue) : std::vector<Choice>{},
                       std::move(binding), catalogue == "model" ? context.browseModels : ChoiceBrowser{});
}

/// Only some number formats can keep keys, values and activations.
template <class E>
bool offered(const FieldInfo& info, E value) {
    if constexpr (std::is_same_v<E, Scheme>) {
        const std::string_view key = info.key;
        return (key != "kv_cache" && key != "activations") || llm::vectorFormat(value, key).has_value();
    } else {
        return true;
    }
}

template <class T, class E>
requires std::is_enum_v<E>
void add(Form& form, const Context&, const Target<T>& target, const FieldInfo& info, E T::*member) {
    std::vector<Option> options;
    for (const auto& entry : EnumText<E>::entries)
        if (offered(info, entry.value))
            options.emplace_back(QString::fromUtf8(entry.key.data(), qsizetype(entry.key.size())),
                                 translated(entry.label));
    const auto key = [](E value) {
        const std::string_view text = enumKey(value);
        return QString::fromUtf8(text.data(), qsizetype(text.size()));
    };
    form.addOptions(
        rowText(info), [options] { return options; },
        bind<QString>(
            target, editLabel(info), [member, key](const T& o) { return key(o.*member); },
            [member](T& o, const QString& v) {
                if (const auto parsed = parseEnum<E>(v.toStdString()))
                    o.*member = *parsed;
            }));
}

/// The entities that an id can name, with "none" first.
std::vector<Option> optionsFor(const Scenario& scenario, CarrierId);
std::vector<Option> optionsFor(const Scenario& scenario, AntennaId);
std::vector<Option> optionsFor(const Scenario& scenario, HostId);
std::vector<Option> optionsFor(const Scenario& scenario, WorkloadId);
std::vector<Option> optionsFor(const Scenario& scenario, DeploymentId);
std::vector<Option> optionsFor(const Scenario& scenario, Endpoint);
QString optionKey(Endpoint endpoint);
Endpoint endpointOf(const QString& key);

/// References to other entities. The entity's own id is not edited.
template <class T, class Tag>
void add(Form& form, const Context& context, const Target<T>& target, const FieldInfo& info,
         Id<Tag> T::*member) {
    if (std::string_view(info.key) == "id")
        return;
    if constexpr (requires { optionsFor(Scenario{}, Id<Tag>{}); })
        form.addOptions(
            rowText(info),
            [&document = context.document] { return optionsFor(document.scenario(), Id<Tag>{}); },
            bind<QString>(
                target, editLabel(info), [member](const T& o) { return QString::number((o.*member).value); },
                [member](T& o, const QString& v) { o.*member = Id<Tag>{v.toLongLong()}; }));
}

template <class T>
void add(Form& form, const Context& context, const Target<T>& target, const FieldInfo& info,
         Endpoint T::*member) {
    form.addOptions(
        rowText(info), [&document = context.document] { return optionsFor(document.scenario(), Endpoint{}); },
        bind<QString>(
            target, editLabel(info), [member](const T& o) { return optionKey(o.*member); },
            [member](T& o, const QString& v) { o.*member = endpointOf(v); }));
}

template <class T>
void add(Form& form, const Context&, const Target<T>& target, const FieldInfo& info, Position T::*member) {
    const auto part = [&](Metres Position::*axis) {
        return bind<std::optional<double>>(
            target, editLabel(info),
            [member, axis](const T& o) { return std::optional((o.*member.*axis).si()); },
            [member, axis](T& o, std::optional<double> v) {
                o.*member.*axis = Metres(v.value_or((o.*member.*axis).si()));
            });
    };
    const NumberFormat format{"length", info.min, info.max, false, false};
    form.addPair(
        rowText(info), format, format,
        {QCoreApplication::translate("Inspector", "x"), QCoreApplication::translate("Inspector", "y")},
        part(&Position::x), part(&Position::y));
}

/// Latitude and longitude; clearing one of them removes the origin.
template <class T>
void add(Form& form, const Context&, const Target<T>& target, const FieldInfo& info,
         std::optional<GeoOrigin> T::*member) {
    const auto part = [&](double GeoOrigin::*axis) {
        return bind<std::optional<double>>(
            target, editLabel(info),
            [member, axis](const T& o) {
                const auto& origin = o.*member;
                return origin ? std::optional((*origin).*axis) : std::nullopt;
            },
            [member, axis](T& o, std::optional<double> v) {
                if (!v)
                    return (o.*member).reset();
                if (!(o.*member))
                    o.*member = GeoOrigin{};
                (*(o.*member)).*axis = *v;
            });
    };
    form.addPair(
        rowText(info), {"angle", -90, 90, true, false}, {"angle", -180, 180, true, false},
        {QCoreApplication::translate("Inspector", "lat"), QCoreApplication::translate("Inspector", "lon")},
        part(&GeoOrigin::latitude), part(&GeoOrigin::longitude));
}

/// "4 corners, 1.2 km²" or "816 points"; drawn on the canvas, not typed here.
QString summaryOf(const std::vector<Position>& points, bool polygon);

template <class T>
void add(Form& form, const Context&, const Target<T>& target, const FieldInfo& info,
         std::vector<Position> T::*member) {
    const bool polygon = std::string_view(info.key) == "area_m";
    form.addSummary(rowText(info), [visit = target.visit, member, polygon] {
        QStringList all;
        visit([&](const T& o) { all.append(summaryOf(o.*member, polygon)); });
        all.removeDuplicates();
        return all.size() == 1 ? all.front() : QCoreApplication::translate("Inspector", "mixed");
    });
}

/// "360 values, 0 dB to 34.2 dB"; imported, not typed here.
QString summaryOf(const std::vector<double>& cut);

template <class T>
void add(Form& form, const Context&, const Target<T>& target, const FieldInfo& info,
         std::vector<double> T::*member) {
    form.addSummary(rowText(info), [visit = target.visit, member] {
        QStringList all;
        visit([&](const T& o) { all.append(summaryOf(o.*member)); });
        all.removeDuplicates();
        return all.size() == 1 ? all.front() : QCoreApplication::translate("Inspector", "mixed");
    });
}

/// What further hosts do: "Cloud: next layers from 16".
QString summaryOf(const Scenario& scenario, const std::vector<AddedHost>& hosts);

void addHosts(Form& form, const Context& context, const Target<Deployment>& target, const RowText& text);
inline void add(Form& form, const Context& context, const Target<Deployment>& target, const FieldInfo& info,
                std::vector<AddedHost> Deployment::*) {
    addHosts(form, context, target, rowText(info));
}

void addSectors(Form& form, const Context& context, const Target<Site>& target, const RowText& text);
inline void add(Form& form, const Context& context, const Target<Site>& target, const FieldInfo& info,
                std::vector<Sector> Site::*) {
    addSectors(form, context, target, rowText(info));
}

/// What stands below a field without being one: what planners' other names for it are, or what follows from
/// it.
template <class T>
void addBelow(Form& form, const Context& context, const Target<T>& target, std::string_view key) {
    const auto summary = [&](const char* label, const char* help, auto text) {
        form.addSummary(
            {QCoreApplication::translate("Inspector", label), QCoreApplication::translate("Inspector", help)},
            [visit = target.visit, text] {
                QStringList all;
                visit([&](const T& object) { all << text(object); });
                all.removeDuplicates();
                return all.size() == 1 ? all.front() : QCoreApplication::translate("Inspector", "mixed");
            });
    };
    if constexpr (std::is_same_v<T, Carrier>) {
        if (key == "frequency_hz")
            summary("NR-ARFCN", "Channel number nearest to the frequency (TS 38.104 table 5.4.2.1-1).",
                    channelText);
        else if (key == "tdd_pattern")
            summary("Period", "What the pattern makes of the time.", patternText);
    } else if constexpr (std::is_same_v<T, Sector>) {
        if (key == "antenna_gain_db")
            summary("Beam", "In the horizontal plane, of the antenna as it is described here.",
                    [&document = context.document](const Sector& sector) {
                        return beamText(sector, document.scenario().topology);
                    });
    }
}

/// All fields of the schema of T, in its order, with headings above groups of them.
template <class T>
void addAll(Form& form, const Context& context, const Target<T>& target) {
    const auto one = [&](const auto& field) {
        if (const QString heading = groupAbove<T>(field.info.key); !heading.isEmpty())
            form.addHeading(heading);
        add(form, context, target, field.info, field.member);
        addBelow(form, context, target, field.info.key);
    };
    std::apply([&](const auto&... field) { (one(field), ...); }, Schema<T>::fields);
}

} // namespace cellwright::fields
