// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/store/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace cellwright {
namespace {

/// Whether the name still leads to the file that was opened; its last holder may have removed it meanwhile.
bool sameFile(int descriptor, const std::filesystem::path& path) {
    struct stat opened {
    }, named{};
    return ::fstat(descriptor, &opened) == 0 && ::stat(path.c_str(), &named) == 0 &&
           opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

} // namespace

FileLock::FileLock(FileLock&& other) noexcept
    : path_(std::move(other.path_))
    , descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

FileLock::~FileLock() {
    release();
}

FileLock::Outcome FileLock::acquire(const std::filesystem::path& file) {
    release();
    path_ = file.string() + ".lock";
    for (int attempt = 0; attempt < 100; ++attempt) {
        const int descriptor = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (descriptor < 0)
            return Outcome::notPossible;
        const bool locked = ::flock(descriptor, LOCK_EX | LOCK_NB) == 0;
        const int reason = errno;
        if (locked && sameFile(descriptor, path_)) {
            descriptor_ = descriptor;
            return Outcome::acquired;
        }
        ::close(descriptor);
        if (!locked)
            return reason == EWOULDBLOCK ? Outcome::heldByOther : Outcome::notPossible;
    }
    return Outcome::heldByOther;
}

void FileLock::release() {
    if (descriptor_ < 0)
        return;
    ::unlink(path_.c_str());
    ::close(std::exchange(descriptor_, -1));
}

} // namespace cellwright
