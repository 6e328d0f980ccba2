#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/config/yaml.h"

namespace watchglass::config {

/// A text that must not be shown. Printing goes through masked(); `value` is for the one place that uses it.
struct Secret {
    std::string value;

    [[nodiscard]] bool empty() const { return value.empty(); }
    /// What Prometheus prints: "<secret>", "" when there is none.
    [[nodiscard]] std::string masked() const { return value.empty() ? std::string() : "<secret>"; }
    bool operator==(const Secret&) const = default;
};

/// Files in these sections are absolute or relative to the working directory: load() has joined them with the
/// configuration's folder. They are read at each use, so that rotated secrets are taken up.
struct BasicAuth {
    std::string username;
    std::string usernameFile;
    Secret password;
    std::string passwordFile;
    bool operator==(const BasicAuth&) const = default;
};

struct Authorization {
    std::string type = "Bearer";
    Secret credentials;
    std::string credentialsFile;
    bool operator==(const Authorization&) const = default;
};

struct TlsConfig {
    std::string ca;  ///< PEM text
    std::string cert;
    Secret key;
    std::string caFile;
    std::string certFile;
    std::string keyFile;
    std::string serverName;
    bool insecureSkipVerify = false;
    std::string minVersion;  ///< "TLS10" to "TLS13", or "" for the default (TLS 1.2)
    std::string maxVersion;
    bool operator==(const TlsConfig&) const = default;
};

struct HttpHeader {
    std::string name;
    std::vector<std::string> values;
    std::vector<Secret> secrets;
    std::vector<std::string> files;
    bool operator==(const HttpHeader&) const = default;
};

/// How to reach an HTTP server. bearer_token(_file) are rewritten to `authorization`, as Prometheus does.
struct HttpClientConfig {
    std::optional<BasicAuth> basicAuth;
    std::optional<Authorization> authorization;
    bool oauth2 = false;  ///< asked for; not supported yet
    TlsConfig tls;
    bool followRedirects = true;
    bool enableHttp2 = true;
    std::string proxyUrl;
    std::string noProxy;
    bool proxyFromEnvironment = false;
    std::map<std::string, std::vector<Secret>> proxyConnectHeaders;
    std::vector<HttpHeader> headers;
    bool operator==(const HttpClientConfig&) const = default;
};

/// Reads a section that inlines an HTTP client and was checked by checkSection(). `folder` is put in front of
/// relative file names.
[[nodiscard]] HttpClientConfig readHttpClient(const yaml::Node& node, const std::string& folder);

/// `path` in `folder`, unless it is empty or absolute.
[[nodiscard]] std::string joinFolder(const std::string& folder, const std::string& path);

}  // namespace watchglass::config
