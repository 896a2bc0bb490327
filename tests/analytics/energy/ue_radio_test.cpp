// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/energy/ue_radio.h"
#include "tests/support/key_values.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::energy {

using test::relativeError;
using Use = RadioUse<NullRecorder>;

class UeRadioTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agreesWithTheReference() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        int rows = 0;
        for (const auto& row : test::readCsv(*shared / "reference" / "energy.csv")) {
            const auto computed = valueFor(row.at("kind"), row.at("inputs"));
            if (!computed)
                continue;
            ++rows;
            const double tolerance = row.at("kind") == "ue_linear" ? 2e-4 : 1e-9;
            QVERIFY2(
                relativeError(*computed, std::stod(row.at("value"))) < tolerance,
                qPrintable(QString::fromStdString(row.at("inputs")) + QStringLiteral(": %1").arg(*computed)));
        }
        QCOMPARE(rows, 15 + 5 + 4 + 12);
    }
    void splitInferenceIsDominatedByStayingConnected() {
        // 10 tokens/s, 1792 bytes up per token at 20 Mbit/s: the bits cost little, the connection a lot.
        Use use;
        use.connected = Seconds(1.0);
        use.transmitting = Seconds(10 * 1792 * 8 / 20e6);
        use.sent = Bits(10 * 1792 * 8.0);
        const auto energy = ueRadioEnergy(none_, linearRadio(RadioBand::nrLowBand), use);
        QVERIFY(energy.has_value());
        QVERIFY(energy->total.si() / 10.0 >= 0.07);
        QVERIFY(energy->connectedIdle > energy->transmitting);
        const double marginal = 1792 * 8.0 * linearRadio(RadioBand::nrLowBand).uplinkBit.si();
        QVERIFY(relativeError(marginal, 0.46e-3) < 0.01);
    }
    void thePartsAddUpAndTheBoundaryTakesTheBaseOff() {
        Use use;
        use.transmitting = Seconds(1.0);
        use.receiving = Seconds(2.0);
        use.connected = Seconds(10.0);
        use.tail = Seconds(10.5);
        use.sent = Bits(1e6);
        use.received = Bits(2e6);
        const auto radio = linearRadio(RadioBand::lte);
        const auto whole = *ueRadioEnergy(none_, radio, use, Boundary::deviceWhole);
        const auto module = *ueRadioEnergy(none_, radio, use);
        QCOMPARE(whole.total.si(),
                 (whole.transmitting + whole.receiving + whole.connectedIdle + whole.tail).si());
        QVERIFY(relativeError((whole.total - module.total).si(), radio.base.si() * 20.5) < 1e-12);
        QVERIFY(relativeError(whole.tail.si(), radio.downlink.si() * 10.5) < 1e-14);
        QCOMPARE(module.boundary, Boundary::radioModule);
        QVERIFY(module.connectedIdle.si() > 0.0);
    }
    void theStateModelCountsTimes() {
        StateRadio radio;
        Use use;
        use.transmitting = Seconds(0.1);
        use.receiving = Seconds(0.2);
        use.connected = Seconds(1.0);
        use.tail = Seconds(2.0);
        const auto energy = *ueRadioEnergy(none_, radio, use, DecibelMilliwatts(23.0));
        QVERIFY(relativeError(energy.transmitting.si(), 7.5e-3 * 700.0 * 0.1) < 1e-12);
        QVERIFY(relativeError(energy.receiving.si(), 7.5e-3 * 300.0 * 0.2) < 1e-12);
        QVERIFY(relativeError(energy.connectedIdle.si(), 7.5e-3 * 100.0 * 0.7) < 1e-12);
        QVERIFY(relativeError(energy.tail.si(), 7.5e-3 * 45.0 * 2.0) < 1e-12);
        const auto quiet = *ueRadioEnergy(none_, radio, use, DecibelMilliwatts(0.0));
        QVERIFY(relativeError(quiet.transmitting.si(), 7.5e-3 * 250.0 * 0.1) < 1e-12);
        QVERIFY(ueRadioEnergy(none_, radio, use, DecibelMilliwatts(-30.0))->transmitting ==
                quiet.transmitting);
        radio.bandwidth = Hertz(20e6);
        QVERIFY(relativeError(ueRadioEnergy(none_, radio, use, DecibelMilliwatts(0.0))->receiving.si(),
                              7.5e-3 * 120.0 * 0.2) < 1e-12);
    }
    void powerGrowsWithTransmitPowerAndBandwidth() {
        double before = 0.0;
        for (double dbm = 0.0; dbm <= 26.0; dbm += 1.0) {
            const double power =
                relativePower(none_, UeState::uplink, FrequencyRange::fr1, DecibelMilliwatts(dbm));
            QVERIFY(power > before);
            before = power;
        }
        // Receiving states never fall below 50 units.
        QCOMPARE(*scaledReceivePower(none_, UeState::pdcch, FrequencyRange::fr1, Hertz(5e6)), 50.0);
    }
    void wrongArgumentsAreErrors() {
        const auto radio = linearRadio(RadioBand::nrLowBand);
        const auto refused = [&](auto change) {
            Use use;
            use.connected = Seconds(1.0);
            change(use);
            return !ueRadioEnergy(none_, radio, use) &&
                   !ueRadioEnergy(none_, StateRadio{}, use, DecibelMilliwatts(20.0));
        };
        QVERIFY(refused([](Use& use) { use.transmitting = Seconds(-1.0); }));
        QVERIFY(refused([](Use& use) { use.receiving = Seconds(1.1); }));
        QVERIFY(refused([](Use& use) { use.connected = Seconds(NAN); }));
        QVERIFY(refused([](Use& use) { use.tail = Seconds(INFINITY); }));
        QVERIFY(refused([](Use& use) { use.sent = Bits(-8.0); }));
        QVERIFY(!ueRadioEnergy(none_, radio, Use{}, Boundary::chip));
        auto heavy = radio;
        heavy.base = Watts(9.0);
        QVERIFY(!ueRadioEnergy(none_, heavy, Use{}));
        QVERIFY(!ueRadioEnergy(none_, StateRadio{.bandwidth = Hertz(2e8)}, Use{}, DecibelMilliwatts(20.0)));
        QVERIFY(!ueRadioEnergy(none_, StateRadio{}, Use{}, DecibelMilliwatts(NAN)));
        QVERIFY(!bandwidthScale(none_, Hertz(0.0)) && !bandwidthScale(none_, Hertz(4e8)));
        QVERIFY(!scaledReceivePower(none_, UeState::uplink, FrequencyRange::fr1, Hertz(1e7)));
        QVERIFY(
            !discontinuousReception(none_, FrequencyRange::fr1, Seconds(0.01), Seconds(0.02), Seconds(0.0)));
    }
    void theDerivationLabelsTheCalibrationAsAssumed() {
        Trace trace;
        TracingRecorder rec(trace);
        RadioUse<TracingRecorder> use;
        use.connected = rec.input(Seconds(1.0), "t_c", "connected", Label::computed, "latency");
        const auto energy = ueRadioEnergy(rec, StateRadio{}, use, DecibelMilliwatts(23.0));
        const auto text = toPlainText(rec.derivation(energy->total));
        QVERIFY(text.find("factor of 2") != std::string::npos);
        QVERIFY(text.find("TR 38.840") != std::string::npos);
    }

