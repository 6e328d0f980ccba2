#pragma once

#include "ui/panels/panel_widget.h"
#include "ui/panels/row_list.h"

namespace watchglass::ui {

/// A panel that is a list of rows, or a line that says why it is empty. GUI thread only.
class ListPanel : public PanelWidget {
    Q_OBJECT

public:
    explicit ListPanel(QWidget* parent = nullptr);

    /// The list says itself that it is empty.
    [[nodiscard]] bool hasContent() const override { return true; }
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] RowList* list() const { return m_list; }

protected:
    /// Rows of what data() says, made again with every answer.
    [[nodiscard]] virtual std::vector<ListRow> makeRows() = 0;
    [[nodiscard]] virtual QString emptyText() const = 0;
    virtual void activate(int) {}

    void rebuild() override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    RowList* m_list;
};

}  // namespace watchglass::ui
