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

struct LeftOut {
    std::string className;
    double batch = 1.0;
    double decode = 0.0; ///< relative error
    std::optional<double> prefill;
    std::optional<double> calibrated;
    double error = 0.0; ///< shipped half width
    double prefillError = 0.0;
};

/// The rows of one chip with one runtime, predicted from all other chips, and after one of them calibrated.
void leaveOut(const std::vector<PerformanceRow>& rows, const std::vector<PerformanceRow>& own,
              std::vector<LeftOut>& results) {
    const auto constants = constantsWithout(rows, own.front().className, own.front().chip);
    std::vector<std::size_t> order(own.size());
    for (std::size_t i = 0; i < own.size(); ++i)
        order[i] = i;
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return own[i].decode.time.si(); });
    // One of middling size; of servers, whose times depend on their batches, the first of the collection.
    const std::size_t chosen = own.front().batch > 1.0 ? 0 : order[order.size() / 2];
    const auto& one = own[chosen].decode;
    const compute::CalibrationPoint point{one.work, one.weights, true, one.time, "one row"};
    const auto calibrated = compute::calibrate(deviceOf(own[chosen], constants), {&point, 1});
    for (std::size_t i = 0; i < own.size(); ++i) {
        const auto local = deviceOf(own[i], constants);
        auto moved = local;
        moved.runtimes = calibrated->device.runtimes;
        LeftOut result{own[i].className, own[i].batch, errorOf(local, own[i].decode), {}, {}, 0, 0};
        if (own[i].prefill)
            result.prefill = errorOf(local, *own[i].prefill);
        if (i != chosen)
            result.calibrated = errorOf(moved, own[i].decode);
        result.error = classNamed(own[i].className).decodeError;
        result.prefillError = classNamed(own[i].className).prefillError;
        results.push_back(result);
    }
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
    const auto calibrated = sizes(all, [](const LeftOut& o) { return o.calibrated; });
    qInfo(
        "%-38s %4zu rows: decode median %.3f p80 %.3f, calibrated %.3f p80 %.3f; prefill %4zu rows %.3f p80 "
        "%.3f",
        name, all.size(), compute::quantile(decode, 0.5), compute::quantile(decode, 0.8),
        compute::quantile(calibrated, 0.5), compute::quantile(calibrated, 0.8), prefill.size(),
        compute::quantile(prefill, 0.5), compute::quantile(prefill, 0.8));
}

} // namespace

class PerformanceFitTest : public QObject {
    Q_OBJECT
    test::PerformanceRows data_;
    std::vector<LeftOut> leftOut_;
private Q_SLOTS:
    void initTestCase() {
        const auto shared = cellwright::test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        data_ = test::readPerformance(*shared, PERFORMANCE_FOLDER);
        std::map<std::pair<std::string, std::string>, std::vector<PerformanceRow>> groups;
        for (const auto& row : data_.rows)
            groups[{row.chip, row.className}].push_back(row);
        for (const auto& [key, own] : groups)
            leaveOut(data_.rows, own, leftOut_);
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
        const auto calibrated = sizes(leftOut_, [](const LeftOut& o) { return o.calibrated; });
        QVERIFY(compute::quantile(decode, 0.5) <= 0.12);
        QVERIFY(compute::quantile(calibrated, 0.5) <= 0.08);
        const auto prefill = sizes(leftOut_, [](const LeftOut& o) { return o.prefill; });
        QVERIFY(compute::quantile(prefill, 0.5) <= 0.25);
    }
    void intervalsCoverDevicesItHasNotSeen() {
        double rows = 0.0, covered = 0.0, prompts = 0.0, coveredPrompts = 0.0, moved = 0.0,
               coveredMoved = 0.0;
        for (const auto& one : leftOut_) {
            // The interval is a share of the predicted time on both sides.
            const auto within = [](double error, double width) {
                return std::abs(1.0 - 1.0 / (1.0 + error)) <= width;
            };
            rows += 1.0;
            covered += within(one.decode, one.error);
            prompts += one.prefill.has_value();
            coveredPrompts += one.prefill && within(*one.prefill, one.prefillError);
            moved += one.calibrated.has_value();
            coveredMoved += one.calibrated && within(*one.calibrated, compute::calibratedDecodeError);
        }
        qInfo("covered: decode %.3f, prefill %.3f, calibrated decode %.3f", covered / rows,
              coveredPrompts / prompts, coveredMoved / moved);
        QVERIFY(covered >= 0.8 * rows);
        QVERIFY(coveredPrompts >= 0.8 * prompts);
        QVERIFY(coveredMoved >= 0.75 * moved);
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
