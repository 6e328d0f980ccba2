#include "ui/frame/location.h"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <utility>

#include "ui/frame/gazetteer.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
    return text;
}

/// The first field with one of these names, in any case.
const Field* named(const Frame& frame, std::initializer_list<std::string_view> names)
{
    const auto is = [&](const std::string& name) { return std::find(names.begin(), names.end(), name) != names.end(); };
    for (const Field& field : frame.fields) {
        if (is(lower(field.name)) || is(shownName(field))) return &field;
    }
    return nullptr;
}

const Field* byName(const Frame& frame, const std::string& name)
{
    for (const Field& field : frame.fields) {
        if (!name.empty() && (shownName(field) == name || field.name == name)) return &field;
    }
    return nullptr;
}

const Field* placeField(const Frame& frame)
{
    for (const Field& field : frame.fields) {
        if (field.type != FieldType::Other) continue;
        for (std::size_t row = 0; row < field.values.size(); ++row) {
            if (!pointsOfCell(field.values.cell(row)).empty()) return &field;
        }
    }
    return nullptr;
}

using Points = std::vector<GeoPoint>;

Locations eachRow(const Field& field, const std::function<Points(std::size_t row)>& at)
{
    Locations out;
    out.derived = true;
    out.rows.resize(field.values.size());
    for (std::size_t row = 0; row < out.rows.size(); ++row) out.rows[row] = at(row);
    return out;
}

Points valid(GeoPoint point)
{
    if (!isOnGlobe(point)) return {};
    return {point};
}

Locations fromCoordinates(const Field& latitude, const Field& longitude)
{
    // Numbers in texts count: CSV and labels have no others.
    const auto number = [](const Field& field, std::size_t row) {
        if (row >= field.values.size()) return std::nan("");
        const Cell cell = field.values.cell(row);
        const auto* text = std::get_if<std::string>(&cell);
        if (!text) return field.values.number(row);
        const auto parsed = json::parse(*text);
        return parsed && parsed->isNumber() ? parsed->toDouble() : std::nan("");
    };
    return eachRow(latitude, [&](std::size_t row) { return valid({number(latitude, row), number(longitude, row)}); });
}

Locations fromGeohash(const Field& field)
{
    return eachRow(field, [&](std::size_t row) {
        const auto point = pointOfGeohash(field.values.text(row));
        return point ? Points{*point} : Points{};
    });
}

Locations fromLookup(const Field& field, const std::string& gazetteer)
{
    const Gazetteer places(gazetteer);
    if (!places.isKnown()) {
        Locations out;
        out.problem = "the table of places \"" + gazetteer + "\" is not at hand: countries and states of the USA are";
        return out;
    }
    return eachRow(field, [&](std::size_t row) {
        const Place* place = places.find(field.values.text(row));
        return place ? Points{place->centre} : Points{};
    });
}

Locations missing(std::string problem)
{
    Locations out;
    out.problem = std::move(problem);
    return out;
}

Locations fromPlaces(const Field& field)
{
    Locations out = eachRow(field, [&](std::size_t row) { return pointsOfCell(field.values.cell(row)); });
    out.derived = false;
    out.field = &field;
    return out;
}

}  // namespace

Locations locationsOf(const Frame& frame, const json::Value& source)
{
    const std::string& mode = source["mode"].toString();
    if (mode == "coords") {
        const Field* latitude = byName(frame, source["latitude"].toString());
        const Field* longitude = byName(frame, source["longitude"].toString());
        if (latitude && longitude) return fromCoordinates(*latitude, *longitude);
        return missing("the fields for latitude and longitude are not in the data");
    }
    if (mode == "geohash") {
        const Field* field = byName(frame, source["geohash"].toString());
        return field ? fromGeohash(*field) : missing("the field with geohashes is not in the data");
    }
    if (mode == "lookup") {
        const std::string& name = source["lookup"].toString();
        const Field* field = name.empty() ? frame.first(FieldType::String) : byName(frame, name);
        if (field) return fromLookup(*field, source["gazetteer"].toString());
        return missing("the field to look up places by is not in the data");
    }
    if (const Field* field = placeField(frame)) return fromPlaces(*field);
    const Field* latitude = named(frame, {"latitude", "lat"});
    const Field* longitude = named(frame, {"longitude", "lon", "lng"});
    if (latitude && longitude) return fromCoordinates(*latitude, *longitude);
    if (const Field* field = named(frame, {"geohash"})) return fromGeohash(*field);
    if (const Field* field = named(frame, {"lookup"})) return fromLookup(*field, source["gazetteer"].toString());
    return missing("there are no fields latitude and longitude, geohash or lookup");
}

Cell placeCell(const std::vector<GeoPoint>& points)
{
    if (points.empty()) return std::monostate{};
    const auto pair = [](const GeoPoint& point) {
        return json::Value::array({json::Value(point.lon), json::Value(point.lat)});
    };
    auto coordinates = json::Value::array();
    if (points.size() == 1) {
        coordinates = pair(points.front());
    } else {
        for (const GeoPoint& point : points) coordinates.append(pair(point));
    }
    auto value = json::Value::object(
        {{"type", points.size() == 1 ? "Point" : "LineString"}, {"coordinates", std::move(coordinates)}});
    return JsonCell{std::make_shared<const json::Value>(std::move(value))};
}

std::vector<GeoPoint> pointsOfCell(const Cell& cell)
{
    const auto* held = std::get_if<JsonCell>(&cell);
    if (!held) return {};
    const json::Value& value = *held->value;
    const auto point = [](const json::Value& pair) {
        return GeoPoint{pair.at(1).toDouble(std::nan("")), pair.at(0).toDouble(std::nan(""))};
    };
    const std::string& type = value["type"].toString();
    std::vector<GeoPoint> out;
    if (type == "Point") out.push_back(point(value["coordinates"]));
    if (type == "LineString") {
        for (const json::Value& pair : value["coordinates"].items()) out.push_back(point(pair));
    }
    std::erase_if(out, [](const GeoPoint& one) { return !isOnGlobe(one); });
    return out;
}

}  // namespace watchglass::ui
