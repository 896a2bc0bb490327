// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/report.h"

#include "analytics/scenario/json.h"
#include "data/exchange/file.h"
#include "widgets/report/pdf_bytes.h"
#include "widgets/report/sections.h"
#include "widgets/report/words.h"

#include <QApplication>
#include <QBuffer>
#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QPainter>
#include <QPdfWriter>
#include <QTranslator>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace report {
namespace {

const QString translations = u":/i18n"_s;
const QString translationPrefix = u"cellwright_"_s;

/// Puts the words of a language in place for as long as it lives.
class Language {
public:
    explicit Language(const QString& language) {
        if (language != u"en" && translator_.load(translationPrefix + language, translations))
            installed_ = QCoreApplication::installTranslator(&translator_);
    }
    ~Language() {
        if (installed_)
            QCoreApplication::removeTranslator(&translator_);
    }
    Language(const Language&) = delete;
    Language& operator=(const Language&) = delete;

private:
    QTranslator translator_;
    bool installed_ = false;
};

struct Margins {
    static constexpr double side = 54 * pt, top = 62 * pt, bottom = 58 * pt;
};

QSizeF sizeOf(Paper paper) {
    const QPageSize size(paper == Paper::a4 ? QPageSize::A4 : QPageSize::Letter);
    return size.size(QPageSize::Point) * pt;
}

/// Project above, program and page number below; the first page has its title instead of a header.
void paintFrame(QPainter& painter, const QSizeF& paper, const Content& content, int page, int pages) {
    const Style& style = content.style;
    const TextLook left{style.small, style.theme.mutedText}, right{style.small, style.theme.mutedText, true};
    const double width = paper.width() - 2 * Margins::side, line = lineHeight(style.small);
    painter.setPen(QPen(style.theme.border, 0.5 * pt));
    const double foot = paper.height() - 36 * pt;
    painter.drawLine(QPointF(Margins::side, foot), QPointF(Margins::side + width, foot));
    const QRectF footer(Margins::side, foot + 5 * pt, width, line);
    paintText(painter, footer, programName(), left);
    paintText(painter, footer, Report::tr("Page %1 of %2").arg(page).arg(pages), right);
    if (page == 1)
        return;
    const QRectF header(Margins::side, 32 * pt, width, line);
    paintText(painter, header, cleaned(QString::fromStdString(content.project.name), 100), left);
    paintText(painter, header, content.created.toString(u"yyyy-MM-dd"_s), right);
    painter.setPen(QPen(style.theme.border, 0.5 * pt));
    painter.drawLine(QPointF(Margins::side, header.bottom() + 4 * pt),
                     QPointF(Margins::side + width, header.bottom() + 4 * pt));
}

void fill(Writer& writer, const Content& content) {
    // Summary, each scenario, measured computers where there are any, and the four parts after them.
    const std::size_t entries = content.plans.size() + 5 + (usedProfiles(content).empty() ? 0 : 1);
    addTitle(writer, content);
    addContents(writer, entries);
    addSummary(writer, content);
    for (std::size_t plan = 0; plan < content.plans.size(); ++plan)
        addScenario(writer, content, plan);
    addComputers(writer, content);
    addInputs(writer, content);
    addAssumptions(writer, content);
    addMethod(writer);
    addSources(writer, content);
}

int paintPages(QPdfWriter& writer, Flow& flow, const QSizeF& paper, const Content& content) {
    const QSizeF column = paper - QSizeF(2 * Margins::side, Margins::top + Margins::bottom);
    const auto pages = flow.paginate(column);
    QPainter painter(&writer);
    for (std::size_t p = 0; p < pages.size(); ++p) {
        if (p > 0)
            writer.newPage();
        paintFrame(painter, paper, content, int(p) + 1, int(pages.size()));
        painter.save();
        painter.translate(Margins::side, Margins::top);
        for (const Placed& placed : pages[p])
            placed.block->paint(painter, placed.place);
        painter.restore();
    }
    return int(pages.size());
}

struct Pdf {
    QByteArray bytes;
    int pages = 0;
};

Pdf pdfOf(const Content& content) {
    const QSizeF paper = sizeOf(content.options.paper);
    Flow flow;
    Writer sections(flow, content.style, paper.width() - 2 * Margins::side);
    fill(sections, content);

    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    Pdf pdf;
    {
        QPdfWriter writer(&buffer);
        writer.setResolution(resolution);
        writer.setPageSize(QPageSize(content.options.paper == Paper::a4 ? QPageSize::A4 : QPageSize::Letter));
        writer.setPageMargins(QMarginsF());
        writer.setTitle(QString::fromStdString(content.project.name));
        writer.setCreator(programName());
        pdf.pages = paintPages(writer, flow, paper, content);
    }
    pdf.bytes = withCreationDate(buffer.data(), content.created);
    return pdf;
}

Expected<std::vector<Plan>> plansOf(const Project& project, const std::vector<Assessment>& assessments) {
    if (assessments.empty())
        return failure("there is no assessed scenario to report on", {}, "add a scenario to the project");
    std::vector<Plan> plans;
    for (const Assessment& assessment : assessments) {
        const Scenario* scenario = findById(project.scenarios, assessment.id);
        if (!scenario)
            return failure("the assessment \"" + assessment.scenario + "\" is of no scenario of this project",
                           {}, "assess the project's own scenarios");
        plans.push_back({scenario, &assessment});
    }
    return plans;
}

Expected<void> checkLanguage(const QString& language) {
    if (reportLanguages().contains(language))
        return {};
    return failure("no report can be written in \"" + language.toStdString() + "\"", {},
                   "choose one of: " + reportLanguages().join(u", "_s).toStdString());
}

} // namespace

