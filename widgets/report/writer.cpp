// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/writer.h"

using namespace Qt::StringLiterals;

namespace cellwright::report {

void Writer::heading1(const QString& text) {
    flow_.mark(text);
    flow_.add(std::make_unique<Paragraph>(text, TextLook{style_.heading1, style_.theme.text}), 24 * pt,
              Flow::Keep::withNext);
}

void Writer::heading2(const QString& text) {
    flow_.add(std::make_unique<Paragraph>(text, TextLook{style_.heading2, style_.theme.accent}), 16 * pt,
              Flow::Keep::withNext);
}

void Writer::heading3(const QString& text) {
    flow_.add(std::make_unique<Paragraph>(text, TextLook{style_.heading3, style_.theme.text}), 11 * pt,
              Flow::Keep::withNext);
}

void Writer::text(const QString& text, Flow::Keep keep) {
    flow_.add(std::make_unique<Paragraph>(text, TextLook{style_.body, style_.theme.text}), 5 * pt, keep);
}

void Writer::note(const QString& text) {
    flow_.add<Paragraph>(4 * pt, text, TextLook{style_.small, style_.theme.mutedText});
}

void Writer::bullet(const QString& text) {
    flow_.add<Paragraph>(2.5 * pt, text, TextLook{style_.table, style_.theme.text}, 9 * pt, u"•"_s);
}

void Writer::table(TableData data) {
    flow_.add<Table>(4 * pt, std::move(data), style_);
}

} // namespace cellwright::report
