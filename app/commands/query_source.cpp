#include "app/commands/query_source.h"

#include <curl/curl.h>

#include <cstdio>

#include "app/commands/commands.h"
#include "engine/api/query_routes.h"
#include "engine/api/router.h"

namespace watchglass::app {

namespace {

constexpr long kTimeoutSeconds = 150;  ///< more than a server's own limit of 2 minutes

/// The data of a directory, through the routes that a server would have.
class StoredSource final : public QuerySource {
public:
    explicit StoredSource(std::unique_ptr<storage::Storage> store) : m_store(std::move(store)), m_queries(*m_store)
    {
        const api::QuerySources sources{*m_store, m_queries, SystemClock::instance(), {}};
        api::addQueryRoutes(m_router, sources);
        api::addSeriesRoutes(m_router, sources);
    }

    Result<std::string> ask(const std::string& path, const Params& params) override
    {
        api::Request request;
        request.path = path;
        request.params = params;
        return m_router.handle(request).body;
    }

private:
    std::unique_ptr<storage::Storage> m_store;
    promql::QueryEngine m_queries;
    api::Router m_router;
};

size_t collect(char* data, size_t size, size_t count, void* target)
{
    static_cast<std::string*>(target)->append(data, size * count);
    return size * count;
}

class ServerSource final : public QuerySource {
public:
    explicit ServerSource(std::string url) : m_url(std::move(url))
    {
        while (m_url.ends_with('/')) m_url.pop_back();
    }

    Result<std::string> ask(const std::string& path, const Params& params) override
    {
        const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), &curl_easy_cleanup);
        if (!curl) return fail(ErrorCode::Io, "cannot start an HTTP request", m_url);
        std::string form;
        for (const auto& [name, value] : params) {
            form += (form.empty() ? "" : "&") + escaped(curl.get(), name) + "=" + escaped(curl.get(), value);
        }
        // Long queries go by POST, which the values of a label do not take.
        constexpr std::string_view kLabel = "/api/v1/label/";
        constexpr std::string_view kValues = "/values";
        const bool post = !path.starts_with(kLabel);
        std::string url = m_url + path;
        if (!post) {
            const std::string name = path.substr(kLabel.size(), path.size() - kLabel.size() - kValues.size());
            url = m_url + std::string(kLabel) + escaped(curl.get(), name) + std::string(kValues);
        }
        if (!post && !form.empty()) url += '?' + form;
        std::string body;
        curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
        if (post) curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, form.c_str());
        curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, collect);
        curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &body);
        curl_easy_setopt(curl.get(), CURLOPT_ACCEPT_ENCODING, "");
        curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, kTimeoutSeconds);
        curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
        const CURLcode code = curl_easy_perform(curl.get());
        if (code != CURLE_OK) return fail(ErrorCode::Io, curl_easy_strerror(code), m_url + path);
        return body;
    }

private:
    static std::string escaped(CURL* curl, const std::string& text)
    {
        char* out = curl_easy_escape(curl, text.data(), static_cast<int>(text.size()));
        std::string copy(out ? out : "");
        curl_free(out);
        return copy;
    }

    std::string m_url;
};

}  // namespace

Result<std::unique_ptr<QuerySource>> QuerySource::open(const Invocation& call)
{
    if (!call.url.empty()) return std::make_unique<ServerSource>(call.url);
    const auto directory = storedData(call.engine);
    if (!directory) return tl::make_unexpected(directory.error());
    storage::StorageOptions options;
    options.directory = *directory;
    options.retentionMs = kForeverMs;
    auto store = storage::Storage::open(std::move(options));
    if (!store) {
        Error error = store.error();
        if (error.code == ErrorCode::Limit) error.message += ", or ask it by --url when it serves its HTTP API";
        return tl::make_unexpected(std::move(error));
    }
    return std::make_unique<StoredSource>(std::move(*store));
}

Result<json::Value> QuerySource::data(const std::string& path, const Params& params)
{
    const auto body = ask(path, params);
    if (!body) return tl::make_unexpected(body.error());
    const auto answer = json::parse(*body);
    if (!answer || !(*answer)["status"].isString()) {
        return fail(ErrorCode::InvalidInput, "the answer is not one of Prometheus's HTTP API: " + body->substr(0, 80),
                    path);
    }
    if ((*answer)["status"].toString() != "success") {
        return fail(ErrorCode::InvalidInput, (*answer)["error"].toString());
    }
    for (const char* kind : {"warnings", "infos"}) {
        for (const json::Value& text : (*answer)[kind].items()) std::fprintf(stderr, "%s\n", text.toString().c_str());
    }
    return (*answer)["data"];
}

}  // namespace watchglass::app