QString inputsHash(const Project& project) {
    const std::string text = toJsonText(project);
    const QByteArrayView bytes(text.data(), qsizetype(text.size()));
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

} // namespace report

Expected<Paper> parsePaper(const QString& text) {
    if (text.compare(u"A4", Qt::CaseInsensitive) == 0)
        return Paper::a4;
    if (text.compare(u"Letter", Qt::CaseInsensitive) == 0)
        return Paper::letter;
    return failure("unknown paper \"" + text.toStdString() + "\"", {}, "choose A4 or Letter");
}

QStringList reportLanguages() {
    QStringList languages{u"en"_s};
    const auto files = QDir(report::translations).entryInfoList({report::translationPrefix + u"*.qm"_s});
    for (const QFileInfo& file : files)
        languages += file.completeBaseName().mid(report::translationPrefix.size());
    languages.removeDuplicates();
    return languages;
}

Expected<ReportSummary> writeReport(const std::filesystem::path& file, const Project& project,
                                    const std::vector<Assessment>& assessments, const Facts& facts,
                                    const ReportOptions& options, bool force) {
    QElapsedTimer clock;
    clock.start();
    if (!qobject_cast<QApplication*>(QCoreApplication::instance()))
        return failure("a report needs a QApplication for its fonts and charts");
    const auto plans = report::plansOf(project, assessments);
    if (!plans)
        return tl::make_unexpected(plans.error());
    if (const auto known = report::checkLanguage(options.language); !known)
        return tl::make_unexpected(known.error());
    if (const auto free = report::checkFree(file, force); !free)
        return tl::make_unexpected(free.error());
    const report::Language language(options.language);
    const report::Pdf pdf = report::pdfOf({project, assessments, *plans, facts, options,
                                           report::creationDate(options.created), report::Style()});
    const std::string_view bytes(pdf.bytes.constData(), std::size_t(pdf.bytes.size()));
    if (const auto written = writeFileAtomically(file, bytes, force); !written)
        return tl::make_unexpected(written.error());
    return ReportSummary{pdf.pages, double(clock.nsecsElapsed()) * 1e-9};
}

} // namespace cellwright
