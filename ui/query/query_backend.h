#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "engine/annotations/annotation_store.h"
#include "engine/base/clock.h"
#include "engine/base/thread_pool.h"
#include "engine/promql/query_engine.h"
#include "engine/storage/storage.h"

namespace watchglass::ui {

struct ProgramLists;

/// The part of the engine that dashboards ask. All references outlive the windows.
struct QueryBackend {
    const promql::QueryEngine& queries;
    const storage::Queryable& store;
    ThreadPool& pool;
    const Clock& clock;
    /// The usual distance of two samples: the smallest step, and the base of `$__rate_interval`.
    std::function<std::int64_t()> scrapeIntervalMs;
    /// For panels that list alerts or dashboards; shared by all windows, null where there is no program around.
    std::shared_ptr<const ProgramLists> lists = nullptr;
    /// Annotations made by hand; null where none are kept.
    annotations::AnnotationStore* annotations = nullptr;
};

}  // namespace watchglass::ui
