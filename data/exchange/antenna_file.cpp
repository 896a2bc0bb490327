// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/antenna_file.h"

#include "analytics/quantity/text.h"
#include "data/exchange/file.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>

namespace cellwright {
namespace {

constexpr double dipole = 2.15; // dBi of a half-wave dipole, what dBd counts from

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return result;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\v\f";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

/// The first word of a line, and the rest. Between the two: blanks, or one of the separators of tables.
std::pair<std::string_view, std::string_view> firstWord(std::string_view line) {
    const auto end = line.find_first_of(" \t,;=:");
    if (end == std::string_view::npos)
        return {line, {}};
    const auto rest = line.find_first_not_of(" \t,;=:", end);
    return {line.substr(0, end), rest == std::string_view::npos ? std::string_view() : line.substr(rest)};
}

/// A whole finite number; a comma may stand for the decimal point.
std::optional<double> numberOf(std::string_view text) {
    std::string copy(trimmed(text));
    std::ranges::replace(copy, ',', '.');
    if (copy.starts_with('+'))
        copy.erase(0, 1);
    double value = 0.0;
    const auto* end = copy.data() + copy.size();
    const auto read = std::from_chars(copy.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end || !std::isfinite(value))
        return std::nullopt;
    return value;
}

/// A number with a unit behind it: {17, "dbi"} for "17 dBi" and "17dBi".
std::optional<std::pair<double, std::string>> measured(std::string_view text) {
    const auto unit = std::min(text.find_first_not_of("+-.,0123456789"), text.size());
    const auto value = numberOf(text.substr(0, unit));
    if (!value)
        return std::nullopt;
    return std::pair(*value, lower(trimmed(text.substr(unit))));
}

std::string utf8FromLatin1(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            result += c;
        } else {
            result += char(0xc0 | (byte >> 6));
            result += char(0x80 | (byte & 0x3f));
        }
    }
    return result;
}

/// One cut as read: attenuation by angle from 0 to below 360, with the line that said so.
struct Cut {
    struct Point {
        double loss;
        std::size_t line;
    };
    std::map<double, Point> points;
    std::size_t line = 0; ///< of its heading; 0: not met
    std::size_t announced = 0, read = 0;
};

class Reader {
public:
    Reader(std::string_view text, std::string where)
        : where_(std::move(where))
        , text_(text) {}

    Expected<AntennaFile> run() {
        if (auto fine = readLines(); !fine)
            return tl::make_unexpected(fine.error());
        if (!gain_)
            return wrong(0, "the antenna has no gain", "add a line such as GAIN 17.5 dBi");
        for (auto [cut, name, out] : {std::tuple(&horizontal_, "horizontal", &made_.pattern.horizontal),
                                      std::tuple(&vertical_, "vertical", &made_.pattern.vertical)})
            if (auto fine = finish(*cut, name, *out); !fine)
                return tl::make_unexpected(fine.error());
        complete();
        return std::move(made_);
    }

private:
    tl::unexpected<Error> wrong(std::size_t line, std::string what, std::string remedy) const {
        return failure(std::move(what), line ? where_ + ", line " + std::to_string(line) : where_,
                       std::move(remedy));
    }
    void note(std::string text) { made_.notes.push_back(std::move(text)); }

    Expected<void> readLines() {
        if (text_.size() > AntennaFileLimits::bytes)
            return wrong(0, "the file has " + std::to_string(text_.size()) + " bytes",
                         "an antenna file has a few kilobytes");
        if (text_.find('\0') != std::string_view::npos)
            return wrong(0, "this is not a text", "give an antenna file in the MSI or Planet format");
        std::string converted;
        if (!isUtf8(text_)) {
            converted = utf8FromLatin1(text_);
            text_ = converted;
            note("the text is read as Latin-1");
        }
        if (text_.starts_with("\xef\xbb\xbf"))
            text_.remove_prefix(3);
        while (!text_.empty()) {
            const auto end = std::min(text_.find_first_of("\r\n"), text_.size());
            const auto line = text_.substr(0, end);
            const bool pair = text_.substr(end).starts_with("\r\n");
            text_.remove_prefix(std::min(end + (pair ? 2 : 1), text_.size()));
            if (++line_ > AntennaFileLimits::lines)
                return wrong(line_, "the file has too many lines",
                             "an antenna file has less than a thousand");
            if (auto fine = readLine(trimmed(line)); !fine)
                return fine;
        }
        return {};
    }

