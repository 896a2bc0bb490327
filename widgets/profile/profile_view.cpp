// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/profile/profile_view.h"

#include "data/catalogue/devices.h"
#include "data/exchange/file.h"
#include "widgets/document/folders.h"
#include "widgets/profile/comparison_page.h"
#include "widgets/profile/empty_page.h"
#include "widgets/profile/library_button.h"
#include "widgets/profile/measure_panel.h"
#include "widgets/profile/measurements_page.h"
#include "widgets/profile/profile_header.h"
#include "widgets/profile/profile_words.h"
#include "widgets/theme/icons.h"

#include <QAction>
#include <QCloseEvent>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

constexpr int idRole = Qt::UserRole + 1;
const QString thisComputer = u"this-computer"_s;

/// "jetson-orin" for a file "Jetson Orin.json": an id that a device may have.
QString idFor(const QString& path) {
    QString id;
    for (const QChar letter : QFileInfo(path).completeBaseName().toLower())
        id += letter.isLetterOrNumber() && letter.unicode() < 128 ? letter : u'-';
    while (id.contains(u"--"_s))
        id.replace(u"--"_s, u"-"_s);
    return id.isEmpty() || id == u"-" ? u"imported-device"_s : id;
}

std::filesystem::path native(const QString& path) {
    return path.toStdU16String();
}

} // namespace

class ProfileView::Private {
public:
    Private(ProfileView& view, Profiler profiler)
        : view_(view)
        , measurement_(std::move(profiler)) {}

    void build();
    void fill();
    void showCurrent();
    void say(const QString& text, bool problem = false);
    void chooseImport();
    void chooseExport();
    void adopt(ProfileEntry entry);
    void choose(const QString& id, ProfilePlace place);
    [[nodiscard]] const ProfileEntry* current() const;

    ProfileView& view_;
    Measurement measurement_;
    std::vector<ProfileEntry> entries_;
    MeasurePanel* panel_ = nullptr;
    MeasurementsPage* page_ = nullptr;
    ComparisonPage* comparison_ = nullptr;

private:
    QWidget* makeToolRow();
    void connectLibrary();
    void connectMeasurement();

    QComboBox* profiles_ = nullptr;
    QLabel* message_ = nullptr;
    ProfileHeader* header_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    QWidget* tools_ = nullptr;
    LibraryButton* library_ = nullptr;
    QPushButton *measure_ = nullptr, *use_ = nullptr, *export_ = nullptr;
};

void ProfileView::Private::build() {
    auto* layout = new QVBoxLayout(&view_);
    tools_ = makeToolRow();
    panel_ = new MeasurePanel(measurement_);
    panel_->hide();
    message_ = new QLabel;
    message_->setWordWrap(true);
    message_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    message_->setFrameShape(QFrame::StyledPanel);
    message_->setMargin(6);
    message_->hide();
    header_ = new ProfileHeader;
    page_ = new MeasurementsPage;
    comparison_ = new ComparisonPage;
    page_->tabs().addTab(comparison_, ProfileView::tr("&Compare"));
    stack_ = new QStackedWidget;
    auto* empty = new EmptyProfilePage;
    stack_->addWidget(empty);
    stack_->addWidget(page_);
    layout->addWidget(tools_);
    layout->addWidget(panel_);
    layout->addWidget(message_);
    layout->addWidget(header_);
    layout->addWidget(stack_, 1);
    QObject::connect(empty, &EmptyProfilePage::measureRequested, &view_, &ProfileView::startMeasuring);
    QObject::connect(empty, &EmptyProfilePage::importRequested, &view_, [this] { chooseImport(); });
    QObject::connect(panel_, &MeasurePanel::dismissed, panel_, &QWidget::hide);
    connectMeasurement();
    showCurrent();
}

QWidget* ProfileView::Private::makeToolRow() {
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    profiles_ = new QComboBox;
    profiles_->setAccessibleName(ProfileView::tr("Profile to show"));
    profiles_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    profiles_->setMinimumWidth(220);
    row->addWidget(profiles_);
    row->addStretch(1);
    const auto add = [&](const QString& icon, const QString& text, const QString& hint, auto run) {
        auto* button = new QPushButton(themedIcon(icon), text);
        button->setToolTip(hint);
        QObject::connect(button, &QPushButton::clicked, &view_, run);
        row->addWidget(button);
        return button;
    };
    measure_ = add(u"measure"_s, ProfileView::tr("&Measure again"),
                   ProfileView::tr("Measures the kernels of this computer once more"),
                   [this] { view_.offerMeasuring(); });
    use_ = add(
        u"ok"_s, ProfileView::tr("&Use in this project"),
        ProfileView::tr("Makes the measured computer a device that hosts and users of this project can have"),
        [this] {
            if (const ProfileEntry* entry = current())
                Q_EMIT view_.profileChosen(entry->id, entry->profile);
        });
    library_ = new LibraryButton;
    row->addWidget(library_);
    connectLibrary();
    add(u"import"_s, ProfileView::tr("&Import…"),
        ProfileView::tr("Reads a profile measured elsewhere, or results of llama-bench"),
        [this] { chooseImport(); });
    export_ = add(u"export"_s, ProfileView::tr("&Export…"), ProfileView::tr("Writes this profile as JSON"),
                  [this] { chooseExport(); });
    QObject::connect(profiles_, &QComboBox::currentIndexChanged, &view_, [this] { showCurrent(); });
    return bar;
}

