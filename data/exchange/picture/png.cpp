// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/picture/png.h"

#include <png.h>

#include <vector>

namespace cellwright {
namespace {

int byteOf(std::string_view bytes, std::size_t at) {
    return int(static_cast<unsigned char>(bytes[at]));
}
int bigEndian(std::string_view bytes, std::size_t at, int count) {
    int value = 0;
    for (int i = 0; i < count; ++i)
        value = (value << 8) | byteOf(bytes, at + std::size_t(i));
    return value;
}

/// From one marker of a JPEG to the next, until the one that holds the size (ITU-T T.81 B.2.2).
std::pair<int, int> jpegSize(std::string_view bytes) {
    for (std::size_t at = 2; at + 9 < bytes.size() && byteOf(bytes, at) == 0xFF;) {
        const int marker = byteOf(bytes, at + 1);
        const bool frame =
            marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (frame)
            return {bigEndian(bytes, at + 7, 2), bigEndian(bytes, at + 5, 2)};
        at += 2 + std::size_t(bigEndian(bytes, at + 2, 2));
    }
    return {};
}

} // namespace

Expected<std::string> toPng(std::span<const std::uint32_t> argb, int width, int height) {
    if (width < 1 || height < 1 || width > 65535 || height > 65535 ||
        argb.size() != std::size_t(width) * std::size_t(height))
        return failure("a picture of " + std::to_string(width) + " x " + std::to_string(height) +
                           " has not " + std::to_string(argb.size()) + " pixels",
                       "PNG", "give each pixel once, at most 65535 a side");
    std::vector<png_byte> bytes;
    bytes.reserve(argb.size() * 4);
    for (const auto pixel : argb)
        for (const int shift : {16, 8, 0, 24})
            bytes.push_back(png_byte(pixel >> shift));
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = png_uint_32(width);
    image.height = png_uint_32(height);
    image.format = PNG_FORMAT_RGBA;
    png_alloc_size_t size = 0;
    std::string png;
    bool written = png_image_write_to_memory(&image, nullptr, &size, 0, bytes.data(), 0, nullptr) != 0;
    png.resize(size);
    written =
        written && png_image_write_to_memory(&image, png.data(), &size, 0, bytes.data(), 0, nullptr) != 0;
    if (!written)
        return failure(std::string("the picture cannot be packed: ") + image.message, "PNG",
                       "try a smaller one");
    png.resize(size);
    return png;
}

Expected<std::pair<int, int>> pictureSize(std::string_view bytes, const std::string& where) {
    std::pair<int, int> size;
    if (bytes.size() > 24 && bytes.starts_with("\x89PNG\r\n\x1A\n"))
        size = {bigEndian(bytes, 16, 4), bigEndian(bytes, 20, 4)};
    else if (bytes.size() > 10 && bytes.starts_with("GIF8"))
        size = {byteOf(bytes, 6) + 256 * byteOf(bytes, 7), byteOf(bytes, 8) + 256 * byteOf(bytes, 9)};
    else if (bytes.size() > 10 && bytes.starts_with("\xFF\xD8"))
        size = jpegSize(bytes);
    if (size.first < 1 || size.second < 1)
        return failure("this is no PNG, JPEG or GIF, or it is cut off", where,
                       "give a picture in one of these formats");
    return size;
}

} // namespace cellwright
