#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace watchglass::storage {

/// A SQLite connection. Threads: one at a time.
class Database {
public:
    enum class Mode : std::uint8_t {
        Create,    ///< read and write, made when missing, WAL, mode 0600
        Immutable  ///< read a file that nobody changes; no locks, no journal
    };

    /// `syncEveryCommit`: SQLite's synchronous=FULL instead of NORMAL. Errors: Io, Corrupt; `where` is the path.
    [[nodiscard]] static Result<Database> open(const std::filesystem::path& path, Mode mode,
                                               bool syncEveryCommit = false);
    /// A new file to build, with pages of that size. Errors: Io.
    /// Nothing is undone: when writing fails, the file is to be removed.
    [[nodiscard]] static Result<Database> build(const std::filesystem::path& path, int pageBytes);
    Database(Database&&) noexcept = default;
    Database& operator=(Database&&) noexcept = default;

    /// Runs statements without results.
    [[nodiscard]] Result<void> run(const std::string& sql);
    /// A copy of all that was committed, as one file, durable, mode 0600. Errors: Io, Corrupt.
    [[nodiscard]] Result<void> copyTo(const std::filesystem::path& path);
    /// What is wrong with the tree of pages as SQLite sees it; empty when nothing is.
    [[nodiscard]] std::vector<std::string> damagedPages();
    [[nodiscard]] Error lastError(std::string_view doing) const;
    [[nodiscard]] sqlite3* handle() const { return m_handle.get(); }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    struct Close {
        void operator()(sqlite3* handle) const;
    };
    [[nodiscard]] static Result<Database> connect(const std::filesystem::path& path, Mode mode);
    Database(std::unique_ptr<sqlite3, Close> handle, std::filesystem::path path)
        : m_handle(std::move(handle)), m_path(std::move(path))
    {
    }

    std::unique_ptr<sqlite3, Close> m_handle;
    std::filesystem::path m_path;
};

/// A prepared statement. The database must outlive it.
class Statement {
public:
    [[nodiscard]] static Result<Statement> prepare(Database& database, std::string_view sql);

    Statement& bind(int index, std::int64_t value);
    /// The bytes must live until the next step or reset.
    Statement& bindText(int index, std::string_view text);
    /// Likewise.
    Statement& bindBlob(int index, std::string_view bytes);

    /// Steps to the next row; false at the end. Errors: Io, Corrupt.
    [[nodiscard]] Result<bool> step();
    void reset();

    [[nodiscard]] int columns() const;
    [[nodiscard]] std::int64_t integer(int column) const;
    /// Valid until the next step or reset.
    [[nodiscard]] std::string_view blob(int column) const;

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    Statement(std::unique_ptr<sqlite3_stmt, Finalize> handle, Database& database)
        : m_handle(std::move(handle)), m_database(&database)
    {
    }

    std::unique_ptr<sqlite3_stmt, Finalize> m_handle;
    Database* m_database;
};

}  // namespace watchglass::storage
