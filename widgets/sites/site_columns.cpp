// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/sites/site_columns.h"

#include "analytics/nr/raster.h"
#include "analytics/quantity/text.h"
#include "analytics/radio/beamwidth.h"
#include "analytics/scenario/schema.h"

#include <QCoreApplication>

#include <array>
#include <cmath>
#include <limits>
#include <type_traits>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

using Kind = SiteColumn::Kind;
constexpr double none = std::numeric_limits<double>::quiet_NaN();

template <class>
struct MemberTraits;
template <class O, class V>
struct MemberTraits<V O::*> {
    using Owner = O;
    using Value = V;
};
template <auto member>
using OwnerOf = typename MemberTraits<decltype(member)>::Owner;
template <auto member>
using ValueOf = typename MemberTraits<decltype(member)>::Value;

template <class T>
struct Unwrapped {
    using Type = T;
};
template <class T>
struct Unwrapped<std::optional<T>> {
    using Type = T;
};

/// The range of a field, from the schema: the table refuses what the inspector refuses.
template <auto member>
const FieldInfo& infoOf() {
    static const FieldInfo* const found = [] {
        const FieldInfo* info = nullptr;
        std::apply(
            [&](const auto&... field) {
                const auto look = [&](const auto& one) {
                    if constexpr (std::is_same_v<decltype(one.member), decltype(member)>)
                        if (one.member == member)
                            info = &one.info;
                };
                (look(field), ...);
            },
            Schema<OwnerOf<member>>::fields);
        return info;
    }();
    return *found;
}

template <auto member>
const OwnerOf<member>* ownerOf(const Site& site, const Sector* sector) {
    if constexpr (std::is_same_v<OwnerOf<member>, Site>)
        return &site;
    else
        return sector;
}
template <auto member>
OwnerOf<member>* ownerOf(const SiteCell& cell) {
    if constexpr (std::is_same_v<OwnerOf<member>, Site>)
        return &cell.site;
    else
        return cell.sector;
}

Expected<void> noSector() {
    return failure("this site has no sector", "the row", "add a sector in the properties of the site");
}

QString plain(double value) {
    return std::isnan(value) ? QString() : QString::fromStdString(exactText(value));
}

Expected<double> inRange(double value, const FieldInfo& info) {
    if (value >= info.min && value <= info.max)
        return value;
    return failure(exactText(value) + " is outside " + exactText(info.min) + " to " + exactText(info.max),
                   info.label, info.help);
}

template <class V>
double numberOf(const V& value) {
    if constexpr (std::is_arithmetic_v<V>)
        return double(value);
    else
        return detail::stored(value);
}

/// The number of a field, optional or not.
template <auto member>
double fieldValue(const Site& site, const Sector* sector) {
    const auto* owner = ownerOf<member>(site, sector);
    if (!owner)
        return none;
    using Value = ValueOf<member>;
    if constexpr (std::is_same_v<Value, typename Unwrapped<Value>::Type>)
        return numberOf(owner->*member);
    else
        return owner->*member ? numberOf(*(owner->*member)) : none;
}

template <auto member>
Expected<void> setField(const SiteCell& cell, const QString& text) {
    using Value = ValueOf<member>;
    using Number = typename Unwrapped<Value>::Type;
    auto* owner = ownerOf<member>(cell);
    if (!owner)
        return noSector();
    if constexpr (!std::is_same_v<Value, Number>)
        if (text.trimmed().isEmpty()) {
            owner->*member = std::nullopt;
            return {};
        }
    std::string_view kind;
    if constexpr (!std::is_arithmetic_v<Number>)
        kind = quantityKind<Number>();
    const auto parsed = parseSi(text.trimmed().toStdString(), kind).and_then([](double value) {
        return inRange(value, infoOf<member>());
    });
    if (!parsed)
        return tl::make_unexpected(parsed.error());
    if constexpr (std::is_integral_v<Number>)
        if (*parsed != std::floor(*parsed))
            return failure(exactText(*parsed) + " is not a whole number", infoOf<member>().label,
                           infoOf<member>().help);
    owner->*member = Number(*parsed);
    return {};
}

