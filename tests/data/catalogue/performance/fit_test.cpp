// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/calibrate.h"
#include "analytics/compute/fit.h"
#include "tests/data/catalogue/performance/rows.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

namespace cellwright::catalogue {

namespace {

using compute::ClassConstants;
using compute::ClassPoint;
using test::PerformanceRow;

const compute::RuntimeClass& classNamed(const std::string& name) {
    return *compute::findRuntimeClass(name);
}

/// Decode and prefill points of rows that `wanted` chooses; chips with many rows count less in each.
template <class Wanted>
std::vector<ClassPoint> pointsOf(const std::vector<PerformanceRow>& rows, const Wanted& wanted) {
    std::map<std::string, int> count;
    for (const auto& row : rows)
        if (wanted(row))
            ++count[row.chip];
    std::vector<ClassPoint> points;
    for (const auto& row : rows)
        if (wanted(row))
            for (const auto* point : {&row.decode, row.prefill ? &*row.prefill : nullptr})
                if (point) {
                    points.push_back(*point);
                    points.back().weight = 1.0 / std::sqrt(count[row.chip]);
                }
    return points;
}

/// Constants of a class from all rows but those of one chip.
ClassConstants constantsWithout(const std::vector<PerformanceRow>& rows, const std::string& className,
                                const std::string& chip) {
    const auto& of = classNamed(className);
    const auto family = compute::fitFamily(pointsOf(rows,
                                                    [&](const PerformanceRow& row) {
                                                        return row.chip != chip &&
                                                               classNamed(row.className).family == of.family;
                                                    }),
                                           of.constants.exponent);
    return compute::fitClass(
        pointsOf(rows,
                 [&](const PerformanceRow& row) { return row.chip != chip && row.className == className; }),
        family);
}

compute::Device deviceOf(const PerformanceRow& row, const ClassConstants& constants) {
    auto of = classNamed(row.className);
    of.constants = constants;
    compute::Device device;
    device.id = device.name = row.chip;
    device.memoryCapacity = {Bytes(1e12), Label::assumed, "test"};
    device.memoryBandwidth = {row.decode.bandwidth, Label::published, "test"};
    device.peaks = {{of.format, {row.decode.peak, Label::published, "test"}}};
    device.runtimes = {compute::figuresOf(of, "test")};
    return device;
}

double errorOf(const compute::Device& device, const ClassPoint& point) {
    NullRecorder none;
    return compute::rooflineTime(none, device, point.work, point.weights, "t") / point.time - 1.0;
}

/// The interval is a share of the predicted time on both sides.
bool within(double error, double width) {
    return std::abs(1.0 - 1.0 / (1.0 + error)) <= width;
}

struct LeftOut {
    std::string className;
    double batch = 1.0;
    double decode = 0.0; ///< relative error
    std::optional<double> prefill;
    double error = 0.0; ///< shipped half width
    double prefillError = 0.0;
};

/// A computer of the collection with its rows and the constants that all other chips give its class.
struct LeftOutDevice {
    std::vector<PerformanceRow> rows;
    ClassConstants constants;
};

std::vector<LeftOutDevice> leaveDevicesOut(const std::vector<PerformanceRow>& rows) {
    std::map<std::pair<std::string, std::string>, LeftOutDevice> devices;
    for (const auto& row : rows)
        devices[{row.device, row.className}].rows.push_back(row);
    std::map<std::pair<std::string, std::string>, ClassConstants> constants;
    std::vector<LeftOutDevice> result;
    for (auto& [key, device] : devices) {
        const auto& chip = device.rows.front().chip;
        if (!constants.contains({key.second, chip}))
            constants[{key.second, chip}] = constantsWithout(rows, key.second, chip);
        device.constants = constants[{key.second, chip}];
        result.push_back(std::move(device));
    }
    return result;
}

std::vector<LeftOut> uncalibrated(const std::vector<LeftOutDevice>& devices) {
    std::vector<LeftOut> results;
    for (const auto& device : devices)
        for (const auto& row : device.rows) {
            const auto local = deviceOf(row, device.constants);
            const auto& of = classNamed(row.className);
            LeftOut result{row.className,  row.batch,      errorOf(local, row.decode), {},
                           of.decodeError, of.prefillError};
            if (row.prefill)
                result.prefill = errorOf(local, *row.prefill);
            results.push_back(result);
        }
    return results;
}

/// What is left of a row's error after another row of its device calibrated it.
struct Calibrated {
    double error = 0.0;
    double halfWidth = 0.0;
    double weight = 0.0; ///< such that each row counts once, however many others its device has
};

/// Every row of a device in turn calibrates it for all its others.
void calibrateByEach(const LeftOutDevice& device, const compute::CalibrationBelief& belief,
                     std::vector<Calibrated>& results) {
    const auto& rows = device.rows;
    for (std::size_t by = 0; by < rows.size(); ++by) {
        const auto& one = rows[by].decode;
        const compute::CalibrationPoint point{one.work, one.weights, true, one.time, "one row"};
        const auto moved = compute::calibrate(deviceOf(rows[by], device.constants), {&point, 1}, belief);
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (i != by)
                results.push_back({errorOf(moved->device, rows[i].decode),
                                   compute::runtimeOf(moved->device).error.decode,
                                   1.0 / double(rows.size() - 1)});
    }
}

double weightedQuantile(std::vector<Calibrated> all, double q) {
    const auto size = [](const Calibrated& one) { return std::abs(one.error); };
    std::ranges::sort(all, {}, size);
    double sum = 0.0, reached = 0.0;
    for (const auto& one : all)
        sum += one.weight;
    for (const auto& one : all)
        if ((reached += one.weight) >= q * sum)
            return size(one);
    return 0.0;
}

/// The beliefs to choose from.
std::vector<compute::CalibrationBelief> beliefs() {
    std::vector<compute::CalibrationBelief> all;
    for (const double memory : {0.1, 0.15, 0.25})
        for (const double overhead : {0.3, 0.6})
            for (const double perSequence : {0.3, 0.6})
                for (const double noise : {0.03, 0.06})
                    all.push_back({memory, 0.5, overhead, perSequence, noise});
    return all;
}

template <class Value>
std::vector<double> sizes(const std::vector<LeftOut>& all, const Value& value) {
    std::vector<double> result;
    for (const auto& one : all)
        if (const std::optional<double> v = value(one))
            result.push_back(std::abs(*v));
    return result;
}

void report(const char* name, const std::vector<LeftOut>& all) {
    const auto decode = sizes(all, [](const LeftOut& o) { return std::optional(o.decode); });
    const auto prefill = sizes(all, [](const LeftOut& o) { return o.prefill; });
    qInfo("%-38s %4zu rows: decode median %.3f p80 %.3f; prefill %4zu rows %.3f p80 %.3f", name, all.size(),
          compute::quantile(decode, 0.5), compute::quantile(decode, 0.8), prefill.size(),
          compute::quantile(prefill, 0.5), compute::quantile(prefill, 0.8));
}

} // namespace

class PerformanceFitTest : public QObject {
    Q_OBJECT
    test::PerformanceRows data_;
    std::vector<LeftOutDevice> devices_;
    std::vector<LeftOut> leftOut_;
private Q_SLOTS:
    void initTestCase() {
        const auto shared = cellwright::test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        data_ = test::readPerformance(*shared, PERFORMANCE_FOLDER);
        devices_ = leaveDevicesOut(data_.rows);
        leftOut_ = uncalibrated(devices_);
    }
    void usesMostRowsOfOneMachine() {
        qInfo("%zu of %d rows", data_.rows.size(), data_.all);
        for (const auto& [reason, number] : data_.leftOut)
            qInfo("left out: %4d %s", number, reason.c_str());
        QVERIFY(data_.rows.size() > 780);
    }
    // The constants of a device come from the other devices only.
    void predictsDevicesItHasNotSeen() {
        std::map<std::string, std::vector<LeftOut>> classes;
        std::vector<LeftOut> single;
        for (const auto& one : leftOut_) {
            classes[one.className].push_back(one);
            if (one.batch <= 1.0)
                single.push_back(one);
        }
        for (const auto& [name, own] : classes)
            report(name.c_str(), own);
        report("one sequence at a time", single);
        report("all", leftOut_);
        const auto decode = sizes(leftOut_, [](const LeftOut& o) { return std::optional(o.decode); });
        QVERIFY(compute::quantile(decode, 0.5) <= 0.12);
        const auto prefill = sizes(leftOut_, [](const LeftOut& o) { return o.prefill; });
        QVERIFY(compute::quantile(prefill, 0.5) <= 0.25);
    }
    void onePointOfADeviceCalibratesItsOthers() {
        std::vector<Calibrated> all;
        std::map<std::string, std::vector<Calibrated>> classes;
        for (const auto& device : devices_) {
            calibrateByEach(device, {}, classes[device.rows.front().className]);
            calibrateByEach(device, {}, all);
        }
        for (const auto& [name, own] : classes)
            qInfo("%-38s calibrated median %.3f p80 %.3f", name.c_str(), weightedQuantile(own, 0.5),
                  weightedQuantile(own, 0.8));
        double rows = 0.0, covered = 0.0;
        for (const auto& one : all) {
            rows += one.weight;
            covered += within(one.error, one.halfWidth) ? one.weight : 0.0;
        }
        qInfo("%.0f rows: calibrated median %.4f p80 %.3f, covered %.3f", rows, weightedQuantile(all, 0.5),
              weightedQuantile(all, 0.8), covered / rows);
        QVERIFY(rows > 750.0);
        QVERIFY(weightedQuantile(all, 0.5) <= 0.08);
        QVERIFY(covered >= 0.8 * rows);
    }
    // The belief is chosen by every other device and tried on the rest, and the other way round.
    void theBeliefHoldsForDevicesThatDidNotChooseIt() {
        std::vector<Calibrated> tried;
        for (const std::size_t half : {0u, 1u}) {
            double least = 1e9;
            compute::CalibrationBelief best;
            for (const auto& belief : beliefs()) {
                std::vector<Calibrated> own;
                for (std::size_t i = half; i < devices_.size(); i += 2)
                    calibrateByEach(devices_[i], belief, own);
                if (const double median = weightedQuantile(own, 0.5); median < least) {
                    least = median;
                    best = belief;
                }
            }
            for (std::size_t i = 1 - half; i < devices_.size(); i += 2)
                calibrateByEach(devices_[i], best, tried);
            qInfo("half %zu chooses memory %.2f, overhead %.2f, sequences %.2f, noise %.2f: %.4f", half,
                  best.memory, best.overhead, best.perSequence, best.noise, least);
        }
        qInfo("on the other halves: median %.4f", weightedQuantile(tried, 0.5));
        QVERIFY(weightedQuantile(tried, 0.5) <= 0.08);
    }
    void intervalsCoverDevicesItHasNotSeen() {
        double rows = 0.0, covered = 0.0, prompts = 0.0, coveredPrompts = 0.0;
        for (const auto& one : leftOut_) {
            rows += 1.0;
            covered += within(one.decode, one.error);
            prompts += one.prefill.has_value();
            coveredPrompts += one.prefill && within(*one.prefill, one.prefillError);
        }
        qInfo("covered: decode %.3f, prefill %.3f", covered / rows, coveredPrompts / prompts);
        QVERIFY(covered >= 0.8 * rows);
        QVERIFY(coveredPrompts >= 0.8 * prompts);
    }
    void shippedConstantsAreTheFit() {
        std::string differing;
        for (const auto& of : compute::runtimeClasses()) {
            const auto name = std::string(of.name);
            const bool any = std::ranges::any_of(
                data_.rows, [&](const PerformanceRow& row) { return row.className == name; });
            if (!any)
                continue;
            const auto c = constantsWithout(data_.rows, name, "none");
            std::vector<LeftOut> own;
            for (const auto& one : leftOut_)
                if (one.className == name)
                    own.push_back(one);
            const auto decode =
                sizes(own, [](const LeftOut& o) { return std::optional(1.0 - 1.0 / (1.0 + o.decode)); });
            const auto prefill = sizes(own, [](const LeftOut& o) {
                return o.prefill ? std::optional(1.0 - 1.0 / (1.0 + *o.prefill)) : o.prefill;
            });
            qInfo("{%.3g, %.3g, %.3g, %.3g, %.3g, %.3ge-6, %.3ge-6, %.1f}, %.2f, %.2f, %zu}, // %s", c.wide,
                  c.eight, c.four, c.computeEfficiency, c.cacheCost, 1e6 * c.perLayer, 1e6 * c.perSequence,
                  c.exponent, std::max(0.05, compute::quantile(decode, 0.8)),
                  prefill.empty() ? 0.5 : std::max(0.1, compute::quantile(prefill, 0.8)), own.size(),
                  name.c_str());
            const auto same = [](double shipped, double fitted) {
                return std::abs(shipped / fitted - 1.0) < 0.01;
            };
            const auto& s = of.constants;
            if (!(same(s.wide, c.wide) && same(s.eight, c.eight) && same(s.four, c.four) &&
                  same(s.computeEfficiency, c.computeEfficiency) && same(s.cacheCost, c.cacheCost) &&
                  same(s.perLayer, c.perLayer) && same(s.perSequence, c.perSequence) &&
                  of.rows == int(own.size())))
                differing += (differing.empty() ? "" : "; ") + name;
        }
        QVERIFY2(differing.empty(), differing.c_str());
    }
};

} // namespace cellwright::catalogue

CELLWRIGHT_TEST(cellwright::catalogue::PerformanceFitTest)
#include "fit_test.moc"
