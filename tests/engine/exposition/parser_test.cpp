#include "engine/exposition/parser.h"

#include <QtTest/QtTest>

using namespace watchglass;
using namespace watchglass::exposition;

namespace {

/// Reads to the end; the number of series, or the error.
Result<std::size_t> countSeries(std::string_view body, Format format, ParserOptions options = {})
{
    const auto parser = createParser(body, format, options);
    std::size_t count = 0;
    for (;;) {
        const auto entry = parser->next();
        if (!entry) return tl::make_unexpected(entry.error());
        if (*entry == Entry::End) return count;
        if (*entry == Entry::Series) {
            ++count;
            if (options.skipCreatedSeries) (void)parser->startTimestampMs();
        }
    }
}

}  // namespace

/// The rules of the formats are covered by the conformance cases; here is what these do not say.
class ParserTest : public QObject {
    Q_OBJECT

private slots:
    void errorsNameTheLine_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("openMetrics");
        QTest::addColumn<QByteArray>("where");
        QTest::newRow("first") << QByteArray("a b c\n") << false << QByteArray("line 1");
        QTest::newRow("behind comments") << QByteArray("# x\n\na 1\na{ 1\n") << false << QByteArray("line 4");
        QTest::newRow("no end") << QByteArray("a 1\nb") << false << QByteArray("line 2");
        QTest::newRow("type") << QByteArray("a 1\n# TYPE a b\n") << false << QByteArray("line 2");
        QTest::newRow("OpenMetrics") << QByteArray("a 1\n\nb 1\n# EOF\n") << true << QByteArray("line 2");
        QTest::newRow("value") << QByteArray("a 1\nb 1\nc x\n# EOF\n") << true << QByteArray("line 3");
    }

    void errorsNameTheLine()
    {
        QFETCH(QByteArray, body);
        QFETCH(bool, openMetrics);
        QFETCH(QByteArray, where);
        const auto got = countSeries(body.toStdString(), openMetrics ? Format::OpenMetrics : Format::Text);
        QVERIFY(!got);
        QCOMPARE(got.error().code, ErrorCode::InvalidInput);
        QCOMPARE(QByteArray::fromStdString(got.error().where), where);
    }

    void messagesStayShort()
    {
        const auto got = countSeries("a{b=\"" + std::string(10'000'000, 'x'), Format::Text);
        QVERIFY(!got);
        QVERIFY(got.error().message.size() < 2000);
    }

    void repeatedNamesAreReported()
    {
        const auto parser = createParser("m{a=\"1\",a=\"2\",b=\"\"} 1\n", Format::Text);
        QVERIFY(parser->next());
        bool repeated = false;
        const Labels labels = parser->labels(&repeated);
        QVERIFY(repeated);
        QCOMPARE(labels, (Labels{{"__name__", "m"}, {"a", "2"}}));
    }

    void startTimesNeedOneLookAhead()
    {
        // A family of many series without _created lines must not be searched once for each of them.
        std::string body = "# TYPE c counter\n";
        for (int i = 0; i < 100'000; ++i) body += "c_total{i=\"" + std::to_string(i) + "\"} 1\n";
        body += "# EOF\n";
        ParserOptions options;
        options.skipCreatedSeries = true;
        const auto got = countSeries(body, Format::OpenMetrics, options);
        QVERIFY(got);
        QCOMPARE(*got, std::size_t{100'000});
    }

    void seeksToALine()
    {
        const std::string body = "# TYPE h histogram\nh{le=\"1\"} 1\nh{le=\"2\"} 2\n";
        const auto parser = createParser(body, Format::Text);
        parser->seek(body.rfind("h{"), MetricType::Histogram);
        QCOMPARE(parser->next().value(), Entry::Series);
        QCOMPARE(parser->labels(), (Labels{{"__name__", "h"}, {"le", "2.0"}}));
        QCOMPARE(parser->valueOffset(), body.size() - 2);
        QCOMPARE(parser->offset(), body.size());
        QCOMPARE(parser->next().value(), Entry::End);
    }
};

QTEST_APPLESS_MAIN(ParserTest)
#include "parser_test.moc"