void ProfileView::Private::connectLibrary() {
    QObject::connect(library_, &LibraryButton::saveRequested, &view_, [this](const QString& id) {
        if (const ProfileEntry* entry = current())
            Q_EMIT view_.saveRequested(id, entry->profile);
    });
    QObject::connect(library_, &LibraryButton::renameRequested, &view_, [this](const QString& id) {
        if (const ProfileEntry* entry = current())
            Q_EMIT view_.renameRequested(entry->id, id);
    });
    QObject::connect(library_, &LibraryButton::removeRequested, &view_, [this] {
        if (const ProfileEntry* entry = current())
            Q_EMIT view_.removeRequested(entry->id);
    });
}

void ProfileView::Private::connectMeasurement() {
    QObject::connect(&measurement_, &Measurement::started, &view_, [this] {
        message_->hide();
        panel_->show();
        showCurrent();
    });
    QObject::connect(&measurement_, &Measurement::finished, &view_, [this](const kernels::Profile& profile) {
        adopt({thisComputer, ProfileView::tr("This computer, measured just now"), profile,
               ProfilePlace::measured});
        say(ProfileView::tr("Measured. “Use in this project” makes it the device “This computer”."));
    });
    QObject::connect(&measurement_, &Measurement::failed, &view_,
                     [this](const QString& message) { say(message, true); });
    QObject::connect(&measurement_, &Measurement::cancelled, &view_,
                     [this] { say(ProfileView::tr("Cancelled. Nothing was changed.")); });
    QObject::connect(&measurement_, &Measurement::ended, &view_, [this] {
        panel_->hide();
        showCurrent();
    });
}

/// One entry of a place and id takes the place of an older one, and is shown.
void ProfileView::Private::adopt(ProfileEntry entry) {
    const auto same = std::ranges::find_if(entries_, [&](const ProfileEntry& other) {
        return other.id == entry.id && other.place == entry.place;
    });
    const QString id = entry.id;
    const ProfilePlace place = entry.place;
    if (same == entries_.end())
        entries_.push_back(std::move(entry));
    else
        *same = std::move(entry);
    fill();
    view_.showProfile(id, place);
}

void ProfileView::Private::choose(const QString& id, ProfilePlace place) {
    for (std::size_t i = 0; i < entries_.size(); ++i)
        if (entries_[i].id == id && entries_[i].place == place)
            profiles_->setCurrentIndex(int(i));
}

void ProfileView::Private::say(const QString& text, bool problem) {
    message_->setText((problem ? u"⚠ "_s : QString()) + text);
    message_->show();
}

const ProfileEntry* ProfileView::Private::current() const {
    const int index = profiles_->currentIndex();
    return index < 0 ? nullptr : &entries_[std::size_t(index)];
}

/// The list anew; what was on show stays so where it is still there.
void ProfileView::Private::fill() {
    const QVariant place = profiles_->currentData(), id = profiles_->currentData(idRole);
    const QSignalBlocker quiet(profiles_);
    profiles_->clear();
    for (const ProfileEntry& entry : entries_) {
        profiles_->addItem(entry.name, int(entry.place));
        profiles_->setItemData(profiles_->count() - 1, entry.id, idRole);
        profiles_->setItemData(profiles_->count() - 1, profileName(entry.profile), Qt::ToolTipRole);
        if (place == int(entry.place) && id == entry.id)
            profiles_->setCurrentIndex(profiles_->count() - 1);
    }
    showCurrent();
}

void ProfileView::Private::showCurrent() {
    const ProfileEntry* entry = current();
    stack_->setCurrentIndex(entry ? 1 : 0);
    tools_->setVisible(entry != nullptr);
    header_->setVisible(entry != nullptr);
    measure_->setEnabled(!measurement_.running());
    stack_->setEnabled(entry || !measurement_.running()); // one measurement at a time
    if (!entry)
        return comparison_->setProfiles(nullptr, {});
    header_->setProfile(entry->profile);
    if (page_->profile() != entry->profile)
        page_->setProfile(entry->profile);
    use_->setEnabled(entry->place != ProfilePlace::project);
    library_->setShown(entry->id, entry->place == ProfilePlace::library);
    std::vector<ComparisonPage::Other> others;
    for (const ProfileEntry& other : entries_)
        if (&other != entry)
            others.push_back({other.name, &other.profile});
    comparison_->setProfiles(&entry->profile, std::move(others));
}

