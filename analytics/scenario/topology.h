// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/quantity.h"
#include "analytics/scenario/ids.h"

#include <optional>
#include <string>
#include <vector>

namespace cellwright {

/// A point on the local plane: metres east and north of the scenario's origin.
struct Position {
    Metres x; ///< east
    Metres y; ///< north
    bool operator==(const Position&) const = default;
};

/// Where the local plane lies on the Earth (WGS 84, degrees); absent for invented places.
/// The plane is the local tangent plane of the ellipsoid, good to 0.1 % within 50 km.
struct GeoOrigin {
    double latitude = 0.0;
    double longitude = 0.0;
    bool operator==(const GeoOrigin&) const = default;
};

/// How a cell divides its resource blocks among the users that have something to send at once.
enum class Scheduler {
    roundRobin,       ///< equal blocks
    proportionalFair, ///< equal blocks on average, on each user's better ones
    byPriority,       ///< blocks in proportion to the weight of the workload
};

/// An NR carrier. TDD share is the fraction of symbols for the downlink; FDD carriers have both at once.
struct Carrier {
    CarrierId id;
    std::string name;
    std::string band; ///< operating band of TS 38.104 clause 5.2 ("n78") or a candidate; empty: none said
    Hertz frequency{3.5e9};
    Hertz bandwidth{100e6};
    Hertz subcarrierSpacing{30e3};
    bool tdd = true;
    std::string
        tddPattern; ///< slots of one period, "DDDSU 10:2:2" (symbols down:guard:up of S); empty: by share
    double downlinkShare = 0.75;        ///< where there is no pattern
    std::optional<Hertz> bandwidthPart; ///< that users are active on; absent: the whole carrier
    int downlinkLayers = 2;
    int uplinkLayers = 1;
    int mcsTable = 2; ///< 1: 64QAM, 2: 256QAM, 3: low efficiency, 4: 1024QAM (38.214 tables 5.1.3.1-1 to -4)
    Scheduler scheduler = Scheduler::roundRobin;
    bool configuredGrant = false; ///< uplink without scheduling request (TS 38.321 clause 5.8.2)
    std::optional<DecibelMilliwatts>
        uplinkTarget;                  ///< P0 per resource block (TS 38.213 7.1.1); absent: full power
    double pathLossCompensation = 0.8; ///< alpha of TS 38.213 clause 7.1.1
    bool operator==(const Carrier&) const = default;
};

enum class Antenna {
    panel, ///< rows x columns of TR 38.901 table 7.3-1 elements
    omni,  ///< the same gain in every direction
};

/// A measured or simulated antenna, as makers publish it: two cuts through the direction of its maximum.
struct AntennaPattern {
    static constexpr std::size_t directions = 360;
    AntennaId id;
    std::string name;
    Decibels gain{15.0};            ///< of the maximum, dBi
    std::optional<Hertz> frequency; ///< at which the pattern holds
    Degrees electricalTilt; ///< that the vertical cut contains: how far its maximum is below the horizon
    std::string source;     ///< file, maker, date
    std::vector<double> horizontal; ///< attenuation in dB at 0, 1, ... 359 degrees clockwise from boresight
    std::vector<double> vertical;   ///< the same below the horizon: 90 is straight down, 180 behind, 270 up
    bool operator==(const AntennaPattern&) const = default;
};

/// One antenna face of a site, radiating one carrier.
struct Sector {
    SectorId id;
    std::string name;
    CarrierId carrier;
    Degrees azimuth;               ///< clockwise from north
    Degrees downtilt{8.0};         ///< mechanical, below the horizon
    Degrees electricalTilt{0.0};   ///< of the panel's vertical beam, below its own horizon
    DecibelMilliwatts power{44.0}; ///< total conducted over the carrier's bandwidth
    Antenna antenna = Antenna::panel;
    AntennaId pattern;                   ///< imported, in place of the panel or omni antenna
    int panelRows = 1, panelColumns = 1; ///< M x N elements, half a wavelength apart (TR 38.901 clause 7.3)
    int beams = 1;                       ///< of the grid across the panel's width that users are served with
    Decibels antennaGain{8.0};           ///< peak of one element, or of the omni antenna, dBi
    Decibels noiseFigure{5.0};           ///< of the gNB receiver
    double load = 0.5;                   ///< share of PRBs that interfere with the neighbours, 0 to 1
    Decibels bias{0.0};     ///< cell individual offset: added to the RSRP when users choose a cell
    std::optional<int> pci; ///< physical cell identity, 0 to 1007 (TS 38.211 clause 7.4.2.1)
    bool enabled = true;
    bool operator==(const Sector&) const = default;
};

/// TR 38.901 UMa, UMi-Street Canyon, RMa, InH-Office (open, mixed), InF (sparse or dense clutter, low or high
/// antenna); for classes free space, COST 231-Hata and Okumura-Hata of a medium-sized city.
enum class Propagation {
    uma,
    umi,
    rma,
    inhOpen,
    inhMixed,
    infSparseLow,
    infDenseLow,
    infSparseHigh,
    infDenseHigh,
    freeSpace,
    cost231,
    okumuraHata
};

/// How far a site has got.
enum class SiteStatus { existing, proposed, candidate };

/// A mast or roof with its sectors.
struct Site {
    SiteId id;
    std::string name;
    Position position;
    Metres height{25.0};
    Propagation propagation = Propagation::uma;
    bool enabled = true;
    SiteStatus status = SiteStatus::existing;
    bool locked = false; ///< nobody moves it: no dragging, no optimiser
    std::vector<Sector> sectors;
    bool operator==(const Site&) const = default;
};

/// What stands between a user and the open air (TR 38.901 clause 7.4.3).
enum class Enclosure {
    none,
    lowLossBuilding,
    highLossBuilding,
    mixedBuildings, ///< half of the indoor users behind each kind, as in 3GPP's calibration
    car,
};

/// Users that share a device type, a workload and a deployment: as points, or spread over a polygon.
struct UserGroup {
    UserGroupId id;
    std::string name;
    std::vector<Position>
        area; ///< polygon corners; users are spread over it by a fixed low-discrepancy sequence
    std::vector<Position> points; ///< or each user where it stands; if not empty, `count` is their number
    int count = 10;               ///< users in the area
    double activeShare = 0.2;     ///< share of users that have a request in progress at once
    Metres height{1.5};
    std::string device = "snapdragon-8-elite-gpu"; ///< catalogue device that each user carries
    DecibelMilliwatts power{23.0};                 ///< maximum uplink power
    Decibels noiseFigure{9.0};
    Decibels antennaGain{0.0}; ///< of the device, dBi
    Decibels bodyLoss{0.0};    ///< body, hand or other loss, added to every link
    Enclosure enclosure = Enclosure::none;
    double indoorShare = 1.0; ///< share of the users who are within the enclosure
    MetresPerSecond speed{0.0};
    WorkloadId workload;
    DeploymentId deployment;
    bool operator==(const UserGroup&) const = default;
};

enum class HostTier { site, edge, cloud }; ///< user devices are hosts too, but belong to their group
/// Whose hands data are in when they reach the host; the exposure ledger is kept by these zones.
enum class TrustZone { userDevice, premises, operatorEdge, cloudDomestic, cloudForeign };

/// A computer that can serve a model: accelerators of one catalogue type.
struct Host {
    HostId id;
    std::string name;
    Position position;
    HostTier tier = HostTier::edge;
    TrustZone zone = TrustZone::operatorEdge;
    std::string device = "nvidia-l4"; ///< catalogue device
    int count = 1; ///< accelerators that share the load, each with a full copy of its layers
    double powerUsageEffectiveness = 1.3;
    bool enabled = true;
    bool operator==(const Host&) const = default;
};

/// One end of a link: a site or a host.
struct Endpoint {
    SiteId site;
    HostId host;
    bool operator==(const Endpoint&) const = default;
};

enum class Medium { fibre, microwave, copper, pon, satellite };

/// A two-way transport link.
struct Link {
    LinkId id;
    std::string name;
    Endpoint from, to;
    Medium medium = Medium::fibre;
    BitsPerSecond capacity{10e9}; ///< each way
    std::optional<Metres>
        length;               ///< absent: the straight line between its ends times the medium's detour factor
    Seconds hopDelay{0.0001}; ///< switching and processing, each way
    double backgroundLoad = 0.2;    ///< share of the capacity that other traffic takes
    std::optional<Hertz> frequency; ///< of a radio link: what rain and gas take is judged at it
    double cost = 1.0;              ///< routing metric where routes are chosen by cost
    bool enabled = true;
    bool operator==(const Link&) const = default;
};

struct Topology {
    std::optional<GeoOrigin> origin;
    std::vector<Carrier> carriers;
    std::vector<Site> sites;
    std::vector<UserGroup> groups;
    std::vector<Host> hosts;
    std::vector<Link> links;
    std::vector<AntennaPattern> antennas;
    bool operator==(const Topology&) const = default;
};

} // namespace cellwright
