#include "engine/config/section_rules.h"

#include <algorithm>
#include <unordered_set>

#include "engine/base/go_float.h"
#include "engine/base/utf8.h"
#include "engine/model/labels.h"

namespace watchglass::config {

namespace {

bool has(const yaml::Node& node, std::string_view name) { return !node[name].text().empty(); }

int countOf(const yaml::Node& node, std::initializer_list<std::string_view> names)
{
    return static_cast<int>(std::count_if(names.begin(), names.end(), [&](auto name) { return has(node, name); }));
}

Result<void> refuse(const yaml::Node& node, std::string message)
{
    return tl::make_unexpected(node.error(std::move(message)));
}

std::string lowered(std::string text)
{
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

Result<void> checkAuth(const yaml::Node& node)
{
    const bool bearer = has(node, "bearer_token") || has(node, "bearer_token_file");
    const yaml::Node basic = node["basic_auth"];
    const yaml::Node authorization = node["authorization"];
    const bool oauth2 = !node["oauth2"].isNull();
    if (has(node, "bearer_token") && has(node, "bearer_token_file")) {
        return refuse(node, "at most one of bearer_token & bearer_token_file must be configured");
    }
    if ((!basic.isNull() || oauth2) && bearer) {
        return refuse(node, "at most one of basic_auth, oauth2, bearer_token & bearer_token_file must be configured");
    }
    if (countOf(basic, {"username", "username_file", "username_ref"}) > 1) {
        return refuse(basic, "at most one of basic_auth username, username_file & username_ref must be configured");
    }
    if (countOf(basic, {"password", "password_file", "password_ref"}) > 1) {
        return refuse(basic, "at most one of basic_auth password, password_file & password_ref must be configured");
    }
    if (!authorization.isNull()) {
        if (bearer) return refuse(node, "authorization is not compatible with bearer_token & bearer_token_file");
        if (countOf(authorization, {"credentials", "credentials_file", "credentials_ref"}) > 1) {
            return refuse(authorization,
                          "at most one of authorization credentials & credentials_file must be configured");
        }
        if (lowered(authorization["type"].text()) == "basic") {
            return refuse(authorization, "authorization type cannot be set to \"basic\", use \"basic_auth\" instead");
        }
        if (!basic.isNull() || oauth2) {
            return refuse(node, "at most one of basic_auth, oauth2 & authorization must be configured");
        }
    }
    if (oauth2 && !basic.isNull()) {
        return refuse(node, "at most one of basic_auth, oauth2 & authorization must be configured");
    }
    if (countOf(node["oauth2"], {"client_secret", "client_secret_file", "client_secret_ref"}) > 1) {
        return refuse(node["oauth2"], "at most one of oauth2 client_secret, client_secret_file & client_secret_ref "
                                      "must be configured using grant-type=client_credentials");
    }
    return {};
}

Result<void> checkProxy(const yaml::Node& node)
{
    const bool fromEnvironment = node["proxy_from_environment"].toBool().value_or(false);
    if (!node["proxy_connect_header"].members().empty() && !fromEnvironment && !has(node, "proxy_url")) {
        return refuse(node, "if proxy_connect_header is configured, proxy_url or proxy_from_environment must also be "
                            "configured");
    }
    if (fromEnvironment && has(node, "proxy_url")) {
        return refuse(node, "if proxy_from_environment is configured, proxy_url must not be configured");
    }
    if (fromEnvironment && has(node, "no_proxy")) {
        return refuse(node, "if proxy_from_environment is configured, no_proxy must not be configured");
    }
    if (has(node, "no_proxy") && !has(node, "proxy_url")) {
        return refuse(node, "if no_proxy is configured, proxy_url must also be configured");
    }
    return {};
}

Result<void> checkHeaders(const yaml::Node& node)
{
    static const std::unordered_set<std::string> kReserved{"authorization",
                                                           "host",
                                                           "content-encoding",
                                                           "content-length",
                                                           "content-type",
                                                           "user-agent",
                                                           "connection",
                                                           "keep-alive",
                                                           "proxy-authenticate",
                                                           "proxy-authorization",
                                                           "www-authenticate",
                                                           "accept-encoding",
                                                           "x-prometheus-remote-write-version",
                                                           "x-prometheus-remote-read-version",
                                                           "x-prometheus-scrape-timeout-seconds",
                                                           "x-amz-date",
                                                           "x-amz-security-token",
                                                           "x-amz-content-sha256"};
    for (const auto& [key, value] : node["http_headers"].members()) {
        if (kReserved.contains(lowered(key.text()))) {
            return refuse(key, "setting header " + goQuote(key.text()) + " is not allowed");
        }
        const bool broken = key.text().find_first_of("\r\n: ") != std::string::npos || key.text().empty();
        if (broken) return refuse(key, "invalid header name " + goQuote(key.text()));
    }
    return {};
}

Result<void> checkTls(const yaml::Node& node)
{
    for (const char* name : {"ca", "cert", "key"}) {
        const std::string n = name;
        if (countOf(node, {n, n + "_file", n + "_ref"}) > 1) {
            return refuse(node, "at most one of " + n + ", " + n + "_file & " + n + "_ref must be configured");
        }
    }
    const bool cert = countOf(node, {"cert", "cert_file", "cert_ref"}) > 0;
    const bool key = countOf(node, {"key", "key_file", "key_ref"}) > 0;
    if (cert && !key) {
        return refuse(node,
                      "exactly one of key or key_file must be configured when a client certificate is configured");
    }
    if (key && !cert) {
        return refuse(node, "exactly one of cert or cert_file must be configured when a client key is configured");
    }
    for (const char* name : {"min_version", "max_version"}) {
        const std::string& version = node[name].text();
        const bool known = version.empty() || version == "TLS10" || version == "TLS11" || version == "TLS12" ||
                           version == "TLS13";
        if (!known) return refuse(node[name], "unknown TLS version: " + version);
    }
    if (has(node, "min_version") && has(node, "max_version") &&
        node["max_version"].text() < node["min_version"].text()) {
        return refuse(node, "tls_config.max_version must be greater than or equal to tls_config.min_version if both "
                            "are specified");
    }
    return {};
}

Result<void> checkStaticConfig(const yaml::Node& node)
{
    for (const yaml::Node& target : node["targets"].items()) {
        if (const auto ok = checkTargetAddress(target.text()); !ok) return refuse(target, ok.error().message);
    }
    for (const auto& [name, value] : node["labels"].members()) {
        if (name.text().empty() || !isValidUtf8(name.text())) {
            return refuse(name, goQuote(name.text()) + " is not a valid label name");
        }
        if (!isValidUtf8(value.text())) return refuse(value, goQuote(value.text()) + " is not a valid label value");
    }
    return {};
}

Result<void> checkUrl(const yaml::Node& node)
{
    const std::string& url = node["url"].text();
    if (url.empty()) return refuse(node, "URL is missing");
    const bool http = url.starts_with("http://");
    if (!http && !url.starts_with("https://")) return refuse(node["url"], "URL scheme must be 'http' or 'https'");
    const std::string rest = url.substr(http ? 7 : 8);
    if (rest.empty() || rest.front() == '/' || rest.front() == ':')
        return refuse(node["url"], "host is missing in URL");
    return {};
}

Result<void> checkFileSd(const yaml::Node& node)
{
    if (node["files"].items().empty()) {
        return refuse(node, "file service discovery config must contain at least one path name");
    }
    for (const yaml::Node& file : node["files"].items()) {
        const std::string& path = file.text();
        const std::size_t star = path.find('*');
        const std::size_t slash = path.rfind('/');
        const bool starInFolder = star != std::string::npos && slash != std::string::npos && star < slash;
        const bool known = path.ends_with(".json") || path.ends_with(".yml") || path.ends_with(".yaml");
        if (!known || starInFolder || path.find_first_of("?[") != std::string::npos) {
            return refuse(file, "path name " + goQuote(path) + " is not valid for file discovery");
        }
    }
    return {};
}

Result<void> checkDnsSd(const yaml::Node& node)
{
    if (node["names"].items().empty()) {
        return refuse(node, "DNS-SD config must contain at least one SRV record name");
    }
    const std::string type = node["type"].toString("SRV").value_or("SRV");
    std::string upper = type;
    for (char& c : upper) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    if (upper == "SRV") return {};
    if (upper != "A" && upper != "AAAA" && upper != "MX" && upper != "NS") {
        return refuse(node["type"], "invalid DNS-SD records type " + type);
    }
    if (node["port"].toInt().value_or(0) == 0) {
        return refuse(node, "a port is required in DNS-SD configs for all record types except SRV");
    }
    return {};
}

Result<void> checkEurekaSd(const yaml::Node& node)
{
    const std::string& server = node["server"].text();
    if (server.empty()) return refuse(node, "eureka_sd: empty or null eureka server");
    const std::size_t host = server.find("://");
    if (host == std::string::npos || host + 3 >= server.size()) {
        return refuse(node["server"], "eureka_sd: invalid eureka server URL");
    }
    return {};
}

Result<void> checkMarathonSd(const yaml::Node& node)
{
    if (node["servers"].items().empty()) {
        return refuse(node, "marathon_sd: must contain at least one Marathon server");
    }
    if (has(node, "auth_token") && has(node, "auth_token_file")) {
        return refuse(node, "marathon_sd: at most one of auth_token & auth_token_file must be configured");
    }
    return {};
}

Result<void> checkPuppetDbSd(const yaml::Node& node)
{
    if (const auto ok = checkUrl(node); !ok) return ok;
    if (!has(node, "query")) return refuse(node, "query missing");
    return {};
}

Result<void> checkRemoteHeaders(const yaml::Node& node, bool write)
{
    static const std::unordered_set<std::string> kReserved{"content-encoding",
                                                           "content-type",
                                                           "host",
                                                           "user-agent",
                                                           "connection",
                                                           "keep-alive",
                                                           "proxy-authenticate",
                                                           "proxy-authorization",
                                                           "www-authenticate",
                                                           "accept-encoding",
                                                           "x-prometheus-remote-write-version",
                                                           "x-prometheus-remote-read-version",
                                                           "x-amz-date",
                                                           "x-amz-security-token",
                                                           "x-amz-content-sha256"};
    for (const auto& [key, value] : node["headers"].members()) {
        const std::string name = lowered(key.text());
        if (name == "authorization") {
            return refuse(key, write
                                   ? "authorization header must be changed via the basic_auth, authorization, oauth2, "
                                     "sigv4, azuread or google_iam parameter"
                                   : "authorization header must be changed via the basic_auth, authorization, or "
                                     "oauth2 parameter");
        }
        if (kReserved.contains(name)) {
            return refuse(key, key.text() + " is a reserved header. It must not be changed");
        }
    }
    return {};
}

Result<void> checkQueue(const yaml::Node& node)
{
    const auto value = [&](std::string_view name, std::int64_t otherwise) {
        return node[name].toInt(otherwise).value_or(otherwise);
    };
    for (const auto& [name, otherwise] :
         {std::pair{"capacity", 10'000}, {"max_shards", 50}, {"min_shards", 1}, {"max_samples_per_send", 2000}}) {
        if (value(name, otherwise) > 0) continue;
        const std::string shown = std::string_view(name) == "max_samples_per_send" ? "max_samples_per_send"
                                  : std::string_view(name) == "capacity"           ? "capacity"
                                                                                   : name;
        return refuse(node, "remote write queue " + shown + " must be positive");
    }
    if (value("min_shards", 1) > value("max_shards", 50)) {
        return refuse(node, "remote write queue min_shards must be less than or equal to max_shards");
    }
    return {};
}

Result<void> checkRemote(const yaml::Node& node, bool write)
{
    if (!has(node, "url"))
        return refuse(node, write ? "url for remote_write is empty" : "url for remote_read is empty");
    if (const auto ok = checkRemoteHeaders(node, write); !ok) return ok;
    if (!write) return {};
    const std::string& message = node["protobuf_message"].text();
    if (!message.empty() && message != "prometheus.WriteRequest" && message != "io.prometheus.write.v2.Request") {
        return refuse(node["protobuf_message"],
                      "invalid protobuf_message value: unknown type for remote write protobuf "
                      "message " +
                          message +
                          ", supported: prometheus.WriteRequest, "
                          "io.prometheus.write.v2.Request");
    }
    return {};
}

Result<void> checkTracing(const yaml::Node& node)
{
    const std::string client = node["client_type"].toString("grpc").value_or("grpc");
    if (!has(node, "endpoint")) return refuse(node, "tracing endpoint must be set");
    if (client != "grpc" && client != "http") {
        return refuse(node["client_type"], "expected tracing client type to be to be http or grpc, but got " + client);
    }
    const std::string& compression = node["compression"].text();
    if (!compression.empty() && compression != "gzip") {
        return refuse(node["compression"],
                      "invalid compression type " + compression + " provided, valid options: gzip");
    }
    return {};
}

std::string trimmed(std::string text)
{
    const std::size_t from = text.find_first_not_of(" \t\r\n");
    if (from == std::string::npos) return {};
    return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

/// Every complaint about a list of attributes, one a line.
std::string attributeComplaints(const yaml::Node& list, const std::string& kind)
{
    std::string out;
    std::unordered_set<std::string> seen;
    for (const yaml::Node& item : list.items()) {
        const std::string name = trimmed(item.text());
        std::string line;
        if (name.empty()) {
            line = "empty " + kind + " OTel resource attribute";
        } else if (!seen.insert(name).second) {
            line = "duplicated " + kind + " OTel resource attribute " + goQuote(name);
        } else {
            continue;
        }
        out += (out.empty() ? "" : "\n") + line;
    }
    return out;
}

Result<void> checkOtlp(const yaml::Node& node)
{
    const bool all = node["promote_all_resource_attributes"].toBool().value_or(false);
    const yaml::Node promoted = node["promote_resource_attributes"];
    const yaml::Node ignored = node["ignore_resource_attributes"];
    const std::string& strategy = node["translation_strategy"].text();
    if (!strategy.empty() && strategy != "UnderscoreEscapingWithSuffixes" &&
        strategy != "UnderscoreEscapingWithoutSuffixes" && strategy != "NoUTF8EscapingWithSuffixes" &&
        strategy != "NoTranslation") {
        return refuse(node["translation_strategy"], "unsupported OTLP translation strategy " + goQuote(strategy));
    }
    if (all && !promoted.items().empty()) {
        return refuse(node, "'promote_all_resource_attributes' and 'promote_resource_attributes' cannot be configured "
                            "simultaneously");
    }
    if (!all && !ignored.items().empty()) {
        return refuse(node, "'ignore_resource_attributes' cannot be configured unless "
                            "'promote_all_resource_attributes' is true");
    }
    if (const std::string wrong = attributeComplaints(promoted, "promoted"); !wrong.empty()) {
        return refuse(promoted, "invalid 'promote_resource_attributes': " + wrong);
    }
    if (const std::string wrong = attributeComplaints(ignored, "ignored"); !wrong.empty()) {
        return refuse(ignored, "invalid 'ignore_resource_attributes': " + wrong);
    }
    return {};
}

Result<void> checkAlertmanager(const yaml::Node& node)
{
    const std::string version = node["api_version"].toString("v2").value_or("v2");
    if (version == "v2") return {};
    return refuse(node["api_version"], "expected Alertmanager api version to be one of [v2] but got " + version);
}

Result<void> checkChunkEncoding(const yaml::Node& node)
{
    const yaml::Node floats = node["floats"];
    if (!floats.exists() || floats.text() == "xor" || floats.text() == "xor2") return {};
    return refuse(floats, "'storage.tsdb.chunk_encoding.floats' must be 'xor' or 'xor2', or the field must be omitted "
                          "entirely, got " +
                              goQuote(floats.text()));
}

Result<void> checkRetention(const yaml::Node& node)
{
    const double percentage = node["percentage"].toDouble().value_or(0);
    if (!(percentage >= 0 && percentage <= 100)) {
        return refuse(node["percentage"], "'storage.tsdb.retention.percentage' must be in the range [0, 100], got " +
                                              formatFloatG(percentage));
    }
    return {};
}

Result<void> checkUniqueNames(const yaml::Node& list, const std::string& what)
{
    std::unordered_set<std::string> seen;
    for (const yaml::Node& item : list.items()) {
        const std::string& name = item["name"].text();
        if (!name.empty() && !seen.insert(name).second) {
            return refuse(item, "found multiple " + what + " configs with job name " + goQuote(name));
        }
    }
    return {};
}

Result<void> checkTop(const yaml::Node& node)
{
    if (const auto ok = checkUniqueNames(node["remote_write"], "remote write"); !ok) return ok;
    return checkUniqueNames(node["remote_read"], "remote read");
}

}  // namespace

Result<void> checkTargetAddress(std::string_view address)
{
    if (address.find('/') == std::string_view::npos) return {};
    return fail(ErrorCode::InvalidInput, goQuote(address) + " is not a valid hostname");
}

Result<void> checkHttpClient(const yaml::Node& node)
{
    if (const auto ok = checkAuth(node); !ok) return ok;
    if (const auto ok = checkProxy(node); !ok) return ok;
    return checkHeaders(node);
}

Result<void> checkRules(const yaml::Node& node, std::string_view section)
{
    if (section == "top") return checkTop(node);
    if (section == "tls") return checkTls(node);
    if (section == "static") return checkStaticConfig(node);
    if (section == "alertmanager") return checkAlertmanager(node);
    if (section == "remote_write") return checkRemote(node, true);
    if (section == "remote_read") return checkRemote(node, false);
    if (section == "queue") return checkQueue(node);
    if (section == "tracing") return checkTracing(node);
    if (section == "otlp") return checkOtlp(node);
    if (section == "retention") return checkRetention(node);
    if (section == "chunk_encoding") return checkChunkEncoding(node);
    if (section == "file_sd_configs") return checkFileSd(node);
    if (section == "dns_sd_configs") return checkDnsSd(node);
    if (section == "http_sd_configs") return checkUrl(node);
    if (section == "puppetdb_sd_configs") return checkPuppetDbSd(node);
    if (section == "eureka_sd_configs") return checkEurekaSd(node);
    if (section == "marathon_sd_configs") return checkMarathonSd(node);
    return {};
}

std::string_view nullItemMessage(std::string_view section, std::string_view field)
{
    if (field == "metric_relabel_configs") return "empty or null metric relabeling rule in scrape config";
    if (field == "alert_relabel_configs") return "empty or null alert relabeling rule";
    if (field == "write_relabel_configs") return "empty or null relabeling rule in remote write config";
    if (field == "relabel_configs") {
        return section == "alertmanager" ? "empty or null Alertmanager target relabeling rule"
                                         : "empty or null target relabeling rule in scrape config";
    }
    if (field == "scrape_configs") return "empty or null scrape config section";
    if (field == "remote_write") return "empty or null remote write config section";
    if (field == "remote_read") return "empty or null remote read config section";
    if (field == "static_configs") return "empty or null section in static_configs";
    return "empty or null section in list";
}

}  // namespace watchglass::config
