#include "engine/relabel/relabel.h"

#include <QtTest/QtTest>

using namespace watchglass;
using namespace watchglass::relabel;

namespace {

RelabelConfig config(Action action, std::vector<std::string> sources = {}, std::string target = {})
{
    RelabelConfig out;
    out.action = action;
    out.sourceLabels = std::move(sources);
    out.targetLabel = std::move(target);
    return out;
}

/// The labels behind the rule, or "dropped".
QString result(const RelabelConfig& rule, const Labels& labels)
{
    const auto rules = compile({rule});
    if (!rules) return "error: " + QString::fromStdString(rules.error().message);
    LabelsBuilder builder(labels);
    return process(builder, *rules) ? QString::fromStdString(builder.build().toString()) : QString("dropped");
}

}  // namespace

/// The conformance cases cover the actions; these run without their data.
class RelabelTest : public QObject {
    Q_OBJECT

private slots:
    void actions()
    {
        const Labels labels{{"__name__", "m"}, {"a", "Foo"}, {"b", "bar"}};
        QCOMPARE(result(config(Action::Replace, {"a", "b"}, "c"), labels),
                 QString("m{a=\"Foo\", b=\"bar\", c=\"Foo;bar\"}"));
        QCOMPARE(result(config(Action::Uppercase, {"b"}, "b"), labels), QString("m{a=\"Foo\", b=\"BAR\"}"));
        QCOMPARE(result(config(Action::Lowercase, {"a"}, "a"), labels), QString("m{a=\"foo\", b=\"bar\"}"));
        QCOMPARE(result(config(Action::KeepEqual, {"a"}, "b"), labels), QString("dropped"));
        QCOMPARE(result(config(Action::DropEqual, {"a"}, "a"), labels), QString("dropped"));

        RelabelConfig hash = config(Action::HashMod, {"b"}, "h");
        hash.modulus = 1000;
        QCOMPARE(result(hash, {{"b", "baz"}}), QString("{b=\"baz\", h=\"976\"}"));

        RelabelConfig drop = config(Action::LabelDrop);
        drop.regex = "a|b";
        QCOMPARE(result(drop, labels), QString("m"));
        RelabelConfig map = config(Action::LabelMap);
        map.regex = "(a)";
        map.replacement = "x_$1";
        QCOMPARE(result(map, labels), QString("m{a=\"Foo\", b=\"bar\", x_a=\"Foo\"}"));
    }

    void anEmptyResultRemovesTheLabel()
    {
        RelabelConfig rule = config(Action::Replace, {}, "a");
        rule.replacement = "";
        QCOMPARE(result(rule, {{"a", "1"}, {"b", "2"}}), QString("{b=\"2\"}"));
    }

    void wrongRulesAreRefused()
    {
        QVERIFY(result(config(Action::Replace, {"a"}), {}).startsWith("error: relabel configuration for replace"));
        QVERIFY(result(config(Action::HashMod, {"a"}, "b"), {}).contains("non-zero modulus"));
        QVERIFY(result(config(Action::LabelKeep, {"a"}), {}).contains("requires only 'regex'"));
        QVERIFY(result(config(Action::Keep, {""}), {}).contains("not a valid label name"));
        RelabelConfig given = config(Action::DropEqual, {"a"}, "b");
        given.regex = "(.*)";  // even the default must not be written
        QVERIFY(result(given, {}).startsWith("error"));
        RelabelConfig broken = config(Action::Keep, {"a"});
        broken.regex = "(";
        QVERIFY(result(broken, {}).contains("error parsing regexp"));
    }

    void legacyNames()
    {
        RelabelConfig rule = config(Action::Replace, {"a"}, "x.y");
        QVERIFY(Rule::create(rule, NameScheme::Utf8));
        QVERIFY(!Rule::create(rule, NameScheme::Legacy));
        rule.targetLabel = "l_${1}";
        QVERIFY(Rule::create(rule, NameScheme::Legacy));
    }
};

QTEST_APPLESS_MAIN(RelabelTest)
#include "relabel_test.moc"
