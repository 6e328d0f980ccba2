#include "engine/model/matcher.h"

#include <QtTest/QtTest>

using namespace watchglass;

class MatcherTest : public QObject {
    Q_OBJECT

private slots:
    void matches_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QByteArray>("pattern");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("hit");

        constexpr int eq = 0, ne = 1, re = 2, nre = 3;
        QTest::newRow("equal") << eq << QByteArray("a") << QByteArray("a") << true;
        QTest::newRow("not equal") << ne << QByteArray("a") << QByteArray("a") << false;
        QTest::newRow("anchored") << re << QByteArray("b") << QByteArray("abc") << false;
        QTest::newRow("alternatives") << re << QByteArray("a|bc|d") << QByteArray("bc") << true;
        QTest::newRow("alternatives, partly") << re << QByteArray("a|bc|d") << QByteArray("b") << false;
        QTest::newRow("alternative of nothing") << re << QByteArray("a|") << QByteArray("") << true;
        QTest::newRow("everything") << re << QByteArray(".*") << QByteArray("a\nb") << true;
        QTest::newRow("not empty") << re << QByteArray(".+") << QByteArray("") << false;
        QTest::newRow("prefix") << re << QByteArray("web.*") << QByteArray("web-1\n") << true;
        QTest::newRow("prefix, other") << re << QByteArray("web.*") << QByteArray("we") << false;
        QTest::newRow("dot takes a newline") << re << QByteArray("a.b") << QByteArray("a\nb") << true;
        QTest::newRow("class") << re << QByteArray("[a-c]+\\d") << QByteArray("abc7") << true;
        QTest::newRow("case folded") << re << QByteArray("(?i)AbC") << QByteArray("aBc") << true;
        QTest::newRow("negative") << nre << QByteArray("a|b") << QByteArray("b") << false;
        QTest::newRow("negative, other") << nre << QByteArray("a|b") << QByteArray("c") << true;
        QTest::newRow("Go's group names") << re << QByteArray("(?<x>a)b") << QByteArray("ab") << true;
    }

    void matches()
    {
        QFETCH(int, type);
        QFETCH(QByteArray, pattern);
        QFETCH(QByteArray, text);
        QFETCH(bool, hit);
        const auto matcher = Matcher::create(static_cast<Matcher::Type>(type), "l", pattern.toStdString());
        QVERIFY(matcher.has_value());
        QCOMPARE(matcher->matches(text.toStdString()), hit);
    }

    void refusesWhatGoRefuses_data()
    {
        QTest::addColumn<QByteArray>("pattern");
        for (const char* pattern : {"(", "a)(b", "\\C", "a{1001}", "(?=a)", "[z-a]", "\\Z"}) {
            QTest::newRow(pattern) << QByteArray(pattern);
        }
    }

    void refusesWhatGoRefuses()
    {
        QFETCH(QByteArray, pattern);
        const auto matcher = Matcher::create(Matcher::Type::Regex, "l", pattern.toStdString());
        QVERIFY(!matcher.has_value());
        QVERIFY(matcher.error().message.starts_with("error parsing regexp: "));
        QCOMPARE(Regex::anchored("a(").error().message, std::string("error parsing regexp: missing closing ): `a(`"));
        QCOMPARE(Regex::anchored("*").error().message,
                 std::string("error parsing regexp: missing argument to repetition operator: `*`"));
    }

    void replacesLikeGo_data()
    {
        QTest::addColumn<QByteArray>("pattern");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("replacement");
        QTest::addColumn<QByteArray>("result");
        QTest::newRow("groups") << QByteArray("(a)(b)") << QByteArray("xabx") << QByteArray("$2${1}")
                                << QByteArray("xbax");
        QTest::newRow("empty matches") << QByteArray("a*") << QByteArray("baac") << QByteArray("-")
                                       << QByteArray("-b-c-");
        QTest::newRow("longest name") << QByteArray("(a)") << QByteArray("a") << QByteArray("$1x") << QByteArray("");
        QTest::newRow("dollar") << QByteArray("a") << QByteArray("a") << QByteArray("$$1$") << QByteArray("$1$");
        QTest::newRow("name") << QByteArray("(?P<n>b)") << QByteArray("abc") << QByteArray("<$n>")
                              << QByteArray("a<b>c");
    }

    void replacesLikeGo()
    {
        QFETCH(QByteArray, pattern);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, replacement);
        QFETCH(QByteArray, result);
        const auto regex = Regex::plain(pattern.toStdString());
        QVERIFY(regex.has_value());
        QCOMPARE(QByteArray::fromStdString(regex->replaceAll(text.toStdString(), replacement.toStdString())), result);
    }
};

QTEST_APPLESS_MAIN(MatcherTest)
#include "matcher_test.moc"