    Expected<void> readLine(std::string_view line) {
        if (line.empty())
            return {};
        const auto [word, rest] = firstWord(line);
        if (open_ && open_->read < open_->announced)
            return readPoint(word, rest);
        const auto key = lower(word);
        if (key == "horizontal" || key == "vertical")
            return openCut(key == "horizontal" ? horizontal_ : vertical_, key, rest);
        if (open_ && numberOf(word))
            return wrong(line_,
                         "there are more angles than the " + std::to_string(open_->announced) +
                             " that line " + std::to_string(open_->line) + " announces",
                         "correct the number behind the heading of the cut");
        return readProperty(key, rest, line);
    }

    Expected<void> openCut(Cut& cut, const std::string& name, std::string_view rest) {
        if (cut.line)
            return wrong(line_,
                         "the " + name + " cut is there twice, first in line " + std::to_string(cut.line),
                         "keep one of them");
        const auto count = numberOf(rest);
        if (!count || *count != std::floor(*count) || *count < 2.0 || *count > 7200.0)
            return wrong(line_, "the heading of the " + name + " cut does not say how many angles follow",
                         "write " + name + " 360");
        cut.line = line_;
        cut.announced = std::size_t(*count);
        open_ = &cut;
        return {};
    }

    Expected<void> readPoint(std::string_view first, std::string_view second) {
        const auto angle = numberOf(first), loss = numberOf(second);
        if (!angle && lower(first).find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos &&
            lower(first) != "nan" && lower(first) != "inf")
            return wrong(line_,
                         "line " + std::to_string(open_->line) + " announces " +
                             std::to_string(open_->announced) + " angles, but only " +
                             std::to_string(open_->read) + " follow",
                         "correct the number or add the missing lines");
        if (!angle || !loss)
            return wrong(line_,
                         std::string("\"") + std::string((angle ? second : first).substr(0, 40)) +
                             "\" is not a finite number",
                         "write an angle in degrees and an attenuation in dB");
        if (*angle < -180.0 || *angle > 360.0 || std::abs(*loss) > 200.0)
            return wrong(line_, "an angle or attenuation is out of range",
                         "angles are from -180 to 360 degrees, attenuations up to 200 dB");
        ++open_->read;
        return addPoint(*angle, *loss);
    }

    Expected<void> addPoint(double angle, double loss) {
        const double turned = angle < 0.0 ? angle + 360.0 : angle >= 360.0 ? angle - 360.0 : angle;
        const auto [at, fresh] = open_->points.try_emplace(turned, Cut::Point{loss, line_});
        if (!fresh && at->second.loss != loss)
            return wrong(line_,
                         "the angle " + exactText(angle) + " has another attenuation in line " +
                             std::to_string(at->second.line),
                         "keep one of them");
        if (!fresh && angle != 360.0 && angle != 180.0 && angle != -180.0)
            note("the angle " + exactText(angle) + " is there twice, in lines " +
                 std::to_string(at->second.line) + " and " + std::to_string(line_));
        return {};
    }

