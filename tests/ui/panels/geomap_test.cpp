#include <QtTest/QtTest>
#include <QtWidgets/QtWidgets>

#include <cmath>

#include "ui/frame/field_override.h"
#include "ui/panels/geomap_panel.h"
#include "ui/panels/panel_factory.h"
#include "ui/panels/world_outline.h"
#include "ui/theme/theme.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

json::Value parsed(QByteArray text)
{
    const auto value = json::parse(text.replace('\'', '"').toStdString());
    return value ? *value : json::Value();
}

// What every new panel is given.
constexpr const char* kThresholds = "{'defaults':{'color':{'mode':'thresholds'},'thresholds':{'mode':'absolute','steps'"
                                    ":[{'value':null,'color':'green'},"
                                    "{'value':80,'color':'red'}]}}}";

/// "lat:1,2;name:a,b": columns of numbers, or of texts where one of them is none.
PanelData made(const QByteArray& columns, const QByteArray& options, const QByteArray& config = kThresholds)
{
    Frame frame;
    frame.refId = "A";
    for (const QByteArray& column : columns.split(';')) {
        if (column.isEmpty()) continue;
        const int colon = static_cast<int>(column.indexOf(':'));
        Field field;
        field.name = column.left(colon).toStdString();
        std::vector<double> numbers;
        std::vector<std::string> texts;
        bool all = true;
        for (const QByteArray& cell : column.mid(colon + 1).split(',')) {
            bool number = false;
            numbers.push_back(cell.toDouble(&number));
            all = all && number;
            texts.push_back(cell.toStdString());
        }
        field.type = all ? FieldType::Number : FieldType::String;
        field.values = all ? Values::numbers(std::move(numbers)) : Values::strings(std::move(texts));
        frame.fields.push_back(std::move(field));
    }
    std::vector<Frame> frames{std::move(frame)};
    applyFieldConfig(frames, fieldConfigSourceFromJson(parsed(config)));
    PanelData data;
    data.frames = std::make_shared<const std::vector<Frame>>(std::move(frames));
    data.options = parsed(options);
    return data;
}

QByteArray told(const MapModel& model)
{
    QByteArrayList out;
    for (const MapLayer& layer : model.layers) {
        for (const MapMarker& marker : layer.markers) {
            const GeoPoint at = fromWorld(marker.at);
            out << QByteArray::number(at.lat, 'f', 1) + ' ' + QByteArray::number(at.lon, 'f', 1) + " r" +
                       QByteArray::number(marker.radius, 'f', 1) + ' ' + marker.color.name().toUtf8() + ' ' +
                       marker.text.toUtf8();
        }
        for (const MapLine& line : layer.lines) out << "line of " + QByteArray::number(qulonglong(line.points.size()));
    }
    for (const QString& note : model.notes) out << "note: " + note.toUtf8();
    return out.join(" | ");
}

bool isLand(double lat, double lon)
{
    const auto inside = [&](const std::vector<std::vector<GeoPoint>>& rings) {
        for (const auto& ring : rings) {
            for (const double turn : {0.0, 360.0}) {
                QPolygonF polygon;
                for (const GeoPoint& point : ring) polygon << QPointF(point.lon, point.lat);
                if (polygon.containsPoint({lon + turn, lat}, Qt::OddEvenFill)) return true;
            }
        }
        return false;
    };
    return inside(worldLand()) && !inside(worldLakes());
}

}  // namespace

class GeomapTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, ThemeKind::Dark); }

    void markersFollowTheirFields_data()
    {
        QTest::addColumn<QByteArray>("columns");
        QTest::addColumn<QByteArray>("options");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* columns, const char* options, const char* expected) {
            QTest::newRow(name) << QByteArray(columns) << QByteArray(options) << QByteArray(expected);
        };
        row("Grafana's defaults", "lat:10;lon:20", "{}", "10.0 20.0 r5.0 #37872d ");
        row("size and colour by field", "lat:0,1,2;lon:0,0,0;v:0,50,100",
            "{'layers':[{'type':'markers','config':{'style':{'size':{'field':'v','min':2,'max':12},"
            "'color':{'field':'v'}}}}]}",
            "0.0 0.0 r2.0 #73bf69  | 1.0 0.0 r7.0 #73bf69  | 2.0 0.0 r12.0 #f2495c ");
        row("text by field", "lat:0;lon:0;n:<b>x</b>",
            "{'layers':[{'type':'markers','config':{'style':{'text':{'mode':'field','field':'n'}}}}]}",
            "0.0 0.0 r5.0 #37872d <b>x</b>");
        row("fixed text", "lat:0;lon:0", "{'layers':[{'config':{'style':{'text':{'mode':'fixed','fixed':'here'}}}}]}",
            "0.0 0.0 r5.0 #37872d here");
        row("one size for equal values", "lat:0,1;lon:0,0;v:7,7",
            "{'layers':[{'config':{'style':{'size':{'field':'v','min':3,'max':9}}}}]}",
            "0.0 0.0 r3.0 #37872d  | 1.0 0.0 r3.0 #37872d ");
        row("countries", "c:DE;v:1", "{'layers':[{'location':{'mode':'lookup','lookup':'c'}}]}",
            "51.1 10.4 r5.0 #37872d ");
        row("a route", "lat:0,1,2;lon:0,1,2", "{'layers':[{'type':'route'}]}", "line of 3");
        row("weights of heat", "lat:0,1;lon:0,0;v:0,10",
            "{'layers':[{'type':'heatmap','config':{'weight':{'field':'v','min':0,'max':1}}}]}",
            "0.0 0.0 r0.0 #000000  | 1.0 0.0 r1.0 #000000 ");
        row("no fields", "a:1", "{'layers':[{'name':'L','type':'markers'}]}",
            "note: L: there are no fields latitude and longitude, geohash or lookup");
        row("no known place", "lookup:qq", "{'layers':[{'name':'L'}]}", "note: L: no row has a known place");
        row("absurd coordinates", "lat:1e300,-91,nan,45;lon:0,0,0,1e9", "{'layers':[{'name':'L'}]}",
            "note: L: no row has a known place");
        row("a layer that is not drawn", "lat:0;lon:0", "{'layers':[{'type':'dayNight'}]}",
            "note: Layers of type \"dayNight\" are not drawn");
        row("another query's frame", "lat:0;lon:0", "{'layers':[{'filterData':{'id':'byRefId','options':'B'}}]}", "");
    }

    void markersFollowTheirFields()
    {
        QFETCH(QByteArray, columns);
        QFETCH(QByteArray, options);
        QFETCH(QByteArray, expected);
        QCOMPARE(told(geomapModel(made(columns, options))), expected);
    }

    void beginsWhereTheViewSays_data()
    {
        QTest::addColumn<QByteArray>("view");
        QTest::addColumn<double>("lat");
        QTest::addColumn<double>("lon");
        QTest::addColumn<double>("zoom");
        QTest::newRow("zero") << QByteArray("{}") << 0.0 << 0.0 << 1.0;
        QTest::newRow("coordinates") << QByteArray("{'id':'coords','lat':40,'lon':-100,'zoom':4}") << 40.0 << -100.0
                                     << 4.0;
        QTest::newRow("a continent") << QByteArray("{'id':'europe','zoom':3}") << 46.0 << 14.0 << 3.0;
        QTest::newRow("absurd") << QByteArray("{'id':'coords','lat':1e9,'lon':-100,'zoom':99}") << 0.0 << 0.0 << 22.0;
        // 90 degrees across 600 pixels less 5 % at each side: 540 of 64 pixels, so 2^3.08.
        QTest::newRow("fit") << QByteArray("{'id':'fit'}") << 0.0 << 45.0 << std::log2(540 / 64.0);
    }

    void beginsWhereTheViewSays()
    {
        QFETCH(QByteArray, view);
        QFETCH(double, lat);
        QFETCH(double, lon);
        QFETCH(double, zoom);
        GeomapPanel panel;
        panel.resize(600, 600);
        panel.setData(made("lat:0,0;lon:0,90", "{'view':" + view + "}"));
        const GeoPoint at = fromWorld(panel.camera().centre);
        QVERIFY2(std::abs(at.lat - lat) < 1e-6 && std::abs(at.lon - lon) < 1e-6,
                 QByteArray::number(at.lat) + ' ' + QByteArray::number(at.lon));
        QCOMPARE(panel.camera().zoom, zoom);
    }

    void dragWheelAndKeysMoveTheMap()
    {
        GeomapPanel panel;
        panel.resize(400, 300);
        panel.setData(made("lat:10,0,10;lon:-40,0,40;name:west,middle,east",
                           "{'controls':{'mouseWheelZoom':true},'tooltip':{'mode':'details'}}"));
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        const QPointF before = panel.camera().centre;
        QTest::mousePress(&panel, Qt::LeftButton, {}, {200, 150});
        QTest::mouseMove(&panel, {230, 150});
        QTest::mouseRelease(&panel, Qt::LeftButton, {}, {230, 150});
        const double moved = (panel.camera().centre.x() - before.x()) * panel.camera().worldPixels();
        QVERIFY2(std::abs(std::remainder(moved, panel.camera().worldPixels()) + 30) < 1e-6, QByteArray::number(moved));

        const QPointF kept = panel.camera().toWorld({100, 100}, QSizeF(400, 300));
        QWheelEvent wheel({100, 100}, panel.mapToGlobal(QPointF(100, 100)), {}, {0, 120}, {}, {}, Qt::NoScrollPhase,
                          false);
        // A dashboard that is scrolled brings the map under a pointer that stands still.
        QEvent left(QEvent::Leave);
        QApplication::sendEvent(&panel, &left);
        QApplication::sendEvent(&panel, &wheel);
        QCOMPARE(panel.camera().zoom, 1.0);
        QVERIFY(!wheel.isAccepted());
        QMouseEvent move(QEvent::MouseMove, QPointF(100, 100), panel.mapToGlobal(QPointF(100, 100)), Qt::NoButton,
                         Qt::NoButton, {});
        QApplication::sendEvent(&panel, &move);
        QApplication::sendEvent(&panel, &wheel);
        QVERIFY(panel.camera().zoom > 1.3);
        const QPointF now = panel.camera().toWorld({100, 100}, QSizeF(400, 300));
        QVERIFY(std::hypot(kept.x() - now.x(), kept.y() - now.y()) < 1e-9);

        QTest::keyClick(&panel, Qt::Key_Home);
        QCOMPARE(panel.camera().zoom, 1.0);
        QCOMPARE(panel.camera().centre, before);
        QTest::keyClick(&panel, Qt::Key_Right);
        QCOMPARE(panel.element(*panel.currentElement()).name, QStringLiteral("west"));
        QTest::keyClick(&panel, Qt::Key_Right);
        QCOMPARE(panel.element(*panel.currentElement()).name, QStringLiteral("middle"));
        QTest::keyClick(&panel, Qt::Key_Right);
        QCOMPARE(panel.element(*panel.currentElement()).name, QStringLiteral("east"));
        QTest::keyClick(&panel, Qt::Key_Left);
        QCOMPARE(panel.element(*panel.currentElement()).name, QStringLiteral("middle"));
    }

    void screenReadersFindTheMarkers()
    {
        GeomapPanel panel;
        panel.resize(400, 300);
        panel.setData(made("lat:10,-10;lon:-40,0;name:west,middle;v:5,6", "{}"));
        QAccessibleInterface* face = QAccessible::queryAccessibleInterface(&panel);
        QVERIFY(face);
        QCOMPARE(face->role(), QAccessible::List);
        QCOMPARE(face->childCount(), 2);
        QCOMPARE(face->child(1)->text(QAccessible::Name), QStringLiteral("middle"));
        QCOMPARE(face->child(1)->text(QAccessible::Value), QStringLiteral("6"));
        QCOMPARE(face->indexOfChild(face->child(1)), 1);
        QVERIFY(panel.summary().contains(QStringLiteral("west: 5")));
    }

    void tooManyMarkersAreLeftOutWithANote()
    {
        std::vector<double> values(100'000, 1.0);
        Frame frame;
        for (const char* name : {"lat", "lon"}) {
            Field field;
            field.name = name;
            field.values = Values::numbers(values);
            frame.fields.push_back(std::move(field));
        }
        std::vector<Frame> frames{std::move(frame)};
        applyFieldConfig(frames, {});
        PanelData data;
        data.frames = std::make_shared<const std::vector<Frame>>(std::move(frames));
        const MapModel model = geomapModel(data);
        QCOMPARE(model.layers[0].markers.size(), kMostMarkers);
        QCOMPARE(model.notes.size(), std::size_t{1});
        QCOMPARE(model.notes[0], QStringLiteral("80000 more markers are not drawn"));
    }

    void theOutlineIsTheWorlds_data()
    {
        QTest::addColumn<double>("lat");
        QTest::addColumn<double>("lon");
        QTest::addColumn<bool>("land");
        const auto row = [](const char* name, double lat, double lon, bool land) {
            QTest::newRow(name) << lat << lon << land;
        };
        row("Berlin", 52.5, 13.4, true);
        row("Chicago's west", 41.9, -89, true);
        row("Brasilia", -15.8, -47.9, true);
        row("Kinshasa", -4.3, 15.3, true);
        row("Delhi", 28.6, 77.2, true);
        row("Tokyo's west", 36, 138.5, true);
        row("Alice Springs", -23.7, 133.9, true);
        row("Nuuk's east", 64.2, -48, true);
        row("Chukotka, past 180", 66.5, -173, true);
        row("South Pole", -84, 0, true);
        row("Atlantic", 30, -40, false);
        row("Pacific", 0, -150, false);
        row("Indian Ocean", -20, 80, false);
        row("Mediterranean", 35, 18, false);
        row("Black Sea", 43.3, 34, false);
        row("Caspian Sea", 41, 51.5, false);
        row("Hudson Bay", 60, -86, false);
        row("Gulf of Mexico", 25, -90, false);
        row("North Sea", 56, 3, false);
        row("Red Sea", 20, 38.4, false);
    }

    void theOutlineIsTheWorlds()
    {
        QFETCH(double, lat);
        QFETCH(double, lon);
        QFETCH(bool, land);
        QCOMPARE(isLand(lat, lon), land);
    }

    void legendsSayWhatColoursMean()
    {
        const char* style = "{'layers':[{'type':'markers','name':'L','config':{'style':{'color':{'field':'v'}}}}]}";
        MapModel model = geomapModel(made("lat:0;lon:0;v:5", style));
        QCOMPARE(model.layers[0].legendEntries.size(), std::size_t{2});
        QCOMPARE(model.layers[0].legendEntries[0].name, QStringLiteral("< 80"));
        QCOMPARE(model.layers[0].legendEntries[1].name, QStringLiteral("80+"));
        model = geomapModel(
            made("lat:0,1;lon:0,0;v:5,9", style, "{'defaults':{'color':{'mode':'continuous-GrYlRd'}}}"));
        QVERIFY(model.layers[0].legendEntries.empty());
        QCOMPARE(model.layers[0].legendLow, QStringLiteral("5"));
        QCOMPARE(model.layers[0].legendHigh, QStringLiteral("9"));
        model = geomapModel(made("lat:0;lon:0", "{'layers':[{'type':'markers','name':'L'}]}"));
        QCOMPARE(model.layers[0].legendEntries.size(), std::size_t{1});
        QCOMPARE(model.layers[0].legendEntries[0].name, QStringLiteral("L"));
    }
};

QTEST_MAIN(GeomapTest)
#include "geomap_test.moc"
