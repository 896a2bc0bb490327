// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/sites/hex_grid_dialog.h"

#include "analytics/quantity/text.h"
#include "analytics/radio/propagation/limits.h"
#include "analytics/scenario/schema.h"
#include "widgets/document/site_commands.h"
#include "widgets/inspector/form.h"
#include "widgets/theme/theme.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <cmath>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

constexpr int mostRingsOffered = 5;
const QString otherNumber = u"other"_s;

QString schemaText(std::string_view text) {
    return QCoreApplication::translate("Schema", std::string(text).c_str());
}

template <class E>
std::vector<Option> optionsOf() {
    std::vector<Option> options;
    for (const auto& entry : EnumText<E>::entries)
        options.emplace_back(QString::fromLatin1(entry.key.data(), qsizetype(entry.key.size())),
                             schemaText(entry.label));
    return options;
}
template <class E>
QString keyOf(E value) {
    return QString::fromLatin1(enumKey(value).data(), qsizetype(enumKey(value).size()));
}

/// The area that a site serves: a hexagon whose neighbours' middles lie `distance` apart.
double cellArea(double distance) {
    return std::sqrt(3.0) / 2.0 * distance * distance;
}

#define TEXT(words) QT_TRANSLATE_NOOP("cellwright::HexGridDialog", words)

} // namespace

HexGridDialog::HexGridDialog(Document& document, Position centre, QWidget* parent)
    : QDialog(parent)
    , document_(document)
    , form_(new Form)
    , wrap_(new QCheckBox(tr("&Wrap around: surround it with six locked copies")))
    , wrapReason_(new QLabel)
    , summary_(new QLabel)
    , buttons_(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel)) {
    setWindowTitle(tr("Hexagonal grid of sites"));
    grid_.centre = centre;
    grid_.site.height = Metres(radio::pathLossLimits(grid_.site.propagation).usualSite);
    if (const auto& carriers = document.scenario().topology.carriers; !carriers.empty())
        grid_.sector.carrier = carriers.front().id;
    makeLayoutFields();
    makeRadioFields();
    for (QLabel* label : {wrapReason_, summary_})
        label->setWordWrap(true);
    wrapReason_->setForegroundRole(QPalette::PlaceholderText);
    buttons_->button(QDialogButtonBox::Ok)->setText(tr("&Add the sites"));
    connect(buttons_, &QDialogButtonBox::accepted, this, &HexGridDialog::accept);
    connect(buttons_, &QDialogButtonBox::rejected, this, &HexGridDialog::reject);
    connect(wrap_, &QCheckBox::toggled, this, [this](bool on) {
        grid_.wrapAround = on;
        change();
    });
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(form_);
    layout->addWidget(wrap_);
    layout->addWidget(wrapReason_);
    layout->addWidget(summary_);
    layout->addStretch(1);
    layout->addWidget(buttons_);
    setMinimumWidth(400);
    change();
}

HexGridDialog::~HexGridDialog() = default;

void HexGridDialog::addNumber(const char* label, const char* help, const std::string& kind, double low,
                              double high, bool whole, std::function<double()> get,
                              std::function<void(double)> set) {
    form_->addNumber({tr(label), tr(help)}, {kind, low, high, false, whole},
                     {[get = std::move(get)] { return std::vector{std::optional(get())}; },
                      [this, set = std::move(set)](std::optional<double> value) {
                          if (value)
                              set(*value);
                          change();
                      }});
}

void HexGridDialog::addChoice(const char* label, const char* help, std::vector<Option> options,
                              std::function<QString()> get, std::function<void(const QString&)> set) {
    form_->addOptions({tr(label), tr(help)}, [options = std::move(options)] { return options; },
                      {[get = std::move(get)] { return std::vector{get()}; },
                       [this, set = std::move(set)](const QString& key) {
                           set(key);
                           change();
                       }});
}

void HexGridDialog::makeLayoutFields() {
    std::vector<Option> sizes;
    for (int rings = 0; rings <= mostRingsOffered; ++rings)
        sizes.emplace_back(QString::number(radio::sitesOfRings(rings)),
                           rings == 0 ? tr("one site")
                                      : tr("%1 (%2 rings)").arg(radio::sitesOfRings(rings)).arg(rings));
    sizes.emplace_back(otherNumber, tr("another number"));
    addChoice(
        TEXT("Size"), TEXT("Whole rings about a site in the middle; 3GPP's evaluations use 2 rings."), sizes,
        [this] {
            const auto rings = radio::ringsOfSites(grid_.sites);
            return rings && *rings <= mostRingsOffered ? QString::number(grid_.sites) : otherNumber;
        },
        [this](const QString& key) { setSites(key == otherNumber ? grid_.sites + 1 : key.toInt()); });
    addNumber(
        TEXT("Sites"), TEXT("How many, from the middle outwards."), "", 1, radio::mostGridSites, true,
        [this] { return double(grid_.sites); }, [this](double value) { setSites(int(value)); });
    addNumber(
        TEXT("Inter-site distance"), TEXT("3GPP: 200 m for UMi, 500 m for UMa, 1732 m for RMa."), "length", 1,
        1e6, false, [this] { return grid_.interSiteDistance.si(); },
        [this](double value) { grid_.interSiteDistance = Metres(value); });
    addNumber(
        TEXT("Turn"), TEXT("Turns the lattice clockwise; at 0 its rows run from west to east."), "angle",
        -360, 360, false, [this] { return grid_.rotation.degrees(); },
        [this](double value) { grid_.rotation = Degrees(value); });
    addNumber(
        TEXT("Sectors"), TEXT("Of every site, evenly spread."), "", 1, 12, true,
        [this] { return double(grid_.sectors); }, [this](double value) { grid_.sectors = int(value); });
    addNumber(
        TEXT("First azimuth"),
        TEXT("0 lets three sectors point between the neighbours, as 3GPP does; 30 at them."), "angle", -360,
        360, false, [this] { return grid_.azimuthOffset.degrees(); },
        [this](double value) { grid_.azimuthOffset = Degrees(value); });
}