    Expected<void> readProperty(const std::string& key, std::string_view rest, std::string_view line) {
        const bool first = !named_;
        named_ = true;
        if (key == "name")
            made_.pattern.name = std::string(rest);
        else if (key == "gain")
            return readGain(rest);
        else if (key == "frequency")
            return readFrequency(rest);
        else if (key == "electrical_tilt" || key == "etilt" || key == "elec_tilt")
            return readTilt(rest);
        else if (key == "tilt")
            return measured(rest) ? readTilt(rest) : Expected<void>();
        else if (key == "make" || key == "comment" || key == "comments")
            source_ += (source_.empty() || rest.empty() ? "" : "; ") + std::string(rest);
        else if (first && !isProperty(key))
            made_.pattern.name = std::string(line); // some makers leave NAME out
        return {};
    }
    static bool isProperty(const std::string& key) {
        return key == "h_width" || key == "v_width" || key == "front_to_back" || key == "polarization" ||
               key == "polarisation" || key == "downtilt" || key == "date" || key == "version" ||
               key == "model";
    }

    Expected<void> readGain(std::string_view rest) {
        const auto value = measured(rest);
        if (!value || (!value->second.empty() && value->second != "dbd" && value->second != "dbi" &&
                       value->second != "db" && value->second != "(dbd)" && value->second != "(dbi)"))
            return wrong(line_,
                         "the gain \"" + std::string(rest.substr(0, 40)) + "\" is not a number of dBd or dBi",
                         "write, for instance, GAIN 17.5 dBi");
        const bool isotropic = value->second.find("dbi") != std::string::npos;
        if (value->second.empty() || value->second == "db")
            note("the gain has no unit and is taken as dBd, as the format says");
        gain_ = value->first + (isotropic ? 0.0 : dipole);
        if (!(*gain_ >= -60.0 && *gain_ <= 100.0))
            return wrong(line_, "a gain of " + exactText(*gain_) + " dBi is out of range",
                         "correct the gain");
        return {};
    }

    Expected<void> readFrequency(std::string_view rest) {
        const auto dash = rest.find('-', 1);
        auto upper = dash == std::string_view::npos ? std::nullopt : measured(trimmed(rest.substr(dash + 1)));
        auto value = measured(trimmed(rest.substr(0, dash)));
        if (!value || (dash != std::string_view::npos && !upper)) {
            note("line " + std::to_string(line_) + ": the frequency \"" + std::string(rest.substr(0, 40)) +
                 "\" is not understood and left out");
            return {};
        }
        const auto& unit = upper ? upper->second : value->second;
        const double scale = unit == "ghz" ? 1e9 : unit == "khz" ? 1e3 : unit == "hz" ? 1.0 : 1e6;
        const double middle = upper ? (value->first + upper->first) / 2.0 : value->first;
        if (upper)
            note("of the frequencies " + std::string(rest.substr(0, 40)) + " the middle is taken");
        if (!(middle * scale >= 1e6 && middle * scale <= 1e12))
            return wrong(line_, "the frequency is out of range",
                         "write megahertz, for instance FREQUENCY 3500");
        made_.pattern.frequency = Hertz(middle * scale);
        return {};
    }

    Expected<void> readTilt(std::string_view rest) {
        const auto value = measured(rest);
        if (!value || std::abs(value->first) > 90.0)
            return wrong(line_, "the tilt \"" + std::string(rest.substr(0, 40)) + "\" is not an angle",
                         "write degrees from -90 to 90");
        made_.pattern.electricalTilt = Degrees(value->first);
        tilted_ = true;
        return {};
    }

    Expected<void> finish(Cut& cut, const std::string& name, std::vector<double>& out) {
        if (!cut.line)
            return wrong(0, "the " + name + " cut is missing", "add it under the heading " + name + " 360");
        if (cut.read < cut.announced)
            return wrong(cut.line,
                         "the heading announces " + std::to_string(cut.announced) + " angles, but only " +
                             std::to_string(cut.read) + " follow",
                         "correct the number or add the missing lines");
        if (auto fine = makePositive(cut, name); !fine)
            return fine;
        return interpolate(cut, name, out);
    }

