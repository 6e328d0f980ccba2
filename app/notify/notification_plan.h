#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/rules/alert.h"

namespace watchglass::app {

/// Levels of the Desktop Notifications Specification.
enum class Urgency : std::uint8_t { Low = 0, Normal = 1, Critical = 2 };

/// From the `severity` label: critical, page, error, fatal, emergency -> Critical; info, none, low, debug, notice
/// -> Low; anything else Normal.
[[nodiscard]] Urgency urgencyOf(const Labels& labels);

/// One notification to show. Notifications with the same key replace each other.
struct Notification {
    std::string key;
    std::string summary;
    std::string body;
    Urgency urgency = Urgency::Normal;
    bool resolved = false;        ///< shown for a short time, then closed
    std::optional<Labels> alert;  ///< what "Show" leads to; none for a summary over several
};

/// Decides what to show for what the rules tell: each alert once while it fires, a word when it resolves, and
/// one summary instead of a flood. Knows no bus and no clock: fully testable.
class NotificationPlan {
public:
    /// More new alerts than this in one batch, or standing at once, become one summary.
    static constexpr std::size_t kMostAtOnce = 3;

    /// Takes what came in since the last call.
    [[nodiscard]] std::vector<Notification> take(const std::vector<rules::AlertNotice>& notices);

    /// The notification is no longer on the screen: its time was over, or somebody has seen it. Only what newly fires
    /// brings a summary up again then, and its end.
    void closed(const std::string& key);

    /// Alerts that fire at the moment.
    [[nodiscard]] std::size_t firing() const { return m_firing.size(); }

private:
    struct Known {
        Labels labels;
        Urgency urgency = Urgency::Normal;
        bool alone = false;  ///< has a notification of its own
    };

    [[nodiscard]] Notification summary() const;

    std::map<std::string, Known> m_firing;  ///< by packed labels
    bool m_summarized = false;              ///< a summary stands for the alerts without a notification of their own
    bool m_summarySeen = false;             ///< ... and is no longer on the screen
};

}  // namespace watchglass::app
