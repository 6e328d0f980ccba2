#pragma once

#include <optional>
#include <set>
#include <vector>

#include <QColor>
#include <QString>

#include "ui/panels/panel_data.h"

namespace watchglass::ui {

struct TraceSpan {
    QString id;
    QString operation;
    QString service;
    QColor color;  ///< of the service
    double startMs = 0;
    double durationMs = 0;
    int depth = 0;
    std::size_t children = 0;     ///< direct ones
    std::size_t descendants = 0;  ///< all below it: they follow it
    bool error = false;
    std::vector<std::pair<QString, QString>> details;
    std::size_t row = 0;
};

struct TraceModel {
    QString traceId;
    std::vector<TraceSpan> spans;  ///< parents before children, children by their start
    double startMs = 0;
    double durationMs = 0;
    std::size_t services = 0;
    int depth = 0;
    std::size_t frame = 0;
    QString problem;  ///< which fields are missing
    std::vector<QString> notes;
};

/// More spans than this are not read: a note says so.
inline constexpr std::size_t kMostSpans = 20'000;

/// Reads a frame with the fields `traceID`, `spanID`, `parentSpanID`, `operationName`, `serviceName`, `startTime` and
/// `duration` (milliseconds), in any case, and `tags`, `serviceTags`, `logs`, `statusCode`, `kind`. Spans whose parent
/// is missing, or who are their own ancestors, begin a tree of their own. Of several traces the first is read.
[[nodiscard]] TraceModel traceModel(const PanelData& data);

/// The spans that are seen when those of `collapsed` (indices) hide what is below them.
[[nodiscard]] std::vector<std::size_t> visibleSpans(const TraceModel& model, const std::set<std::size_t>& collapsed);

/// "1.53ms", "2.1s": at most three digits.
[[nodiscard]] QString durationText(double ms);

}  // namespace watchglass::ui
