#pragma once

#include <string>

#include <curl/curl.h>

namespace watchglass::test {

struct HttpAnswer {
    long status = 0;  ///< 0: no answer
    std::string body;
};

/// One blocking request to a server on this machine. `form` makes it a POST; "" posts an empty body.
inline HttpAnswer httpRequest(const std::string& url, const char* form = nullptr)
{
    constexpr long kTimeoutSeconds = 20;
    HttpAnswer out;
    CURL* curl = curl_easy_init();
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, kTimeoutSeconds);
    if (form != nullptr) curl_easy_setopt(curl, CURLOPT_POSTFIELDS, form);
    curl_easy_setopt(
        curl, CURLOPT_WRITEFUNCTION, +[](char* data, std::size_t size, std::size_t count, void* target) {
            static_cast<std::string*>(target)->append(data, size * count);
            return size * count;
        });
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &out.body);
    if (curl_easy_perform(curl) == CURLE_OK) curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &out.status);
    curl_easy_cleanup(curl);
    return out;
}

inline std::string urlEncode(const std::string& text)
{
    char* escaped = curl_easy_escape(nullptr, text.data(), static_cast<int>(text.size()));
    std::string out(escaped);
    curl_free(escaped);
    return out;
}

}  // namespace watchglass::test
