#pragma once

#include <QImage>
#include <functional>
#include <memory>

#include "app/command_line.h"
#include "engine/engine.h"
#include "ui/dashboard/dashboard.h"
#include "ui/pages/dashboard_page.h"

namespace watchglass::app {

/// Lays a dashboard, or one panel of it, out on the offscreen platform, as the window would show it, with all data
/// there. Errors: NotFound for a panel id or a variable that is not there; InvalidInput for times; Timeout when queries
/// take longer than 60 s.
[[nodiscard]] Result<std::unique_ptr<ui::DashboardPage>> layOutDashboard(Engine& engine, ui::Dashboard dashboard,
                                                                         const Invocation& call);

/// The same as a picture, `call.scale` pixels for one of the screen. Errors: as before; Limit for one that does not fit
/// in memory.
[[nodiscard]] Result<QImage> drawDashboard(Engine& engine, ui::Dashboard dashboard, const Invocation& call);

/// Runs the event loop until `done` says so. False after `timeoutMs`.
[[nodiscard]] bool waitUntil(const std::function<bool()>& done, int timeoutMs);

/// Writes through a temporary file, so that a file is whole or not there.
[[nodiscard]] Result<void> saveBytes(const QByteArray& bytes, const QString& path);
[[nodiscard]] Result<void> savePng(const QImage& image, const QString& path);

}  // namespace watchglass::app
