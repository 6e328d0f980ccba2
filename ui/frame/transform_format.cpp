#include <QString>
#include <QStringList>
#include <algorithm>
#include <cstdlib>

#include "engine/base/json.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

bool isNamed(const Field& field, const json::Value& name)
{
    return field.name == name.toString() || shownName(field) == name.toString();
}

template <class Change>
void changeCells(Field& field, Change&& change)
{
    std::vector<Cell> cells;
    cells.reserve(field.values.size());
    for (std::size_t row = 0; row < field.values.size(); ++row) cells.push_back(change(field.values.cell(row)));
    field.values = Values::cells(std::move(cells));
}

QString capitalized(const QString& word) { return word.left(1).toUpper() + word.mid(1).toLower(); }

QString inFormat(const QString& text, const std::string& format, const json::Value& options)
{
    if (format == "Upper Case") return text.toUpper();
    if (format == "Lower Case") return text.toLower();
    if (format == "Sentence Case") return text.left(1).toUpper() + text.mid(1);
    if (format == "First Letter Upper Case") return text.left(1).toUpper() + text.mid(1);
    if (format == "Pascal Case" || format == "Camel Case") {
        QString out;
        for (const QString& word : text.split(u' ', Qt::SkipEmptyParts)) out += capitalized(word);
        return format == "Camel Case" ? out.left(1).toLower() + out.mid(1) : out;
    }
    if (format == "Snake Case") return text.toLower().replace(u' ', u'_');
    if (format == "Kebab Case") return text.toLower().replace(u' ', u'-');
    if (format == "Trim") return text.trimmed();
    if (format != "Substring") return text;
    // Ends in the wrong order are exchanged, as JavaScript's substring() does.
    constexpr std::int64_t kDefaultEnd = 100;
    const auto size = static_cast<std::int64_t>(text.size());
    const auto from = std::clamp<std::int64_t>(options["substringStart"].toInt(), 0, size);
    const auto to = std::clamp<std::int64_t>(options["substringEnd"].toInt(kDefaultEnd), 0, size);
    return text.mid(std::min(from, to), std::abs(to - from));
}

}  // namespace

std::vector<Frame> transformFormatString(std::vector<Frame> frames, const json::Value& options)
{
    const std::string& format = options["outputFormat"].toString();
    for (Frame& frame : frames) {
        for (Field& field : frame.fields) {
            if (field.type != FieldType::String || !isNamed(field, options["stringField"])) continue;
            changeCells(field, [&](const Cell& cell) -> Cell {
                const auto* text = std::get_if<std::string>(&cell);
                if (text == nullptr) return cell;
                return inFormat(QString::fromStdString(*text), format, options).toStdString();
            });
        }
    }
    return frames;
}

std::vector<Frame> transformConcatenate(std::vector<Frame> frames, const json::Value& options)
{
    if (frames.size() < 2) return frames;
    const std::string& mode = options["frameNameMode"].toString();
    const std::string& given = options["frameNameLabel"].toString();
    const std::string label = given.empty() ? "frame" : given;
    std::size_t rows = 0;
    for (const Frame& frame : frames) rows = std::max(rows, frame.rows());
    Frame out;
    for (const Frame& frame : frames) {
        for (Field field : frame.fields) {
            if (!frame.name.empty() && mode == "label") {
                std::vector<std::pair<std::string, std::string>> labels;
                for (const LabelView one : field.labels) {
                    if (one.name != label) labels.emplace_back(one.name, one.value);
                }
                labels.emplace_back(label, frame.name);
                field.labels = Labels::fromPairs(std::move(labels));
            } else if (!frame.name.empty() && mode != "drop") {
                field.name = field.name == "Value" ? frame.name : frame.name + " · " + field.name;
            }
            if (field.values.size() < rows) {
                std::vector<Cell> cells;
                for (std::size_t row = 0; row < rows; ++row) {
                    cells.push_back(row < field.values.size() ? field.values.cell(row) : Cell(Undefined{}));
                }
                field.values = Values::cells(std::move(cells));
            }
            out.fields.push_back(std::move(field));
        }
    }
    std::vector<Frame> result;
    result.push_back(std::move(out));
    return result;
}

}  // namespace watchglass::ui
