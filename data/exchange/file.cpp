// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <random>
#include <system_error>

namespace cellwright {
namespace {

/// A file descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(int fd)
        : fd_(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (fd_ >= 0)
            ::close(fd_);
    }
    [[nodiscard]] int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }

private:
    int fd_;
};

tl::unexpected<Error> systemFailure(const char* what, const std::filesystem::path& path, const char* remedy) {
    return failure(std::string(what) + ": " + std::generic_category().message(errno), path.string(), remedy);
}

Expected<void> writeAll(int fd, std::string_view bytes, const std::filesystem::path& path) {
    while (!bytes.empty()) {
        const auto written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return systemFailure("cannot write", path, "check the free space and the rights of the folder");
        bytes.remove_prefix(std::size_t(written));
    }
    return {};
}

bool syncPath(const std::filesystem::path& path, int flags) {
    const Descriptor file(::open(path.c_str(), flags | O_CLOEXEC));
    return file && ::fsync(file.get()) == 0;
}

std::filesystem::path folderOf(const std::filesystem::path& path) {
    return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

/// Bytes after the first of a UTF-8 sequence, or -1 where no sequence starts with this byte.
int continuationBytes(unsigned char lead) {
    if (lead < 0x80)
        return 0;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 1;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 2;
    return lead >= 0xF0 && lead <= 0xF4 ? 3 : -1;
}

/// The range of the second byte, which rules out overlong forms, surrogates and what lies beyond U+10FFFF.
bool validSecond(unsigned char lead, unsigned char second) {
    const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    return second >= low && second <= high;
}

} // namespace

Expected<std::string> readFile(const std::filesystem::path& path, std::size_t limit) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat status {};
    if (!file || ::fstat(file.get(), &status) != 0)
        return systemFailure("cannot open", path, "give the path of a file that you may read");
    if (!S_ISREG(status.st_mode))
        return failure("this is not a regular file", path.string(), "give the path of a file");
    const auto tooLarge = [&] {
        return failure("the file is larger than " + std::to_string(limit) + " bytes", path.string(),
                       "give a smaller file");
    };
    if (std::uintmax_t(status.st_size) > limit)
        return tooLarge();
    std::string bytes(std::size_t(status.st_size) + 1, '\0');
    std::size_t length = 0;
    // Reads on past the announced size, because the file may grow or be one of those that announce nothing.
    for (;;) {
        const auto count = ::read(file.get(), bytes.data() + length, bytes.size() - length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return systemFailure("cannot read", path, "check the disk");
        if (count == 0)
            break;
        length += std::size_t(count);
        if (length > limit)
            return tooLarge();
        if (length == bytes.size())
            bytes.resize(2 * length);
    }
    bytes.resize(length);
    return bytes;
}

std::filesystem::path temporaryBeside(const std::filesystem::path& path) {
    static constexpr char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::random_device random;
    std::string suffix;
    for (int i = 0; i < 10; ++i)
        suffix += letters[random() % (sizeof letters - 1)];
    return folderOf(path) / ("." + path.filename().string() + "." + suffix + ".tmp");
}

Expected<void> moveIntoPlace(const std::filesystem::path& temporary, const std::filesystem::path& target,
                             bool force) {
    // A hard link fails where the name exists, in one step; a rename replaces it, in one step.
    const bool synced = syncPath(temporary, O_RDONLY);
    const bool moved = synced && (force ? ::rename(temporary.c_str(), target.c_str()) == 0
                                        : ::link(temporary.c_str(), target.c_str()) == 0);
    const int reason = errno;
    if (!moved || !force)
        ::unlink(temporary.c_str());
    errno = reason;
    if (!moved && reason == EEXIST)
        return failure("the file exists", target.string(),
                       "choose another name, or ask for it to be replaced");
    if (!moved)
        return systemFailure("cannot write", target, "check the free space and the rights of the folder");
    syncPath(folderOf(target), O_RDONLY | O_DIRECTORY);
    return {};
}

Expected<void> writeFileAtomically(const std::filesystem::path& path, std::string_view bytes, bool force) {
    const auto temporary = temporaryBeside(path);
    {
        const Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
        if (!file)
            return systemFailure("cannot write", path,
                                 "choose a folder that exists and that you may write to");
        if (const auto written = writeAll(file.get(), bytes, path); !written) {
            ::unlink(temporary.c_str());
            return written;
        }
    }
    return moveIntoPlace(temporary, path, force);
}

bool isUtf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
        const int more = continuationBytes(byte(i));
        if (more < 0 || text.size() - i <= std::size_t(more))
            return false;
        if (more > 0 && !validSecond(byte(i), byte(i + 1)))
            return false;
        for (int k = 2; k <= more; ++k)
            if ((byte(i + std::size_t(k)) & 0xC0) != 0x80)
                return false;
        i += std::size_t(more) + 1;
    }
    return true;
}

} // namespace cellwright
