#include <QtTest/QtTest>

#include <QFile>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "ui/graph/scale.h"
#include "ui/graph/ticks.h"
#include "ui/theme/fonts.h"

using namespace watchglass::ui;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

RangeRules rules(std::optional<double> hardMin = {}, std::optional<double> hardMax = {},
                 std::optional<double> softMin = {}, std::optional<double> softMax = {})
{
    RangeRules result;
    result.hardMin = hardMin;
    result.hardMax = hardMax;
    result.softMin = softMin;
    result.softMax = softMax;
    return result;
}

QString joined(const std::vector<Tick>& ticks)
{
    QStringList labels;
    for (const Tick& tick : ticks) labels += tick.label;
    return labels.join(QLatin1Char(' '));
}

qint64 utc(const char* text) { return QDateTime::fromString(QLatin1String(text), Qt::ISODate).toMSecsSinceEpoch(); }

}  // namespace

class AxesTest : public QObject {
    Q_OBJECT

private slots:
    void picksRanges_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<RangeRules>("given");
        QTest::addColumn<double>("min");
        QTest::addColumn<double>("max");

        RangeRules centered;
        centered.centeredZero = true;
        RangeRules log10;
        log10.scale.kind = ScaleKind::Log;
        RangeRules log2 = log10;
        log2.scale.logBase = 2;
        QTest::newRow("padded") << 25.3 << 84.6 << rules() << 19.0 << 91.0;
        QTest::newRow("zero is near") << 0.5 << 60.0 << rules() << 0.0 << 66.0;
        QTest::newRow("from zero") << 0.0 << 145.0 << rules() << 0.0 << 160.0;
        QTest::newRow("flat") << 68.0 << 68.0 << rules() << 0.0 << 136.0;
        QTest::newRow("flat zero") << 0.0 << 0.0 << rules() << 0.0 << 100.0;
        QTest::newRow("below zero") << -84.6 << -25.3 << rules() << -91.0 << -19.0;
        QTest::newRow("hard") << 25.0 << 84.0 << rules(0, 100) << 0.0 << 100.0;
        QTest::newRow("hard cuts") << 25.0 << 84.0 << rules(30, 50) << 30.0 << 50.0;
        QTest::newRow("soft extends") << 25.0 << 84.0 << rules({}, {}, 0, 100) << 0.0 << 100.0;
        QTest::newRow("soft is exceeded") << 25.0 << 184.0 << rules({}, {}, 0, 100) << 0.0 << 200.0;
        QTest::newRow("centered") << -20.0 << 50.0 << centered << -60.0 << 60.0;
        QTest::newRow("log 10") << 12.0 << 50'000.0 << log10 << 10.0 << 100'000.0;
        QTest::newRow("log 2") << 20.0 << 5'000.0 << log2 << 16.0 << 8'192.0;
        QTest::newRow("nothing between bounds") << kNan << kNan << rules(5, 7) << 5.0 << 7.0;
        QTest::newRow("upside down") << 1.0 << 2.0 << rules(10, 5) << 0.0 << 100.0;
    }

    void picksRanges()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(RangeRules, given);
        QFETCH(double, min);
        QFETCH(double, max);
        const auto range = axisRange(low, high, given);
        QVERIFY(range);
        QVERIFY2(std::abs(range->min - min) < 1e-9 && std::abs(range->max - max) < 1e-9,
                 qPrintable(QStringLiteral("%1 to %2").arg(range->min).arg(range->max)));
    }

    void nothingHasNoRange()
    {
        QVERIFY(!axisRange(kNan, kNan, {}));
        QVERIFY(!axisRange(kNan, kNan, rules(5)));
    }

    void labelsTime_data()
    {
        QTest::addColumn<qint64>("from");
        QTest::addColumn<qint64>("to");
        QTest::addColumn<int>("width");
        QTest::addColumn<QByteArray>("zone");
        QTest::addColumn<QString>("labels");
        const qint64 noon = utc("2026-01-15T12:00:00Z");
        QTest::newRow("hour") << noon - 3'600'000 << noon << 549 << QByteArray("UTC")
                              << "11:00 11:10 11:20 11:30 11:40 11:50 12:00";
        QTest::newRow("day") << noon - 86'400'000 << noon << 549 << QByteArray("UTC")
                             << "12:00 15:00 18:00 21:00 00:00 03:00 06:00 09:00 12:00";
        QTest::newRow("half hour zone") << noon - 86'400'000 << noon << 300 << QByteArray("Asia/Kolkata")
                                        << "18:00 00:00 06:00 12:00";
        QTest::newRow("seconds") << noon - 10'000 << noon << 300 << QByteArray("UTC") << "11:59:50 11:59:55 12:00:00";
        QTest::newRow("years") << utc("2019-06-01T00:00:00Z") << noon << 400 << QByteArray("UTC")
                               << "2020 2021 2022 2023 2024 2025 2026";
    }

    void labelsTime()
    {
        QFETCH(qint64, from);
        QFETCH(qint64, to);
        QFETCH(int, width);
        QFETCH(QByteArray, zone);
        QFETCH(QString, labels);
        QCOMPARE(joined(timeTicks(
                            from, to, width, [](const QString&) { return 33.0; }, QTimeZone(zone))
                            .ticks),
                 labels);
    }

    void ticksSurviveExtremes_data()
    {
        QTest::addColumn<double>("min");
        QTest::addColumn<double>("max");
        QTest::newRow("tiny") << 1e-300 << 2e-300;
        QTest::newRow("huge") << -1e300 << 1e300;
        QTest::newRow("far from zero") << 1e15 << 1e15 + 1;
        QTest::newRow("empty") << 5.0 << 5.0;
        QTest::newRow("nan") << kNan << kNan;
    }

    void ticksSurviveExtremes()
    {
        QFETCH(double, min);
        QFETCH(double, max);
        for (const ScaleKind kind : {ScaleKind::Linear, ScaleKind::Log, ScaleKind::Symlog}) {
            Scale scale;
            scale.kind = kind;
            const ValueTicks found = valueTicks({min, max}, scale, {200, 30});
            QVERIFY(found.ticks.size() <= 20'000);
        }
    }

    /// Every axis that was measured on Grafana itself.
    void agreesWithGrafana()
    {
        QFile file(qEnvironmentVariable("WG_REFERENCE_DIR", QStringLiteral(WG_REFERENCE_DIR)) +
                   QStringLiteral("/specimens.json"));
        if (!file.open(QIODevice::ReadOnly)) QSKIP("../shared/design/reference/specimens.json is not here");
        const QJsonArray specimens =
            QJsonDocument::fromJson(file.readAll()).object()[QLatin1String("specimens")].toArray();
        int compared = 0;
        for (const auto& specimen : specimens) {
            if (specimen[QLatin1String("component")].toString() != QLatin1String("timeseries")) continue;
            const auto pictures = specimen[QLatin1String("pictures")].toArray();
            for (const auto& picture : pictures) {
                const auto charts = picture[QLatin1String("measured")][QLatin1String("charts")].toArray();
                for (const auto& chart : charts) compared += compareAxes(specimen.toObject(), chart.toObject());
            }
        }
        QVERIFY(compared > 100);
    }

private:
    static int compareAxes(const QJsonObject& specimen, const QJsonObject& chart)
    {
        const QString id = specimen[QLatin1String("id")].toString();
        const QJsonArray area = chart[QLatin1String("plotArea")].toArray();
        int compared = 0;
        const auto axes = chart[QLatin1String("axes")].toArray();
        for (const auto& value : axes) {
            const QJsonObject axis = value.toObject();
            const QJsonArray splits = axis[QLatin1String("splits")].toArray();
            const QJsonObject scale =
                chart[QLatin1String("scales")][axis[QLatin1String("scale")].toString()].toObject();
            if (splits.isEmpty() || scale[QLatin1String("distr")].toInt() != 1) continue;
            const double min = scale[QLatin1String("min")].toDouble();
            const double max = scale[QLatin1String("max")].toDouble();
            std::vector<double> got;
            QStringList labels;
            const bool bottom = axis[QLatin1String("side")].toString() == QLatin1String("bottom");
            if (bottom) {
                // How many labels fit depends on the font, and Grafana's is Inter.
                if (QFontInfo(textFont(12)).family() != QLatin1String("Inter")) continue;
                const double width = area[2].toDouble();
                const auto from = static_cast<qint64>(min);
                const auto to = static_cast<qint64>(max);
                const auto ruler = [](const QString& text) { return plainTextWidth(text, 12); };
                for (const Tick& tick : timeTicks(from, to, width, ruler, QTimeZone::utc()).ticks) {
                    got.push_back(tick.value);
                    labels += tick.label;
                }
            } else {
                const double height = area[3].toDouble();
                const bool binary = axis[QLatin1String("labels")].toArray().last().toString().contains(
                    QLatin1String("iB"));
                for (const Tick& tick : valueTicks({min, max}, {}, {height, valueTickSpacing(height), binary}).ticks) {
                    got.push_back(tick.value);
                }
            }
            QString text;
            for (const double tick : got) text += QString::number(tick, 'g', 15) + QLatin1Char(' ');
            const QByteArray where = (id + QLatin1Char(' ') + axis[QLatin1String("side")].toString() +
                                      QStringLiteral(" got: ") + text)
                                         .toUtf8();
            if (static_cast<qsizetype>(got.size()) != splits.size()) {
                QTest::qFail(where.constData(), __FILE__, __LINE__);
                continue;
            }
            for (qsizetype i = 0; i < splits.size(); ++i) {
                if (std::abs(got[static_cast<std::size_t>(i)] - splits[i].toDouble()) > 1e-9 * std::abs(max - min)) {
                    QTest::qFail(where.constData(), __FILE__, __LINE__);
                    break;
                }
                if (bottom && labels[i] != axis[QLatin1String("labels")][i].toString()) {
                    QTest::qFail((where + ' ' + labels[i].toUtf8()).constData(), __FILE__, __LINE__);
                    break;
                }
            }
            ++compared;
        }
        return compared;
    }
};

QTEST_MAIN(AxesTest)
#include "axes_test.moc"
