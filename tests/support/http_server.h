#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace watchglass::test {

/// A scripted HTTP server on a free loopback port. The script sees each request and writes whatever bytes it likes.
class HttpServer {
public:
    /// One connection, for scripts.
    class Connection {
    public:
        Connection(int fd, const std::atomic<bool>& stop) : m_fd(fd), m_stop(stop) {}

        /// False when the other side is gone.
        bool send(std::string_view bytes)
        {
            while (!bytes.empty()) {
                if (!wait(POLLOUT)) return false;
                const auto sent = ::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
                if (sent <= 0) return false;
                bytes.remove_prefix(static_cast<std::size_t>(sent));
            }
            return true;
        }
        /// A whole answer with its length.
        bool reply(const std::string& body, const std::string& status = "200 OK", const std::string& headers = {})
        {
            return send("HTTP/1.1 " + status + "\r\nContent-Type: text/plain; version=0.0.4\r\n" + headers +
                        "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
        }
        /// Says nothing until the client leaves or the server stops.
        void hang()
        {
            char ignored = 0;
            while (wait(POLLIN) && ::recv(m_fd, &ignored, 1, 0) > 0) {
            }
        }
        bool wait(short what)
        {
            pollfd poll{m_fd, what, 0};
            while (!m_stop) {
                const int ready = ::poll(&poll, 1, 20);
                if (ready < 0) return false;
                if (ready > 0) return (poll.revents & what) != 0;
            }
            return false;
        }

    private:
        int m_fd;
        const std::atomic<bool>& m_stop;
    };
    /// Returns whether the connection stays open.
    using Script = std::function<bool(const std::string& request, Connection& connection)>;

    explicit HttpServer(Script script) : m_script(std::move(script)), m_fd(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        const bool bound = ::bind(m_fd, reinterpret_cast<sockaddr*>(&address), size) == 0 && ::listen(m_fd, 64) == 0;
        ::getsockname(m_fd, reinterpret_cast<sockaddr*>(&address), &size);
        m_port = bound ? ntohs(address.sin_port) : 0;
        m_accept = std::thread([this] { acceptAll(); });
    }
    ~HttpServer()
    {
        m_stop = true;
        m_accept.join();
        for (auto& thread : m_threads) thread.join();
        ::close(m_fd);
    }
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(m_port); }
    [[nodiscard]] int connections() const { return m_connections; }

private:
    void acceptAll()
    {
        pollfd poll{m_fd, POLLIN, 0};
        while (!m_stop) {
            if (::poll(&poll, 1, 20) <= 0) continue;
            const int fd = ::accept(m_fd, nullptr, nullptr);
            if (fd < 0) continue;
            ++m_connections;
            m_threads.emplace_back([this, fd] {
                serve(fd);
                ::close(fd);
            });
        }
    }

    void serve(int fd)
    {
        Connection connection(fd, m_stop);
        std::string buffer;
        while (connection.wait(POLLIN)) {
            char bytes[4096];
            const auto got = ::recv(fd, bytes, sizeof bytes, 0);
            if (got <= 0) return;
            buffer.append(bytes, static_cast<std::size_t>(got));
            const std::size_t end = buffer.find("\r\n\r\n");
            if (end == std::string::npos) continue;
            const std::string request = buffer.substr(0, end + 4);
            buffer.erase(0, end + 4);
            if (!m_script(request, connection)) return;
        }
    }

    Script m_script;
    int m_fd;
    int m_port = 0;
    std::atomic<bool> m_stop = false;
    std::atomic<int> m_connections = 0;
    std::vector<std::thread> m_threads;  // the accept thread's, then the destructor's
    std::thread m_accept;
};

}  // namespace watchglass::test
