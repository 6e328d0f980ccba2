#pragma once

#include <memory>

#include "engine/api/http_server.h"
#include "engine/base/clock.h"
#include "engine/base/json.h"
#include "engine/promql/query_engine.h"
#include "engine/storage/storage.h"

namespace watchglass::conformance {

/// The query side of the HTTP API over the data of api/dataset.json, with the limits of the recording.
class ApiServer {
public:
    /// Errors: InvalidInput for data that cannot be loaded.
    [[nodiscard]] static Result<std::unique_ptr<ApiServer>> start(const json::Value& dataset);

    [[nodiscard]] std::uint16_t port() const { return m_http->port(); }

private:
    ApiServer();
    [[nodiscard]] Result<void> load(const json::Value& series);
    void addRoutes();

    ManualClock m_clock;
    std::unique_ptr<storage::Storage> m_storage;
    std::unique_ptr<promql::QueryEngine> m_queries;
    api::Router m_router;
    std::unique_ptr<api::HttpServer> m_http;  // last member: stops before what it serves
};

}  // namespace watchglass::conformance
