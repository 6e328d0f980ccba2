#include "ui/dashboard/expression.h"

#include <QtTest/QtTest>
#include <cmath>

#include "ui/dashboard/query_plan.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

using Kind = ExpressionValue::Kind;

ExpressionValue number(Labels labels, std::optional<double> value)
{
    ExpressionValue out;
    out.labels = std::move(labels);
    out.values = {value};
    return out;
}

ExpressionValue series(Labels labels, std::vector<std::optional<double>> values, std::int64_t first = 0)
{
    ExpressionValue out;
    out.kind = Kind::Series;
    out.labels = std::move(labels);
    for (std::size_t i = 0; i < values.size(); ++i) out.times.push_back(first + static_cast<std::int64_t>(i) * 10);
    out.values = std::move(values);
    return out;
}

ExpressionInputs inputs()
{
    ExpressionInputs out;
    out["A"] = {number(Labels{{"job", "x"}}, 4), number(Labels{{"job", "y"}}, 9)};
    out["B"] = {number(Labels{{"job", "y"}, {"pod", "p"}}, 2), number(Labels{{"job", "z"}}, 5)};
    out["S"] = {series(Labels{{"job", "x"}}, {1, std::nullopt, 3, std::nan("")})};
    out["T"] = {series(Labels{}, {10, 20, 30, 40}, 10)};
    out["long name"] = {number(Labels{}, 7)};
    return out;
}

/// `{job="x"} 4; ...`, series as `[0:1 10:null]`.
QByteArray told(const Result<ExpressionValues>& values)
{
    if (!values)
        return QByteArray::fromStdString("error: " + values.error().message + " (" + values.error().where + ")");
    QByteArray out;
    const auto cell = [](const std::optional<double>& value) {
        return !value ? QByteArray("null") : QByteArray::number(*value);
    };
    for (const ExpressionValue& value : *values) {
        if (!out.isEmpty()) out += "; ";
        for (const LabelView label : value.labels)
            out += QByteArray::fromStdString(std::string(label.name) + "=" + std::string(label.value) + " ");
        if (value.kind != Kind::Series) {
            out += cell(value.values.at(0));
            continue;
        }
        out += '[';
        for (std::size_t i = 0; i < value.times.size(); ++i)
            out += (i > 0 ? " " : "") + QByteArray::number(qint64{value.times[i]}) + ':' + cell(value.values[i]);
        out += ']';
    }
    return out;
}

json::Value parsed(QByteArray text) { return *json::parse(text.replace('\'', '"').toStdString()); }

}  // namespace

