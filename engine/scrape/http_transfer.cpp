#include "engine/scrape/http_transfer.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "engine/base/go_float.h"
#include "engine/model/labels.h"

namespace watchglass::scrape {

namespace {

constexpr long kMaxRedirects = 10;
/// Error pages are read to their end up to here, so that the connection can be used again.
constexpr std::size_t kMaxErrorPage = 64 << 10;

/// A secret's file without surrounding blanks, as Prometheus reads it.
Result<std::string> readSecret(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail(ErrorCode::Io, "unable to read file " + path, path);
    std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    const std::size_t from = text.find_first_not_of(" \t\r\n");
    if (from == std::string::npos) return std::string();
    return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

Result<std::string> valueOrFile(const std::string& value, const std::string& file)
{
    if (file.empty()) return value;
    return readSecret(file);
}

bool isHeaderSafe(std::string_view text)
{
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

long tlsVersion(const std::string& name)
{
    if (name == "TLS10") return 0;
    if (name == "TLS11") return 1;
    return name == "TLS13" ? 3 : 2;
}

long tlsVersions(const config::TlsConfig& tls)
{
    constexpr long kMin[] = {CURL_SSLVERSION_TLSv1_0, CURL_SSLVERSION_TLSv1_1, CURL_SSLVERSION_TLSv1_2,
                             CURL_SSLVERSION_TLSv1_3};
    constexpr long kMax[] = {CURL_SSLVERSION_MAX_TLSv1_0, CURL_SSLVERSION_MAX_TLSv1_1, CURL_SSLVERSION_MAX_TLSv1_2,
                             CURL_SSLVERSION_MAX_TLSv1_3};
    const long min = kMin[tlsVersion(tls.minVersion)];
    return tls.maxVersion.empty() ? min : min | kMax[tlsVersion(tls.maxVersion)];
}

void setBlob(CURL* handle, CURLoption option, const std::string& text)
{
    curl_blob blob{const_cast<char*>(text.data()), text.size(), CURL_BLOB_COPY};
    curl_easy_setopt(handle, option, &blob);
}

/// Host and port of a URL that makeTargetLabels() built.
struct Authority {
    std::string scheme;
    std::string host;  ///< with brackets for IPv6
    std::string port;  ///< "" for the scheme's
    std::string rest;
};

Authority splitUrl(const std::string& url)
{
    Authority out;
    const std::size_t scheme = url.find("://");
    out.scheme = url.substr(0, scheme);
    const std::size_t start = scheme + 3;
    const std::size_t end = std::min(url.find_first_of("/?", start), url.size());
    out.rest = url.substr(end);
    out.host = url.substr(start, end - start);
    const std::size_t colon = out.host.rfind(':');
    if (colon != std::string::npos && out.host.find(']', colon) == std::string::npos) {
        out.port = out.host.substr(colon + 1);
        out.host.erase(colon);
    }
    return out;
}

std::string environmentOf(const char* lower, const char* upper)
{
    if (const char* value = std::getenv(lower)) return value;
    if (const char* value = std::getenv(upper)) return value;
    return {};
}

}  // namespace

HttpTransfer::HttpTransfer(std::shared_ptr<const HttpRequest> request, std::string buffer, Done done)
    : m_request(std::move(request)), m_done(std::move(done)), m_handle(curl_easy_init())
{
    m_response.body = std::move(buffer);
    m_response.body.clear();
}

HttpTransfer::~HttpTransfer()
{
    if (m_handle != nullptr) curl_easy_cleanup(m_handle);
    curl_slist_free_all(m_headers);
    curl_slist_free_all(m_proxyHeaders);
    curl_slist_free_all(m_connectTo);
}

Result<void> HttpTransfer::prepare()
{
    if (m_handle == nullptr) return fail(ErrorCode::Io, "cannot create an HTTP request");
    const auto set = [this](CURLoption option, auto value) { curl_easy_setopt(m_handle, option, value); };
    set(CURLOPT_PRIVATE, static_cast<void*>(this));
    set(CURLOPT_ERRORBUFFER, m_errorBuffer);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_QUICK_EXIT, 1L);  // a stuck name server must not hold up the end of the program
    set(CURLOPT_WRITEFUNCTION, &HttpTransfer::onBody);
    set(CURLOPT_WRITEDATA, static_cast<void*>(this));
    set(CURLOPT_HEADERFUNCTION, &HttpTransfer::onHeader);
    set(CURLOPT_HEADERDATA, static_cast<void*>(this));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(m_request->timeout.count()));
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(m_request->timeout.count()));
    set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(m_request->bodySizeLimit));
    set(CURLOPT_FOLLOWLOCATION, m_request->client.followRedirects ? 1L : 0L);
    set(CURLOPT_MAXREDIRS, kMaxRedirects);
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    set(CURLOPT_PATH_AS_IS, 1L);
    set(CURLOPT_USERAGENT, "Watchglass/" WG_VERSION);
    set(CURLOPT_HTTP_VERSION,
        static_cast<long>(m_request->client.enableHttp2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
    if (m_request->compression) set(CURLOPT_ACCEPT_ENCODING, "gzip");
    if (m_request->client.oauth2) return fail(ErrorCode::InvalidInput, "oauth2 is not supported yet");
    if (const auto ok = setUrl(); !ok) return ok;
    setTls();
    setProxy();
    if (const auto ok = setHeaders(); !ok) return ok;
    return setAuth();
}

Result<void> HttpTransfer::setUrl()
{
    const auto& tls = m_request->client.tls;
    std::string url = m_request->url;
    if (url.starts_with("https://") && !tls.serverName.empty()) {
        // libcurl takes the name to verify from the URL only: name the server there and connect to the target.
        const Authority at = splitUrl(url);
        const std::string port = at.port.empty() ? "443" : at.port;
        m_connectTo = curl_slist_append(nullptr, (tls.serverName + ":" + port + ":" + at.host + ":" + port).c_str());
        curl_easy_setopt(m_handle, CURLOPT_CONNECT_TO, m_connectTo);
        addHeader("Host: " + at.host + (at.port.empty() ? "" : ":" + at.port));
        url = "https://" + tls.serverName + ":" + port + at.rest;
    }
    if (curl_easy_setopt(m_handle, CURLOPT_URL, url.c_str()) != CURLE_OK) {
        return fail(ErrorCode::InvalidInput, "invalid URL " + goQuote(m_request->url));
    }
    return {};
}

void HttpTransfer::setTls()
{
    const auto& tls = m_request->client.tls;
    const auto text = [this](CURLoption option, const std::string& value) {
        if (!value.empty()) curl_easy_setopt(m_handle, option, value.c_str());
    };
    if (!tls.ca.empty() || !tls.caFile.empty()) {
        // Only the given authority counts then, not the system's.
        curl_easy_setopt(m_handle, CURLOPT_CAPATH, nullptr);
        if (!tls.ca.empty()) setBlob(m_handle, CURLOPT_CAINFO_BLOB, tls.ca);
        text(CURLOPT_CAINFO, tls.caFile);
    }
    if (!tls.cert.empty()) setBlob(m_handle, CURLOPT_SSLCERT_BLOB, tls.cert);
    if (!tls.key.empty()) setBlob(m_handle, CURLOPT_SSLKEY_BLOB, tls.key.value);
    text(CURLOPT_SSLCERT, tls.certFile);
    text(CURLOPT_SSLKEY, tls.keyFile);
    curl_easy_setopt(m_handle, CURLOPT_SSLVERSION, tlsVersions(tls));
    if (tls.insecureSkipVerify) {
        curl_easy_setopt(m_handle, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(m_handle, CURLOPT_SSL_VERIFYHOST, 0L);
    }
}

void HttpTransfer::setProxy()
{
    const auto& client = m_request->client;
    std::string proxy = client.proxyUrl;
    std::string except = client.noProxy;
    if (client.proxyFromEnvironment) {
        proxy = m_request->url.starts_with("https://") ? environmentOf("https_proxy", "HTTPS_PROXY")
                                                       : environmentOf("http_proxy", "HTTP_PROXY");
        except = environmentOf("no_proxy", "NO_PROXY");
    }
    curl_easy_setopt(m_handle, CURLOPT_PROXY, proxy.c_str());  // "" keeps libcurl from asking the environment
    curl_easy_setopt(m_handle, CURLOPT_NOPROXY, except.c_str());
    for (const auto& [name, values] : client.proxyConnectHeaders) {
        for (const auto& value : values) {
            if (!isHeaderSafe(name) || !isHeaderSafe(value.value)) continue;
            m_proxyHeaders = curl_slist_append(m_proxyHeaders, (name + ": " + value.value).c_str());
        }
    }
    if (m_proxyHeaders != nullptr) {
        curl_easy_setopt(m_handle, CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));
        curl_easy_setopt(m_handle, CURLOPT_PROXYHEADER, m_proxyHeaders);
    }
}

Result<void> HttpTransfer::setHeaders()
{
    addHeader("Accept: " + m_request->accept);
    if (!m_request->compression) addHeader("Accept-Encoding: identity");
    const double seconds = static_cast<double>(m_request->timeout.count()) / 1e3;
    addHeader("X-Prometheus-Scrape-Timeout-Seconds: " + formatFloat(seconds));
    for (const auto& header : m_request->client.headers) {
        std::vector<std::string> values = header.values;
        for (const auto& secret : header.secrets) values.push_back(secret.value);
        for (const auto& file : header.files) {
            auto value = readSecret(file);
            if (!value) return tl::make_unexpected(value.error());
            values.push_back(std::move(*value));
        }
        for (const std::string& value : values) {
            if (!isHeaderSafe(value)) {
                return fail(ErrorCode::InvalidInput, "invalid value of header " + goQuote(header.name));
            }
            addHeader(header.name + ": " + value);
        }
    }
    return {};
}

Result<void> HttpTransfer::setAuth()
{
    if (const auto& basic = m_request->client.basicAuth) {
        const auto user = valueOrFile(basic->username, basic->usernameFile);
        if (!user) return tl::make_unexpected(user.error());
        const auto password = valueOrFile(basic->password.value, basic->passwordFile);
        if (!password) return tl::make_unexpected(password.error());
        curl_easy_setopt(m_handle, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
        curl_easy_setopt(m_handle, CURLOPT_USERNAME, user->c_str());
        curl_easy_setopt(m_handle, CURLOPT_PASSWORD, password->c_str());
    }
    if (const auto& authorization = m_request->client.authorization) {
        const auto credentials = valueOrFile(authorization->credentials.value, authorization->credentialsFile);
        if (!credentials) return tl::make_unexpected(credentials.error());
        if (!isHeaderSafe(authorization->type) || !isHeaderSafe(*credentials)) {
            return fail(ErrorCode::InvalidInput, "invalid credentials: line breaks are not allowed");
        }
        addHeader("Authorization: " + authorization->type + " " + *credentials);
    }
    curl_easy_setopt(m_handle, CURLOPT_HTTPHEADER, m_headers);
    return {};
}

void HttpTransfer::addHeader(const std::string& line) { m_headers = curl_slist_append(m_headers, line.c_str()); }

std::size_t HttpTransfer::onHeader(char* data, std::size_t size, std::size_t count, void* self)
{
    auto& transfer = *static_cast<HttpTransfer*>(self);
    std::string_view line(data, size * count);
    while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
    if (line.starts_with("HTTP/")) {  // a new answer: redirect, proxy, 100-continue
        const std::size_t blank = line.find(' ');
        transfer.m_status = blank == std::string_view::npos ? std::string() : std::string(line.substr(blank + 1));
        transfer.m_response.contentType.clear();
        transfer.m_response.body.clear();
        return size * count;
    }
    constexpr std::string_view kContentType = "content-type:";
    if (line.size() >= kContentType.size() &&
        curl_strnequal(line.data(), kContentType.data(), kContentType.size()) != 0) {
        line.remove_prefix(kContentType.size());
        while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
        transfer.m_response.contentType = line;
    }
    return size * count;
}

std::size_t HttpTransfer::onBody(char* data, std::size_t size, std::size_t count, void* self)
{
    auto& transfer = *static_cast<HttpTransfer*>(self);
    std::string& body = transfer.m_response.body;
    const std::size_t bytes = size * count;
    const bool good = transfer.m_status.starts_with("200");
    const std::uint64_t limit = good ? transfer.m_request->bodySizeLimit : kMaxErrorPage;
    if (body.size() + bytes >= limit) {
        transfer.m_response.tooLarge = good;
        return 0;
    }
    body.append(data, bytes);
    return bytes;
}

std::string HttpTransfer::errorText(CURLcode code) const
{
    if (m_response.tooLarge || code == CURLE_FILESIZE_EXCEEDED) return "body size limit exceeded";
    long status = 0;
    curl_easy_getinfo(m_handle, CURLINFO_RESPONSE_CODE, &status);
    const bool bodyRefused = code == CURLE_WRITE_ERROR;
    if (status != 0 && status != 200 && (code == CURLE_OK || bodyRefused)) {
        return "server returned HTTP status " + (m_status.empty() ? std::to_string(status) : m_status);
    }
    if (code == CURLE_OK) return {};
    const std::string get = "Get " + goQuote(m_request->url) + ": ";
    if (code == CURLE_OPERATION_TIMEDOUT) return get + "context deadline exceeded";
    if (code == CURLE_PARTIAL_FILE) return "unexpected EOF";
    std::string detail = m_errorBuffer[0] != 0 ? m_errorBuffer : curl_easy_strerror(code);
    return get + detail;
}

void HttpTransfer::finish(CURLcode code)
{
    m_response.error = errorText(code);
    m_response.tooLarge = m_response.error == "body size limit exceeded";
    if (!m_response.error.empty()) m_response.body.clear();
    m_done(std::move(m_response));
}

void HttpTransfer::finish(const Error& error)
{
    m_response.error = error.message;
    m_response.body.clear();
    m_done(std::move(m_response));
}

}  // namespace watchglass::scrape