void ProfileView::Private::chooseImport() {
    const QString file = QFileDialog::getOpenFileName(
        &view_, ProfileView::tr("Import a profile"), documentsFolder(),
        ProfileView::tr("Profiles and llama-bench results (*.json *.jsonl *.csv *.txt);;All files (*)"));
    if (!file.isEmpty())
        view_.importFile(file);
}

void ProfileView::Private::chooseExport() {
    const ProfileEntry* entry = current();
    if (!entry)
        return;
    QString file = QFileDialog::getSaveFileName(&view_, ProfileView::tr("Export the profile"),
                                                documentsFolder() + u'/' + entry->id + u".json"_s,
                                                ProfileView::tr("Profiles (*.json)"));
    if (!file.isEmpty() && QFileInfo(file).suffix().isEmpty())
        file += u".json"_s;
    if (!file.isEmpty())
        view_.exportFile(file);
}

ProfileView::ProfileView(QWidget* parent, Profiler profiler)
    : QWidget(parent)
    , d_(std::make_unique<Private>(*this, std::move(profiler))) {
    setWindowTitle(tr("Measured computers"));
    d_->build();
    // The frame that a window manager adds needs room as well.
    resize(QSize(1100, 760).boundedTo(screen()->availableGeometry().size() - QSize(20, 60)));
    auto* close = new QAction(this);
    close->setShortcut(QKeySequence::Close);
    connect(close, &QAction::triggered, this, &QWidget::close);
    auto* escape = new QAction(this); // out of the measurement, then out of the window
    escape->setShortcut(QKeySequence::Cancel);
    connect(escape, &QAction::triggered, this, [this] {
        if (measurement().running())
            measurement().cancel();
        else
            QWidget::close();
    });
    addActions({close, escape});
}
ProfileView::~ProfileView() = default;

Measurement& ProfileView::measurement() {
    return d_->measurement_;
}

void ProfileView::setEntries(ProfilePlace place, std::vector<ProfileEntry> entries) {
    std::vector<ProfileEntry> all;
    for (ProfileEntry& entry : d_->entries_)
        if (entry.place != place)
            all.push_back(std::move(entry));
    std::ranges::move(entries, std::back_inserter(all));
    std::ranges::stable_sort(all, {}, [](const ProfileEntry& entry) { return entry.place; });
    d_->entries_ = std::move(all);
    d_->fill();
}

void ProfileView::setMeasuringChoices(const std::vector<kernels::ProviderInfo>& providers, int cores) {
    d_->panel_->setChoices(providers, cores);
}

const ProfileEntry* ProfileView::shown() const {
    return d_->current();
}

void ProfileView::showProfile(const QString& id, ProfilePlace place) {
    d_->choose(id, place);
}

void ProfileView::showMessage(const QString& text, bool problem) {
    d_->say(text, problem);
}

std::optional<std::size_t> ProfileView::selectedRow() const {
    return d_->page_->selected();
}

bool ProfileView::importFile(const QString& path) {
    const std::string where = path.toStdString();
    const auto text = readFile(native(path), kernels::maximumProfileText);
    const auto device = text ? catalogue::deviceFromText(*text, where) : tl::make_unexpected(text.error());
    if (!device) {
        d_->say(QString::fromStdString(device.error().message()), true);
        return false;
    }
    const QString id = idFor(path);
    if (auto profile = kernels::profileFromJson(*text, where)) {
        d_->adopt({id, QFileInfo(path).fileName(), std::move(*profile), ProfilePlace::file});
        d_->say(tr("Imported. “Use in this project” makes it a device of this project."));
    } else { // a device all the same, but without measured kernels that could be drawn
        Q_EMIT deviceImported(id, QString::fromStdString(catalogue::deviceToText(*device)));
    }
    return true;
}

bool ProfileView::exportFile(const QString& path) {
    const ProfileEntry* entry = shown();
    if (!entry)
        return false;
    const auto written = writeFileAtomically(native(path), kernels::toJsonText(entry->profile) + "\n", true);
    d_->say(written ? tr("Written to %1").arg(path) : QString::fromStdString(written.error().message()),
            !written);
    return written.has_value();
}

void ProfileView::offerMeasuring() {
    d_->panel_->show();
    d_->panel_->focusFirst();
}

void ProfileView::startMeasuring() {
    d_->panel_->start();
}

/// A measurement that nobody watches would only slow the computer down.
void ProfileView::closeEvent(QCloseEvent* event) {
    d_->measurement_.cancel();
    QWidget::closeEvent(event);
}

} // namespace cellwright
