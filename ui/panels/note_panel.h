#pragma once

#include "ui/panels/panel_widget.h"

namespace watchglass::ui {

/// A card for panels whose content belongs to Grafana's own web site or home page: news, welcome, getting started,
/// list of plugins. It says what would be there; nothing is fetched. GUI thread only.
class NotePanel final : public PanelWidget {
    Q_OBJECT

public:
    explicit NotePanel(QWidget* parent = nullptr);

    [[nodiscard]] bool hasContent() const override { return true; }
    [[nodiscard]] QString summary() const override;
    /// What can be opened from it; empty for none.
    [[nodiscard]] QString address() const;

protected:
    void rebuild() override;
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString text() const;
    void follow();

    QRectF m_link;  ///< where the address was painted
};

}  // namespace watchglass::ui
