#pragma once

#include <QPlainTextEdit>

#include "ui/edit/line_diff.h"

namespace watchglass::ui {

/// Shows how a text changed, line by line; signs at the lines' begin say what colour says too. GUI thread only.
class DiffView final : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit DiffView(QWidget* parent = nullptr);

    void setTexts(const std::string& before, const std::string& after);

protected:
    void changeEvent(QEvent* event) override;

private:
    void paintLines();

    std::vector<DiffLine> m_lines;
};

}  // namespace watchglass::ui
