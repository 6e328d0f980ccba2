#pragma once

#include <QWidget>

#include "engine/base/json.h"

namespace watchglass::ui {

/// The editor of one setting that has several parts: the value comes in and goes out as a whole. GUI thread only.
class ValueEditor : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Another value from outside; what stands there already is left alone, with the cursor in it.
    virtual void setValue(const json::Value& value) = 0;

Q_SIGNALS:
    /// `typed`: a letter of many, which one undo takes back together.
    void edited(const watchglass::json::Value& value, bool typed);
};

}  // namespace watchglass::ui
