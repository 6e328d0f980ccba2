#include "ui/frame/transform.h"

#include <QtTest/QtTest>
#include <limits>

#include "engine/base/json.h"
#include "ui/frame/field_override.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

Cell cellOf(const json::Value& value)
{
    if (value.isNumber()) return value.toDouble();
    if (value.isBool()) return value.toBool();
    if (value.isString()) return value.toString();
    const std::string& special = value["$"].toString();
    if (special == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (special == "-0") return -0.0;
    if (special == "+Inf") return std::numeric_limits<double>::infinity();
    if (special == "-Inf") return -std::numeric_limits<double>::infinity();
    return {};
}

FieldType typeOf(const std::string& name)
{
    if (name == "time") return FieldType::Time;
    if (name == "string") return FieldType::String;
    if (name == "boolean") return FieldType::Boolean;
    return name == "number" ? FieldType::Number : FieldType::Other;
}

Field fieldOf(const json::Value& column)
{
    Field field;
    field.name = column["name"].toString();
    field.type = typeOf(column["type"].toString());
    field.config = fieldConfigFromJson(column["config"]);
    field.displayNameFromDs = column["config"]["displayNameFromDS"].toString();
    std::vector<std::pair<std::string, std::string>> labels;
    for (const auto& [name, value] : column["labels"].members()) labels.emplace_back(name, value.toString());
    field.labels = Labels::fromPairs(std::move(labels));
    std::vector<Cell> cells;
    for (const json::Value& value : column["values"].items()) cells.push_back(cellOf(value));
    field.values = Values::cells(std::move(cells));
    return field;
}

std::vector<Frame> framesOf(const json::Value& list)
{
    std::vector<Frame> out;
    for (const json::Value& item : list.items()) {
        Frame frame;
        frame.name = item["name"].toString();
        frame.refId = item["refId"].toString();
        if (item.get("meta.type").toString().starts_with("timeseries")) frame.kind = FrameKind::TimeSeries;
        for (const json::Value& column : item["fields"].items()) frame.fields.push_back(fieldOf(column));
        out.push_back(std::move(frame));
    }
    assignDisplayNames(out);
    return out;
}

}  // namespace

class TransformTest : public QObject {
    Q_OBJECT

private slots:
    /// Steps at which a query had no sample are no rows; those that a source sent as null are.
    void stepsWithoutSamplesAreNoRows()
    {
        const auto series = [](const char* name, std::uint64_t present, bool sparse) {
            Frame frame;
            frame.name = name;
            frame.kind = FrameKind::TimeSeries;
            Field time;
            time.name = "Time";
            time.type = FieldType::Time;
            time.values = Values::numbers({0, 1000, 2000, 3000, 4000});
            Field value;
            value.name = name;
            value.values = Values::numbers({1, 2, 3, 4, 5}, {present});
            if (sparse) value.values = value.values.asSparse();
            frame.fields = {time, value};
            return frame;
        };
        const auto joined = [](const std::vector<Frame>& frames) {
            return applyTransformations(frames, *json::parse(R"([{"id":"joinByField","options":{"byField":"Time"}}])"))
                .front();
        };
        const Frame both = joined({series("a", 0b01100, true), series("b", 0b01000, true)});
        QCOMPARE(both.rows(), std::size_t{2});
        QCOMPARE(both.fields[0].values.number(0), 2000.0);
        QVERIFY(!both.fields[2].values.has(0));
        QCOMPARE(joined({series("a", 0b01100, false), series("b", 0b01000, true)}).rows(), std::size_t{5});
        const Frame limited = applyTransformations({series("a", 0b11100, true)},
                                                   *json::parse(R"([{"id":"limit","options":{"limitField":2}}])"))
                                  .front();
        QCOMPARE(limited.fields[1].values.number(0), 3.0);
        const Frame untouched = applyTransformations({series("a", 0b01100, true)}, *json::parse("[]")).front();
        QCOMPARE(untouched.rows(), std::size_t{5});
    }

    void columnsOfOneLength()
    {
        Frame frame;
        for (const std::size_t length : {std::size_t{2}, std::size_t{70}, std::size_t{0}}) {
            Field field;
            field.values = Values::numbers(std::vector<double>(length, 1.5));
            frame.fields.push_back(std::move(field));
        }
        frame.squareUp();
        for (const Field& field : frame.fields) QCOMPARE(field.values.size(), std::size_t{70});
        QCOMPARE(frame.fields[0].values.number(1), 1.5);
        QVERIFY(!frame.fields[0].values.has(69));
        QVERIFY(frame.fields[1].values.has(69));
        QVERIFY(!frame.fields[2].values.has(0));
    }

