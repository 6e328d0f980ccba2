#include "ui/panels/anno_list_panel.h"

#include <algorithm>
#include <charconv>

#include "ui/frame/date_text.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

std::int64_t navigationMs(const std::string& text)
{
    constexpr std::int64_t kTenMinutes = 600'000;
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc() || end == text.data() + text.size() || count < 0) return kTenMinutes;
    switch (*end) {
    case 's': return count * 1'000;
    case 'm': return count * 60'000;
    case 'h': return count * 3'600'000;
    case 'd': return count * 86'400'000;
    case 'w': return count * 604'800'000;
    default: return kTenMinutes;
    }
}

std::vector<ListedEvent> annoListEvents(const PanelData& data)
{
    std::vector<std::string> tags;
    for (const json::Value& tag : data.options["tags"].items())
        tags.push_back(data.replace(tag.toString(), DataPoint{}));
    const bool inRange = data.options["onlyInTimeRange"].toBool();
    std::vector<ListedEvent> out;
    std::copy_if(data.events.begin(), data.events.end(), std::back_inserter(out), [&](const ListedEvent& event) {
        if (inRange && (event.toMs < data.fromMs || event.fromMs > data.toMs)) return false;
        return std::all_of(tags.begin(), tags.end(), [&](const std::string& tag) {
            return std::find(event.tags.begin(), event.tags.end(), tag) != event.tags.end();
        });
    });
    std::stable_sort(out.begin(), out.end(),
                     [](const ListedEvent& a, const ListedEvent& b) { return a.fromMs > b.fromMs; });
    const auto limit = static_cast<std::size_t>(std::max<std::int64_t>(0, data.options["limit"].toInt(10)));
    if (out.size() > limit) out.resize(limit);
    return out;
}

std::vector<ListRow> AnnoListPanel::makeRows()
{
    m_shown = annoListEvents(data());
    std::vector<ListRow> rows;
    for (std::size_t i = 0; i < m_shown.size(); ++i) {
        const ListedEvent& event = m_shown[i];
        ListRow row;
        row.title = toQString(event.title.empty() ? event.name : event.title).simplified();
        row.detail = toQString(event.text).simplified();
        row.icon = IconKind::Target;
        if (!event.color.empty()) row.iconColor = toQColor(currentVisualTheme().color(event.color));
        if (data().options["showTime"].toBool(true))
            row.trailing = toQString(
                formatMoment(static_cast<double>(event.fromMs), dateFormats().full, data().timeZone));
        if (data().options["showTags"].toBool(true)) {
            for (const std::string& tag : event.tags) row.chips += toQString(tag);
        }
        row.id = static_cast<int>(i);
        rows.push_back(std::move(row));
    }
    return rows;
}

void AnnoListPanel::activate(int id)
{
    const ListedEvent& event = m_shown[static_cast<std::size_t>(id)];
    const json::Value& options = data().options;
    Q_EMIT zoomRequested(event.fromMs - navigationMs(options["navigateBefore"].toString()),
                         event.toMs + navigationMs(options["navigateAfter"].toString()));
}

}  // namespace watchglass::ui
