#include "ui/panels/anno_list_panel.h"

#include <QUrlQuery>
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

std::vector<ListRow> AnnoListPanel::makeRows()
{
    const json::Value& options = data().options;
    std::vector<ListRow> rows;
    for (std::size_t i = 0; i < data().listed.size(); ++i) {
        const annotations::Annotation& one = data().listed[i];
        ListRow row;
        row.title = toQString(one.text).simplified();
        row.icon = IconKind::Target;
        if (options["showUser"].toBool(true) && !one.user.empty()) row.detail = tr("by %1").arg(toQString(one.user));
        if (options["showTime"].toBool(true))
            row.trailing = toQString(
                formatMoment(static_cast<double>(one.fromMs), dateFormats().full, data().timeZone));
        if (options["showTags"].toBool(true)) {
            for (const std::string& tag : one.tags) row.chips += toQString(tag);
        }
        row.id = static_cast<int>(i);
        rows.push_back(std::move(row));
    }
    return rows;
}

void AnnoListPanel::activate(int id)
{
    const annotations::Annotation& one = data().listed[static_cast<std::size_t>(id)];
    const json::Value& options = data().options;
    const qint64 from = one.fromMs - navigationMs(options["navigateBefore"].toString());
    const qint64 to = one.toMs + navigationMs(options["navigateAfter"].toString());
    const bool toPanel = options["navigateToPanel"].toBool(true) && one.panelId != 0;
    if (one.dashboardUid.empty() || one.dashboardUid == data().home) {
        Q_EMIT zoomRequested(from, to);
        if (toPanel) Q_EMIT panelRequested(one.panelId);
        return;
    }
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("from"), QString::number(from));
    query.addQueryItem(QStringLiteral("to"), QString::number(to));
    if (toPanel) query.addQueryItem(QStringLiteral("viewPanel"), QString::number(one.panelId));
    QUrl url;
    url.setPath(QStringLiteral("/d/") + toQString(one.dashboardUid));
    url.setQuery(query);
    Q_EMIT linkActivated(url);
}

}  // namespace watchglass::ui
