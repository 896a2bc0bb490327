// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/weights/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace cellwright::weights {
namespace {

std::string systemReason() {
    return std::generic_category().message(errno);
}

/// A regular file, opened for reading.
class FileSource : public ByteSource {
public:
    FileSource(int fd, std::uint64_t size)
        : fd_(fd)
        , size_(size) {}
    ~FileSource() override { ::close(fd_); }
    [[nodiscard]] std::uint64_t size() const override { return size_; }
    [[nodiscard]] Expected<void> read(std::uint64_t offset, std::span<std::byte> out) const override {
        while (!out.empty()) {
            const auto count = ::pread(fd_, out.data(), out.size(), off_t(offset));
            if (count < 0 && errno == EINTR)
                continue;
            if (count < 0)
                return failure("cannot read: " + systemReason(), {}, "check the disk");
            if (count == 0)
                return failure("the file became shorter while it was read", {}, "wait until it is complete");
            offset += std::uint64_t(count);
            out = out.subspan(std::size_t(count));
        }
        return {};
    }

private:
    int fd_;
    std::uint64_t size_;
};

} // namespace

Expected<void> MemorySource::read(std::uint64_t offset, std::span<std::byte> out) const {
    if (offset > bytes_.size() || out.size() > bytes_.size() - offset)
        return failure("read beyond the end");
    if (!out.empty())
        std::memcpy(out.data(), bytes_.data() + offset, out.size());
    return {};
}

bool DiskFolder::has(const std::string& name) const {
    std::error_code problem;
    return std::filesystem::is_regular_file(path_ / name, problem);
}

Expected<std::unique_ptr<ByteSource>> DiskFolder::open(const std::string& name) const {
    const auto path = path_ / name;
    // Without O_NONBLOCK, opening a pipe would wait for its writer.
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return failure(errno == ENOENT ? "there is no such file" : "cannot open: " + systemReason(),
                       shown(name), "give the path of a file that you may read");
    struct stat status {};
    const bool known = ::fstat(fd, &status) == 0;
    auto source = std::make_unique<FileSource>(fd, known ? std::uint64_t(status.st_size) : 0);
    if (!known || !S_ISREG(status.st_mode))
        return failure("this is not a file", shown(name), "give the path of a weight file");
    return source;
}

std::string DiskFolder::shown(const std::string& name) const {
    return (path_ / name).string();
}

Expected<std::unique_ptr<ByteSource>> MemoryFolder::open(const std::string& name) const {
    const auto found = files_.find(name);
    if (found == files_.end())
        return failure("there is no such file", name);
    return std::make_unique<MemorySource>(found->second);
}

Expected<std::string> readWhole(const Folder& folder, const std::string& name, std::uint64_t limit) {
    const auto source = folder.open(name);
    if (!source)
        return tl::make_unexpected(source.error());
    const auto size = (*source)->size();
    if (size > limit)
        return failure("the file has " + std::to_string(size) + " bytes", folder.shown(name),
                       "at most " + std::to_string(limit) + " are read");
    std::string text(std::size_t(size), '\0');
    if (const auto read = (*source)->read(0, std::as_writable_bytes(std::span(text))); !read)
        return failure(read.error().what, folder.shown(name), read.error().remedy);
    return text;
}

} // namespace cellwright::weights
