#pragma once

#include <functional>

#include <QDialog>

#include "ui/pages/dashboard_keys.h"

namespace watchglass::ui {

/// All keys of a dashboard and of the window, by subject. GUI thread only.
class ShortcutSheet final : public QDialog {
    Q_OBJECT

public:
    /// Lists the keys that `isUsed` grants.
    explicit ShortcutSheet(const std::function<bool(DashboardKey)>& isUsed, QWidget* parent = nullptr);
};

}  // namespace watchglass::ui
