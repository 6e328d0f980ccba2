#pragma once

#include "ui/panels/panel_widget.h"

class QTextBrowser;

namespace watchglass::ui {

/// Markdown, a safe subset of HTML, or code. Nothing is loaded from anywhere, no script runs, and links are only
/// reported. GUI thread only.
class TextPanel final : public PanelWidget {
    Q_OBJECT

public:
    explicit TextPanel(QWidget* parent = nullptr);

    [[nodiscard]] bool hasContent() const override { return true; }
    [[nodiscard]] QString summary() const override;

protected:
    void rebuild() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QTextBrowser* m_browser;
};

/// HTML without what could run, load or cover: scripts, styles, frames, forms, images, event handlers.
[[nodiscard]] QString safeHtml(const QString& html);
/// The same of Markdown, which may hold HTML.
[[nodiscard]] QString safeMarkdown(const QString& markdown);

}  // namespace watchglass::ui
