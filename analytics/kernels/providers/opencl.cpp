// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/machine.h"
#include "analytics/kernels/providers/libraries.h"

#ifndef CELLWRIGHT_HAS_OPENCL

namespace cellwright::kernels {

std::unique_ptr<Provider> makeOpenCl() {
    return makeAbsent(
        {"opencl", "OpenCL", "", "",
         "OpenCL was not found when this program was built: install its loader and headers (Debian: "
         "ocl-icd-opencl-dev) and build again"});
}

} // namespace cellwright::kernels

#else

#define CL_TARGET_OPENCL_VERSION 120
#include <CL/cl.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <map>
#include <numeric>
#include <optional>
#include <random>
#include <utility>

namespace cellwright::kernels {

extern const char* const openClSource; ///< of opencl_kernels.cl

namespace {

/// Releases an OpenCL object.
template <class Handle, cl_int (*release)(Handle)>
class Held {
public:
    Held() = default;
    explicit Held(Handle handle)
        : handle_(handle) {}
    Held(Held&& other) noexcept
        : handle_(std::exchange(other.handle_, nullptr)) {}
    Held& operator=(Held&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~Held() {
        if (handle_)
            release(handle_);
    }
    [[nodiscard]] Handle get() const { return handle_; }
    explicit operator bool() const { return handle_ != nullptr; }

private:
    Handle handle_ = nullptr;
};
using Memory = Held<cl_mem, clReleaseMemObject>;
using Queue = Held<cl_command_queue, clReleaseCommandQueue>;
using Program = Held<cl_program, clReleaseProgram>;
using Kernel = Held<cl_kernel, clReleaseKernel>;

std::string deviceText(cl_device_id device, cl_device_info what) {
    std::size_t size = 0;
    if (clGetDeviceInfo(device, what, 0, nullptr, &size) != CL_SUCCESS || size == 0)
        return {};
    std::string text(size, '\0');
    clGetDeviceInfo(device, what, size, text.data(), nullptr);
    text.resize(std::strlen(text.c_str()));
    return text;
}

/// The devices of a kind, of all drivers.
std::vector<cl_device_id> devicesOf(cl_device_type type) {
    cl_uint count = 0;
    if (!partsAreReadable() || clGetPlatformIDs(0, nullptr, &count) != CL_SUCCESS)
        return {};
    std::vector<cl_platform_id> platforms(count);
    clGetPlatformIDs(count, platforms.data(), nullptr);
    std::vector<cl_device_id> all;
    for (const cl_platform_id platform : platforms) {
        cl_uint more = 0;
        if (clGetDeviceIDs(platform, type, 0, nullptr, &more) != CL_SUCCESS)
            continue;
        all.resize(all.size() + more);
        clGetDeviceIDs(platform, type, more, all.data() + all.size() - more, nullptr);
    }
    return all;
}

/// A GPU where there is one, else another accelerator, else a processor.
cl_device_id bestDevice() {
    constexpr cl_device_type types[] = {CL_DEVICE_TYPE_GPU, CL_DEVICE_TYPE_ACCELERATOR, CL_DEVICE_TYPE_CPU};
    for (const cl_device_type type : types)
        if (const auto devices = devicesOf(type); !devices.empty())
            return devices.front();
    return nullptr;
}

const char* definitionFor(Scheme scheme) {
    switch (scheme) {
    case Scheme::f32:
        return "-DFORMAT_F32";
    case Scheme::f16:
        return "-DFORMAT_F16";
    case Scheme::q8_0:
        return "-DFORMAT_Q8_0";
    case Scheme::q4_0:
        return "-DFORMAT_Q4_0";
    default:
        return nullptr;
    }
}

/// The device with what is made for it once.
class Device {
public:
    explicit Device(cl_device_id id)
        : id_(id) {
        cl_int error = CL_SUCCESS;
        context_ =
            Held<cl_context, clReleaseContext>(clCreateContext(nullptr, 1, &id, nullptr, nullptr, &error));
        if (context_)
            queue_ = Queue(clCreateCommandQueue(context_.get(), id, 0, &error));
    }
    [[nodiscard]] bool works() const { return bool(queue_); }
    [[nodiscard]] cl_command_queue queue() const { return queue_.get(); }
    [[nodiscard]] Memory memory(std::size_t bytes) const {
        cl_int error = CL_SUCCESS;
        return Memory(clCreateBuffer(context_.get(), CL_MEM_READ_WRITE, std::max<std::size_t>(bytes, 4),
                                     nullptr, &error));
    }
    /// A kernel for a scheme; without where the driver cannot build it.
    [[nodiscard]] Kernel kernel(Scheme scheme, const char* name) {
        auto& program = programs_[scheme];
        cl_int error = CL_SUCCESS;
        if (!program) {
            const char* source = openClSource;
            program = Program(clCreateProgramWithSource(context_.get(), 1, &source, nullptr, &error));
            if (!program ||
                clBuildProgram(program.get(), 1, &id_, definitionFor(scheme), nullptr, nullptr) != CL_SUCCESS)
                return {};
        }
        return Kernel(clCreateKernel(program.get(), name, &error));
    }

private:
    cl_device_id id_;
    Held<cl_context, clReleaseContext> context_;
    Queue queue_;
    std::map<Scheme, Program> programs_;
};

/// Encoded weights in the device's memory: a pattern again and again.
class DeviceWeights {
public:
    DeviceWeights(Device& device, Scheme scheme, std::size_t bytes, std::uint64_t seed)
        : format_(*formatOf(scheme))
        , bytes_(bytes)
        , memory_(device.memory(bytes)) {
        std::mt19937_64 random(seed);
        std::uniform_real_distribution<float> uniform(-0.05f, 0.05f); // the size of trained weights
        std::vector<float> weights(std::size_t(127) * 4096);
        std::ranges::generate(weights, [&] { return uniform(random); });
        pattern_ = encode(format_, weights);
        for (std::size_t at = 0; memory_ && at < bytes; at += pattern_.size())
            if (clEnqueueWriteBuffer(device.queue(), memory_.get(), CL_TRUE, at,
                                     std::min(pattern_.size(), bytes - at), pattern_.data(), 0, nullptr,
                                     nullptr) != CL_SUCCESS)
                memory_ = {};
    }
    [[nodiscard]] bool works() const { return bool(memory_); }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    [[nodiscard]] cl_mem memory() const { return memory_.get(); }
    [[nodiscard]] bool fits(const Shape& shape) const {
        return shape.cols % columnMultiple(format_) == 0 &&
               formatBytes(format_, shape.rows, shape.cols) <= bytes_;
    }
    /// Where the next matrix begins.
    std::size_t next(const Shape& shape) {
        const std::size_t size = formatBytes(format_, shape.rows, shape.cols);
        if (offset_ + size > bytes_)
            offset_ = 0;
        const std::size_t at = offset_;
        const std::size_t step = std::lcm(std::size_t(64), blockBytes(format_));
        offset_ += (size + step - 1) / step * step;
        return at;
    }
    [[nodiscard]] std::vector<float> numbers(std::size_t at, const Shape& shape) const {
        std::vector<std::byte> tensor(formatBytes(format_, shape.rows, shape.cols));
        for (std::size_t i = 0; i < tensor.size(); ++i)
            tensor[i] = pattern_[(at + i) % pattern_.size()];
        return decode(format_, tensor);
    }

private:
    Format format_;
    std::size_t bytes_;
    Memory memory_;
    std::vector<std::byte> pattern_;
    std::size_t offset_ = 0;
};

class Product final : public Runnable {
public:
    Product(Device& device, DeviceWeights& weights, Kernel kernel, const Shape& shape)
        : device_(device)
        , weights_(weights)
        , kernel_(std::move(kernel))
        , shape_(shape)
        , x_(device.memory(floats(shape.cols)))
        , y_(device.memory(floats(shape.rows))) {}
    [[nodiscard]] bool works() const { return x_ && y_; }

