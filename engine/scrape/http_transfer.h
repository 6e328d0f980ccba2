#pragma once

#include <functional>
#include <memory>
#include <string>

#include <curl/curl.h>

#include "engine/base/error.h"
#include "engine/scrape/http_request.h"

namespace watchglass::scrape {

/// One request on its way: a configured libcurl handle and what it has received.
/// Threads: the owner's.
class HttpTransfer {
public:
    using Done = std::function<void(HttpResponse)>;

    /// `buffer` is taken for the body (its capacity is reused).
    HttpTransfer(std::shared_ptr<const HttpRequest> request, std::string buffer, Done done);
    ~HttpTransfer();
    HttpTransfer(const HttpTransfer&) = delete;
    HttpTransfer& operator=(const HttpTransfer&) = delete;

    /// Sets all options. Errors: Io when a file of secrets cannot be read, InvalidInput for what libcurl refuses.
    [[nodiscard]] Result<void> prepare();
    [[nodiscard]] CURL* handle() const { return m_handle; }
    /// Hands the answer to the owner of the request.
    void finish(CURLcode code);
    void finish(const Error& error);

private:
    static std::size_t onBody(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t onHeader(char* data, std::size_t size, std::size_t count, void* self);

    [[nodiscard]] Result<void> setUrl();
    [[nodiscard]] Result<void> setAuth();
    [[nodiscard]] Result<void> setHeaders();
    void setTls();
    void setProxy();
    [[nodiscard]] std::string errorText(CURLcode code) const;
    void addHeader(const std::string& line);

    std::shared_ptr<const HttpRequest> m_request;  // shared with the target, immutable
    HttpResponse m_response;
    Done m_done;
    CURL* m_handle = nullptr;
    curl_slist* m_headers = nullptr;
    curl_slist* m_proxyHeaders = nullptr;
    curl_slist* m_connectTo = nullptr;
    std::string m_status;  ///< "404 Not Found"
    char m_errorBuffer[CURL_ERROR_SIZE] = {};
};

}  // namespace watchglass::scrape
