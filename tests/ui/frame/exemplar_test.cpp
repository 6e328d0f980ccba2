#include "ui/frame/exemplar.h"

#include <QtTest/QtTest>

using namespace watchglass;
using namespace watchglass::ui;

class ExemplarTest : public QObject {
    Q_OBJECT

private slots:
    /// The greatest of each step, and what is far below the one before.
    void showsFewOfMany()
    {
        std::vector<Exemplar> all;
        for (int i = 0; i < 50; ++i) all.push_back({1'000 + i, 10.0 + i * 0.01, {}, {}});
        all.push_back({1'100, 1, {}, {}});
        all.push_back({2'500, 9, {}, {}});
        const std::vector<Exemplar> shown = sampledExemplars(all, 1'000);
        std::vector<double> values;
        for (const Exemplar& one : shown) values.push_back(one.value);
        QCOMPARE(values, (std::vector<double>{10.49, 1, 9}));
        QCOMPARE(sampledExemplars({{5, 1, {}, {}}, {5, 1, {}, {}}}, 0).size(), std::size_t{1});
    }

    void readsLinksOfDataSources()
    {
        const auto provisioning = json::parse(
            "{\"datasources\":[{\"jsonData\":{\"exemplarTraceIdDestinations\":["
            "{\"name\":\"traceID\",\"url\":\"http://t/$${__value.raw}\",\"urlDisplayLabel\":\"See\"},"
            "{\"name\":\"traceID\",\"datasourceUid\":\"tempo\"}]}},{\"name\":\"other\"}]}");
        QVERIFY(provisioning.has_value());
        const std::vector<ExemplarLink> links = exemplarLinks(*provisioning);
        QCOMPARE(links.size(), std::size_t{1});
        QCOMPARE(links.at(0).label, std::string("traceID"));
        QCOMPARE(links.at(0).url, std::string("http://t/${__value.raw}"));
        QCOMPARE(links.at(0).title, std::string("See"));
    }
};

QTEST_APPLESS_MAIN(ExemplarTest)
#include "exemplar_test.moc"
