#include "ui/panels/trace_model.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <QCoreApplication>

#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

constexpr std::size_t kMostDetails = 100;
constexpr int kMostDepth = 100'000;

QString said(const char* text) { return QCoreApplication::translate("Traces", text); }

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
    return text;
}

using Fields = std::map<std::string, const Field*, std::less<>>;

QString textAt(const Fields& fields, std::string_view name, std::size_t row)
{
    const auto found = fields.find(name);
    if (found == fields.end() || row >= found->second->values.size()) return {};
    return toQString(found->second->values.text(row)).left(2000);
}

double numberAt(const Fields& fields, std::string_view name, std::size_t row)
{
    const auto found = fields.find(name);
    if (found == fields.end() || row >= found->second->values.size()) return 0;
    double value = found->second->values.number(row);
    if (std::isnan(value)) value = toQString(found->second->values.text(row)).toDouble();
    return std::isfinite(value) && std::abs(value) < 1e15 ? value : 0;
}

/// A list of `{key, value}`, or an object, as a cell or as text.
void addTags(std::vector<std::pair<QString, QString>>& out, const Fields& fields, std::string_view name,
             std::size_t row)
{
    const auto found = fields.find(name);
    if (found == fields.end() || row >= found->second->values.size()) return;
    const Cell cell = found->second->values.cell(row);
    json::Value value;
    if (const auto* held = std::get_if<JsonCell>(&cell)) value = *held->value;
    if (const auto* text = std::get_if<std::string>(&cell)) value = json::parse(*text).value_or(json::Value());
    const auto plain = [](const json::Value& one) {
        return toQString(one.isString() ? one.toString() : json::write(one)).left(2000);
    };
    for (const json::Value& tag : value.items()) {
        if (out.size() >= kMostDetails) return;
        if (tag["key"].isString()) out.emplace_back(toQString(tag["key"].toString()), plain(tag["value"]));
    }
    for (const auto& [key, tag] : value.members()) {
        if (out.size() >= kMostDetails) return;
        out.emplace_back(toQString(key), plain(tag));
    }
}

bool saysError(const TraceSpan& span, const QString& status)
{
    if (status == QLatin1String("2")) return true;
    return std::any_of(span.details.begin(), span.details.end(), [](const auto& tag) {
        return tag.first == QLatin1String("error") && tag.second == QLatin1String("true");
    });
}

class Builder {
public:
    explicit Builder(const PanelData& data) : m_data(data) {}

    TraceModel build()
    {
        if (!findFrame()) return std::move(m_out);
        read();
        order();
        measure();
        return std::move(m_out);
    }

private:
    bool findFrame()
    {
        static constexpr std::string_view kNeeded[] = {"traceid",     "spanid",    "operationname",
                                                       "servicename", "starttime", "duration"};
        QStringList missing;
        for (std::size_t i = 0; i < m_data.frames->size(); ++i) {
            m_fields.clear();
            const auto& fields = (*m_data.frames)[i].fields;
            for (const Field& field : fields) m_fields.emplace(lower(field.name), &field);
            for (const Field& field : fields) m_fields.emplace(lower(field.displayName), &field);
            missing.clear();
            for (const std::string_view name : kNeeded) {
                if (!m_fields.contains(name)) missing += toQString(name);
            }
            m_out.frame = i;
            if (missing.isEmpty()) return true;
        }
        if (!m_data.frames->empty()) m_out.problem = said("Missing fields: %1").arg(missing.join(QStringLiteral(", ")));
        return false;
    }

    void read()
    {
        const std::size_t rows = (*m_data.frames)[m_out.frame].rows();
        std::map<QString, QColor> colors;
        std::size_t others = 0;
        std::size_t leftOut = 0;
        const VisualTheme& theme = currentVisualTheme();
        for (std::size_t row = 0; row < rows; ++row) {
            const QString trace = textAt(m_fields, "traceid", row);
            if (row == 0) m_out.traceId = trace;
            if (trace != m_out.traceId) {
                ++others;
                continue;
            }
            if (m_read.size() >= kMostSpans) {
                ++leftOut;
                continue;
            }
            TraceSpan span;
            span.row = row;
            span.id = textAt(m_fields, "spanid", row);
            span.operation = textAt(m_fields, "operationname", row);
            span.service = textAt(m_fields, "servicename", row);
            span.startMs = numberAt(m_fields, "starttime", row);
            span.durationMs = std::max(0.0, numberAt(m_fields, "duration", row));
            const auto color = colors.emplace(span.service, QColor());
            if (color.second) color.first->second = toQColor(theme.classic(colors.size() - 1));
            span.color = color.first->second;
            for (const auto& [name, title] : {std::pair{"kind", "kind"}, {"statusmessage", "status"}}) {
                const QString text = textAt(m_fields, name, row);
                if (!text.isEmpty()) span.details.emplace_back(QString::fromLatin1(title), text);
            }
            addTags(span.details, m_fields, "tags", row);
            span.error = saysError(span, textAt(m_fields, "statuscode", row));
            addTags(span.details, m_fields, "servicetags", row);
            m_parents.push_back(textAt(m_fields, "parentspanid", row));
            m_read.push_back(std::move(span));
        }
        m_out.services = colors.size();
        if (leftOut > 0) m_out.notes.push_back(said("%1 more spans are not drawn").arg(leftOut));
        if (others > 0) m_out.notes.push_back(said("%1 spans belong to other traces").arg(others));
    }

