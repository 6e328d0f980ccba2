#pragma once

#include <string_view>

#include <QImage>

#include "ui/panels/panel_widget.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

/// A panel of Grafana's type id ("timeseries", "stat", ...). Types that are not drawn get the card that names them;
/// `data.type` tells it which. Rows are RowHeader, no panel.
[[nodiscard]] PanelWidget* createPanel(std::string_view type, QWidget* parent = nullptr);

/// Whether createPanel() draws the type itself.
[[nodiscard]] bool isPanelTypeSupported(std::string_view type);

/// Whether panels of the type draw annotations, and take new ones.
[[nodiscard]] bool isAnnotated(std::string_view type);

/// A panel as a picture, frame included, without a window: for `watchglass render` and for tests.
/// Needs a QApplication (the offscreen platform will do) and leaves its theme as it found it.
struct RenderRequest {
    std::string type;
    QString title;
    QString description;
    QString error;
    bool transparent = false;
    QSize size{600, 260};
    double devicePixelRatio = 1;
};
[[nodiscard]] QImage renderPanel(const RenderRequest& request, const PanelData& data);

}  // namespace watchglass::ui
