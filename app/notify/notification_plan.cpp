#include "app/notify/notification_plan.h"

#include <algorithm>
#include <array>

namespace watchglass::app {

namespace {

constexpr const char* kSummaryKey = "summary";

/// The texts that alert authors use for the one line and for the details.
std::string textOf(const rules::Alert& alert)
{
    for (const char* name : {"summary", "message", "title", "description"}) {
        if (const std::string_view text = alert.annotations.get(name); !text.empty()) return std::string(text);
    }
    return {};
}

std::string detailsOf(const rules::Alert& alert)
{
    std::string out = textOf(alert);
    const std::string_view description = alert.annotations.get("description");
    if (!description.empty() && description != out) {
        if (!out.empty()) out += '\n';
        out += description;
    }
    std::string labels;
    for (const LabelView label : alert.labels) {
        if (label.name == "alertname" || label.name == "severity") continue;
        if (!labels.empty()) labels += ", ";
        labels += std::string(label.name) + "=" + std::string(label.value);
    }
    if (!labels.empty()) out += (out.empty() ? "" : "\n") + labels;
    return out;
}

std::string nameOf(const Labels& labels) { return std::string(labels.get("alertname")); }

}  // namespace

Urgency urgencyOf(const Labels& labels)
{
    std::string severity(labels.get("severity"));
    for (char& c : severity) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    constexpr std::array kCritical{"critical", "page", "error", "fatal", "emergency", "disaster"};
    constexpr std::array kLow{"info", "information", "informational", "none", "low", "debug", "notice"};
    if (std::find(kCritical.begin(), kCritical.end(), severity) != kCritical.end()) return Urgency::Critical;
    if (std::find(kLow.begin(), kLow.end(), severity) != kLow.end()) return Urgency::Low;
    return Urgency::Normal;
}

std::vector<Notification> NotificationPlan::take(const std::vector<rules::AlertNotice>& notices)
{
    std::vector<const rules::AlertNotice*> fresh;
    std::vector<Notification> out;
    bool changed = false;
    for (const rules::AlertNotice& notice : notices) {
        const std::string key = notice.alert.labels.packed();
        const auto known = m_firing.find(key);
        if (notice.resolved()) {
            if (known == m_firing.end()) continue;
            if (known->second.alone) {
                out.push_back({key, "Resolved: " + nameOf(notice.alert.labels), textOf(notice.alert), Urgency::Low,
                               true, notice.alert.labels});
            }
            m_firing.erase(known);
            changed = true;
        } else if (known == m_firing.end()) {
            m_firing[key] = {notice.alert.labels, urgencyOf(notice.alert.labels), false};
            fresh.push_back(&notice);
            changed = true;
        }
    }
    const auto alone = static_cast<std::size_t>(
        std::count_if(m_firing.begin(), m_firing.end(), [](const auto& entry) { return entry.second.alone; }));
    if (alone + fresh.size() <= kMostAtOnce && !m_summarized) {
        for (const rules::AlertNotice* notice : fresh) {
            m_firing[notice->alert.labels.packed()].alone = true;
            out.push_back({notice->alert.labels.packed(), nameOf(notice->alert.labels), detailsOf(notice->alert),
                           urgencyOf(notice->alert.labels), false, notice->alert.labels});
        }
    } else if (changed) {
        // The summary stands for all that have no notification of their own, and goes with the last of them.
        Notification note = summary();
        m_summarized = !note.resolved;
        if (!fresh.empty() || note.resolved) m_summarySeen = false;
        if (!m_summarySeen) out.push_back(std::move(note));
    }
    return out;
}

void NotificationPlan::closed(const std::string& key)
{
    if (key == kSummaryKey) m_summarySeen = m_summarized;
}

Notification NotificationPlan::summary() const
{
    std::map<std::string, std::size_t> byName;
    std::size_t count = 0;
    Urgency worst = Urgency::Low;
    for (const auto& [key, known] : m_firing) {
        if (known.alone) continue;
        ++count;
        ++byName[nameOf(known.labels)];
        worst = std::max(worst, known.urgency);
    }
    Notification out;
    out.key = kSummaryKey;
    out.urgency = worst;
    out.resolved = count == 0;
    if (count == 0) {
        out.summary = "All alerts resolved";
        return out;
    }
    out.summary = std::to_string(count) + (count == 1 ? " alert firing" : " alerts firing");
    std::size_t lines = 0;
    for (const auto& [name, number] : byName) {
        if (++lines > 6) {
            out.body += "\n… and " + std::to_string(byName.size() - 6) + " more rules";
            break;
        }
        if (!out.body.empty()) out.body += '\n';
        out.body += name + (number > 1 ? " × " + std::to_string(number) : "");
    }
    return out;
}

}  // namespace watchglass::app