    void order()
    {
        std::map<QString, std::size_t> byId;
        for (std::size_t i = 0; i < m_read.size(); ++i) byId.emplace(m_read[i].id, i);
        std::vector<std::vector<std::size_t>> children(m_read.size());
        std::vector<std::size_t> roots;
        std::size_t orphans = 0;
        for (std::size_t i = 0; i < m_read.size(); ++i) {
            const auto parent = m_parents[i].isEmpty() ? byId.end() : byId.find(m_parents[i]);
            if (parent == byId.end() || parent->second == i) {
                roots.push_back(i);
                orphans += m_parents[i].isEmpty() ? 0 : 1;
            } else {
                children[parent->second].push_back(i);
            }
        }
        const auto byStart = [&](std::size_t a, std::size_t b) { return m_read[a].startMs < m_read[b].startMs; };
        std::stable_sort(roots.begin(), roots.end(), byStart);
        for (auto& list : children) std::stable_sort(list.begin(), list.end(), byStart);
        std::vector<bool> done(m_read.size(), false);
        for (const std::size_t root : roots) tree(root, children, done);
        // What is left goes in circles.
        for (std::size_t i = 0; i < m_read.size(); ++i) {
            if (done[i]) continue;
            ++orphans;
            tree(i, children, done);
        }
        if (orphans > 0) m_out.notes.push_back(said("%1 spans have no parent in the data").arg(orphans));
    }

    /// Depth first, without recursion: traces can be deep.
    void tree(std::size_t root, const std::vector<std::vector<std::size_t>>& children, std::vector<bool>& done)
    {
        struct Open {
            std::size_t read;
            std::size_t out;
            std::size_t next = 0;
        };
        std::vector<Open> path;
        const auto enter = [&](std::size_t read) {
            done[read] = true;
            TraceSpan span = std::move(m_read[read]);
            span.depth = std::min(static_cast<int>(path.size()), kMostDepth);
            m_out.depth = std::max(m_out.depth, span.depth + 1);
            path.push_back({read, m_out.spans.size()});
            m_out.spans.push_back(std::move(span));
        };
        enter(root);
        while (!path.empty()) {
            Open& top = path.back();
            const auto& list = children[top.read];
            while (top.next < list.size() && done[list[top.next]]) ++top.next;
            if (top.next == list.size()) {
                m_out.spans[top.out].descendants = m_out.spans.size() - top.out - 1;
                path.pop_back();
                continue;
            }
            ++m_out.spans[top.out].children;
            enter(list[top.next++]);
        }
    }

    void measure()
    {
        if (m_out.spans.empty()) return;
        double low = INFINITY;
        double high = -INFINITY;
        for (const TraceSpan& span : m_out.spans) {
            low = std::min(low, span.startMs);
            high = std::max(high, span.startMs + span.durationMs);
        }
        m_out.startMs = low;
        m_out.durationMs = high - low;
    }

    const PanelData& m_data;
    Fields m_fields;
    std::vector<TraceSpan> m_read;
    std::vector<QString> m_parents;
    TraceModel m_out;
};

}  // namespace

TraceModel traceModel(const PanelData& data) { return Builder(data).build(); }

std::vector<std::size_t> visibleSpans(const TraceModel& model, const std::set<std::size_t>& collapsed)
{
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < model.spans.size(); ++i) {
        out.push_back(i);
        if (collapsed.contains(i)) i += model.spans[i].descendants;
    }
    return out;
}

QString durationText(double ms)
{
    if (!std::isfinite(ms)) return {};
    const auto number = [](double value, const char* unit) {
        const int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        QString text = QString::number(value, 'f', decimals);
        while (text.contains(QLatin1Char('.')) &&
               (text.endsWith(QLatin1Char('0')) || text.endsWith(QLatin1Char('.')))) {
            const bool dot = text.endsWith(QLatin1Char('.'));
            text.chop(1);
            if (dot) break;
        }
        return QString(text + QString::fromUtf8(unit));
    };
    if (ms == 0) return QStringLiteral("0ms");
    if (ms < 1) return number(ms * 1000, "μs");
    if (ms < 1000) return number(ms, "ms");
    if (ms < 60'000) return number(ms / 1000, "s");
    return number(ms / 60'000, "m");
}

}  // namespace watchglass::ui
