#include "engine/import/openmetrics_import.h"

#include <QtTest/QtTest>

using namespace watchglass;
using namespace watchglass::import;

class OpenMetricsImportTest : public QObject {
    Q_OBJECT

private:
    ManualClock m_clock{1'700'000'100'000};

    std::unique_ptr<storage::Storage> store() const { return storage::Storage::open({}, m_clock).value(); }

    static std::vector<std::pair<qint64, double>> read(const storage::Storage& store, const char* name)
    {
        const auto querier = store.querier();
        const auto found = querier->select({Matcher::create(Matcher::Type::Equal, "__name__", name).value()}, 0,
                                           4'000'000'000'000);
        std::vector<std::pair<qint64, double>> out;
        storage::Columns columns;
        for (const auto& series : *found) {
            if (!querier->read(series.ref, 0, 4'000'000'000'000, columns)) return {};
            for (std::size_t i = 0; i < columns.times.size(); ++i) {
                out.emplace_back(columns.times[i], columns.values[i]);
            }
        }
        return out;
    }

private slots:
    /// A file lists series after series; the store wants times in order.
    void appendsInOrderOfTime()
    {
        const auto into = store();
        const auto done = importOpenMetrics("# TYPE a gauge\n"
                                            "a{x=\"1\"} 1 1700000000\na{x=\"1\"} 2 1700000030.25\n"
                                            "a{x=\"2\"} 7 1700000010\n"
                                            "a{x=\"1\"} 1.5 1700000010\n"
                                            "# TYPE b counter\nb_total 4 1700000001 # {id=\"e\"} 1\n# EOF\n",
                                            *into);
        QVERIFY2(done.has_value(), done ? "" : done.error().message.c_str());
        QCOMPARE(done->samples, std::uint64_t{5});
        QCOMPARE(done->series, std::uint64_t{3});
        QCOMPARE(done->refused, std::uint64_t{0});
        QCOMPARE(*done->minMs, std::int64_t{1'700'000'000'000});
        QCOMPARE(*done->maxMs, std::int64_t{1'700'000'030'250});
        const std::vector<std::pair<qint64, double>> a{
            {1'700'000'000'000, 1}, {1'700'000'010'000, 1.5}, {1'700'000'030'250, 2}, {1'700'000'010'000, 7}};
        QVERIFY(read(*into, "a") == a);
        QCOMPARE(read(*into, "b_total").size(), std::size_t{1});
    }

    void countsWhatTheStoreRefuses()
    {
        const auto into = store();
        QVERIFY(importOpenMetrics("a 1 1700000050\n# EOF\n", *into).has_value());
        const auto done = importOpenMetrics("a 1 1700000050\na 2 1700000050\na 0 1700000000\na 9 1800000000\n# EOF\n",
                                            *into);
        QCOMPARE(done->samples, std::uint64_t{1});
        QCOMPARE(done->refused, std::uint64_t{3});
    }

    void takesNothingOfABrokenText_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("where");
        QTest::newRow("no time") << QByteArray("a 1 1\na 2\n# EOF\n") << QByteArray("line 2");
        QTest::newRow("no end") << QByteArray("a 1 1\n") << QByteArray("line 2");
        QTest::newRow("garbage") << QByteArray("a 1 1\na{ 2 2\n# EOF\n") << QByteArray("line 2");
        QTest::newRow("repeated label") << QByteArray("a{x=\"1\",x=\"2\"} 1 1\n# EOF\n") << QByteArray("line 1");
    }

    void takesNothingOfABrokenText()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, where);
        const auto into = store();
        const auto done = importOpenMetrics(text.toStdString(), *into);
        QVERIFY(!done.has_value());
        QCOMPARE(QByteArray::fromStdString(done.error().where), where);
        QCOMPARE(into->stats().series, std::uint64_t{0});
    }
};

QTEST_APPLESS_MAIN(OpenMetricsImportTest)
#include "openmetrics_import_test.moc"
