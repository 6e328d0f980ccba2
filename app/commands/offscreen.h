#pragma once

#include <QImage>
#include <functional>

#include "app/command_line.h"
#include "engine/engine.h"
#include "ui/dashboard/dashboard.h"

namespace watchglass::app {

/// Draws a dashboard, or one panel of it, on the offscreen platform, as the window would show it.
/// Errors: NotFound for a panel id or a variable that is not there; InvalidInput for times; Timeout when queries take
/// longer than 60 s.
[[nodiscard]] Result<QImage> drawDashboard(Engine& engine, ui::Dashboard dashboard, const Invocation& call);

/// Runs the event loop until `done` says so. False after `timeoutMs`.
[[nodiscard]] bool waitUntil(const std::function<bool()>& done, int timeoutMs);

/// Writes through a temporary file, so that a picture is whole or not there.
[[nodiscard]] Result<void> savePng(const QImage& image, const QString& path);

}  // namespace watchglass::app
