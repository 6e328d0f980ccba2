#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace watchglass {

/// What kind of failure this is. Callers branch on the code, people read the message.
enum class ErrorCode : std::uint8_t {
    InvalidInput,  ///< text, file or request that can never succeed as given
    NotFound,      ///< the thing named does not exist
    Io,            ///< disk or socket said no; a retry may help
    Corrupt,       ///< stored bytes fail their own checks
    Timeout,
    Cancelled,
    Limit,  ///< a configured ceiling was reached (samples, series, bytes)
};

/// A failure that somebody may have to read at three in the morning.
/// `message` says what went wrong; `where` says in what: a file:line, a target URL, a query position.
struct [[nodiscard]] Error {
    ErrorCode code;
    std::string message;
    std::string where;

    /// Returns a copy with the caller's context put in front: "loading rules.yml: bad duration".
    [[nodiscard]] Error within(std::string_view context) const
    {
        return {code, std::string(context) + ": " + message, where};
    }
};

/// The value, or why there is none. The only spelling used in this code base, so that the day we
/// build with a library that has std::expected, this header is the only file that changes.
template <class T>
using Result = tl::expected<T, Error>;

inline auto fail(ErrorCode code, std::string message, std::string where = {})
{
    return tl::make_unexpected(Error{code, std::move(message), std::move(where)});
}

}  // namespace watchglass
