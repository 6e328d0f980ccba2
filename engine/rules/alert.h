#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/model/labels.h"

namespace watchglass::rules {

enum class AlertState : std::uint8_t { Inactive, Pending, Firing };

/// "inactive", "pending", "firing".
[[nodiscard]] std::string_view alertStateName(AlertState state);

/// One instance of an alerting rule. Times are milliseconds since the epoch, 0 for "not yet".
struct Alert {
    AlertState state = AlertState::Pending;
    Labels labels;  ///< identity: alertname and rule labels included, no __name__
    Labels annotations;
    double value = 0;
    std::int64_t activeAtMs = 0;
    std::int64_t firedAtMs = 0;
    std::int64_t resolvedAtMs = 0;
    std::int64_t lastSentMs = 0;
    std::int64_t keepFiringSinceMs = 0;
};

/// What an evaluation tells the outside about one alert: it fires (again), or it is resolved.
struct AlertNotice {
    Alert alert;
    std::string group;
    std::string file;
    std::string expr;
    std::int64_t endsAtMs = 0;  ///< when it counts as resolved if nothing more is heard
    [[nodiscard]] bool resolved() const { return alert.resolvedAtMs != 0; }
};

}  // namespace watchglass::rules
