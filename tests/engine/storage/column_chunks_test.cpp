// The columns of a block are one stream in rows that fill pages; damage costs the series that it meets.

#include "engine/storage/column_chunks.h"

#include <QtTest/QtTest>

#include <QTemporaryDir>
#include <filesystem>

using namespace watchglass;
using namespace watchglass::storage;

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSeries = 2500;  // three rows of places

std::string bytesOf(std::uint64_t id)
{
    std::string out(100 + id * 37 % 3000, '\0');
    std::uint64_t state = id;
    for (char& byte : out)
        byte = static_cast<char>((state = state * 6364136223846793005U + 1442695040888963407U) >> 56U);
    return out;
}

}  // namespace

class ColumnChunksTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        auto database = Database::build(path(), kChunkPageBytes);
        QVERIFY(database.has_value());
        auto writer = ChunkWriter::create(*database);
        QVERIFY(writer.has_value());
        for (std::uint64_t id = 1; id <= kSeries; ++id) {
            // Some come late.
            const std::uint64_t late = id % 100 == 0 ? id - 99 : id % 100 == 1 ? 0 : id;
            if (late != 0) QVERIFY(writer->add(late, bytesOf(late)).has_value());
            if (id % 100 == 0) QVERIFY(writer->add(id, bytesOf(id)).has_value());
        }
        QVERIFY(writer->finish().has_value());
    }

    void givesBackWhatWasStored() { QCOMPARE(right(), kSeries); }

    void filesArePrivate()
    {
        QCOMPARE(fs::status(path()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    }

    void pagesAreFull()
    {
        std::uintmax_t bytes = 0;
        for (std::uint64_t id = 1; id <= kSeries; ++id) bytes += bytesOf(id).size();
        QVERIFY2(fs::file_size(path()) * 100 < bytes * 102, std::to_string(fs::file_size(path())).c_str());
    }

    void placesHaveASecondCopy()
    {
        spoil("UPDATE places SET data = substr(data, 1, 12) || x'00' || substr(data, 14) WHERE id = 1");
        spoil("DELETE FROM places WHERE id = 2");
        spoil("UPDATE places SET id = 9 WHERE id = 3");
        QCOMPARE(right(), kSeries);
        spoil("UPDATE places SET data = x'00' WHERE id = -2");
        QCOMPARE(right(), kSeries - 1000);
    }

    void aMissingChunkCostsWhatItHeld()
    {
        spoil("DELETE FROM columns WHERE id = 100");
        const std::uint64_t left = right();
        QVERIFY2(left < kSeries && left > kSeries - 90, std::to_string(left).c_str());
    }

    void aShortChunkIsNoticed()
    {
        spoil("UPDATE columns SET data = substr(data, 1, 1000) WHERE id = 50");
        QVERIFY(right() < kSeries);
    }

    void whatWasNotStoredIsAnError()
    {
        auto database = Database::open(path(), Database::Mode::Immutable);
        auto reader = ChunkReader::open(*database);
        QVERIFY(reader.has_value());
        std::string out;
        for (const std::uint64_t id : {std::uint64_t{0}, kSeries + 1, kSeries + 1001}) {
            const auto read = reader->read(id, out);
            QVERIFY(!read.has_value());
            QCOMPARE(read.error().code, ErrorCode::Corrupt);
        }
    }

private:
    fs::path path() const { return fs::path(m_dir->path().toStdString()) / "chunks.db"; }
    /// Series that are read as they were stored; others must be errors, or other bytes (whose checksum is wrong).
    std::uint64_t right() const
    {
        auto database = Database::open(path(), Database::Mode::Immutable);
        auto reader = ChunkReader::open(*database);
        std::uint64_t out = 0;
        std::string bytes;
        for (std::uint64_t id = 1; id <= kSeries; ++id) {
            out += reader->read(id, bytes) && bytes == bytesOf(id) ? 1 : 0;
        }
        return out;
    }
    void spoil(const std::string& sql) const
    {
        auto database = Database::open(path(), Database::Mode::Create);
        QVERIFY(database->run(sql + "; PRAGMA journal_mode=DELETE").has_value());
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_APPLESS_MAIN(ColumnChunksTest)
#include "column_chunks_test.moc"
