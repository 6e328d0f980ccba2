#include <QString>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "ui/frame/field_override.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

/// What localeCompare orders by: letters without case and accents, then the text itself.
int compareTexts(const std::string& a, const std::string& b)
{
    const auto plain = [](const std::string& text) {
        QString out;
        for (const QChar c : QString::fromStdString(text).normalized(QString::NormalizationForm_D)) {
            if (c.category() != QChar::Mark_NonSpacing) out += c.toCaseFolded();
        }
        return out;
    };
    const int order = plain(a).compare(plain(b));
    return order != 0 ? order : b.compare(a);
}

/// How rows are ordered by a column of that type: numbers without a value come first, texts without one last, and
/// true comes before false (@grafana/data vector/... fieldComparers).
int compareCells(const Cell& a, const Cell& b, FieldType type)
{
    if (type == FieldType::String) {
        const auto* x = std::get_if<std::string>(&a);
        const auto* y = std::get_if<std::string>(&b);
        const bool noX = !x || x->empty();
        const bool noY = !y || y->empty();
        return noX || noY ? static_cast<int>(noX) - static_cast<int>(noY) : compareTexts(*x, *y);
    }
    if (type == FieldType::Boolean) {
        const auto on = [](const Cell& cell) { return std::holds_alternative<bool>(cell) && std::get<bool>(cell); };
        return static_cast<int>(on(b)) - static_cast<int>(on(a));
    }
    if (isNull(a) || isNull(b)) return static_cast<int>(isNull(b)) - static_cast<int>(isNull(a));
    const double x = Values::cellNumber(a);
    const double y = Values::cellNumber(b);
    return x < y ? -1 : x > y ? 1 : 0;
}

/// The names that the fields of a frame would have if it were the only one.
std::vector<std::string> namesAlone(const Frame& frame)
{
    std::vector<Frame> alone{frame};
    assignDisplayNames(alone);
    std::vector<std::string> names;
    for (const Field& field : alone.front().fields) names.push_back(field.displayName);
    return names;
}

void takeRows(Frame& frame, const std::vector<std::size_t>& rows)
{
    for (Field& field : frame.fields) field.values = field.values.rows(rows);
}

/// parseInt(): the whole number at the start of a text.
double wholeNumber(const std::string& text)
{
    char* end = nullptr;
    const long long value = std::strtoll(text.c_str(), &end, 10);
    return end == text.c_str() ? std::nan("") : static_cast<double>(value);
}

}  // namespace

std::vector<std::size_t> sortedRows(const Field& field, bool descending)
{
    std::vector<std::size_t> rows(field.values.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
        const int order = compareCells(field.values.cell(a), field.values.cell(b), field.type);
        return descending ? order > 0 : order < 0;
    });
    return rows;
}

std::vector<Frame> transformSortBy(std::vector<Frame> frames, const json::Value& options)
{
    const json::Value& by = options["sort"].at(0);
    const std::string& name = by["field"].toString();
    for (Frame& frame : frames) {
        const std::vector<std::string> names = namesAlone(frame);
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end()) continue;
        const Field* field = &frame.fields[static_cast<std::size_t>(found - names.begin())];
        const auto rows = sortedRows(*field, by["desc"].toBool());
        takeRows(frame, rows);
    }
    return frames;
}

std::vector<Frame> transformLimit(std::vector<Frame> frames, const json::Value& options)
{
    const json::Value& given = options["limitField"];
    const double limit = given.isString() ? wholeNumber(given.toString()) : given.toDouble(10);
    for (Frame& frame : frames) {
        const auto all = static_cast<double>(frame.rows());
        if (!(all > limit)) continue;
        // As JavaScript's slice: what begins before the first row counts from the end once more.
        const double start = std::trunc(all + limit);
        const double from = limit >= 0 ? 0 : std::max(0.0, start < 0 ? all + start : start);
        const double count = limit >= 0 ? std::floor(limit) : all - from;
        std::vector<std::size_t> rows(static_cast<std::size_t>(count));
        std::iota(rows.begin(), rows.end(), static_cast<std::size_t>(from));
        takeRows(frame, rows);
        if (std::abs(limit) != count) frame.statedRows = std::abs(limit);
    }
    return frames;
}

}  // namespace watchglass::ui
