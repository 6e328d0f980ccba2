#pragma once

#include <string>

#include <QProcess>
#include <QStringList>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace watchglass::hostmetrics {

/// A node_exporter on a free port of the loopback; it ends with the object.
class NodeExporterProcess {
public:
    explicit NodeExporterProcess(QStringList arguments) : m_port(freePort())
    {
        arguments.prepend("--web.listen-address=127.0.0.1:" + QString::number(m_port));
        m_process.setStandardErrorFile(QProcess::nullDevice());
        m_process.start("prometheus-node-exporter", arguments);
        m_process.waitForStarted();
    }
    ~NodeExporterProcess()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    NodeExporterProcess(const NodeExporterProcess&) = delete;
    NodeExporterProcess& operator=(const NodeExporterProcess&) = delete;

    /// The body of /metrics; empty when it does not answer (yet).
    [[nodiscard]] std::string scrape() const
    {
        const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const sockaddr_in address = loopback(m_port);
        std::string response;
        if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
            // HTTP/1.0: the end of the body is the end of the connection.
            const std::string request = "GET /metrics HTTP/1.0\r\n\r\n";
            static_cast<void>(::send(fd, request.data(), request.size(), MSG_NOSIGNAL));
            char buffer[16384];
            for (ssize_t got = 0; (got = ::recv(fd, buffer, sizeof buffer, 0)) > 0;) {
                response.append(buffer, static_cast<std::size_t>(got));
            }
        }
        ::close(fd);
        const std::size_t head = response.find("\r\n\r\n");
        return head == std::string::npos ? std::string() : response.substr(head + 4);
    }

private:
    static sockaddr_in loopback(std::uint16_t port)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return address;
    }

    static std::uint16_t freePort()
    {
        const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address = loopback(0);
        socklen_t size = sizeof address;
        static_cast<void>(::bind(fd, reinterpret_cast<const sockaddr*>(&address), size));
        static_cast<void>(::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size));
        ::close(fd);
        return ntohs(address.sin_port);
    }

    std::uint16_t m_port;
    QProcess m_process;
};

}  // namespace watchglass::hostmetrics