private:
    std::optional<double> valueFor(const std::string& kind, const std::string& inputs) {
        const auto in = test::keyValues(inputs);
        const auto range = in.contains("FR2") ? FrequencyRange::fr2 : FrequencyRange::fr1;
        if (kind == "tr38840")
            return statePower(range, inputs.substr(4));
        if (kind == "tr38840_bwp")
            return *bandwidthScale(none_, Hertz(1e6 * std::stod(inputs.substr(3))));
        if (kind == "cdrx") {
            const auto seconds = [&](const char* key) { return Seconds(1e-3 * test::numberOf(in, key)); };
            return *discontinuousReception(none_, range, seconds("cycle"), seconds("on"), seconds("rx"));
        }
        if (kind == "ue_linear")
            return linear(inputs);
        return std::nullopt;
    }
    double statePower(FrequencyRange range, const std::string& state) {
        const std::map<std::string, UeState> states = {
            {"deep", UeState::deepSleep}, {"light", UeState::lightSleep}, {"micro", UeState::microSleep},
            {"pdcch", UeState::pdcch},    {"ssb", UeState::ssb},          {"pdsch", UeState::pdcchAndPdsch},
            {"ul0dBm", UeState::uplink},  {"ul23dBm", UeState::uplink},   {"ul", UeState::uplink}};
        const DecibelMilliwatts power(state == "ul0dBm" ? 0.0 : 23.0);
        return relativePower(none_, states.at(state), range, power);
    }
    /// "lteDL;1 MB at 20 Mb/s", the whole phone while it moves the data.
    double linear(const std::string& inputs) {
        const auto band = inputs.starts_with("lte")     ? RadioBand::lte
                          : inputs.starts_with("nrLow") ? RadioBand::nrLowBand
                                                        : RadioBand::nrMmWave;
        const bool down = inputs.find("DL;") != std::string::npos;
        const Bits bits(8e6 * std::stod(inputs.substr(inputs.find(';') + 1)));
        const Seconds time = bits / BitsPerSecond(1e6 * std::stod(inputs.substr(inputs.find("at ") + 3)));
        Use use;
        use.connected = time;
        (down ? use.receiving : use.transmitting) = time;
        (down ? use.received : use.sent) = bits;
        return ueRadioEnergy(none_, linearRadio(band), use, Boundary::deviceWhole)->total.si();
    }
    NullRecorder none_;
};

} // namespace cellwright::energy

CELLWRIGHT_TEST(cellwright::energy::UeRadioTest)
#include "ue_radio_test.moc"