class ExpressionTest : public QObject {
    Q_OBJECT

private slots:
    void math_data()
    {
        QTest::addColumn<QByteArray>("formula");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* formula, const char* expected) {
            QTest::newRow(formula) << QByteArray(formula) << QByteArray(expected);
        };
        row("1 + 2 * 3 ** 2 - 4 / 2", "17");
        row("-2 ** 2", "-4");
        row("2 ** -1", "0.5");
        row("7 % 4", "3");
        row("!0 + !5", "1");
        row("1 < 2 && 2 <= 1 || 3 != 4", "1");
        row("(1 + 2) * 3", "9");
        row("$A * 2", "job=x 8; job=y 18");
        row("$A > 5", "job=x 0; job=y 1");
        row("$A + $B", "job=y pod=p 11");
        row("$A + ${long name}", "job=x 11; job=y 16");
        row("abs(-$A)", "job=x 4; job=y 9");
        row("is_null($S)", "job=x [0:0 10:1 20:0 30:0]");
        row("is_nan($S)", "job=x [0:0 10:0 20:0 30:1]");
        row("is_number($S)", "job=x [0:1 10:0 20:1 30:0]");
        row("$S + $T", "job=x [10:null 20:23 30:nan]");
        row("$T - ${long name}", "[10:3 20:13 30:23 40:33]");
        row("inf() > 1e300", "1");
        row("null() + 1", "null");
        row("$C", "error: there is no query \"C\" (position 3)");
        row("1 +", "error: the formula ends too early (position 4)");
        row("(1", "error: \")\" is missing (position 3)");
        row("sin(1)", "error: there is no function \"sin\" (position 7)");
        row("1 2", "error: unexpected \"2\" (position 3)");
    }

    void math()
    {
        QFETCH(QByteArray, formula);
        QFETCH(QByteArray, expected);
        QCOMPARE(told(evaluateMath(formula.toStdString(), inputs())), expected);
    }

    void nestsOnlySoDeep()
    {
        QVERIFY(!evaluateMath(std::string(100'000, '('), {}).has_value());
        QVERIFY(!evaluateMath(std::string(100'000, '-') + "1", {}).has_value());
    }

    void steps_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* model, const char* expected) {
            QTest::newRow(model) << QByteArray(model) << QByteArray(expected);
        };
        row("{'type':'reduce','expression':'S','reducer':'last'}", "job=x nan");
        row("{'type':'reduce','expression':'$S','reducer':'mean','settings':{'mode':'dropNN'}}", "job=x 2");
        row("{'type':'reduce','expression':'S','reducer':'sum','settings':{'mode':'replaceNN','replaceWithValue':5}}",
            "job=x 14");
        row("{'type':'reduce','expression':'S','reducer':'count'}", "job=x 4");
        row("{'type':'reduce','expression':'T','reducer':'median'}", "25");
        row("{'type':'reduce','expression':'T','reducer':'max'}", "40");
        row("{'type':'reduce','expression':'T','reducer':'p95'}", "error: there is no reducer \"p95\" ()");
        row("{'type':'resample','expression':'T','window':'20ms','downsampler':'sum','upsampler':'fillna'}",
            "[0:null 20:30 40:70]");
        row("{'type':'resample','expression':'T','window':'5ms','downsampler':'last','upsampler':'pad'}",
            "[0:null 5:null 10:10 15:10 20:20 25:20 30:30 35:30 40:40 45:40]");
        row("{'type':'threshold','expression':'A','conditions':[{'evaluator':{'type':'gt','params':[5]}}]}",
            "job=x 0; job=y 1");
        row("{'type':'threshold','expression':'A','conditions':[{'evaluator':{'type':'within_range','params':[1,5]}}]}",
            "job=x 1; job=y 0");
        row("{'type':'classic_conditions','conditions':["
            "{'evaluator':{'type':'gt','params':[20]},'query':{'params':['T']},'reducer':{'type':'avg'}},"
            "{'evaluator':{'type':'lt','params':[0]},'operator':{'type':'or'},'query':{'params':['T']},"
            "'reducer':{'type':'min'}}]}",
            "1");
        row("{'type':'classic_conditions','conditions':["
            "{'evaluator':{'type':'no_value'},'query':{'params':['none']},'reducer':{'type':'avg'}}]}",
            "1");
        row("{'type':'sql','expression':'select 1'}", "error: expressions in SQL are not carried out ()");
    }

    void steps()
    {
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, expected);
        QCOMPARE(told(evaluateExpression(parsed(model), inputs(), {0, 45, {}})), expected);
    }

    void panelsShowThem()
    {
        const Result<Dashboard> dashboard = Dashboard::fromDocument(parsed(
            "{'schemaVersion':42,'panels':[{'id':1,'type':'timeseries','targets':["
            "{'refId':'A','expr':'up','hide':true},{'refId':'B','expr':'down','hide':true},"
            "{'refId':'C','datasource':{'type':'__expr__','uid':'__expr__'},'type':'math','expression':'$D + 1'},"
            "{'refId':'D','datasource':{'type':'__expr__','uid':'__expr__'},'type':'math','expression':'$A * 2'},"
            "{'refId':'E','datasource':{'type':'__expr__','uid':'__expr__'},'type':'math','expression':'$E'}]}]}"));
        const Panel& panel = dashboard->panels().at(0);
        PlanContext context;
        context.range = {0, 60'000, {}};
        const PanelQueryPlan plan = planPanelQueries(panel, context);
        QCOMPARE(plan.queries.size(), std::size_t{1});  // nobody needs B
        QVERIFY(plan.queries.at(0).hidden);
        auto answer = std::make_shared<promql::QueryResult>();
        answer->type = promql::ValueType::Matrix;
        answer->grid = {0, 30'000, 2};
        promql::ResultSeries one;
        one.labels = Labels{{"job", "x"}};
        one.values = {1, 2};
        one.present = {3};
        answer->series.push_back(one);
        std::vector<std::string> problems;
        const std::vector<Frame> frames = buildFrames(panel, plan, {answer}, &problems);
        QCOMPARE(frames.size(), std::size_t{2});
        QCOMPARE(frames[0].refId, std::string("C"));
        QCOMPARE(frames[0].fields[1].displayName, std::string("C x"));
        QCOMPARE(frames[0].fields[1].values.number(1), 5.0);
        QCOMPARE(frames[1].fields[1].values.number(0), 2.0);
        QCOMPARE(problems, (std::vector<std::string>{"expression E: it needs its own result"}));
    }

    void dataOfOtherPanels()
    {
        const Result<Dashboard> dashboard = Dashboard::fromDocument(
            parsed("{'schemaVersion':42,'panels':["
                   "{'id':1,'type':'stat','datasource':{'uid':'-- Dashboard --','type':'datasource'},"
                   "'targets':[{'refId':'A','panelId':2,'withTransforms':true}]},"
                   "{'id':2,'type':'table','targets':[{'refId':'A','expr':'up'},{'refId':'B','expr':'down'}],"
                   "'transformations':[{'id':'limit','options':{'limitField':1}}]},"
                   "{'id':3,'type':'stat','datasource':{'uid':'-- Dashboard --','type':'datasource'},"
                   "'targets':[{'refId':'A','panelId':4}]},"
                   "{'id':4,'type':'stat','datasource':{'uid':'-- Dashboard --','type':'datasource'},"
                   "'targets':[{'refId':'A','panelId':3},{'refId':'B','panelId':77}]}]}"));
        PlanContext context;
        context.range = {0, 60'000, {}};
        context.panels = &dashboard->panels();
        const PanelQueryPlan shared = planPanelQueries(*dashboard->panel(1), context);
        QCOMPARE(shared.queries.size(), std::size_t{2});
        QCOMPARE(shared.queries.at(1).expr, std::string("down"));
        QCOMPARE(shared.transformations.items().size(), std::size_t{1});
        QVERIFY(shared.problems.empty());
        const PanelQueryPlan circle = planPanelQueries(*dashboard->panel(3), context);
        QVERIFY(circle.queries.empty());
        QCOMPARE(circle.problems,
                 (std::vector<std::string>{"query A: panel 3 shows data of its own, through other panels",
                                           "query B: there is no panel 77 whose data could be shown"}));
    }
};

QTEST_APPLESS_MAIN(ExpressionTest)
#include "expression_test.moc"
