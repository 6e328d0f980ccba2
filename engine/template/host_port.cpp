#include "engine/template/host_port.h"

#include <arpa/inet.h>

namespace watchglass::tmpl {

bool splitHostPort(std::string_view text, std::string& host, std::string& port)
{
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return false;
    std::string_view rest;
    if (text.front() == '[') {
        const std::size_t close = text.find(']');
        if (close == std::string_view::npos || close + 1 != colon) return false;
        host = text.substr(1, close - 1);
        rest = text.substr(1);
        if (rest.find('[') != std::string_view::npos || text.find(']', close + 1) != std::string_view::npos)
            return false;
    } else {
        host = text.substr(0, colon);
        if (host.find(':') != std::string::npos) return false;
        if (text.find_first_of("[]") != std::string_view::npos) return false;
    }
    port = text.substr(colon + 1);
    return true;
}

bool isIpAddress(std::string_view text)
{
    const std::string owned(text);
    unsigned char address[16];
    return inet_pton(AF_INET, owned.c_str(), address) == 1 || inet_pton(AF_INET6, owned.c_str(), address) == 1;
}

}  // namespace watchglass::tmpl
