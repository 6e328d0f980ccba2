#include "engine/storage/stored_tables.h"

#include <bit>
#include <limits>

#include "engine/base/hash.h"
#include "engine/storage/bytes.h"
#include "engine/storage/packed_blob.h"

namespace watchglass::storage {

namespace {

/// Rows to step over at once before giving up: a damaged page holds fewer.
constexpr std::int64_t kLongestStep = 1 << 20;

}  // namespace

Result<LabelRowsRead> readLabelRows(Database& database, const LabelReader& reader)
{
    LabelRowsRead out;
    const auto damaged = [&](std::string message) {
        ++out.damagedRows;
        if (!out.firstDamage) out.firstDamage = Error{ErrorCode::Corrupt, std::move(message), database.path().string()};
    };
    LabelRow labels;
    BlobReader blobs;
    const auto skipped = readRows(
        database, "SELECT id, data FROM labels WHERE id > ?1 ORDER BY id", [&](Statement& row) {
            const auto content = blobs.read(row.blob(1));
            if (!content)
                return damaged("labels row " + std::to_string(row.integer(0)) + ": " + content.error().message);
            if (!decodeLabelRow(*content, labels))
                return damaged("labels row " + std::to_string(row.integer(0)) + " makes no sense");
            out.series += labels.series.size();
            reader(labels);
        });
    if (!skipped) return tl::make_unexpected(skipped.error());
    if (*skipped > 0) damaged("pages of the table labels cannot be read");
    return out;
}

Result<std::uint64_t> readRows(Database& database, std::string_view select, const std::function<void(Statement&)>& row)
{
    auto statement = Statement::prepare(database, select);
    if (!statement) return tl::make_unexpected(statement.error());
    std::int64_t after = std::numeric_limits<std::int64_t>::min();
    std::int64_t step = 1;
    std::uint64_t skipped = 0;
    bool any = false;
    for (;;) {
        statement->reset();
        statement->bind(1, after);
        Result<bool> more = statement->step();
        while (more && *more) {
            any = true;
            step = 1;
            after = statement->integer(0);
            row(*statement);
            more = statement->step();
        }
        if (more) return skipped;
        if (more.error().code == ErrorCode::Io || (!any && step > 1)) return tl::make_unexpected(more.error());
        if (step == 1) ++skipped;
        if (step > kLongestStep) return skipped;
        after = any ? after + step : 0;
        step *= 2;
    }
}

Result<Meta> readMeta(Database& database)
{
    auto meta = Statement::prepare(database, "SELECT * FROM meta");
    if (!meta) return tl::make_unexpected(meta.error());
    const auto has = meta->step();
    if (!has) return tl::make_unexpected(has.error());
    if (!*has) return fail(ErrorCode::Corrupt, "the file names no format", database.path().string());
    Meta out;
    std::string bytes;
    const int last = meta->columns() - 1;
    out.format = meta->integer(0);
    for (int i = 0; i < (out.format == 1 ? last + 1 : last); ++i) {
        out.numbers.push_back(meta->integer(i));
        putFixed(bytes, meta->integer(i));
    }
    out.good = out.format == 1 || meta->integer(last) == std::bit_cast<std::int64_t>(hashBytes(bytes));
    return out;
}

std::string metaSql(std::initializer_list<std::pair<const char*, std::int64_t>> numbers)
{
    std::string columns;
    std::string values;
    std::string bytes;
    for (const auto& [name, number] : numbers) {
        columns += std::string(name) + " INTEGER, ";
        values += std::to_string(number) + ", ";
        putFixed(bytes, number);
    }
    return "CREATE TABLE meta(" + columns + "xxh3 INTEGER); INSERT INTO meta VALUES(" + values +
           std::to_string(std::bit_cast<std::int64_t>(hashBytes(bytes))) + ");";
}

}  // namespace watchglass::storage
