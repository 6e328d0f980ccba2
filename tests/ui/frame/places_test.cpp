// Where rows are, and the transformations that ask for it.

#include <QtTest/QtTest>
#include <cmath>

#include "ui/frame/field_override.h"
#include "ui/frame/gazetteer.h"
#include "ui/frame/location.h"
#include "ui/frame/transform.h"

using namespace watchglass;
using namespace watchglass::ui;

namespace {

json::Value parsed(QByteArray text) { return *json::parse(text.replace('\'', '"').toStdString()); }

/// "lat:1,2;name:a,b": columns of numbers, or of texts where one of them is none.
Frame frameOf(const QByteArray& text)
{
    Frame frame;
    for (const QByteArray& column : text.split(';')) {
        const int colon = static_cast<int>(column.indexOf(':'));
        Field field;
        field.name = column.left(colon).toStdString();
        std::vector<Cell> cells;
        field.type = FieldType::Number;
        for (const QByteArray& cell : column.mid(colon + 1).split(',')) {
            bool number = false;
            const double value = cell.toDouble(&number);
            if (!number) field.type = FieldType::String;
            cells.push_back(number ? Cell{value} : Cell{cell.toStdString()});
        }
        field.values = Values::cells(std::move(cells));
        frame.fields.push_back(std::move(field));
    }
    std::vector<Frame> frames{frame};
    assignDisplayNames(frames);
    return frames.front();
}

QByteArray told(const std::vector<GeoPoint>& points)
{
    QByteArrayList out;
    for (const GeoPoint& point : points)
        out << QByteArray::number(point.lat, 'f', 1) + ' ' + QByteArray::number(point.lon, 'f', 1);
    return out.join('>');
}

QByteArray toldFields(const Frame& frame)
{
    QByteArrayList out;
    for (const Field& field : frame.fields) {
        QByteArrayList cells;
        for (std::size_t row = 0; row < field.values.size(); ++row) {
            const auto points = pointsOfCell(field.values.cell(row));
            cells << (points.empty() ? QByteArray::fromStdString(field.values.text(row)) : told(points));
        }
        out << QByteArray::fromStdString(field.name) + '[' + cells.join(',') + ']';
    }
    return out.join(' ');
}

}  // namespace

