#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace watchglass::test {

/// A connection to a loopback port on which bytes are sent and read as they are.
class RawConnection {
public:
    explicit RawConnection(std::uint16_t port) : m_fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(m_fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
            close(m_fd);
            m_fd = -1;
        }
    }
    ~RawConnection()
    {
        if (m_fd >= 0) close(m_fd);
    }
    RawConnection(RawConnection&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    RawConnection& operator=(RawConnection&&) = delete;

    void send(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }

    /// All that comes until the peer closes.
    [[nodiscard]] std::string readAll()
    {
        std::string out;
        char buffer[16384];
        for (ssize_t n = 0; (n = ::read(m_fd, buffer, sizeof buffer)) > 0;) {
            out.append(buffer, static_cast<std::size_t>(n));
        }
        return out;
    }

private:
    int m_fd;
};

}  // namespace watchglass::test