    /// Attenuations are positive; some files have gains below the maximum instead.
    Expected<void> makePositive(Cut& cut, const std::string& name) {
        const auto [least, most] =
            std::ranges::minmax_element(cut.points, {}, [](const auto& point) { return point.second.loss; });
        if (least->second.loss >= -1.0) // rounding of the maker: a little above the maximum
            return {};
        if (most->second.loss > 1.0)
            return wrong(least->second.line, "the " + name + " cut has attenuations of both signs",
                         "write how much weaker each angle is than the maximum, in positive dB");
        for (auto& [angle, point] : cut.points)
            point.loss = -point.loss;
        note("the " + name + " cut is given in negative numbers, which are taken as gains below the maximum");
        return {};
    }

    Expected<void> interpolate(const Cut& cut, const std::string& name, std::vector<double>& out) {
        out.resize(AntennaPattern::directions);
        double widest = 0.0;
        std::size_t after = 0;
        auto before = std::prev(cut.points.end());
        double from = before->first - 360.0;
        for (const auto& [angle, point] : cut.points) {
            if (angle - from > widest) {
                widest = angle - from;
                after = point.line;
            }
            for (double degree = std::ceil(from); degree <= angle; degree += 1.0) {
                const double share = angle > from ? (degree - from) / (angle - from) : 1.0;
                const double loss = before->second.loss + share * (point.loss - before->second.loss);
                out[std::size_t(std::lround(degree + 360.0)) % out.size()] = loss;
            }
            from = angle;
            before = cut.points.find(angle);
        }
        if (widest > AntennaFileLimits::gap)
            return wrong(after,
                         "the " + name + " cut has a gap of " + roundedText(widest, 4) + " degrees here",
                         "add the missing angles");
        if (cut.points.size() < out.size())
            note("the " + name + " cut has " + std::to_string(cut.points.size()) +
                 " angles; those between are on straight lines");
        return {};
    }

    void complete() {
        auto& pattern = made_.pattern;
        pattern.gain = Decibels(*gain_);
        if (pattern.name.empty())
            pattern.name = std::filesystem::path(where_).stem().string();
        pattern.source =
            std::filesystem::path(where_).filename().string() + (source_.empty() ? "" : ", ") + source_;
        const auto lowest = std::ranges::min_element(pattern.vertical) - pattern.vertical.begin();
        const auto down = double(lowest > 180 ? lowest - 360 : lowest);
        if (!tilted_ && down != 0.0 && std::abs(down) <= 30.0) {
            pattern.electricalTilt = Degrees(down);
            note("the vertical cut points " + exactText(down) +
                 " degrees below the horizon: its electrical tilt");
        }
    }

    std::string where_;
    std::string_view text_;
    std::size_t line_ = 0;
    AntennaFile made_;
    Cut horizontal_, vertical_;
    Cut* open_ = nullptr;
    std::optional<double> gain_;
    bool named_ = false, tilted_ = false;
    std::string source_;
};

std::string freshName(const Scenario& scenario, const std::string& name) {
    std::string fresh = name;
    const auto taken = [&](const AntennaPattern& other) { return other.name == fresh; };
    for (int n = 2; std::ranges::any_of(scenario.topology.antennas, taken); ++n)
        fresh = name + " " + std::to_string(n);
    return fresh;
}

} // namespace

Expected<AntennaFile> parseAntennaFile(std::string_view text, const std::string& where) {
    return Reader(text, where).run();
}

Expected<ImportResult> importAntenna(std::string_view text, const std::string& where, Scenario& scenario) {
    return parseAntennaFile(text, where).map([&](AntennaFile&& file) {
        file.pattern.id = {nextId(scenario)};
        file.pattern.name = freshName(scenario, file.pattern.name);
        ImportResult result;
        result.imported = 1;
        for (const auto& note : file.notes)
            result.warnings.push_back(file.pattern.name + ": " + note);
        scenario.topology.antennas.push_back(std::move(file.pattern));
        return result;
    });
}

} // namespace cellwright
