#pragma once

namespace watchglass::detail {

/// Prints what failed and aborts.
[[noreturn]] void assertionFailed(const char* expression, const char* file, int line);

}  // namespace watchglass::detail

/// For bugs of ours only: never reachable from a file, a socket or a click. On in debug builds.
#ifdef WG_ASSERTIONS
#define WG_ASSERT(x) ((x) ? void(0) : ::watchglass::detail::assertionFailed(#x, __FILE__, __LINE__))
#else
#define WG_ASSERT(x) void(0)
#endif
