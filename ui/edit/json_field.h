#pragma once

#include <QPlainTextEdit>
#include <string>

#include "engine/base/json.h"

namespace watchglass::ui {

/// What stands in a field, to the character: QPlainTextEdit::toPlainText() turns blanks that do not break into others.
[[nodiscard]] std::string exactText(const QPlainTextEdit& field);

/// A field for JSON that says where it is wrong while it is typed. GUI thread only.
class JsonField final : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit JsonField(QWidget* parent = nullptr);

    /// Another text from outside, when it is not what stands there already.
    void setText(const std::string& text);
    void setValue(const json::Value& value);
    /// "3:7: expected a value", or "".
    [[nodiscard]] const QString& problem() const { return m_problem; }

Q_SIGNALS:
    /// The text is JSON now.
    void edited(const watchglass::json::Value& value);
    void problemChanged(const QString& problem);

private:
    void check();
    void mark(int line, int column);

    QString m_problem;
    bool m_setting = false;
};

}  // namespace watchglass::ui
