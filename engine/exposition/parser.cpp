#include "engine/exposition/parser.h"

#include <algorithm>

#include "engine/base/go_float.h"
#include "engine/exposition/nhcb_parser.h"
#include "engine/exposition/number.h"
#include "engine/exposition/openmetrics_parser.h"
#include "engine/exposition/protobuf_parser.h"
#include "engine/exposition/text_parser.h"

namespace watchglass::exposition {

namespace {

bool byName(const LabelView& a, const LabelView& b) { return a.name < b.name; }

}  // namespace

void Parser::beginEntry()
{
    m_rawLabels.clear();
    m_scratch.clear();
    m_rawName = {};
    m_exemplars.clear();
    m_timestampMs.reset();
}

std::string_view Parser::unescape(std::string_view text, bool keepQuotes)
{
    if (text.find('\\') == std::string_view::npos) return text;
    std::string& out = m_scratch.emplace_back();
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char following = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : '\0';
        if (following == '\\' || following == 'n' || (following == '"' && !keepQuotes)) {
            out += following == 'n' ? '\n' : following;
            ++i;
        } else {
            out += text[i];
        }
    }
    return out;
}

void Parser::labels(std::vector<LabelView>& out)
{
    out.clear();
    out.push_back({kMetricName, unescape(m_rawName)});
    const bool addType = m_options.typeAndUnitLabels && m_type != MetricType::Unknown;
    const bool addUnit = m_options.typeAndUnitLabels && !m_unit.empty();
    if (addType) out.push_back({kTypeLabel, metricTypeName(m_type)});
    if (addUnit) out.push_back({kUnitLabel, m_unit});
    for (const RawLabel& raw : m_rawLabels) {
        const std::string_view name = unescape(raw.name);
        // What the metadata says goes before what the line says.
        if (m_options.typeAndUnitLabels && name == kMetricName && !m_rawName.empty()) continue;
        if ((addType && name == kTypeLabel) || (addUnit && name == kUnitLabel)) continue;
        std::string_view value = unescape(raw.value);
        if ((m_type == MetricType::Histogram && name == "le") ||
            (m_type == MetricType::Summary && name == "quantile")) {
            if (const auto number = parseFloat(value)) value = m_scratch.emplace_back(formatOpenMetricsFloat(*number));
        }
        out.push_back({name, value});
    }
    if (!std::is_sorted(out.begin(), out.end(), byName)) std::stable_sort(out.begin(), out.end(), byName);
}

Labels Parser::labels(bool* repeatedName, std::vector<std::string>* emptyNames)
{
    labels(m_sorted);
    if (repeatedName) *repeatedName = false;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < m_sorted.size(); ++i) {
        if (i + 1 < m_sorted.size() && m_sorted[i + 1].name == m_sorted[i].name) {
            if (repeatedName) *repeatedName = true;
            continue;
        }
        if (!m_sorted[i].value.empty()) {
            m_sorted[kept++] = m_sorted[i];
        } else if (emptyNames) {
            emptyNames->emplace_back(m_sorted[i].name);
        }
    }
    m_sorted.resize(kept);
    return Labels::fromSorted(m_sorted);
}

std::unique_ptr<Parser> createParser(std::string_view body, Format format, ParserOptions options)
{
    if (format == Format::Protobuf) return std::make_unique<ProtobufParser>(body, options);
    std::unique_ptr<Parser> lines;
    if (format == Format::Text) {
        lines = std::make_unique<TextParser>(body, options);
    } else {
        lines = std::make_unique<OpenMetricsParser>(body, options);
    }
    if (!options.convertClassicToNhcb) return lines;
    return std::make_unique<NhcbParser>(std::move(lines), options);
}

}  // namespace watchglass::exposition
