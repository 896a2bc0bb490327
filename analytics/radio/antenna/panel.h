// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"

/// Panels of M x N elements, half a wavelength apart (TR 38.901 clause 7.3): what arrays add to one element.
namespace cellwright::radio {

/// Between two elements, in wavelengths.
constexpr double elementSpacing = 0.5;
/// Nulls of an array are held this far below its maximum (100 dB): nobody feeds elements more precisely.
constexpr double deepestNull = 1e-10;

/// Power of a line of elements over that of one of them, in a direction whose cosine to the line is `cosine`:
/// all are fed with equal amplitudes, together one unit of power, and with phases that add up where the
/// cosine is `steer`. |Σ exp(2πj m d (cosine - steer))|² / M = sin²(M x) / (M sin² x) with x = π d (cosine -
/// steer); its maximum is M (TR 38.901 clause 7.3 with the weights of TR 36.897 clause 5.2.2).
template <class R>
Of<double, R> arrayPower(R& rec, int elements, const Of<double, R>& cosine, const Of<double, R>& steer);

/// Beams of a grid across the columns, as direction cosines to the right of boresight. Up to as many beams as
/// columns lie side by side around boresight, each in the nulls of the others (a discrete Fourier transform);
/// more of them share out the half circle.
double beamCosine(int beam, int beams, int columns);
/// The beam that is strongest at a direction cosine: the nearest one.
int strongestBeam(double cosine, int beams, int columns);

} // namespace cellwright::radio
