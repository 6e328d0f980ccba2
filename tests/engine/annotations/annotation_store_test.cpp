#include "engine/annotations/annotation_store.h"

#include <QtTest/QtTest>

#include <QTemporaryDir>
#include <filesystem>
#include <fstream>

#include "engine/base/clock.h"
#include "engine/storage/db_tools.h"
#include "engine/storage/sqlite.h"
#include "tests/support/faulty_disk.h"

using namespace watchglass;
using namespace watchglass::annotations;

namespace {

namespace fs = std::filesystem;
using Ids = std::vector<std::int64_t>;

Annotation note(std::int64_t fromMs, std::int64_t toMs, std::vector<std::string> tags, std::string uid = "u",
                std::int64_t panelId = 0)
{
    Annotation out;
    out.fromMs = fromMs;
    out.toMs = toMs;
    out.text = "note";
    out.tags = std::move(tags);
    out.dashboardUid = std::move(uid);
    out.panelId = panelId;
    out.user = "me";
    return out;
}

Ids idsOf(const std::vector<Annotation>& all)
{
    Ids out;
    for (const Annotation& one : all) out.push_back(one.id);
    return out;
}

AnnotationFilter filter(std::int64_t fromMs, std::int64_t toMs, std::vector<std::string> tags = {}, bool any = false)
{
    AnnotationFilter out;
    out.fromMs = fromMs;
    out.toMs = toMs;
    out.tags = std::move(tags);
    out.anyTag = any;
    return out;
}

}  // namespace

Q_DECLARE_METATYPE(Ids)
Q_DECLARE_METATYPE(AnnotationFilter)

class AnnotationStoreTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    ManualClock m_clock{1'000};

    fs::path folder() const { return m_folder->path().toStdString(); }
    fs::path file() const { return folder() / "annotations.db"; }
    std::unique_ptr<AnnotationStore> open() { return AnnotationStore::open(folder(), m_clock).value(); }

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void findsByTimeDashboardPanelAndTags_data()
    {
        QTest::addColumn<AnnotationFilter>("wanted");
        QTest::addColumn<Ids>("expected");
        const auto row = [](const char* name, const AnnotationFilter& wanted, const Ids& expected) {
            QTest::newRow(name) << wanted << expected;
        };
        row("all, newest end first", {}, {5, 3, 2, 4, 1});
        AnnotationFilter one;
        one.limit = 2;
        row("limit", one, {5, 3});
        one.limit = 0;
        row("none", one, {});
        row("a region reaches into the range", filter(350, 360), {3});
        row("ends belong to it", filter(100, 200), {2, 4, 1});
        row("nothing there", filter(501, 600), {});
        row("a tag", filter(0, 900, {"prod"}), {3, 2});
        row("all tags", filter(0, 900, {"prod", "deploy"}), {2});
        row("any tag", filter(0, 900, {"prod", "deploy"}, true), {3, 2, 4, 1});
        row("a key stands for its values", filter(0, 900, {"deploy"}), {2, 4, 1});
        row("a value for itself", filter(0, 900, {"deploy:api"}), {4});
        row("a beginning is no key", filter(0, 900, {"dep"}), {});
        AnnotationFilter dashboard;
        dashboard.dashboardUid = "other";
        row("dashboard", dashboard, {5});
        AnnotationFilter panel;
        panel.panelId = 7;
        row("panel", panel, {3});
    }

    void findsByTimeDashboardPanelAndTags()
    {
        QFETCH(AnnotationFilter, wanted);
        const auto store = open();
        QVERIFY(store->add(note(100, 100, {"deploy"})));
        QVERIFY(store->add(note(200, 200, {"prod", "deploy"})));
        QVERIFY(store->add(note(300, 400, {"prod"}, "u", 7)));
        QVERIFY(store->add(note(150, 150, {"deploy:api"})));
        QVERIFY(store->add(note(500, 500, {"night"}, "other")));
        QTEST(idsOf(store->find(wanted)), "expected");
    }