    bool run(const Activations& a, const std::stop_token& stop) override {
        at_ = weights_.next(shape_);
        clEnqueueWriteBuffer(device_.queue(), x_.get(), CL_TRUE, 0, floats(shape_.cols), a.x, 0, nullptr,
                             nullptr);
        const auto start = std::chrono::steady_clock::now();
        const bool done = shape_.tokens == 1 ? vector(stop) : matrix(stop);
        seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        return done && clEnqueueReadBuffer(device_.queue(), y_.get(), CL_TRUE, 0, floats(shape_.rows), a.y, 0,
                                           nullptr, nullptr) == CL_SUCCESS;
    }
    /// Activations stay on a device in a model: bringing them there and back is not counted.
    [[nodiscard]] double seconds() const override { return seconds_; }
    [[nodiscard]] std::vector<float> lastWeights() const override { return weights_.numbers(at_, shape_); }

private:
    static constexpr std::size_t lanes = 64, tile = 64, side = 16; // as in opencl_kernels.cl

    [[nodiscard]] std::size_t floats(int each) const {
        return std::size_t(shape_.tokens) * std::size_t(each) * sizeof(float);
    }
    template <class T>
    void set(cl_uint index, const T& value) {
        clSetKernelArg(kernel_.get(), index, sizeof(T), &value);
    }
    void setCommon() {
        set(0, weights_.memory());
        set(1, cl_ulong(at_));
        set(2, cl_int(shape_.rows));
        set(3, cl_int(shape_.cols));
        set(4, x_.get());
    }
    bool launch(cl_uint dimensions, const std::size_t* global, const std::size_t* local) {
        return clEnqueueNDRangeKernel(device_.queue(), kernel_.get(), dimensions, nullptr, global, local, 0,
                                      nullptr, nullptr) == CL_SUCCESS &&
               clFinish(device_.queue()) == CL_SUCCESS;
    }
    bool vector(const std::stop_token& stop) {
        setCommon();
        set(5, y_.get());
        const std::size_t global = std::size_t(shape_.rows) * lanes;
        return !stop.stop_requested() && launch(1, &global, &lanes);
    }
    /// Some tokens at a time, so that a stop request is heard.
    bool matrix(const std::stop_token& stop) {
        const double perTile = 2.0 * shape_.rows * shape_.cols * double(tile);
        const int atOnce = std::max(1, int(4e9 / perTile)) * int(tile);
        setCommon();
        set(5, cl_int(shape_.tokens));
        set(7, y_.get());
        for (int first = 0; first < shape_.tokens; first += atOnce) {
            set(6, cl_int(first));
            const auto count = std::size_t(std::min(atOnce, shape_.tokens - first));
            const std::size_t global[] = {(std::size_t(shape_.rows) + tile - 1) / tile * side,
                                          (count + tile - 1) / tile * side};
            constexpr std::size_t local[] = {side, side};
            if (stop.stop_requested() || !launch(2, global, local))
                return false;
        }
        return true;
    }

