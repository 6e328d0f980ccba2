#pragma once

#include <vector>

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace watchglass::ui {

/// The line below a table of many pages: back, some pages by number, on, and which rows these are. GUI thread only.
class TablePager final : public QWidget {
    Q_OBJECT

public:
    explicit TablePager(QWidget* parent);

    static constexpr int kHeight = 32;

    /// Page `page` of `pages`, counted from 0, with the rows from `first` to `last` of `rows`, counted from 1.
    void setPages(int page, int pages, int first, int last, int rows);

    /// The pages that get a button of their own; -1 stands for those between two.
    [[nodiscard]] static std::vector<int> listed(int page, int pages);

Q_SIGNALS:
    void pageRequested(int page);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QHBoxLayout* m_row;
    QLabel* m_rows;
    std::vector<int> m_shown;
    int m_page = -1;
    int m_pages = 0;
};

}  // namespace watchglass::ui
