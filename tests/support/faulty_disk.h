#pragma once

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <limits>

namespace watchglass::test {

/// A disk below SQLite on which chosen operations go wrong.
///
/// While it lives it is SQLite's default file system of the process. Threads: any.
class FaultyDisk {
public:
    enum Operation : std::uint8_t { kRead, kWrite, kSync, kTruncate, kOperations };
    enum class Fault : std::uint8_t {
        Once,    ///< the n-th fails, the next works
        Always,  ///< the n-th and all that follow fail
        Short    ///< the n-th write stores the first half and fails, and so do all that follow
    };

    FaultyDisk()
    {
        s_real = sqlite3_vfs_find(nullptr);
        m_vfs = *s_real;
        m_vfs.zName = "faulty-disk";
        m_vfs.szOsFile = static_cast<int>(sizeof(File)) + s_real->szOsFile;
        m_vfs.pNext = nullptr;
        m_vfs.xOpen = open;
        heal();
        sqlite3_vfs_register(&m_vfs, 1);
    }
    ~FaultyDisk()
    {
        sqlite3_vfs_unregister(&m_vfs);
        sqlite3_vfs_register(s_real, 1);
    }
    FaultyDisk(const FaultyDisk&) = delete;
    FaultyDisk& operator=(const FaultyDisk&) = delete;

    /// From now on the n-th operation of the kind (0: the next) goes wrong.
    void breakAt(Operation operation, long n, Fault fault)
    {
        heal();
        s_fault = fault;
        s_left[operation] = n;
    }
    void heal()
    {
        s_hit = false;
        for (auto& left : s_left) left = kNever;
    }
    /// How often files whose names contain `part` were synced since countSyncs().
    void countSyncs(const char* part)
    {
        s_counted = part;
        s_syncs = 0;
    }
    [[nodiscard]] long syncs() const { return s_syncs; }
    /// Whether an operation has gone wrong since breakAt().
    [[nodiscard]] bool hit() const { return s_hit; }

private:
    static constexpr long kNever = std::numeric_limits<long>::max();

    /// Followed in memory by the real file.
    struct File {
        sqlite3_file base;
        sqlite3_io_methods methods;
        const char* name;  ///< lives as long as the file is open
        [[nodiscard]] sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
    };
    static File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
    static const sqlite3_io_methods& real(sqlite3_file* file) { return *of(file).real()->pMethods; }

    static bool fails(Operation operation)
    {
        if (s_left[operation] == kNever) return false;
        const long left = s_left[operation]--;
        const bool now = left == 0 || (left < 0 && s_fault != Fault::Once);
        if (now) s_hit = true;
        return now;
    }

    static int write(sqlite3_file* f, const void* from, int size, sqlite3_int64 at)
    {
        if (!fails(kWrite)) return real(f).xWrite(of(f).real(), from, size, at);
        if (s_fault == Fault::Short && size > 1) (void)real(f).xWrite(of(f).real(), from, size / 2, at);
        return s_fault == Fault::Once ? SQLITE_IOERR_WRITE : SQLITE_FULL;
    }

    static int open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* outFlags)
    {
        File& own = of(file);
        own.base.pMethods = nullptr;
        own.name = name;
        const int result = s_real->xOpen(s_real, name, own.real(), flags, outFlags);
        if (!own.real()->pMethods) return result;
        own.methods = *own.real()->pMethods;
        own.methods.iVersion = 1;  // neither shared memory nor mapped files
        own.methods.xClose = [](sqlite3_file* f) { return real(f).xClose(of(f).real()); };
        own.methods.xRead = [](sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
            return fails(kRead) ? SQLITE_IOERR_READ : real(f).xRead(of(f).real(), to, size, at);
        };
        own.methods.xWrite = write;
        own.methods.xTruncate = [](sqlite3_file* f, sqlite3_int64 size) {
            return fails(kTruncate) ? SQLITE_IOERR_TRUNCATE : real(f).xTruncate(of(f).real(), size);
        };
        // Nothing here outlives the machine: a sync that works is none.
        own.methods.xSync = [](sqlite3_file* f, int) {
            if (of(f).name && std::strstr(of(f).name, s_counted)) ++s_syncs;
            return fails(kSync) ? SQLITE_IOERR_FSYNC : SQLITE_OK;
        };
        own.methods.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) {
            return real(f).xFileSize(of(f).real(), size);
        };
        own.methods.xLock = [](sqlite3_file* f, int how) { return real(f).xLock(of(f).real(), how); };
        own.methods.xUnlock = [](sqlite3_file* f, int how) { return real(f).xUnlock(of(f).real(), how); };
        own.methods.xCheckReservedLock = [](sqlite3_file* f, int* out) {
            return real(f).xCheckReservedLock(of(f).real(), out);
        };
        own.methods.xFileControl = [](sqlite3_file* f, int what, void* argument) {
            return real(f).xFileControl(of(f).real(), what, argument);
        };
        own.methods.xSectorSize = [](sqlite3_file* f) { return real(f).xSectorSize(of(f).real()); };
        own.methods.xDeviceCharacteristics = [](sqlite3_file* f) {
            return real(f).xDeviceCharacteristics(of(f).real());
        };
        own.base.pMethods = &own.methods;
        return result;
    }

    sqlite3_vfs m_vfs{};
    static inline sqlite3_vfs* s_real = nullptr;
    static inline std::array<std::atomic<long>, kOperations> s_left{};
    static inline std::atomic<Fault> s_fault = Fault::Once;
    static inline std::atomic<bool> s_hit = false;
    static inline std::atomic<const char*> s_counted = "/";
    static inline std::atomic<long> s_syncs = 0;
};

}  // namespace watchglass::test
