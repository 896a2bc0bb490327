// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/geo/archive.h"

#include "data/exchange/file.h"

#include <zip.h>

#include <algorithm>
#include <memory>

namespace cellwright {
namespace {

struct ArchiveEnd {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct EntryEnd {
    void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};
struct SourceEnd {
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Archive = std::unique_ptr<zip_t, ArchiveEnd>;
using Entry = std::unique_ptr<zip_file_t, EntryEnd>;
using Source = std::unique_ptr<zip_source_t, SourceEnd>;

constexpr zip_int64_t mostEntries = 10'000;

std::string textOf(zip_error_t& error) {
    return zip_error_strerror(&error);
}

bool isKml(std::string name) {
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return name.ends_with(".kml");
}

/// The entry to read: doc.kml, else the first .kml; -1 where there is none.
zip_int64_t kmlEntry(zip_t* archive) {
    zip_int64_t first = -1;
    for (zip_int64_t i = 0; i < std::min(zip_get_num_entries(archive, 0), mostEntries); ++i) {
        const char* name = zip_get_name(archive, zip_uint64_t(i), 0);
        if (!name || !isKml(name))
            continue;
        if (std::string_view(name) == "doc.kml")
            return i;
        if (first < 0)
            first = i;
    }
    return first;
}

Expected<std::string> unpacked(zip_file_t* entry, const std::string& where) {
    std::string text;
    std::string block(64u << 10, '\0');
    for (;;) {
        const auto got = zip_fread(entry, block.data(), block.size());
        if (got < 0)
            return failure(std::string("the archive is damaged: ") + zip_file_strerror(entry), where,
                           "save the KMZ again");
        if (got == 0)
            return text;
        text.append(block, 0, std::size_t(got));
        if (text.size() > maxTextBytes)
            return failure("the KML in it unpacks to more than " + std::to_string(maxTextBytes >> 20) +
                               " MiB",
                           where, "split it");
    }
}

} // namespace

bool isZip(std::string_view bytes) {
    return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06");
}

Expected<std::string> kmlOfKmz(std::string_view bytes, const std::string& where) {
    zip_error_t error;
    zip_error_init(&error);
    Source source(zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error));
    Archive archive(source ? zip_open_from_source(source.get(), ZIP_RDONLY, &error) : nullptr);
    const auto why = archive ? std::string() : textOf(error);
    zip_error_fini(&error);
    if (!archive)
        return failure("the KMZ archive cannot be opened: " + why, where, "save it again, or unpack its KML");
    source.release(); // the archive owns it now
    const auto index = kmlEntry(archive.get());
    if (index < 0)
        return failure("the archive holds no .kml file", where, "give a KMZ with a doc.kml");
    const Entry entry(zip_fopen_index(archive.get(), zip_uint64_t(index), 0));
    if (!entry)
        return failure(std::string("its KML cannot be read: ") + zip_strerror(archive.get()), where,
                       "save the KMZ without a password");
    return unpacked(entry.get(), where);
}

Expected<std::string> kmzOf(std::string_view kml) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_t* archive = target ? zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error) : nullptr;
    const auto fail = [&](const char* what) {
        return failure(std::string("the KMZ cannot be made: ") + what, "KMZ", "export KML instead");
    };
    if (!archive)
        return fail("no archive in memory");
    zip_source_keep(target);
    const Source kept(target);
    zip_source_t* text = zip_source_buffer(archive, kml.data(), kml.size(), 0);
    const auto index = text ? zip_file_add(archive, "doc.kml", text, ZIP_FL_ENC_UTF_8) : -1;
    // A fixed date: the same project gives the same bytes.
    if (index < 0 || zip_file_set_dostime(archive, zip_uint64_t(index), 0, 0x21, 0) != 0 ||
        zip_close(archive) != 0) {
        zip_discard(archive);
        return fail("it cannot be written");
    }
    zip_stat_t stat;
    if (zip_source_stat(target, &stat) != 0 || zip_source_open(target) != 0)
        return fail("it cannot be read back");
    std::string bytes(std::size_t(stat.size), '\0');
    const auto got = zip_source_read(target, bytes.data(), bytes.size());
    zip_source_close(target);
    if (got != zip_int64_t(bytes.size()))
        return fail("it cannot be read back");
    return bytes;
}

} // namespace cellwright
