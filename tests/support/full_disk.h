#pragma once

#include <sqlite3.h>

#include <atomic>
#include <limits>

namespace watchglass::test {

/// A disk below SQLite that has no room for the n-th write and all that follow, until there is room again.
///
/// While it lives it is SQLite's default file system of the process. Threads: any.
class FullDisk {
public:
    static constexpr long kNever = std::numeric_limits<long>::max();

    FullDisk()
    {
        s_real = sqlite3_vfs_find(nullptr);
        m_vfs = *s_real;
        m_vfs.zName = "full-disk";
        m_vfs.szOsFile = static_cast<int>(sizeof(File)) + s_real->szOsFile;
        m_vfs.pNext = nullptr;
        m_vfs.xOpen = open;
        s_left = kNever;
        sqlite3_vfs_register(&m_vfs, 1);
    }
    ~FullDisk()
    {
        sqlite3_vfs_unregister(&m_vfs);
        sqlite3_vfs_register(s_real, 1);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

    /// Room for that many writes from now on.
    void setRoom(long writes) { s_left = writes; }
    /// Whether a write has been refused since the last setRoom().
    [[nodiscard]] bool refused() const { return s_left < 0; }

private:
    /// Followed in memory by the real file.
    struct File {
        sqlite3_file base;
        sqlite3_io_methods methods;
        [[nodiscard]] sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
    };
    static File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }

    static bool full()
    {
        if (s_left == kNever) return false;
        if (s_left > 0) {
            --s_left;
            return false;
        }
        s_left = -1;
        return true;
    }

    static int open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* outFlags)
    {
        File& own = of(file);
        own.base.pMethods = nullptr;
        const int result = s_real->xOpen(s_real, name, own.real(), flags, outFlags);
        if (own.real()->pMethods) {
            own.methods = *own.real()->pMethods;
            own.methods.iVersion = 1;  // neither shared memory nor mapped files
            own.methods.xClose = [](sqlite3_file* f) { return of(f).real()->pMethods->xClose(of(f).real()); };
            own.methods.xRead = [](sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
                return of(f).real()->pMethods->xRead(of(f).real(), to, size, at);
            };
            own.methods.xWrite = [](sqlite3_file* f, const void* from, int size, sqlite3_int64 at) {
                return full() ? SQLITE_FULL : of(f).real()->pMethods->xWrite(of(f).real(), from, size, at);
            };
            own.methods.xTruncate = [](sqlite3_file* f, sqlite3_int64 size) {
                return of(f).real()->pMethods->xTruncate(of(f).real(), size);
            };
            // Nothing here outlives the machine: a sync that has room is none.
            own.methods.xSync = [](sqlite3_file*, int) { return full() ? SQLITE_IOERR_FSYNC : SQLITE_OK; };
            own.methods.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) {
                return of(f).real()->pMethods->xFileSize(of(f).real(), size);
            };
            own.methods.xLock = [](sqlite3_file* f, int how) {
                return of(f).real()->pMethods->xLock(of(f).real(), how);
            };
            own.methods.xUnlock = [](sqlite3_file* f, int how) {
                return of(f).real()->pMethods->xUnlock(of(f).real(), how);
            };
            own.methods.xCheckReservedLock = [](sqlite3_file* f, int* out) {
                return of(f).real()->pMethods->xCheckReservedLock(of(f).real(), out);
            };
            own.methods.xFileControl = [](sqlite3_file* f, int what, void* argument) {
                return of(f).real()->pMethods->xFileControl(of(f).real(), what, argument);
            };
            own.methods.xSectorSize = [](sqlite3_file* f) { return of(f).real()->pMethods->xSectorSize(of(f).real()); };
            own.methods.xDeviceCharacteristics = [](sqlite3_file* f) {
                return of(f).real()->pMethods->xDeviceCharacteristics(of(f).real());
            };
            own.base.pMethods = &own.methods;
        }
        return result;
    }

    sqlite3_vfs m_vfs{};
    static inline sqlite3_vfs* s_real = nullptr;
    static inline std::atomic<long> s_left = kNever;
};

}  // namespace watchglass::test
