#include "engine/template/template.h"

#include <QtTest/QtTest>

#include "engine/template/go_time.h"
#include "engine/template/printf.h"

using namespace watchglass;
using namespace watchglass::tmpl;

namespace {

Result<std::string> expanded(std::string_view text)
{
    static const Labels kLabels{{"instance", "host:9100"}, {"job", "node"}};
    static const Labels kExternal{{"cluster", "eu"}};
    Environment environment;
    environment.nowMs = 1'353'755'652'000;
    environment.externalUrl = "http://localhost:9090/x";
    return expandAlertText("__alert_Test", text, {kLabels, kExternal, 0.125}, environment);
}

}  // namespace

/// The conformance cases cover the language; these run without their data and cover the bounds.
class TemplateTest : public QObject {
    Q_OBJECT

private slots:
    void expands_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("output");
        const auto row = [](const char* text, const char* output) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(output);
        };
        row("plain", "plain");
        row("{{ $labels.job }} on {{ .Labels.instance }}: {{ $value }}", "node on host:9100: 0.125");
        row("{{ $labels.nope }}|{{ $externalLabels.cluster }}|{{ $externalURL }}", "|eu|http://localhost:9090/x");
        row("{{ $value | humanizePercentage }} {{ printf \"%.1f\" $value }}", "12.5% 0.1");
        row("{{ range $k, $v := $labels }}{{ $k }}={{ $v }};{{ end }}", "instance=host:9100;job=node;");
        row("{{ if gt $value 1.0 }}high{{ else if gt $value 0.1 }}mid{{ else }}low{{ end }}", "mid");
        row("{{ with $x := 3 }}{{ $x }}{{ end }}", "3");
        row("a {{- \" b \" -}} c", "a b c");
        row("{{ range 3 }}{{ if eq . 1 }}{{ continue }}{{ end }}{{ . }}{{ end }}", "02");
        row("{{ define \"t\" }}<{{ . }}>{{ end }}{{ template \"t\" 1 }}", "<1>");
        row("{{ (toTime 0).Format \"2006-01-02T15:04:05.000Z07:00\" }}", "1970-01-01T00:00:00.000Z");
    }

    void expands()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, output);
        const auto got = expanded(text.toStdString());
        QVERIFY2(got.has_value(), got ? "" : got.error().message.c_str());
        QCOMPARE(QByteArray::fromStdString(*got), output);
    }

    void errorsSayWhere()
    {
        const auto parse = checkAlertText("__alert_Test", "a\n{{ nope }}");
        QVERIFY(!parse);
        QCOMPARE(QString::fromStdString(parse.error().message),
                 QString("template: __alert_Test:2: function \"nope\" not defined"));
        const auto run = expanded("{{ $labels.job | humanize }}");
        QVERIFY(!run);
        QCOMPARE(QString::fromStdString(run.error().message),
                 QString("error executing template __alert_Test: template: __alert_Test:1:129: executing "
                         "\"__alert_Test\" at <humanize>: error calling humanize: strconv.ParseFloat: parsing "
                         "\"node\": invalid syntax"));
        QVERIFY(checkAlertText("__alert_Test", "{{ $value }}"));
        QVERIFY(!checkAlertText("__alert_Test", "{{ $missing }}"));
    }

    void everythingIsBounded_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("recursion") << QByteArray("{{ define \"t\" }}{{ template \"t\" }}{{ end }}{{ template \"t\" }}");
        QTest::newRow("steps") << QByteArray("{{ range 1000000000000 }}{{ end }}");
        QTest::newRow("output") << QByteArray("{{ range 100000 }}0123456789012345678901234567890123456789{{ end }}");
        QByteArray parens = "{{ ";
        parens += QByteArray(100'000, '(') + "1" + QByteArray(100'000, ')') + " }}";
        QTest::newRow("parentheses") << parens;
        QTest::newRow("nesting") << QByteArray("{{ if 1 }}").repeated(100'000);
    }

    void everythingIsBounded()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!expanded(text.toStdString()));
    }

    void aDoublingTextStaysBounded()
    {
        // Each step doubles the variable: the strings must not grow without bound either.
        QByteArray text = "{{ $x := \"0123456789\" }}";
        text += QByteArray("{{ $x = printf \"%s%s\" $x $x }}").repeated(60);
        QVERIFY(!expanded(text.toStdString()));
        // Nor the maps, which share what they hold until they are printed.
        text = "{{ $x := args 1 }}" + QByteArray("{{ $x = args $x $x }}").repeated(60) + "{{ $x }}";
        QVERIFY(!expanded(text.toStdString()));
    }

    void durations()
    {
        QCOMPARE(QString::fromStdString(durationText(90'500'000'000)), QString("1m30.5s"));
        QCOMPARE(QString::fromStdString(durationText(1'500)), QString::fromUtf8("1.5\xC2\xB5s"));
        QCOMPARE(QString::fromStdString(durationText(0)), QString("0s"));
        QCOMPARE(QString::fromStdString(durationText(INT64_MIN)), QString("-2562047h47m16.854775808s"));
    }
};

QTEST_APPLESS_MAIN(TemplateTest)
#include "template_test.moc"
