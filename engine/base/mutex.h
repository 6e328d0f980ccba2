#pragma once

#include <mutex>

// Clang checks these at compile time (-Wthread-safety); GCC sees nothing. libstdc++'s std::mutex
// carries no such marks, hence the thin wrappers.
#if defined(__clang__)
#define WG_ATTR(x) __attribute__((x))
#else
#define WG_ATTR(x)
#endif
#define WG_GUARDED_BY(m) WG_ATTR(guarded_by(m))
#define WG_REQUIRES(m) WG_ATTR(requires_capability(m))

namespace watchglass {

class WG_ATTR(capability("mutex")) Mutex {
public:
    void lock() WG_ATTR(acquire_capability()) { m_mutex.lock(); }
    void unlock() WG_ATTR(release_capability()) { m_mutex.unlock(); }

private:
    std::mutex m_mutex;
};

class WG_ATTR(scoped_lockable) MutexLock {
public:
    explicit MutexLock(Mutex& mutex) WG_ATTR(acquire_capability(mutex)) : m_mutex(mutex) { m_mutex.lock(); }
    ~MutexLock() WG_ATTR(release_capability()) { m_mutex.unlock(); }
    MutexLock(const MutexLock&) = delete;
    MutexLock& operator=(const MutexLock&) = delete;

private:
    Mutex& m_mutex;
};

}  // namespace watchglass