    void ownCases_data()
    {
        QTest::addColumn<QByteArray>("steps");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* steps, const char* expected) {
            QTest::newRow(name) << QByteArray(steps) << QByteArray(expected);
        };
        row("nothing", "[]", "Time[1,2] cpu[5,3] | Time[1,2] mem[7,8]");
        row("disabled", R"([{"id":"limit","disabled":true,"options":{"limitField":1}}])",
            "Time[1,2] cpu[5,3] | Time[1,2] mem[7,8]");
        row("unknown ones change nothing", R"([{"id":"noSuchStep"}])", "Time[1,2] cpu[5,3] | Time[1,2] mem[7,8]");
        row("join", R"([{"id":"joinByField","options":{}}])", "Time[1,2] cpu[5,3] mem[7,8]");
        row("join, then calculate by the new names",
            R"([{"id":"joinByField"},{"id":"calculateField","options":{"mode":"binary","alias":"sum",
            "binary":{"left":"cpu","operator":"+","right":"mem"}}}])",
            "Time[1,2] cpu[5,3] mem[7,8] sum[12,11]");
        row("organize renames after it ordered",
            R"([{"id":"joinByField"},{"id":"organize","options":{"indexByName":{"mem":0,"cpu":1},
            "excludeByName":{"Time":true},"renameByName":{"cpu":"C"}}}])",
            "mem[7,8] C[5,3]");
        row("reduce", R"([{"id":"reduce","options":{"reducers":["max","lastNotNull"]}}])",
            "Field[cpu,mem] Max[5,8] Last *[3,8]");
        row("sort", R"([{"id":"sortBy","options":{"sort":[{"field":"cpu"}]}}])",
            "Time[2,1] cpu[3,5] | Time[1,2] mem[7,8]");
        row("filter of a step",
            R"([{"id":"limit","filter":{"id":"byRefId","options":"B"},"options":{"limitField":1}}])",
            "Time[1,2] cpu[5,3] | Time[1] mem[7]");
        row("filter by value",
            R"([{"id":"joinByField"},{"id":"filterByValue","options":{"type":"include","match":"all",
            "filters":[{"fieldName":"cpu","config":{"id":"greater","options":{"value":4}}}]}}])",
            "Time[1] cpu[5] mem[7]");
        row("series to rows", R"([{"id":"seriesToRows"}])", "Time[2,2,1,1] Metric[cpu,mem,cpu,mem] Value[3,8,5,7]");
        row("group", R"([{"id":"seriesToRows"},{"id":"groupBy","options":{"fields":{"Metric":{"operation":"groupby",
            "aggregations":[]},"Value":{"operation":"aggregate","aggregations":["sum"]}}}}])",
            "Metric[cpu,mem] Value (sum)[8,15]");
    }

    void ownCases()
    {
        QFETCH(QByteArray, steps);
        QFETCH(QByteArray, expected);
        const auto frames = json::parse(R"([{"name":"cpu","refId":"A","fields":[
            {"name":"Time","type":"time","values":[1,2]},
            {"name":"Value","type":"number","values":[5,3],"config":{"displayNameFromDS":"cpu"}}]},
            {"name":"mem","refId":"B","fields":[{"name":"Time","type":"time","values":[1,2]},
            {"name":"Value","type":"number","values":[7,8],"config":{"displayNameFromDS":"mem"}}]}])");
        const auto list = json::parse({steps.constData(), static_cast<std::size_t>(steps.size())});
        QVERIFY(frames && list);
        std::vector<std::string> problems;
        std::vector<Frame> got = applyTransformations(framesOf(*frames), *list, &problems);
        assignDisplayNames(got);
        QByteArray text;
        for (const Frame& frame : got) {
            if (!text.isEmpty()) text += " | ";
            for (const Field& field : frame.fields) {
                if (!text.isEmpty() && !text.endsWith(' ')) text += ' ';
                QStringList cells;
                for (std::size_t row = 0; row < field.values.size(); ++row) {
                    cells << QString::fromStdString(field.values.text(row));
                }
                text += QByteArray::fromStdString(field.displayName) + '[' + cells.join(',').toUtf8() + ']';
            }
        }
        QCOMPARE(text, expected);
        QCOMPARE(problems.size(), std::size_t{steps.contains("noSuchStep") ? 1u : 0u});
    }
};

QTEST_APPLESS_MAIN(TransformTest)
#include "transform_test.moc"
