#include "ui/export/csv_export.h"

#include <algorithm>

#include "ui/frame/csv_text.h"
#include "ui/frame/display.h"
#include "ui/frame/existing_rows.h"
#include "ui/frame/transform.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

Frame formattedFrame(const Frame& frame, const FormatContext& context)
{
    Frame shown = frame;
    for (Field& field : shown.fields) {
        const DisplayProcessor display(field, currentVisualTheme(), context);
        std::vector<Cell> texts;
        texts.reserve(field.values.size());
        for (std::size_t row = 0; row < field.values.size(); ++row) {
            const Cell cell = field.values.cell(row);
            texts.push_back(isNull(cell) ? Cell() : Cell(display(cell).toString()));
        }
        field.values = Values::cells(std::move(texts));
        field.type = FieldType::String;
    }
    return shown;
}

QByteArray csvOf(const std::vector<Frame>& frames, const CsvExport& how, const FormatContext& context)
{
    std::vector<Frame> shown;
    for (const Frame& frame : withExistingRows(frames))
        shown.push_back(how.formatted ? formattedFrame(frame, context) : frame);
    CsvOptions options;
    options.excelHeader = how.forExcel;
    const std::string text = toCsv(shown, options);
    return (how.forExcel ? QByteArray("\xEF\xBB\xBF") : QByteArray()) + QByteArray::fromStdString(text);
}

std::vector<Frame> joinedByTime(const std::vector<Frame>& frames)
{
    const bool allHaveTime = std::all_of(frames.begin(), frames.end(),
                                         [](const Frame& frame) { return frame.first(FieldType::Time) != nullptr; });
    if (frames.size() < 2 || !allHaveTime) return frames;
    json::Value step = json::Value::object();
    step.set("id", "joinByField");
    step.set("options", json::Value::object());
    return applyTransformations(frames, json::Value::array({step}));
}

}  // namespace watchglass::ui
