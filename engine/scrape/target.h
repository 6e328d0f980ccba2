#pragma once

#include <functional>
#include <memory>
#include <string>

#include "engine/base/hash.h"
#include "engine/scrape/schedule.h"
#include "engine/scrape/target_ingest.h"
#include "engine/scrape/target_plan.h"

namespace watchglass::scrape {

/// A target that is being scraped. All members belong to the scrape thread, but `ingest`, which belongs to whoever
/// holds the scrape while `busy`, and `status`, which the manager's mutex guards.
struct Target {
    Target(PlannedTarget planned, storage::SampleSink& sink, const Clock& clock)
        : plan(std::move(planned)), schedule(hashBytes(plan.key), plan.interval, clock), ingest(sink)
    {
    }

    PlannedTarget plan;
    std::function<void(std::string&)> write;  ///< of targets inside this process
    std::string contentType;                  ///< what `write` writes
    Schedule schedule;
    bool busy = false;
    bool removed = false;
    bool scraped = false;
    std::int64_t startMs = 0;        ///< of the scrape in flight
    std::int64_t startSteadyNs = 0;  ///< likewise
    TargetIngest ingest;
    TargetStatus status;
};

}  // namespace watchglass::scrape
