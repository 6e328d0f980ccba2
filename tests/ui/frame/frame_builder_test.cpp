#include "ui/frame/frame_builder.h"

#include <QtTest/QtTest>

using namespace watchglass;
using namespace watchglass::ui;

namespace {

constexpr std::int64_t kStart = 1'700'000'000'000;
constexpr std::int64_t kStep = 15'000;

/// `values`: NaN stands for an absent step.
promql::ResultSeries seriesOf(Labels labels, const std::vector<double>& values)
{
    promql::ResultSeries out;
    out.labels = std::move(labels);
    out.present.resize((values.size() + 63) / 64);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const bool absent = std::isnan(values[i]);
        out.values.push_back(absent ? 0 : values[i]);
        if (!absent) out.present[i / 64] |= std::uint64_t{1} << (i % 64);
    }
    return out;
}

promql::QueryResultPtr resultOf(std::vector<promql::ResultSeries> series)
{
    auto out = std::make_shared<promql::QueryResult>();
    out->type = promql::ValueType::Matrix;
    out->grid = {kStart, kStep, series.empty() ? 1U : static_cast<std::uint32_t>(series[0].values.size())};
    out->series = std::move(series);
    return out;
}

QueryFrameInput input(promql::QueryResultPtr result, ResultFormat format = ResultFormat::TimeSeries,
                      std::string legend = {}, std::string refId = "A")
{
    return {std::move(result), std::move(refId), "sum(up)", std::move(legend), format};
}

QStringList namesOf(const std::vector<Frame>& frames)
{
    QStringList out;
    for (const Frame& frame : frames) out << QString::fromStdString(frame.name);
    return out;
}

QStringList columnsOf(const Frame& frame)
{
    QStringList out;
    for (const Field& field : frame.fields) out << QString::fromStdString(field.name);
    return out;
}

std::vector<double> numbersOf(const Field& field)
{
    std::vector<double> out;
    for (std::size_t i = 0; i < field.values.size(); ++i) out.push_back(field.values.number(i));
    return out;
}

const double kNone = std::numeric_limits<double>::quiet_NaN();

}  // namespace

class FrameBuilderTest : public QObject {
    Q_OBJECT

private slots:
    void timeSeriesPointIntoTheResult()
    {
        auto result = resultOf({seriesOf({{"__name__", "up"}, {"job", "a"}}, {1, kNone, 3})});
        const double* stored = result->series[0].values.data();
        const std::weak_ptr<const promql::QueryResult> alive = result;
        std::vector<Frame> frames = framesFromResults({input(std::move(result))});
        QCOMPARE(frames.size(), std::size_t{1});
        const Frame& frame = frames[0];
        QCOMPARE(frame.stepMs, kStep);
        QVERIFY(frame.kind == FrameKind::TimeSeries);
        QCOMPARE(columnsOf(frame), (QStringList{"Time", "Value"}));
        QCOMPARE(numbersOf(frame.fields[0]),
                 (std::vector<double>{double(kStart), double(kStart + kStep), double(kStart + 2 * kStep)}));
        const Values& values = frame.fields[1].values;
        QCOMPARE(values.number(0), 1.0);
        QVERIFY(!values.has(1) && values.isSparse());
        QCOMPARE(values.number(2), 3.0);
        QCOMPARE(values.rawNumbers().data(), stored);  // not copied
        QVERIFY(!alive.expired());                     // and kept alive
        frames.clear();
        QVERIFY(alive.expired());
    }

    void aRangeVectorHasTimesOfItsOwn()
    {
        promql::ResultSeries raw;
        raw.labels = Labels{{"__name__", "up"}};
        raw.values = {1, 2};
        raw.times = {kStart + 1, kStart + 7};
        auto result = std::make_shared<promql::QueryResult>();
        result->series = {raw};
        const auto frames = framesFromResults({input(result)});
        QCOMPARE(numbersOf(frames[0].fields[0]), (std::vector<double>{double(kStart + 1), double(kStart + 7)}));
        QCOMPARE(numbersOf(frames[0].fields[1]), (std::vector<double>{1, 2}));
    }

    void aScalarIsASeriesNamedAfterItsExpression()
    {
        auto result = std::make_shared<promql::QueryResult>();
        result->type = promql::ValueType::Scalar;
        result->grid = {kStart, 0, 1};
        result->scalar = 42;
        const auto frames = framesFromResults({input(result), input(nullptr, ResultFormat::TimeSeries, "", "B")});
        QCOMPARE(namesOf(frames), QStringList{"sum(up)"});
        QCOMPARE(frames[0].fields[1].values.number(0), 42.0);
    }

