// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

class QApplication;

namespace cellwright::cli {

/// What drawing needs from Qt, without any display, for as long as this lives.
class Drawing {
public:
    Drawing();
    ~Drawing();

private:
    std::unique_ptr<QApplication> application_;
};

} // namespace cellwright::cli
