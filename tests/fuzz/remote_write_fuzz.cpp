#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/base/clock.h"
#include "engine/remotewrite/receiver.h"
#include "engine/remotewrite/snappy_block.h"

using namespace watchglass;
using namespace watchglass::remotewrite;

namespace {

constexpr std::size_t kMostUnpacked = 1U << 20;

/// Stores what can be read. Counts never exceed what was sent, and what was stored can be read.
void receive(std::string_view message, Version version)
{
    const auto request = readWriteRequest(message, version);
    if (!request) return;
    static const ManualClock clock{1'700'000'000'000};
    storage::StorageOptions options;
    options.maxExemplars = 10;
    const auto store = storage::Storage::open(options, clock).value();
    Receiver receiver(*store, clock, true);
    const WriteOutcome done = receiver.write(*request);
    if (done.samples > request->samples.size() || done.histograms > request->histograms.size()) std::abort();
    if (!done.failed.empty()) std::abort();
    const auto querier = store->querier();
    storage::Columns columns;
    const auto found = querier->select({}, INT64_MIN + 1, INT64_MAX);
    for (const auto& series : *found) {
        if (!querier->read(series.ref, INT64_MIN + 1, INT64_MAX, columns)) std::abort();
        for (const HistogramPtr& histogram : columns.histograms) {
            if (histogram && !histogram->sameAs(*histogram)) std::abort();
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    const auto unpacked = unpackSnappy(body, kMostUnpacked);
    for (const Version version : {Version::V1, Version::V2}) {
        receive(body, version);
        if (unpacked) receive(*unpacked, version);
    }
    return 0;
}
