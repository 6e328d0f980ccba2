#include <cmath>
#include <memory>

#include "ui/frame/field_matcher.h"
#include "ui/frame/field_override.h"
#include "ui/frame/gazetteer.h"
#include "ui/frame/location.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

using Rows = std::vector<std::vector<GeoPoint>>;

Field placesField(std::string name, const Rows& rows)
{
    std::vector<Cell> cells;
    cells.reserve(rows.size());
    for (const auto& points : rows) cells.push_back(placeCell(points));
    return plainField(std::move(name), FieldType::Other, Values::cells(std::move(cells)));
}

GeoPoint centreOf(const std::vector<GeoPoint>& points)
{
    GeoPoint low = points.front();
    GeoPoint high = low;
    for (const GeoPoint& point : points) {
        low = {std::min(low.lat, point.lat), std::min(low.lon, point.lon)};
        high = {std::max(high.lat, point.lat), std::max(high.lon, point.lon)};
    }
    return {(low.lat + high.lat) / 2, (low.lon + high.lon) / 2};
}

/// The direction from each place to the next; the last keeps the one before.
std::vector<Cell> headings(const Rows& rows)
{
    std::vector<Cell> out(rows.size());
    if (rows.size() == 1) out[0] = 0.0;
    // Grafana measures all of them from the first place.
    for (std::size_t i = 1; i < rows.size(); ++i) {
        if (rows[0].empty() || rows[i].empty()) continue;
        out[i - 1] = out[i] = headingBetween(centreOf(rows[0]), centreOf(rows[i]));
    }
    return out;
}

Field calculated(const Rows& rows, const json::Value& options)
{
    const std::string& asked = options["calc"].toString();
    const std::string calc = asked == "distance" || asked == "area" ? asked : "heading";
    std::vector<Cell> cells(rows.size());
    if (calc == "heading") cells = headings(rows);
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (rows[row].empty() || calc == "heading") continue;
        cells[row] = calc == "distance" ? lengthOf(rows[row]) : 0.0;  // points and lines have no area
    }
    const std::string& name = options["field"].toString();
    Field field = plainField(name.empty() ? calc : name, FieldType::Number, Values::cells(std::move(cells)));
    field.config.unit = calc == "distance" ? "lengthm" : calc == "area" ? "areaM2" : "degree";
    return field;
}

void lineToTarget(Frame& frame, const json::Value& options)
{
    const Locations from = locationsOf(frame, options["source"]);
    const Locations to = locationsOf(frame, options.get("modify.target"));
    if (!from.problem.empty() || !to.problem.empty()) return;
    Rows lines(from.rows.size());
    for (std::size_t row = 0; row < lines.size() && row < to.rows.size(); ++row) {
        if (!from.rows[row].empty() && !to.rows[row].empty())
            lines[row] = {centreOf(from.rows[row]), centreOf(to.rows[row])};
    }
    frame.fields.insert(frame.fields.begin(), placesField("Geometry", lines));
}

void allAsOneLine(Frame& frame, const Locations& places)
{
    std::vector<GeoPoint> line;
    for (const auto& points : places.rows) {
        if (!points.empty()) line.push_back(centreOf(points));
    }
    const std::string name = places.field && places.field->name != "Point" ? places.field->name : "Line";
    Field field = placesField(name, {line});
    frame.fields = {std::move(field)};
}

/// The columns of the table of places, each as long as the frame: nothing where no place was found.
std::vector<Field> lookedUp(const Field& field, const Gazetteer& gazetteer)
{
    std::vector<Cell> columns[4];
    for (std::vector<Cell>& column : columns) column.resize(field.values.size());
    for (std::size_t row = 0; row < field.values.size(); ++row) {
        const Place* place = gazetteer.find(field.values.text(row));
        if (!place) continue;
        columns[0][row] = std::string(place->id);
        columns[1][row] = std::string(place->name);
        columns[2][row] = place->centre.lon;
        columns[3][row] = place->centre.lat;
    }
    return {plainField("ID", FieldType::String, Values::cells(std::move(columns[0]))),
            plainField("Name", FieldType::String, Values::cells(std::move(columns[1]))),
            plainField("Lng", FieldType::Number, Values::cells(std::move(columns[2]))),
            plainField("Lat", FieldType::Number, Values::cells(std::move(columns[3])))};
}

}  // namespace

std::vector<Frame> transformFieldLookup(std::vector<Frame> frames, const json::Value& options)
{
    const Gazetteer gazetteer(options["gazetteer"].toString());
    if (!gazetteer.isKnown()) {
        throw TransformError{"fieldLookup: the table of places \"" + options["gazetteer"].toString() +
                             "\" is not at hand: countries and states of the USA are"};
    }
    const PreparedFieldMatcher wanted(FieldMatcher{"byName", options["lookupField"]});
    for (Frame& frame : frames) {
        std::vector<Field> fields;
        for (const Field& field : frame.fields) {
            fields.push_back(field);
            if (!wanted.matches(field, frame)) continue;
            for (Field& found : lookedUp(field, gazetteer)) fields.push_back(std::move(found));
        }
        frame.fields = std::move(fields);
    }
    return frames;
}

std::vector<Frame> transformSpatial(std::vector<Frame> frames, const json::Value& options)
{
    const std::string& action = options["action"].toString();
    const std::string& change = options.get("modify.op").toString();
    for (Frame& frame : frames) {
        if (action == "modify" && change == "lineBuilder") {
            lineToTarget(frame, options);
            continue;
        }
        const Locations places = locationsOf(frame, options["source"]);
        if (!places.problem.empty()) continue;
        if (action == "modify") {
            if (change == "asLine") allAsOneLine(frame, places);
            continue;
        }
        if (places.derived) frame.fields.insert(frame.fields.begin(), placesField("Point", places.rows));
        if (action == "calculate") frame.fields.push_back(calculated(places.rows, options["calculate"]));
    }
    return frames;
}

}  // namespace watchglass::ui
