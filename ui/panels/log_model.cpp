#include "ui/panels/log_model.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>

namespace watchglass::ui {

namespace {

struct LevelWord {
    std::string_view word;
    LogLevel level;
};

constexpr std::array kWords{
    LevelWord{"emerg", LogLevel::Critical},     LevelWord{"fatal", LogLevel::Critical},
    LevelWord{"alert", LogLevel::Critical},     LevelWord{"crit", LogLevel::Critical},
    LevelWord{"critical", LogLevel::Critical},  LevelWord{"warn", LogLevel::Warning},
    LevelWord{"warning", LogLevel::Warning},    LevelWord{"err", LogLevel::Error},
    LevelWord{"eror", LogLevel::Error},         LevelWord{"error", LogLevel::Error},
    LevelWord{"info", LogLevel::Info},          LevelWord{"information", LogLevel::Info},
    LevelWord{"informational", LogLevel::Info}, LevelWord{"notice", LogLevel::Info},
    LevelWord{"dbug", LogLevel::Debug},         LevelWord{"debug", LogLevel::Debug},
    LevelWord{"trace", LogLevel::Trace},
};

constexpr std::array<std::string_view, 6> kBodyNames{"body", "line", "Line", "message", "msg", "log"};
constexpr std::array<std::string_view, 4> kLevelNames{"detected_level", "level", "severity", "lvl"};
constexpr std::size_t kSearched = 4'000;  ///< bytes of a line in which a level is looked for

bool isWordByte(char byte)
{
    const auto c = static_cast<unsigned char>(byte);
    return std::isalnum(c) || byte == '_' || c >= 0x80;
}

std::string lower(std::string_view text)
{
    std::string out(text);
    for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

LogLevel levelOfWord(std::string_view word)
{
    const auto it = std::find_if(kWords.begin(), kWords.end(), [&](const LevelWord& one) { return one.word == word; });
    return it == kWords.end() ? LogLevel::Unknown : it->level;
}

/// Escape sequences that terminals take for colours, and other bytes that have no picture.
std::string withoutControls(std::string text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\x1b' && i + 1 < text.size() && text[i + 1] == '[') {
            i += 2;
            while (i < text.size() && (text[i] < '@' || text[i] > '~')) ++i;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 || c == '\n' || c == '\t') out += c;
    }
    while (!out.empty() && out.back() == '\n') out.pop_back();
    return out;
}

/// Times in ISO 8601: lines that differ in nothing else say the same.
std::string withoutDates(const std::string& line)
{
    const auto digits = [&](std::size_t at, std::size_t count) {
        if (at + count > line.size()) return false;
        return std::all_of(line.begin() + static_cast<std::ptrdiff_t>(at),
                           line.begin() + static_cast<std::ptrdiff_t>(at + count),
                           [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
    };
    std::string out;
    for (std::size_t i = 0; i < line.size();) {
        const bool date = digits(i, 4) && i + 20 < line.size() && line[i + 4] == '-' && digits(i + 5, 2) &&
                          line[i + 7] == '-' && digits(i + 8, 2) && line[i + 10] == 'T' && digits(i + 11, 2) &&
                          line[i + 13] == ':' && digits(i + 14, 2) && line[i + 16] == ':' && digits(i + 17, 2) &&
                          (line[i + 19] == '.' || line[i + 19] == ',') && digits(i + 20, 1);
        if (!date) {
            out += line[i++];
            continue;
        }
        std::size_t end = i + 20;
        while (end < line.size() && std::isdigit(static_cast<unsigned char>(line[end]))) ++end;
        if (end < line.size() && line[end] == 'Z')
            ++end;
        else if (end + 6 <= line.size() && (line[end] == '+' || line[end] == '-') && digits(end + 1, 2))
            end += 6;
        i = end;
    }
    return out;
}

/// What of a line counts when repeated ones are looked for.
std::string essence(const std::string& line, const std::string& strategy)
{
    if (strategy == "exact") return withoutDates(line);
    std::string out;
    for (const char c : line) {
        const bool digit = std::isdigit(static_cast<unsigned char>(c)) != 0;
        const bool word = digit || std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
        if (strategy == "numbers" ? !digit : !word) out += c;
    }
    return out;
}

const std::string* jsonText(const json::Value& value) { return value.isString() ? &value.toString() : nullptr; }

}  // namespace

LogLevel namedLogLevel(std::string_view name)
{
    const std::string word = lower(name);
    const LogLevel known = levelOfWord(word);
    if (known != LogLevel::Unknown || word.size() != 1) return known;
    switch (word[0]) {
    case 'f': return LogLevel::Critical;
    case 'e': return LogLevel::Error;
    case 'w': return LogLevel::Warning;
    case 'i': return LogLevel::Info;
    case 'd': return LogLevel::Debug;
    case 't': return LogLevel::Trace;
    default: return LogLevel::Unknown;
    }
}

LogLevel logLevelOf(std::string_view line)
{
    const std::string text = lower(line.substr(0, kSearched));
    for (std::size_t i = 0; i < text.size();) {
        if (!isWordByte(text[i])) {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < text.size() && isWordByte(text[end])) ++end;
        const LogLevel level = levelOfWord(std::string_view(text).substr(i, end - i));
        if (level != LogLevel::Unknown) return level;
        i = end;
    }
    return LogLevel::Unknown;
}

std::string_view logLevelName(LogLevel level)
{
    constexpr std::array<std::string_view, 7> kNames{"", "critical", "error", "warning", "info", "debug", "trace"};
    return kNames[static_cast<std::size_t>(level)];
}

LogModel::LogModel(const PanelData& data)
    : m_frames(data.frames), m_prettify(data.options["prettifyLogMessage"].toBool())
{
    for (std::uint32_t f = 0; f < m_frames->size(); ++f) {
        const Frame& frame = (*m_frames)[f];
        Source& source = m_sources.emplace_back();
        for (std::size_t i = 0; i < frame.fields.size(); ++i) {
            const Field& field = frame.fields[i];
            const auto at = static_cast<int>(i);
            if (field.type == FieldType::Time && source.time < 0) source.time = at;
            if (field.type == FieldType::Other) source.labels.push_back(at);
            const bool text = field.type == FieldType::String;
            if (text && std::find(kLevelNames.begin(), kLevelNames.end(), field.name) != kLevelNames.end() &&
                source.level < 0)
                source.level = at;
            if (!text) continue;
            const auto named = [&](int one) {
                return one >= 0 && std::find(kBodyNames.begin(), kBodyNames.end(),
                                             frame.fields[static_cast<std::size_t>(one)].name) != kBodyNames.end();
            };
            if (source.body < 0 || (!named(source.body) && named(at))) source.body = at;
        }
        if (source.body < 0) continue;
        for (std::uint32_t row = 0; row < frame.rows(); ++row) {
            const double time = source.time < 0
                                    ? std::numeric_limits<double>::quiet_NaN()
                                    : frame.fields[static_cast<std::size_t>(source.time)].values.number(row);
            m_rows.push_back({f, row, 0, time});
        }
    }
    m_newestLast = data.options["sortOrder"].toString() == "Ascending";
    std::stable_sort(m_rows.begin(), m_rows.end(), [this](const LogRow& a, const LogRow& b) {
        if (std::isnan(a.timeMs) || std::isnan(b.timeMs)) return !std::isnan(a.timeMs) && std::isnan(b.timeMs);
        return m_newestLast ? a.timeMs < b.timeMs : a.timeMs > b.timeMs;
    });
    removeRepeated(data.options["dedupStrategy"].toString());
    if (data.options["showCommonLabels"].toBool() || data.options["showLabels"].toBool()) findCommonLabels();
}

void LogModel::removeRepeated(const std::string& strategy)
{
    if (strategy != "exact" && strategy != "numbers" && strategy != "signature") return;
    std::vector<LogRow> kept;
    std::string last;
    for (const LogRow& row : m_rows) {
        std::string now = essence(raw(row), strategy);
        if (!kept.empty() && now == last) {
            ++kept.back().repeated;
            continue;
        }
        kept.push_back(row);
        last = std::move(now);
    }
    m_rows = std::move(kept);
}

std::string LogModel::raw(const LogRow& row) const
{
    const Source& source = m_sources[row.frame];
    return (*m_frames)[row.frame].fields[static_cast<std::size_t>(source.body)].values.text(row.row);
}

std::string LogModel::text(const LogRow& row) const
{
    std::string line = withoutControls(raw(row));
    if (!m_prettify || line.find('{') == std::string::npos) return line;
    const auto value = json::parse(line);
    return value && (value->isObject() || value->isArray()) ? json::write(*value, 2) : line;
}

LogPairs LogModel::labels(const LogRow& row) const
{
    LogPairs out;
    const Frame& frame = (*m_frames)[row.frame];
    const Source& source = m_sources[row.frame];
    for (const LabelView label : frame.fields[static_cast<std::size_t>(source.body)].labels)
        out.emplace_back(label.name, label.value);
    for (const int at : source.labels) {
        const Cell cell = frame.fields[static_cast<std::size_t>(at)].values.cell(row.row);
        const auto* object = std::get_if<JsonCell>(&cell);
        if (!object) continue;
        for (const auto& [name, value] : object->value->members()) {
            const std::string* text = jsonText(value);
            out.emplace_back(name, text ? *text : json::write(value));
        }
    }
    for (std::size_t i = 0; i < frame.fields.size(); ++i) {
        const Field& field = frame.fields[i];
        if (field.type != FieldType::String || static_cast<int>(i) == source.body) continue;
        if (field.values.has(row.row)) out.emplace_back(field.name, field.values.text(row.row));
    }
    std::sort(out.begin(), out.end());
    return out;
}

LogLevel LogModel::level(const LogRow& row) const
{
    const Source& source = m_sources[row.frame];
    if (source.level >= 0) {
        const Field& field = (*m_frames)[row.frame].fields[static_cast<std::size_t>(source.level)];
        const LogLevel named = namedLogLevel(field.values.text(row.row));
        if (named != LogLevel::Unknown) return named;
    }
    for (const auto& [name, value] : labels(row)) {
        if (std::find(kLevelNames.begin(), kLevelNames.end(), name) == kLevelNames.end()) continue;
        const LogLevel named = namedLogLevel(value);
        if (named != LogLevel::Unknown) return named;
    }
    return logLevelOf(raw(row));
}

LogPairs LogModel::fields(const LogRow& row) const
{
    LogPairs out = labels(row);
    const Frame& frame = (*m_frames)[row.frame];
    for (std::size_t i = 0; i < frame.fields.size(); ++i) {
        const Field& field = frame.fields[i];
        const bool plain = field.type == FieldType::Number || field.type == FieldType::Boolean ||
                           (field.type == FieldType::Time && static_cast<int>(i) != m_sources[row.frame].time);
        if (plain && field.values.has(row.row)) out.emplace_back(field.name, field.values.text(row.row));
    }
    return out;
}

void LogModel::findCommonLabels()
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const LogPairs own = labels(m_rows[i]);
        if (i == 0) {
            m_common = own;
        } else {
            std::erase_if(m_common,
                          [&](const auto& pair) { return !std::binary_search(own.begin(), own.end(), pair); });
        }
        if (m_common.empty()) return;
    }
}

LogPairs LogModel::uniqueLabels(const LogRow& row) const
{
    LogPairs out = labels(row);
    std::erase_if(out, [&](const auto& pair) { return std::binary_search(m_common.begin(), m_common.end(), pair); });
    return out;
}

}  // namespace watchglass::ui
