#include "engine/config/http_client.h"

#include <filesystem>

namespace watchglass::config {

namespace {

std::vector<Secret> secretsOf(const yaml::Node& list)
{
    std::vector<Secret> out;
    for (const yaml::Node& item : list.items()) out.push_back({item.text()});
    return out;
}

TlsConfig readTls(const yaml::Node& node, const std::string& folder)
{
    TlsConfig tls;
    tls.ca = node["ca"].text();
    tls.cert = node["cert"].text();
    tls.key = {node["key"].text()};
    tls.caFile = joinFolder(folder, node["ca_file"].text());
    tls.certFile = joinFolder(folder, node["cert_file"].text());
    tls.keyFile = joinFolder(folder, node["key_file"].text());
    tls.serverName = node["server_name"].text();
    tls.insecureSkipVerify = node["insecure_skip_verify"].toBool().value_or(false);
    tls.minVersion = node["min_version"].text();
    tls.maxVersion = node["max_version"].text();
    return tls;
}

std::optional<Authorization> readAuthorization(const yaml::Node& node, const std::string& folder)
{
    const yaml::Node section = node["authorization"];
    Authorization out;
    if (!section.isNull()) {
        if (!section["type"].text().empty()) out.type = section["type"].text();
        out.credentials = {section["credentials"].text()};
        out.credentialsFile = joinFolder(folder, section["credentials_file"].text());
        return out;
    }
    out.credentials = {node["bearer_token"].text()};
    out.credentialsFile = joinFolder(folder, node["bearer_token_file"].text());
    if (out.credentials.empty() && out.credentialsFile.empty()) return std::nullopt;
    return out;
}

std::optional<BasicAuth> readBasicAuth(const yaml::Node& node, const std::string& folder)
{
    if (node.isNull()) return std::nullopt;
    return BasicAuth{node["username"].text(), joinFolder(folder, node["username_file"].text()),
                     Secret{node["password"].text()}, joinFolder(folder, node["password_file"].text())};
}

}  // namespace

std::string joinFolder(const std::string& folder, const std::string& path)
{
    if (path.empty() || folder.empty() || path.front() == '/') return path;
    return (std::filesystem::path(folder) / path).lexically_normal().string();
}

HttpClientConfig readHttpClient(const yaml::Node& node, const std::string& folder)
{
    HttpClientConfig out;
    out.basicAuth = readBasicAuth(node["basic_auth"], folder);
    out.authorization = readAuthorization(node, folder);
    out.oauth2 = !node["oauth2"].isNull();
    out.tls = readTls(node["tls_config"], folder);
    out.followRedirects = node["follow_redirects"].toBool(true).value_or(true);
    out.enableHttp2 = node["enable_http2"].toBool(true).value_or(true);
    out.proxyUrl = node["proxy_url"].text();
    out.noProxy = node["no_proxy"].text();
    out.proxyFromEnvironment = node["proxy_from_environment"].toBool().value_or(false);
    for (const auto& [name, values] : node["proxy_connect_header"].members()) {
        out.proxyConnectHeaders[name.text()] = secretsOf(values);
    }
    for (const auto& [name, header] : node["http_headers"].members()) {
        HttpHeader read{name.text(),
                        header["values"].toStrings().value_or(std::vector<std::string>()),
                        secretsOf(header["secrets"]),
                        {}};
        for (const yaml::Node& file : header["files"].items()) read.files.push_back(joinFolder(folder, file.text()));
        out.headers.push_back(std::move(read));
    }
    return out;
}

}  // namespace watchglass::config