    void whatIsWrittenIsThereAfterAReopen()
    {
        Annotation first;
        {
            const auto store = open();
            QVERIFY(!fs::exists(file()));  // nothing to keep yet
            Annotation wanted = note(300, 200, {" a ", "", "b", "a"}, "u", 3);
            wanted.text = "d\u00e9ploy\nsecond line";
            first = store->add(wanted).value();
            QCOMPARE(first.id, 1);
            QCOMPARE(first.fromMs, 200);  // in order
            QCOMPARE(first.toMs, 300);
            QCOMPARE(first.tags, (std::vector<std::string>{"a", "b"}));
            QCOMPARE(first.createdMs, 1'000);
            QVERIFY(store->add(note(1, 1, {})));
            m_clock.set(2'000);
            Annotation changed = first;
            changed.text = "changed";
            changed.tags = {"c"};
            changed.toMs = 900;
            changed.user = "somebody else";
            first = store->change(changed).value();
            QCOMPARE(first.user, std::string("me"));  // who wrote it
            QCOMPARE(first.createdMs, 1'000);
            QCOMPARE(first.updatedMs, 2'000);
            QVERIFY(store->remove(2));
            QCOMPARE(store->version(), std::uint64_t{4});
        }
        const auto store = open();
        QCOMPARE(store->find({}), std::vector<Annotation>{first});
        QCOMPARE(store->add(note(1, 1, {})).value().id, 3);  // 2 was given
        QCOMPARE(fs::status(file()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    }

    void allOfADashboardMoveTogether()
    {
        {
            const auto store = open();
            QVERIFY(store->add(note(1, 1, {}, "a")));
            QVERIFY(store->add(note(2, 2, {}, "b")));
            QVERIFY(store->add(note(3, 3, {}, "a", 7)));
            const auto version = store->version();
            QVERIFY(store->moveAll("nobody", "c"));
            QVERIFY(store->moveAll("", "c"));  // what is of no dashboard stays so
            QCOMPARE(store->version(), version);
            QVERIFY(store->moveAll("a", "c"));
            QVERIFY(store->version() > version);
        }
        std::string homes;
        for (const Annotation& one : open()->find({})) homes += one.dashboardUid;
        QCOMPARE(homes, std::string("cbc"));
    }

    void refusesWhatSaysNothingOrTooMuch()
    {
        const auto store = open();
        const auto codeOf = [&](const Annotation& one) {
            const auto added = store->add(one);
            return added ? -1 : static_cast<int>(added.error().code);
        };
        Annotation one = note(1, 1, {"  "});
        one.text = " \n";
        QCOMPARE(codeOf(one), static_cast<int>(ErrorCode::InvalidInput));
        one.tags = {"t"};
        QCOMPARE(codeOf(one), -1);
        one.text = std::string(65'537, 'x');
        QCOMPARE(codeOf(one), static_cast<int>(ErrorCode::Limit));
        one.text = "x";
        one.tags = {std::string(1'001, 'x')};
        QCOMPARE(codeOf(one), static_cast<int>(ErrorCode::Limit));
        QCOMPARE(store->find({}).size(), std::size_t{1});
        one.id = 77;
        one.tags = {};
        QCOMPARE(store->change(one).error().code, ErrorCode::NotFound);
        QCOMPARE(store->remove(77).error().code, ErrorCode::NotFound);
    }

    void aDamagedRowCostsOnlyItself()
    {
        {
            const auto store = open();
            for (int i = 0; i < 3; ++i) QVERIFY(store->add(note(i, i, {})));
        }
        {
            auto database = storage::Database::open(file(), storage::Database::Mode::Create).value();
            QVERIFY(database.run("UPDATE annotations SET data = x'00112233' WHERE id = 2"));
        }
        const auto store = open();
        QCOMPARE(idsOf(store->find({})), (Ids{3, 1}));
        QCOMPARE(store->add(note(9, 9, {})).value().id, 4);
    }

    void aDamagedFileIsSetAside()
    {
        std::ofstream(file()) << std::string(5'000, 'x');
        {
            const auto store = open();
            QCOMPARE(store->find({}).size(), std::size_t{0});
            QVERIFY(fs::exists(file().string() + ".damaged"));
            QVERIFY(store->add(note(9, 9, {})));
        }
        QCOMPARE(idsOf(open()->find({})), Ids{1});
    }

    void aNewerFormatIsNotTouched()
    {
        QVERIFY(open()->add(note(9, 9, {})));
        {
            auto database = storage::Database::open(file(), storage::Database::Mode::Create).value();
            QVERIFY(database.run("UPDATE meta SET format = 2"));
        }
        const auto opened = AnnotationStore::open(folder(), m_clock);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::InvalidInput);
    }

    void whatCannotBeWrittenIsNotThere()
    {
        const auto store = AnnotationStore::open(folder() / "gone", m_clock).value();
        QCOMPARE(store->add(note(1, 1, {})).error().code, ErrorCode::Io);
        QCOMPARE(store->find({}).size(), std::size_t{0});
        QCOMPARE(store->version(), std::uint64_t{0});
        fs::create_directory(folder() / "gone");
        QCOMPARE(store->add(note(1, 1, {})).value().id, 1);  // the disk is back
    }

    void aDiskThatRefusesLeavesAllAsItWas_data()
    {
        QTest::addColumn<int>("operation");
        QTest::newRow("write") << static_cast<int>(test::FaultyDisk::kWrite);
        QTest::newRow("sync") << static_cast<int>(test::FaultyDisk::kSync);
    }

    void aDiskThatRefusesLeavesAllAsItWas()
    {
        QFETCH(int, operation);
        test::FaultyDisk disk;
        const auto kept = [&] {
            const auto store = open();
            Annotation first = store->add(note(1, 1, {})).value();
            disk.breakAt(static_cast<test::FaultyDisk::Operation>(operation), 0, test::FaultyDisk::Fault::Always);
            const Annotation before = first;
            first.text = "changed";
            const bool refused = !store->change(first) && !store->add(note(2, 2, {})) && !store->remove(first.id);
            disk.heal();
            const auto now = store->find({});
            const bool same = now == std::vector<Annotation>{before};
            const auto added = store->add(note(3, 3, {}));
            return refused && same && added ? store->find({}) : std::vector<Annotation>();
        }();
        QCOMPARE(idsOf(kept), (Ids{2, 1}));
        QCOMPARE(open()->find({}), kept);
    }

    void aCopyGoesElsewhere()
    {
        QTemporaryDir elsewhere;
        const fs::path other = elsewhere.path().toStdString();
        const auto store = open();
        QVERIFY(store->copyTo(other));
        QVERIFY(!fs::exists(other / "annotations.db"));  // nothing was written yet
        QVERIFY(store->add(note(1, 1, {"t"})));
        QVERIFY(store->add(note(2, 2, {})));
        QVERIFY(store->remove(2));
        QVERIFY(store->copyTo(other));
        const auto before = store->find({});
        QVERIFY(store->add(note(3, 3, {})));  // the copy stays as it was
        QCOMPARE(fs::status(other / "annotations.db").permissions(), fs::perms::owner_read | fs::perms::owner_write);
        const auto copy = AnnotationStore::open(other, m_clock).value();
        QCOMPARE(copy->find({}), before);
        QCOMPARE(copy->add(note(4, 4, {})).value().id, 3);
        QCOMPARE(store->copyTo(other / "missing").error().code, ErrorCode::Io);
        QVERIFY(AnnotationStore::open({}, m_clock).value()->copyTo(other));
    }

    void damageIsFoundAndRepaired_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("said");
        QTest::addColumn<Ids>("left");
        QTest::newRow("a row") << "UPDATE annotations SET data = x'00112233' WHERE id = 2"
                               << "row 2" << Ids{3, 1};
        QTest::newRow("no format") << "DELETE FROM meta"
                                   << "file" << Ids{3, 2, 1};
        QTest::newRow("no table") << "DROP TABLE annotations"
                                  << "file" << Ids{};
    }

    void damageIsFoundAndRepaired()
    {
        QFETCH(QString, sql);
        QFETCH(QString, said);
        QFETCH(Ids, left);
        QCOMPARE(AnnotationStore::check(folder() / "gone").error().code, ErrorCode::NotFound);
        QVERIFY(AnnotationStore::check(folder()).value().empty());
        QVERIFY(AnnotationStore::repair(folder()).value().empty());
        QVERIFY(!fs::exists(file()));
        {
            const auto store = open();
            for (int i = 0; i < 4; ++i) QVERIFY(store->add(note(i, i, {})));
            QVERIFY(store->remove(4));
        }
        QVERIFY(AnnotationStore::check(folder()).value().empty());
        QCOMPARE(AnnotationStore::count(folder()).value(), std::size_t{3});
        {
            auto database = storage::Database::open(file(), storage::Database::Mode::Create).value();
            QVERIFY(database.run(sql.toStdString()));
        }
        const auto found = AnnotationStore::check(folder()).value();
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found.front().file, std::string("annotations.db"));
        QCOMPARE(QString::fromStdString(found.front().part), said);
        QCOMPARE(AnnotationStore::repair(folder()).value().size(), std::size_t{1});
        QVERIFY(fs::exists(file().string() + ".damaged"));
        QVERIFY(AnnotationStore::check(folder()).value().empty());
        QCOMPARE(AnnotationStore::count(folder()).value(), left.size());
        QCOMPARE(idsOf(open()->find({})), left);
    }

    void aFileThatIsNoDatabaseIsRepaired()
    {
        std::ofstream(file()) << std::string(5'000, 'x');
        QCOMPARE(AnnotationStore::check(folder()).value().front().part, std::string("file"));
        QCOMPARE(AnnotationStore::repair(folder()).value().size(), std::size_t{1});
        QCOMPARE(fs::file_size(file().string() + ".damaged"), std::uintmax_t{5'000});
        QVERIFY(AnnotationStore::check(folder()).value().empty());
    }

    void repairLeavesANewerFormatAlone()
    {
        QVERIFY(open()->add(note(9, 9, {})));
        {
            auto database = storage::Database::open(file(), storage::Database::Mode::Create).value();
            QVERIFY(database.run("UPDATE meta SET format = 2"));
        }
        QCOMPARE(AnnotationStore::check(folder()).value().front().message,
                 std::string("was written by a newer version of Watchglass"));
        QCOMPARE(AnnotationStore::repair(folder()).error().code, ErrorCode::InvalidInput);
        QVERIFY(!fs::exists(file().string() + ".damaged"));
    }

    void keepsInMemoryWithoutADirectory()
    {
        const auto store = AnnotationStore::open({}, m_clock).value();
        QVERIFY(store->add(note(1, 1, {"t"})));
        QCOMPARE(store->find({}).size(), std::size_t{1});
        QVERIFY(store->get(1).has_value());
        QVERIFY(!store->get(2).has_value());
    }
};

QTEST_APPLESS_MAIN(AnnotationStoreTest)
#include "annotation_store_test.moc"