void HexGridDialog::makeRadioFields() {
    std::vector<Option> carriers;
    for (const auto& carrier : document_.scenario().topology.carriers)
        carriers.emplace_back(QString::number(carrier.id.value), QString::fromStdString(carrier.name));
    if (carriers.empty())
        carriers.emplace_back(u"0"_s, tr("a new one, n78 at 3.5 GHz"));
    addChoice(
        TEXT("Carrier"), TEXT("What all sectors radiate."), carriers,
        [this] { return QString::number(grid_.sector.carrier.value); },
        [this](const QString& key) { grid_.sector.carrier = {key.toLongLong()}; });
    addChoice(
        TEXT("Environment"), TEXT("Path loss model; sets the usual height of the antennas."),
        optionsOf<Propagation>(), [this] { return keyOf(grid_.site.propagation); },
        [this](const QString& key) {
            grid_.site.propagation = parseEnum<Propagation>(key.toStdString()).value_or(Propagation::uma);
            grid_.site.height = Metres(radio::pathLossLimits(grid_.site.propagation).usualSite);
        });
    addNumber(
        TEXT("Antenna height"), TEXT("Above ground."), "length", 1, 150, false,
        [this] { return grid_.site.height.si(); },
        [this](double value) { grid_.site.height = Metres(value); });
    addNumber(
        TEXT("Transmit power"), TEXT("Per sector over its carrier."), "level", -30, 60, false,
        [this] { return grid_.sector.power.db(); },
        [this](double value) { grid_.sector.power = DecibelMilliwatts(value); });
    addNumber(
        TEXT("Downtilt"), TEXT("Mechanical, below the horizon."), "angle", -90, 90, false,
        [this] { return grid_.sector.downtilt.degrees(); },
        [this](double value) { grid_.sector.downtilt = Degrees(value); });
    addChoice(
        TEXT("Status"), TEXT("Whether the sites stand, are planned or are to be chosen from."),
        optionsOf<SiteStatus>(), [this] { return keyOf(grid_.site.status); },
        [this](const QString& key) {
            grid_.site.status = parseEnum<SiteStatus>(key.toStdString()).value_or(SiteStatus::existing);
        });
    form_->addNumber({tr("First PCI"), tr("Numbers the cells from here, so that equal faces share their "
                                          "remainder by 3; empty leaves them without.")},
                     {"", 0, 1007, true, true},
                     {[this] {
                          return std::vector{grid_.firstPci ? std::optional(double(*grid_.firstPci))
                                                            : std::nullopt};
                      },
                      [this](std::optional<double> value) {
                          grid_.firstPci = value ? std::optional(int(*value)) : std::nullopt;
                          change();
                      }});
}

#undef TEXT

void HexGridDialog::setSites(int sites) {
    grid_.sites = sites;
}

void HexGridDialog::setGrid(const radio::HexGrid& grid) {
    grid_ = grid;
    change();
}

/// Shows the grid that is described now, or why there can be none.
void HexGridDialog::change() {
    const bool whole = radio::ringsOfSites(grid_.sites).has_value();
    grid_.wrapAround = grid_.wrapAround && whole;
    wrap_->setEnabled(whole);
    wrap_->setChecked(grid_.wrapAround);
    wrapReason_->setText(whole
                             ? tr("A user of the cluster then hears what it would hear in an endless "
                                  "network, with the loads as "
                                  "entered. The copies are ordinary locked sites without users of their own.")
                             : tr("Only whole rings can be wrapped around: 7, 19, 37, … sites."));
    form_->refresh();
    const auto sites = radio::hexSites(
        grid_, nextId(document_.recorded().scenarios.empty()
                          ? Scenario{}
                          : *findById(document_.recorded().scenarios, document_.currentScenario())));
    buttons_->button(QDialogButtonBox::Ok)->setEnabled(sites.has_value());
    if (!sites) {
        summary_->setText(QString::fromStdString(sites.error().message()));
        document_.cancelPreview();
        return;
    }
    const double area = grid_.sites * cellArea(grid_.interSiteDistance.si()) / 1e6;
    summary_->setText(tr("%1 sites, %2 sectors, %3 km² within the cluster. The drawing shows them already.")
                          .arg(sites->size())
                          .arg(sites->size() * std::size_t(grid_.sectors))
                          .arg(QString::fromStdString(roundedText(area, 3))));
    document_.preview([&](Scenario& scenario) { commands::putSites(scenario, *sites); });
    added_.clear();
    for (const auto& site : *sites)
        added_.push_back({EntityKind::site, site.id.value});
}

void HexGridDialog::accept() {
    const auto label = tr("Add a grid of %1 sites").arg(added_.size());
    if (!document_.commitPreview(label))
        added_.clear();
    QDialog::accept();
}

void HexGridDialog::reject() {
    document_.cancelPreview();
    added_.clear();
    QDialog::reject();
}

} // namespace cellwright
