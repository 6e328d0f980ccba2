#include <QtTest/QtTest>

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
};

QTEST_APPLESS_MAIN(IndexTest)
#include "index_test.moc"
