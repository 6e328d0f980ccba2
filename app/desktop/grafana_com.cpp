#include "app/desktop/grafana_com.h"

#include <curl/curl.h>

#include <fstream>
#include <memory>

#include "ui/dashboard/dashboard.h"

namespace watchglass::app {

namespace {

constexpr long kConnectSeconds = 5;
constexpr long kTimeoutSeconds = 60;
constexpr long kStalledSeconds = 10;
constexpr std::size_t kMostBytes = 64ULL << 20;

std::size_t collect(char* data, std::size_t size, std::size_t count, void* target)
{
    auto& body = *static_cast<std::string*>(target);
    if (body.size() + size * count > kMostBytes) return 0;
    body.append(data, size * count);
    return size * count;
}

/// Called some times a second while a transfer runs; anything but 0 ends it.
int isStopped(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<const std::stop_token*>(stop)->stop_requested() ? 1 : 0;
}

}  // namespace

Result<std::string> downloadDashboard(std::int64_t id, std::int64_t revision, std::string baseUrl, std::stop_token stop)
{
    while (baseUrl.ends_with('/')) baseUrl.pop_back();
    const std::string which = revision > 0 ? std::to_string(revision) : "latest";
    const std::string url = baseUrl + "/api/dashboards/" + std::to_string(id) + "/revisions/" + which + "/download";
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), &curl_easy_cleanup);
    if (!curl) return fail(ErrorCode::Io, "cannot start an HTTP request", url);
    std::string body;
    curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl.get(), CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl.get(), CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_MAXREDIRS, 5L);
    curl_easy_setopt(curl.get(), CURLOPT_USERAGENT, "watchglass/" WG_VERSION);
    curl_easy_setopt(curl.get(), CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, kTimeoutSeconds);
    curl_easy_setopt(curl.get(), CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_LOW_SPEED_TIME, kStalledSeconds);
    curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, collect);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(curl.get(), CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl.get(), CURLOPT_XFERINFOFUNCTION, isStopped);
    curl_easy_setopt(curl.get(), CURLOPT_XFERINFODATA, &stop);
    const CURLcode code = curl_easy_perform(curl.get());
    if (code == CURLE_ABORTED_BY_CALLBACK) return fail(ErrorCode::Cancelled, "the download was stopped", url);
    if (code == CURLE_WRITE_ERROR) return fail(ErrorCode::Limit, "the answer is larger than 64 MiB", url);
    if (code != CURLE_OK) {
        return fail(ErrorCode::Io, "dashboards cannot be had from " + baseUrl + ": " + curl_easy_strerror(code), url);
    }
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status == 404) {
        return fail(ErrorCode::NotFound,
                    "there is no dashboard " + std::to_string(id) +
                        (revision > 0 ? " of revision " + std::to_string(revision) : std::string()),
                    url);
    }
    if (status != 200) return fail(ErrorCode::Io, "the server answers with status " + std::to_string(status), url);
    return body;
}

Result<std::filesystem::path> downloadToFile(std::int64_t id, std::int64_t revision, std::string baseUrl,
                                             std::filesystem::path target, std::stop_token stop)
{
    const auto text = downloadDashboard(id, revision, std::move(baseUrl), std::move(stop));
    if (!text) return tl::make_unexpected(text.error());
    if (const auto dashboard = ui::Dashboard::open(*text); !dashboard)
        return tl::make_unexpected(dashboard.error().within("dashboard " + std::to_string(id)));
    std::error_code error;
    if (std::filesystem::is_directory(target, error) || !target.has_filename()) {
        std::filesystem::create_directories(target, error);
        target /= "grafana-com-" + std::to_string(id) +
                  (revision > 0 ? "-" + std::to_string(revision) : std::string()) + ".json";
    }
    std::ofstream file(target, std::ios::binary);
    file << *text;
    file.close();
    if (!file) return fail(ErrorCode::Io, "the dashboard cannot be written", target.string());
    return target;
}

}  // namespace watchglass::app