class PlacesTest : public QObject {
    Q_OBJECT

private slots:
    void findsTheRowsOfAFrame_data()
    {
        QTest::addColumn<QByteArray>("frame");
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* frame, const char* source, const char* expected) {
            QTest::newRow(name) << QByteArray(frame) << QByteArray(source) << QByteArray(expected);
        };
        row("auto: coordinates", "Lat:1,2;LNG:3,4", "{}", "1.0 3.0|2.0 4.0");
        row("auto: geohash", "geohash:u33,9q8", "{'mode':'auto'}", "52.7 13.4|37.3 -123.0");
        row("auto: lookup", "lookup:de,US,nowhere", "{'mode':'auto'}", "51.1 10.4|39.5 -98.4|");
        row("auto: nothing", "a:1;b:2", "{}", "!there are no fields latitude and longitude, geohash or lookup");
        row("coordinates by name", "y:1;x:3", "{'mode':'coords','latitude':'y','longitude':'x'}", "1.0 3.0");
        row("coordinates missing", "y:1;x:3", "{'mode':'coords','latitude':'y'}",
            "!the fields for latitude and longitude are not in the data");
        row("numbers in texts", "lat:1,x;lon:3,4", "{}", "1.0 3.0|");
        row("not on the globe", "lat:91,nan,5,inf;lon:0,0,1e9,0", "{}", "|||");
        row("bad geohash", "geohash:aaa,u", "{}", "|67.5 22.5");
        row("lookup takes the first text", "v:1;c:FRA", "{'mode':'lookup'}", "46.6 2.5");
        row("names of countries", "c:Germany,turkey,Viet Nam", "{'mode':'lookup','lookup':'c'}",
            "51.1 10.4|39.1 35.2|16.6 106.3");
        row("states", "c:TX,texas,de", "{'mode':'lookup','gazetteer':'public/gazetteer/usa-states.json'}",
            "31.5 -99.3|31.5 -99.3|39.0 -75.5");
        row("another table", "c:TX", "{'mode':'lookup','gazetteer':'https://a.example/airports.json'}",
            "!the table of places \"https://a.example/airports.json\" is not at hand: countries and states of the USA "
            "are");
    }

    void findsTheRowsOfAFrame()
    {
        QFETCH(QByteArray, frame);
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, expected);
        const Frame made = frameOf(frame);
        const Locations found = locationsOf(made, parsed(source));
        QByteArrayList rows;
        for (const auto& points : found.rows) rows << told(points);
        QCOMPARE(found.problem.empty() ? rows.join('|') : '!' + QByteArray::fromStdString(found.problem), expected);
    }

    void transforms_data()
    {
        QTest::addColumn<QByteArray>("frame");
        QTest::addColumn<QByteArray>("steps");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* frame, const char* steps, const char* expected) {
            QTest::newRow(name) << QByteArray(frame) << QByteArray(steps) << QByteArray(expected);
        };
        row("lookup", "c:fr,zz;v:1,2", "[{'id':'fieldLookup','options':{'lookupField':'c'}}]",
            "c[fr,zz] ID[FR,] Name[France,] Lng[2.5,] Lat[46.6,] v[1,2]");
        row("lookup of a state", "State:TX",
            "[{'id':'fieldLookup','options':{'lookupField':'State','gazetteer':"
            "'public/gazetteer/usa-states.json'}}]",
            "State[TX] ID[TX] Name[Texas] Lng[-99.3] Lat[31.5]");
        row("lookup elsewhere", "c:fr", "[{'id':'fieldLookup','options':{'lookupField':'c','gazetteer':'x.json'}}]",
            "c[fr]");
        row("prepare", "lat:1,2;lon:3,4", "[{'id':'spatial','options':{'action':'prepare','source':{'mode':'auto'}}}]",
            "Point[1.0 3.0,2.0 4.0] lat[1,2] lon[3,4]");
        row("no places", "a:1", "[{'id':'spatial','options':{'action':'prepare'}}]", "a[1]");
        row("heading", "lat:0,0,1;lon:0,1,0",
            "[{'id':'spatial','options':{'action':'calculate','calculate':{'calc':'heading','field':'h'}}}]",
            "Point[0.0 0.0,0.0 1.0,1.0 0.0] lat[0,0,1] lon[0,1,0] h[90,0,0]");
        row("line", "lat:0,1;lon:0,1;v:1,2",
            "[{'id':'spatial','options':{'action':'modify','modify':{'op':'asLine'}}}]", "Line[0.0 0.0>1.0 1.0]");
        row("line to a target", "lat:1;lon:3;to:de",
            "[{'id':'spatial','options':{'action':'modify','source':{'mode':'auto'},'modify':{'op':'lineBuilder',"
            "'target':{'mode':'lookup','lookup':'to'}}}}]",
            "Geometry[1.0 3.0>51.1 10.4] lat[1] lon[3] to[de]");
    }

    void transforms()
    {
        QFETCH(QByteArray, frame);
        QFETCH(QByteArray, steps);
        QFETCH(QByteArray, expected);
        const auto out = applyTransformations({frameOf(frame)}, parsed(steps), nullptr);
        QCOMPARE(out.size(), std::size_t{1});
        QCOMPARE(toldFields(out[0]), expected);
    }

    void measuresLines()
    {
        // A degree of a great circle on a sphere of 6371008.8 m.
        QVERIFY(std::abs(lengthOf({{0, 0}, {0, 1}}) - 111195.08) < 0.01);
        QVERIFY(std::abs(lengthOf({{60, 0}, {60, 1}}) / lengthOf({{0, 0}, {0, 1}}) - 0.5) < 1e-4);
        QCOMPARE(lengthOf({{5, 5}}), 0.0);
    }

    void everyPlaceIsFoundByEachOfItsNames()
    {
        const Gazetteer countries("");
        QCOMPARE(countryPlaces().size(), std::size_t{250});
        for (const Place& place : countryPlaces()) {
            QVERIFY2(isOnGlobe(place.centre), place.id.data());
            QCOMPARE(countries.find(place.id), &place);
            QCOMPARE(countries.find(place.alpha3), &place);
            QCOMPARE(countries.find(place.name), &place);
        }
    }
};

QTEST_APPLESS_MAIN(PlacesTest)
#include "places_test.moc"