template <auto member>
constexpr SiteColumn numberColumn(const char* name, const char* help) {
    return {.name = name,
            .help = help,
            .kind = Kind::number,
            .perSector = std::is_same_v<OwnerOf<member>, Sector>,
            .text = [](const Scenario&, const Site& site,
                       const Sector* sector) { return plain(fieldValue<member>(site, sector)); },
            .value = [](const Scenario&, const Site& site,
                        const Sector* sector) { return fieldValue<member>(site, sector); },
            .set = &setField<member>};
}

template <auto member>
constexpr SiteColumn textColumn(const char* name, const char* help) {
    return {.name = name,
            .help = help,
            .kind = Kind::text,
            .perSector = std::is_same_v<OwnerOf<member>, Sector>,
            .text =
                [](const Scenario&, const Site& site, const Sector* sector) {
                    const auto* owner = ownerOf<member>(site, sector);
                    return owner ? QString::fromStdString(owner->*member) : QString();
                },
            .set = [](const SiteCell& cell, const QString& text) -> Expected<void> {
                auto* owner = ownerOf<member>(cell);
                if (!owner)
                    return noSector();
                owner->*member = text.trimmed().toStdString();
                return {};
            }};
}

Expected<bool> flagOf(const QString& text) {
    const QString word = text.trimmed().toLower();
    for (const auto* yes : {"yes", "y", "true", "1", "on", "x"})
        if (word == QLatin1StringView(yes))
            return true;
    for (const auto* no : {"no", "n", "false", "0", "off", ""})
        if (word == QLatin1StringView(no))
            return false;
    return failure(u"\"%1\" is neither yes nor no"_s.arg(text).toStdString(), {}, "use yes or no");
}

template <auto member>
constexpr SiteColumn flagColumn(const char* name, const char* help) {
    return {.name = name,
            .help = help,
            .kind = Kind::flag,
            .perSector = std::is_same_v<OwnerOf<member>, Sector>,
            .text =
                [](const Scenario&, const Site& site, const Sector* sector) {
                    const auto* owner = ownerOf<member>(site, sector);
                    return !owner ? QString() : owner->*member ? u"yes"_s : u"no"_s;
                },
            .set = [](const SiteCell& cell, const QString& text) -> Expected<void> {
                auto* owner = ownerOf<member>(cell);
                if (!owner)
                    return noSector();
                return flagOf(text).map([owner](bool flag) { owner->*member = flag; });
            }};
}

// ---- Status

QString statusText(const Scenario&, const Site& site, const Sector*) {
    return QString::fromLatin1(enumKey(site.status).data(), qsizetype(enumKey(site.status).size())).toUpper();
}
Expected<void> setStatus(const SiteCell& cell, const QString& text) {
    return parseEnum<SiteStatus>(text.trimmed().toLower().toStdString()).map([&cell](SiteStatus status) {
        cell.site.status = status;
    });
}
QStringList statusChoices(const Scenario&) {
    QStringList all;
    for (const auto& entry : EnumText<SiteStatus>::entries)
        all << QString::fromLatin1(entry.key.data(), qsizetype(entry.key.size())).toUpper();
    return all;
}

// ---- Position: of the site, and only while it is not locked

template <Metres Position::*axis>
constexpr SiteColumn placeColumn(const char* name, const char* help) {
    return {
        .name = name,
        .help = help,
        .kind = Kind::number,
        .perSector = false,
        .text = [](const Scenario&, const Site& site,
                   const Sector*) { return plain((site.position.*axis).si()); },
        .value = [](const Scenario&, const Site& site, const Sector*) { return (site.position.*axis).si(); },
        .set = [](const SiteCell& cell, const QString& text) -> Expected<void> {
            if (cell.site.locked)
                return failure(cell.site.name + " is locked and stays where it is", "LOCKED",
                               "unlock it first");
            return parseSi(text.trimmed().toStdString(), "length")
                .and_then([](double value) { return inRange(value, infoOf<&Site::position>()); })
                .map([&cell](double value) { cell.site.position.*axis = Metres(value); });
        }};
}

