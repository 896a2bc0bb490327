// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/scenario/scenario.h"

#include <array>
#include <limits>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

namespace cellwright {

/// The fields of every entity, described once. JSON, validation ranges, the inspector's editors and the
/// report's input tables are all made from these descriptions, so a new field is one line here.
struct FieldInfo {
    const char* key;   ///< JSON key, with the unit where the number has one ("height_m")
    const char* label; ///< for people, in English; translated by the widgets
    const char* help;  ///< one sentence: definition and source or typical values
    double min = -std::numeric_limits<double>::infinity(); ///< allowed range, inclusive, in SI units
    double max = std::numeric_limits<double>::infinity();
    const char* kind = "";   ///< for plain doubles: "share" is shown in percent
    const char* choice = ""; ///< for strings: the catalogue that the value is picked from ("model", "device")
};

template <class Owner, class Value>
struct Field {
    FieldInfo info;
    Value Owner::*member;
};
template <class Owner, class Value>
constexpr Field<Owner, Value> field(Value Owner::*member, FieldInfo info) {
    return {info, member};
}

/// Specialised for each entity: `noun` and the tuple `fields`.
template <class T>
struct Schema;

/// Calls f(const FieldInfo&, member reference) for each field of the object.
template <class T, class F>
void forEachField(T& object, F&& f) {
    std::apply([&](const auto&... each) { (f(each.info, object.*(each.member)), ...); },
               Schema<std::remove_const_t<T>>::fields);
}

/// The texts of an enumeration: the key in files and on the command line, and the words for people.
template <class E>
struct EnumEntry {
    E value;
    std::string_view key;
    std::string_view label;
};
template <class E>
EnumEntry(E, std::string_view, std::string_view)
    -> EnumEntry<E>; // Clang 14 does not deduce aggregates by itself
template <class E>
struct EnumText;

template <class E>
constexpr std::string_view enumKey(E value) {
    for (const auto& entry : EnumText<E>::entries)
        if (entry.value == value)
            return entry.key;
    return "";
}
template <class E>
constexpr std::string_view enumLabel(E value) {
    for (const auto& entry : EnumText<E>::entries)
        if (entry.value == value)
            return entry.label;
    return "";
}
template <class E>
Expected<E> parseEnum(std::string_view key) {
    std::string known;
    for (const auto& entry : EnumText<E>::entries) {
        if (entry.key == key)
            return entry.value;
        known += (known.empty() ? "" : ", ") + std::string(entry.key);
    }
    return failure("unknown value \"" + std::string(key) + "\"", {}, "use one of: " + known);
}

// clang-format off
template <> struct EnumText<Propagation> { static constexpr std::array entries{
    EnumEntry{Propagation::uma, "uma", "Urban macro (UMa)"}, EnumEntry{Propagation::umi, "umi", "Street canyon (UMi)"},
    EnumEntry{Propagation::rma, "rma", "Rural macro (RMa)"},
    EnumEntry{Propagation::inhOpen, "inh-open", "Open office (InH)"}, EnumEntry{Propagation::inhMixed, "inh-mixed", "Mixed office (InH)"},
    EnumEntry{Propagation::infSparseLow, "inf-sl", "Factory, sparse clutter, low antenna (InF-SL)"},
    EnumEntry{Propagation::infDenseLow, "inf-dl", "Factory, dense clutter, low antenna (InF-DL)"},
    EnumEntry{Propagation::infSparseHigh, "inf-sh", "Factory, sparse clutter, high antenna (InF-SH)"},
    EnumEntry{Propagation::infDenseHigh, "inf-dh", "Factory, dense clutter, high antenna (InF-DH)"},
    EnumEntry{Propagation::freeSpace, "free-space", "Free space"}, EnumEntry{Propagation::cost231, "cost231", "COST 231-Hata"},
    EnumEntry{Propagation::okumuraHata, "okumura-hata", "Okumura-Hata"}}; };
template <> struct EnumText<Scheduler> { static constexpr std::array entries{
    EnumEntry{Scheduler::roundRobin, "round_robin", "Round robin"},
    EnumEntry{Scheduler::proportionalFair, "proportional_fair", "Proportional fair"},
    EnumEntry{Scheduler::byPriority, "by_priority", "By priority"}}; };
template <> struct EnumText<Antenna> { static constexpr std::array entries{
    EnumEntry{Antenna::panel, "panel", "Panel of TR 38.901 elements"}, EnumEntry{Antenna::omni, "omni", "Omnidirectional"}}; };
template <> struct EnumText<SiteStatus> { static constexpr std::array entries{
    EnumEntry{SiteStatus::existing, "existing", "Existing"}, EnumEntry{SiteStatus::proposed, "proposed", "Proposed"},
    EnumEntry{SiteStatus::candidate, "candidate", "Candidate"}}; };
template <> struct EnumText<Enclosure> { static constexpr std::array entries{
    EnumEntry{Enclosure::none, "none", "Open air"}, EnumEntry{Enclosure::lowLossBuilding, "low_loss_building", "Low-loss building"},
    EnumEntry{Enclosure::highLossBuilding, "high_loss_building", "High-loss building"},
    EnumEntry{Enclosure::mixedBuildings, "mixed_buildings", "Half low-loss, half high-loss buildings"},
    EnumEntry{Enclosure::car, "car", "Car"}}; };
template <> struct EnumText<SinrMapping> { static constexpr std::array entries{
    EnumEntry{SinrMapping::attenuatedShannon, "attenuated-shannon", "Attenuated Shannon (TR 36.942)"},
    EnumEntry{SinrMapping::sionnaAwgn, "sionna-awgn", "Sionna AWGN, 10 % BLER"},
    EnumEntry{SinrMapping::lenaEesm, "lena-eesm", "5G-LENA EESM, 10 % BLER"}}; };
template <> struct EnumText<Routing> { static constexpr std::array entries{
    EnumEntry{Routing::delay, "delay", "Least delay"}, EnumEntry{Routing::cost, "cost", "Least cost"}}; };
template <> struct EnumText<HostTier> { static constexpr std::array entries{
    EnumEntry{HostTier::site, "site", "At the site"}, EnumEntry{HostTier::edge, "edge", "Edge"},
    EnumEntry{HostTier::cloud, "cloud", "Cloud"}}; };
template <> struct EnumText<TrustZone> { static constexpr std::array entries{
    EnumEntry{TrustZone::userDevice, "user_device", "User's device"}, EnumEntry{TrustZone::premises, "premises", "Own premises"},
    EnumEntry{TrustZone::operatorEdge, "operator_edge", "Operator's edge"},
    EnumEntry{TrustZone::cloudDomestic, "cloud_domestic", "Cloud, same jurisdiction"},
    EnumEntry{TrustZone::cloudForeign, "cloud_foreign", "Cloud, third country"}}; };
template <> struct EnumText<Medium> { static constexpr std::array entries{
    EnumEntry{Medium::fibre, "fibre", "Fibre"}, EnumEntry{Medium::microwave, "microwave", "Microwave"},
    EnumEntry{Medium::copper, "copper", "Copper"}, EnumEntry{Medium::pon, "pon", "Passive optical network"},
    EnumEntry{Medium::satellite, "satellite", "Satellite"}}; };
template <> struct EnumText<Placement> { static constexpr std::array entries{
    EnumEntry{Placement::device, "device", "On the device"}, EnumEntry{Placement::host, "host", "On a host"},
    EnumEntry{Placement::split, "split", "Split between device and host"}}; };
template <> struct EnumText<Arrivals> { static constexpr std::array entries{
    EnumEntry{Arrivals::poisson, "poisson", "At random (Poisson)"}, EnumEntry{Arrivals::periodic, "periodic", "Periodic"}}; };
template <> struct EnumText<MediaKind> { static constexpr std::array entries{
    EnumEntry{MediaKind::none, "none", "Not said"}, EnumEntry{MediaKind::image, "image", "Images"},
    EnumEntry{MediaKind::video, "video", "Video"}, EnumEntry{MediaKind::audio, "audio", "Audio"}}; };
template <> struct EnumText<HostRole> { static constexpr std::array entries{
    EnumEntry{HostRole::stage, "stage", "Next layers"}, EnumEntry{HostRole::tensor, "tensor", "Share of every layer"},
    EnumEntry{HostRole::experts, "experts", "Experts"}, EnumEntry{HostRole::prefill, "prefill", "Prompts"}}; };
template <> struct EnumText<MediaHandling> { static constexpr std::array entries{
    EnumEntry{MediaHandling::upload, "upload", "Upload media"}, EnumEntry{MediaHandling::embeddings, "embeddings", "Upload embeddings"}}; };
template <> struct EnumText<DeviceStorage> { static constexpr std::array entries{
    EnumEntry{DeviceStorage::memory, "memory", "In memory"}, EnumEntry{DeviceStorage::flash, "flash", "Streamed from flash"},
    EnumEntry{DeviceStorage::download, "download", "Downloaded while computing"}}; };
template <> struct EnumText<Serving> { static constexpr std::array entries{
    EnumEntry{Serving::fixedBatch, "fixed_batch", "Fixed batch"}, EnumEntry{Serving::continuous, "continuous", "Continuous batching"}}; };
template <> struct EnumText<Cooperation> { static constexpr std::array entries{
    EnumEntry{Cooperation::none, "none", "One model"}, EnumEntry{Cooperation::speculation, "speculation", "Speculative decoding"},
    EnumEntry{Cooperation::cascade, "cascade", "Cascade by confidence"}}; };
template <> struct EnumText<Scheme> { static constexpr std::array entries{
    EnumEntry{Scheme::f32, "f32", "FP32"}, EnumEntry{Scheme::f16, "f16", "FP16"}, EnumEntry{Scheme::bf16, "bf16", "BF16"},
    EnumEntry{Scheme::fp8_e4m3, "fp8_e4m3", "FP8 (E4M3)"}, EnumEntry{Scheme::int8, "int8", "INT8"},
    EnumEntry{Scheme::int4, "int4", "INT4"}, EnumEntry{Scheme::q8_0, "q8_0", "Q8_0"}, EnumEntry{Scheme::q6_k, "q6_k", "Q6_K"},
    EnumEntry{Scheme::q5_k_m, "q5_k_m", "Q5_K_M"}, EnumEntry{Scheme::q5_0, "q5_0", "Q5_0"},
    EnumEntry{Scheme::q4_k_m, "q4_k_m", "Q4_K_M"}, EnumEntry{Scheme::q4_k_s, "q4_k_s", "Q4_K_S"},
    EnumEntry{Scheme::q4_0, "q4_0", "Q4_0"}, EnumEntry{Scheme::iq4_xs, "iq4_xs", "IQ4_XS"},
    EnumEntry{Scheme::q3_k_m, "q3_k_m", "Q3_K_M"}, EnumEntry{Scheme::q2_k, "q2_k", "Q2_K"},
    EnumEntry{Scheme::mxfp4, "mxfp4", "MXFP4"}, EnumEntry{Scheme::nf4, "nf4", "NF4"}, EnumEntry{Scheme::gptq4, "gptq4", "GPTQ 4-bit"},
    EnumEntry{Scheme::awq4, "awq4", "AWQ 4-bit"}}; };
template <> struct EnumText<EntityKind> { static constexpr std::array entries{
    EnumEntry{EntityKind::carrier, "carrier", "Carrier"}, EnumEntry{EntityKind::site, "site", "Site"},
    EnumEntry{EntityKind::userGroup, "user_group", "User group"}, EnumEntry{EntityKind::host, "host", "Host"},
    EnumEntry{EntityKind::link, "link", "Link"}, EnumEntry{EntityKind::antenna, "antenna", "Antenna"},
    EnumEntry{EntityKind::workload, "workload", "Workload"},
    EnumEntry{EntityKind::deployment, "deployment", "Deployment"}, EnumEntry{EntityKind::assumptions, "assumptions", "Assumptions"},
    EnumEntry{EntityKind::properties, "properties", "Scenario"}}; };

template <> struct Schema<Carrier> { static constexpr auto fields = std::make_tuple(
    field(&Carrier::id, {"id", "", ""}),
    field(&Carrier::name, {"name", "Name", "What planners call this carrier, for instance n78."}),
    field(&Carrier::band, {"band", "Band", "Operating band of TS 38.104 clause 5.2, for instance n78, or a candidate band; may be empty."}),
    field(&Carrier::frequency, {"frequency_hz", "Centre frequency", "TR 38.901 covers 0.5 to 100 GHz; beyond, a warning says which model is out of its range.", 0.1e9, 350e9}),
    field(&Carrier::bandwidth, {"bandwidth_hz", "Bandwidth", "Channel bandwidth of TS 38.101, for instance 100 MHz.", 3e6, 2e9}),
    field(&Carrier::subcarrierSpacing, {"subcarrier_spacing_hz", "Subcarrier spacing", "15 to 960 kHz (numerology 0 to 6); 480 and 960 kHz are for 52.6 to 71 GHz.", 15e3, 960e3}),
    field(&Carrier::tdd, {"tdd", "Time division duplex", "Uplink and downlink take turns on the same frequency."}),
    field(&Carrier::tddPattern, {"tdd_pattern", "TDD pattern", "Slots of one period, such as DDDSU 10:2:2 (S: symbols down, guard, up); empty to give a share."}),
    field(&Carrier::downlinkShare, {"downlink_share", "Downlink share", "Share of the symbols for the downlink when duplexing by time.", 0.05, 0.95, "share"}),
    field(&Carrier::bandwidthPart, {"bandwidth_part_hz", "Bandwidth part", "That users are active on; empty for the whole carrier.", 1e6, 2e9}),
    field(&Carrier::downlinkLayers, {"downlink_layers", "Downlink layers", "Most MIMO layers to one user.", 1, 8}),
    field(&Carrier::uplinkLayers, {"uplink_layers", "Uplink layers", "Most MIMO layers from one user.", 1, 4}),
    field(&Carrier::mcsTable, {"mcs_table", "MCS table", "TS 38.214: 1 up to 64QAM, 2 up to 256QAM, 3 for low spectral efficiency, 4 up to 1024QAM (downlink).", 1, 4}),
    field(&Carrier::scheduler, {"scheduler", "Scheduler", "How resource blocks are divided among users who send at once."}),
    field(&Carrier::configuredGrant, {"configured_grant", "Configured grant", "Uplink without a scheduling request (TS 38.321 clause 5.8.2)."}),
    field(&Carrier::uplinkTarget, {"uplink_target_dbm", "Uplink target P0", "Received power per resource block that devices aim at (TS 38.213 clause 7.1.1); empty: full power.", -202, 24}),
    field(&Carrier::pathLossCompensation, {"path_loss_compensation", "Path loss compensation", "Alpha of uplink power control: 1 compensates the whole path loss.", 0, 1})); };
template <> struct Schema<Sector> { static constexpr auto fields = std::make_tuple(
    field(&Sector::id, {"id", "", ""}),
    field(&Sector::name, {"name", "Name", "For instance A, B, C."}),
    field(&Sector::carrier, {"carrier", "Carrier", "The carrier that this sector radiates."}),
    field(&Sector::azimuth, {"azimuth_deg", "Azimuth", "Direction of the main lobe, clockwise from north.", -360, 360}),
    field(&Sector::downtilt, {"downtilt_deg", "Mechanical downtilt", "The panel itself below the horizon.", -90, 90}),
    field(&Sector::electricalTilt, {"electrical_tilt_deg", "Electrical downtilt", "Vertical beam of the panel below its own horizon; turns no steel.", -90, 90}),
    field(&Sector::power, {"power_dbm", "Transmit power", "Total conducted power over the carrier; a macro cell has 43 to 49 dBm.", -30, 60}),
    field(&Sector::antenna, {"antenna", "Antenna", "Pattern of this face."}),
    field(&Sector::pattern, {"pattern", "Imported pattern", "An antenna of the scenario, instead of a panel or an omni antenna."}),
    field(&Sector::panelRows, {"panel_rows", "Rows of elements", "M of TR 38.901 clause 7.3, half a wavelength apart.", 1, 64}),
    field(&Sector::panelColumns, {"panel_columns", "Columns of elements", "N of TR 38.901 clause 7.3, half a wavelength apart.", 1, 64}),
    field(&Sector::beams, {"beams", "Beams", "Of the grid across the panel's width; users get the strongest.", 1, 64}),
    field(&Sector::antennaGain, {"antenna_gain_db", "Antenna gain", "Peak of one element or of the omni antenna, dBi; 8 dBi in TR 38.901. A panel adds its array gain.", -10, 40}),
    field(&Sector::noiseFigure, {"noise_figure_db", "Noise figure", "Of the gNB receiver; 5 dB in TR 38.802.", 0, 20}),
    field(&Sector::load, {"load", "Interfering load", "Share of this sector's resource blocks that disturb its neighbours.", 0, 1, "share"}),
    field(&Sector::bias, {"bias_db", "Selection bias", "Cell individual offset, added when users choose their cell.", -24, 24}),
    field(&Sector::pci, {"pci", "PCI", "Physical cell identity (TS 38.211 clause 7.4.2.1).", 0, 1007}),
    field(&Sector::enabled, {"enabled", "On air", "A sector that is off neither serves nor interferes."})); };
template <> struct Schema<Site> { static constexpr auto fields = std::make_tuple(
    field(&Site::id, {"id", "", ""}),
    field(&Site::name, {"name", "Name", "What planners call this site."}),
    field(&Site::position, {"position_m", "Position", "Metres east and north of the origin.", -1e6, 1e6}),
    field(&Site::height, {"height_m", "Antenna height", "Above ground; 25 m for UMa and 10 m for UMi in TR 38.901.", 1, 150}),
    field(&Site::propagation, {"propagation", "Propagation", "Path loss model of TR 38.901 table 7.4.1-1."}),
    field(&Site::enabled, {"enabled", "On air", "A site that is off neither serves nor interferes."}),
    field(&Site::status, {"status", "Status", "Whether it stands, is planned or is one of several choices."}),
    field(&Site::locked, {"locked", "Locked", "Cannot be moved, and no optimiser touches it."}),
    field(&Site::sectors, {"sectors", "Sectors", "The antenna faces of this site."})); };
template <> struct Schema<UserGroup> { static constexpr auto fields = std::make_tuple(
    field(&UserGroup::id, {"id", "", ""}),
    field(&UserGroup::name, {"name", "Name", "Who these users are."}),
    field(&UserGroup::area, {"area_m", "Area", "Corners of the polygon that the users are spread over.", -1e6, 1e6}),
    field(&UserGroup::points, {"points_m", "Points", "Where each user stands, if known.", -1e6, 1e6}),
    field(&UserGroup::count, {"count", "Users", "How many users are in the area.", 1, 1000000}),
    field(&UserGroup::activeShare, {"active_share", "Active share", "Share of users with a request in progress at once; they share the cell.", 0, 1, "share"}),
    field(&UserGroup::height, {"height_m", "Height", "Of the device above ground; 1.5 m outdoors in TR 38.901.", 0.5, 150}),
    field(&UserGroup::device, {"device", "Device", "The computer that each user carries.", -1e308, 1e308, "", "device"}),
    field(&UserGroup::power, {"power_dbm", "Uplink power", "Maximum; 23 dBm for power class 3 (TS 38.101-1).", -40, 40}),
    field(&UserGroup::noiseFigure, {"noise_figure_db", "Noise figure", "Of the device's receiver; 9 dB in TR 38.802 below 6 GHz.", 0, 20}),
    field(&UserGroup::antennaGain, {"antenna_gain_db", "Antenna gain", "Of the device, dBi; 0 in TR 38.802 below 6 GHz.", -20, 40}),
    field(&UserGroup::bodyLoss, {"body_loss_db", "Body loss", "Of hand, head or mounting, added to the path loss of every link.", 0, 60}),
    field(&UserGroup::enclosure, {"enclosure", "Enclosure", "What users are inside of; its penetration loss is that of TR 38.901 clause 7.4.3."}),
    field(&UserGroup::indoorShare, {"indoor_share", "Share inside", "Share of the users who are within the enclosure; 80 % in 3GPP's calibration.", 0, 1, "share"}),
    field(&UserGroup::speed, {"speed_m_per_s", "Speed", "Decides how often users change cells; 0.83 m/s is a pedestrian.", 0, 300}),
    field(&UserGroup::workload, {"workload", "Workload", "What these users ask."}),
    field(&UserGroup::deployment, {"deployment", "Deployment", "How they are served."})); };
template <> struct Schema<Host> { static constexpr auto fields = std::make_tuple(
    field(&Host::id, {"id", "", ""}),
    field(&Host::name, {"name", "Name", "What this computer is called."}),
    field(&Host::position, {"position_m", "Position", "Metres east and north of the origin.", -1e7, 1e7}),
    field(&Host::tier, {"tier", "Tier", "Where it stands in the network."}),
    field(&Host::zone, {"zone", "Trust zone", "In whose hands the data are once they arrive."}),
    field(&Host::device, {"device", "Device", "The accelerator or computer that does the work.", -1e308, 1e308, "", "device"}),
    field(&Host::count, {"count", "Accelerators", "Replicas; each keeps all its layers and serves its share of the requests.", 1, 100000}),
    field(&Host::powerUsageEffectiveness, {"pue", "PUE", "Facility energy over IT energy; 1.1 for hyperscale, 1.3 to 2 for edge cabinets.", 1, 5}),
    field(&Host::enabled, {"enabled", "Running", "A host that is off serves nobody."})); };
template <> struct Schema<Link> { static constexpr auto fields = std::make_tuple(
    field(&Link::id, {"id", "", ""}),
    field(&Link::name, {"name", "Name", "What this link is called."}),
    field(&Link::from, {"from", "From", "The site or host at one end."}),
    field(&Link::to, {"to", "To", "The site or host at the other end."}),
    field(&Link::medium, {"medium", "Medium", "Decides the propagation speed."}),
    field(&Link::capacity, {"capacity_bps", "Capacity", "Each way.", 1e3, 1e15}),
    field(&Link::length, {"length_m", "Length", "Of the route; if empty, from the straight line between its ends.", 0, 5e7}),
    field(&Link::hopDelay, {"hop_delay_s", "Hop delay", "Switching and processing, each way.", 0, 10}),
    field(&Link::backgroundLoad, {"background_load", "Background load", "Share of the capacity that other traffic takes.", 0, 0.99, "share"}),
    field(&Link::frequency, {"frequency_hz", "Frequency", "Of a radio link; decides what rain and gas take from it.", 1e9, 350e9}),
    field(&Link::cost, {"cost", "Routing cost", "Metric where routes are chosen by cost.", 0, 1e9}),
    field(&Link::enabled, {"enabled", "In service", "A link that is out of service carries nothing."})); };
template <> struct Schema<AntennaPattern> { static constexpr auto fields = std::make_tuple(
    field(&AntennaPattern::id, {"id", "", ""}),
    field(&AntennaPattern::name, {"name", "Name", "The maker's type, port and tilt."}),
    field(&AntennaPattern::gain, {"gain_db", "Gain", "Of the maximum, dBi (dBd + 2.15).", -60, 100}),
    field(&AntennaPattern::frequency, {"frequency_hz", "Frequency", "At which the pattern holds.", 1e6, 1e12}),
    field(&AntennaPattern::electricalTilt, {"electrical_tilt_deg", "Electrical tilt", "That the vertical cut contains already.", -90, 90}),
    field(&AntennaPattern::source, {"source", "Source", "File, maker and date."}),
    field(&AntennaPattern::horizontal, {"horizontal_db", "Horizontal cut", "Attenuation at 0 to 359 degrees clockwise from boresight.", -30, 200}),
    field(&AntennaPattern::vertical, {"vertical_db", "Vertical cut", "Attenuation at 0 to 359 degrees, counted downwards from the horizon.", -30, 200})); };
template <> struct Schema<Workload> { static constexpr auto fields = std::make_tuple(
    field(&Workload::id, {"id", "", ""}),
    field(&Workload::name, {"name", "Name", "What is asked."}),
    field(&Workload::promptTokens, {"prompt_tokens", "Prompt", "Tokens in, with those that media become.", 1, 10000000}),
    field(&Workload::outputTokens, {"output_tokens", "Output", "Tokens out.", 1, 1000000}),
    field(&Workload::prefixTokens, {"prefix_tokens", "Common prefix", "Tokens at the start that all prompts share, such as instructions; a host with a KV cache computes them once.", 0, 10000000}),
    field(&Workload::mediaBytes, {"media_bytes", "Media", "Image, audio or video sent along when a host processes the prompt.", 0, 1e12}),
    field(&Workload::media, {"media", "Kind of media", "If said, the model's tower makes tokens of them, which come on top of the prompt."}),
    field(&Workload::imageWidth, {"image_width_px", "Image width", "Pixels of an image or frame.", 1, 100000}),
    field(&Workload::imageHeight, {"image_height_px", "Image height", "Pixels of an image or frame.", 1, 100000}),
    field(&Workload::frames, {"frames", "Images or frames", "How many the model looks at.", 1, 100000}),
    field(&Workload::audioLength, {"audio_length_s", "Length of audio", "Speech models look at clips of 30 s.", 0.01, 1e5}),
    field(&Workload::requestRate, {"request_rate_hz", "Request rate", "Requests per second of each user.", 0, 1e6}),
    field(&Workload::arrivals, {"arrivals", "Arrivals", "When requests come."}),
    field(&Workload::priority, {"priority", "Priority", "Weight under a scheduler by priority.", 0.01, 1000}),
    field(&Workload::ttftTarget, {"ttft_target_s", "Target for the first token", "95th percentile of the time to first token.", 1e-6, 1e6}),
    field(&Workload::tpotTarget, {"tpot_target_s", "Target per output token", "95th percentile of the time per output token.", 1e-6, 1e6}),
    field(&Workload::endToEndTarget, {"end_to_end_target_s", "Target for the whole answer", "95th percentile, from request to last token.", 1e-6, 1e7}),
    field(&Workload::targetSource, {"target_source", "Source of the targets", "A standard's clause, a study, or who decided it."})); };
template <> struct Schema<AddedHost> { static constexpr auto fields = std::make_tuple(
    field(&AddedHost::host, {"host", "Host", "The computer."}),
    field(&AddedHost::role, {"role", "Does", "What it does for the deployment."}),
    field(&AddedHost::fromLayer, {"from_layer", "From layer", "First decoder layer that runs there (next layers only).", 0, 1000}),
    field(&AddedHost::share, {"share", "Share of experts", "Of all experts (experts only).", 0, 1, "share"})); };
template <> struct Schema<Deployment> { static constexpr auto fields = std::make_tuple(
    field(&Deployment::id, {"id", "", ""}),
    field(&Deployment::name, {"name", "Name", "What this plan is called."}),
    field(&Deployment::model, {"model", "Model", "The large language model.", -1e308, 1e308, "", "model"}),
    field(&Deployment::placement, {"placement", "Placement", "Where the layers run."}),
    field(&Deployment::cut, {"cut", "Cut", "Decoder layers on the device; the embedding goes with them.", 0, 1000}),
    field(&Deployment::host, {"host", "Host", "The computer that runs the rest."}),
    field(&Deployment::deviceWeights, {"device_weights", "Weights on the device", "How the device keeps its layers."}),
    field(&Deployment::hostWeights, {"host_weights", "Weights on the host", "How the host keeps its layers."}),
    field(&Deployment::kvCache, {"kv_cache", "KV cache", "How keys and values are kept, on both sides."}),
    field(&Deployment::activations, {"activations", "Activations at the cut", "How the hidden state travels."}),
    field(&Deployment::encryptedLink, {"encrypted_link", "Encrypted link", "Protects against the network, not against the host."}),
    field(&Deployment::trustedExecution, {"trusted_execution", "Trusted execution", "The host runs in an attested enclave; side channels remain."}),
    field(&Deployment::noiseSigma, {"noise_sigma", "Noise at the cut", "Standard deviation of Gaussian noise on each clipped vector; empty for none.", 1e-9, 1e9}),
    field(&Deployment::clipNorm, {"clip_norm", "Clipping norm", "L2 norm that each vector is clipped to before noise.", 1e-9, 1e9}),
    field(&Deployment::delta, {"delta", "Delta", "Of the (epsilon, delta) guarantee.", 1e-300, 0.5}),
    field(&Deployment::batch, {"batch", "Batch", "Requests that the host decodes together; the most of them under continuous batching.", 1, 100000}),
    field(&Deployment::serving, {"serving", "Serving", "How requests are put together on the host."}),
    field(&Deployment::addedHosts, {"added_hosts", "Further hosts", "Stages of a plan over several hosts, tensor parallelism, experts, prompts."}),
    field(&Deployment::tailLayers, {"tail_layers", "Last layers on the device", "With the output head (U-shape), so that no token leaves the device.", 0, 1000}),
    field(&Deployment::promptChunk, {"prompt_chunk_tokens", "Prompt chunk", "Tokens of a prompt processed at once; chunks follow each other through the hosts. 0: the whole prompt.", 0, 1000000}),
    field(&Deployment::kvCaching, {"kv_caching", "KV caching", "Without, every step computes the whole sequence again."}),
    field(&Deployment::kvWindow, {"kv_window_tokens", "KV window", "Latest tokens that are kept; older ones are forgotten. 0: all.", 0, 10000000}),
    field(&Deployment::mediaHandling, {"media_handling", "Media", "Whether media travel, or what the device's tower made of them."}),
    field(&Deployment::deviceStorage, {"device_storage", "Device's layers", "How the device comes by its layers."}),
    field(&Deployment::coldShare, {"cold_share", "Cold starts", "Share of requests that find no model loaded.", 0, 1, "share"}),
    field(&Deployment::cooperation, {"cooperation", "Cooperation", "Whether a small model on the device helps a large one on the host."}),
    field(&Deployment::smallModel, {"small_model", "Small model", "On the device; for speculation with the vocabulary of the large one.", -1e308, 1e308, "", "model"}),
    field(&Deployment::smallWeights, {"small_weights", "Weights of the small model", "How the device keeps it."}),
    field(&Deployment::draftLength, {"draft_length", "Draft length", "Tokens drafted per round; empty: the best for each user's channel.", 0, 64}),
    field(&Deployment::acceptance, {"acceptance", "Acceptance", "Chance that the large model takes a drafted token; 0.6 to 0.9 is usual.", 0, 1, "share"}),
    field(&Deployment::distributionBits, {"distribution_bits", "Bits per probability", "Of distributions that travel with each drafted token; 0: token ids only (greedy verification).", 0, 64}),
    field(&Deployment::escalatedShare, {"escalated_share", "Escalated share", "Of requests that the small model passes on to the large one.", 0, 1, "share"})); };
template <> struct Schema<Assumptions> { static constexpr auto fields = std::make_tuple(
    field(&Assumptions::bytesPerToken, {"bytes_per_token", "Text per token", "Bytes of UTF-8 on the wire per token.", 0.1, 1000}),
    field(&Assumptions::wireOverheadBytes, {"wire_overhead_bytes", "Header per message", "Bytes of IP, transport and PDCP headers.", 0, 10000}),
    field(&Assumptions::uplinkGrantDelay, {"uplink_grant_delay_s", "Uplink grant delay", "From scheduling request to first grant; empty: from numerology and TDD pattern.", 0, 10}),
    field(&Assumptions::downlinkDelay, {"downlink_delay_s", "Downlink delay", "Scheduling and processing per message; empty: from numerology and TDD pattern.", 0, 10}),
    field(&Assumptions::coreDelay, {"core_delay_s", "Core delay", "User-plane function, each way.", 0, 10}),
    field(&Assumptions::serverOverhead, {"server_overhead_s", "Server overhead", "Request handling on a host, once per request.", 0, 100}),
    field(&Assumptions::blockErrorRate, {"block_error_rate", "Block error rate", "First-transmission target; retransmissions cost that share of the rate.", 0, 0.9, "share"}),
    field(&Assumptions::outageSinrDb, {"outage_sinr_db", "Outage threshold", "Users below this SINR (dB) have no coverage.", -30, 30}),
    field(&Assumptions::sinrMapping, {"sinr_mapping", "SINR to MCS", "Which published mapping is used; they differ by 3 to 4 dB."}),
    field(&Assumptions::coupledLoad, {"coupled_load", "Coupled load", "Cells' loads follow from the traffic they carry, as a fixed point with interference."}),
    field(&Assumptions::handoverHysteresis, {"handover_hysteresis_db", "Handover hysteresis", "Event A3 of TS 38.331 clause 5.5.4.4.", 0, 15}),
    field(&Assumptions::timeToTrigger, {"time_to_trigger_s", "Time to trigger", "How long the neighbour must stay better (TS 38.331).", 0, 5.12}),
    field(&Assumptions::shadowing, {"shadowing", "Shadow fading", "Correlated log-normal fading of TR 38.901 on maps and users."}),
    field(&Assumptions::shadowingSeed, {"shadowing_seed", "Seed of the fading", "The same seed gives the same hills and houses.", 0, 2147483647}),
    field(&Assumptions::rainRate, {"rain_rate_mm_per_h", "Rain", "mm/h; 30 mm/h is exceeded 0.01 % of the time in Central Europe.", 0, 250}),
    field(&Assumptions::gasAbsorption, {"gas_absorption", "Gas absorption", "ITU-R P.676 on every radio path; matters from 20 GHz."}),
    field(&Assumptions::temperature, {"temperature_c", "Air temperature", "Degrees Celsius.", -80, 60}),
    field(&Assumptions::vapourDensity, {"vapour_density_g_per_m3", "Water vapour", "g/m3; 7.5 in the standard atmosphere of ITU-R P.835.", 0, 60}),
    field(&Assumptions::routing, {"routing", "Routing", "What routes through the transport network keep small."}),
    field(&Assumptions::utilisationLimit, {"utilisation_limit", "Utilisation limit", "A host or cell above it counts as unstable.", 0.01, 1, "share"}),
    field(&Assumptions::transportEnergy, {"transport_energy_j_per_bit", "Transport energy", "Marginal, per bit and hop; published values differ by a factor of 80.", 0, 1}),
    field(&Assumptions::deviceIdlePower, {"device_idle_power_w", "Idle power of the device", "Screen and base while it waits for an answer.", 0, 1e4}),
    field(&Assumptions::batteryCapacity, {"battery_capacity_j", "Battery", "Energy of a full battery; about 50 kJ in a phone.", 1, 1e12}),
    field(&Assumptions::loadRate, {"load_rate_bytes_per_s", "Loading rate", "From a host's storage into its accelerator.", 1e3, 1e13}),
    field(&Assumptions::flashRate, {"flash_rate_bytes_per_s", "Flash rate", "Reading rate of the device's flash.", 1e3, 1e12}),
    field(&Assumptions::carbonIntensity, {"carbon_intensity_g_per_kwh", "Carbon intensity", "Location-based, gCO2e per kWh.", 0, 5000}),
    field(&Assumptions::electricityPrice, {"electricity_price_per_kwh", "Electricity price", "Currency units per kWh.", 0, 1e6}),
    field(&Assumptions::serverPricePerHour, {"server_price_per_hour", "Accelerator price", "Currency units per accelerator and hour.", 0, 1e9})); };
// clang-format on

/// The name and place of a scenario, edited as an entity like the others.
struct ScenarioProperties {
    std::string name;
    std::optional<GeoOrigin> origin;
    bool operator==(const ScenarioProperties&) const = default;
};
template <>
struct Schema<ScenarioProperties> {
    static constexpr auto fields = std::make_tuple(
        field(&ScenarioProperties::name, {"name", "Name", "What this alternative is called."}),
        field(&ScenarioProperties::origin,
              {"origin", "Origin", "Latitude and longitude of the local plane's origin (WGS 84)."}));
};

} // namespace cellwright
