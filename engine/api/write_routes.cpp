// The HTTP side of remote write (https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/): what is said in headers.

#include "engine/api/write_routes.h"

#include <algorithm>

#include "engine/base/log.h"
#include "engine/model/labels.h"
#include "engine/remotewrite/snappy_block.h"

namespace watchglass::api {

namespace {

using remotewrite::Version;

constexpr std::string_view kMessageV1 = "prometheus.WriteRequest";
constexpr std::string_view kMessageV2 = "io.prometheus.write.v2.Request";

std::string lower(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

std::string_view trimmed(std::string_view text)
{
    while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
    return text;
}

/// The message that a content type names; version 1 when it names none. Errors: InvalidInput.
Result<Version> versionOf(std::string_view contentType)
{
    if (trimmed(contentType).empty()) return Version::V1;
    const std::string_view media = contentType.substr(0, contentType.find(';'));
    if (lower(trimmed(media)) != "application/x-protobuf") {
        return fail(ErrorCode::InvalidInput, "expected application/x-protobuf as the first (media) part, got " +
                                                 std::string(contentType) + " content-type");
    }
    for (std::string_view rest = contentType.substr(media.size()); !rest.empty();) {
        rest.remove_prefix(1);
        const std::string_view parameter = trimmed(rest.substr(0, rest.find(';')));
        rest.remove_prefix(std::min(rest.size(), rest.find(';')));
        const std::size_t equals = parameter.find('=');
        if (equals == std::string_view::npos || lower(trimmed(parameter.substr(0, equals))) != "proto") continue;
        std::string_view message = trimmed(parameter.substr(equals + 1));
        if (message.size() > 1 && message.starts_with('"') && message.ends_with('"')) {
            message = message.substr(1, message.size() - 2);
        }
        if (message == kMessageV1) return Version::V1;
        if (message == kMessageV2) return Version::V2;
        return fail(ErrorCode::InvalidInput, "unknown type for remote write protobuf message " + std::string(message) +
                                                 ", supported: " + std::string(kMessageV1) + ", " +
                                                 std::string(kMessageV2));
    }
    return Version::V1;
}

Response refuse(int status, std::string_view why)
{
    return {status, "text/plain; charset=utf-8", std::string(why) + "\n"};
}

/// What version 2 wants to be told in every answer, so that a sender sees partial writes.
void tellWritten(const remotewrite::WriteOutcome& outcome, Response& response)
{
    const auto tell = [&](const char* what, std::uint64_t count) {
        response.headers[std::string("X-Prometheus-Remote-Write-") + what + "-Written"] = std::to_string(count);
    };
    tell("Samples", outcome.samples);
    tell("Histograms", outcome.histograms);
    tell("Exemplars", outcome.exemplars);
}

Response write(const Request& request, remotewrite::Receiver& receiver)
{
    const auto version = versionOf(request.header("content-type"));
    if (!version) return refuse(415, version.error().message);
    remotewrite::WriteOutcome outcome;
    const auto answer = [&](Response response) {
        if (*version == Version::V2) tellWritten(outcome, response);
        return response;
    };
    const std::string encoding = lower(trimmed(request.header("content-encoding")));
    if (!encoding.empty() && encoding != "snappy") {
        return answer(refuse(
            415, encoding + " encoding (compression) is not accepted by this server; only snappy is acceptable"));
    }
    const auto body = remotewrite::unpackSnappy(request.body);
    if (!body) return answer(refuse(400, body.error().message));
    const auto message = remotewrite::readWriteRequest(*body, *version);
    if (!message) return answer(refuse(400, message.error().message));
    outcome = receiver.write(*message);
    if (!outcome.failed.empty()) {
        logError("remotewrite", "a request was not stored: " + outcome.failed);
        return answer(refuse(500, outcome.failed));
    }
    if (outcome.refused.empty()) return answer({204, "", ""});
    std::string text;
    for (const std::string& why : outcome.refused) text += (text.empty() ? "" : "\n") + why;
    return answer(refuse(400, text));
}

}  // namespace

void addWriteRoutes(Router& router, remotewrite::Receiver* receiver)
{
    router.add("POST", "/api/v1/write", [receiver](const Request& request) {
        return receiver ? write(request, *receiver)
                        : refuse(404, "remote write receiver needs to be enabled with "
                                      "--web.enable-remote-write-receiver");
    });
}

}  // namespace watchglass::api
