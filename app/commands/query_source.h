#pragma once

#include <map>
#include <memory>
#include <string>

#include "app/command_line.h"
#include "engine/base/error.h"
#include "engine/base/json.h"

namespace watchglass::app {

/// Whom `watchglass query` asks: a running server, or the same HTTP API over the data on this machine.
class QuerySource {
public:
    using Params = std::multimap<std::string, std::string>;

    /// Errors: those of the store; Limit, with a word about --url, when another process holds the directory.
    [[nodiscard]] static Result<std::unique_ptr<QuerySource>> open(const Invocation& call);
    virtual ~QuerySource() = default;

    /// The whole answer of a GET or POST of `path` ("/api/v1/query").
    /// Errors: Io when the server cannot be reached.
    [[nodiscard]] virtual Result<std::string> ask(const std::string& path, const Params& params) = 0;

    /// `data` of the answer; its warnings go to stderr.
    /// Errors: those of ask(); InvalidInput with the answer's error text, or for an answer that is not of the API.
    [[nodiscard]] Result<json::Value> data(const std::string& path, const Params& params);
};

}  // namespace watchglass::app
