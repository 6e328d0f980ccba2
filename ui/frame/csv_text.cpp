#include "ui/frame/csv_text.h"

#include "ui/frame/js_value.h"

namespace watchglass::ui {

namespace {

constexpr const char* kNewline = "\r\n";

std::string withDoubledQuotes(const std::string& text)
{
    std::string out;
    for (const char c : text) out.append(c == '"' ? 2 : 1, c);
    return out;
}

/// In quotes only where it has to be.
std::string written(const std::string& text, const std::string& delimiter)
{
    if (text.find('"') != std::string::npos) return '"' + withDoubledQuotes(text) + '"';
    const bool quoted = text.find('\n') != std::string::npos ||
                        (!delimiter.empty() && text.find(delimiter) != std::string::npos);
    return quoted ? '"' + text + '"' : text;
}

std::string cellText(const Cell& cell)
{
    if (isNull(cell)) return {};
    return std::holds_alternative<JsonCell>(cell) ? jsonText(cell).value_or("") : jsText(cell);
}

}  // namespace

std::string toCsv(const std::vector<Frame>& frames, const CsvOptions& options)
{
    std::string out;
    if (options.excelHeader) out += "sep=" + options.delimiter + kNewline;
    for (std::size_t f = 0; f < frames.size(); ++f) {
        const std::vector<Field>& fields = frames[f].fields;
        if (fields.empty()) continue;
        for (std::size_t i = 0; options.header && i < fields.size(); ++i) {
            const std::string& name = fields[i].displayName.empty() ? fields[i].name : fields[i].displayName;
            out += (i > 0 ? options.delimiter : std::string()) + '"' + withDoubledQuotes(name) + '"';
        }
        if (options.header) out += kNewline;
        const std::size_t rows = frames[f].rows();
        for (std::size_t row = 0; row < rows; ++row) {
            for (std::size_t i = 0; i < fields.size(); ++i) {
                if (i > 0) out += options.delimiter;
                out += written(cellText(fields[i].values.cell(row)), options.delimiter);
            }
            if (row + 1 < rows) out += kNewline;
        }
        if (f + 1 < frames.size()) out += kNewline;
    }
    return out;
}

}  // namespace watchglass::ui