// ---- What the carrier says: a sector gets another by naming its carrier, band or channel

const Carrier* carrierOf(const Scenario& scenario, const Sector* sector) {
    return sector ? findById(scenario.topology.carriers, sector->carrier) : nullptr;
}

/// Puts the sector on the first carrier that fits.
Expected<void> setCarrier(const SiteCell& cell, const QString& text, const char* column, auto&& fits,
                          auto&& describe) {
    if (!cell.sector)
        return noSector();
    std::string known;
    for (const auto& carrier : cell.scenario.topology.carriers) {
        if (fits(carrier)) {
            cell.sector->carrier = carrier.id;
            return {};
        }
        if (!known.empty())
            known.append(", ");
        known.append(describe(carrier));
    }
    return failure("no carrier of the scenario has \"" + text.toStdString() + "\"", column,
                   known.empty() ? "add a carrier first" : "use one of " + known + ", or add a carrier");
}

QString carrierText(const Scenario& scenario, const Site&, const Sector* sector) {
    const auto* carrier = carrierOf(scenario, sector);
    return carrier ? QString::fromStdString(carrier->name) : QString();
}
Expected<void> setCarrierName(const SiteCell& cell, const QString& text) {
    return setCarrier(
        cell, text, "CARRIER",
        [name = text.trimmed().toStdString()](const Carrier& carrier) { return carrier.name == name; },
        [](const Carrier& carrier) { return carrier.name; });
}
QStringList carrierChoices(const Scenario& scenario) {
    QStringList all;
    for (const auto& carrier : scenario.topology.carriers)
        all << QString::fromStdString(carrier.name);
    return all;
}

QString bandText(const Scenario& scenario, const Site&, const Sector* sector) {
    const auto* carrier = carrierOf(scenario, sector);
    return carrier ? QString::fromStdString(carrier->band) : QString();
}
Expected<void> setBand(const SiteCell& cell, const QString& text) {
    return setCarrier(
        cell, text, "BAND",
        [name = text.trimmed().toLower().toStdString()](const Carrier& carrier) {
            return QString::fromStdString(carrier.band).toLower().toStdString() == name;
        },
        [](const Carrier& carrier) { return carrier.band.empty() ? std::string("(none)") : carrier.band; });
}

/// The channel number nearest to the carrier's frequency; NaN above 100 GHz, where there is none.
double arfcnOf(const Carrier& carrier) {
    const auto nearest = nr::nearestArfcn(carrier.frequency);
    return nearest ? double(nearest->number) : none;
}
double arfcnValue(const Scenario& scenario, const Site&, const Sector* sector) {
    const auto* carrier = carrierOf(scenario, sector);
    return carrier ? arfcnOf(*carrier) : none;
}
QString arfcnText(const Scenario& scenario, const Site& site, const Sector* sector) {
    return plain(arfcnValue(scenario, site, sector));
}
Expected<void> setArfcn(const SiteCell& cell, const QString& text) {
    const auto number = parseNumber(text.trimmed().toStdString());
    if (!number)
        return tl::make_unexpected(number.error());
    return setCarrier(
        cell, text, "ARFCN",
        [wanted = *number](const Carrier& carrier) { return arfcnOf(carrier) == wanted; },
        [](const Carrier& carrier) { return plain(arfcnOf(carrier)).toStdString(); });
}

