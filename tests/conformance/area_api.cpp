// api/replay.json: recorded requests against a server over the recorded data, through a real socket.

#include "tests/conformance/api_compare.h"
#include "tests/conformance/api_server.h"
#include "tests/conformance/areas.h"
#include "tests/conformance/case_file.h"
#include "tests/support/raw_http.h"

namespace watchglass::conformance {

namespace {

std::string encoded(std::string_view text)
{
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0) {
            out += c;
        } else {
            out += {'%', kHex[byte >> 4], kHex[byte & 15]};
        }
    }
    return out;
}

std::string form(const json::Value& params)
{
    std::string out;
    const auto add = [&](std::string_view name, const json::Value& value) {
        out += (out.empty() ? "" : "&") + encoded(name) + '=' + encoded(value.toString());
    };
    for (const auto& [name, value] : params.members()) {
        if (value.isArray()) {
            for (const json::Value& item : value.items()) add(name, item);
        } else {
            add(name, value);
        }
    }
    return out;
}

HttpAnswer ask(std::uint16_t port, const json::Value& request)
{
    const std::string query = form(request["params"]);
    const std::string body = form(request["form"]);
    std::string text = request["method"].toString() + ' ' + request["path"].toString();
    if (!query.empty()) text += '?' + query;
    text += " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    if (!body.empty()) text += "Content-Type: application/x-www-form-urlencoded\r\n";
    text += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    test::RawConnection connection(port);
    connection.send(text);
    return parseAnswer(connection.readAll());
}

}  // namespace

void runApi(const std::filesystem::path& dir, Report& report)
{
    const auto text = readFile(dir / "dataset.json");
    const auto dataset = text ? json::parse(*text)
                              : Result<json::Value>(fail(ErrorCode::NotFound, "dataset.json is not there"));
    if (!dataset) return report.fail("dataset.json", "a JSON document", dataset.error().message);
    const auto server = ApiServer::start(*dataset);
    if (!server) return report.fail("dataset.json", "data that can be loaded", server.error().message);
    forEachCase(dir / "replay.json", report, [&](const json::Value& theCase, const std::string& id) {
        const std::string name = id + ' ' + theCase["request"]["path"].toString() + ' ' +
                                 theCase["request"]["params"]["query"].toString();
        const HttpAnswer answer = ask((*server)->port(), theCase["request"]);
        const std::string difference = compareAnswer(theCase, answer);
        if (difference.empty()) return report.pass(name);
        report.fail(name, difference, answer.body);
    });
}

}  // namespace watchglass::conformance