    Device& device_;
    DeviceWeights& weights_;
    Kernel kernel_;
    Shape shape_;
    Memory x_, y_;
    std::size_t at_ = 0;
    double seconds_ = 0.0;
};

class Weights final : public ColdWeights {
public:
    Weights(Device& device, Scheme scheme, std::size_t bytes, std::uint64_t seed)
        : device_(device)
        , scheme_(scheme)
        , weights_(device, scheme, bytes, seed) {}
    [[nodiscard]] bool works() const { return weights_.works(); }
    [[nodiscard]] std::size_t bytes() const override { return weights_.bytes(); }
    [[nodiscard]] bool hugePages() const override { return false; } // unknown
    /// On all that the device has, whatever the pool's threads.
    std::unique_ptr<Runnable> product(const Shape& shape, ThreadPool&, const std::stop_token& stop) override {
        if (stop.stop_requested() || !weights_.fits(shape))
            return nullptr;
        Kernel kernel = device_.kernel(scheme_, shape.tokens == 1 ? "multiplyVector" : "multiplyMatrix");
        if (!kernel)
            return nullptr;
        auto product = std::make_unique<Product>(device_, weights_, std::move(kernel), shape);
        return product->works() ? std::move(product) : nullptr;
    }
    std::unique_ptr<Runnable> operation(const OperationCase&, ThreadPool&, const std::stop_token&) override {
        return nullptr;
    }

private:
    Device& device_;
    Scheme scheme_;
    DeviceWeights weights_;
};

class OpenCl final : public Provider {
public:
    OpenCl() {
        if (const cl_device_id id = bestDevice()) {
            name_ = deviceText(id, CL_DEVICE_NAME);
            version_ = deviceText(id, CL_DEVICE_VERSION);
            device_.emplace(id);
        }
    }
    [[nodiscard]] ProviderInfo info() const override {
        ProviderInfo info{"opencl", "OpenCL", version_, name_, ""};
        if (!partsAreReadable())
            info.unavailable =
                "/sys is not mounted, which OpenCL's drivers read: mount it, and install that of your GPU";
        else if (!device_)
            info.unavailable =
                "no OpenCL driver was found: install that of your GPU (Debian: mesa-opencl-icd, "
                "intel-opencl-icd or nvidia-opencl-icd), or pocl-opencl-icd for the processor";
        else if (!device_->works())
            info.unavailable = "the driver of " + name_ + " makes no context: install its current version";
        return info;
    }
    [[nodiscard]] bool multiplies(Scheme scheme) const override {
        return device_ && device_->works() && definitionFor(scheme);
    }
    [[nodiscard]] std::size_t matrixBytes(Scheme scheme, int rows, int cols) const override {
        return multiplies(scheme) && cols % columnMultiple(*formatOf(scheme)) == 0
                   ? formatBytes(*formatOf(scheme), rows, cols)
                   : 0;
    }
    [[nodiscard]] bool runs(const OperationCase&) const override { return false; }
    std::unique_ptr<ColdWeights> weights(Scheme scheme, std::size_t bytes, std::uint64_t seed,
                                         const std::stop_token& stop) override {
        if (!multiplies(scheme) || stop.stop_requested())
            return nullptr;
        auto weights = std::make_unique<Weights>(*device_, scheme, bytes, seed);
        return weights->works() ? std::move(weights) : nullptr;
    }

private:
    std::string name_, version_;
    std::optional<Device> device_;
};

} // namespace

std::unique_ptr<Provider> makeOpenCl() {
    return std::make_unique<OpenCl>();
}

} // namespace cellwright::kernels

#endif