double beamwidthValue(const Scenario& scenario, const Site&, const Sector* sector) {
    if (!sector)
        return none;
    return std::round(10.0 * radio::horizontalBeamwidth(*sector, scenario.topology).degrees()) / 10.0;
}
QString beamwidthText(const Scenario& scenario, const Site& site, const Sector* sector) {
    return plain(beamwidthValue(scenario, site, sector));
}

#define TEXT(words) QT_TRANSLATE_NOOP("SiteColumns", words)

const std::array columns{
    textColumn<&Site::name>("SITE", TEXT("Name of the site.")),
    textColumn<&Sector::name>("SECTOR", TEXT("Name of the sector.")),
    placeColumn<&Position::x>("X", TEXT("Metres east of the origin.")),
    placeColumn<&Position::y>("Y", TEXT("Metres north of the origin.")),
    numberColumn<&Sector::azimuth>("AZIMUTH", TEXT("Degrees clockwise from north.")),
    SiteColumn{.name = "BEAMWIDTH",
               .help = TEXT("Degrees within which the antenna loses less than 3 dB."),
               .readOnly =
                   TEXT("The beam follows from the antenna: its elements, columns, beams or pattern."),
               .text = beamwidthText,
               .value = beamwidthValue},
    numberColumn<&Site::height>("HEIGHT", TEXT("Metres above ground.")),
    numberColumn<&Sector::downtilt>("MTILT", TEXT("Mechanical tilt, degrees below the horizon.")),
    numberColumn<&Sector::electricalTilt>("ETILT",
                                          TEXT("Electrical tilt, degrees below the panel's horizon.")),
    numberColumn<&Sector::power>("PMAX", TEXT("Transmit power over the carrier, dBm.")),
    numberColumn<&Sector::antennaGain>("ANT_GAIN", TEXT("Of one element or of the omni antenna, dBi.")),
    SiteColumn{.name = "CARRIER",
               .help = TEXT("The carrier that the sector radiates."),
               .kind = Kind::choice,
               .text = carrierText,
               .set = setCarrierName,
               .choices = carrierChoices},
    SiteColumn{.name = "BAND",
               .help = TEXT("Band of the carrier; another one puts the sector on the carrier of that band."),
               .kind = Kind::text,
               .text = bandText,
               .set = setBand},
    SiteColumn{.name = "ARFCN",
               .help =
                   TEXT("NR-ARFCN of the carrier (TS 38.104 clause 5.4.2.1); another one puts the sector on "
                        "that carrier."),
               .text = arfcnText,
               .value = arfcnValue,
               .set = setArfcn},
    numberColumn<&Sector::pci>("PCI", TEXT("Physical cell identity, 0 to 1007; may be empty.")),
    numberColumn<&Sector::load>("LOAD", TEXT("Share of the blocks that disturb the neighbours, 0 to 1.")),
    SiteColumn{.name = "STATUS",
               .help = TEXT("EXISTING, PROPOSED or CANDIDATE."),
               .kind = Kind::choice,
               .perSector = false,
               .text = statusText,
               .set = setStatus,
               .choices = statusChoices},
    flagColumn<&Site::locked>("LOCKED", TEXT("Nobody moves the site, and no optimiser touches it.")),
    flagColumn<&Site::enabled>("ON_AIR", TEXT("A site that is off neither serves nor interferes.")),
    flagColumn<&Sector::enabled>("SECTOR_ON", TEXT("A sector that is off neither serves nor interferes.")),
};

#undef TEXT

} // namespace

std::span<const SiteColumn> siteColumns() {
    return columns;
}

int siteColumn(std::string_view name) {
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (name == columns[i].name)
            return int(i);
    return -1;
}

std::vector<SiteRow> siteRows(const Scenario& scenario) {
    std::vector<SiteRow> rows;
    for (const auto& site : scenario.topology.sites) {
        if (site.sectors.empty())
            rows.push_back({site.id, {}});
        for (const auto& sector : site.sectors)
            rows.push_back({site.id, sector.id});
    }
    return rows;
}

} // namespace cellwright