    void namesSeries_data()
    {
        QTest::addColumn<QString>("legend");
        QTest::addColumn<int>("world");
        QTest::addColumn<QStringList>("names");
        QTest::newRow("all labels") << "" << 0 << QStringList{"up{a=\"1\", b=\"x\"}", "up{a=\"2\", b=\"x\"}"};
        QTest::newRow("text") << "{{a}} of {{ b }}{{c}}" << 0 << QStringList{"1 of x", "2 of x"};
        QTest::newRow("unclosed") << "{{a" << 0 << QStringList{"{{a", "{{a"};
        QTest::newRow("auto: what differs") << "__auto" << 0 << QStringList{"{a=\"1\"}", "{a=\"2\"}"};
        QTest::newRow("auto: the only label") << "__auto" << 1 << QStringList{"1", "2"};
        QTest::newRow("auto: no label") << "__auto" << 2 << QStringList{"sum(up)"};
        QTest::newRow("no label") << "" << 2 << QStringList{"sum(up)"};
        QTest::newRow("auto: name alone") << "__auto" << 3 << QStringList{"up"};
        QTest::newRow("name alone") << "" << 3 << QStringList{"up"};
    }

    void namesSeries()
    {
        QFETCH(QString, legend);
        QFETCH(int, world);
        QFETCH(QStringList, names);
        const std::vector<std::vector<promql::ResultSeries>> worlds = {
            {seriesOf({{"__name__", "up"}, {"a", "1"}, {"b", "x"}}, {1}),
             seriesOf({{"__name__", "up"}, {"a", "2"}, {"b", "x"}}, {1})},
            {seriesOf({{"a", "1"}}, {1}), seriesOf({{"a", "2"}}, {1})},
            {seriesOf({}, {1})},
            {seriesOf({{"__name__", "up"}}, {1})}};
        const auto frames = framesFromResults(
            {input(resultOf(worlds[static_cast<std::size_t>(world)]), ResultFormat::TimeSeries, legend.toStdString())});
        QCOMPARE(namesOf(frames), names);
    }

    void aTableHasAColumnForEachLabel()
    {
        const auto result = resultOf(
            {seriesOf({{"job", "a"}}, {1, kNone}), seriesOf({{"env", "p"}, {"job", "b"}}, {2, 3})});
        const auto one = framesFromResults({input(result, ResultFormat::Table)});
        QCOMPARE(one.size(), std::size_t{1});
        QVERIFY(one[0].kind == FrameKind::Table);
        QCOMPARE(columnsOf(one[0]), (QStringList{"Time", "env", "job", "Value"}));
        QCOMPARE(numbersOf(one[0].fields[3]), (std::vector<double>{1, 2, 3}));
        QCOMPARE(numbersOf(one[0].fields[0]),
                 (std::vector<double>{double(kStart), double(kStart), double(kStart + kStep)}));
        QVERIFY(one[0].fields[1].values.cell(0) == Cell(std::string()));
        QVERIFY(one[0].fields[2].values.cell(2) == Cell(std::string("b")));

        // Two tables tell their values apart.
        const auto two = framesFromResults(
            {input(result, ResultFormat::Table), input(result, ResultFormat::Table, {}, "B")});
        QCOMPARE(columnsOf(two[0]).back(), QStringLiteral("Value #A"));
        QCOMPARE(columnsOf(two[1]).back(), QStringLiteral("Value #B"));
    }

    void aHeatmapHasBucketsWithoutTheOnesBelow()
    {
        const auto result = resultOf(
            {seriesOf({{"job", "a"}, {"le", "+Inf"}}, {10, 12}), seriesOf({{"job", "a"}, {"le", "10"}}, {7, kNone}),
             seriesOf({{"job", "a"}, {"le", "5"}}, {4, 5}), seriesOf({{"job", "b"}, {"le", "5"}}, {1, 1})});
        const auto frames = framesFromResults({input(result, ResultFormat::Heatmap)});
        QCOMPARE(frames.size(), std::size_t{2});
        QVERIFY(frames[0].kind == FrameKind::HeatmapRows);
        QCOMPARE(columnsOf(frames[0]), (QStringList{"Time", "5", "10", "+Inf"}));
        QCOMPARE(numbersOf(frames[0].fields[1]), (std::vector<double>{4, 5}));
        QCOMPARE(frames[0].fields[2].values.number(0), 3.0);
        QVERIFY(!frames[0].fields[2].values.has(1));
        QCOMPARE(numbersOf(frames[0].fields[3]), (std::vector<double>{3, 7}));
        QCOMPARE(columnsOf(frames[1]), (QStringList{"Time", "5"}));
    }

    void formatsAndLegends()
    {
        QVERIFY(resultFormatFromName("table") == ResultFormat::Table);
        QVERIFY(resultFormatFromName("heatmap") == ResultFormat::Heatmap);
        for (const char* name : {"", "time_series", "timeseries", "other"})
            QVERIFY(resultFormatFromName(name) == ResultFormat::TimeSeries);
        QCOMPARE(renderLegend("{{none}}|", {}, MissingLabel::Name), std::string("none|"));
        QCOMPARE(renderLegend("{{none}}|", {}, MissingLabel::Empty), std::string("|"));
    }
};

QTEST_APPLESS_MAIN(FrameBuilderTest)
#include "frame_builder_test.moc"
