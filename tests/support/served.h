#pragma once

#include "engine/base/json.h"
#include "tests/support/http_client.h"
#include "tests/support/program.h"

namespace watchglass::test {

/// Asks a server with Prometheus's HTTP API.
class ApiClient {
public:
    explicit ApiClient(std::string base = {}) : m_base(std::move(base)) {}

    [[nodiscard]] const std::string& base() const { return m_base; }
    [[nodiscard]] HttpAnswer get(const std::string& path) const { return httpRequest(m_base + path); }
    [[nodiscard]] HttpAnswer post(const std::string& path) const { return httpRequest(m_base + path, ""); }
    /// `data` of an answer; null when there is none.
    [[nodiscard]] json::Value data(const std::string& path) const
    {
        auto parsed = json::parse(get(path).body);
        return parsed ? (*parsed)["data"] : json::Value();
    }
    [[nodiscard]] json::Value query(const std::string& expression) const
    {
        return data("/api/v1/query?query=" + urlEncode(expression))["result"];
    }
    /// The value of the first series of an instant query, "" when there is none.
    [[nodiscard]] std::string value(const std::string& expression) const
    {
        const json::Value result = query(expression);
        return result.items().empty() ? std::string() : result.at(0)["value"].at(1).toString();
    }

private:
    std::string m_base;
};

/// `watchglass serve`, on a free port unless told otherwise, its data in `home`.
class Served {
public:
    explicit Served(const QTemporaryDir& home) : m_program(home) {}

    /// False, with the reason in program().err(), when it does not come to listen.
    [[nodiscard]] bool start(const QStringList& arguments, const QString& address = QStringLiteral("127.0.0.1:0"))
    {
        m_program.start(QStringList{"serve", "--web.listen-address", address} + arguments);
        QString port;
        if (!m_program.says("listening on .*\\(port (\\d+)\\)", &port)) return false;
        m_api = ApiClient("http://127.0.0.1:" + port.toStdString());
        return true;
    }
    [[nodiscard]] Program& program() { return m_program; }
    [[nodiscard]] const ApiClient& api() const { return m_api; }

private:
    Program m_program;
    ApiClient m_api;
};

}  // namespace watchglass::test
