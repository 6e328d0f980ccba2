#include "engine/storage/sqlite.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <string>

#include "engine/storage/files.h"

namespace watchglass::storage {

namespace {

/// A URI for the path: SQLite wants '?', '#' and '%' escaped.
std::string uriOf(const std::filesystem::path& path, std::string_view query)
{
    std::string out = "file:";
    for (const char c : path.string()) {
        if (c == '?') {
            out += "%3f";
        } else if (c == '#') {
            out += "%23";
        } else if (c == '%') {
            out += "%25";
        } else {
            out += c;
        }
    }
    return out + "?" + std::string(query);
}

ErrorCode codeOf(int result)
{
    const int primary = result & 0xFF;
    // SQLITE_ERROR: tables or columns are not those that were written.
    const bool content = primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB || primary == SQLITE_ERROR;
    return content ? ErrorCode::Corrupt : ErrorCode::Io;
}

/// SQLite makes files that everybody may read; samples are nobody else's business.
void makePrivate(const std::filesystem::path& path)
{
    // The umask would do, but it belongs to the whole process.
    const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (file >= 0) ::close(file);
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const { sqlite3_close(handle); }
void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Result<Database> Database::connect(const std::filesystem::path& path, Mode mode)
{
    sqlite3* raw = nullptr;
    const bool create = mode == Mode::Create;
    const int flags = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX |
                      (create ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
    if (create) makePrivate(path);
    const int result = sqlite3_open_v2(uriOf(path, create ? "mode=rwc" : "immutable=1").c_str(), &raw, flags, nullptr);
    std::unique_ptr<sqlite3, Close> handle(raw);
    if (result != SQLITE_OK) {
        return fail(codeOf(result), std::string("cannot open the database: ") + sqlite3_errstr(result), path.string());
    }
    return Database(std::move(handle), path);
}

Result<Database> Database::open(const std::filesystem::path& path, Mode mode, bool syncEveryCommit)
{
    auto out = connect(path, mode);
    if (!out) return out;
    // No mapped files: where the disk cannot read a page, that is an error and not a signal.
    // The exclusive lock comes first: then the index of the WAL is in memory, which takes no room on the disk.
    const auto set = out->run(mode == Mode::Create
                                  ? std::string("PRAGMA locking_mode=EXCLUSIVE; "
                                                "PRAGMA journal_mode=WAL; "
                                                "PRAGMA wal_autocheckpoint=4000; PRAGMA synchronous=") +
                                        (syncEveryCommit ? "FULL" : "NORMAL")
                                  : std::string("PRAGMA query_only=1"));
    if (!set) return tl::make_unexpected(set.error());
    return out;
}

Result<Database> Database::build(const std::filesystem::path& path, int pageBytes)
{
    auto out = connect(path, Mode::Create);
    if (!out) return out;
    const auto set = out->run("PRAGMA page_size=" + std::to_string(pageBytes) +
                              "; PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=OFF; PRAGMA synchronous=FULL");
    if (!set) return tl::make_unexpected(set.error());
    return out;
}

Error Database::lastError(std::string_view doing) const
{
    return {codeOf(sqlite3_extended_errcode(m_handle.get())),
            std::string(doing) + ": " + sqlite3_errmsg(m_handle.get()), m_path.string()};
}

Result<void> Database::run(const std::string& sql)
{
    if (sqlite3_exec(m_handle.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return tl::make_unexpected(lastError("database"));
    }
    return {};
}

Result<void> Database::copyTo(const std::filesystem::path& path)
{
    auto vacuum = Statement::prepare(*this, "VACUUM INTO ?1");
    if (!vacuum) return tl::make_unexpected(vacuum.error());
    if (auto done = vacuum->bindText(1, path.native()).step(); !done) return tl::make_unexpected(done.error());
    std::error_code ignored;
    std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                                 ignored);
    return syncFile(path);
}

std::vector<std::string> Database::damagedPages()
{
    auto check = Statement::prepare(*this, "PRAGMA quick_check(20)");
    if (!check) return {check.error().message};
    std::vector<std::string> out;
    for (;;) {
        const auto more = check->step();
        if (!more) out.push_back(more.error().message);
        if (!more || !*more) return out;
        if (const std::string_view text = check->blob(0); text != "ok") out.emplace_back(text);
    }
}

Result<Statement> Statement::prepare(Database& database, std::string_view sql)
{
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(database.handle(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr) != SQLITE_OK) {
        return tl::make_unexpected(database.lastError("database"));
    }
    return Statement(std::unique_ptr<sqlite3_stmt, Finalize>(raw), database);
}

Statement& Statement::bind(int index, std::int64_t value)
{
    sqlite3_bind_int64(m_handle.get(), index, value);
    return *this;
}

Statement& Statement::bindText(int index, std::string_view text)
{
    sqlite3_bind_text64(m_handle.get(), index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
    return *this;
}

Statement& Statement::bindBlob(int index, std::string_view bytes)
{
    sqlite3_bind_blob64(m_handle.get(), index, bytes.data(), bytes.size(), SQLITE_STATIC);
    return *this;
}

Result<bool> Statement::step()
{
    switch (sqlite3_step(m_handle.get())) {
    case SQLITE_ROW: return true;
    case SQLITE_DONE: return false;
    default: return tl::make_unexpected(m_database->lastError("database"));
    }
}

void Statement::reset()
{
    sqlite3_reset(m_handle.get());
    sqlite3_clear_bindings(m_handle.get());
}

int Statement::columns() const { return sqlite3_column_count(m_handle.get()); }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(m_handle.get(), column); }

std::string_view Statement::blob(int column) const
{
    const auto* data = static_cast<const char*>(sqlite3_column_blob(m_handle.get(), column));
    return {data, data ? static_cast<std::size_t>(sqlite3_column_bytes(m_handle.get(), column)) : 0};
}

}  // namespace watchglass::storage
