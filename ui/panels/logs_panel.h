#pragma once

#include "ui/panels/log_view.h"
#include "ui/panels/panel_widget.h"

namespace watchglass::ui {

/// Lines of a log: frames with a field of texts, best with a time. GUI thread only.
class LogsPanel final : public PanelWidget {
    Q_OBJECT

public:
    explicit LogsPanel(QWidget* parent = nullptr);

    [[nodiscard]] bool hasContent() const override { return !m_view->model().rows().empty(); }
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] LogView* view() const { return m_view; }

protected:
    void rebuild() override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void place();

    LogView* m_view;
    QString m_common;  ///< labels of all lines, above them
};

}  // namespace watchglass::ui
