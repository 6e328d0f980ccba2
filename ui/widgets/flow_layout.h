#pragma once

#include <QLayout>
#include <vector>

namespace watchglass::ui {

/// Puts its items beside each other and wraps to the next line where the width ends, like words of a text.
class FlowLayout final : public QLayout {
public:
    explicit FlowLayout(QWidget* parent, int gap = 8);
    ~FlowLayout() override;

    void addItem(QLayoutItem* item) override;
    [[nodiscard]] int count() const override { return static_cast<int>(m_items.size()); }
    [[nodiscard]] QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    void setGeometry(const QRect& rect) override;
    [[nodiscard]] QSize sizeHint() const override { return minimumSize(); }
    [[nodiscard]] QSize minimumSize() const override;

private:
    int place(const QRect& rect, bool apply) const;

    std::vector<QLayoutItem*> m_items;  // owned: QLayout's contract
    int m_gap;
};

}  // namespace watchglass::ui
