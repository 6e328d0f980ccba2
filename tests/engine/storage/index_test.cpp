#include <QtTest/QtTest>

#include <map>
#include <random>

#include "engine/storage/series_index.h"

using namespace watchglass;
using namespace watchglass::storage;

class IndexTest : public QObject {
    Q_OBJECT

private slots:
    void selectsWhatMatchesAll()
    {
        SeriesIndex index;
        std::vector<Labels> all;
        for (int job = 0; job < 4; ++job) {
            for (int instance = 0; instance < 50; ++instance) {
                std::vector<std::pair<std::string, std::string>> labels = {
                    {"__name__", instance % 2 ? "up" : "requests_total"}, {"job", "job" + std::to_string(job)}};
                labels.emplace_back("instance", "host" + std::to_string(instance));
                if (instance % 5 == 0) labels.emplace_back("zone", "eu");
                all.push_back(Labels::fromPairs(labels));
            }
        }
        for (std::size_t i = 0; i < all.size(); ++i) QCOMPARE(index.add(all[i]), SeriesRef(i + 1));
        QCOMPARE(index.add(all[17]), SeriesRef(18));
        QCOMPARE(index.size(), std::uint64_t(all.size()));

        using Type = Matcher::Type;
        const std::string names[] = {"__name__", "job", "instance", "zone", "absent"};
        const std::string values[] = {"up", "job1", "job1|job2", "host.*", ".*", ".+", "", "eu", "host1.+|host2", "a|"};
        std::mt19937 random(3);
        for (int round = 0; round < 3000; ++round) {
            std::vector<Matcher> matchers;
            for (unsigned i = 0; i < random() % 4; ++i) {
                matchers.push_back(
                    *Matcher::create(static_cast<Type>(random() % 4), names[random() % 5], values[random() % 10]));
            }
            std::vector<SeriesRef> want;
            for (std::size_t i = 0; i < all.size(); ++i) {
                if (matchesAll(matchers, all[i])) want.push_back(i + 1);
            }
            QCOMPARE(index.select(matchers), want);
        }
        QCOMPARE(index.names({1, 2}), (std::vector<std::string>{"__name__", "instance", "job", "zone"}));
        QCOMPARE(index.values("job", {1, 60, 61}), (std::vector<std::string>{"job0", "job1"}));
    }

    void forgetsWhatNobodyNeeds()
    {
        SeriesIndex index;
        std::map<SeriesRef, Labels> known;
        std::mt19937 random(5);
        const auto series = [](int i) {
            return Labels{{"__name__", i % 3 ? "m" : "n"}, {"i", std::to_string(i)}, {"pod", std::to_string(i / 100)}};
        };
        int next = 0;
        for (int round = 0; round < 30; ++round) {
            for (int end = next + 200; next < end; ++next) known[index.add(series(next))] = series(next);
            QCOMPARE(index.forget({}), std::size_t{0});  // from here on all count as not looked at
            std::vector<SeriesRef> refs;
            std::size_t kept = 0;
            for (const auto& [ref, labels] : known) {
                if (random() % 2 == 0) refs.push_back(ref);
            }
            const SeriesIndex::Hold hold = index.hold();
            const Labels& before = index.labels(refs.back());
            for (std::size_t i = 0; i + 1 < refs.size(); ++i) {
                // Somebody looked a series up, or keeps its ref: it stays.
                if (i % 10 == 0) {
                    QCOMPARE(index.add(known[refs[i]]), refs[i]);
                } else if (i % 10 == 1) {
                    QVERIFY(index.keep(std::span(&refs[i], 1)));
                } else {
                    known.erase(refs[i]);
                    continue;
                }
                ++kept;
            }
            known.erase(refs.back());
            QCOMPARE(index.forget(refs), refs.size() - kept);
            QVERIFY(!index.knows(refs.back()) && !index.keep(refs));
            QVERIFY(index.labels(refs.back()).empty() && before.has("pod"));  // somebody holds it

            QCOMPARE(index.size(), std::uint64_t(known.size()));
            std::vector<SeriesRef> all;
            std::vector<SeriesRef> wanted;
            for (const auto& [ref, labels] : known) {
                QVERIFY(index.labels(ref) == labels);
                all.push_back(ref);
                if (labels.metricName() == "m" && labels.get("pod") != "3") wanted.push_back(ref);
            }
            QCOMPARE(index.select({}), all);
            QCOMPARE(
                index.select({Matcher::equal("__name__", "m"), *Matcher::create(Matcher::Type::NotEqual, "pod", "3")}),
                wanted);
        }
        // One that comes back is a new one.
        QVERIFY(index.add(series(0)) == known.begin()->first || index.add(series(0)) > SeriesRef(next));
    }
};

QTEST_APPLESS_MAIN(IndexTest)
#include "index_test.moc"
